#pragma once

#include <QString>

#include <functional>
#include <optional>

#include "core/file_descriptor.h"
#include "core/result.h"
#include "files/part_file.h"
#include "files/save_folder.h"

namespace landline::files {

/// What a sender has here already under a path: the part of a file that did not come to its end, or a finished file
/// that is known to have come from it (PROTOCOL.md, "Resuming"). Nothing else may be told of: whoever guesses names
/// must not learn what other people's files hold.
///
/// Holds a descriptor, locks nothing: what it tells is a hint, and PartFile::resume() and verify() have the last word.
/// Move-only; used by one thread at a time.
class HeldFile {
 public:
  /// A part first, then the finished ones among `request.known_copies`: those of the announced size before others, the
  /// name itself before others, the latest before earlier ones. Never a link, nothing that holds no octets, no part
  /// that somebody writes to. Makes nothing.
  static std::optional<HeldFile> find(const SaveFolder& folder, const PartRequest& request);

  qint64 held() const { return m_held; }               ///< octets, at most request.size
  bool finished() const { return !m_name.isEmpty(); }  ///< else it is a part
  const QString& name() const { return m_name; }       ///< of a finished one; empty for a part

  /// XXH3-128 of the block `number` of what is held, as 32 hex digits: blocks of blockSizeFor(request.size), the last
  /// one shorter; `number` is below digestCount(held(), request.size). Reads up to that much: milliseconds where it is
  /// in memory, longer from a disk. Errors: `unreadable` (or it became shorter), `internal` (there is no such block).
  Result<QString> digestOfBlock(qint64 number) const;

 private:
  HeldFile(FileDescriptor descriptor, QString name, qint64 size, qint64 held);

  FileDescriptor m_descriptor;
  QString m_name;
  qint64 m_size;  // announced
  qint64 m_held;
};

/// A finished file that may be shown to its sender.
struct FinishedCopy {
  FileDescriptor descriptor;
  QString name;
  qint64 size = 0;
};

/// Of the regular files in `folder` that are known to have come from the sender, the one to resume from: see
/// HeldFile::find(). PartFile::resume() fills a new part from the same.
std::optional<FinishedCopy> openFinishedCopy(int folder, const PartRequest& request);

}  // namespace landline::files
