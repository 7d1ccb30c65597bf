#include "net/plain_connection.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include "net/connect_error.h"
#include "net/socket_address.h"
#include "net/system_address.h"

namespace landline::net {

using std::chrono::steady_clock;

namespace {

constexpr int kProbes = 6;  // that are not answered before a connection is lost

bool wouldBlock(int number) {
  return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

void setOption(int fd, int level, int option, int value) {
  ::setsockopt(fd, level, option, &value, sizeof(value));
}

}  // namespace

PlainConnection::PlainConnection(const Limits& limits)
    : m_limits(limits), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void PlainConnection::open(FileDescriptor descriptor, const QString& address) {
  m_descriptor = std::move(descriptor);
  m_address = address;
  watchForLoss();
}

Result<void> PlainConnection::connectTo(const QVector<QHostAddress>& addresses, quint16 port, Time deadline) {
  Result<void> result = Error{codes::kUnreachable, QStringLiteral("There is no address to connect to.")};
  for (int i = 0; i < addresses.size(); ++i) {
    const Time now = steady_clock::now();
    const auto share = std::max(deadline - now, Time::duration(0)) / (addresses.size() - i);
    result = connectOne(addresses[i], port, now + share);
    if (result || result.error().is(codes::kCancelled)) {
      break;
    }
  }
  return result;
}

Result<void> PlainConnection::connectOne(const QHostAddress& address, quint16 port, Time deadline) {
  m_address = displayAddress(address, port);
  const SystemAddress to = SystemAddress::of(address, port);
  FileDescriptor socket(::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) {
    return connectError(errno, m_address);
  }
  setOption(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  const int fd = socket.get();
  m_descriptor = std::move(socket);
  watchForLoss();
  if (::connect(fd, to.get(), to.size()) == 0) {
    return {};
  }
  if (errno != EINPROGRESS) {
    return connectError(errno, m_address);
  }
  for (;;) {
    const Result<Ready> ready = wait(false, true, deadline);
    if (!ready) {
      return ready.error();
    }
    if (ready->writable || ready->broken) {
      break;
    }
    if (steady_clock::now() >= deadline) {
      return connectError(ETIMEDOUT, m_address);
    }
  }
  int problem = 0;
  socklen_t size = sizeof(problem);
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size);
  return problem == 0 ? Result<void>() : connectError(problem, m_address);
}

/// Both are needed: probes find who has vanished while nothing is said, the timeout who has vanished with octets on
/// their way. It ends one that lets its window stay closed as well, so it is longer than Limits::silence: whoever owns
/// this connection has called that one a slow reader by then.
void PlainConnection::watchForLoss() const {
  const auto seconds = [](Limits::Milliseconds time) {
    return std::max(1, static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count()));
  };
  const int fd = m_descriptor.get();
  setOption(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  setOption(fd, IPPROTO_TCP, TCP_KEEPIDLE, seconds(m_limits.heartbeat));
  setOption(fd, IPPROTO_TCP, TCP_KEEPINTVL, seconds(m_limits.silence / kProbes));
  setOption(fd, IPPROTO_TCP, TCP_KEEPCNT, kProbes);
  setOption(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>((m_limits.heartbeat + m_limits.silence).count()));
}

std::optional<char> PlainConnection::firstOctet() const {
  char octet = 0;
  return ::recv(m_descriptor.get(), &octet, 1, MSG_PEEK) == 1 ? std::optional<char>(octet) : std::nullopt;
}

Result<std::size_t> PlainConnection::read(char* into, std::size_t capacity) {
  const ssize_t got = ::recv(m_descriptor.get(), into, capacity, 0);
  if (got < 0 && !wouldBlock(errno)) {
    return lost(errno);
  }
  if (got == 0) {
    m_ended = true;
  }
  return static_cast<std::size_t>(std::max<ssize_t>(got, 0));
}

Result<std::size_t> PlainConnection::write(std::string_view octets) {
  const ssize_t sent = ::send(m_descriptor.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
  if (sent < 0 && !wouldBlock(errno)) {
    return lost(errno);
  }
  return static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
}

std::size_t PlainConnection::unacknowledged() const {
  int waiting = 0;
  return ::ioctl(m_descriptor.get(), SIOCOUTQ, &waiting) == 0 ? static_cast<std::size_t>(std::max(waiting, 0)) : 0;
}

Result<PlainConnection::Ready> PlainConnection::wait(bool to_read, bool to_write, Time until) {
  for (;;) {
    if (m_cancelled.load(std::memory_order_acquire)) {
      return Error{codes::kCancelled, QStringLiteral("The connection was cancelled.")};
    }
    // POLLHUP and POLLERR come unasked, again and again.
    const auto events = static_cast<short>((to_read ? POLLIN : 0) | (to_write ? POLLOUT : 0));
    const int descriptor = events == 0 && m_broken ? -1 : m_descriptor.get();
    std::array<pollfd, 2> watched{{{m_wake.get(), POLLIN, 0}, {descriptor, events, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
    const auto longest = std::chrono::milliseconds(INT_MAX);
    const int timeout = static_cast<int>(std::clamp(left, std::chrono::milliseconds(0), longest).count());
    const int ready = ::poll(watched.data(), watched.size(), timeout);
    if (ready < 0 && errno != EINTR) {
      return Error{codes::kInternal,
                   QStringLiteral("Waiting for the connection fails: %1.").arg(qt_error_string(errno))};
    }
    if (ready < 0) {
      continue;
    }
    if (watched[0].revents != 0) {
      std::uint64_t calls = 0;
      // Empty only where another wait has seen it: there is no other.
      [[maybe_unused]] const ssize_t taken = ::read(m_wake.get(), &calls, sizeof(calls));
      if (m_cancelled.load(std::memory_order_acquire)) {
        continue;
      }
    }
    const short seen = watched[1].revents;
    Ready what;
    what.broken = (seen & (POLLHUP | POLLERR)) != 0;
    m_broken = m_broken || (events == 0 && what.broken);
    what.readable = to_read && (seen & (POLLIN | POLLHUP | POLLERR)) != 0;
    what.writable = to_write && (seen & (POLLOUT | POLLHUP | POLLERR)) != 0;
    return what;
  }
}

void PlainConnection::endWriting() {
  ::shutdown(m_descriptor.get(), SHUT_WR);
}

void PlainConnection::wake() noexcept {
  const std::uint64_t one = 1;
  // Fails only where the counter is full: then it is readable anyway.
  [[maybe_unused]] const ssize_t written = ::write(m_wake.get(), &one, sizeof(one));
}

void PlainConnection::cancel() noexcept {
  m_cancelled.store(true, std::memory_order_release);
  wake();
}

Error PlainConnection::lost(int number) const {
  return {codes::kConnectionLost,
          QStringLiteral("The connection with %1 was lost: %2.").arg(m_address, qt_error_string(number))};
}

}  // namespace landline::net
