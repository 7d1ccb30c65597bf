#pragma once

#include <QString>

#include <optional>

namespace landline {

/// Where a server is, or where it is to listen, as people write it.
struct HostAndPort {
  enum class BareIpv6 {
    Refused,  ///< `fe80::1` could mean a port as well: an IPv6 address has to stand in brackets
    Taken,    ///< more than one colon is an IPv6 address without a port
  };

  QString host;                 ///< without brackets; may be empty
  std::optional<quint16> port;  ///< 0 to 65535; empty: not given

  /// `host`, `host:port`, `[ipv6]` or `[ipv6]:port`; white space around it is ignored. Nothing where it is something
  /// else: a port that is not a decimal number from 0 to 65535, a space or a slash in the host.
  static std::optional<HostAndPort> parse(const QString& text, BareIpv6 bare_ipv6);

  /// The reverse of parse().
  static QString join(const QString& host, quint16 port);
};

}  // namespace landline
