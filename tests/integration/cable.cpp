#include "integration/cable.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <vector>

namespace landline::test {

namespace {

constexpr qint64 kPortion = 64 * 1024;

}  // namespace

Cable::Cable(quint16 target)
    : m_target(target), m_listener(TcpListener::open()), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  m_thread = std::thread([this] { run(); });
}

Cable::~Cable() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
  }
  wake();
  m_thread.join();
}

void Cable::allowData(qint64 octets) {
  const std::lock_guard lock(m_mutex);
  m_allowed = octets;
  wake();
}

template <typename Which>
void Cable::drop(Which which) {
  const std::lock_guard lock(m_mutex);
  m_pairs.remove_if(which);
  wake();
}

void Cable::cutData() {
  drop([](const Pair& pair) { return pair.is_data; });
}

void Cable::cutAll() {
  drop([](const Pair&) { return true; });
}

void Cable::freeze() {
  const std::lock_guard lock(m_mutex);
  for (Pair& pair : m_pairs) {
    pair.frozen = true;
  }
}

qint64 Cable::dataUp() const {
  const std::lock_guard lock(m_mutex);
  return m_up;
}

qint64 Cable::dataDown() const {
  const std::lock_guard lock(m_mutex);
  return m_down;
}

std::chrono::steady_clock::time_point Cable::lastData() const {
  const std::lock_guard lock(m_mutex);
  return m_last_data;
}

int Cable::dataConnections() const {
  const std::lock_guard lock(m_mutex);
  return m_data_connections;
}

int Cable::openData() const {
  const std::lock_guard lock(m_mutex);
  return static_cast<int>(std::count_if(m_pairs.begin(), m_pairs.end(), [](const Pair& pair) { return pair.is_data; }));
}

void Cable::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(m_wake.get(), &one, sizeof(one));
}

void Cable::run() {
  for (;;) {
    // Descriptors may be closed by others while we wait, and even be used again: what poll() says is only a reason to
    // look at all of them again, under the lock and without waiting.
    std::vector<pollfd> watched{{m_wake.get(), POLLIN, 0}, {m_listener.descriptor.get(), POLLIN, 0}};
    {
      const std::lock_guard lock(m_mutex);
      if (m_stopped) {
        return;
      }
      for (const Pair& pair : m_pairs) {
        const short wanted = mayPass(pair) ? POLLIN : POLLRDHUP;
        if (!pair.frozen && !pair.up_ended) {
          watched.push_back({pair.client.get(), wanted, 0});
        }
        if (!pair.frozen && !pair.down_ended) {
          watched.push_back({pair.server.get(), wanted, 0});
        }
      }
    }
    ::poll(watched.data(), watched.size(), -1);
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_wake.get(), &count, sizeof(count));
    if ((watched[1].revents & POLLIN) != 0) {
      acceptOne();
    }
    const std::lock_guard lock(m_mutex);
    m_pairs.remove_if([this](Pair& pair) { return !passOn(pair, true) || !passOn(pair, false); });
  }
}

void Cable::acceptOne() {
  Pair pair;
  pair.client = m_listener.accept();
  pair.server = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(m_target);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(pair.server.get(), reinterpret_cast<const sockaddr*>(&server), sizeof(server)) != 0) {
    return;  // nobody listens: the client sees its connection end
  }
  const int on = 1;
  for (const int fd : {pair.client.get(), pair.server.get()}) {
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  const std::lock_guard lock(m_mutex);
  m_pairs.push_back(std::move(pair));
}

/// One portion, if one is there. False: the connection is over.
bool Cable::passOn(Pair& pair, bool up) {
  bool& ended = up ? pair.up_ended : pair.down_ended;
  if (pair.frozen || ended) {
    return true;
  }
  const int from = up ? pair.client.get() : pair.server.get();
  if (!mayPass(pair)) {
    pollfd held{from, POLLRDHUP, 0};
    return ::poll(&held, 1, 0) == 0;
  }
  const int to = up ? pair.server.get() : pair.client.get();
  std::array<char, kPortion> octets;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv()
  const qint64 most = pair.is_data ? std::min(kPortion, m_allowed) : kPortion;
  // A writer that must wait would hold all others up, so only as much is taken as goes on.
  ssize_t seen = ::recv(from, octets.data(), static_cast<std::size_t>(most), MSG_DONTWAIT | MSG_PEEK);
  if (seen < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  if (seen == 0) {
    ended = true;
    ::shutdown(to, SHUT_WR);
    return !(pair.up_ended && pair.down_ended);
  }
  if (up && !pair.first_seen) {
    pair.first_seen = true;
    pair.is_data = octets[0] == '\x01';
    m_data_connections += pair.is_data ? 1 : 0;
    if (!mayPass(pair)) {
      return true;
    }
    seen = pair.is_data ? std::min<ssize_t>(seen, m_allowed) : seen;
  }
  const ssize_t sent = ::send(to, octets.data(), static_cast<std::size_t>(seen), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno != EAGAIN && errno != EINTR) {
      return false;
    }
    // Full. Give the reader a moment: this is a wire, not a place to wait long.
    pollfd writable{to, POLLOUT, 0};
    ::poll(&writable, 1, 1);
    wake();
    return true;
  }
  [[maybe_unused]] const ssize_t taken = ::recv(from, octets.data(), static_cast<std::size_t>(sent), MSG_DONTWAIT);
  if (pair.is_data) {
    (up ? m_up : m_down) += sent;
    m_last_data = std::chrono::steady_clock::now();
    if (m_allowed != kEverything) {
      m_allowed -= sent;
    }
  }
  return true;
}

}  // namespace landline::test
