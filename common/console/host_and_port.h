#pragma once

#include <QString>

#include <optional>

namespace landline::console {

struct HostAndPort {
  QString host;  ///< without brackets; may be empty
  quint16 port = 0;
};

/// `host:port` or `[ipv6]:port`; the port may be left out where there is an `otherwise`. Nothing where it is something
/// else: an IPv6 address without brackets, a port that is not a decimal number from 0 to 65535, a space in the host.
std::optional<HostAndPort> hostAndPort(const QString& text, std::optional<quint16> otherwise);

}  // namespace landline::console
