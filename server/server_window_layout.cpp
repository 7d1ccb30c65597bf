// How the server's window looks: its parts, menus and keys. What they do is in server_window.cpp.

#include <QAction>
#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "net/host_interfaces.h"
#include "server/listen_bar.h"
#include "server/server_window.h"
#include "widgets/conversation_panel.h"
#include "widgets/drop_target.h"
#include "widgets/icons.h"
#include "widgets/keys_dialog.h"
#include "widgets/log_panel.h"
#include "widgets/message_bar.h"
#include "widgets/network_panel.h"
#include "widgets/save_folder_row.h"
#include "widgets/transfer_panel.h"

namespace landline::server {

using widgets::Icon;
using widgets::icon;

namespace {

const QLatin1String kGeometry("window/geometry");
const QLatin1String kSplitter("window/splitter");
const QLatin1String kTransferColumns("window/transferColumns");
const QLatin1String kTab("window/tab");

constexpr int kMargin = 8;

/// A page of the tabs with some air around it.
QWidget* padded(QWidget* content) {
  auto* const page = new QWidget;
  auto* const layout = new QVBoxLayout(page);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->addWidget(content);
  return page;
}

}  // namespace

void ServerWindow::build() {
  setObjectName(QStringLiteral("serverWindow"));
  m_message_bar = new widgets::MessageBar;
  m_listen_bar = new ListenBar;
  m_conversation_panel = new widgets::ConversationPanel(m_conversations);
  m_conversation_panel->setCanDisconnectPeers(true);
  m_transfer_panel = new widgets::TransferPanel(m_transfers);
  m_save_folder = new widgets::SaveFolderRow;
  m_network_page = padded(new widgets::NetworkPanel(m_interfaces, net::hostName()));

  m_tabs = new QTabWidget;
  m_tabs->setObjectName(QStringLiteral("tabs"));
  m_tabs->addTab(padded(m_transfer_panel), icon(Icon::Transfers), tr("Transfers"));
  m_tabs->addTab(padded(new widgets::LogPanel(m_log)), icon(Icon::Log), tr("Log"));
  m_tabs->addTab(m_network_page, icon(Icon::Network), tr("Network"));

  m_splitter = new QSplitter(Qt::Vertical);
  m_splitter->setObjectName(QStringLiteral("mainSplitter"));
  m_splitter->setChildrenCollapsible(false);
  m_splitter->addWidget(m_conversation_panel);
  m_splitter->addWidget(m_tabs);
  m_splitter->setStretchFactor(0, 3);
  m_splitter->setStretchFactor(1, 2);

  auto* const central = new QWidget;
  auto* const layout = new QVBoxLayout(central);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->addWidget(m_listen_bar);
  layout->addWidget(m_message_bar);
  layout->addWidget(m_splitter, 1);
  layout->addWidget(m_save_folder);
  setCentralWidget(central);
  m_listen_bar->findChild<QPushButton*>(QStringLiteral("listenButton"))->setFocus();

  auto* const drop = new widgets::DropTarget(this);
  drop->setAnswer([this] {
    return widgets::DropTarget::Answer{m_conversation_panel->canSendFiles(), m_conversation_panel->dropText()};
  });
  connect(drop, &widgets::DropTarget::filesDropped, m_conversation_panel, &widgets::ConversationPanel::offerFiles);
}

void ServerWindow::makeMenus() {
  const auto add = [this](QMenu* menu, Icon which, const QString& text, const QKeySequence& key, auto slot) {
    QAction* const action = menu->addAction(icon(which), text);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, slot);
    return action;
  };
  QMenu* const server = menuBar()->addMenu(tr("&Server"));
  m_listen_action = add(server, Icon::Listen, tr("&Listen"), QKeySequence(QStringLiteral("Ctrl+L")),
                        [this] { m_listen_bar->toggle(); });
  m_listen_action->setObjectName(QStringLiteral("listenAction"));
  m_send_action = add(server, Icon::Attach, tr("Send &file..."), QKeySequence(QStringLiteral("Ctrl+O")),
                      [this] { m_conversation_panel->chooseFiles(); });
  m_disconnect_action = add(server, Icon::Disconnect, tr("&Disconnect peer"), {}, &ServerWindow::disconnectCurrent);
  m_disconnect_action->setIconText(tr("Disconnect peer"));
  m_disconnect_action->setObjectName(QStringLiteral("disconnectAction"));
  server->addSeparator();
  add(server, Icon::Cancel, tr("&Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), [this] {
    close();
  })->setMenuRole(QAction::QuitRole);

