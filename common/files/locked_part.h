#pragma once

#include <QByteArray>
#include <QStringList>

#include "core/file_descriptor.h"
#include "core/peer_id.h"
#include "core/result.h"
#include "files/save_folder.h"

namespace landline::files {

/// An open part file that nobody else writes to: locked for as long as it is open. Removed when destroyed, unless it is
/// kept or has got another name by then. Move-only.
class LockedPart {
 public:
  /// Makes the part for this sender and path in `folder`, or takes over the one that was left, with what it holds. What
  /// is not ours (a link, a FIFO, another user's file) is left alone and the next number is taken.
  /// Errors: `busy` (kWriters write this path at once), `permission`, `no-space`, `write-failed`.
  static Result<LockedPart> take(SharedFolder folder, const PeerId& sender, const QStringList& components);

  static constexpr int kWriters = 8;

  LockedPart(LockedPart&&) noexcept = default;
  LockedPart& operator=(LockedPart&&) = delete;
  ~LockedPart();

  const SharedFolder& folder() const { return m_folder; }
  int descriptor() const { return m_file.get(); }
  const QByteArray& name() const { return m_name; }
  qint64 held() const { return m_held; }  ///< octets that it held when it was taken

  /// When destroyed it stays, unless it is empty.
  void keep() { m_fate = Fate::Kept; }

  /// To be called when it has got its final name: nothing of it remains to be removed.
  void published() { m_fate = Fate::Published; }

 private:
  enum class Fate { Removed, Kept, Published };

  LockedPart(SharedFolder folder, FileDescriptor file, QByteArray name, qint64 held);

  SharedFolder m_folder;
  FileDescriptor m_file;  // holds the lock
  QByteArray m_name;
  qint64 m_held = 0;
  Fate m_fate = Fate::Removed;
};

/// A part of this sender and path that was left in `folder` and holds octets, open for reading: the one that
/// LockedPart::take() would take over. None where somebody writes to it.
FileDescriptor openLeftPart(int folder, const PeerId& sender, const QStringList& components);

/// Removes the part `name` if it is ours, nobody writes to it, and it was changed last before `before_ms` (since
/// 1970).
bool removeLeftPart(int folder, const QByteArray& name, qint64 before_ms);

}  // namespace landline::files
