#include "net/usable_interfaces.h"

#include <algorithm>

namespace landline::net {

namespace {

/// A name that is one of ours, or begins with it and goes on with what numbers an interface: `wg0`, `tun-office`.
bool isNumbered(const QString& name, const char* kind) {
  const QLatin1String stem(kind);
  if (!name.startsWith(stem)) {
    return false;
  }
  if (name.size() == stem.size()) {
    return true;
  }
  const QChar next = name.at(stem.size());
  return next.isDigit() || next == QLatin1Char('-') || next == QLatin1Char('_') || next == QLatin1Char('.');
}

bool isTunnelName(const QString& name) {
  constexpr const char* kNames[] = {"tun",    "tap",       "wg",       "ppp",  "utun", "ipsec", "gre",
                                    "gretap", "sit",       "ip6tnl",   "tunl", "vti",  "xfrm",  "vpn",
                                    "l2tp",   "tailscale", "nordlynx", "zt",   "ipip", "nebula"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&name](const char* kind) { return isNumbered(name, kind); }) ||
         (name.startsWith(QLatin1String("zt")) && name.size() == 10);  // ZeroTier: `zt` and eight letters
}

bool isContainerName(const QString& name) {
  // These go on with letters: `veth1a2b3c`, `br-9f3e21`, `cni-podman0`.
  constexpr const char* kBeginnings[] = {"docker", "br-",     "veth",    "virbr",   "vnet", "cni",   "lxc",
                                         "lxd",    "podman",  "cali",    "flannel", "kube", "vmnet", "vboxnet",
                                         "cilium", "nerdctl", "incusbr", "weave",   "ifb",  "dummy"};
  return std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                     [&name](const char* beginning) { return name.startsWith(QLatin1String(beginning)); });
}

bool isLinkLocal(const InterfaceAddress& address) {
  return QHostAddress(address.address).isLinkLocal();
}

bool canReachAll(const HostInterface& interface) {
  return interface.multicast || interface.loopback ||
         std::any_of(interface.addresses.begin(), interface.addresses.end(),
                     [](const InterfaceAddress& address) { return !address.broadcast.isEmpty(); });
}

bool isBroadcastOf(const QHostAddress& source, const HostInterface& interface) {
  return std::any_of(interface.addresses.begin(), interface.addresses.end(), [&source](const InterfaceAddress& own) {
    return !own.ipv6 && source == QHostAddress(own.broadcast);
  });
}

bool isOwn(const QHostAddress& source, const QVector<HostInterface>& usable) {
  for (const HostInterface& interface : usable) {
    for (const InterfaceAddress& own : interface.addresses) {
      if (source == QHostAddress(own.address)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

LeftOut whyLeftOut(const HostInterface& interface) {
  if (!interface.up || !interface.running || interface.addresses.isEmpty() || !canReachAll(interface)) {
    // A tunnel without a carrier bit, or one that cannot broadcast, is still usable when a person says so: they have
    // the only two that matter, an address and somebody at the other end.
    const bool is_tunnel = interface.up && interface.running && !interface.addresses.isEmpty() &&
                           interface.point_to_point && !interface.loopback;
    return is_tunnel ? LeftOut::Tunnel : LeftOut::Unusable;
  }
  if (interface.loopback) {
    return LeftOut::No;
  }
  if (interface.point_to_point || isTunnelName(interface.name)) {
    return LeftOut::Tunnel;
  }
  if (isContainerName(interface.name)) {
    return LeftOut::Container;
  }
  return std::all_of(interface.addresses.begin(), interface.addresses.end(), isLinkLocal) ? LeftOut::LinkLocalOnly
                                                                                          : LeftOut::No;
}

QVector<HostInterface> usableInterfaces(const QVector<HostInterface>& all, const QStringList& also_on) {
  QVector<HostInterface> result;
  for (const HostInterface& interface : all) {
    const LeftOut why = whyLeftOut(interface);
    if (why == LeftOut::No || (why != LeftOut::Unusable && also_on.contains(interface.name))) {
      result.append(interface);
    }
  }
  return result;
}

bool isOnNetwork(const QHostAddress& source, const HostInterface& interface, const QVector<HostInterface>& usable) {
  const QHostAddress address = withoutScope(source);
  if (address.isNull() || address.isMulticast() || address == QHostAddress(QHostAddress::AnyIPv4) ||
      address == QHostAddress(QHostAddress::AnyIPv6) || address == QHostAddress(QHostAddress::Broadcast) ||
      isBroadcastOf(address, interface)) {
    return false;
  }
  if (address.isLoopback() || interface.loopback) {
    return interface.loopback && (address.isLoopback() || isOwn(address, usable));
  }
  if (interface.point_to_point || isOwn(address, usable)) {
    return true;
  }
  if (address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal()) {
    return true;  // a router does not pass these on
  }
  return std::any_of(interface.addresses.begin(), interface.addresses.end(), [&address](const InterfaceAddress& own) {
    return own.prefix >= 0 && address.isInSubnet(QHostAddress(own.address), own.prefix);
  });
}

}  // namespace landline::net
