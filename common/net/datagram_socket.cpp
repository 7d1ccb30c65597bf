#include "net/datagram_socket.h"

#include <QPointer>
#include <QSocketNotifier>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "net/datagram_interface.h"
#include "net/socket_address.h"
#include "net/system_address.h"

namespace landline::net {

namespace {

constexpr std::size_t kLargestDatagram = 65'536;  // more than any datagram has
constexpr int kReceiveBuffer = 1024 * 1024;       // as much of it as the system allows
constexpr std::size_t kLargestPayload = 65'507;   // of IPv4; IPv6 would take twenty more

QLatin1String codeOf(int error) {
  switch (error) {
    case EADDRINUSE:
      return codes::kAddressInUse;
    case EADDRNOTAVAIL:
      return codes::kAddressUnavailable;
    case EACCES:
    case EPERM:
      return codes::kPermission;
    case EMSGSIZE:
      return codes::kTooLarge;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENODEV:
      return codes::kUnreachable;
    case EAGAIN:
    case ENOBUFS:
    case ENOMEM:
      return codes::kBusy;
    case EINVAL:
    case EAFNOSUPPORT:
      return codes::kUsage;
    default:
      return codes::kInternal;
  }
}

Error systemError(const QString& what, int error) {
  return {codeOf(error), QStringLiteral("%1: %2").arg(what, QString::fromLocal8Bit(std::strerror(error)))};
}

/// The number of an interface; 0 for no name.
Result<int> interfaceNumber(const QString& name) {
  if (name.isEmpty()) {
    return 0;
  }
  const unsigned number = ::if_nametoindex(name.toLocal8Bit().constData());
  if (number == 0) {
    return Error{codes::kUsage, QStringLiteral("There is no network interface \"%1\".").arg(name)};
  }
  return static_cast<int>(number);
}

/// Of the interface with this name, if there is one; of all of them for no name.
QVector<int> interfaceNumbers(const QString& name) {
  QVector<int> result;
  if (!name.isEmpty()) {
    if (const Result<int> number = interfaceNumber(name)) {
      result.append(*number);
    }
    return result;
  }
  struct if_nameindex* const all = ::if_nameindex();
  for (const struct if_nameindex* each = all; each != nullptr && each->if_index != 0; ++each) {
    result.append(static_cast<int>(each->if_index));
  }
  ::if_freenameindex(all);
  return result;
}

/// The IPv4 address as an IPv6 socket writes it.
QHostAddress mapped(const QHostAddress& ipv4) {
  Q_IPV6ADDR octets{};
  octets[10] = octets[11] = 0xFF;
  const quint32 address = ipv4.toIPv4Address();
  for (int i = 0; i < 4; ++i) {
    octets[12 + i] = static_cast<quint8>(address >> (24 - 8 * i));
  }
  return QHostAddress(octets);
}

bool isIpv4(const QHostAddress& address) {
  return address.protocol() == QAbstractSocket::IPv4Protocol;
}

}  // namespace

DatagramSocket::DatagramSocket(QObject* parent) : QObject(parent) {}

DatagramSocket::~DatagramSocket() {
  close();
}

Result<void> DatagramSocket::bind(const QHostAddress& address, quint16 port, bool shared) {
  close();
  if (address == QHostAddress(QHostAddress::Any)) {
    const Result<void> both = open(AF_INET6, address, port, shared);
    if (both || !both.error().is(codes::kUsage)) {
      return both;
    }
    return open(AF_INET, QHostAddress(QHostAddress::AnyIPv4), port, shared);
  }
  return open(isIpv4(address) ? AF_INET : AF_INET6, address, port, shared);
}

Result<void> DatagramSocket::open(int family, const QHostAddress& address, quint16 port, bool shared) {
  FileDescriptor descriptor(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!descriptor) {
    return systemError(QStringLiteral("socket"), errno);
  }
  m_family = family;
  m_serves_ipv4 = family == AF_INET || address == QHostAddress(QHostAddress::Any);
  m_interface = 0;
  const int on = 1;
  const int off = 0;
  const int only_ipv6 = m_serves_ipv4 ? 0 : 1;
  if (family == AF_INET6) {
    ::setsockopt(descriptor.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only_ipv6, sizeof only_ipv6);
  }
  if (shared) {
    ::setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  }
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  // Else Linux gives to every socket what any program on this host has joined.
#ifdef IP_MULTICAST_ALL
  if (m_serves_ipv4) {
    ::setsockopt(descriptor.get(), IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off);
  }
#endif
#ifdef IPV6_MULTICAST_ALL
  if (family == AF_INET6) {
    ::setsockopt(descriptor.get(), IPPROTO_IPV6, IPV6_MULTICAST_ALL, &off, sizeof off);
  }
#endif
  const SystemAddress wanted = SystemAddress::of(address, port);
  if (::bind(descriptor.get(), wanted.get(), wanted.size()) != 0) {
    return systemError(QStringLiteral("bind"), errno);
  }
  SystemAddress bound;
  if (::getsockname(descriptor.get(), bound.get(), bound.sizePointer()) != 0) {
    return systemError(QStringLiteral("getsockname"), errno);
  }
  m_address = bound.address();
  m_port = bound.port();
  m_buffer.resize(kLargestDatagram);
  m_descriptor = std::move(descriptor);
  m_notifier = new QSocketNotifier(m_descriptor.get(), QSocketNotifier::Read, this);
  connect(m_notifier, &QSocketNotifier::activated, this, &DatagramSocket::readSome);
  return {};
}

void DatagramSocket::close() {
  if (m_notifier != nullptr) {
    m_notifier->setEnabled(false);  // it must not outlive the descriptor that it watches
    m_notifier->deleteLater();      // but may be what is calling us
    m_notifier = nullptr;
  }
  m_descriptor.reset();
  m_memberships.clear();
  m_buffer = {};
  m_address.clear();
  m_port = 0;
}

Result<void> DatagramSocket::join(const QHostAddress& group, const QString& interface_name) {
  if (membership(group, interface_name) != m_memberships.end() && !isIn(group, interface_name)) {
    static_cast<void>(leave(group, interface_name));
  }
  const QVector<int> numbers = interfaceNumbers(interface_name);
  const Result<void> joined = changeMembership(group, interface_name, true);
  if (joined) {
    m_memberships.push_back({group, interface_name, numbers});
  }
  return joined;
}

Result<void> DatagramSocket::leave(const QHostAddress& group, const QString& interface_name) {
  const auto joined = membership(group, interface_name);
  if (joined == m_memberships.end()) {
    return changeMembership(group, interface_name, false);
  }
  const bool holds = isIn(group, interface_name);
  const int number = interface_name.isEmpty() ? 0 : joined->numbers.value(0);
  m_memberships.erase(joined);
  if (holds) {
    return changeMembership(group, interface_name, false);
  }
  // Of an interface that has gone the system keeps it in the socket's list all the same, and that list is short.
  setMembership(m_descriptor.get(), group, number, false);
  return {};
}

std::vector<DatagramSocket::Membership>::const_iterator DatagramSocket::membership(
    const QHostAddress& group, const QString& interface_name) const {
  return std::find_if(m_memberships.begin(), m_memberships.end(), [&](const Membership& each) {
    return each.group == group && each.interface_name == interface_name;
  });
}

bool DatagramSocket::isIn(const QHostAddress& group, const QString& interface_name) const {
  const auto joined = membership(group, interface_name);
  return joined != m_memberships.end() && joined->numbers == interfaceNumbers(interface_name);
}

Result<void> DatagramSocket::changeMembership(const QHostAddress& group, const QString& interface_name, bool join) {
  if (!group.isMulticast()) {
    return Error{codes::kUsage, QStringLiteral("%1 is not a multicast address.").arg(group.toString())};
  }
  const Result<int> number = interfaceNumber(interface_name);
  if (!number) {
    return number.error();
  }
  const QString what =
      QStringLiteral("%1 %2").arg(join ? QStringLiteral("join") : QStringLiteral("leave"), group.toString()) +
      (interface_name.isEmpty() ? QString() : QStringLiteral(" on ") + interface_name);
  if (const Result<SystemAddress> reachable = systemAddress(group, 0); !reachable) {
    return reachable.error();
  }
  if (setMembership(m_descriptor.get(), group, *number, join)) {
    return {};
  }
  // What these mean elsewhere would mislead.
  if (errno == EADDRINUSE) {
    return Error{codes::kUsage, QStringLiteral("%1: the group is joined already.").arg(what)};
  }
  if (errno == ENOBUFS || errno == ENOMEM) {
    return Error{codes::kTooMany, QStringLiteral("%1: the system takes no more groups for one socket.").arg(what)};
  }
  return systemError(what, errno);
}

Result<void> DatagramSocket::setMulticast(int ttl, bool loopback, const QString& interface_name) {
  if (ttl < 0 || ttl > 255) {
    return Error{codes::kUsage, QStringLiteral("A TTL is 0 to 255, not %1.").arg(ttl)};
  }
  const Result<int> number = interfaceNumber(interface_name);
  if (!number) {
    return number.error();
  }
  const int loops = loopback ? 1 : 0;
  const QString what = QStringLiteral("the multicast options");
  if (m_serves_ipv4) {
    ip_mreqn leaving{};
    leaving.imr_ifindex = *number;
    for (const Result<void>& done :
         {setOption(IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof ttl, what),
          setOption(IPPROTO_IP, IP_MULTICAST_LOOP, &loops, sizeof loops, what),
          setOption(IPPROTO_IP, IP_MULTICAST_IF, &leaving, sizeof leaving, interface_name)}) {
      if (!done) {
        return done;
      }
    }
  }
  if (m_family == AF_INET6) {
    for (const Result<void>& done :
         {setOption(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &ttl, sizeof ttl, what),
          setOption(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &loops, sizeof loops, what),
          setOption(IPPROTO_IPV6, IPV6_MULTICAST_IF, &*number, sizeof *number, interface_name)}) {
      if (!done) {
        return done;
      }
    }
  }
  m_interface = *number;
  return {};
}

Result<void> DatagramSocket::setOption(int level, int option, const void* value, unsigned size, const QString& what) {
  if (!m_descriptor) {
    return Error{codes::kUsage, QStringLiteral("The socket is not bound.")};
  }
  if (::setsockopt(m_descriptor.get(), level, option, value, size) != 0) {
    return systemError(what, errno);
  }
  return {};
}

Result<SystemAddress> DatagramSocket::systemAddress(const QHostAddress& address, quint16 port) const {
  if (!m_descriptor) {
    return Error{codes::kUsage, QStringLiteral("The socket is not bound.")};
  }
  const bool fits = isIpv4(address) ? m_serves_ipv4 : m_family == AF_INET6;
  if (address.isNull() || !fits) {
    return Error{codes::kUsage, QStringLiteral("The socket is bound to %1, which does not reach %2.")
                                    .arg(m_address.toString(), address.toString())};
  }
  return SystemAddress::of(isIpv4(address) && m_family == AF_INET6 ? mapped(address) : address, port);
}

Result<void> DatagramSocket::send(const QHostAddress& to, quint16 port, std::string_view octets) {
  if (port == 0) {
    return Error{codes::kUsage, QStringLiteral("Nothing can be sent to port 0.")};
  }
  if (octets.size() > kLargestPayload) {
    return Error{codes::kTooLarge, QStringLiteral("A datagram has at most %1 octets, this would have %2.")
                                       .arg(kLargestPayload)
                                       .arg(octets.size())};
  }
  Result<SystemAddress> address = systemAddress(to, port);
  if (!address) {
    return address.error();
  }
  iovec piece{const_cast<char*>(octets.data()), octets.size()};
  msghdr message{};
  message.msg_name = address->get();
  message.msg_namelen = address->size();
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  PacketInfo leaving = PacketInfo::leavingByIpv4(m_interface);
  if (m_interface != 0 && to == QHostAddress(QHostAddress::Broadcast)) {
    leaving.attachTo(message);
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(m_descriptor.get(), &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) {
    return systemError(QStringLiteral("send to %1").arg(displayAddress(to, port)), errno);
  }
  return {};
}

void DatagramSocket::readSome() {
  const QPointer<DatagramSocket> self(this);  // whoever hears of a datagram may close or delete us
  const QSocketNotifier* const notifier = m_notifier;
  for (int i = 0; i < kReadAtOnce && self && m_notifier == notifier; ++i) {
    SystemAddress from;
    const ssize_t size =
        ::recvfrom(m_descriptor.get(), m_buffer.data(), m_buffer.size(), 0, from.get(), from.sizePointer());
    if (size < 0) {
      if (errno == EINTR) {
        continue;
      }
      return;
    }
    Q_EMIT received(unmapped(from.address()), from.port(), QByteArray(m_buffer.data(), static_cast<int>(size)));
  }
}

}  // namespace landline::net
