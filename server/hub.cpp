#include "server/hub.h"

#include <QHostAddress>

#include <utility>

#include "history/node_history.h"
#include "net/host_interfaces.h"

namespace landline::server {

using session::LinkState;

Result<std::unique_ptr<Hub>> Hub::create(const Profile& profile, const HubOptions& options) {
  Result<net::Credentials> credentials = net::openCredentials(profile);
  if (!credentials) {
    return credentials.error();
  }
  return std::unique_ptr<Hub>(new Hub(profile, options, std::move(*credentials)));
}

Hub::Hub(const Profile& profile, const HubOptions& options, net::Credentials credentials)
    : m_profile(profile), m_options(options), m_credentials(std::move(credentials)), m_members(options.limits) {
  m_state.own = id();
  m_state.own_name = options.name;
  m_members.setReservedName(options.name);
}

Hub::~Hub() = default;

void Hub::start() {
  m_chat = new ChatRouter(
      id(), m_members,
      {[this](const PeerId& to, const wire::ControlMessage& message) { sendTo(to, message); },
       [this](const wire::ControlMessage& message, const PeerId& except) { sendToAll(message, except); }},
      m_options.limits, m_clock, this);
  m_chat->setOwnName(m_options.name);
  connect(m_chat, &ChatRouter::messageAdded, this, &Node::messageAdded);
  connect(m_chat, &ChatRouter::deliveryChanged, this, &Node::deliveryChanged);
  startTransfers();
  startDatagrams(m_options.limits, m_clock);
  startRelays();
  startNetwork();
  if (const QString warning = m_credentials.known.warning(); !warning.isEmpty()) {
    Q_EMIT errorOccurred({codes::kInternal, warning});
  }
  enterPhase(LinkState::Phase::Idle);
  openHistory();  // after the state: what it tells of unfinished transfers needs this node's own ID
}

void Hub::startTransfers() {
  setTransfers(
      new session::TransferManager(session::TransferManager::Role::Server, id(), m_options.limits, m_clock, this));
  m_transfers->setSaveFolder(m_options.save_folder);
  m_transfers->setAcceptRule(m_options.accept_rule);
  connect(m_transfers, &session::TransferManager::messageReady, this, &Hub::sendTo);
}

void Hub::openHistory() {
  auto* history = new history::NodeHistory(*m_transfers, m_clock, this);
  connect(history, &history::NodeHistory::errorOccurred, this, &Node::errorOccurred);
  history->open(m_profile);
}

void Hub::startRelays() {
  m_relays = new session::RelayDesk(m_transfers->tickets(), m_options.limits, this);
  connect(m_relays, &session::RelayDesk::messageReady, this, &Hub::sendTo);
}

void Hub::startNetwork() {
  m_data = std::make_unique<session::DataAcceptor>(m_credentials.tls, m_options.limits, m_transfers->tickets());
  m_network = new Network(
      m_credentials.tls, m_options.limits, m_options.io_threads,
      [data = m_data.get()](net::Incoming incoming) { data->accept(std::move(incoming)); }, this);
  connect(m_network, &Network::listening, this, &Hub::onListening);
  connect(m_network, &Network::listenFailed, this,
          [this](const Error& error) { enterPhase(LinkState::Phase::Idle, error); });
  connect(m_network, &Network::portClosed, this, [this] { enterPhase(LinkState::Phase::Idle); });
  connect(m_network, &Network::helloReceived, this, &Hub::onHello);
  connect(m_network, &Network::messageReceived, this, &Hub::onMessage);
  connect(m_network, &Network::ended, this, [this](quint64 connection) { onEnded(connection); });
  connect(m_network, &Network::stopped, this, [this] {
    m_transfers->stop();
    m_relays->stop();
    m_data->stop();
    m_transfers->join();
    Q_EMIT stopped();
  });
}

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
  Q_EMIT stateChanged(m_state);
}

void Hub::setPlainMode(session::PlainMode mode) {
  m_state.plain_mode = mode;
  Q_EMIT stateChanged(m_state);
}

void Hub::onListening(const QHostAddress& address, quint16 port) {
  m_state.address = address.toString();
  m_state.port = port;
  m_state.reachable = net::reachableAddresses(address, port);
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
      frames.append(wire::encode(wire::Joined{other.info.id, other.info.name, other.info.address}));
    }
  }
  if (info.name != entry.wanted_name) {
    frames.append(wire::encode(wire::Renamed{info.id, info.name}));
  }
  m_network->admit(entry.connection, frames);
  sendToAll(wire::Joined{info.id, info.name, info.address}, info.id);
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
  } else if (!handleRelayed(from.info.id, message)) {
    m_transfers->handle(from.info.id, from.info.name, message);
  }
}

/// Whether it is about a transfer between two clients.
bool Hub::handleRelayed(const PeerId& from, const wire::ControlMessage& message) {
  const auto* offer = std::get_if<wire::Offer>(&message);
  const bool is_ours = offer != nullptr && offer->to == id();
  return !is_ours && m_relays->handle(from, message);
}

void Hub::onEnded(quint64 connection) {
  if (const Members::Entry* entry = m_members.findConnection(connection)) {
    forgetMember(entry->info.id);
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
  if (m_members.find(peer) == nullptr) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("No peer with this ID is connected.")});
    return;
  }
  letGo(peer, {codes::kKicked, QStringLiteral("A person at the server ended the connection.")});
}

void Hub::sendMessage(const QString& id, const QString& to, const QString& text) {
  m_chat->sendOwn(id, to, text);
}

void Hub::sendFiles(const QString& to, const QStringList& paths) {
  QVector<session::TransferManager::Receiver> receivers;
  const auto members = m_members.members();
  for (const Members::Entry& member : members) {
    if (to == wire::kEveryone || to == member.info.id.hex()) {
      receivers.append({member.info.id, member.info.name});
    }
  }
  if (receivers.isEmpty()) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("Nobody is here to send the files to.")});
    return;
  }
  m_transfers->offer(receivers, paths);
}

void Hub::stop() {
  if (!m_stopping) {
    m_stopping = true;
    closeDatagrams();
    m_network->stop({codes::kClosing, QStringLiteral("The server stops.")});
  }
}

void Hub::enterPhase(LinkState::Phase phase, const Error& error) {
  m_state.phase = phase;
  m_state.error = error;
  if (phase == LinkState::Phase::Idle) {
    m_state.reachable.clear();
  }
  Q_EMIT stateChanged(m_state);
}

void Hub::sendTo(const PeerId& peer, const wire::ControlMessage& message) {
  if (const Members::Entry* entry = m_members.findMember(peer)) {
    m_network->send(entry->connection, wire::encode(message));
  }
}

void Hub::sendToAll(const wire::ControlMessage& message, const PeerId& except) {
  const Members::Entry* entry = m_members.findMember(except);
  m_network->sendToMembers(wire::encode(message), entry != nullptr ? entry->connection : 0);
}

}  // namespace landline::server
