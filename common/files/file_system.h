#pragma once

#include <sys/types.h>

#include <cstddef>

namespace landline::files {

/// The calls that carry received octets to the disk and give them their name, each exactly as the operating
/// system has it: -1 and errno on failure. Virtual so that a test can fail the k-th of them, or be a file system
/// that lacks one. Everything else of a part file goes to the operating system directly.
///
/// Used by several threads at once; the real one has no state.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  virtual ssize_t write(int descriptor, const char* octets, std::size_t count);

  /// Copies from `offset` of one file to the position of another, which moves on, without the octets passing through
  /// here (and on some file systems without copying anything): copy_file_range.
  virtual ssize_t copyRange(int from, off_t offset, int to, std::size_t count);

  /// fsync, of a file or of a folder.
  virtual int flush(int descriptor);

  /// syncfs: everything that is dirty on the file system of `descriptor`, names included. Where that is no promise
  /// (network and user space file systems; kernels before 5.17, which keep errors of it to themselves) it fails with
  /// ENOTSUP.
  virtual int flushAll(int descriptor);

  /// After flushAll(): whether the octets of this very file met an error on their way to the disk since it was opened.
  virtual int checkFlushed(int descriptor);

  // Names are relative to `folder`, a descriptor, on both sides.
  virtual int renameNoReplace(int folder, const char* from, const char* to);
  virtual int link(int folder, const char* from, const char* to);
  virtual int rename(int folder, const char* from, const char* to);
};

/// The operating system itself.
FileSystem& realFileSystem();

}  // namespace landline::files
