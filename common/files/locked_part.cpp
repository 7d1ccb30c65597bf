#include "files/locked_part.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "files/part_name.h"
#include "files/system_error.h"

namespace landline::files {

namespace {

constexpr int kAttempts = 16;  // how often somebody may take the name away between two of our calls
constexpr mode_t kPrivate = 0600;
constexpr int kReadFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;
constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;

/// Whether `name` is the file that is open as `file`.
bool names(int folder, const QByteArray& name, const struct stat& file) {
  struct stat there {};
  return ::fstatat(folder, name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0 && there.st_dev == file.st_dev &&
         there.st_ino == file.st_ino;
}

bool exists(int folder, const QByteArray& name) {
  struct stat there {};
  return ::fstatat(folder, name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0;
}

bool isOurs(const struct stat& file) {
  return S_ISREG(file.st_mode) && file.st_uid == ::geteuid();
}

enum class Outcome {
  Made,       ///< locked, ours, new
  TakenOver,  ///< locked, ours, was there before
  NotOurs,    ///< somebody writes to it, or it is a thing that we have not made
  Again,      ///< it changed under our hands
  Failed,     ///< errno says why
};

/// A file that we have just made is ours whatever owner the file system shows for it.
Outcome lock(int folder, const QByteArray& name, int descriptor, bool made, struct stat& file) {
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? Outcome::NotOurs : Outcome::Failed;
  }
  if (::fstat(descriptor, &file) != 0) {
    return Outcome::Failed;
  }
  // Between our opening and our locking its writer may have published it: what we hold is then somebody's finished
  // file, and writing to it would destroy it. Nobody renames or removes a part without holding its lock.
  if (!names(folder, name, file)) {
    return Outcome::Again;
  }
  if (!made && !isOurs(file)) {
    return Outcome::NotOurs;
  }
  // Published by link() and not yet unlinked when a crash came: the other name is the finished file.
  if (file.st_nlink != 1) {
    ::unlinkat(folder, name.constData(), 0);
    return Outcome::Again;
  }
  if (made) {
    return Outcome::Made;
  }
  ::fchmod(descriptor, kPrivate);
  return Outcome::TakenOver;
}

Outcome takeNamed(int folder, const QByteArray& name, FileDescriptor& file, qint64& held) {
  file = FileDescriptor(::openat(folder, name.constData(), kFlags | O_CREAT | O_EXCL, kPrivate));
  const bool made = bool(file);
  if (!made) {
    if (errno != EEXIST) {
      return Outcome::Failed;
    }
    file = FileDescriptor(::openat(folder, name.constData(), kFlags));
    if (!file) {
      return exists(folder, name) ? Outcome::NotOurs : Outcome::Again;
    }
  }
  struct stat status {};
  const Outcome outcome = lock(folder, name, file.get(), made, status);
  held = qint64(status.st_size);
  return outcome;
}

/// Removes what crashed and interrupted writers have left under the other numbers, so that the transfer that completes
/// leaves nothing behind. Asked when a writer begins and not when it ends: what is interrupted meanwhile is of another
/// transfer, which will go on with it.
void removeLeftovers(int folder, const QByteArray& key, int but) {
  for (int writer = 1; writer <= LockedPart::kWriters; ++writer) {
    const QByteArray name = partName(key, writer);
    const FileDescriptor file(writer == but ? -1 : ::openat(folder, name.constData(), kFlags));
    struct stat status {};
    if (file && lock(folder, name, file.get(), false, status) == Outcome::TakenOver) {
      ::unlinkat(folder, name.constData(), 0);
    }
  }
}

}  // namespace

LockedPart::LockedPart(SharedFolder folder, FileDescriptor file, QByteArray name, qint64 held)
    : m_folder(std::move(folder)), m_file(std::move(file)), m_name(std::move(name)), m_held(held) {}

LockedPart::~LockedPart() {
  struct stat file {};
  if (!m_file || m_fate == Fate::Published || ::fstat(m_file.get(), &file) != 0) {
    return;
  }
  if (m_fate == Fate::Kept && file.st_size > 0) {
    m_folder->partWasLeft();
    return;
  }
  // Removed while the lock is held; see lock().
  if (names(m_folder->get(), m_name, file)) {
    ::unlinkat(m_folder->get(), m_name.constData(), 0);
  }
}

Result<LockedPart> LockedPart::take(SharedFolder folder, const PeerId& sender, const QStringList& components) {
  const QString path = components.join(QLatin1Char('/'));
  const QByteArray key = partKey(sender, components);
  for (int writer = 1; writer <= kWriters; ++writer) {
    const QByteArray name = partName(key, writer);
    FileDescriptor file;
    qint64 held = 0;
    Outcome outcome = Outcome::Again;
    for (int attempt = 0; attempt < kAttempts && outcome == Outcome::Again; ++attempt) {
      outcome = takeNamed(folder->get(), name, file, held);
    }
    if (outcome == Outcome::Made || outcome == Outcome::TakenOver) {
      // Where a new first part has no second beside it there are no others: the case ten thousand times in a row.
      const bool alone =
          outcome == Outcome::Made && writer == 1 && (folder->isNew() || !exists(folder->get(), partName(key, 2)));
      if (!alone) {
        removeLeftovers(folder->get(), key, writer);
      }
      return LockedPart(std::move(folder), std::move(file), name, held);
    }
    if (outcome == Outcome::Failed) {
      return systemError(errno, QStringLiteral("A part file for “%1” cannot be made").arg(path));
    }
  }
  return Error{codes::kBusy,
               QStringLiteral("“%1” is being received from this sender too many times at once.").arg(path)};
}

FileDescriptor openLeftPart(int folder, const PeerId& sender, const QStringList& components) {
  const QByteArray key = partKey(sender, components);
  for (int writer = 1; writer <= LockedPart::kWriters; ++writer) {
    FileDescriptor file(::openat(folder, partName(key, writer).constData(), kReadFlags));
    if (!file && errno == ENOENT) {
      break;
    }
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0 || !isOurs(status) || status.st_nlink != 1) {
      continue;
    }
    // Shared, and only for a moment: the one who goes on with this part locks it after us.
    if (::flock(file.get(), LOCK_SH | LOCK_NB) == 0) {
      ::flock(file.get(), LOCK_UN);
      return status.st_size > 0 ? std::move(file) : FileDescriptor();
    }
  }
  return {};
}

bool removeLeftPart(int folder, const QByteArray& name, qint64 before_ms) {
  // Not the modification time: shortly before a part gets its name it is set to that of the sender's file.
  const auto untouched = [before_ms](const struct stat& file) {
    return qint64(file.st_ctim.tv_sec) * 1000 + file.st_ctim.tv_nsec / 1'000'000 < before_ms;
  };
  const FileDescriptor file(::openat(folder, name.constData(), kReadFlags));
  struct stat status {};
  // Looked at before it is locked, so that a fresh one is not found busy by the one who wants to go on with it.
  return file && ::fstat(file.get(), &status) == 0 && isOurs(status) && untouched(status) &&
         lock(folder, name, file.get(), false, status) == Outcome::TakenOver && untouched(status) &&
         ::unlinkat(folder, name.constData(), 0) == 0;
}

}  // namespace landline::files
