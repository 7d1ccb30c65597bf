#pragma once

#include <unistd.h>

#include <utility>

namespace landline {

/// Owns one descriptor of the operating system and closes it. Move-only; negative: none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int descriptor) : m_descriptor(descriptor) {}
  FileDescriptor(FileDescriptor&& other) noexcept : m_descriptor(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      reset(other.release());
    }
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { reset(); }

  int get() const { return m_descriptor; }
  explicit operator bool() const { return m_descriptor >= 0; }

  /// Gives the descriptor away without closing it.
  int release() noexcept { return std::exchange(m_descriptor, -1); }

  void reset(int descriptor = -1) noexcept {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);  // not repeated on EINTR: on Linux the descriptor is gone by then
    }
    m_descriptor = descriptor;
  }

 private:
  int m_descriptor = -1;
};

}  // namespace landline
