#include "files/file_system.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace landline::files {

namespace {

constexpr long kXfsMagic = 0x58465342;  // linux/magic.h lacks it

/// Whether the kernel tells of errors in syncfs: of octets since 5.8, of the file system's own since 5.17.
bool kernelTellsOfErrors() {
  utsname system{};
  int major = 0;
  int minor = 0;
  return ::uname(&system) == 0 && ::sscanf(system.release, "%d.%d", &major, &minor) == 2 &&
         (major > 5 || (major == 5 && minor >= 17));
}

/// Whether syncfs on the file system of `descriptor` is as good as fsync on each of its files. Known ones only: a file
/// system in user space, for one, is not told of syncfs at all.
bool flushesWhole(int descriptor) {
  static const bool kernel_tells = kernelTellsOfErrors();
  struct statfs status {};
  if (!kernel_tells || ::fstatfs(descriptor, &status) != 0) {
    return false;
  }
  switch (long(status.f_type)) {
    case EXT4_SUPER_MAGIC:
    case kXfsMagic:
    case BTRFS_SUPER_MAGIC:
    case F2FS_SUPER_MAGIC:
    case TMPFS_MAGIC:
      return true;
    default:
      return false;
  }
}

}  // namespace

ssize_t FileSystem::write(int descriptor, const char* octets, std::size_t count) {
  return ::write(descriptor, octets, count);
}

ssize_t FileSystem::copyRange(int from, off_t offset, int to, std::size_t count) {
  return ::copy_file_range(from, &offset, to, nullptr, count, 0);
}

int FileSystem::flush(int descriptor) {
  return ::fsync(descriptor);
}

int FileSystem::flushAll(int descriptor) {
  if (!flushesWhole(descriptor)) {
    errno = ENOTSUP;
    return -1;
  }
  return ::syncfs(descriptor);
}

int FileSystem::checkFlushed(int descriptor) {
  return ::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE);
}

int FileSystem::renameNoReplace(int folder, const char* from, const char* to) {
  return ::renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

int FileSystem::link(int folder, const char* from, const char* to) {
  return ::linkat(folder, from, folder, to, 0);
}

int FileSystem::rename(int folder, const char* from, const char* to) {
  return ::renameat(folder, from, folder, to);
}

FileSystem& realFileSystem() {
  static FileSystem system;
  return system;
}

}  // namespace landline::files
