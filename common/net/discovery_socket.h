#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QObject>

#include <array>
#include <string_view>

#include "core/file_descriptor.h"
#include "core/result.h"
#include "wire/announcement.h"

namespace landline::net {

/// One UDP socket of one address family that knows by which interface each datagram came, and says by which one it
/// leaves. QUdpSocket knows the first where it may, and cannot say the second for IPv4 multicast and broadcast without
/// being told anew before each datagram. Non-blocking; lives in a thread with an event loop.
class DiscoverySocket : public QObject {
  Q_OBJECT

 public:
  enum class Family { IPv4, IPv6 };

  struct Datagram {
    QHostAddress source;  ///< IPv6 link-local: with the name of the interface as its scope
    quint16 source_port = 0;
    int interface = 0;        ///< its number, as in if_nametoindex()
    std::string_view octets;  ///< valid while received() is told; longer ones than any that is meant are cut
  };

  DiscoverySocket(Family family, QObject* parent) : QObject(parent), m_family(family) {}
  ~DiscoverySocket() override { close(); }

  Family family() const { return m_family; }

  /// Binds to all addresses. Port 0 is a free one, which nobody shares; another is shared with every program that binds
  /// it in this way: all of them get what is sent to a group or broadcast. Errors: `address-in-use`, `unsupported`
  /// where the system has no such family, `internal`.
  Result<void> open(quint16 port);
  void close();
  bool isOpen() const { return static_cast<bool>(m_descriptor); }
  quint16 port() const { return m_port; }

  /// Of the interface with this number. What cannot be done is logged: an interface may go at any moment.
  void join(const QHostAddress& group, int interface);
  void leave(const QHostAddress& group, int interface);

  /// `from` null: the system chooses. False where the system refused: nothing was sent, another time it may be.
  bool send(const QByteArray& octets, const QHostAddress& to, quint16 port, int interface,
            const QHostAddress& from = {});

 Q_SIGNALS:
  void received(const landline::net::DiscoverySocket::Datagram& datagram);

 private:
  void readAll();

  Family m_family;
  FileDescriptor m_descriptor;
  quint16 m_port = 0;
  // One octet more than is ever meant: a datagram that was cut can be told from one that fits.
  std::array<char, wire::kLargestAnnouncement + 1> m_buffer{};
};

}  // namespace landline::net
