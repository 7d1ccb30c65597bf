#include "server/server_window.h"

#include <QAction>
#include <QMenuBar>
#include <QPushButton>
#include <QTabWidget>

#include "models/display_text.h"
#include "server/listen_bar.h"
#include "widgets/accept_rule_combo.h"
#include "widgets/conversation_panel.h"
#include "widgets/error_text.h"
#include "widgets/log_panel.h"
#include "widgets/message_bar.h"

namespace landline::server {

using session::LinkState;
using session::Node;
using widgets::ConversationPanel;
using widgets::Help;
using widgets::Icon;

ServerWindow::ServerWindow(ServerNode& node, const Clock& clock, const QString& settings_path,
                           const ServerOverrides& overrides, QWidget* parent)
    : ProgramWindow(node, clock, settings_path, parent),
      m_node(node),
      m_preferences(ServerPreferences::load(m_settings)),
      m_node_log(m_log, clock),
      m_listen_bar(new ListenBar) {
  overrides.applyTo(m_preferences);
  build();
  makeMenus();
  connectLog();
  connectBar();
  connectPanels();
  m_listen_bar->setPreferences(m_preferences);
  showPreferences(m_preferences);
  m_listen_bar->storeIn(m_preferences);
  storeIn(m_preferences);
  tell(m_node, &ServerNode::setAccess, m_preferences.access);
  tell(m_node, &ServerNode::setName, m_preferences.name);
  tell(m_node, &ServerNode::setPlainMode, m_preferences.plain);
  restoreWindow({1100, 800});
  onStateChanged({});
  m_feed.refresh();
  if (overrides.begin) {
    m_listen_bar->toggle();
  }
}

ServerWindow::~ServerWindow() {
  remember();
}

QString ServerWindow::programName() const {
  return tr("Landline Server");
}

QString ServerWindow::titleName() const {
  return models::displayName(m_preferences.name);
}

QString ServerWindow::mainKeyMeaning() const {
  return tr("Listen, or stop listening");
}

void ServerWindow::build() {
  setObjectName(QStringLiteral("serverWindow"));
  m_conversation_panel->setCanDisconnectPeers(true);
  m_accept_rule->setObjectName(QStringLiteral("acceptCombo"));
  m_log_page = padded(new widgets::LogPanel(m_log));
  m_tabs->insertTab(1, m_log_page, icon(Icon::Log), tr("Log"));
  setCentralWidget(makeMainPage(m_listen_bar));
  m_listen_bar->findChild<QPushButton*>(QStringLiteral("listenButton"))->setFocus();
}

void ServerWindow::makeMenus() {
  QMenu* const server = menuBar()->addMenu(tr("&Server"));
  m_listen_action = addEntry(server, Icon::Listen, tr("&Listen"), QKeySequence(QStringLiteral("Ctrl+L")),
                             [this] { m_listen_bar->toggle(); });
  m_listen_action->setObjectName(QStringLiteral("listenAction"));
  addSendActions(server);
  m_disconnect_action = addEntry(server, Icon::Disconnect, tr("&Disconnect peer"), {}, [this] { disconnectCurrent(); });
  m_disconnect_action->setIconText(tr("Disconnect peer"));
  m_disconnect_action->setObjectName(QStringLiteral("disconnectAction"));
  m_listen_bar->addDisconnectButton(m_disconnect_action);
  server->addSeparator();
  addDiscovery(server, tr("A&nnounce this server on the network"), tr("Announce it &also on"));
  addQuitAction(server);

  QMenu* const view = addViewMenu();
  addEntry(view, Icon::Log, tr("&Log"), {}, [this] { m_tabs->setCurrentWidget(m_log_page); });
  addNetworkAction(view);
  addHelpMenu();
}

void ServerWindow::connectLog() {
  constexpr auto kQueued = Qt::QueuedConnection;
  using models::NodeLog;
  connect(&m_node, &Node::stateChanged, &m_node_log, &NodeLog::onStateChanged, kQueued);
  connect(&m_node, &Node::peerJoined, &m_node_log, &NodeLog::onPeerJoined, kQueued);
  connect(&m_node, &Node::peerLeft, &m_node_log, &NodeLog::onPeerLeft, kQueued);
  connect(&m_node, &Node::peerRenamed, &m_node_log, &NodeLog::onPeerRenamed, kQueued);
  connect(&m_node, &Node::joinRequested, &m_node_log, &NodeLog::onJoinRequested, kQueued);
  connect(&m_node, &Node::transferChanged, &m_node_log, &NodeLog::onTransferChanged, kQueued);
  connect(&m_node, &Node::errorOccurred, &m_node_log, &NodeLog::onErrorOccurred, kQueued);
}

void ServerWindow::connectBar() {
  connect(m_listen_bar, &ListenBar::listenRequested, this, [this](const QString& address, quint16 port) {
    m_message_bar->dismiss();
    savePreferences();
    tell(m_node, &ServerNode::listen, address, port);
  });
  connect(m_listen_bar, &ListenBar::stopRequested, &m_node, &ServerNode::stopListening, Qt::QueuedConnection);
  connect(m_listen_bar, &ListenBar::problemOccurred, this,
          [this](const QString& text) { m_message_bar->showError(text); });
  connect(m_listen_bar, &ListenBar::nameChanged, this, [this](const QString& name) {
    savePreferences();
    tell(m_node, &ServerNode::setName, name);
  });
  connect(m_listen_bar, &ListenBar::accessChanged, this, [this] {
    savePreferences();
    tell(m_node, &ServerNode::setAccess, m_preferences.access);
  });
  connect(m_listen_bar, &ListenBar::plainModeChanged, this, [this] {
    savePreferences();
    tell(m_node, &ServerNode::setPlainMode, m_preferences.plain);
  });
  connect(&m_feed, &models::InterfaceFeed::refreshed, m_listen_bar, &ListenBar::setInterfaces);
}

void ServerWindow::connectPanels() {
  connect(m_conversation_panel, &ConversationPanel::admitRequested, this, [this](const PeerId& peer) {
    m_conversations.noteJoinAnswer(peer, true);
    tell(m_node, &Node::admit, peer);
  });
  connect(m_conversation_panel, &ConversationPanel::denyRequested, this, [this](const PeerId& peer) {
    m_conversations.noteJoinAnswer(peer, false);
    tell(m_node, &Node::deny, peer);
  });
  connect(m_conversation_panel, &ConversationPanel::disconnectRequested, &m_node, &Node::disconnectPeer,
          Qt::QueuedConnection);
  connect(m_conversation_panel, &ConversationPanel::emptyStateAction, m_listen_bar, &ListenBar::toggle);

  connect(&m_conversations, &models::Conversations::currentChanged, this, &ServerWindow::updateDisconnect);
  const QAbstractItemModel& peers = m_conversations.peers();
  connect(&peers, &QAbstractItemModel::dataChanged, this, &ServerWindow::updateDisconnect);
  connect(&peers, &QAbstractItemModel::rowsRemoved, this, &ServerWindow::updateDisconnect);
  connect(&peers, &QAbstractItemModel::rowsInserted, this, &ServerWindow::updateDisconnect);
}

void ServerWindow::onStateChanged(const LinkState& state) {
  const bool was_listening = m_state.phase == LinkState::Phase::Listening;
  ProgramWindow::onStateChanged(state);
  m_listen_bar->showState(state);
  const bool listening = state.phase == LinkState::Phase::Listening;
  if (listening && !was_listening) {
    m_conversation_panel->focusMessage();  // not where a second press of Return would stop it again
  }
  m_listen_action->setText(listening ? tr("Stop &listening") : tr("&Listen"));
  setOnline(listening, tr("Not listening: nobody can be reached."));
  if (listening) {
    m_preferences.port = state.port;  // a free port that the system picked is nobody's choice
    dismissLinkProblem();
  } else if (!state.error.code.isEmpty()) {
    showListenError(state);
  }
  updateEmptyState();
  updateDisconnect();
}

void ServerWindow::showListenError(const LinkState& state) {
  ServerPreferences wanted = m_preferences;
  m_listen_bar->storeIn(wanted);
  const quint16 port = state.port != 0 ? state.port : wanted.port;
  const QString text = widgets::describeWithDetail(state.error);
  switch (widgets::describe(state.error).help) {
    case Help::NextPort: {
      // A privileged port's neighbours are privileged too: our own default is a better guess.
      const quint16 next = state.error.is(codes::kPermission) || port == 65535 ? ServerPreferences().port
                                                                               : static_cast<quint16>(port + 1);
      showLinkProblem(
          state.error.is(codes::kAddressInUse) ? tr("Port %1 is in use by another program.").arg(port) : text,
          tr("Use %1").arg(next), [this, next] { m_listen_bar->listenOn(next); });
      return;
    }
    case Help::AllAddresses:
      showLinkProblem(text, tr("Use all addresses"), [this] { m_listen_bar->listenOnAllAddresses(); });
      return;
    case Help::None:
    case Help::Retry:
    case Help::ChooseFolder:
    case Help::ShowNetwork:
      showLinkProblem(text, tr("Listen again"), [this] { m_listen_bar->toggle(); });
      return;
  }
}

void ServerWindow::updateEmptyState() {
  if (m_state.phase != LinkState::Phase::Listening) {
    m_conversation_panel->setEmptyState(tr("Not listening. Nobody can connect yet."), tr("Listen"));
  } else if (m_state.reachable.isEmpty()) {
    m_conversation_panel->setEmptyState(tr("Nothing said yet. Others can connect now."));
  } else {
    m_conversation_panel->setEmptyState(
        tr("Nothing said yet. Others can connect to %1").arg(m_state.reachable.first()));
  }
}

void ServerWindow::updateDisconnect() {
  const QString& key = m_conversations.current();
  m_disconnect_action->setEnabled(PeerId::fromHex(key).has_value() && m_conversations.peers().isPresent(key));
}

void ServerWindow::disconnectCurrent() {
  if (const std::optional<PeerId> peer = PeerId::fromHex(m_conversations.current())) {
    tell(m_node, &Node::disconnectPeer, *peer);
  }
}

void ServerWindow::savePreferences() {
  const ServerPreferences before = m_preferences;
  m_listen_bar->storeIn(m_preferences);
  storeIn(m_preferences);
  m_preferences.saveChanges(m_settings, before);
  updateTitle();
}

}  // namespace landline::server
