#pragma once

#include <QObject>
#include <QTimer>

#include "net/discovery_sockets.h"
#include "net/heard_servers.h"

namespace landline::net {

/// Looks for servers on the networks of this computer: asks at once, a few times, and again when the network changes;
/// listens to those that announce themselves; and tells which are there. See HeardServers for what is believed of what
/// comes in, and for how much of it. Whoever connects must let TLS decide whom it has found.
///
/// Lives in a thread with an event loop.
class DiscoveryBrowser : public QObject {
  Q_OBJECT

 public:
  /// `own` is left out. `is_known` and `clock` must outlive it.
  DiscoveryBrowser(const PeerId& own, std::function<bool(const PeerId&)> is_known, const Limits& limits,
                   const Clock& clock, const DiscoveryPlace& place = {}, QObject* parent = nullptr);

  /// See HeardServers::setMetAt(). To be told before it is on.
  void setMetAt(std::function<bool(const PeerId&, const QHostAddress&, quint16)> met_at) {
    m_servers.setMetAt(std::move(met_at));
  }

  /// Off loses all that were found. `also_on`: see usableInterfaces().
  void setOn(bool on, const QStringList& also_on);

  /// All that it is said to be at, the best first.
  QStringList addressesOf(const PeerId& server) const { return m_servers.addressesOf(server); }

  /// `is_known` answers differently for this one from now on.
  void reconsider(const PeerId& id) { tell(m_servers.reconsider(id)); }

 Q_SIGNALS:
  /// New, or changed.
  void found(const landline::net::HeardServer& server);
  void lost(const landline::PeerId& server);

 private:
  static constexpr int kFirstQueries = 3;

  void beginAnew();
  void ask();
  void hear(const wire::Discovery& what, const DiscoverySockets::Sender& sender);
  void expire();
  void tell(const HeardServers::Change& change);

  Limits m_limits;
  const Clock& m_clock;
  HeardServers m_servers;
  DiscoverySockets m_sockets;
  QTimer m_ask;
  QTimer m_expire;
  int m_asked = 0;  // since something changed, up to kFirstQueries
};

}  // namespace landline::net
