// How a data connection comes to be: the first part of DataStream.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "net/connect_error.h"
#include "net/data_stream.h"
#include "net/socket_address.h"
#include "net/system_address.h"

namespace landline::net {

namespace {

using std::chrono::steady_clock;

constexpr char kFirstOctet = 0x01;

}  // namespace

Result<void> DataStream::connectTo(const QHostAddress& address, quint16 port, const PeerId& expected) {
  m_address = displayAddress(address, port);
  m_deadline = steady_clock::now() + m_limits.connect;
  m_check.expected = expected;
  if (const Result<void> connected = connectDescriptor(address, port); !connected) {
    return fail(connected.error());
  }
  m_transport.put({&kFirstOctet, 1});  // leaves together with the ClientHello
  if (Result<void> secured = handshake(Role::Client); !secured) {
    return secured;
  }
  m_deadline.reset();
  return {};
}

Result<void> DataStream::connectDescriptor(const QHostAddress& address, quint16 port) {
  const SystemAddress to = SystemAddress::of(address, port);
  FileDescriptor socket(::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) {
    return connectError(errno, m_address);
  }
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  const int fd = socket.get();
  m_transport.open(std::move(socket));
  if (::connect(fd, to.get(), to.size()) == 0) {
    return {};
  }
  if (errno != EINPROGRESS) {
    return connectError(errno, m_address);
  }
  if (const Result<short> ready = m_transport.wait(POLLOUT, *m_deadline); !ready) {
    return ready.error().is(codes::kTimeout) ? connectError(ETIMEDOUT, m_address) : ready.error();
  }
  int problem = 0;
  socklen_t size = sizeof(problem);
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size);
  return problem == 0 ? Result<void>() : connectError(problem, m_address);
}

Result<void> DataStream::accept(Incoming incoming) {
  m_address = incoming.address;
  m_deadline = incoming.deadline;
  m_slot = std::move(incoming.slot);
  m_transport.open(std::move(incoming.descriptor));
  if (const Result<void> taken = takeFirstOctet(); !taken) {
    return fail(taken.error());
  }
  return handshake(Role::Server);
}

Result<void> DataStream::takeFirstOctet() {
  // The listener has seen it, so it is there; a spurious EAGAIN is all that could be.
  for (;;) {
    char octet = 0;
    const ssize_t got = ::recv(m_transport.descriptor(), &octet, 1, 0);
    if (got == 1 && octet == kFirstOctet) {
      return {};
    }
    if (got == 1) {
      return Error{codes::kMalformed, QStringLiteral("The connection from %1 is no data connection.").arg(m_address)};
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      return Error{codes::kConnectionLost, QStringLiteral("%1 closed its data connection at once.").arg(m_address)};
    }
    if (const Result<short> ready = m_transport.wait(POLLIN, *m_deadline); !ready) {
      return ready.error();
    }
  }
}

void DataStream::setAdmitted() {
  m_deadline.reset();
  m_slot.reset();
}

Result<void> DataStream::handshake(Role role) {
  m_ssl.reset(SSL_new(m_tls->openssl()));
  BIO* const bio = m_transport.makeBio();
  if (!m_ssl || bio == nullptr) {
    BIO_free(bio);
    return fail({codes::kInternal, QStringLiteral("OpenSSL has no memory for a data connection.")});
  }
  SSL_set_bio(m_ssl.get(), bio, bio);
  SSL_set_app_data(m_ssl.get(), &m_check);
  if (role == Role::Client) {
    SSL_set_connect_state(m_ssl.get());
  } else {
    SSL_set_accept_state(m_ssl.get());
  }
  for (;;) {
    ERR_clear_error();
    const int done = SSL_do_handshake(m_ssl.get());
    const int ssl_error = SSL_get_error(m_ssl.get(), done);
    if (done != 1 && ssl_error != SSL_ERROR_WANT_READ) {
      const Error failure = tlsFailure(ssl_error);
      (void)m_transport.sendSome();  // the alert that tells the other side; it may be gone already
      return fail(failure);
    }
    while (m_transport.unsent() > 0) {
      if (const Result<void> sent = m_transport.sendSome(); !sent) {
        return fail(sent.error());
      }
      if (m_transport.unsent() > 0) {
        if (const Result<short> ready = m_transport.wait(POLLOUT, *m_deadline); !ready) {
          return fail(ready.error());
        }
      }
    }
    if (done == 1) {
      m_peer = m_check.peer;
      return {};
    }
    if (const Result<short> ready = m_transport.wait(POLLIN, *m_deadline); !ready) {
      return fail(ready.error());
    }
  }
}

}  // namespace landline::net
