#include "server/hub.h"

#include <QHostAddress>

#include <utility>

#include "net/discovery_announcer.h"
#include "net/host_interfaces.h"

namespace landline::server {

using session::LinkState;

void Hub::listen(const QString& address, quint16 port) {
  QHostAddress bound(QHostAddress::Any);
  if (!address.isEmpty() && !bound.setAddress(address)) {
    enterPhase(LinkState::Phase::Idle,
               {codes::kAddressUnavailable, QStringLiteral("\"%1\" is not an IP address.").arg(address)});
    return;
  }
  m_network->listen(bound, port);
}

void Hub::stopListening() {
  m_guests->setMode(session::PlainMode::Off);
  m_network->stopListening({codes::kClosing, QStringLiteral("The server stops listening.")});
}

void Hub::setAccess(trust::Access access) {
  m_options.access = access;
}

void Hub::setName(const QString& name) {
  m_options.name = name;
  m_state.own_name = name;
  m_members.setReservedName(name);
  m_chat->setOwnName(name);
  sendToAll(wire::Renamed{id(), name}, PeerId());
  updateDiscovery();
  Q_EMIT stateChanged(m_state);
}

void Hub::setPlainMode(session::PlainMode mode) {
  m_state.plain_mode = mode;
  m_network->setTakesPlainPeers(mode != session::PlainMode::Off);
  if (m_state.phase == LinkState::Phase::Listening) {
    m_guests->setMode(mode);
  }
  Q_EMIT stateChanged(m_state);
}

void Hub::onListening(const QHostAddress& address, quint16 port) {
  m_bound = address;
  m_state.address = address.toString();
  m_state.port = port;
  m_state.reachable = net::reachableAddresses(address, port);
  m_guests->setMode(m_state.plain_mode);
  enterPhase(LinkState::Phase::Listening);
}

void Hub::onHello(quint64 connection, const PeerId& peer, const QString& name, const QString& address) {
  if (m_stopping) {
    return;  // the network is about to end it
  }
  if (peer == id()) {
    m_network->end(connection, {codes::kDenied, QStringLiteral("This key is the server's own.")});
    return;
  }
  if (m_members.find(peer) != nullptr) {
    letGo(peer, {codes::kReplaced,
                 QStringLiteral("The same key has connected again. If that was not you, the key was copied.")});
  }
  if (m_members.size() >= m_options.limits.connections) {
    m_network->end(connection, {codes::kTooManyConnections, QStringLiteral("The server is full.")});
    return;
  }
  switch (trust::decideAdmission(m_options.access, m_credentials.known, peer)) {
    case trust::Admission::Denied:
      m_network->end(connection, {codes::kDenied, QStringLiteral("The server does not let this key in.")});
      return;
    case trust::Admission::Ask: {
      const Members::Entry& entry = m_members.add(peer, name, address, connection, true);
      m_network->wait(connection);
      Q_EMIT joinRequested({peer, entry.info.name, address});
      return;
    }
    case trust::Admission::Admitted:
      welcome(m_members.add(peer, name, address, connection, false));
      return;
  }
}

void Hub::welcome(const Members::Entry& entry) {
  const session::PeerInfo info = entry.info;  // the entry may move while we tell others
  QVector<QByteArray> frames{wire::encode(wire::Welcome{wire::kProtocolVersion, m_options.name, info.id})};
  const auto members = m_members.members();
  for (const Members::Entry& other : members) {
    if (other.info.id != info.id) {
      frames.append(wire::encode(wire::Joined{other.info.id, other.info.name, other.info.address, other.info.plain}));
    }
  }
  if (info.name != entry.wanted_name) {
    frames.append(wire::encode(wire::Renamed{info.id, info.name}));
  }
  m_network->admit(entry.connection, frames);
  sendToAll(wire::Joined{info.id, info.name, info.address, false}, info.id);
  Q_EMIT peerJoined(info);
  m_relays->peerBack(info.id);
  m_transfers->peerBack(info.id, info.name);
}

void Hub::onMessage(quint64 connection, const wire::ControlMessage& message) {
  const Members::Entry* entry = m_members.findConnection(connection);
  if (entry == nullptr || entry->waiting) {
    return;  // was let go while this was under way
  }
  const Members::Entry from = *entry;
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    m_chat->handle(from.info.id, *chat);
  } else if (const auto* received = std::get_if<wire::Received>(&message)) {
    m_chat->handle(from.info.id, *received);
  } else if (const auto* rejected = std::get_if<wire::Rejected>(&message);
             rejected != nullptr && m_chat->handle(from.info.id, *rejected)) {
    // it was about a message
  } else if (const auto* probe = std::get_if<wire::Probe>(&message)) {
    m_probes->handle(from.info.id, from.info.address, *probe);
  } else if (!handleRelayed(from.info.id, message)) {
    m_transfers->handle(from.info.id, from.info.name, message);
  }
}

/// Whether it is about a transfer between two clients.
bool Hub::handleRelayed(const PeerId& from, const wire::ControlMessage& message) {
  const auto* offer = std::get_if<wire::Offer>(&message);
  if (const Members::Entry* to = offer != nullptr ? m_members.findMember(offer->to) : nullptr; to && to->info.plain) {
    sendTo(from, wire::Rejected{offer->transfer, codes::kUnsupported,
                                QStringLiteral("Only the server itself can send files to a plain peer.")});
    return true;
  }
  const bool is_ours = offer != nullptr && offer->to == id();
  return !is_ours && m_relays->handle(from, message);
}

