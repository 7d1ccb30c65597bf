#include "net/unique_fd.h"

#include <unistd.h>

namespace landline::net {

void UniqueFd::reset(int fd) noexcept {
  if (m_fd >= 0) {
    ::close(m_fd);  // not repeated on EINTR: on Linux the descriptor is gone by then
  }
  m_fd = fd;
}

}  // namespace landline::net
