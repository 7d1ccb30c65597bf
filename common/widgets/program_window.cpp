#include "widgets/program_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QUuid>

#include <utility>

#include "widgets/accept_rule_combo.h"
#include "widgets/conversation_panel.h"
#include "widgets/datagram_panel.h"
#include "widgets/discovery_choice.h"
#include "widgets/error_text.h"
#include "widgets/message_bar.h"
#include "widgets/save_folder_row.h"
#include "widgets/transfer_actions.h"
#include "widgets/transfer_panel.h"

namespace landline::widgets {

using session::LinkState;
using session::Node;

namespace {

constexpr int kSaveDraftsAfterMs = 2000;
// Also where the node lives in this thread, as in tests: the order of events is the same everywhere.
constexpr auto kQueued = Qt::QueuedConnection;

}  // namespace

ProgramWindow::ProgramWindow(Node& node, const Clock& clock, const QString& settings_path, QWidget* parent)
    : QMainWindow(parent),
      m_settings(settings_path, QSettings::IniFormat),
      m_conversations(clock),
      m_transfers(clock),
      m_feed(m_interfaces),
      m_node(node) {
  makeParts();
  makeDiscovery();
  connectNode();
  connectPanels();
  updateTransferTab();
}

ProgramWindow::~ProgramWindow() = default;

void ProgramWindow::connectNode() {
  using models::Conversations;
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
  connect(&m_node, &Node::transferRemoved, &m_transfers, &models::TransferModel::onTransferRemoved, kQueued);
  connect(&m_node, &Node::stateChanged, this, &ProgramWindow::onStateChanged, kQueued);
  connect(&m_node, &Node::errorOccurred, this, &ProgramWindow::onError, kQueued);
}

void ProgramWindow::connectPanels() {
  connect(m_conversation_panel, &ConversationPanel::messageSubmitted, this,
          [this](const QString& to, const QString& text) {
            tell(m_node, &Node::sendMessage, QUuid::createUuid().toString(QUuid::WithoutBraces), to, text);
          });
  connect(m_conversation_panel, &ConversationPanel::filesSubmitted, &m_node, &Node::sendFiles, kQueued);
  connect(m_conversation_panel, &ConversationPanel::offerAccepted, &m_node, &Node::acceptTransfer, kQueued);
  connect(m_conversation_panel, &ConversationPanel::offerDeclined, &m_node, &Node::declineTransfer, kQueued);
  connect(m_conversation_panel, &ConversationPanel::problemOccurred, this,
          [this](const QString& text) { m_message_bar->showError(text); });
  connect(m_transfer_panel, &TransferPanel::choicesChanged, this, &ProgramWindow::onTransferChoices);
  connectTransferActions();
  connectDatagrams();
  connectPresence();

  connect(m_save_folder, &SaveFolderRow::folderChanged, this, &ProgramWindow::onFileChoice);
  connect(m_accept_rule, &AcceptRuleCombo::ruleChanged, this, &ProgramWindow::onFileChoice);

  m_save_drafts.setSingleShot(true);
  m_save_drafts.setInterval(kSaveDraftsAfterMs);
  connect(m_conversation_panel, &ConversationPanel::draftsChanged, &m_save_drafts, qOverload<>(&QTimer::start));
  connect(&m_save_drafts, &QTimer::timeout, this, [this] { m_conversation_panel->saveSettings(m_settings); });

  connect(&m_conversations, &models::Conversations::unreadTotalChanged, this, &ProgramWindow::updateTitle);
  connect(&m_conversations, &models::Conversations::attentionWanted, this, [this] { QApplication::alert(this); });
  connect(&m_transfers, &models::TransferModel::totalsChanged, this, &ProgramWindow::updateTransferTab);
}

void ProgramWindow::connectTransferActions() {
  const TransferActions* const actions = &m_transfer_panel->actions();
  connect(actions, &TransferActions::acceptRequested, &m_node, &Node::acceptTransfer, kQueued);
  connect(actions, &TransferActions::declineRequested, &m_node, &Node::declineTransfer, kQueued);
  connect(actions, &TransferActions::pauseRequested, &m_node, &Node::pauseTransfer, kQueued);
  connect(actions, &TransferActions::continueRequested, &m_node, &Node::continueTransfer, kQueued);
  connect(actions, &TransferActions::cancelRequested, &m_node, &Node::cancelTransfer, kQueued);
  connect(actions, &TransferActions::retryRequested, &m_node, &Node::retryTransfer, kQueued);
  connect(actions, &TransferActions::moveToTopRequested, &m_node, &Node::moveToTop, kQueued);
  connect(actions, &TransferActions::pauseAllRequested, &m_node, &Node::pauseAll, kQueued);
  connect(actions, &TransferActions::continueAllRequested, &m_node, &Node::continueAll, kQueued);
  connect(actions, &TransferActions::retryFailedRequested, &m_node, &Node::retryFailed, kQueued);
  connect(actions, &TransferActions::clearFinishedRequested, &m_node, &Node::clearFinished, kQueued);
}

void ProgramWindow::connectPresence() {
  TransferActions* const actions = &m_transfer_panel->actions();
  actions->setPresence([this](const PeerId& peer) { return m_conversations.peers().isPresent(peer.hex()); });
  connect(&m_node, &Node::peerJoined, actions, &TransferActions::update, kQueued);
  connect(&m_node, &Node::peerLeft, actions, &TransferActions::update, kQueued);
}

void ProgramWindow::connectDatagrams() {
  connect(&m_node, &Node::datagramStateChanged, m_datagram_panel, &DatagramPanel::showState, kQueued);
  connect(&m_node, &Node::datagramsMoved, &m_datagrams, &models::DatagramLogModel::append, kQueued);
  connect(m_datagram_panel, &DatagramPanel::bindRequested, &m_node, &Node::bindDatagrams, kQueued);
  connect(m_datagram_panel, &DatagramPanel::closeRequested, &m_node, &Node::closeDatagrams, kQueued);
  connect(m_datagram_panel, &DatagramPanel::sendRequested, &m_node, &Node::sendDatagram, kQueued);
  connect(m_datagram_panel, &DatagramPanel::stopRequested, &m_node, &Node::stopDatagrams, kQueued);
  connect(&m_feed, &models::InterfaceFeed::refreshed, m_datagram_panel, &DatagramPanel::setInterfaces);
}

void ProgramWindow::showPreferences(const models::Preferences& preferences) {
  m_save_folder->setFolder(preferences.save_folder);
  m_accept_rule->setRule(preferences.accept_rule);
  m_transfer_panel->setChoices(preferences.transfers);
  tellFileChoices();
  tellTransferChoices();
  showDiscovery(preferences.discovery);
}

void ProgramWindow::storeIn(models::Preferences& preferences) const {
  preferences.save_folder = m_save_folder->folder();
  preferences.accept_rule = m_accept_rule->rule();
  preferences.transfers = m_transfer_panel->choices();
  preferences.discovery = m_discovery->settings();
}

void ProgramWindow::onFileChoice() {
  savePreferences();
  tellFileChoices();
}

void ProgramWindow::tellFileChoices() {
  const QString folder = m_save_folder->folder();
  m_transfer_panel->actions().setSaveFolder(folder);
  m_conversation_panel->setSaveFolder(folder);
  tell(m_node, &Node::setSaveFolder, folder);
  tell(m_node, &Node::setAcceptRule, m_accept_rule->rule());
}

void ProgramWindow::onTransferChoices() {
  savePreferences();
  tellTransferChoices();
}

void ProgramWindow::tellTransferChoices() {
  const models::TransferChoices& choices = m_transfer_panel->choices();
  m_conversation_panel->setConflict(choices.conflict);
  tell(m_node, &Node::setConflict, choices.conflict);
  tell(m_node, &Node::setTransfersAtOnce, choices.per_peer, choices.in_all);
  tell(m_node, &Node::setRateLimit, choices.rate_limit);
}

void ProgramWindow::remember() {
  savePreferences();
  saveWindow();
}

DropTarget::Answer ProgramWindow::dropAnswer() const {
  return {m_conversation_panel->canSendFiles(), m_conversation_panel->dropText()};
}

void ProgramWindow::onStateChanged(const LinkState& state) {
  m_state = state;
  m_transfers.setOwnId(state.own);
  updateTitle();
}

void ProgramWindow::setOnline(bool online, const QString& why_not) {
  m_send_action->setEnabled(online);
  m_send_folder_action->setEnabled(online);
  m_conversation_panel->setOnline(online, why_not);
}

void ProgramWindow::onError(const Error& error) {
  const QString text = describeWithDetail(error);
  switch (describe(error).help) {
    case Help::ChooseFolder:
      m_message_bar->showError(text, tr("Choose a folder"), [this] { m_save_folder->browse(); });
      return;
    case Help::ShowNetwork:
      m_message_bar->showError(text, tr("Show the network"), [this] { showNetwork(); });
      return;
    case Help::None:
    case Help::Retry:
    case Help::NextPort:
    case Help::AllAddresses:
      m_message_bar->showError(text);
      return;
  }
}

void ProgramWindow::showLinkProblem(const QString& text, const QString& button, std::function<void()> help) {
  m_link_problem = text;
  m_message_bar->showError(text, button, std::move(help));
}

void ProgramWindow::dismissLinkProblem() {
  if (m_message_bar->isShown() && m_message_bar->text() == m_link_problem) {
    m_message_bar->dismiss();
  }
}

void ProgramWindow::updateTitle() {
  const QString name = titleName();
  //: Title of a window; %1 is a server's name, %2 the program's
  const QString title = name.isEmpty() ? programName() : tr("%1 - %2").arg(name, programName());
  const int unread = m_conversations.unreadTotal();
  setWindowTitle(unread > 0 ? QStringLiteral("(%1) ").arg(unread) + title : title);
}

void ProgramWindow::updateTransferTab() {
  const int unfinished = m_transfers.unfinished();
  m_tabs->setTabText(0, unfinished > 0 ? tr("Transfers (%1)").arg(unfinished) : tr("Transfers"));
}

void ProgramWindow::closeEvent(QCloseEvent* event) {
  if (m_transfers.atWork() > 0 && !m_close_agreed) {
    event->ignore();
    askBeforeClosing();
    return;
  }
  remember();
  event->accept();
  Q_EMIT closed();
}

void ProgramWindow::askBeforeClosing() {
  auto* const question = new QMessageBox(QMessageBox::Question, tr("Quit %1").arg(programName()),
                                         tr("Transfers under way: %1. Quit all the same?").arg(m_transfers.atWork()),
                                         QMessageBox::NoButton, this);
  question->setInformativeText(
      m_transfers.plainAtWork() == 0
          ? tr("They stop now, and go on from where they are when both programs run again.")
          : tr("They stop now, and go on from where they are when both programs run again. Over plain connections "
               "nothing goes on, those have to be sent again: %1.")
                .arg(m_transfers.plainAtWork()));
  question->setObjectName(QStringLiteral("quitQuestion"));
  question->setTextFormat(Qt::PlainText);
  question->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* const quit = question->addButton(tr("Quit"), QMessageBox::DestructiveRole);
  QPushButton* const stay = question->addButton(tr("Cancel"), QMessageBox::RejectRole);
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

void ProgramWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ActivationChange) {
    m_conversations.setAttentive(isActiveWindow());
  }
  QMainWindow::changeEvent(event);
}

}  // namespace landline::widgets
