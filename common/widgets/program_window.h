#pragma once

#include <QMainWindow>
#include <QSettings>
#include <QTimer>

#include <functional>

#include "core/clock.h"
#include "models/conversations.h"
#include "models/datagram_log_model.h"
#include "models/interface_feed.h"
#include "models/interface_model.h"
#include "models/preferences.h"
#include "models/transfer_model.h"
#include "session/node.h"
#include "widgets/drop_target.h"
#include "widgets/icons.h"

class QAction;
class QMenu;
class QSplitter;
class QTabWidget;

namespace landline::widgets {

class AcceptRuleCombo;
class ConversationPanel;
class DiscoveryChoice;
class DatagramPanel;
class MessageBar;
class SaveFolderRow;
class TransferPanel;

/// What the windows of both programs have in common: the models and panels of one node and how they are bound to each
/// other, errors in the bar, and what is remembered of the window. Holds no protocol and touches no socket: everything
/// that a window asks of its node, and everything that it is told, goes through queued calls, because the node lives
/// in another thread.
///
/// A program's window derives from this. Its constructor puts the parts together (makeMainPage(), the menus), shows
/// what is remembered (showPreferences(), restoreWindow()) and begins with onStateChanged({}); its destructor calls
/// remember(), so that a window which nobody closed is remembered, too.
class ProgramWindow : public QMainWindow {
  Q_OBJECT

 public:
  ~ProgramWindow() override;

  TransferPanel& transferPanel() { return *m_transfer_panel; }

 Q_SIGNALS:
  /// The person closed the window, and has agreed to it where transfers were running.
  void closed();

 protected:
  /// `node` and `clock` must outlive the window. `settings_path` is an INI file in the profile.
  ProgramWindow(session::Node& node, const Clock& clock, const QString& settings_path, QWidget* parent);

  // What each program says for itself.
  virtual QString programName() const = 0;
  /// What stands before the program's name in the title; empty: nothing.
  virtual QString titleName() const = 0;
  /// What Ctrl+L does.
  virtual QString mainKeyMeaning() const = 0;
  virtual DropTarget::Answer dropAnswer() const;
  virtual void onStateChanged(const session::LinkState& state);
  /// Puts what is shown (storeIn()) into the program's preferences, and writes what has changed.
  virtual void savePreferences() = 0;

  // program_window_layout.cpp
  /// The whole window: `bar` at the top, then the message bar, the conversations, the tabs, and what concerns files.
  QWidget* makeMainPage(QWidget* bar);
  /// A page of the tabs with some air around it.
  static QWidget* padded(QWidget* content);
  QAction* addEntry(QMenu* menu, Icon which, const QString& text, const QKeySequence& key,
                    const std::function<void()>& triggered);
  void addSendActions(QMenu* menu);
  void addQuitAction(QMenu* menu);
  /// Without the network: pages that only one program has come before it.
  QMenu* addViewMenu();
  void addNetworkAction(QMenu* view);
  QMenu* addHelpMenu();
  void restoreWindow(const QSize& usual_size);
  void showNetwork();

  // program_window_discovery.cpp
  /// The entries of m_discovery, at the end of `menu`.
  void addDiscovery(QMenu* menu, const QString& switch_text, const QString& interfaces_text);

  // program_window.cpp
  /// Shows what both programs remember, and tells the node.
  void showPreferences(const models::Preferences& preferences);
  void storeIn(models::Preferences& preferences) const;
  void remember();
  /// Whether anything can be sent at all; `why_not` is shown beside the disabled controls.
  void setOnline(bool online, const QString& why_not);
  void updateTitle();
  /// Says why there is no connection, with a button that helps.
  void showLinkProblem(const QString& text, const QString& button = {}, std::function<void()> help = {});
  /// To be called when there is one: what showLinkProblem() said is over.
  void dismissLinkProblem();

  /// Has `node` do `what` in its own thread, after everything that it was told before.
  template <typename Node, typename Interface, typename... Parameters, typename... Arguments>
  static void tell(Node& node, void (Interface::*what)(Parameters...), const Arguments&... arguments) {
    QMetaObject::invokeMethod(
        &node, [&node, what, arguments...] { (node.*what)(arguments...); }, Qt::QueuedConnection);
  }

  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

  QSettings m_settings;
  session::LinkState m_state;

  models::Conversations m_conversations;
  models::TransferModel m_transfers;
  models::DatagramLogModel m_datagrams;
  models::InterfaceModel m_interfaces;
  models::InterfaceFeed m_feed;

  MessageBar* m_message_bar = nullptr;
  ConversationPanel* m_conversation_panel = nullptr;
  TransferPanel* m_transfer_panel = nullptr;
  DatagramPanel* m_datagram_panel = nullptr;
  AcceptRuleCombo* m_accept_rule = nullptr;
  DiscoveryChoice* m_discovery = nullptr;
  QTabWidget* m_tabs = nullptr;

 private:
  void makeParts();
  void makeDiscovery();
  void showDiscovery(const session::DiscoverySettings& settings);
  QWidget* makeBottom();
  void saveWindow();
  void showTransfers();
  void showKeys();
  void showAbout();

  void connectNode();
  void connectPanels();
  void connectTransferActions();
  void connectDatagrams();
  void connectPresence();
  void onFileChoice();
  void tellFileChoices();
  void onTransferChoices();
  void tellTransferChoices();
  void onError(const Error& error);
  void updateTransferTab();
  void askBeforeClosing();

  session::Node& m_node;
  SaveFolderRow* m_save_folder = nullptr;
  QWidget* m_datagram_page = nullptr;
  QWidget* m_network_page = nullptr;
  QSplitter* m_splitter = nullptr;
  QAction* m_send_action = nullptr;
  QAction* m_send_folder_action = nullptr;
  QTimer m_save_drafts;
  QString m_link_problem;  ///< what showLinkProblem() said last
  bool m_close_agreed = false;
};

}  // namespace landline::widgets
