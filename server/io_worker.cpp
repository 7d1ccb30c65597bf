#include "server/io_worker.h"

#include <utility>

#include "net/control_connection.h"

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
  connect(peer_session, &session::PeerSession::messageReceived, this, &IoWorker::messageReceived);
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
