#include "client/client_node.h"

#include <QHostAddress>

#include <utility>

#include "history/node_history.h"
#include "net/control_connection.h"
#include "net/data_stream.h"
#include "net/discovery_browser.h"
#include "net/host_interfaces.h"

namespace landline::client {

using session::Delivery;
using session::LinkState;
using session::PeerInfo;

namespace {

/// The host in `host:port` or `[host]:port`.
QHostAddress hostOf(const QString& address) {
  QString host = address.left(address.lastIndexOf(QLatin1Char(':')));
  if (host.startsWith(QLatin1Char('['))) {
    host = host.mid(1, host.size() - 2);
  }
  return QHostAddress(host);
}

}  // namespace

Result<std::unique_ptr<ClientNode>> ClientNode::create(const Profile& profile, const ClientOptions& options) {
  Result<net::Credentials> credentials = net::openCredentials(profile);
  if (!credentials) {
    return credentials.error();
  }
  return std::unique_ptr<ClientNode>(new ClientNode(profile, options, std::move(*credentials)));
}

ClientNode::ClientNode(const Profile& profile, const ClientOptions& options, net::Credentials credentials)
    : m_profile(profile),
      m_options(options),
      m_credentials(std::move(credentials)),
      m_seen(options.limits.remembered_messages) {}

ClientNode::~ClientNode() = default;

void ClientNode::start() {
  startSession();
  startTransfers();
  startDiscovery();
  startDatagrams(m_options.limits, m_clock);
  startPlain();
  if (const QString warning = m_credentials.known.warning(); !warning.isEmpty()) {
    Q_EMIT errorOccurred({codes::kInternal, warning});
  }
  Q_EMIT stateChanged(m_session->state());
  openHistory();  // after the state: what it tells of unfinished transfers needs this node's own ID
}

void ClientNode::startSession() {
  m_session =
      new session::ClientSession(id(), controlConnector(), m_credentials.known, m_options.limits, m_clock, this);
  m_outbox = new Outbox(this);
  connect(m_session, &session::ClientSession::stateChanged, this, &ClientNode::onState);
  connect(m_session, &session::ClientSession::messageReceived, this, &ClientNode::onMessage);
  connect(m_outbox, &Outbox::messageReady, m_session, &session::ClientSession::send);
  connect(m_outbox, &Outbox::deliveryChanged, this, &Node::deliveryChanged);
}

session::ClientSession::Connector ClientNode::controlConnector() {
  return [this](const QString& host, quint16 port) {
    auto* channel = new net::ControlConnection(m_credentials.tls, m_options.limits, this);
    channel->connectTo(host, port);
    return channel;
  };
}

void ClientNode::startTransfers() {
  setTransfers(
      new session::TransferManager(session::TransferManager::Role::Client, id(), m_options.limits, m_clock, this));
  m_transfers->setSaveFolder(m_options.save_folder);
  m_transfers->setAcceptRule(m_options.accept_rule);
  connect(m_transfers, &session::TransferManager::messageReady, this,
          // Whoever it is for: what is said about a transfer with another client goes through the server, too.
          [this](const PeerId&, const wire::ControlMessage& message) { m_session->send(message); });
}

void ClientNode::startPlain() {
  setPlain(new session::PlainDesk(m_options.limits, m_clock, this), id());
  m_plain->setResultsFolder(m_profile.path(QStringLiteral("results")));  // which the history makes
  m_plain->setTextPace(m_options.limits.plain_texts_per_second);
  m_plain->setSaveFolder(m_options.save_folder);
  m_plain->setAcceptRule(m_options.accept_rule);
  m_plain_link = new PlainLink(id(), *m_plain, m_clock, this);
  connect(m_plain_link, &PlainLink::stateChanged, this, &Node::stateChanged);
  connect(m_plain_link, &PlainLink::joined, this, &Node::peerJoined);
  connect(m_plain_link, &PlainLink::left, this, &Node::peerLeft);
  connect(m_plain_link, &PlainLink::messageAdded, this, &Node::messageAdded);
  connect(m_plain_link, &PlainLink::deliveryChanged, this, &Node::deliveryChanged);
  connect(m_plain_link, &PlainLink::errorOccurred, this, &Node::errorOccurred);
}

void ClientNode::openHistory() {
  auto* history = new history::NodeHistory(*m_transfers, m_clock, this);
  connect(history, &history::NodeHistory::errorOccurred, this, &Node::errorOccurred);
  history->open(m_profile);
}

void ClientNode::connectTo(const QString& host, quint16 port, const QString& name) {
  m_plain_link->disconnectFromServer();
  m_session->connectTo(host, port, name);
}
void ClientNode::disconnectFromServer() {
  if (m_plain_link->isActive()) {
    m_plain_link->disconnectFromServer();
  } else {
    m_session->disconnectFromServer();
  }
}
void ClientNode::connectPlain(const QString& host, quint16 port) {
  m_session->disconnectFromServer();
  m_plain_link->connectTo(host, port, ownName());
}

/// The one that a server would be told.
QString ClientNode::ownName() const {
  const QString usual_name = m_options.name.isEmpty() ? net::hostName() : m_options.name;
  return m_session->wantedName().isEmpty() ? usual_name : m_session->wantedName();
}

void ClientNode::diagnose(const QString& host, quint16 port) {
  m_doctor = std::make_unique<session::Doctor>(session::Doctor::Tools{
      m_credentials.tls, m_credentials.known, *m_session, controlConnector(), ownName(), m_options.limits});
  connect(m_doctor.get(), &session::Doctor::changed, this, &ClientNodeInterface::diagnosisChanged);
  m_doctor->start(host, port);
}

void ClientNode::cancelDiagnosis() {
  if (m_doctor) {
    m_doctor->cancel();
  }
}

void ClientNode::retryNow() {
  m_session->retryNow();
}
void ClientNode::trust(const PeerId& server) {
  m_session->trust(server);
}

void ClientNode::onState(const LinkState& state) {
  const bool online = state.phase == LinkState::Phase::Online;
  if (m_was_online && !online) {
    m_outbox->setOnline(false);
    const auto peers = std::exchange(m_peers, {});
    for (const PeerInfo& peer : peers) {
      m_transfers->peerLeft(peer.id);
      Q_EMIT peerLeft(peer);
    }
  }
  if (!m_plain_link->isActive()) {
    Q_EMIT stateChanged(state);
  }
  if (online && !m_was_online) {
    m_transfers->setConnector(dataConnector());
    onJoined({state.server, state.server_name, m_session->serverAddress(), true});
    m_browser->reconsider(state.server);  // it is a known one now
    m_outbox->setOnline(true);
  }
  m_was_online = online;
}

void ClientNode::onMessage(const wire::ControlMessage& message) {
  const PeerId server = m_session->state().server;
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    onChat(*chat);
  } else if (const auto* receipt = std::get_if<wire::Received>(&message)) {
    m_outbox->onReceived(receipt->id);
  } else if (const auto* joined = std::get_if<wire::Joined>(&message)) {
    onJoined({joined->id, joined->name, joined->address, false, joined->plain});
  } else if (const auto* left = std::get_if<wire::Left>(&message)) {
    onLeft(left->id);
  } else if (const auto* renamed = std::get_if<wire::Renamed>(&message)) {
    onRenamed(*renamed);
  } else if (!std::holds_alternative<wire::Probing>(message) && !std::holds_alternative<wire::Probed>(message) &&
             !isRejectedMessage(message)) {  // the doctor listens to the session itself
    const auto* offer = std::get_if<wire::Offer>(&message);
    m_transfers->handle(server, nameOf(offer != nullptr && offer->from ? *offer->from : server), message);
  }
}

