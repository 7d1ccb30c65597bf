#include "net/system_address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <cstring>

namespace landline::net {

namespace {

/// The number of an interface given by name or number; 0 is none.
quint32 scopeNumber(const QString& scope) {
  bool is_number = false;
  const quint32 number = scope.toUInt(&is_number);
  return is_number ? number : ::if_nametoindex(scope.toLocal8Bit().constData());
}

}  // namespace

SystemAddress SystemAddress::of(const QHostAddress& address, quint16 port) {
  SystemAddress result;
  if (address.protocol() == QAbstractSocket::IPv4Protocol) {
    auto* const ipv4 = reinterpret_cast<sockaddr_in*>(&result.m_storage);
    ipv4->sin_family = AF_INET;
    ipv4->sin_port = htons(port);
    ipv4->sin_addr.s_addr = htonl(address.toIPv4Address());
    result.m_size = sizeof(sockaddr_in);
    return result;
  }
  auto* const ipv6 = reinterpret_cast<sockaddr_in6*>(&result.m_storage);
  ipv6->sin6_family = AF_INET6;
  ipv6->sin6_port = htons(port);
  if (address.protocol() == QAbstractSocket::IPv6Protocol) {
    const Q_IPV6ADDR octets = address.toIPv6Address();
    std::memcpy(&ipv6->sin6_addr, &octets, sizeof(ipv6->sin6_addr));
    ipv6->sin6_scope_id = scopeNumber(address.scopeId());
  }
  result.m_size = sizeof(sockaddr_in6);
  return result;
}

quint16 SystemAddress::port() const {
  return family() == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6*>(&m_storage)->sin6_port)
                              : ntohs(reinterpret_cast<const sockaddr_in*>(&m_storage)->sin_port);
}

}  // namespace landline::net
