#include "files/file_system.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

namespace landline::files {

ssize_t FileSystem::write(int descriptor, const char* octets, std::size_t count) {
  return ::write(descriptor, octets, count);
}

ssize_t FileSystem::copyRange(int from, off_t offset, int to, std::size_t count) {
  return ::copy_file_range(from, &offset, to, nullptr, count, 0);
}

int FileSystem::flush(int descriptor) {
  return ::fsync(descriptor);
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
