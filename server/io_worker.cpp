#include "server/io_worker.h"

#include <utility>

#include "net/control_connection.h"
#include "server/chat_pace.h"

namespace landline::server {

IoWorker::IoWorker(std::shared_ptr<const net::TlsContext> tls, const Limits& limits)
    : m_tls(std::move(tls)), m_limits(limits) {}

void IoWorker::adopt(quint64 connection, net::Incoming incoming) {
  if (m_draining) {
    return;
  }
  auto* channel = new net::ControlConnection(m_tls, m_limits, this);
  auto* peer_session = new session::PeerSession(connection, channel, m_limits, this);
  m_sessions.insert(connection, peer_session);
  connect(peer_session, &session::PeerSession::helloReceived, this, &IoWorker::helloReceived);
  limitChat(peer_session);
  connect(peer_session, &session::PeerSession::ended, this, [this, peer_session](quint64 number, const Error& reason) {
    m_sessions.remove(number);
    peer_session->deleteLater();
    Q_EMIT ended(number, reason);
    if (m_draining && m_sessions.isEmpty()) {
      Q_EMIT drained();
    }
  });
  channel->accept(std::move(incoming));
}

/// Here and not in the hub: who floods then costs a thread that others share only their parsing, and the hub nothing.
void IoWorker::limitChat(session::PeerSession* peer_session) {
  const quint64 connection = peer_session->connection();
  auto* const pace = new ChatPace(m_limits, peer_session);
  connect(pace, &ChatPace::passed, this,
          [this, connection](const wire::Chat& chat) { Q_EMIT messageReceived(connection, chat); });
  connect(pace, &ChatPace::dropped, this, [this, connection](int count) { Q_EMIT messagesDropped(connection, count); });
  connect(peer_session, &session::PeerSession::ended, this, [this, connection, pace] {
    if (const int count = pace->takeDropped(); count > 0) {
      Q_EMIT messagesDropped(connection, count);  // before its end is told
    }
  });
  connect(peer_session, &session::PeerSession::messageReceived, this,
          [this, peer_session, pace](quint64 number, const wire::ControlMessage& message) {
            const auto* chat = std::get_if<wire::Chat>(&message);
            if (chat == nullptr) {
              Q_EMIT messageReceived(number, message);
            } else if (!pace->take(*chat)) {
              peer_session->send(wire::encode(wire::Rejected{
                  chat->id, codes::kTooMany, QStringLiteral("You write too fast: this was not passed on.")}));
            }
          });
}

void IoWorker::admit(quint64 connection, const QVector<QByteArray>& frames) {
  if (session::PeerSession* peer_session = find(connection)) {
    peer_session->admit(frames);
  }
}

void IoWorker::wait(quint64 connection) {
  if (session::PeerSession* peer_session = find(connection)) {
    peer_session->wait();
  }
}

void IoWorker::send(quint64 connection, const QByteArray& frame) {
  if (session::PeerSession* peer_session = find(connection)) {
    peer_session->send(frame);
  }
}

void IoWorker::sendToMembers(const QByteArray& frame, quint64 except) {
  for (auto it = m_sessions.cbegin(); it != m_sessions.cend(); ++it) {
    if (it.key() != except) {
      it.value()->send(frame);
    }
  }
}

void IoWorker::end(quint64 connection, const Error& reason) {
  if (session::PeerSession* peer_session = find(connection)) {
    peer_session->end(reason);
  }
}

void IoWorker::drain(const Error& reason) {
  m_draining = true;
  if (m_sessions.isEmpty()) {
    Q_EMIT drained();
    return;
  }
  endAll(reason);
}

void IoWorker::endAll(const Error& reason) {
  const auto sessions = m_sessions.values();
  for (session::PeerSession* peer_session : sessions) {
    peer_session->end(reason);
  }
}

}  // namespace landline::server
