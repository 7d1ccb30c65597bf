#pragma once

#include <QByteArray>
#include <QStringList>

#include "core/peer_id.h"
#include "core/result.h"
#include "files/file_descriptor.h"

namespace landline::files {

/// An open, empty part file that nobody else writes to: locked for as long as it is open. Removed when destroyed,
/// unless the file has got another name by then. Move-only.
class LockedPart {
 public:
  /// Makes the part for this sender and path in `folder`, or takes over the one that a crash has left. What is not
  /// ours (a link, a FIFO, another user's file) is left alone and the next number is taken.
  /// Errors: `busy` (kWriters write this path at once), `permission`, `no-space`, `write-failed`.
  static Result<LockedPart> take(FileDescriptor folder, const PeerId& sender, const QStringList& components);

  static constexpr int kWriters = 8;

  LockedPart(LockedPart&&) noexcept = default;
  LockedPart& operator=(LockedPart&&) = delete;
  ~LockedPart();

  int folder() const { return m_folder.get(); }
  int descriptor() const { return m_file.get(); }
  const QByteArray& name() const { return m_name; }

 private:
  LockedPart(FileDescriptor folder, FileDescriptor file, QByteArray name);

  FileDescriptor m_folder;
  FileDescriptor m_file;  // holds the lock
  QByteArray m_name;
};

}  // namespace landline::files
