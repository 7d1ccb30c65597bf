#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTimer>
#include <QVector>

#include <chrono>
#include <memory>

#include "core/result.h"
#include "net/host_interfaces.h"
#include "wire/messages.h"

namespace landline::net {

class DiscoverySocket;

/// An interface as a probe uses it.
struct ProbeInterface {
  int index = 0;
  QString name;
  QHostAddress broadcast;  ///< null: it has none
  bool ipv4 = false;       ///< has an address of it; so for IPv6. Multicast is sent by each that it has
  bool ipv6 = false;
  bool multicast = false;
};

/// The interfaces by which `peer` may be reached: those that are used for finding servers (usable_interfaces.h) and the
/// one that leads to it, first. On this computer itself loopback alone: what others do says nothing about a network.
QVector<ProbeInterface> probeInterfaces(const QHostAddress& peer);

/// One side of a probe (PROTOCOL.md, "Probes"): listens for the datagrams that carry its ID, and sends its own, a few
/// of each kind on each interface. What the network lets through, the other side hears. Lives in a thread with an event
/// loop; its destructor ends it.
class DatagramProbe : public QObject {
  Q_OBJECT

 public:
  static constexpr int kRounds = 3;  ///< of each datagram, so that a lost one means nothing
  static constexpr int kMostInterfaces = 8;

  struct Heard {
    wire::ProbeKind kind = wire::ProbeKind::Unicast;
    QString label;      ///< the interface that the other side says it left by
    int interface = 0;  ///< the one that it came in by
  };
  struct Unsent {
    wire::ProbeKind kind = wire::ProbeKind::Unicast;
    int interface = 0;
  };

  /// `id` is the probe's. `interfaces` are from probeInterfaces(); more than kMostInterfaces are not used.
  DatagramProbe(QString id, const QVector<ProbeInterface>& interfaces, QObject* parent = nullptr);
  ~DatagramProbe() override;

  /// Listens on a free port, the same for both families, which is not `other_port`: with two equal ports either side
  /// would hear its own broadcasts. Errors: those of the sockets.
  Result<void> open(quint16 other_port = 0);
  quint16 port() const;

  /// To `peer`:`port`, and to everybody at `port` on each interface, from other ports than port(). The first round
  /// leaves at once.
  void send(const QHostAddress& peer, quint16 port, std::chrono::milliseconds spacing);

  /// Each kind, label and interface once; at most wire::kMostHeardProbes.
  const QVector<Heard>& heard() const { return m_heard; }

  /// What the system refused to send, each time; multicast: to every group.
  const QVector<Unsent>& unsent() const { return m_unsent; }

 private:
  Result<void> openBoth();
  void joinGroups();
  void sendRound();
  void sendAll(const QVector<QHostAddress>& to, const ProbeInterface& interface, wire::ProbeKind kind);
  void onDatagram(std::string_view octets, int interface);

  const QString m_id;
  const QVector<ProbeInterface> m_interfaces;
  std::unique_ptr<DiscoverySocket> m_ipv4;
  std::unique_ptr<DiscoverySocket> m_ipv6;
  // For sending, with ports of their own: what leaves from the port that listens makes a firewall that lets answers in
  // take the other side's datagrams for them.
  std::unique_ptr<DiscoverySocket> m_out4;
  std::unique_ptr<DiscoverySocket> m_out6;
  QHostAddress m_peer;
  quint16 m_peer_port = 0;
  int m_rounds = 0;
  QTimer m_next;
  QVector<Heard> m_heard;
  QVector<Unsent> m_unsent;
};

}  // namespace landline::net
