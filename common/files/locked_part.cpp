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

enum class Outcome {
  Taken,    ///< locked, empty, ours
  NotOurs,  ///< somebody writes to it, or it is a thing that we have not made
  Again,    ///< it changed under our hands
  Failed,   ///< errno says why
};

/// A file that we have just made is ours whatever owner the file system shows for it.
Outcome lockAndEmpty(int folder, const QByteArray& name, int descriptor, bool made) {
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? Outcome::NotOurs : Outcome::Failed;
  }
  struct stat file {};
  if (::fstat(descriptor, &file) != 0) {
    return Outcome::Failed;
  }
  // Between our opening and our locking its writer may have published it: what we hold is then somebody's finished
  // file, and emptying it would destroy it. Nobody renames or removes a part without holding its lock.
  if (!names(folder, name, file)) {
    return Outcome::Again;
  }
  if (!made && (!S_ISREG(file.st_mode) || file.st_uid != ::geteuid())) {
    return Outcome::NotOurs;
  }
  // Published by link() and not yet unlinked when a crash came: the other name is the finished file.
  if (file.st_nlink != 1) {
    ::unlinkat(folder, name.constData(), 0);
    return Outcome::Again;
  }
  if (::ftruncate(descriptor, 0) != 0) {
    return Outcome::Failed;
  }
  ::fchmod(descriptor, kPrivate);
  return Outcome::Taken;
}

Outcome takeNamed(int folder, const QByteArray& name, FileDescriptor& file) {
  const bool made =
      bool(file = FileDescriptor(::openat(folder, name.constData(), kFlags | O_CREAT | O_EXCL, kPrivate)));
  if (!made) {
    if (errno != EEXIST) {
      return Outcome::Failed;
    }
    file = FileDescriptor(::openat(folder, name.constData(), kFlags));
    if (!file) {
      return exists(folder, name) ? Outcome::NotOurs : Outcome::Again;
    }
  }
  return lockAndEmpty(folder, name, file.get(), made);
}

/// Removes what a crash has left under the higher numbers: the transfer that completes leaves nothing behind.
void removeLeftovers(int folder, const PeerId& sender, const QStringList& components, int above) {
  for (int writer = above + 1; writer <= LockedPart::kWriters; ++writer) {
    const QByteArray name = partName(sender, components, writer);
    const FileDescriptor file(::openat(folder, name.constData(), kFlags));
    if (file && lockAndEmpty(folder, name, file.get(), false) == Outcome::Taken) {
      ::unlinkat(folder, name.constData(), 0);
    }
  }
}

}  // namespace

LockedPart::LockedPart(FileDescriptor folder, FileDescriptor file, QByteArray name)
    : m_folder(std::move(folder)), m_file(std::move(file)), m_name(std::move(name)) {}

LockedPart::~LockedPart() {
  struct stat file {};
  // Removed while the lock is held; see lockAndEmpty().
  if (m_file && ::fstat(m_file.get(), &file) == 0 && names(m_folder.get(), m_name, file)) {
    ::unlinkat(m_folder.get(), m_name.constData(), 0);
  }
}

Result<LockedPart> LockedPart::take(FileDescriptor folder, const PeerId& sender, const QStringList& components) {
  const QString path = components.join(QLatin1Char('/'));
  for (int writer = 1; writer <= kWriters; ++writer) {
    const QByteArray name = partName(sender, components, writer);
    FileDescriptor file;
    Outcome outcome = Outcome::Again;
    for (int attempt = 0; attempt < kAttempts && outcome == Outcome::Again; ++attempt) {
      outcome = takeNamed(folder.get(), name, file);
    }
    if (outcome == Outcome::Taken) {
      removeLeftovers(folder.get(), sender, components, writer);
      return LockedPart(std::move(folder), std::move(file), name);
    }
    if (outcome == Outcome::Failed) {
      return systemError(errno, QStringLiteral("A part file for “%1” cannot be made").arg(path));
    }
  }
  return Error{codes::kBusy,
               QStringLiteral("“%1” is being received from this sender too many times at once.").arg(path)};
}

}  // namespace landline::files
