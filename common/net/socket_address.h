#pragma once

#include <QHostAddress>
#include <QString>

namespace landline::net {

/// The address itself, or the IPv4 address that an IPv6 socket shows as `::ffff:a.b.c.d`.
QHostAddress unmapped(const QHostAddress& address);

/// `host:port`, `[host]:port` for IPv6; mapped addresses as plain IPv4.
QString displayAddress(const QHostAddress& address, quint16 port);

}  // namespace landline::net
