#include "files/destination_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "files/system_error.h"

namespace landline::files {

namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

FileDescriptor openFolder(int parent, const QByteArray& name) {
  return FileDescriptor(::openat(parent, name.constData(), kFolderFlags));
}

bool isLink(int parent, const QByteArray& name) {
  struct stat status {};
  return ::fstatat(parent, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

Error cannotEnter(int number, int parent, const QString& component) {
  if (number == ELOOP || number == ENOTDIR) {
    const QString what = isLink(parent, component.toUtf8())
                             ? QStringLiteral("“%1” in the path is a link, which is not followed.")
                             : QStringLiteral("“%1” in the path is there already and is not a folder.");
    return {codes::kUnsafeName, what.arg(component)};
  }
  return systemNameError(number, QStringLiteral("The folder “%1” cannot be made or opened").arg(component));
}

}  // namespace

Result<FileDescriptor> openDestinationFolder(const SaveFolder& save_folder, const QStringList& folders,
                                             FileSystem& system) {
  FileDescriptor folder = openFolder(save_folder.descriptor(), ".");
  if (!folder) {
    return systemError(errno, QStringLiteral("The folder %1 cannot be opened").arg(save_folder.path()));
  }
  for (const QString& component : folders) {
    const QByteArray name = component.toUtf8();
    FileDescriptor next = openFolder(folder.get(), name);
    if (!next && errno == ENOENT) {
      if (::mkdirat(folder.get(), name.constData(), 0777) != 0 && errno != EEXIST) {
        return cannotEnter(errno, folder.get(), component);
      }
      if (const int number = flushFolder(folder.get(), system); number != 0) {
        return systemError(number, QStringLiteral("The folder “%1” cannot be made").arg(component));
      }
      next = openFolder(folder.get(), name);
    }
    if (!next) {
      return cannotEnter(errno, folder.get(), component);
    }
    folder = std::move(next);
  }
  return folder;
}

int flushFolder(int folder, FileSystem& system) {
  if (system.flush(folder) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS) {
    return 0;
  }
  return errno;
}

}  // namespace landline::files
