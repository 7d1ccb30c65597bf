#include "client/client_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QUuid>

#include "client/connection_bar.h"
#include "models/display_text.h"
#include "widgets/conversation_panel.h"
#include "widgets/error_text.h"
#include "widgets/key_changed_page.h"
#include "widgets/message_bar.h"
#include "widgets/save_folder_row.h"
#include "widgets/transfer_panel.h"

namespace landline::client {

using session::LinkState;
using session::Node;
using widgets::ConversationPanel;
using widgets::Help;
using widgets::TransferPanel;
using Phase = LinkState::Phase;

namespace {
constexpr int kSaveDraftsAfterMs = 2000;
}  // namespace

ClientWindow::ClientWindow(ClientNodeInterface& node, const Clock& clock, const QString& settings_path,
                           const ClientOverrides& overrides, QWidget* parent)
    : QMainWindow(parent),
      m_node(node),
      m_settings(settings_path, QSettings::IniFormat),
      m_preferences(ClientPreferences::load(m_settings)),
      m_conversations(clock),
      m_feed(m_interfaces) {
  overrides.applyTo(m_preferences);
  m_connection_bar = new ConnectionBar(clock);
  build();
  makeMenus();
  connectNode();
  connectPanels();
  connectTransfers();
  m_connection_bar->setPreferences(m_preferences);
  m_save_folder->setFolder(m_preferences.save_folder);
  m_accept_rule->setCurrentIndex(m_accept_rule->findData(static_cast<int>(m_preferences.accept_rule)));
  restoreWindow();
  onStateChanged({});
  updateTransferTab();
  tellPreferences();
  if (overrides.connect) {
    m_connection_bar->requestConnection();
  } else if (m_preferences.host.isEmpty()) {
    m_connection_bar->focusHost();
  }
}

ClientWindow::~ClientWindow() = default;

void ClientWindow::tellPreferences() {
  tell([preferences = m_preferences](ClientNodeInterface& node) {
    node.setAcceptRule(preferences.accept_rule);
    node.setSaveFolder(preferences.save_folder);
  });
  m_transfer_panel->setSaveFolder(m_preferences.save_folder);
  m_conversation_panel->setSaveFolder(m_preferences.save_folder);
}

void ClientWindow::connectNode() {
  // Queued also where the node lives in this thread, as in tests: the order of events is the same everywhere.
  constexpr auto kQueued = Qt::QueuedConnection;
  using models::Conversations;
  connect(&m_node, &Node::stateChanged, &m_conversations, &Conversations::onStateChanged, kQueued);
  connect(&m_node, &Node::peerJoined, &m_conversations, &Conversations::onPeerJoined, kQueued);
  connect(&m_node, &Node::peerLeft, &m_conversations, &Conversations::onPeerLeft, kQueued);
  connect(&m_node, &Node::peerRenamed, &m_conversations, &Conversations::onPeerRenamed, kQueued);
  connect(&m_node, &Node::messageAdded, &m_conversations, &Conversations::onMessageAdded, kQueued);
  connect(&m_node, &Node::deliveryChanged, &m_conversations, &Conversations::onDeliveryChanged, kQueued);
  connect(&m_node, &Node::transferChanged, &m_conversations, &Conversations::onTransferChanged, kQueued);
  connect(&m_node, &Node::transferChanged, &m_transfers, &models::TransferModel::onTransferChanged, kQueued);
  connect(&m_node, &Node::stateChanged, this, &ClientWindow::onStateChanged, kQueued);
  connect(&m_node, &Node::errorOccurred, this, &ClientWindow::onError, kQueued);
}

void ClientWindow::connectPanels() {
  connect(m_connection_bar, &ConnectionBar::connectRequested, this,
          [this](const QString& host, quint16 port, const QString& name) {
            m_message_bar->dismiss();
            savePreferences();
            tell([host, port, name](ClientNodeInterface& node) { node.connectTo(host, port, name); });
          });
  connect(m_connection_bar, &ConnectionBar::disconnectRequested, this, [this] {
    m_message_bar->dismiss();
    tell([](ClientNodeInterface& node) { node.disconnectFromServer(); });
  });
  connect(m_connection_bar, &ConnectionBar::retryRequested, this,
          [this] { tell([](ClientNodeInterface& node) { node.retryNow(); }); });
  const auto tell_problem = [this](const QString& text) {
    m_bar_tells_link = false;
    m_message_bar->showError(text);
  };
  connect(m_connection_bar, &ConnectionBar::problemOccurred, this, tell_problem);

  connect(m_key_page, &widgets::KeyChangedPage::trusted, this,
          [this](const PeerId& presented) { tell([presented](ClientNodeInterface& node) { node.trust(presented); }); });
  connect(m_key_page, &widgets::KeyChangedPage::refused, this,
          [this] { tell([](ClientNodeInterface& node) { node.disconnectFromServer(); }); });

  connect(m_conversation_panel, &ConversationPanel::messageSubmitted, this,
          [this](const QString& to, const QString& text) {
            const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
            tell([id, to, text](ClientNodeInterface& node) { node.sendMessage(id, to, text); });
          });
  connect(m_conversation_panel, &ConversationPanel::filesSubmitted, this,
          [this](const QString& to, const QStringList& paths) {
            tell([to, paths](ClientNodeInterface& node) { node.sendFiles(to, paths); });
          });
  connect(m_conversation_panel, &ConversationPanel::problemOccurred, this, tell_problem);
  connect(m_conversation_panel, &ConversationPanel::filesRefused, this, &ClientWindow::onFilesRefused);
  connect(m_conversation_panel, &ConversationPanel::emptyStateAction, m_connection_bar, &ConnectionBar::toggle);
  m_save_drafts.setSingleShot(true);
  m_save_drafts.setInterval(kSaveDraftsAfterMs);
  connect(m_conversation_panel, &ConversationPanel::draftsChanged, &m_save_drafts, qOverload<>(&QTimer::start));
  connect(&m_save_drafts, &QTimer::timeout, this, [this] { m_conversation_panel->saveSettings(m_settings); });
  // Only the server takes files so far: relayed transfers are not there yet.
  m_conversation_panel->setFilesRefusal([this](const QString& key) {
    return key == m_state.server.hex() ? QString() : tr("Files go to the server for now.");
  });

  const auto apply = [this] {
    savePreferences();
    tellPreferences();
  };
  connect(m_save_folder, &widgets::SaveFolderRow::folderChanged, this, apply);
  connect(m_accept_rule, qOverload<int>(&QComboBox::activated), this, apply);

  connect(&m_conversations, &models::Conversations::unreadTotalChanged, this, &ClientWindow::updateTitle);
  connect(&m_conversations, &models::Conversations::attentionWanted, this, [this] { QApplication::alert(this); });
  m_feed.refresh();
}

void ClientWindow::connectTransfers() {
  const auto accept = [this](const PeerId& offerer, const QString& transfer, const QString& save_as) {
    tell([=](ClientNodeInterface& node) { node.acceptTransfer(offerer, transfer, save_as); });
  };
  const auto decline = [this](const PeerId& offerer, const QString& transfer) {
    tell([=](ClientNodeInterface& node) { node.declineTransfer(offerer, transfer); });
  };
  connect(m_conversation_panel, &ConversationPanel::offerAccepted, this, accept);
  connect(m_conversation_panel, &ConversationPanel::offerDeclined, this, decline);
  connect(m_transfer_panel, &TransferPanel::acceptRequested, this, accept);
  connect(m_transfer_panel, &TransferPanel::declineRequested, this, decline);
  connect(m_transfer_panel, &TransferPanel::cancelRequested, this,
          [this](const PeerId& offerer, const QString& transfer) {
            tell([=](ClientNodeInterface& node) { node.cancelTransfer(offerer, transfer); });
          });
  connect(m_transfer_panel, &TransferPanel::retryRequested, this,
          [this](const PeerId& offerer, const QString& transfer) {
            tell([=](ClientNodeInterface& node) { node.retryTransfer(offerer, transfer); });
          });
  connect(&m_transfers, &models::TransferModel::totalsChanged, this, &ClientWindow::updateTransferTab);
}

widgets::DropTarget::Answer ClientWindow::dropAnswer() const {
  if (m_state.phase == Phase::KeyChanged) {
    return {false, tr("Decide about the key first.")};
  }
  if (m_state.phase == Phase::Online && !m_conversation_panel->canSendFiles()) {
    return {true, tr("Files go to the server for now.\nDrop them, then choose \"Send to %1\".").arg(serverLabel())};
  }
  return {m_conversation_panel->canSendFiles(), m_conversation_panel->dropText()};
}

QString ClientWindow::serverLabel() const {
  return models::isolated(models::displayName(m_state.server_name));
}

void ClientWindow::onStateChanged(const LinkState& state) {
  m_state = state;
  m_transfers.setOwnId(state.own);
  m_connection_bar->showState(state);
  const bool idle = state.phase == Phase::Idle;
  const bool online = state.phase == Phase::Online;
  const bool key_changed = state.phase == Phase::KeyChanged;
  m_connect_action->setText(idle ? tr("&Connect") : online ? tr("Dis&connect") : tr("&Cancel"));
  m_connect_action->setEnabled(!key_changed);
  m_send_action->setEnabled(online);
  m_conversation_panel->setOnline(online, tr("Not connected: what you write stays here until you are."));
  if (key_changed) {
    m_message_bar->dismiss();
    m_key_page->ask(HostAndPort::join(state.address, state.port), state.known, state.server);
    m_pages->setCurrentWidget(m_key_page);
    m_key_page->setFocus();
  } else if (m_pages->currentWidget() == m_key_page) {
    m_pages->setCurrentWidget(m_main_page);
  }
  if (online) {
    if (m_bar_tells_link) {
      m_message_bar->dismiss();
    }
    m_preferences.rememberHost(state.address, state.port);
    m_preferences.save(m_settings);
    m_conversation_panel->focusMessage();
  } else if (!state.error.code.isEmpty() && !key_changed) {
    showLinkError(state);
  }
  updateEmptyState();
  updateTitle();
}

void ClientWindow::showLinkError(const LinkState& state) {
  m_bar_tells_link = true;
  const QString text = widgets::describeWithDetail(state.error);
  if (state.phase == Phase::Retrying) {
    m_message_bar->showError(text);  // the button that helps stands beside the countdown
  } else if (widgets::describe(state.error).help == Help::ShowNetwork) {
    m_message_bar->showError(text, tr("Show the network"), [this] { m_tabs->setCurrentWidget(m_network_page); });
  } else if (state.error.is(codes::kHostNotFound)) {
    m_message_bar->showError(text, tr("Change the server"), [this] { m_connection_bar->focusHost(); });
  } else {
    m_message_bar->showError(text, tr("Try again"), [this] { m_connection_bar->requestConnection(); });
  }
}

void ClientWindow::onError(const Error& error) {
  m_bar_tells_link = false;
  const QString text = widgets::describeWithDetail(error);
  switch (widgets::describe(error).help) {
    case Help::ChooseFolder:
      m_message_bar->showError(text, tr("Choose a folder"), [this] { m_save_folder->browse(); });
      return;
    case Help::ShowNetwork:
      m_message_bar->showError(text, tr("Show the network"), [this] { m_tabs->setCurrentWidget(m_network_page); });
      return;
    case Help::None:
    case Help::Retry:
    case Help::NextPort:
    case Help::AllAddresses:
      m_message_bar->showError(text);
      return;
  }
}

void ClientWindow::onFilesRefused(const QString& why, const QStringList& paths) {
  m_bar_tells_link = false;
  const QString server = m_state.server.hex();
  if (paths.isEmpty()) {
    m_message_bar->showNotice(why, tr("Go to %1").arg(serverLabel()), [this, server] {
      m_conversations.setCurrent(server);
      m_conversation_panel->focusMessage();
    });
    return;
  }
  m_message_bar->showNotice(why, tr("Send to %1").arg(serverLabel()), [this, server, paths] {
    m_conversations.setCurrent(server);
    m_conversation_panel->offerFiles(paths);
  });
}

void ClientWindow::updateEmptyState() {
  switch (m_state.phase) {
    case Phase::Idle:
    case Phase::Listening:
      m_conversation_panel->setEmptyState(tr("Not connected. Say above which server, then connect."), tr("Connect"));
      return;
    case Phase::Online:
      m_conversation_panel->setEmptyState(tr("Nothing said yet. Write below, or drop files for the server here."));
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

void ClientWindow::updateTitle() {
  //: Title of the client's window; %1 is the server's name
  const QString title = m_state.phase == Phase::Online
                            ? tr("%1 - Landline").arg(models::displayName(m_state.server_name))
                            : tr("Landline");
  const int unread = m_conversations.unreadTotal();
  setWindowTitle(unread > 0 ? QStringLiteral("(%1) %2").arg(unread).arg(title) : title);
}

void ClientWindow::updateTransferTab() {
  const int unfinished = m_transfers.unfinished();
  m_tabs->setTabText(0, unfinished > 0 ? tr("Transfers (%1)").arg(unfinished) : tr("Transfers"));
}

void ClientWindow::savePreferences() {
  m_connection_bar->storeIn(m_preferences);
  m_preferences.save_folder = m_save_folder->folder();
  m_preferences.accept_rule = static_cast<session::AcceptRule>(m_accept_rule->currentData().toInt());
  m_preferences.save(m_settings);
}

void ClientWindow::closeEvent(QCloseEvent* event) {
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

void ClientWindow::askBeforeClosing() {
  auto* const question = new QMessageBox(QMessageBox::Question, tr("Quit Landline"),
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

void ClientWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ActivationChange) {
    m_conversations.setAttentive(isActiveWindow());
  }
  QMainWindow::changeEvent(event);
}

}  // namespace landline::client
