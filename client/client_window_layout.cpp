// How the client's window looks: its parts, menus and keys. What they do is in client_window.cpp.

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "client/client_window.h"
#include "client/connection_bar.h"
#include "net/host_interfaces.h"
#include "widgets/conversation_panel.h"
#include "widgets/drop_target.h"
#include "widgets/icons.h"
#include "widgets/key_changed_page.h"
#include "widgets/keys_dialog.h"
#include "widgets/message_bar.h"
#include "widgets/network_panel.h"
#include "widgets/save_folder_row.h"
#include "widgets/transfer_panel.h"

namespace landline::client {

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

void ClientWindow::build() {
  setObjectName(QStringLiteral("clientWindow"));
  m_message_bar = new widgets::MessageBar;
  m_conversation_panel = new widgets::ConversationPanel(m_conversations);
  m_conversation_panel->setPictureFolder(QFileInfo(m_settings.fileName()).absolutePath() + QStringLiteral("/pictures"));
  m_transfer_panel = new widgets::TransferPanel(m_transfers);
  m_transfer_panel->setEmptyText(
      tr("No transfers yet. Drop files anywhere on this window to send them to the server."));
  m_network_page = padded(new widgets::NetworkPanel(m_interfaces, net::hostName()));
  m_key_page = new widgets::KeyChangedPage;

  m_tabs = new QTabWidget;
  m_tabs->setObjectName(QStringLiteral("tabs"));
  m_tabs->addTab(padded(m_transfer_panel), icon(Icon::Transfers), tr("Transfers"));
  m_tabs->addTab(m_network_page, icon(Icon::Network), tr("Network"));

  m_splitter = new QSplitter(Qt::Vertical);
  m_splitter->setObjectName(QStringLiteral("mainSplitter"));
  m_splitter->setChildrenCollapsible(false);
  m_splitter->addWidget(m_conversation_panel);
  m_splitter->addWidget(m_tabs);
  m_splitter->setStretchFactor(0, 3);
  m_splitter->setStretchFactor(1, 2);

  m_main_page = new QWidget;
  auto* const layout = new QVBoxLayout(m_main_page);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->addWidget(m_connection_bar);
  layout->addWidget(m_message_bar);
  layout->addWidget(m_splitter, 1);
  layout->addWidget(makeBottom());
  m_pages = new QStackedWidget;
  m_pages->addWidget(m_main_page);
  m_pages->addWidget(m_key_page);
  setCentralWidget(m_pages);

  auto* const drop = new widgets::DropTarget(this);
  drop->setAnswer([this] { return dropAnswer(); });
  connect(drop, &widgets::DropTarget::filesDropped, this, [this](const QStringList& paths) {
    if (m_pages->currentWidget() == m_main_page) {
      m_conversation_panel->offerFiles(paths);
    }
  });
}

QWidget* ClientWindow::makeBottom() {
  m_save_folder = new widgets::SaveFolderRow;
  m_accept_rule = new QComboBox;
  m_accept_rule->setObjectName(QStringLiteral("acceptRuleCombo"));
  m_accept_rule->setAccessibleName(tr("What to do with files that are offered"));
  m_accept_rule->addItem(tr("ask"), static_cast<int>(session::AcceptRule::Ask));
  m_accept_rule->addItem(tr("accept all"), static_cast<int>(session::AcceptRule::All));
  m_accept_rule->addItem(tr("decline all"), static_cast<int>(session::AcceptRule::None));
  auto* const label = new QLabel(tr("&Files offered:"));
  label->setBuddy(m_accept_rule);
  auto* const bottom = new QWidget;
  auto* const row = new QHBoxLayout(bottom);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_save_folder, 1);
  row->addWidget(label);
  row->addWidget(m_accept_rule);
  return bottom;
}

void ClientWindow::makeMenus() {
  const auto add = [this](QMenu* menu, Icon which, const QString& text, const QKeySequence& key, auto slot) {
    QAction* const action = menu->addAction(icon(which), text);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, slot);
    return action;
  };
  QMenu* const client = menuBar()->addMenu(tr("&Client"));
  m_connect_action = add(client, Icon::Connect, tr("&Connect"), QKeySequence(Qt::CTRL | Qt::Key_L),
                         [this] { m_connection_bar->toggle(); });
  m_connect_action->setObjectName(QStringLiteral("connectAction"));
  m_send_action = add(client, Icon::Attach, tr("Send &files..."), QKeySequence(Qt::CTRL | Qt::Key_O),
                      [this] { m_conversation_panel->chooseFiles(); });
  client->addSeparator();
  add(client, Icon::Cancel, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] {
    close();
  })->setMenuRole(QAction::QuitRole);

  QMenu* const view = menuBar()->addMenu(tr("&View"));
  add(view, Icon::Everyone, tr("Switch &conversation"), QKeySequence(Qt::CTRL | Qt::Key_K),
      [this] { m_conversation_panel->focusFilter(); });
  add(view, Icon::Transfers, tr("&Transfers"), QKeySequence(Qt::CTRL | Qt::Key_J), &ClientWindow::showTransfers);
  add(view, Icon::Network, tr("&Network"), {}, [this] { m_tabs->setCurrentWidget(m_network_page); });

  QMenu* const help = menuBar()->addMenu(tr("&Help"));
  add(help, Icon::Help, tr("&Keys"), QKeySequence(Qt::Key_F1), &ClientWindow::showKeys);
  add(help, Icon::Info, tr("&About Landline"), {}, &ClientWindow::showAbout);
}

void ClientWindow::showTransfers() {
  m_tabs->setCurrentIndex(0);
  m_transfer_panel->findChild<QTableView*>(QStringLiteral("transferView"))->setFocus(Qt::ShortcutFocusReason);
}

void ClientWindow::restoreWindow() {
  resize(1000, 760);
  m_splitter->setSizes({450, 250});
  restoreGeometry(m_settings.value(kGeometry).toByteArray());
  m_splitter->restoreState(m_settings.value(kSplitter).toByteArray());
  m_transfer_panel->restoreState(m_settings.value(kTransferColumns).toByteArray());
  m_tabs->setCurrentIndex(m_settings.value(kTab, 0).toInt());
  m_conversation_panel->restoreSettings(m_settings);
}

void ClientWindow::saveWindow() {
  m_settings.setValue(kGeometry, saveGeometry());
  m_settings.setValue(kSplitter, m_splitter->saveState());
  m_settings.setValue(kTransferColumns, m_transfer_panel->saveState());
  m_settings.setValue(kTab, m_tabs->currentIndex());
  m_conversation_panel->saveSettings(m_settings);
  m_settings.sync();
}

void ClientWindow::showKeys() {
  using widgets::KeysDialog;
  QVector<KeysDialog::Key> keys{
      {KeysDialog::keyText(QKeySequence(Qt::CTRL | Qt::Key_L)), tr("Connect, cancel or disconnect")}};
  keys += KeysDialog::commonKeys();
  auto* const dialog = new KeysDialog(keys, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void ClientWindow::showAbout() {
  auto* const about = new QMessageBox(
      QMessageBox::Information, tr("About Landline"),
      tr("Landline %1\n\nTalk and pass files on the local network, encrypted, without an account.\n\n"
         "Your key: %2")
          .arg(QStringLiteral(LANDLINE_VERSION), m_state.own.isNull() ? tr("not known yet") : m_state.own.hex()),
      QMessageBox::Close, this);
  about->setTextFormat(Qt::PlainText);
  about->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  about->setAttribute(Qt::WA_DeleteOnClose);
  about->open();
}

}  // namespace landline::client
