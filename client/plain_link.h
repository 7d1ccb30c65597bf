#pragma once

#include <QObject>
#include <QSet>
#include <QStringList>

#include "core/clock.h"
#include "session/node.h"
#include "session/plain_desk.h"

namespace landline::client {

/// The client's connection to a server that speaks the plain wire (PROTOCOL.md, "Plain peers"): one at a time, told as
/// LinkState, and what is said over it as ChatMessage. Nothing of it is encrypted and nobody proves who they are, so
/// that a connection which is lost is not made again by itself. A server's id is made of its address: a conversation
/// goes on where the same address is connected to again, whoever is there. Files are the desk's affair once sendFiles()
/// has sorted them. Lives in the node's thread.
class PlainLink : public QObject {
  Q_OBJECT

 public:
  /// `desk` and `clock` must outlive this object; the desk's connections are all made here.
  PlainLink(const PeerId& own, session::PlainDesk& desk, const Clock& clock, QObject* parent = nullptr);

  /// Ends the connection that there is and makes another. Answered by stateChanged(): Connecting, then Online or Idle
  /// with the error. `own_name` is for this side's faces: the plain wire does not say it.
  void connectTo(const QString& host, quint16 port, const QString& own_name);

  /// Ends the connection, or the attempt. Answered by stateChanged(Idle) where there is one.
  void disconnectFromServer();

  /// From connectTo() to the end of that connection: while it is, the link of the node is this one.
  bool isActive() const { return m_state.phase != session::LinkState::Phase::Idle; }
  bool isOnline() const { return m_state.phase == session::LinkState::Phase::Online; }

  /// Whether this names a server of this link, also one that is gone. "Everyone" is nobody's.
  bool isServer(const QString& to) const { return m_servers.contains(to); }

  /// Says `text` to the server, which is also everyone that can be reached: `to` may be either. Answered by
  /// messageAdded() and deliveryChanged(): Sent once the octets have left, which is all that will ever be known of it,
  /// or Rejected.
  void sendMessage(const QString& id, const QString& to, const QString& text);

  /// Sends the files, to whom sendMessage() would. Folders are left out, and told by errorOccurred(`no-folders`).
  void sendFiles(const QString& to, const QStringList& paths);

 Q_SIGNALS:
  void stateChanged(const landline::session::LinkState& state);
  void joined(const landline::session::PeerInfo& server);
  void left(const landline::session::PeerInfo& server);
  void messageAdded(const landline::session::ChatMessage& message);
  void deliveryChanged(const QString& id, landline::session::Delivery delivery, const landline::Error& reason);
  void errorOccurred(const landline::Error& error);

 private:
  void onJoined(session::PeerInfo peer);
  void onLeft(const session::PeerInfo& peer, const Error& why);
  void onText(const PeerId& from, const QString& text);
  void begin();
  void end(const Error& why);
  Error refusal(const QString& to) const;  // an empty code: none

  session::PlainDesk& m_desk;
  const Clock& m_clock;
  session::LinkState m_state;  // `server` is the desk's peer from connectTo() on
  session::PeerInfo m_server;  // once online
  QSet<PeerId> m_ending;       // peers of the desk that were told to leave and have not yet
  QStringList m_servers;       // hex forms, the last kServersKept
};

}  // namespace landline::client
