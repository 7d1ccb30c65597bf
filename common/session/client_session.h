#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVector>

#include <functional>

#include "core/clock.h"
#include "core/host_and_port.h"
#include "core/limits.h"
#include "net/control_channel.h"
#include "session/node.h"
#include "trust/known_peers.h"

namespace landline::session {

/// The client's side of the control connection: connects, judges the server's key, says hello, waits to be let in, and
/// connects again when the connection is lost, unless the server said not to (PROTOCOL.md, "Control connection").
class ClientSession : public QObject {
  Q_OBJECT

 public:
  /// Makes a channel that has begun to connect; it may report nothing before control returns to the event loop.
  using Connector = std::function<net::ControlChannel*(const QString& host, quint16 port)>;

  /// `known` and `clock` must outlive this object.
  ClientSession(const PeerId& own, Connector connector, trust::KnownPeers& known, const Limits& limits,
                const Clock& clock, QObject* parent = nullptr);

  /// Where `expected` is somebody, any other key is asked about, as one that has changed is. But first `others` are
  /// tried, addresses with a port where `expected` is said to be, too: nothing is said to whoever else answers there.
  void connectTo(const QString& host, quint16 port, const QString& name, const PeerId& expected = {},
                 const QVector<HostAndPort>& others = {});
  void disconnectFromServer();
  void retryNow();

  /// Answers LinkState::Phase::KeyChanged: pins `server` for the address in question and connects.
  void trust(const PeerId& server);

  bool online() const { return m_state.phase == LinkState::Phase::Online; }
  const LinkState& state() const { return m_state; }

  /// The server's `host:port` as it was resolved; empty while there is no connection.
  QString serverAddress() const;

  /// Does nothing unless online().
  void send(const wire::ControlMessage& message);

  /// What connectTo() was told last; empty before.
  const QString& wantedName() const { return m_wanted_name; }

  /// Leaves, and emits stopped() when every connection has ended. Nothing works afterwards.
  void stop();

  /// Another name than the one asked for, given by the server.
  void setOwnName(const QString& name);

 Q_SIGNALS:
  void stateChanged(const landline::session::LinkState& state);

  /// Only while online(), and only messages that a server may send.
  void messageReceived(const landline::wire::ControlMessage& message);

  void stopped();

 private:
  void start();
  void dropChannel(const Error& reason);
  void finishStopping();
  void enter(LinkState::Phase phase, const Error& error = {});
  void onSecured(const PeerId& peer);
  bool tryNext();
  void askAbout(const PeerId& peer, const PeerId& instead_of);
  void onMessage(const wire::ControlMessage& message);
  void onClosed(const Error& reason, bool by_peer);
  void refuse(const wire::ControlMessage& message);
  QString pinAddress() const;

  Connector m_connector;
  trust::KnownPeers& m_known;
  Limits m_limits;
  const Clock& m_clock;
  LinkState m_state;
  QString m_wanted_name;
  PeerId m_expected;
  QVector<HostAndPort> m_others;  // not tried yet; none any more when m_expected has answered
  QPointer<net::ControlChannel> m_channel;
  QTimer m_retry;
  Limits::Milliseconds m_next_delay;
  int m_leaving = 0;  // dropped channels that are saying bye
  bool m_stopping = false;
  bool m_was_taken_in = false;  // welcomed or told to wait since connectTo(): worth coming back to
};

}  // namespace landline::session