/// Whether it was about a message, and is dealt with.
bool ClientNode::isRejectedMessage(const wire::ControlMessage& message) {
  const auto* rejected = std::get_if<wire::Rejected>(&message);
  return rejected != nullptr && m_outbox->onRejected(rejected->re, {rejected->code, rejected->reason});
}

void ClientNode::onChat(const wire::Chat& chat) {
  if (m_seen.insert(*chat.from, chat.id)) {
    Q_EMIT messageAdded({chat.id, *chat.from, nameOf(*chat.from), chat.to, chat.text, *chat.at, Delivery::Incoming});
  }
  if (chat.to != wire::kEveryone) {
    m_session->send(wire::Received{chat.id, id()});
  }
}

void ClientNode::onJoined(const PeerInfo& peer) {
  if (peer.id == id()) {
    return;
  }
  const bool is_new = !m_peers.contains(peer.id);
  m_peers.insert(peer.id, peer);
  if (is_new) {
    Q_EMIT peerJoined(peer);
    m_transfers->peerBack(peer.id, peer.name);
  } else {
    Q_EMIT peerRenamed(peer);
    m_transfers->peerRenamed(peer.id, peer.name);
  }
}

void ClientNode::onLeft(const PeerId& peer) {
  const auto it = m_peers.constFind(peer);
  if (it != m_peers.cend() && !it->is_server) {
    m_transfers->peerLeft(peer);
    Q_EMIT peerLeft(m_peers.take(peer));
  }
}