void Hub::onMessagesDropped(const session::PeerInfo& peer, int count) {
  Q_EMIT errorOccurred(
      {codes::kTooMany,
       QStringLiteral("%1 writes too fast: %2 of its messages were not passed on.").arg(peer.name).arg(count)});
}

void Hub::onEnded(quint64 connection) {
  if (const Members::Entry* entry = m_members.findConnection(connection)) {
    const PeerId peer = entry->info.id;  // the entry goes before all are told
    forgetMember(peer);
  }
}

void Hub::letGo(const PeerId& peer, const Error& reason) {
  if (const Members::Entry* entry = m_members.find(peer)) {
    m_network->end(entry->connection, reason);
    m_relays->cut(peer);
    m_data->cut(peer);
    forgetMember(peer);
  }
}

void Hub::forgetMember(const PeerId& peer) {
  const Members::Entry entry = *m_members.find(peer);
  m_members.remove(peer);
  if (entry.waiting) {
    Q_EMIT joinRequestGone(peer);
    return;
  }
  sendToAll(wire::Left{entry.info.id, entry.info.name}, peer);
  m_relays->peerLeft(peer);
  m_probes->peerLeft(peer);
  m_transfers->peerLeft(peer);
  Q_EMIT peerLeft(entry.info);
}

void Hub::admit(const PeerId& peer) {
  const Members::Entry* entry = m_members.find(peer);
  if (entry == nullptr || !entry->waiting) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("No peer with this ID waits to be let in.")});
    return;
  }
  if (const Result<void> remembered = m_credentials.known.admit(peer, entry->info.name); !remembered) {
    Q_EMIT errorOccurred(remembered.error());
  }
  m_members.admit(peer);
  Q_EMIT joinRequestGone(peer);
  welcome(*entry);
}

void Hub::deny(const PeerId& peer) {
  const Members::Entry* entry = m_members.find(peer);
  if (entry == nullptr || !entry->waiting) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("No peer with this ID waits to be let in.")});
    return;
  }
  letGo(peer, {codes::kDenied, QStringLiteral("A person at the server said no.")});
}

void Hub::disconnectPeer(const PeerId& peer) {
  const Members::Entry* entry = m_members.find(peer);
  if (entry == nullptr) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("No peer with this ID is connected.")});
    return;
  }
  const Error reason{codes::kKicked, QStringLiteral("A person at the server ended the connection.")};
  if (entry->info.plain) {
    m_guests->disconnectPeer(peer, reason);
  } else {
    letGo(peer, reason);
  }
}

void Hub::sendMessage(const QString& id, const QString& to, const QString& text) {
  m_chat->sendOwn(id, to, text);
}

void Hub::sendFiles(const QString& to, const QStringList& paths) {
  if (const std::optional<PeerId> peer = PeerId::fromHex(to); peer && m_plain->has(*peer)) {
    m_plain->offer(*peer, paths);
    return;
  }
  QVector<session::TransferManager::Receiver> receivers;
  const auto members = m_members.members();
  for (const Members::Entry& member : members) {
    if (member.info.plain) {
      continue;  // "everyone" is for peers that can say no, resume and verify
    }
    if (to == wire::kEveryone || to == member.info.id.hex()) {
      receivers.append({member.info.id, member.info.name});
    }
  }
  if (receivers.isEmpty()) {
    const bool only_plain = to == wire::kEveryone && !members.isEmpty();
    Q_EMIT errorOccurred({codes::kAbsent, only_plain ? QStringLiteral("Only plain peers are here. Files for everyone "
                                                                      "leave them out: choose one of them.")
                                                     : QStringLiteral("Nobody is here to send the files to.")});
    return;
  }
  m_transfers->offer(receivers, paths);
}

void Hub::stop() {
  if (!m_stopping) {
    m_stopping = true;
    m_plain->stop();
    closeDatagrams();
    m_announcer->stop();
    m_network->stop({codes::kClosing, QStringLiteral("The server stops.")});
  }
}

void Hub::enterPhase(LinkState::Phase phase, const Error& error) {
  m_state.phase = phase;
  m_state.error = error;
  if (phase == LinkState::Phase::Idle) {
    m_state.reachable.clear();
  }
  updateDiscovery();
  Q_EMIT stateChanged(m_state);
}

void Hub::sendTo(const PeerId& peer, const wire::ControlMessage& message) {
  const Members::Entry* entry = m_members.findMember(peer);
  if (entry == nullptr) {
    return;
  }
  if (entry->info.plain) {
    m_guests->send(peer, message);
  } else {
    m_network->send(entry->connection, wire::encode(message));
  }
}

void Hub::sendToAll(const wire::ControlMessage& message, const PeerId& except) {
  const Members::Entry* entry = m_members.findMember(except);
  m_network->sendToMembers(wire::encode(message), entry != nullptr ? entry->connection : 0);
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    m_guests->sendToAll(*chat, except);
  }
}

}  // namespace landline::server
