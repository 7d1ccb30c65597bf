#pragma once

#include <QHostAddress>
#include <QString>

#include "core/result.h"

namespace landline::net {

/// Which way the system would send a packet to an address just now.
struct Route {
  enum class Kind {
    Local,   ///< to this computer itself
    Direct,  ///< in the network of one of its interfaces
    Router,  ///< through `router`
    Tunnel,  ///< into a point-to-point interface: a VPN or the like
    Unknown  ///< the system only says which address it would send from
  };
  Kind kind = Kind::Unknown;
  int interface_index = 0;  ///< 0: not known
  QString interface_name;
  QHostAddress own;  ///< the address that it would send from; null where it does not say
  QHostAddress router;
};

/// Asks the system's routing table (on Linux by rtnetlink, elsewhere by what a connected UDP socket is bound to); no
/// packet leaves. Cheap, does not wait for anything. Errors: `unreachable` where there is no route, `permission`
/// where a rule forbids one, `internal`.
Result<Route> routeTo(const QHostAddress& address);

}  // namespace landline::net
