#pragma once

#include <QHostAddress>
#include <QString>
#include <QStringList>
#include <QVector>

#include "net/host_interfaces.h"

/// On which of this computer's interfaces servers are announced and looked for. Pure functions of what the system says.
namespace landline::net {

/// Why an interface takes no part in discovery.
enum class LeftOut {
  No,             ///< it does take part
  Unusable,       ///< down, without a cable, without an address, or it can neither multicast nor broadcast
  Tunnel,         ///< a VPN or another point-to-point link: those at its other end are not on this network
  Container,      ///< made by a container or virtual machine runtime
  LinkLocalOnly,  ///< nobody gave it an address: 169.254/16 or fe80::/10 only
};

/// Tunnels and containers are known by what the system says of them and by the names that are usual for them: on Linux
/// nothing else tells the two ends of a container's cable from a network card.
LeftOut whyLeftOut(const HostInterface& interface);

/// Loopback among them, so that both programs on one computer find each other. `also_on` names those that a person
/// wants although they are left out by default; one that is unusable stays out.
QVector<HostInterface> usableInterfaces(const QVector<HostInterface>& all, const QStringList& also_on);

/// Whether a datagram from `source` that came in on `usable[index]` can come from the network that this interface is
/// in: one of its subnets, its link (IPv6 link-local), or this computer itself. Anything goes on a tunnel: it has no
/// subnet worth the name, and a person has chosen it. Never a multicast or broadcast address, or none.
bool isOnNetwork(const QHostAddress& source, const HostInterface& interface, const QVector<HostInterface>& usable);

}  // namespace landline::net
