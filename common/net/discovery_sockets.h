#pragma once

#include <QObject>
#include <QStringList>
#include <QVector>

#include <functional>

#include "core/clock.h"
#include "core/limits.h"
#include "net/datagram_budget.h"
#include "net/discovery_socket.h"
#include "net/host_interfaces.h"
#include "wire/announcement.h"

namespace landline::net {

/// The number of the interface with this name, as in if_nametoindex(); 0: there is none.
int numberOfInterface(const QString& name);

/// Where announcements and queries go. Tests take a free port, so that many run at once, and loopback alone.
struct DiscoveryPlace {
  std::function<QVector<HostInterface>()> interfaces = hostInterfaces;  ///< asked for all of this computer's
  std::function<int(const QString&)> number = numberOfInterface;
  quint16 port = wire::kDiscoveryPort;
  QHostAddress ipv4_group{QLatin1String(wire::kDiscoveryGroup4)};
  QHostAddress ipv6_group{QLatin1String(wire::kDiscoveryGroup6)};
};

/// What DiscoveryAnnouncer and DiscoveryBrowser have in common: the sockets of both families on every usable interface
/// (usable_interfaces.h), kept as the interfaces come and go, and what is worth hearing of what comes in:
///
/// * from an address of the network of the interface by which it came, and not from port 0;
/// * no more of that than Limits says, in all and of one sender;
/// * what wire::parseDiscovery() takes.
///
/// What comes to the shared port reaches every program on this computer; so what wants an answer of its own is sent
/// from a port of its own, and listened to there, too.
class DiscoverySockets : public QObject {
  Q_OBJECT

 public:
  struct Sender {
    QHostAddress address;  ///< IPv6 link-local: with the interface's name as its scope
    quint16 port = 0;
    int interface = 0;
  };

  DiscoverySockets(const DiscoveryPlace& place, const Limits& limits, const Clock& clock, QObject* parent);

  /// Whose datagrams are read however many strangers send: see DatagramBudget.
  void setFavoured(std::function<bool(const QHostAddress&)> is_favoured) { m_is_favoured = std::move(is_favoured); }

  /// Opens what can be opened, and says in the log what cannot. `also_on` as for usableInterfaces(); when open already
  /// it only takes that over.
  void open(const QStringList& also_on);
  void close();
  bool isOpen() const { return m_open; }

  /// Whether announcements that nobody asked for can be heard: another program may hold the port for itself.
  bool isListening() const { return m_shared4.isOpen(); }

  /// To the groups, and as broadcast, on every usable interface, from each of its IPv4 addresses; where `only_from` is
  /// one address, from that alone (AnyIPv4, AnyIPv6: from those of one family). So whoever hears it knows by which
  /// address its sender can be reached.
  void sendToAll(const QByteArray& octets, const QHostAddress& only_from = QHostAddress(QHostAddress::Any));

  /// The same, but only on those interfaces that open() would leave if it were told this.
  void sendToLeft(const QStringList& also_on, const QByteArray& octets, const QHostAddress& only_from);

  /// To one, by the interface by which it was heard; from an address of it that `only_from` allows, or not at all.
  void sendTo(const Sender& receiver, const QByteArray& octets,
              const QHostAddress& only_from = QHostAddress(QHostAddress::Any));

 Q_SIGNALS:
  /// `size` is the datagram's length in octets.
  void received(const landline::wire::Discovery& what, const landline::net::DiscoverySockets::Sender& sender, int size);

  /// A favoured sender has sent more than its share: this was not read.
  void overheard(const QHostAddress& sender);

  /// The usable interfaces are others than before, or have other addresses.
  void interfacesChanged();

 private:
  struct Usable {
    HostInterface interface;
    int number = 0;

    bool operator==(const Usable& other) const { return number == other.number && interface == other.interface; }
  };

  QVector<Usable> numbered(const QVector<HostInterface>& interfaces) const;
  void openOne(DiscoverySocket& socket, quint16 port);
  void refresh();
  void joinAll();
  void leaveAll();
  void onReceived(const DiscoverySocket::Datagram& datagram);
  bool isWelcome(const DiscoverySocket::Datagram& datagram) const;
  void sendBy(const Usable& usable, const QByteArray& octets, const QHostAddress& only_from);
  void sendByIPv4(const Usable& usable, const QByteArray& octets, const QHostAddress& only_from);
  void sendByIPv6(const Usable& usable, const QByteArray& octets, const QHostAddress& only_from);
  const Usable* usableWith(int number) const;

  DiscoveryPlace m_place;
  const Clock& m_clock;
  std::function<bool(const QHostAddress&)> m_is_favoured;
  DatagramBudget m_budget;
  bool m_open = false;
  QStringList m_also_on;
  QVector<HostInterface> m_interfaces;  // the usable ones
  QVector<Usable> m_usable;             // the same with their numbers

  DiscoverySocket m_shared4;
  DiscoverySocket m_shared6;
  DiscoverySocket m_own4;
  DiscoverySocket m_own6;
  InterfaceWatcher* m_watcher = nullptr;  // while open
};

}  // namespace landline::net
