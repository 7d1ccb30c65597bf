// How the windows of both programs look: the parts, menus and keys that they share. What these do is in
// program_window.cpp.

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "net/host_interfaces.h"
#include "widgets/accept_rule_combo.h"
#include "widgets/conversation_panel.h"
#include "widgets/datagram_panel.h"
#include "widgets/keys_dialog.h"
#include "widgets/message_bar.h"
#include "widgets/network_panel.h"
#include "widgets/program_window.h"
#include "widgets/save_folder_row.h"
#include "widgets/transfer_panel.h"

namespace landline::widgets {

namespace {

const QLatin1String kGeometry("window/geometry");
const QLatin1String kSplitter("window/splitter");
const QLatin1String kTransferColumns("window/transferTable");
const QLatin1String kTab("window/tab");

constexpr int kMargin = 8;

}  // namespace

QWidget* ProgramWindow::padded(QWidget* content) {
  auto* const page = new QWidget;
  auto* const layout = new QVBoxLayout(page);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->addWidget(content);
  return page;
}

void ProgramWindow::makeParts() {
  m_message_bar = new MessageBar;
  m_conversation_panel = new ConversationPanel(m_conversations);
  m_conversation_panel->setPictureFolder(QFileInfo(m_settings.fileName()).absolutePath() + QStringLiteral("/pictures"));
  m_transfer_panel = new TransferPanel(m_transfers);
  m_datagram_panel = new DatagramPanel(m_datagrams);
  m_datagram_page = padded(m_datagram_panel);
  m_network_page = padded(new NetworkPanel(m_interfaces, net::hostName()));
  m_save_folder = new SaveFolderRow;
  m_accept_rule = new AcceptRuleCombo;
  m_accept_rule->setObjectName(QStringLiteral("acceptRuleCombo"));

  m_tabs = new QTabWidget;
  m_tabs->setObjectName(QStringLiteral("tabs"));
  m_tabs->addTab(padded(m_transfer_panel), icon(Icon::Transfers), tr("Transfers"));
  m_tabs->addTab(m_datagram_page, icon(Icon::Datagrams), tr("Datagrams"));
  m_tabs->addTab(m_network_page, icon(Icon::Network), tr("Network"));

  auto* const drop = new DropTarget(this);
  drop->setAnswer([this] { return dropAnswer(); });
  connect(drop, &DropTarget::filesDropped, this, [this](const QStringList& paths) {
    if (m_conversation_panel->isVisible()) {  // not while a question takes its place
      m_conversation_panel->offerFiles(paths);
    }
  });
}

QWidget* ProgramWindow::makeMainPage(QWidget* bar) {
  m_splitter = new QSplitter(Qt::Vertical);
  m_splitter->setObjectName(QStringLiteral("mainSplitter"));
  m_splitter->setChildrenCollapsible(false);
  m_splitter->addWidget(m_conversation_panel);
  m_splitter->addWidget(m_tabs);
  m_splitter->setStretchFactor(0, 3);
  m_splitter->setStretchFactor(1, 2);

  auto* const page = new QWidget;
  auto* const layout = new QVBoxLayout(page);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->addWidget(bar);
  layout->addWidget(m_message_bar);
  layout->addWidget(m_splitter, 1);
  layout->addWidget(makeBottom());
  return page;
}

QWidget* ProgramWindow::makeBottom() {
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

QAction* ProgramWindow::addEntry(QMenu* menu, Icon which, const QString& text, const QKeySequence& key,
                                 const std::function<void()>& triggered) {
  QAction* const action = menu->addAction(icon(which), text);
  action->setShortcut(key);
  connect(action, &QAction::triggered, this, triggered);
  return action;
}

void ProgramWindow::addSendActions(QMenu* menu) {
  m_send_action = addEntry(menu, Icon::Attach, tr("Send &files..."), QKeySequence(QStringLiteral("Ctrl+O")),
                           [this] { m_conversation_panel->chooseFiles(); });
  m_send_action->setObjectName(QStringLiteral("sendFilesAction"));
  m_send_folder_action =
      addEntry(menu, Icon::Folder, tr("Send a f&older..."), QKeySequence(QStringLiteral("Ctrl+Shift+O")),
               [this] { m_conversation_panel->chooseFolder(); });
  m_send_folder_action->setObjectName(QStringLiteral("sendFolderAction"));
}

void ProgramWindow::addQuitAction(QMenu* menu) {
  menu->addSeparator();
  addEntry(menu, Icon::Cancel, tr("&Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), [this] {
    close();
  })->setMenuRole(QAction::QuitRole);
}

QMenu* ProgramWindow::addViewMenu() {
  QMenu* const view = menuBar()->addMenu(tr("&View"));
  addEntry(view, Icon::Everyone, tr("Switch &conversation"), QKeySequence(QStringLiteral("Ctrl+K")),
           [this] { m_conversation_panel->focusFilter(); });
  addEntry(view, Icon::Transfers, tr("&Transfers"), QKeySequence(QStringLiteral("Ctrl+J")),
           [this] { showTransfers(); });
  addEntry(view, Icon::Settings, tr("&Settings for transfers..."), {}, [this] { m_transfer_panel->showSettings(); });
  return view;
}

void ProgramWindow::addNetworkAction(QMenu* view) {
  addEntry(view, Icon::Datagrams, tr("&Datagrams"), {}, [this] { m_tabs->setCurrentWidget(m_datagram_page); });
  addEntry(view, Icon::Network, tr("&Network"), {}, [this] { showNetwork(); });
}

QMenu* ProgramWindow::addHelpMenu() {
  QMenu* const help = menuBar()->addMenu(tr("&Help"));
  addEntry(help, Icon::Help, tr("&Keys"), QKeySequence(Qt::Key_F1), [this] { showKeys(); });
  addEntry(help, Icon::Info, tr("&About Landline"), {}, [this] { showAbout(); });
  return help;
}

void ProgramWindow::showTransfers() {
  m_tabs->setCurrentIndex(0);
  m_transfer_panel->findChild<QTableView*>(QStringLiteral("transferView"))->setFocus(Qt::ShortcutFocusReason);
}

void ProgramWindow::showNetwork() {
  m_tabs->setCurrentWidget(m_network_page);
}

void ProgramWindow::restoreWindow(const QSize& usual_size) {
  resize(usual_size);
  m_splitter->setSizes({430, 330});
  restoreGeometry(m_settings.value(kGeometry).toByteArray());
  m_splitter->restoreState(m_settings.value(kSplitter).toByteArray());
  m_transfer_panel->restoreState(m_settings.value(kTransferColumns).toByteArray());
  m_tabs->setCurrentIndex(m_settings.value(kTab, 0).toInt());
  m_conversation_panel->restoreSettings(m_settings);
  m_datagram_panel->restoreSettings(m_settings);
}

void ProgramWindow::saveWindow() {
  m_settings.setValue(kGeometry, saveGeometry());
  m_settings.setValue(kSplitter, m_splitter->saveState());
  m_settings.setValue(kTransferColumns, m_transfer_panel->saveState());
  m_settings.setValue(kTab, m_tabs->currentIndex());
  m_conversation_panel->saveSettings(m_settings);
  m_datagram_panel->saveSettings(m_settings);
  m_settings.sync();
}

void ProgramWindow::showKeys() {
  QVector<KeysDialog::Key> keys{{KeysDialog::keyText(QKeySequence(QStringLiteral("Ctrl+L"))), mainKeyMeaning()}};
  keys += KeysDialog::commonKeys();
  auto* const dialog = new KeysDialog(keys, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void ProgramWindow::showAbout() {
  //: %1 is the program's name, %2 its version
  const QString text = tr("%1 %2\n\nTalk and pass files on the local network, encrypted, without an account.\n\n"
                          "Own key: %3")
                           .arg(programName(), QStringLiteral(LANDLINE_VERSION),
                                m_state.own.isNull() ? tr("not known yet") : m_state.own.hex());
  auto* const about = new QMessageBox(QMessageBox::Information, tr("About Landline"), text, QMessageBox::Close, this);
  about->setTextFormat(Qt::PlainText);
  about->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  about->setAttribute(Qt::WA_DeleteOnClose);
  about->open();
}

}  // namespace landline::widgets
