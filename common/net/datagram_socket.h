#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QObject>
#include <QString>
#include <QVector>

#include <string_view>
#include <vector>

#include "core/file_descriptor.h"
#include "core/result.h"

class QSocketNotifier;

namespace landline::net {

class SystemAddress;

/// One UDP socket, by the system's own calls: QUdpSocket reads one datagram for each turn of the event loop's
/// bookkeeping and cannot say by which interface a limited broadcast leaves. Bound to all addresses it is one IPv6
/// socket that stands for IPv4 as well; where the system has no IPv6 it is an IPv4 one. Never blocks. Lives in one
/// thread, with an event loop.
///
/// Errors: `usage` (what is asked makes no sense), `too-large`, `address-in-use`, `address-unavailable`, `permission`,
/// `unreachable` (no route), `too-many` (groups), `busy` (the system has no room for it just now; a later one may go),
/// else `internal`.
class DatagramSocket : public QObject {
  Q_OBJECT

 public:
  /// So many are read before others in the thread have their turn.
  static constexpr int kReadAtOnce = 64;

  explicit DatagramSocket(QObject* parent = nullptr);
  ~DatagramSocket() override;
  DatagramSocket(const DatagramSocket&) = delete;
  DatagramSocket& operator=(const DatagramSocket&) = delete;

  /// Closes what was bound before. `QHostAddress::Any` is all addresses of both families; port 0 a free one. `shared`:
  /// other sockets on this host may have the same port if they say so, too (SO_REUSEADDR). Broadcast and multicast
  /// then come to all of them, unicast to one: on Linux the one that was bound last.
  Result<void> bind(const QHostAddress& address, quint16 port, bool shared);
  void close();
  bool isBound() const { return static_cast<bool>(m_descriptor); }

  // Where it is bound. Any is given as `::` where both families are served.
  QHostAddress address() const { return m_address; }
  quint16 port() const { return m_port; }

  /// `interface_name` empty: the system chooses, by its routes. Only groups that were joined here are heard, whatever
  /// other programs have joined on this host.
  Result<void> join(const QHostAddress& group, const QString& interface_name);
  Result<void> leave(const QHostAddress& group, const QString& interface_name);

  /// Whether what was joined holds still. It ends with its interface: one that comes later under the same name, as what
  /// is plugged in again does, has to be joined anew; and so has, when interfaces have come or gone, what the system
  /// chose.
  bool isIn(const QHostAddress& group, const QString& interface_name) const;

  /// How multicast is sent: `ttl` 0 (this host only) to 255; `loopback`: sockets on this host hear it; by which
  /// interface it leaves, which is true for the limited broadcast as well.
  Result<void> setMulticast(int ttl, bool loopback, const QString& interface_name);

  /// `octets` may be empty. Broadcast needs no further permission.
  Result<void> send(const QHostAddress& to, quint16 port, std::string_view octets);

 Q_SIGNALS:
  /// May be answered by any call, close() and the socket's destruction included. IPv4 senders have IPv4 addresses.
  void received(const QHostAddress& from, quint16 port, const QByteArray& octets);

 private:
  struct Membership {
    QHostAddress group;
    QString interface_name;
    QVector<int> numbers;  // of the interface when it was joined; of all of them where the system chose
  };

  Result<void> open(int family, const QHostAddress& address, quint16 port, bool shared);
  Result<void> changeMembership(const QHostAddress& group, const QString& interface_name, bool join);
  Result<void> setOption(int level, int option, const void* value, unsigned size, const QString& what);
  Result<SystemAddress> systemAddress(const QHostAddress& address, quint16 port) const;
  std::vector<Membership>::const_iterator membership(const QHostAddress& group, const QString& interface_name) const;
  void readSome();

  FileDescriptor m_descriptor;
  QSocketNotifier* m_notifier = nullptr;
  QHostAddress m_address;
  quint16 m_port = 0;
  int m_family = 0;
  bool m_serves_ipv4 = false;
  int m_interface = 0;  // by which the limited broadcast leaves; 0: the system chooses
  std::vector<Membership> m_memberships;
  std::vector<char> m_buffer;
};

}  // namespace landline::net
