#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include "net/discovery_sockets.h"
#include "net/heard_servers.h"

namespace landline::net {

/// Looks for servers on the networks of this computer: asks at once, a few times, and again when the network changes;
/// listens to those that announce themselves; and tells which are there. See HeardServers for what is believed of what
/// comes in, and for how much of it. Whoever connects must let TLS decide whom it has found.
///
/// Whoever is on the network can change what is heard thousands of times a second. So what has changed is told every
/// Limits::server_news, each server as it is by then; one that comes or goes at once, as long as they are few.
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
  void reconsider(const PeerId& id);

 Q_SIGNALS:
  /// New, or changed.
  void found(const landline::net::HeardServer& server);
  void lost(const landline::PeerId& server);

 private:
  static constexpr int kFirstQueries = 3;
  static constexpr int kAtOnce = 64;  // that came or went, in each Limits::server_news

  void beginAnew();
  void ask();
  void hear(const wire::Discovery& what, const DiscoverySockets::Sender& sender);
  void expire();
  void note(const HeardServers::Change& change);
  void note(const PeerId& server);
  void tellNow(const PeerId& server);
  void tellChanged();
  void forgetAll();

  Limits m_limits;
  const Clock& m_clock;
  HeardServers m_servers;
  DiscoverySockets m_sockets;
  QTimer m_ask;
  QTimer m_expire;
  int m_asked = 0;  // since something changed, up to kFirstQueries

  QSet<PeerId> m_told;     // found, and not lost
  QSet<PeerId> m_changed;  // told or heard of, and other than it was told
  QTimer m_tell;
  int m_told_at_once = 0;  // since m_tell was started
};

}  // namespace landline::net
