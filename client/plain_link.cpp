#include "client/plain_link.h"

#include <QFileInfo>

#include <utility>

#include "core/host_and_port.h"
#include "wire/messages.h"

namespace landline::client {

using session::Delivery;
using session::PeerInfo;
using Phase = session::LinkState::Phase;

namespace {

constexpr int kServersKept = 64;

PeerId idOf(const QString& address) {
  return PeerId::ofPublicKey(QByteArrayLiteral("plain ") + address.toLower().toUtf8());
}

}  // namespace

PlainLink::PlainLink(const PeerId& own, session::PlainDesk& desk, const Clock& clock, QObject* parent)
    : QObject(parent), m_desk(desk), m_clock(clock) {
  m_state.own = own;
  connect(&m_desk, &session::PlainDesk::joined, this, &PlainLink::onJoined);
  connect(&m_desk, &session::PlainDesk::left, this, &PlainLink::onLeft);
  connect(&m_desk, &session::PlainDesk::textReceived, this, &PlainLink::onText);
  connect(&m_desk, &session::PlainDesk::delivered, this, &PlainLink::deliveryChanged);
}

void PlainLink::connectTo(const QString& host, quint16 port, const QString& own_name) {
  disconnectFromServer();
  m_state.phase = Phase::Connecting;
  m_state.address = host;
  m_state.port = port;
  m_state.plain = true;
  m_state.own_name = own_name;
  m_state.server_name.clear();
  m_state.server = idOf(HostAndPort::join(host, port));
  m_state.error = {};
  m_servers.removeAll(m_state.server.hex());
  m_servers.append(m_state.server.hex());
  if (m_servers.size() > kServersKept) {
    m_servers.removeFirst();
  }
  Q_EMIT stateChanged(m_state);
  if (!m_ending.contains(m_state.server)) {
    begin();
  }
}

void PlainLink::begin() {
  m_desk.connectTo(m_state.address, m_state.port, m_state.server);
}

void PlainLink::disconnectFromServer() {
  if (!isActive()) {
    return;
  }
  if (!m_ending.contains(m_state.server)) {
    m_ending.insert(m_state.server);
    m_desk.disconnectPeer(m_state.server, {codes::kClosing, QStringLiteral("The client left.")});
  }
  end({});
}

void PlainLink::onJoined(PeerInfo peer) {
  if (peer.id != m_state.server || m_state.phase != Phase::Connecting || m_ending.contains(peer.id)) {
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
  if (m_ending.remove(peer.id)) {
    if (isActive() && peer.id == m_state.server) {
      begin();  // the same server again, which had to wait for this
    }
    return;
  }
  if (!isActive() || peer.id != m_state.server) {
    return;
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
  if (isOnline() && from == m_state.server) {  // not one that is being left
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
  if (const Error why_not = refusal(to); !why_not.code.isEmpty()) {
    Q_EMIT deliveryChanged(id, Delivery::Rejected, why_not);
    return;
  }
  m_desk.sendText(m_state.server, id, {}, text);
}

void PlainLink::sendFiles(const QString& to, const QStringList& paths) {
  if (const Error why_not = refusal(to); !why_not.code.isEmpty()) {
    Q_EMIT errorOccurred(why_not);
    return;
  }
  QStringList files;
  for (const QString& path : paths) {
    if (QFileInfo(path).isDir()) {
      Q_EMIT errorOccurred(
          {codes::kNoFolders,
           QStringLiteral("%1 is a folder, and only files can be sent over a plain connection.").arg(path)});
    } else {
      files.append(path);  // what is no file at all, the desk refuses
    }
  }
  if (!files.isEmpty()) {
    m_desk.offer(m_state.server, files);
  }
}

}  // namespace landline::client
