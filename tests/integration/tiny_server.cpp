#include "integration/tiny_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace landline::test {

namespace {

constexpr int kPatienceMs = 10'000;
constexpr int kStuckMs = 300;

int listenOnLoopback(quint16& port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool listens = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::listen(descriptor, 8) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!listens) {
    std::abort();  // without loopback no test of the network means anything
  }
  port = ntohs(address.sin_port);
  return descriptor;
}

bool is(short event, int descriptor, int patience_ms) {
  pollfd wanted{descriptor, event, 0};
  return ::poll(&wanted, 1, patience_ms) > 0;
}

bool isReadable(int descriptor, int patience_ms) {
  return is(POLLIN, descriptor, patience_ms);
}

}  // namespace

TinyConnection::~TinyConnection() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
}

std::string TinyConnection::read(std::size_t at_most) {
  std::string octets(at_most, '\0');
  const ssize_t size =
      isReadable(m_descriptor, kPatienceMs) ? ::recv(m_descriptor, octets.data(), octets.size(), 0) : 0;
  octets.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return octets;
}

std::string TinyConnection::readExactly(std::size_t size) {
  std::string octets;
  while (octets.size() < size) {
    const std::string more = read(size - octets.size());
    if (more.empty()) {
      break;
    }
    octets += more;
  }
  return octets;
}

std::string TinyConnection::readLine() {
  std::string line;
  for (std::string octet = read(1); !octet.empty() && octet != "\n"; octet = read(1)) {
    line += octet;
  }
  return line;
}

std::string TinyConnection::readToTheEnd() {
  std::string octets;
  for (std::string more = read(); !more.empty(); more = read()) {
    octets += more;
  }
  return octets;
}

bool TinyConnection::write(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t size = ::send(m_descriptor, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (size <= 0) {
      return false;
    }
    octets.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

std::size_t TinyConnection::writeUntilStuck(std::string_view octets, std::size_t at_most) {
  std::size_t written = 0;
  while (written < at_most && is(POLLOUT, m_descriptor, kStuckMs)) {
    const std::size_t begun = written % octets.size();
    const ssize_t size =
        ::send(m_descriptor, octets.data() + begun, octets.size() - begun, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0) {
      break;
    }
    written += static_cast<std::size_t>(size);
  }
  return written;
}

bool TinyConnection::writeBuffer(std::string_view text, char stale) {
  std::array<char, 128> buffer{};
  buffer.fill(stale);
  text.copy(buffer.data(), buffer.size() - 1);
  buffer[std::min(text.size(), buffer.size() - 1)] = '\0';
  return write({buffer.data(), buffer.size()});
}

bool TinyConnection::waitUntilReadable() const {
  return isReadable(m_descriptor, kPatienceMs);
}

void TinyConnection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  const std::lock_guard<std::mutex> lock(m_closing);
  ::close(std::exchange(m_descriptor, -1));
}

void TinyConnection::interrupt() {
  const std::lock_guard<std::mutex> lock(m_closing);
  if (m_descriptor >= 0) {
    ::shutdown(m_descriptor, SHUT_RDWR);
  }
}

TinyServer::TinyServer(Serve serve)
    : m_serve(std::move(serve)), m_listener(listenOnLoopback(m_port)), m_thread([this] { run(); }) {}

TinyServer::~TinyServer() {
  {
    const std::lock_guard<std::mutex> lock(m_mutex);
    m_ending = true;
    if (m_current != nullptr) {
      m_current->interrupt();
    }
  }
  ::shutdown(m_listener, SHUT_RDWR);  // wakes accept()
  m_thread.join();
  ::close(m_listener);
}

void TinyServer::run() {
  while (true) {
    const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) {
      return;
    }
    ++m_connections;
    TinyConnection client(descriptor);
    {
      const std::lock_guard<std::mutex> lock(m_mutex);
      if (m_ending) {
        return;
      }
      m_current = &client;
    }
    m_serve(client);
    const std::lock_guard<std::mutex> lock(m_mutex);
    m_current = nullptr;
  }
}

quint16 closedPort() {
  quint16 port = 0;
  ::close(listenOnLoopback(port));
  return port;
}

}  // namespace landline::test
