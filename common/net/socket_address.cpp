#include "net/socket_address.h"

namespace landline::net {

QHostAddress unmapped(const QHostAddress& address) {
  bool is_mapped = false;
  const quint32 ipv4 = address.toIPv4Address(&is_mapped);
  return is_mapped ? QHostAddress(ipv4) : address;
}

QString displayAddress(const QHostAddress& address, quint16 port) {
  const QHostAddress plain = unmapped(address);
  const QString form =
      plain.protocol() == QAbstractSocket::IPv6Protocol ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
  return form.arg(plain.toString()).arg(port);
}

}  // namespace landline::net
