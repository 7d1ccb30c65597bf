#include "net/discovery_socket.h"

#include <QSocketNotifier>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/logging.h"
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

/// Room for one control message about the interface, whichever family it is of.
union ControlRoom {
  char octets[CMSG_SPACE(sizeof(in6_pktinfo))];
  cmsghdr aligned;
};

template <typename Info>
void attach(msghdr& message, int level, int type, const Info& info) {
  message.msg_controllen = CMSG_SPACE(sizeof(info));
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = level;
  header->cmsg_type = type;
  header->cmsg_len = CMSG_LEN(sizeof(info));
  std::memcpy(CMSG_DATA(header), &info, sizeof(info));
}

int interfaceOf(msghdr& message) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
      in_pktinfo info;
      std::memcpy(&info, CMSG_DATA(header), sizeof(info));
      return info.ipi_ifindex;
    }
    if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info;
      std::memcpy(&info, CMSG_DATA(header), sizeof(info));
      return static_cast<int>(info.ipi6_ifindex);
    }
  }
  return 0;
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
  if (!changeMembership(group, interface, true) && errno != EADDRINUSE) {
    qCInfo(logNet, "Interface %d does not join %s: %s", interface, qUtf8Printable(group.toString()),
           std::strerror(errno));
  }
}

void DiscoverySocket::leave(const QHostAddress& group, int interface) {
  changeMembership(group, interface, false);  // an interface that is gone has left by itself
}

bool DiscoverySocket::changeMembership(const QHostAddress& group, int interface, bool join) {
  if (m_family == Family::IPv4) {
    ip_mreqn request{};
    request.imr_multiaddr.s_addr = htonl(group.toIPv4Address());
    request.imr_ifindex = interface;
    return setOption(m_descriptor.get(), IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, request);
  }
  ipv6_mreq request{};
  const Q_IPV6ADDR octets = group.toIPv6Address();
  std::memcpy(&request.ipv6mr_multiaddr, &octets, sizeof(request.ipv6mr_multiaddr));
  request.ipv6mr_interface = static_cast<unsigned>(interface);
  return setOption(m_descriptor.get(), IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, request);
}

bool DiscoverySocket::send(const QByteArray& octets, const QHostAddress& to, quint16 port, int interface,
                           const QHostAddress& from) {
  SystemAddress target = SystemAddress::of(to, port);
  iovec part{const_cast<char*>(octets.constData()), static_cast<std::size_t>(octets.size())};
  ControlRoom room{};
  msghdr message{};
  message.msg_name = target.get();
  message.msg_namelen = target.size();
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room.octets;
  if (m_family == Family::IPv4) {
    in_pktinfo info{};
    info.ipi_ifindex = interface;
    info.ipi_spec_dst.s_addr = htonl(from.toIPv4Address());
    attach(message, IPPROTO_IP, IP_PKTINFO, info);
  } else {
    in6_pktinfo info{};
    info.ipi6_ifindex = static_cast<unsigned>(interface);
    const Q_IPV6ADDR source = from.toIPv6Address();
    std::memcpy(&info.ipi6_addr, &source, sizeof(info.ipi6_addr));
    attach(message, IPPROTO_IPV6, IPV6_PKTINFO, info);
  }
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
    ControlRoom room{};
    msghdr message{};
    message.msg_name = source.get();
    message.msg_namelen = source.size();
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = room.octets;
    message.msg_controllen = sizeof(room.octets);
    const ssize_t size = ::recvmsg(m_descriptor.get(), &message, 0);
    if (size < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return;
      }
      continue;  // what an earlier datagram of ours met (ECONNREFUSED); reading it clears it
    }
    const int interface = interfaceOf(message);
    Q_EMIT received({withScope(source.address(), interface), source.port(), interface,
                     std::string_view(m_buffer.data(), static_cast<std::size_t>(size))});
  }
}

}  // namespace landline::net
