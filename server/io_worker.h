#pragma once

#include <QHash>
#include <QObject>
#include <QVector>

#include <memory>

#include "core/limits.h"
#include "net/listener.h"
#include "net/tls_context.h"
#include "session/peer_session.h"

namespace landline::server {

/// Runs the control connections of one I/O thread, keeps them from speaking too fast (ChatPace), and lives in that
/// thread. The hub, in another, speaks to it by
/// posted calls with plain values and hears from it by queued signals. One encoded frame to everyone costs one posted
/// call for each I/O thread.
class IoWorker : public QObject {
  Q_OBJECT

 public:
  IoWorker(std::shared_ptr<const net::TlsContext> tls, const Limits& limits);

  /// Takes the descriptor on: the socket is made here, in the thread where it will live and die.
  void adopt(quint64 connection, net::Incoming incoming);

  void admit(quint64 connection, const QVector<QByteArray>& frames);
  void wait(quint64 connection);
  void send(quint64 connection, const QByteArray& frame);
  void sendToMembers(const QByteArray& frame, quint64 except);
  void end(quint64 connection, const Error& reason);
  void endAll(const Error& reason);

  /// Ends every connection; drained() follows when the last one is closed, at once where there is none.
  void drain(const Error& reason);

 Q_SIGNALS:
  void helloReceived(quint64 connection, const landline::PeerId& peer, const QString& name, const QString& address);
  void messageReceived(quint64 connection, const landline::wire::ControlMessage& message);
  void messagesDropped(quint64 connection, int count);  ///< chat that came too fast; each was rejected
  void ended(quint64 connection, const landline::Error& reason);
  void drained();

 private:
  void limitChat(session::PeerSession* peer_session);
  session::PeerSession* find(quint64 connection) const { return m_sessions.value(connection, nullptr); }

  std::shared_ptr<const net::TlsContext> m_tls;
  Limits m_limits;
  QHash<quint64, session::PeerSession*> m_sessions;  // children of this object
  bool m_draining = false;
};

}  // namespace landline::server
