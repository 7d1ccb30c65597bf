#include "files/final_name.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/file_descriptor.h"
#include "files/safe_name.h"
#include "files/system_error.h"

namespace landline::files {

namespace {

/// Whether `number` is how a file system says that it lacks a call, rather than that the call failed. EINVAL may
/// also mean that it refuses the name: then the next way, and in the end the making of a placeholder, says so too.
bool lacking(int number) {
  return number == EINVAL || number == ENOSYS || number == EOPNOTSUPP || number == EPERM || number == EMLINK;
}

/// 0 or an errno; EEXIST: the name is taken.
int renameOverPlaceholder(FileSystem& system, int folder, const char* from, const char* to) {
  const FileDescriptor placeholder(::openat(folder, to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!placeholder) {
    return errno;
  }
  if (system.rename(folder, from, to) == 0) {
    return 0;
  }
  const int number = errno;
  ::unlinkat(folder, to, 0);
  return number;
}

/// The same. Three ways, each for file systems that lack the one before: renameat2 (almost all), link and unlink
/// (NFS), a placeholder of no octets (FAT, some network file systems), which a crash could leave behind.
int renameWithoutReplacing(FileSystem& system, int folder, const char* from, const char* to) {
  if (system.renameNoReplace(folder, from, to) == 0) {
    return 0;
  }
  if (!lacking(errno)) {
    return errno;
  }
  if (system.link(folder, from, to) == 0) {
    ::unlinkat(folder, from, 0);
    return 0;
  }
  return lacking(errno) ? renameOverPlaceholder(system, folder, from, to) : errno;
}

/// Only a file that octets are in: a folder, a link, a FIFO there is something else than an older version.
bool isReplaceable(int folder, const char* name) {
  struct stat status {};
  return ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

Result<FinalName> giveFinalName(FileSystem& system, int folder, const QByteArray& from, const QString& name,
                                OnTaken on_taken) {
  for (int number = 0; number <= kHighestNumber; ++number) {
    const QString candidate = number == 0 ? name : numberedName(name, number);
    const QByteArray to = candidate.toUtf8();
    int failure = renameWithoutReplacing(system, folder, from.constData(), to.constData());
    if (failure == 0) {
      return FinalName{candidate, false};
    }
    if (failure == EEXIST && on_taken == OnTaken::Skip) {
      return Error{codes::kExists, QStringLiteral("“%1” is there already and is kept.").arg(name)};
    }
    if (failure == EEXIST && on_taken == OnTaken::Overwrite && number == 0 && isReplaceable(folder, to.constData())) {
      // Whatever comes to stand there meanwhile: rename() replaces a link, not what it leads to, and never a folder.
      if (system.rename(folder, from.constData(), to.constData()) == 0) {
        return FinalName{candidate, true};
      }
      failure = errno == EISDIR || errno == ENOTEMPTY ? EEXIST : errno;
    }
    if (failure != EEXIST) {
      return systemNameError(failure, QStringLiteral("The file cannot be named “%1”").arg(candidate));
    }
  }
  return Error{
      codes::kTooMany,
      QStringLiteral("There are %1 files of the name “%2” already.").arg(QString::number(kHighestNumber), name)};
}

}  // namespace landline::files
