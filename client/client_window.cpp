#include "client/client_window.h"

#include <QAction>
#include <QMenuBar>
#include <QStackedWidget>

#include "client/connection_bar.h"
#include "core/host_and_port.h"
#include "models/display_text.h"
#include "widgets/conversation_panel.h"
#include "widgets/error_text.h"
#include "widgets/key_changed_page.h"
#include "widgets/message_bar.h"
#include "widgets/transfer_panel.h"

namespace landline::client {

using session::LinkState;
using widgets::ConversationPanel;
using widgets::Help;
using widgets::Icon;
using Phase = LinkState::Phase;

ClientWindow::ClientWindow(ClientNodeInterface& node, const Clock& clock, const QString& settings_path,
                           const ClientOverrides& overrides, QWidget* parent)
    : ProgramWindow(node, clock, settings_path, parent),
      m_node(node),
      m_preferences(ClientPreferences::load(m_settings)),
      m_connection_bar(new ConnectionBar(clock)) {
  overrides.applyTo(m_preferences);
  build();
  makeMenus();
  connectParts();
  m_connection_bar->setPreferences(m_preferences);
  showPreferences(m_preferences);
  storeIn(m_preferences);
  m_connection_bar->storeIn(m_preferences);
  restoreWindow({1000, 760});
  onStateChanged({});
  m_feed.refresh();
  if (overrides.begin) {
    m_connection_bar->requestConnection();
  } else if (m_preferences.host.isEmpty()) {
    m_connection_bar->focusHost();
  }
}

ClientWindow::~ClientWindow() {
  remember();
}

QString ClientWindow::programName() const {
  return tr("Landline");
}

QString ClientWindow::titleName() const {
  return m_state.phase == Phase::Online ? models::displayName(m_state.server_name) : QString();
}

QString ClientWindow::mainKeyMeaning() const {
  return tr("Connect, cancel or disconnect");
}

void ClientWindow::build() {
  setObjectName(QStringLiteral("clientWindow"));
  m_transfer_panel->setEmptyText(tr("No transfers yet. Drop files or folders anywhere on this window to send them."));
  m_key_page = new widgets::KeyChangedPage;
  makeNearby();
  m_main_page = makeMainPage(m_connection_bar);
  m_pages = new QStackedWidget;
  m_pages->addWidget(m_main_page);
  m_pages->addWidget(m_key_page);
  setCentralWidget(m_pages);
  orderNearby();
}

void ClientWindow::makeMenus() {
  QMenu* const client = menuBar()->addMenu(tr("&Client"));
  m_connect_action = addEntry(client, Icon::Connect, tr("&Connect"), QKeySequence(QStringLiteral("Ctrl+L")),
                              [this] { m_connection_bar->toggle(); });
  m_connect_action->setObjectName(QStringLiteral("connectAction"));
  addSendActions(client);
  client->addSeparator();
  addDiscovery(client, tr("Find servers on this &network"), tr("Look for them &also on"));
  addQuitAction(client);
  addNetworkAction(addViewMenu());
  addDoctor(addHelpMenu());
}

void ClientWindow::connectParts() {
  connect(m_connection_bar, &ConnectionBar::connectRequested, this,
          [this](const QString& host, quint16 port, const QString& name) {
            m_message_bar->dismiss();
            savePreferences();
            tell(m_node, &ClientNodeInterface::connectTo, host, port, name);
          });
  connect(m_connection_bar, &ConnectionBar::plainConnectRequested, this, [this](const QString& host, quint16 port) {
    m_message_bar->dismiss();
    savePreferences();
    tell(m_node, &ClientNodeInterface::connectPlain, host, port);
  });
  // Behind what the conversations make of it: there is nobody else to talk to.
  connect(
      &m_node, &session::Node::peerJoined, this,
      [this](const session::PeerInfo& peer) {
        if (peer.plain && peer.is_server) {
          m_conversations.setCurrent(peer.id.hex());
        }
      },
      Qt::QueuedConnection);
  connect(m_connection_bar, &ConnectionBar::disconnectRequested, this, [this] {
    m_message_bar->dismiss();
    tell(m_node, &ClientNodeInterface::disconnectFromServer);
  });
  connect(m_connection_bar, &ConnectionBar::retryRequested, &m_node, &ClientNodeInterface::retryNow,
          Qt::QueuedConnection);
  connect(m_connection_bar, &ConnectionBar::problemOccurred, this,
          [this](const QString& text) { m_message_bar->showError(text); });

  connect(m_key_page, &widgets::KeyChangedPage::trusted, &m_node, &session::Node::trust, Qt::QueuedConnection);
  connect(m_key_page, &widgets::KeyChangedPage::refused, &m_node, &ClientNodeInterface::disconnectFromServer,
          Qt::QueuedConnection);

  connect(m_conversation_panel, &ConversationPanel::emptyStateAction, m_connection_bar, &ConnectionBar::toggle);
}

widgets::DropTarget::Answer ClientWindow::dropAnswer() const {
  if (m_state.phase == Phase::KeyChanged) {
    return {false, tr("Decide about the key first.")};
  }
  return ProgramWindow::dropAnswer();
}

void ClientWindow::onStateChanged(const LinkState& state) {
  ProgramWindow::onStateChanged(state);
  m_connection_bar->showState(state);
  const bool idle = state.phase == Phase::Idle;
  const bool online = state.phase == Phase::Online;
  const bool key_changed = state.phase == Phase::KeyChanged;
  m_connect_action->setText(idle ? tr("&Connect") : online ? tr("Dis&connect") : tr("&Cancel"));
  m_connect_action->setEnabled(!key_changed);
  setOnline(online, tr("Not connected: what you write stays here until you are."));
  m_conversation_panel->setNoEveryone(
      online && state.plain ? tr("Over a plain connection there is nobody but the server: choose it.") : QString());
  if (key_changed) {
    m_message_bar->dismiss();
    m_key_page->ask(
        HostAndPort::join(state.address, state.port), state.known, state.server,
        state.error.is(codes::kForged) ? widgets::KeyChangedPage::Why::Announced : widgets::KeyChangedPage::Why::Known);
    m_pages->setCurrentWidget(m_key_page);
    m_key_page->setFocus();
  } else if (m_pages->currentWidget() == m_key_page) {
    m_pages->setCurrentWidget(m_main_page);
  }
  if (online) {
    dismissLinkProblem();
    const ClientPreferences before = m_preferences;
    m_preferences.rememberHost(state.address, state.port);
    m_preferences.saveChanges(m_settings, before);
    m_conversation_panel->focusMessage();
  } else if (!state.error.code.isEmpty() && !key_changed) {
    showLinkError(state);
  }
  updateEmptyState();
  updateNearby();
}

void ClientWindow::showLinkError(const LinkState& state) {
  const QString text = widgets::describeWithDetail(state.error);
  if (state.phase == Phase::Retrying) {
    showLinkProblem(text);  // the button that helps stands beside the countdown
  } else if (widgets::describe(state.error).help == Help::ShowNetwork) {
    showLinkProblem(text, tr("Show the network"), [this] { showNetwork(); });
  } else if (state.error.is(codes::kHostNotFound)) {
    showLinkProblem(text, tr("Change the server"), [this] { m_connection_bar->focusHost(); });
  } else {
    showLinkProblem(text, tr("Try again"), [this] { m_connection_bar->requestConnection(); });
  }
  offerDoctor();
}

void ClientWindow::updateEmptyState() {
  switch (m_state.phase) {
    case Phase::Idle:
    case Phase::Listening:
      m_conversation_panel->setEmptyState(
          tr("Not connected. Choose a server nearby, or say above which one, then connect."), tr("Connect"));
      return;
    case Phase::Online:
      m_conversation_panel->setEmptyState(
          m_state.plain ? tr("Nothing said yet. Write below, or drop files here. Nothing of it is encrypted.")
                        : tr("Nothing said yet. Write below, or drop files and folders here."));
      return;
    case Phase::Retrying:
      m_conversation_panel->setEmptyState(tr("Not connected. The connection is tried again by itself."));
      return;
    case Phase::Connecting:
    case Phase::Waiting:
    case Phase::KeyChanged:
      m_conversation_panel->setEmptyState(m_connection_bar->stateText());
      return;
  }
}

void ClientWindow::savePreferences() {
  const ClientPreferences before = m_preferences;
  m_connection_bar->storeIn(m_preferences);
  storeIn(m_preferences);
  m_preferences.saveChanges(m_settings, before);
}

}  // namespace landline::client
