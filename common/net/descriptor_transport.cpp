#include "net/descriptor_transport.h"

#include <openssl/bio.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>

namespace landline::net {

namespace {

QString textOf(int number) {
  return QString::fromLocal8Bit(std::strerror(number));
}

bool wouldBlock(int number) {
  return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

struct FreeMethod {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};

}  // namespace

struct DescriptorTransport::BioCalls {
  static int write(BIO* bio, const char* octets, int size) {
    auto* const transport = static_cast<DescriptorTransport*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    transport->m_out.append(octets, static_cast<std::size_t>(size));
    return size;
  }

  static int read(BIO* bio, char* into, int capacity) {
    auto* const transport = static_cast<DescriptorTransport*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const int got = transport->receive(into, static_cast<std::size_t>(capacity));
    if (got < 0 && wouldBlock(errno)) {
      BIO_set_retry_read(bio);
    }
    return got;
  }

  static long control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;  // there is nothing else that OpenSSL needs of a stream
  }

  static const BIO_METHOD* method() {
    static const std::unique_ptr<BIO_METHOD, FreeMethod> made = [] {
      std::unique_ptr<BIO_METHOD, FreeMethod> calls(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "landline transport"));
      BIO_meth_set_write(calls.get(), &BioCalls::write);
      BIO_meth_set_read(calls.get(), &BioCalls::read);
      BIO_meth_set_ctrl(calls.get(), &BioCalls::control);
      return calls;
    }();
    return made.get();
  }
};

DescriptorTransport::DescriptorTransport() : m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void DescriptorTransport::open(FileDescriptor descriptor) {
  m_descriptor = std::move(descriptor);
  m_in.reset(new char[kPortion]);  // NOLINT: make_unique would clear it
  m_out.reserve(2 * kPortion + kPortion / 8);
}

BIO* DescriptorTransport::makeBio() {
  BIO* const bio = BIO_new(BioCalls::method());
  if (bio != nullptr) {
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
  }
  return bio;
}

int DescriptorTransport::receive(char* into, std::size_t capacity) {
  if (m_in_begin == m_in_end) {
    const ssize_t got = ::recv(m_descriptor.get(), m_in.get(), m_largest_receive, 0);
    if (got < 0 && !wouldBlock(errno)) {
      m_lost = textOf(errno);
    }
    if (got == 0) {
      m_lost = QStringLiteral("the other side ended it without a word");
    }
    if (got <= 0) {
      return static_cast<int>(got);
    }
    m_in_begin = 0;
    m_in_end = static_cast<std::size_t>(got);
    m_moved += m_in_end;
  }
  const std::size_t size = std::min(capacity, m_in_end - m_in_begin);
  std::memcpy(into, m_in.get() + m_in_begin, size);
  m_in_begin += size;
  return static_cast<int>(size);
}

void DescriptorTransport::setLargestReceive(std::size_t size) {
  constexpr std::size_t kRecord = 16 * 1024 + 256;  // with its header and what encryption adds
  m_largest_receive = std::clamp(size, kRecord, kPortion);
}

Result<void> DescriptorTransport::sendSome() {
  while (m_out_sent < m_out.size()) {
    const ssize_t sent = ::send(m_descriptor.get(), m_out.data() + m_out_sent, m_out.size() - m_out_sent, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent < 0 && wouldBlock(errno)) {
      return {};
    }
    if (sent < 0) {
      m_lost = textOf(errno);
      return Error{codes::kConnectionLost, QStringLiteral("The data connection was lost: %1.").arg(m_lost)};
    }
    m_out_sent += static_cast<std::size_t>(sent);
    m_moved += static_cast<std::uint64_t>(sent);
  }
  m_out.clear();
  m_out_sent = 0;
  return {};
}

Result<short> DescriptorTransport::wait(short events, Time until) {
  for (;;) {
    if (isCancelled()) {
      return Error{codes::kCancelled, QStringLiteral("The data connection was cancelled.")};
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const auto longest = std::chrono::milliseconds(INT_MAX);
    std::array<pollfd, 2> watched{{{m_wake.get(), POLLIN, 0}, {m_descriptor.get(), events, 0}}};
    const int timeout = static_cast<int>(std::clamp(left, std::chrono::milliseconds(0), longest).count());
    const int ready = ::poll(watched.data(), watched.size(), timeout);
    if (ready < 0 && errno != EINTR) {
      return Error{codes::kInternal, QStringLiteral("Waiting for the data connection fails: %1.").arg(textOf(errno))};
    }
    if (ready > 0 && watched[0].revents == 0) {
      return watched[1].revents;
    }
    if (ready == 0) {
      return Error{codes::kTimeout, QStringLiteral("The other side of the data connection was silent for too long.")};
    }
  }
}

void DescriptorTransport::cut() noexcept {
  ::shutdown(m_descriptor.get(), SHUT_RDWR);
}

void DescriptorTransport::cancel() noexcept {
  m_cancelled.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  // Fails only where the counter is full: then it is readable anyway.
  [[maybe_unused]] const ssize_t written = ::write(m_wake.get(), &one, sizeof(one));
}

}  // namespace landline::net
