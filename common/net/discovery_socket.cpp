#include "net/discovery_socket.h"

#include <QSocketNotifier>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/logging.h"
#include "net/datagram_interface.h"
#include "net/system_address.h"

namespace landline::net {

namespace {

constexpr int kReceiveBuffer = 1024 * 1024;  // the system may give less
constexpr int kMostInOneTurn = 128;          // then other parts of the thread get their turn

template <typename Value>
bool setOption(int descriptor, int level, int name, const Value& value) {
  return ::setsockopt(descriptor, level, name, &value, sizeof(value)) == 0;
}

QString systemError() {
  return QString::fromLocal8Bit(std::strerror(errno));
}

QHostAddress withScope(QHostAddress address, int interface) {
  char name[IF_NAMESIZE];
  if (address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal() &&
      ::if_indextoname(static_cast<unsigned>(interface), name) != nullptr) {
    address.setScopeId(QString::fromLocal8Bit(name));
  }
  return address;
}

/// Datagrams do not leave the network that they are sent on, and those of groups come only by interfaces where this
/// socket joined, whatever other programs have joined.
bool setUp(int descriptor, DiscoverySocket::Family family) {
  const int yes = 1;
  const int no = 0;
  setOption(descriptor, SOL_SOCKET, SO_RCVBUF, kReceiveBuffer);
  if (family == DiscoverySocket::Family::IPv6) {
#ifdef IPV6_MULTICAST_ALL
    setOption(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_ALL, no);
#endif
    return setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, yes) &&
           setOption(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, yes) &&
           setOption(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, yes);
  }
#ifdef IP_MULTICAST_ALL
  setOption(descriptor, IPPROTO_IP, IP_MULTICAST_ALL, no);
#endif
  return setOption(descriptor, IPPROTO_IP, IP_PKTINFO, yes) &&
         setOption(descriptor, IPPROTO_IP, IP_MULTICAST_TTL, yes) &&
         setOption(descriptor, SOL_SOCKET, SO_BROADCAST, yes);
}

}  // namespace

Result<void> DiscoverySocket::open(quint16 port) {
  close();
  const bool is_ipv4 = m_family == Family::IPv4;
  FileDescriptor made(::socket(is_ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!made) {
    return Error{errno == EAFNOSUPPORT ? codes::kUnsupported : codes::kInternal, systemError()};
  }
  const int yes = 1;
  if (!setUp(made.get(), m_family) || (port != 0 && !setOption(made.get(), SOL_SOCKET, SO_REUSEADDR, yes))) {
    return Error{codes::kInternal, systemError()};
  }
  SystemAddress address =
      SystemAddress::of(QHostAddress(is_ipv4 ? QHostAddress::AnyIPv4 : QHostAddress::AnyIPv6), port);
  if (::bind(made.get(), address.get(), address.size()) != 0) {
    return Error{errno == EADDRINUSE ? codes::kAddressInUse : codes::kInternal,
                 QStringLiteral("UDP port %1: %2").arg(port).arg(systemError())};
  }
  SystemAddress bound;
  if (::getsockname(made.get(), bound.get(), bound.sizePointer()) != 0) {
    return Error{codes::kInternal, systemError()};
  }
  m_port = bound.port();
  m_descriptor = std::move(made);
  auto* const notifier = new QSocketNotifier(m_descriptor.get(), QSocketNotifier::Read, this);
  connect(notifier, &QSocketNotifier::activated, this, &DiscoverySocket::readAll);
  return {};
}

void DiscoverySocket::close() {
  // The notifier must not outlive the descriptor that it watches; it may be what has called us.
  for (QSocketNotifier* const notifier : findChildren<QSocketNotifier*>()) {
    notifier->setEnabled(false);
    notifier->deleteLater();
  }
  m_descriptor.reset();
}

void DiscoverySocket::join(const QHostAddress& group, int interface) {
  if (!setMembership(m_descriptor.get(), group, interface, true) && errno != EADDRINUSE) {
    qCInfo(logNet, "Interface %d does not join %s: %s", interface, qUtf8Printable(group.toString()),
           std::strerror(errno));
  }
}

void DiscoverySocket::leave(const QHostAddress& group, int interface) {
  setMembership(m_descriptor.get(), group, interface, false);  // an interface that is gone has left by itself
}

bool DiscoverySocket::send(const QByteArray& octets, const QHostAddress& to, quint16 port, int interface,
                           const QHostAddress& from) {
  SystemAddress target = SystemAddress::of(to, port);
  iovec part{const_cast<char*>(octets.constData()), static_cast<std::size_t>(octets.size())};
  PacketInfo info = m_family == Family::IPv4 ? PacketInfo::leavingByIpv4(interface, from)
                                             : PacketInfo::leavingByIpv6(interface, from);
  msghdr message{};
  message.msg_name = target.get();
  message.msg_namelen = target.size();
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  info.attachTo(message);
  if (::sendmsg(m_descriptor.get(), &message, MSG_NOSIGNAL) == octets.size()) {
    return true;
  }
  qCDebug(logNet, "No datagram to %s by interface %d: %s", qUtf8Printable(to.toString()), interface,
          std::strerror(errno));
  return false;
}

void DiscoverySocket::readAll() {
  for (int turn = 0; turn < kMostInOneTurn && isOpen(); ++turn) {
    SystemAddress source;
    iovec part{m_buffer.data(), m_buffer.size()};
    PacketInfo info;
    msghdr message{};
    message.msg_name = source.get();
    message.msg_namelen = source.size();
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    info.attachTo(message);
    const ssize_t size = ::recvmsg(m_descriptor.get(), &message, 0);
    if (size < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return;
      }
      continue;  // what an earlier datagram of ours met (ECONNREFUSED); reading it clears it
    }
    const int interface = PacketInfo::interfaceOf(message);
    Q_EMIT received({withScope(source.address(), interface), source.port(), interface,
                     std::string_view(m_buffer.data(), static_cast<std::size_t>(size))});
  }
}

}  // namespace landline::net
