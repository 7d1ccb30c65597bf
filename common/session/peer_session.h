#pragma once

#include <QObject>
#include <QVector>

#include "core/limits.h"
#include "net/control_channel.h"

namespace landline::session {

/// The server's side of one control connection: which message may come when (PROTOCOL.md, "Control connection").
///
///     Greeting --hello--> Deciding --admit()--> Member
///                            |  \--wait()--> Waiting --admit()--> Member
///                            \--end()--> Ended
///
/// Whoever decides (the hub) may be in another thread: this object only waits for its answer. Everything a peer may not
/// say here ends the connection with a `bye` and is never passed on.
class PeerSession : public QObject {
  Q_OBJECT

 public:
  /// Takes ownership of `channel`, which must not have been secured yet.
  PeerSession(quint64 connection, net::ControlChannel* channel, const Limits& limits, QObject* parent = nullptr);

  quint64 connection() const { return m_connection; }
  bool isMember() const { return m_state == State::Member; }

  /// Lets the peer in: `frames` (welcome, then who is there) go out first.
  void admit(const QVector<QByteArray>& frames);
  void wait();
  void end(const Error& reason);
  void send(const QByteArray& frame);

 Q_SIGNALS:
  void helloReceived(quint64 connection, const landline::PeerId& peer, const QString& name, const QString& address);

  /// A member says something to the hub; senders are checked, chat text is within its limit.
  void messageReceived(quint64 connection, const landline::wire::ControlMessage& message);

  /// Exactly once, last.
  void ended(quint64 connection, const landline::Error& reason);

 private:
  enum class State { Greeting, Deciding, Waiting, Member, Ended };

  void onMessage(const wire::ControlMessage& message);
  void onMemberMessage(const wire::ControlMessage& message);
  void refuseState(const wire::ControlMessage& message);

  quint64 m_connection;
  net::ControlChannel* m_channel;
  Limits m_limits;
  State m_state = State::Greeting;
};

}  // namespace landline::session
