#include "net/diagnosis_route.h"

#include <QNetworkInterface>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/file_descriptor.h"
#include "net/socket_address.h"
#include "net/system_address.h"

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#endif

namespace landline::net {

namespace {

Error routeError(int number, const QHostAddress& address) {
  switch (number) {
    case EACCES:  // "prohibit"
    case EPERM:
    case EINVAL:  // "blackhole"
      return {codes::kPermission, QStringLiteral("A rule of this computer forbids %1.").arg(address.toString())};
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ESRCH:
      return {codes::kUnreachable, QStringLiteral("This computer has no route to %1.").arg(address.toString())};
    default:
      return {codes::kInternal, QStringLiteral("The route to %1 is not known: %2.")
                                    .arg(address.toString(), QString::fromLocal8Bit(std::strerror(number)))};
  }
}

/// What every system knows: the address that a connected UDP socket is bound to.
Result<Route> routeOfSocket(const QHostAddress& address) {
  constexpr quint16 kAnyPort = 9;  // nothing is sent
  const SystemAddress to = SystemAddress::of(address, kAnyPort);
  const FileDescriptor socket(::socket(to.family(), SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket || ::connect(socket.get(), to.get(), to.size()) != 0) {
    return routeError(errno, address);
  }
  SystemAddress own;
  ::getsockname(socket.get(), own.get(), own.sizePointer());
  Route route;
  route.own = unmapped(own.address());
  for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
    for (const QNetworkAddressEntry& entry : interface.addressEntries()) {
      if (entry.ip().isEqual(route.own, QHostAddress::TolerantConversion)) {
        route.interface_index = interface.index();
        route.interface_name = interface.humanReadableName();
      }
    }
  }
  if (unmapped(address).isEqual(route.own, QHostAddress::TolerantConversion) || address.isLoopback()) {
    route.kind = Route::Kind::Local;
  }
  return route;
}

#ifdef Q_OS_LINUX

struct Request {
  nlmsghdr header;
  rtmsg route;
  std::array<char, 64> attributes;
};

void append(Request& request, unsigned short type, const void* data, std::size_t size) {
  auto* const attribute =
      reinterpret_cast<rtattr*>(reinterpret_cast<char*>(&request) + NLMSG_ALIGN(request.header.nlmsg_len));
  attribute->rta_type = type;
  attribute->rta_len = static_cast<unsigned short>(RTA_LENGTH(size));
  std::memcpy(RTA_DATA(attribute), data, size);
  request.header.nlmsg_len =
      static_cast<unsigned>(NLMSG_ALIGN(request.header.nlmsg_len) + RTA_ALIGN(attribute->rta_len));
}

QHostAddress addressIn(const rtattr* attribute, unsigned char family) {
  const void* const data = RTA_DATA(attribute);
  if (family == AF_INET && RTA_PAYLOAD(attribute) == sizeof(quint32)) {
    quint32 octets = 0;
    std::memcpy(&octets, data, sizeof(octets));
    return QHostAddress(ntohl(octets));
  }
  if (family == AF_INET6 && RTA_PAYLOAD(attribute) == sizeof(Q_IPV6ADDR)) {
    return QHostAddress(static_cast<const quint8*>(data));
  }
  return {};
}

Result<Route> read(const nlmsghdr* header, const QHostAddress& address) {
  if (header->nlmsg_type == NLMSG_ERROR) {
    const auto* const failure = static_cast<const nlmsgerr*>(NLMSG_DATA(header));
    return routeError(-failure->error, address);
  }
  const auto* const message = static_cast<const rtmsg*>(NLMSG_DATA(header));
  if (message->rtm_type == RTN_UNREACHABLE) {
    return routeError(EHOSTUNREACH, address);
  }
  if (message->rtm_type == RTN_PROHIBIT || message->rtm_type == RTN_BLACKHOLE) {
    return routeError(EACCES, address);
  }
  Route route;
  auto left = static_cast<int>(RTM_PAYLOAD(header));
  for (const rtattr* attribute = RTM_RTA(message); RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
    if (attribute->rta_type == RTA_OIF) {
      std::memcpy(&route.interface_index, RTA_DATA(attribute), sizeof(route.interface_index));
    } else if (attribute->rta_type == RTA_PREFSRC) {
      route.own = addressIn(attribute, message->rtm_family);
    } else if (attribute->rta_type == RTA_GATEWAY) {
      route.router = addressIn(attribute, message->rtm_family);
    } else if (attribute->rta_type == RTA_VIA) {  // a router of the other family
      const auto* const via = static_cast<const rtvia*>(RTA_DATA(attribute));
      if (via->rtvia_family == AF_INET6) {
        route.router = QHostAddress(via->rtvia_addr);
      }
    }
  }
  const QNetworkInterface interface = QNetworkInterface::interfaceFromIndex(route.interface_index);
  route.interface_name = interface.humanReadableName();
  if (message->rtm_type == RTN_LOCAL) {
    route.kind = Route::Kind::Local;
  } else if (interface.flags().testFlag(QNetworkInterface::IsPointToPoint)) {
    route.kind = Route::Kind::Tunnel;
  } else {
    route.kind = route.router.isNull() ? Route::Kind::Direct : Route::Kind::Router;
  }
  return route;
}

Result<Route> routeOfTable(const QHostAddress& address) {
  const FileDescriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
  if (!socket) {
    return routeError(errno, address);
  }
  const SystemAddress to = SystemAddress::of(address, 0);
  Request request{};
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof(rtmsg));
  request.header.nlmsg_type = RTM_GETROUTE;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.route.rtm_family = static_cast<unsigned char>(to.family());
  if (to.family() == AF_INET) {
    const auto& ipv4 = *reinterpret_cast<const sockaddr_in*>(to.get());
    request.route.rtm_dst_len = 32;
    append(request, RTA_DST, &ipv4.sin_addr, sizeof(ipv4.sin_addr));
  } else {
    const auto& ipv6 = *reinterpret_cast<const sockaddr_in6*>(to.get());
    request.route.rtm_dst_len = 128;
    append(request, RTA_DST, &ipv6.sin6_addr, sizeof(ipv6.sin6_addr));
    if (ipv6.sin6_scope_id != 0) {
      append(request, RTA_OIF, &ipv6.sin6_scope_id, sizeof(ipv6.sin6_scope_id));
    }
  }
  alignas(nlmsghdr) std::array<char, 4096> answer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv()
  if (::send(socket.get(), &request, request.header.nlmsg_len, 0) < 0) {
    return routeError(errno, address);
  }
  // The kernel has answered by the time send() returns.
  const ssize_t got = ::recv(socket.get(), answer.data(), answer.size(), 0);
  const auto* const header = reinterpret_cast<const nlmsghdr*>(answer.data());
  if (got < 0) {
    return routeError(errno, address);
  }
  if (!NLMSG_OK(header, static_cast<std::size_t>(got))) {
    return routeError(EBADMSG, address);
  }
  return read(header, address);
}

#endif

}  // namespace

Result<Route> routeTo(const QHostAddress& address) {
#ifdef Q_OS_LINUX
  Result<Route> route = routeOfTable(unmapped(address));
  if (route || !route.error().is(codes::kInternal)) {
    return route;
  }
  // A sandbox may forbid rtnetlink.
#endif
  return routeOfSocket(unmapped(address));
}

}  // namespace landline::net
