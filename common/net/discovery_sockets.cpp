#include "net/discovery_sockets.h"

#include <net/if.h>

#include <algorithm>
#include <utility>

#include "core/logging.h"
#include "net/usable_interfaces.h"

namespace landline::net {

using Family = DiscoverySocket::Family;

namespace {

bool isAny(const QHostAddress& address) {
  return address == QHostAddress(QHostAddress::Any);
}

bool hasAddress(const HostInterface& interface, const QHostAddress& address) {
  return std::any_of(interface.addresses.begin(), interface.addresses.end(),
                     [&address](const InterfaceAddress& own) { return QHostAddress(own.address) == address; });
}

}  // namespace

int numberOfInterface(const QString& name) {
  return static_cast<int>(::if_nametoindex(name.toLocal8Bit().constData()));
}

DiscoverySockets::DiscoverySockets(const DiscoveryPlace& place, const Limits& limits, const Clock& clock,
                                   QObject* parent)
    : QObject(parent),
      m_place(place),
      m_clock(clock),
      m_budget(limits.announcements_per_second, limits.announcements_per_sender),
      m_shared4(Family::IPv4, this),
      m_shared6(Family::IPv6, this),
      m_own4(Family::IPv4, this),
      m_own6(Family::IPv6, this) {
  for (const DiscoverySocket* socket : {&m_shared4, &m_shared6, &m_own4, &m_own6}) {
    connect(socket, &DiscoverySocket::received, this, &DiscoverySockets::onReceived);
  }
}

void DiscoverySockets::open(const QStringList& also_on) {
  m_also_on = also_on;
  if (m_open) {
    refresh();
    return;
  }
  m_open = true;
  openOne(m_shared4, m_place.port);
  openOne(m_shared6, m_place.port);
  openOne(m_own4, 0);
  openOne(m_own6, 0);
  m_watcher = new InterfaceWatcher(this);
  connect(m_watcher, &InterfaceWatcher::changed, this, &DiscoverySockets::refresh);
  m_interfaces = usableInterfaces(m_place.interfaces(), m_also_on);
  m_usable = numbered(m_interfaces);
  joinAll();
}

QVector<DiscoverySockets::Usable> DiscoverySockets::numbered(const QVector<HostInterface>& interfaces) const {
  QVector<Usable> result;
  for (const HostInterface& interface : interfaces) {
    if (const int number = m_place.number(interface.name); number != 0) {  // else gone again; the watcher will say so
      result.append({interface, number});
    }
  }
  return result;
}

void DiscoverySockets::openOne(DiscoverySocket& socket, quint16 port) {
  const Result<void> opened = socket.open(port);
  if (!opened && !opened.error().is(codes::kUnsupported)) {
    qCWarning(logNet, "Finding servers will not work as it should: %s", qUtf8Printable(opened.error().detail));
  }
}

void DiscoverySockets::close() {
  if (!m_open) {
    return;
  }
  m_open = false;
  for (DiscoverySocket* socket : {&m_shared4, &m_shared6, &m_own4, &m_own6}) {
    socket->close();
  }
  m_interfaces.clear();
  m_usable.clear();
  m_watcher->deleteLater();
  m_watcher = nullptr;
}

void DiscoverySockets::refresh() {
  if (!m_open) {
    return;
  }
  QVector<HostInterface> now = usableInterfaces(m_place.interfaces(), m_also_on);
  QVector<Usable> usable = numbered(now);
  if (now == m_interfaces && usable == m_usable) {
    return;  // something else has changed, such as a container's end of a cable
  }
  leaveAll();
  m_interfaces = std::move(now);
  m_usable = std::move(usable);
  joinAll();
  Q_EMIT interfacesChanged();
}

void DiscoverySockets::joinAll() {
  for (const Usable& usable : std::as_const(m_usable)) {
    if (m_shared4.isOpen()) {
      m_shared4.join(m_place.ipv4_group, usable.number);
    }
    if (m_shared6.isOpen() && !usable.interface.loopback) {  // over which the system routes no IPv6 groups
      m_shared6.join(m_place.ipv6_group, usable.number);
    }
  }
}

void DiscoverySockets::leaveAll() {
  for (const Usable& usable : std::as_const(m_usable)) {
    if (m_shared4.isOpen()) {
      m_shared4.leave(m_place.ipv4_group, usable.number);
    }
    if (m_shared6.isOpen()) {
      m_shared6.leave(m_place.ipv6_group, usable.number);
    }
  }
}

void DiscoverySockets::sendToAll(const QByteArray& octets, const QHostAddress& only_from) {
  for (const Usable& usable : std::as_const(m_usable)) {
    sendBy(usable, octets, only_from);
  }
}

void DiscoverySockets::sendToLeft(const QStringList& also_on, const QByteArray& octets, const QHostAddress& only_from) {
  for (const Usable& usable : std::as_const(m_usable)) {
    if (usableInterfaces({usable.interface}, also_on).isEmpty()) {
      sendBy(usable, octets, only_from);
    }
  }
}

void DiscoverySockets::sendBy(const Usable& usable, const QByteArray& octets, const QHostAddress& only_from) {
  if (m_own4.isOpen()) {
    sendByIPv4(usable, octets, only_from);
  }
  if (m_own6.isOpen()) {
    sendByIPv6(usable, octets, only_from);
  }
}

void DiscoverySockets::sendByIPv4(const Usable& usable, const QByteArray& octets, const QHostAddress& only_from) {
  const bool from_each = isAny(only_from) || only_from == QHostAddress(QHostAddress::AnyIPv4);
  for (const InterfaceAddress& own : usable.interface.addresses) {
    const QHostAddress address(own.address);
    if (own.ipv6 || (!from_each && address != only_from)) {
      continue;
    }
    // Both, whether or not the first one works: a switch or an access point that loses the one passes the other, and
    // nobody tells the sender.
    m_own4.send(octets, m_place.ipv4_group, m_place.port, usable.number, address);
    if (const QHostAddress broadcast = broadcastOf(usable.interface, own); !broadcast.isNull()) {
      m_own4.send(octets, broadcast, m_place.port, usable.number, address);
    }
  }
}

void DiscoverySockets::sendByIPv6(const Usable& usable, const QByteArray& octets, const QHostAddress& only_from) {
  if (usable.interface.loopback) {
    return;
  }
  const QVector<InterfaceAddress>& addresses = usable.interface.addresses;
  if (isAny(only_from) || only_from == QHostAddress(QHostAddress::AnyIPv6)) {
    if (std::any_of(addresses.begin(), addresses.end(), [](const InterfaceAddress& own) { return own.ipv6; })) {
      m_own6.send(octets, m_place.ipv6_group, m_place.port, usable.number);  // from the link-local address
    }
    return;
  }
  if (only_from.protocol() == QAbstractSocket::IPv6Protocol && hasAddress(usable.interface, only_from)) {
    m_own6.send(octets, m_place.ipv6_group, m_place.port, usable.number, only_from);
  }
}

void DiscoverySockets::sendTo(const Sender& receiver, const QByteArray& octets, const QHostAddress& only_from) {
  const bool is_ipv4 = receiver.address.protocol() == QAbstractSocket::IPv4Protocol;
  DiscoverySocket& socket = is_ipv4 ? m_own4 : m_own6;
  const Usable* const usable = usableWith(receiver.interface);
  if (!socket.isOpen() || usable == nullptr) {
    return;
  }
  if (isAny(only_from) || only_from == QHostAddress(is_ipv4 ? QHostAddress::AnyIPv4 : QHostAddress::AnyIPv6)) {
    socket.send(octets, receiver.address, receiver.port, receiver.interface);  // from where the route says
  } else if (only_from.protocol() == receiver.address.protocol() && hasAddress(usable->interface, only_from)) {
    socket.send(octets, receiver.address, receiver.port, receiver.interface, only_from);
  }
}

const DiscoverySockets::Usable* DiscoverySockets::usableWith(int number) const {
  const auto found = std::find_if(m_usable.begin(), m_usable.end(),
                                  [number](const Usable& usable) { return usable.number == number; });
  return found == m_usable.end() ? nullptr : &*found;
}

bool DiscoverySockets::isWelcome(const DiscoverySocket::Datagram& datagram) const {
  const Usable* const by = usableWith(datagram.interface);
  return by != nullptr && datagram.source_port != 0 && isOnNetwork(datagram.source, by->interface, m_interfaces);
}

void DiscoverySockets::onReceived(const DiscoverySocket::Datagram& datagram) {
  if (!isWelcome(datagram)) {
    return;  // before it is counted: who is not on the network must not use up the share of those who are
  }
  const bool favoured = m_is_favoured && m_is_favoured(datagram.source);
  if (!m_budget.take(datagram.source, favoured, m_clock.monotonicMs())) {
    if (favoured) {
      Q_EMIT overheard(datagram.source);
    }
    return;
  }
  const Result<wire::Discovery> what = wire::parseDiscovery(datagram.octets);
  if (!what) {
    qCDebug(logNet, "A datagram that is none of ours: %s", qUtf8Printable(what.error().detail));
    return;
  }
  Q_EMIT received(*what, {datagram.source, datagram.source_port, datagram.interface},
                  static_cast<int>(datagram.octets.size()));
}

}  // namespace landline::net
