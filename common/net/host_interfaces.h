#pragma once

#include <QHostAddress>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QVector>

/// What this computer can be reached by: plain values for the network panel, and a watcher that says when to
/// read them again.
namespace landline::net {

struct InterfaceAddress {
  QString address;    ///< without scope; IPv6 in its shortest form
  QString netmask;    ///< empty where the system gives none
  QString broadcast;  ///< IPv4 only, else empty
  int prefix = -1;    ///< length of the network part in bits; negative: unknown
  bool ipv6 = false;

  bool operator==(const InterfaceAddress& other) const;
};

struct HostInterface {
  QString name;              ///< as people know it, e.g. `eth0`
  QString hardware_address;  ///< upper-case hex pairs parted by ':'; empty where it has none (loopback, tunnels)
  int mtu = 0;               ///< octets; 0: unknown
  bool up = false;
  bool running = false;  ///< has its resources: a cable is plugged in, a network is joined
  bool loopback = false;
  bool multicast = false;
  bool point_to_point = false;
  QVector<InterfaceAddress> addresses;  ///< IPv4 first, else in the system's order

  bool operator==(const HostInterface& other) const;
};

/// Whereto a datagram has to go for all in the network of `own`, one of the interface's addresses; null where there is
/// no such address: for IPv6, and for networks of one or two addresses, for which Qt makes one up. Loopback has one,
/// though no interface says so.
QHostAddress broadcastOf(const HostInterface& interface, const InterfaceAddress& own);

/// Only the address: what the system says of a sender has a scope, what an interface says of itself has none.
QHostAddress withoutScope(QHostAddress address);

/// The name of this computer, as it calls itself.
QString hostName();

/// All interfaces, loopback last, else in the system's order. Asks the operating system: cheap, but not for a
/// loop.
QVector<HostInterface> hostInterfaces();

/// What to tell others, as `host:port` or `[host]:port`, IPv4 first: the address that a listener is bound to,
/// or, where that is all addresses (of one family, or of both), those of the interfaces that are up and
/// running. Loopback is among them only when the listener is bound to just that; link-local IPv6 never is, as
/// it means nothing without an interface of the reader's own.
QStringList reachableAddresses(const QHostAddress& bound, quint16 port, const QVector<HostInterface>& interfaces);
QStringList reachableAddresses(const QHostAddress& bound, quint16 port);

/// Says that interfaces or addresses may have changed. On Linux the kernel tells (rtnetlink); elsewhere, or
/// where it refuses, the list is compared every `poll_interval`. Lives in a thread with an event loop.
class InterfaceWatcher : public QObject {
  Q_OBJECT

 public:
  explicit InterfaceWatcher(QObject* parent = nullptr);
  ~InterfaceWatcher() override;
  InterfaceWatcher(const InterfaceWatcher&) = delete;
  InterfaceWatcher& operator=(const InterfaceWatcher&) = delete;

  /// Whether the system tells by itself.
  bool isNative() const { return m_descriptor >= 0; }

 Q_SIGNALS:
  /// Bursts are told once, a fifth of a second after the first change.
  void changed();

 private:
  bool openNative();
  void drain();
  void compare();

  int m_descriptor = -1;
  QTimer m_settle;
  QTimer m_poll;
  QVector<HostInterface> m_last;
};

}  // namespace landline::net
