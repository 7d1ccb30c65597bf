#include "files/save_folder.h"

#include <QDir>
#include <QFile>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <limits>

#include "files/system_error.h"

namespace landline::files {

namespace {

/// The umask of the process. umask() tells it only by changing it for a moment, in which another thread may make
/// a file that everybody can write to; the kernel's own account of the process has no such moment. Where there is
/// none, the strictest.
mode_t processUmask() {
  constexpr mode_t kStrictest = 0077;
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) {
    return kStrictest;
  }
  const QByteArray label("Umask:");
  const QList<QByteArray> lines = status.readAll().split('\n');
  for (const QByteArray& line : lines) {
    if (line.startsWith(label)) {
      bool valid = false;
      const uint mask = line.mid(label.size()).trimmed().toUInt(&valid, 8);
      return valid ? mode_t(mask & 0777) : kStrictest;
    }
  }
  return kStrictest;
}

/// Makes the folder and those above it. 0 or an errno, which QDir::mkpath() would keep to itself.
int makePath(const QString& path) {
  const QByteArray octets = QFile::encodeName(path);
  if (::mkdir(octets.constData(), 0777) == 0 || errno == EEXIST) {
    return 0;
  }
  if (errno != ENOENT) {
    return errno;
  }
  const QString parent = path.section(QLatin1Char('/'), 0, -2);
  if (parent.isEmpty()) {
    return ENOENT;
  }
  if (const int number = makePath(parent); number != 0) {
    return number;
  }
  return ::mkdir(octets.constData(), 0777) == 0 || errno == EEXIST ? 0 : errno;
}

using StatVfs = struct statvfs;

/// Of the blocks that `count` tells of.
Result<qint64> octetsOf(int descriptor, fsblkcnt_t StatVfs::*count) {
  StatVfs status{};
  if (::fstatvfs(descriptor, &status) != 0) {
    return systemError(errno, QStringLiteral("The free space cannot be found out"));
  }
  if (status.f_blocks == 0) {
    return std::numeric_limits<qint64>::max();
  }
  return qint64(status.*count) * qint64(status.f_frsize);
}

}  // namespace

OpenFolder::OpenFolder(FileDescriptor descriptor, bool made) : m_descriptor(std::move(descriptor)), m_new(made) {
  struct stat status {};
  if (m_descriptor && ::fstat(get(), &status) == 0) {
    m_device = status.st_dev;
    m_inode = status.st_ino;
  }
}

bool OpenFolder::is(const struct stat& status) const {
  return status.st_dev == m_device && status.st_ino == m_inode;
}

SaveFolder::SaveFolder(QString path, SharedFolder folder, mode_t file_mode)
    : m_path(std::move(path)),
      m_folder(std::move(folder)),
      m_memory(std::make_shared<FolderMemory>()),
      m_file_mode(file_mode) {}

Result<SaveFolder> SaveFolder::open(const QString& path) {
  if (path.isEmpty()) {
    return Error{codes::kWriteFailed, QStringLiteral("No folder is chosen for received files.")};
  }
  const QString absolute = QDir::cleanPath(QDir(path).absolutePath());
  const QString what = QStringLiteral("The folder %1 cannot be used for received files").arg(absolute);
  const int number = makePath(absolute);
  const QByteArray octets = QFile::encodeName(absolute);
  FileDescriptor descriptor(::open(octets.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor && number != 0) {
    return systemError(number, what);
  }
  if (!descriptor || ::faccessat(descriptor.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
    return systemError(errno, what);
  }
  return SaveFolder(absolute, std::make_shared<const OpenFolder>(std::move(descriptor)),
                    mode_t(0666) & ~processUmask());
}

Result<qint64> SaveFolder::freeBytes() const {
  return freeBytesOf(descriptor());
}

Result<qint64> SaveFolder::totalBytes() const {
  return octetsOf(descriptor(), &StatVfs::f_blocks);
}

Result<qint64> freeBytesOf(int descriptor) {
  return octetsOf(descriptor, &StatVfs::f_bavail);
}

}  // namespace landline::files
