#pragma once

#include <algorithm>
#include <cerrno>

#include "files/file_system.h"

namespace landline::files::test {

/// The real file system, except that the call number `fail_at` (counting from 1, all kinds together) fails with
/// `error`, and that it can lack ways of renaming. `calls` tells how far it came:
///
///     FaultyFileSystem system;
///     system.fail_at = 3;
///     ... EXPECT_GE(system.calls, 3)   // or the fault was never met
class FaultyFileSystem final : public FileSystem {
 public:
  int fail_at = 0;
  int error = EIO;
  int calls = 0;
  int lacks_rename_no_replace = 0;  ///< the errno that it says so with; 0: it has it
  int lacks_link = 0;
  int lacks_copy = 0;
  int lacks_flush_all = ENOTSUP;         ///< 0: it has it, where the real one does
  std::size_t largest_write = SIZE_MAX;  ///< a write or a copy takes no more octets than this

  bool met() const { return fail_at > 0 && calls >= fail_at; }

  ssize_t write(int descriptor, const char* octets, std::size_t count) override {
    return fails() ? -1 : FileSystem::write(descriptor, octets, std::min(count, largest_write));
  }
  int flush(int descriptor) override { return fails() ? -1 : FileSystem::flush(descriptor); }
  ssize_t copyRange(int from, off_t offset, int to, std::size_t count) override {
    if (lacks_copy != 0) {
      return lacks(lacks_copy);
    }
    return fails() ? -1 : FileSystem::copyRange(from, offset, to, std::min(count, largest_write));
  }
  int flushAll(int descriptor) override {
    if (lacks_flush_all != 0) {
      return lacks(lacks_flush_all);
    }
    return fails() ? -1 : FileSystem::flushAll(descriptor);
  }
  int checkFlushed(int descriptor) override { return fails() ? -1 : FileSystem::checkFlushed(descriptor); }
  int renameNoReplace(int folder, const char* from, const char* to) override {
    if (lacks_rename_no_replace != 0) {
      return lacks(lacks_rename_no_replace);
    }
    return fails() ? -1 : FileSystem::renameNoReplace(folder, from, to);
  }
  int link(int folder, const char* from, const char* to) override {
    if (lacks_link != 0) {
      return lacks(lacks_link);
    }
    return fails() ? -1 : FileSystem::link(folder, from, to);
  }
  int rename(int folder, const char* from, const char* to) override {
    return fails() ? -1 : FileSystem::rename(folder, from, to);
  }

 private:
  static int lacks(int number) {
    errno = number;
    return -1;
  }
  bool fails() {
    if (++calls != fail_at) {
      return false;
    }
    errno = error;
    return true;
  }
};

}  // namespace landline::files::test
