#include "client/plain_link.h"

#include <QFileInfo>

#include <utility>

#include "wire/messages.h"

namespace landline::client {

using session::Delivery;
using session::PeerInfo;
using Phase = session::LinkState::Phase;

namespace {

constexpr int kServersKept = 64;

}  // namespace

PlainLink::PlainLink(const PeerId& own, session::PlainDesk& desk, const Limits& limits, const Clock& clock,
                     QObject* parent)
    : QObject(parent), m_desk(desk), m_limits(limits), m_clock(clock) {
  m_state.own = own;
  connect(&m_desk, &session::PlainDesk::joined, this, &PlainLink::onJoined);
  connect(&m_desk, &session::PlainDesk::left, this, &PlainLink::onLeft);
  connect(&m_desk, &session::PlainDesk::textReceived, this, &PlainLink::onText);
  connect(&m_desk, &session::PlainDesk::delivered, this, &PlainLink::deliveryChanged);
}

void PlainLink::connectTo(const QString& host, quint16 port) {
  disconnectFromServer();
  m_state.phase = Phase::Connecting;
  m_state.address = host;
  m_state.port = port;
  m_state.plain = true;
  m_state.server_name.clear();
  m_state.error = {};
  Q_EMIT stateChanged(m_state);
  m_state.server = m_desk.connectTo(host, port);
  m_servers.append(m_state.server.hex());
  if (m_servers.size() > kServersKept) {
    m_servers.removeFirst();
  }
}

void PlainLink::disconnectFromServer() {
  if (!isActive()) {
    return;
  }
  m_desk.disconnectPeer(m_state.server, {codes::kClosing, QStringLiteral("The client left.")});
  if (isActive()) {  // the desk may have said so at once
    end({});
  }
}

void PlainLink::onJoined(PeerInfo peer) {
  if (peer.id != m_state.server || m_state.phase != Phase::Connecting) {
    return;
  }
  peer.is_server = true;
  peer.plain = true;
  m_server = peer;
  m_state.phase = Phase::Online;
  m_state.server_name = peer.name;
  Q_EMIT stateChanged(m_state);
  Q_EMIT joined(m_server);
}

void PlainLink::onLeft(const PeerInfo& peer, const Error& why) {
  if (!isActive() || peer.id != m_state.server) {
    return;  // one that was left for another
  }
  end(why.code.isEmpty() ? Error{codes::kClosing, QStringLiteral("The server has ended the plain connection.")} : why);
}

void PlainLink::end(const Error& why) {
  const bool was_online = isOnline();
  m_state.phase = Phase::Idle;
  m_state.plain = false;
  m_state.error = why;
  if (was_online) {
    Q_EMIT left(std::exchange(m_server, {}));
  }
  Q_EMIT stateChanged(m_state);
}

void PlainLink::onText(const PeerId& from, const QString& text) {
  if (isOnline() && from == m_state.server) {
    // Whom it was meant for, the plain wire does not say.
    Q_EMIT messageAdded(
        {wire::newUuid(), from, m_server.name, m_state.own.hex(), text, m_clock.utcMs(), Delivery::Incoming});
  }
}

Error PlainLink::refusal(const QString& to) const {
  if (!isOnline()) {
    return {codes::kAbsent, QStringLiteral("There is no connection to a plain server.")};
  }
  if (to != wire::kEveryone && to != m_state.server.hex()) {
    return {codes::kAbsent, QStringLiteral("Over a plain connection there is nobody but the server.")};
  }
  return {};
}

void PlainLink::sendMessage(const QString& id, const QString& to, const QString& text) {
  Q_EMIT messageAdded({id, m_state.own, m_state.own_name, to, text, m_clock.utcMs(), Delivery::Sending});
  Error why_not = refusal(to);
  const auto octets = static_cast<std::size_t>(text.toUtf8().size());
  if (why_not.code.isEmpty() && octets > m_limits.chat_text) {
    why_not = {codes::kTooLarge,
               QStringLiteral("The text has %1 octets; at most %2 are allowed.").arg(octets).arg(m_limits.chat_text)};
  }
  if (why_not.code.isEmpty()) {
    m_desk.sendText(m_state.server, id, {}, text);
  } else {
    Q_EMIT deliveryChanged(id, Delivery::Rejected, why_not);
  }
}

void PlainLink::sendFiles(const QString& to, const QStringList& paths) {
  if (const Error why_not = refusal(to); !why_not.code.isEmpty()) {
    Q_EMIT errorOccurred(why_not);
    return;
  }
  QStringList files;
  for (const QString& path : paths) {
    if (QFileInfo(path).isDir()) {
      Q_EMIT errorOccurred({codes::kNoFolders, QStringLiteral("%1 is a folder.").arg(path)});
    } else {
      files.append(path);  // what is no file at all, the desk refuses
    }
  }
  if (!files.isEmpty()) {
    m_desk.offer(m_state.server, files);
  }
}

}  // namespace landline::client