void ClientNode::onRenamed(const wire::Renamed& renamed) {
  if (renamed.id == id()) {
    m_session->setOwnName(renamed.name);
    return;
  }
  const auto it = m_peers.find(renamed.id);
  if (it != m_peers.end()) {
    it->name = renamed.name;
    m_transfers->peerRenamed(renamed.id, renamed.name);
    Q_EMIT peerRenamed(*it);
  }
}

QString ClientNode::nameOf(const PeerId& peer) const {
  const auto it = m_peers.constFind(peer);
  return it != m_peers.cend() ? it->name : peer.fingerprint();
}

bool ClientNode::goesPlain(const QString& to) const {
  return m_plain_link->isActive() || m_plain_link->isServer(to);
}

void ClientNode::sendMessage(const QString& id, const QString& to, const QString& text) {
  if (goesPlain(to)) {
    m_plain_link->sendMessage(id, to, text);
    return;
  }
  Q_EMIT messageAdded({id, this->id(), m_session->state().own_name, to, text, m_clock.utcMs(), Delivery::Sending});
  m_outbox->add({id, to, text, std::nullopt, std::nullopt}, m_options.limits);
}

void ClientNode::sendFiles(const QString& to, const QStringList& paths) {
  if (goesPlain(to)) {
    m_plain_link->sendFiles(to, paths);
    return;
  }
  if (!m_session->online()) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("There is no connection to a server to send files to.")});
    return;
  }
  QVector<session::TransferManager::Receiver> receivers;
  for (const PeerInfo& peer : std::as_const(m_peers)) {
    if (to == peer.id.hex() && peer.plain) {
      Q_EMIT errorOccurred({codes::kUnsupported,
                            QStringLiteral("%1 is a plain peer, to whom only the server sends files.").arg(peer.name)});
      return;
    }
    if ((to == wire::kEveryone && !peer.plain) || to == peer.id.hex()) {
      receivers.append({peer.id, peer.name});
    }
  }
  if (receivers.isEmpty()) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("Nobody with this ID is here to send files to.")});
    return;
  }
  m_transfers->offer(receivers, paths);
}

session::DataConnector ClientNode::dataConnector() const {
  // Where the control connection really went: a name could lead to another address the next time.
  return [tls = m_credentials.tls, limits = m_options.limits, address = hostOf(m_session->serverAddress()),
          port = m_session->state().port, id = m_session->state().server] {
    auto stream = std::make_unique<net::DataStream>(tls, limits);
    net::DataStream* opened = stream.get();
    return session::UnopenedStream{std::move(stream),
                                   [opened, address, port, id] { return opened->connectTo(address, port, id); }};
  };
}

void ClientNode::stop() {
  connect(m_session, &session::ClientSession::stopped, this, [this] {
    m_transfers->join();
    m_plain->join();
    Q_EMIT stopped();
  });
  closeDatagrams();
  disconnect(m_browser, nullptr, this, nullptr);  // what is nearby is not lost because this program ends
  m_browser->setOn(false, {});
  m_doctor.reset();
  m_transfers->stop();
  m_plain->stop();
  m_plain_link->disconnectFromServer();
  m_session->stop();
}

}  // namespace landline::client
