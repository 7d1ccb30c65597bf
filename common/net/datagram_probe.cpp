#include "net/datagram_probe.h"

#include <net/if.h>

#include <algorithm>
#include <utility>

#include "net/diagnosis_route.h"
#include "net/discovery_socket.h"
#include "net/socket_address.h"
#include "net/usable_interfaces.h"
#include "wire/announcement.h"

namespace landline::net {

namespace {

using wire::ProbeKind;

constexpr int kTries = 8;  // for a port that is free in both families

// The groups of discovery: what is asked is whether these get through.
QHostAddress group4() {
  return QHostAddress(QLatin1String(wire::kDiscoveryGroup4));
}
QHostAddress group6() {
  return QHostAddress(QLatin1String(wire::kDiscoveryGroup6));
}

bool isIpv4(const QHostAddress& address) {
  return address.protocol() == QAbstractSocket::IPv4Protocol;
}

/// Both where it can: which addresses the other side has in this network is not known.
QVector<QHostAddress> groupsOf(const ProbeInterface& interface) {
  QVector<QHostAddress> result;
  if (interface.ipv4) {
    result.append(group4());
  }
  if (interface.ipv6) {
    result.append(group6());
  }
  return result;
}

ProbeInterface describe(const HostInterface& interface) {
  ProbeInterface result;
  result.index = static_cast<int>(::if_nametoindex(interface.name.toLocal8Bit().constData()));
  result.name = interface.name;
  result.multicast = interface.multicast || interface.loopback;
  for (const InterfaceAddress& address : interface.addresses) {
    if (address.ipv6) {
      result.ipv6 = true;
      continue;
    }
    result.ipv4 = true;
    if (result.broadcast.isNull() && !interface.point_to_point) {  // for tunnels, too, Qt makes one up
      result.broadcast = broadcastOf(interface, address);
    }
  }
  return result;
}

}  // namespace

QVector<ProbeInterface> probeInterfaces(const QHostAddress& peer) {
  const Result<Route> route = routeTo(peer);
  const QString way = route ? route->interface_name : QString();
  const bool is_local = route && route->kind == Route::Kind::Local;
  QVector<ProbeInterface> result;
  for (const HostInterface& interface : hostInterfaces()) {
    const bool is_way = interface.name == way;
    if (is_way || (!is_local && !interface.loopback && whyLeftOut(interface) == LeftOut::No)) {
      result.insert(is_way ? 0 : result.size(), describe(interface));
    }
  }
  return result;
}

DatagramProbe::DatagramProbe(QString id, const QVector<ProbeInterface>& interfaces, QObject* parent)
    : QObject(parent), m_id(std::move(id)), m_interfaces(interfaces.mid(0, kMostInterfaces)), m_next(this) {
  m_next.setSingleShot(true);
  connect(&m_next, &QTimer::timeout, this, &DatagramProbe::sendRound);
}

DatagramProbe::~DatagramProbe() = default;

quint16 DatagramProbe::port() const {
  return m_ipv4->isOpen() ? m_ipv4->port() : m_ipv6->port();
}

Result<void> DatagramProbe::open(quint16 other_port) {
  Result<void> opened;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    opened = openBoth();
    if (opened && port() != other_port) {
      m_out4 = std::make_unique<DiscoverySocket>(DiscoverySocket::Family::IPv4, nullptr);
      m_out6 = std::make_unique<DiscoverySocket>(DiscoverySocket::Family::IPv6, nullptr);
      (void)m_out4->open(0);  // one that does not open refuses what it is to send
      (void)m_out6->open(0);
      joinGroups();
      return {};
    }
  }
  return opened ? Error{codes::kAddressInUse, QStringLiteral("no other port is free")} : opened;
}

Result<void> DatagramProbe::openBoth() {
  // Tried again with both of them open, so that a free port is another one.
  auto ipv4 = std::make_unique<DiscoverySocket>(DiscoverySocket::Family::IPv4, nullptr);
  auto ipv6 = std::make_unique<DiscoverySocket>(DiscoverySocket::Family::IPv6, nullptr);
  const Result<void> first = ipv4->open(0);
  const Result<void> second = ipv6->open(first ? ipv4->port() : quint16(0));
  const bool no_ipv6 = !second && !second.error().is(codes::kAddressInUse);
  m_ipv4 = std::move(ipv4);
  m_ipv6 = std::move(ipv6);
  if (!second && !no_ipv6) {
    return second.error();
  }
  if (!first && no_ipv6) {
    return first.error();
  }
  for (DiscoverySocket* const socket : {m_ipv4.get(), m_ipv6.get()}) {
    connect(socket, &DiscoverySocket::received, this,
            [this](const DiscoverySocket::Datagram& datagram) { onDatagram(datagram.octets, datagram.interface); });
  }
  return {};
}

void DatagramProbe::joinGroups() {
  for (const ProbeInterface& interface : m_interfaces) {
    if (!interface.multicast) {
      continue;
    }
    // Which ones the other side sends to is by its own addresses.
    if (interface.ipv4 && m_ipv4->isOpen()) {
      m_ipv4->join(group4(), interface.index);
    }
    if (m_ipv6->isOpen()) {
      m_ipv6->join(group6(), interface.index);
    }
  }
}

void DatagramProbe::send(const QHostAddress& peer, quint16 port, std::chrono::milliseconds spacing) {
  m_peer = unmapped(peer);
  m_peer_port = port;
  m_rounds = 0;
  m_next.setInterval(spacing);
  sendRound();
}

void DatagramProbe::sendRound() {
  if (m_interfaces.isEmpty()) {
    return;
  }
  // The way to the peer is the first one; the system finds it by itself, source address and all.
  sendAll({m_peer}, m_interfaces.first(), ProbeKind::Unicast);
  for (const ProbeInterface& interface : m_interfaces) {
    if (!interface.broadcast.isNull()) {
      sendAll({interface.broadcast}, interface, ProbeKind::Broadcast);
    }
    if (interface.multicast) {
      sendAll(groupsOf(interface), interface, ProbeKind::Multicast);
    }
  }
  if (++m_rounds < kRounds) {
    m_next.start();
  }
}

void DatagramProbe::sendAll(const QVector<QHostAddress>& to, const ProbeInterface& interface, ProbeKind kind) {
  const int by = kind == ProbeKind::Unicast ? 0 : interface.index;
  const QByteArray octets = wire::encodeProbeDatagram({m_id, kind, interface.name});
  bool is_sent = false;
  for (const QHostAddress& each : to) {
    DiscoverySocket& socket = isIpv4(each) ? *m_out4 : *m_out6;
    is_sent = (socket.isOpen() && socket.send(octets, each, m_peer_port, by)) || is_sent;
  }
  if (!is_sent) {
    m_unsent.append({kind, interface.index});
  }
}

void DatagramProbe::onDatagram(std::string_view octets, int interface) {
  const Result<wire::ProbeDatagram> probe = wire::parseProbeDatagram(octets);
  if (!probe || probe->id != m_id || m_heard.size() >= wire::kMostHeardProbes) {
    return;
  }
  const bool is_repeat = std::any_of(m_heard.cbegin(), m_heard.cend(), [&](const Heard& each) {
    return each.kind == probe->kind && each.label == probe->interface_name && each.interface == interface;
  });
  if (!is_repeat) {
    m_heard.append({probe->kind, probe->interface_name, interface});
  }
}

}  // namespace landline::net
