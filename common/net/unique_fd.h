#pragma once

#include <utility>

namespace landline::net {

/// Owns one descriptor of the operating system and closes it. Move-only; -1 is none.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : m_fd(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : m_fd(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
      reset(other.release());
    }
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(); }

  int get() const { return m_fd; }
  explicit operator bool() const { return m_fd >= 0; }

  /// Gives the descriptor away without closing it.
  int release() noexcept { return std::exchange(m_fd, -1); }

  void reset(int fd = -1) noexcept;

 private:
  int m_fd = -1;
};

}  // namespace landline::net
