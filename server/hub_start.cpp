#include <utility>

#include "history/node_history.h"
#include "server/hub.h"

// How the hub is put together.
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
  m_state.plain_mode = options.plain_mode;
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
  startPlain();
  startDiscovery();
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
  m_probes = new session::ProbeDesk(m_options.limits, m_clock, this);
  connect(m_probes, &session::ProbeDesk::messageReady, this, &Hub::sendTo);
}

void Hub::startPlain() {
  setPlain(new session::PlainDesk(m_options.limits, m_clock, this), id());
  m_plain->setResultsFolder(m_profile.path(QStringLiteral("results")));  // which the history makes
  m_plain->setTextPace(m_options.limits.plain_texts_per_second);
  m_plain->setSaveFolder(m_options.save_folder);
  m_plain->setAcceptRule(m_options.accept_rule);
  m_guests = new PlainGuests(
      *m_plain, m_members, *m_chat, [this](const wire::ControlMessage& message) { sendToAll(message, PeerId()); },
      m_options.limits, this);
  connect(m_guests, &PlainGuests::joined, this, &Node::peerJoined);
  connect(m_guests, &PlainGuests::left, this, &Node::peerLeft);
  connect(m_guests, &PlainGuests::messagesDropped, this, &Hub::onMessagesDropped);
}

void Hub::startNetwork() {
  m_data = std::make_unique<session::DataAcceptor>(m_credentials.tls, m_options.limits, m_transfers->tickets());
  m_network = new Network(
      m_credentials.tls, m_options.limits, m_options.io_threads,
      [data = m_data.get()](net::Incoming incoming) { data->accept(std::move(incoming)); },
      [plain = m_plain](net::Incoming incoming) { plain->adopt(std::move(incoming)); }, this);
  m_plain->onTls = [network = m_network](net::Incoming incoming) { network->takeBack(std::move(incoming)); };
  m_network->setTakesPlainPeers(m_state.plain_mode != session::PlainMode::Off);
  connect(m_network, &Network::listening, this, &Hub::onListening);
  connect(m_network, &Network::listenFailed, this,
          [this](const Error& error) { enterPhase(LinkState::Phase::Idle, error); });
  connect(m_network, &Network::portClosed, this, [this] { enterPhase(LinkState::Phase::Idle); });
  connect(m_network, &Network::helloReceived, this, &Hub::onHello);
  connect(m_network, &Network::messageReceived, this, &Hub::onMessage);
  connect(m_network, &Network::messagesDropped, this, [this](quint64 connection, int count) {
    if (const Members::Entry* entry = m_members.findConnection(connection)) {
      onMessagesDropped(entry->info, count);
    }
  });
  connect(m_network, &Network::ended, this, [this](quint64 connection) { onEnded(connection); });
  connect(m_network, &Network::stopped, this, [this] {
    m_transfers->stop();
    m_relays->stop();
    m_probes->stop();
    m_data->stop();
    m_transfers->join();
    m_plain->join();
    Q_EMIT stopped();
  });
}

}  // namespace landline::server
