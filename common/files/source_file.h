#pragma once

#include <QString>

#include <cstddef>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace landline::files {

/// What tells one state of a file from another: any change of its octets changes one of these.
struct FileStamp {
  quint64 device = 0;
  quint64 inode = 0;
  qint64 size = 0;
  qint64 mtime_ns = 0;
  qint64 ctime_ns = 0;

  bool operator==(const FileStamp& other) const {
    return device == other.device && inode == other.inode && size == other.size && mtime_ns == other.mtime_ns &&
           ctime_ns == other.ctime_ns;
  }
};

/// One regular file that is to be sent, open for reading. Links are followed: the
/// user chose this path. Move-only; used by one thread at a time.
class SourceFile {
 public:
  /// Errors: `vanished` (nothing there), `unreadable`, `not-a-file` (a folder, FIFO, device; never waits for one).
  static Result<SourceFile> open(const QString& path);

  const QString& path() const { return m_path; }
  QString name() const;                         ///< the last component of the path
  qint64 size() const { return m_stamp.size; }  ///< as open() saw it
  qint64 mtimeMs() const;

  /// The next octets, up to `capacity`; 0 at the end or when size() octets were read, so that a file which grows
  /// meanwhile is not sent further than announced. A result of 0 before size() octets means that it shrank.
  /// Errors: `unreadable`.
  Result<std::size_t> read(char* into, std::size_t capacity);

  /// The next read() begins at `offset`, which is from 0 to size(). Errors: `unreadable`.
  Result<void> seek(qint64 offset);

  /// Whether size, mtime or ctime differ from what open() saw: it was written to, removed, renamed, or replaced by
  /// another (an editor that saves by renaming). Asked after the last read.
  bool changed() const;

 private:
  SourceFile(QString path, FileDescriptor descriptor, const FileStamp& stamp);

  QString m_path;
  FileDescriptor m_descriptor;
  FileStamp m_stamp;
  qint64 m_at = 0;
};

}  // namespace landline::files