  QMenu* const view = menuBar()->addMenu(tr("&View"));
  add(view, Icon::Everyone, tr("Switch &conversation"), QKeySequence(QStringLiteral("Ctrl+K")),
      [this] { m_conversation_panel->focusFilter(); });
  add(view, Icon::Transfers, tr("&Transfers"), QKeySequence(QStringLiteral("Ctrl+J")), [this] {
    m_tabs->setCurrentIndex(0);
    m_transfer_panel->findChild<QTableView*>(QStringLiteral("transferView"))->setFocus(Qt::ShortcutFocusReason);
  });
  add(view, Icon::Log, tr("&Log"), {}, [this] { m_tabs->setCurrentIndex(1); });
  add(view, Icon::Network, tr("&Network"), {}, [this] { showTab(m_network_page); });

  QMenu* const help = menuBar()->addMenu(tr("&Help"));
  add(help, Icon::Help, tr("&Keys"), QKeySequence(Qt::Key_F1), &ServerWindow::showKeys);
  add(help, Icon::Info, tr("&About Landline"), {}, &ServerWindow::showAbout);

  m_listen_bar->addDisconnectButton(m_disconnect_action);
}

void ServerWindow::showTab(QWidget* page) {
  m_tabs->setCurrentWidget(page);
}

void ServerWindow::updateTransferTab() {
  const int unfinished = m_transfers.unfinished();
  m_tabs->setTabText(0, unfinished > 0 ? tr("Transfers (%1)").arg(unfinished) : tr("Transfers"));
}

void ServerWindow::restoreWindow() {
  resize(1100, 800);
  m_splitter->setSizes({440, 330});
  restoreGeometry(m_settings.value(kGeometry).toByteArray());
  m_splitter->restoreState(m_settings.value(kSplitter).toByteArray());
  m_transfer_panel->restoreState(m_settings.value(kTransferColumns).toByteArray());
  m_tabs->setCurrentIndex(m_settings.value(kTab, 0).toInt());
  m_conversation_panel->restoreSettings(m_settings);
}

void ServerWindow::saveWindow() {
  m_settings.setValue(kGeometry, saveGeometry());
  m_settings.setValue(kSplitter, m_splitter->saveState());
  m_settings.setValue(kTransferColumns, m_transfer_panel->saveState());
  m_settings.setValue(kTab, m_tabs->currentIndex());
  m_conversation_panel->saveSettings(m_settings);
  m_settings.sync();
}

void ServerWindow::showKeys() {
  using widgets::KeysDialog;
  QVector<KeysDialog::Key> keys{
      {KeysDialog::keyText(QKeySequence(QStringLiteral("Ctrl+L"))), tr("Listen, or stop listening")}};
  keys += KeysDialog::commonKeys();
  auto* const dialog = new KeysDialog(keys, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void ServerWindow::showAbout() {
  auto* const about = new QMessageBox(
      QMessageBox::Information, tr("About Landline"),
      tr("Landline Server %1\n\nTalk and pass files on the local network, encrypted, without an account.\n\n"
         "Key of this server: %2")
          .arg(QStringLiteral(LANDLINE_VERSION), m_state.own.isNull() ? tr("not known yet") : m_state.own.hex()),
      QMessageBox::Close, this);
  about->setTextFormat(Qt::PlainText);
  about->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  about->setAttribute(Qt::WA_DeleteOnClose);
  about->open();
}

}  // namespace landline::server
