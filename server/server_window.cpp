#include "server/server_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QUuid>

#include "models/display_text.h"
#include "server/listen_bar.h"
#include "widgets/conversation_panel.h"
#include "widgets/message_bar.h"
#include "widgets/save_folder_row.h"
#include "widgets/transfer_panel.h"
#include "wire/messages.h"

namespace landline::server {

using session::LinkState;
using session::Node;
using widgets::ConversationPanel;
using widgets::Help;
using widgets::TransferPanel;

ServerWindow::ServerWindow(ServerNode& node, const Clock& clock, const QString& settings_path,
                           const ServerOverrides& overrides, QWidget* parent)
    : QMainWindow(parent),
      m_node(node),
      m_settings(settings_path, QSettings::IniFormat),
      m_preferences(ServerPreferences::load(m_settings)),
      m_conversations(clock),
      m_node_log(m_log, clock),
      m_feed(m_interfaces) {
  overrides.applyTo(m_preferences);
  build();
  makeMenus();
  connectNode();
  connectPanels();
  m_listen_bar->setPreferences(m_preferences);
  m_save_folder->setFolder(m_preferences.save_folder);
  showSaveFolder();
  restoreWindow();
  onStateChanged({});
  updateTransferTab();
  tellPreferences();
  if (overrides.listen) {
    m_listen_bar->toggle();
  }
}

// Also where the process is told to end and nobody closes the window.
ServerWindow::~ServerWindow() {
  savePreferences();
  saveWindow();
}

void ServerWindow::tellPreferences() {
  tell([preferences = m_preferences](ServerNode& node) {
    node.setName(preferences.name);
    node.setAccess(preferences.access);
    node.setAcceptRule(preferences.accept_rule);
    node.setSaveFolder(preferences.save_folder);
  });
}

void ServerWindow::showSaveFolder() {
  m_transfer_panel->setSaveFolder(m_preferences.save_folder);
  m_conversation_panel->setSaveFolder(m_preferences.save_folder);
}

void ServerWindow::connectNode() {
  // Queued also where the node lives in this thread, as in tests: the order of events is the same everywhere.
  constexpr auto kQueued = Qt::QueuedConnection;
  using models::Conversations;
  using models::NodeLog;
  connect(&m_node, &Node::stateChanged, &m_conversations, &Conversations::onStateChanged, kQueued);
  connect(&m_node, &Node::peerJoined, &m_conversations, &Conversations::onPeerJoined, kQueued);
  connect(&m_node, &Node::peerLeft, &m_conversations, &Conversations::onPeerLeft, kQueued);
  connect(&m_node, &Node::peerRenamed, &m_conversations, &Conversations::onPeerRenamed, kQueued);
  connect(&m_node, &Node::messageAdded, &m_conversations, &Conversations::onMessageAdded, kQueued);
  connect(&m_node, &Node::deliveryChanged, &m_conversations, &Conversations::onDeliveryChanged, kQueued);
  connect(&m_node, &Node::joinRequested, &m_conversations, &Conversations::onJoinRequested, kQueued);
  connect(&m_node, &Node::joinRequestGone, &m_conversations, &Conversations::onJoinRequestGone, kQueued);
  connect(&m_node, &Node::transferChanged, &m_conversations, &Conversations::onTransferChanged, kQueued);
  connect(&m_node, &Node::transferChanged, &m_transfers, &models::TransferModel::onTransferChanged, kQueued);

  connect(&m_node, &Node::stateChanged, &m_node_log, &NodeLog::onStateChanged, kQueued);
  connect(&m_node, &Node::peerJoined, &m_node_log, &NodeLog::onPeerJoined, kQueued);
  connect(&m_node, &Node::peerLeft, &m_node_log, &NodeLog::onPeerLeft, kQueued);
  connect(&m_node, &Node::peerRenamed, &m_node_log, &NodeLog::onPeerRenamed, kQueued);
  connect(&m_node, &Node::joinRequested, &m_node_log, &NodeLog::onJoinRequested, kQueued);
  connect(&m_node, &Node::transferChanged, &m_node_log, &NodeLog::onTransferChanged, kQueued);
  connect(&m_node, &Node::errorOccurred, &m_node_log, &NodeLog::onErrorOccurred, kQueued);

  connect(&m_node, &Node::stateChanged, this, &ServerWindow::onStateChanged, kQueued);
  connect(&m_node, &Node::errorOccurred, this, &ServerWindow::onError, kQueued);
}

void ServerWindow::connectPanels() {
  connect(m_listen_bar, &ListenBar::listenRequested, this, [this](const QString& address, quint16 port) {
    m_message_bar->dismiss();
    savePreferences();
    tell([address, port](ServerNode& node) { node.listen(address, port); });
  });
  connect(m_listen_bar, &ListenBar::stopRequested, this,
          [this] { tell([](ServerNode& node) { node.stopListening(); }); });
  connect(m_listen_bar, &ListenBar::problemOccurred, m_message_bar,
          [this](const QString& text) { m_message_bar->showError(text); });
  connect(m_listen_bar, &ListenBar::nameChanged, this, [this](const QString& name) {
    savePreferences();
    tell([name](ServerNode& node) { node.setName(name); });
  });
  connect(m_listen_bar, &ListenBar::accessChanged, this, [this] {
    savePreferences();
    tell([access = m_preferences.access](ServerNode& node) { node.setAccess(access); });
  });
  connect(m_listen_bar, &ListenBar::acceptRuleChanged, this, [this] {
    savePreferences();
    tell([rule = m_preferences.accept_rule](ServerNode& node) { node.setAcceptRule(rule); });
  });
  connect(m_save_folder, &widgets::SaveFolderRow::folderChanged, this, [this](const QString& folder) {
    savePreferences();
    showSaveFolder();
    tell([folder](ServerNode& node) { node.setSaveFolder(folder); });
  });

  connect(m_conversation_panel, &ConversationPanel::messageSubmitted, this,
          [this](const QString& to, const QString& text) {
            const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
            tell([id, to, text](ServerNode& node) { node.sendMessage(id, to, text); });
          });
  connect(m_conversation_panel, &ConversationPanel::filesSubmitted, this,
          [this](const QString& to, const QStringList& paths) {
            tell([to, paths](ServerNode& node) { node.sendFiles(to, paths); });
          });
  const auto accept = [this](const PeerId& offerer, const QString& transfer, const QString& save_as) {
    tell([offerer, transfer, save_as](ServerNode& node) { node.acceptTransfer(offerer, transfer, save_as); });
  };
  const auto decline = [this](const PeerId& offerer, const QString& transfer) {
    tell([offerer, transfer](ServerNode& node) { node.declineTransfer(offerer, transfer); });
  };
  connect(m_conversation_panel, &ConversationPanel::offerAccepted, this, accept);
  connect(m_conversation_panel, &ConversationPanel::offerDeclined, this, decline);
  connect(m_transfer_panel, &TransferPanel::acceptRequested, this, accept);
  connect(m_transfer_panel, &TransferPanel::declineRequested, this, decline);
  connect(m_transfer_panel, &TransferPanel::cancelRequested, this,
          [this](const PeerId& offerer, const QString& transfer) {
            tell([offerer, transfer](ServerNode& node) { node.cancelTransfer(offerer, transfer); });
          });
  connect(m_transfer_panel, &TransferPanel::retryRequested, this,
          [this](const PeerId& offerer, const QString& transfer) {
            tell([offerer, transfer](ServerNode& node) { node.retryTransfer(offerer, transfer); });
          });

  connect(m_conversation_panel, &ConversationPanel::admitRequested, this, [this](const PeerId& peer) {
    m_conversations.noteJoinAnswer(peer, true);
    tell([peer](ServerNode& node) { node.admit(peer); });
  });
  connect(m_conversation_panel, &ConversationPanel::denyRequested, this, [this](const PeerId& peer) {
    m_conversations.noteJoinAnswer(peer, false);
    tell([peer](ServerNode& node) { node.deny(peer); });
  });
  connect(m_conversation_panel, &ConversationPanel::disconnectRequested, this,
          [this](const PeerId& peer) { tell([peer](ServerNode& node) { node.disconnectPeer(peer); }); });
  connect(m_conversation_panel, &ConversationPanel::problemOccurred, this,
          [this](const QString& text) { m_message_bar->showError(text); });
  connect(m_conversation_panel, &ConversationPanel::emptyStateAction, m_listen_bar, &ListenBar::toggle);

  connect(&m_conversations, &models::Conversations::unreadTotalChanged, this, &ServerWindow::updateTitle);
  connect(&m_conversations, &models::Conversations::currentChanged, this, &ServerWindow::updateDisconnect);
  connect(&m_conversations, &models::Conversations::attentionWanted, this, [this] { QApplication::alert(this); });
  connect(&m_conversations.peers(), &QAbstractItemModel::dataChanged, this, &ServerWindow::updateDisconnect);
  connect(&m_conversations.peers(), &QAbstractItemModel::rowsRemoved, this, &ServerWindow::updateDisconnect);
  connect(&m_conversations.peers(), &QAbstractItemModel::rowsInserted, this, &ServerWindow::updateDisconnect);
  connect(&m_transfers, &models::TransferModel::totalsChanged, this, &ServerWindow::updateTransferTab);
  connect(&m_feed, &models::InterfaceFeed::refreshed, m_listen_bar, &ListenBar::setInterfaces);
  m_feed.refresh();
}

void ServerWindow::onStateChanged(const LinkState& state) {
  const bool was_listening = m_state.phase == LinkState::Phase::Listening;
  m_state = state;
  m_transfers.setOwnId(state.own);
  m_listen_bar->showState(state);
  const bool listening = state.phase == LinkState::Phase::Listening;
  if (listening && !was_listening) {
    m_conversation_panel->focusMessage();  // not where a second press of Return would stop it again
  }
  m_listen_action->setText(listening ? tr("Stop &listening") : tr("&Listen"));
  m_conversation_panel->setOnline(listening, tr("Not listening: nobody can be reached."));
  if (listening) {
    m_message_bar->dismiss();
  } else if (!state.error.code.isEmpty()) {
    showListenError(state);
  }
  updateEmptyState();
  updateTitle();
  updateDisconnect();
}

void ServerWindow::showListenError(const LinkState& state) {
  ServerPreferences wanted = m_preferences;
  m_listen_bar->storeIn(wanted);
  const quint16 port = state.port != 0 ? state.port : wanted.port;
  switch (widgets::describe(state.error).help) {
    case Help::NextPort: {
      // A privileged port's neighbours are privileged too: our own default is a better guess.
      const quint16 next = state.error.is(codes::kPermission) || port == 65535 ? ServerPreferences().port
                                                                               : static_cast<quint16>(port + 1);
      const QString text = state.error.is(codes::kAddressInUse) ? tr("Port %1 is in use by another program.").arg(port)
                                                                : widgets::describeWithDetail(state.error);
      m_message_bar->showError(text, tr("Use %1").arg(next), [this, next] { m_listen_bar->listenOn(next); });
      return;
    }
    case Help::AllAddresses:
      m_message_bar->showError(widgets::describeWithDetail(state.error), tr("Use all addresses"),
                               [this] { m_listen_bar->listenOnAllAddresses(); });
      return;
    case Help::None:
    case Help::Retry:
    case Help::ChooseFolder:
    case Help::ShowNetwork:
      m_message_bar->showError(widgets::describeWithDetail(state.error), tr("Listen again"),
                               [this] { m_listen_bar->toggle(); });
      return;
  }
}

void ServerWindow::onError(const Error& error) {
  const QString text = widgets::describeWithDetail(error);
  switch (widgets::describe(error).help) {
    case Help::ChooseFolder:
      m_message_bar->showError(text, tr("Choose a folder"), [this] { m_save_folder->browse(); });
      return;
    case Help::ShowNetwork:
      m_message_bar->showError(text, tr("Show the network"), [this] { showTab(m_network_page); });
      return;
    case Help::None:
    case Help::Retry:
    case Help::NextPort:
    case Help::AllAddresses:
      m_message_bar->showError(text);
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

void ServerWindow::updateTitle() {
  const QString name = models::displayName(m_preferences.name);
  const int unread = m_conversations.unreadTotal();
  //: Title of the server's window; %1 is its name
  const QString title = tr("%1 - Landline Server").arg(name);
  setWindowTitle(unread > 0 ? QStringLiteral("(%1) %2").arg(unread).arg(title) : title);
}

void ServerWindow::updateDisconnect() {
  const QString& key = m_conversations.current();
  m_disconnect_action->setEnabled(PeerId::fromHex(key).has_value() && m_conversations.peers().isPresent(key));
}

void ServerWindow::disconnectCurrent() {
  if (const std::optional<PeerId> peer = PeerId::fromHex(m_conversations.current())) {
    tell([peer](ServerNode& node) { node.disconnectPeer(*peer); });
  }
}

void ServerWindow::savePreferences() {
  m_listen_bar->storeIn(m_preferences);
  m_preferences.save_folder = m_save_folder->folder();
  m_preferences.save(m_settings);
  updateTitle();
}

void ServerWindow::closeEvent(QCloseEvent* event) {
  if (m_transfers.totals().active() && !m_close_agreed) {
    event->ignore();
    askBeforeClosing();
    return;
  }
  savePreferences();
  saveWindow();
  event->accept();
  Q_EMIT closed();
}

void ServerWindow::askBeforeClosing() {
  auto* const question = new QMessageBox(QMessageBox::Question, tr("Quit Landline Server"),
                                         tr("Files are still under way. Quit all the same? They would have to be sent "
                                            "again from the beginning."),
                                         QMessageBox::NoButton, this);
  question->setObjectName(QStringLiteral("quitQuestion"));
  question->setTextFormat(Qt::PlainText);
  question->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* const quit = question->addButton(tr("Quit"), QMessageBox::DestructiveRole);
  QPushButton* const stay = question->addButton(tr("Stay"), QMessageBox::RejectRole);
  question->setDefaultButton(stay);
  question->setEscapeButton(stay);
  connect(question, &QMessageBox::buttonClicked, this, [this, quit](QAbstractButton* pressed) {
    if (pressed == quit) {
      m_close_agreed = true;
      // After the question itself has gone.
      QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    }
  });
  question->open();
}

void ServerWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ActivationChange) {
    m_conversations.setAttentive(isActiveWindow());
  }
  QMainWindow::changeEvent(event);
}

}  // namespace landline::server
