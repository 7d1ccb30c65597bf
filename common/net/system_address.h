#pragma once

#include <QHostAddress>
#include <sys/socket.h>

namespace landline::net {

/// An address and port as the operating system's calls take and give them.
class SystemAddress {
 public:
  /// Room for any address; for accept(), getsockname() and the like.
  SystemAddress() = default;

  /// `QHostAddress::Any` becomes the IPv6 one, which a socket can make stand for IPv4 as well.
  static SystemAddress of(const QHostAddress& address, quint16 port);

  int family() const { return m_storage.ss_family; }
  quint16 port() const;
  QHostAddress address() const { return QHostAddress(get()); }

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&m_storage); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&m_storage); }
  socklen_t size() const { return m_size; }
  socklen_t* sizePointer() { return &m_size; }

 private:
  sockaddr_storage m_storage{};
  socklen_t m_size = sizeof(sockaddr_storage);
};

}  // namespace landline::net
