#pragma once

#include <QMainWindow>
#include <QSettings>

#include "core/clock.h"
#include "models/conversations.h"
#include "models/interface_feed.h"
#include "models/interface_model.h"
#include "models/log_model.h"
#include "models/node_log.h"
#include "models/transfer_model.h"
#include "server/server_node.h"
#include "server/server_preferences.h"
#include "widgets/error_text.h"

class QSplitter;
class QTabWidget;

namespace landline::widgets {
class ConversationPanel;
class MessageBar;
class SaveFolderRow;
class TransferPanel;
}  // namespace landline::widgets

namespace landline::server {

class ListenBar;

/// The server's window: binds the models to the panels, and the panels to the node. Holds no protocol and touches no
/// socket: everything that it asks of the node, and everything that it is told, goes through queued calls, because the
/// node lives in another thread.
class ServerWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// `node` and `clock` must outlive the window. `settings_path` is an INI file in the profile. The node is told at
  /// once what the window remembers (name, access, rule for files, save folder), and listens where `overrides` say so.
  ServerWindow(ServerNode& node, const Clock& clock, const QString& settings_path,
               const ServerOverrides& overrides = {}, QWidget* parent = nullptr);
  ~ServerWindow() override;

  /// For what Qt's message handler catches: see models::LogRelay.
  models::LogModel& log() { return m_log; }
  widgets::TransferPanel& transferPanel() { return *m_transfer_panel; }

 Q_SIGNALS:
  /// The person closed the window, and has agreed to it where transfers were running.
  void closed();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void makeMenus();
  void connectNode();
  void connectPanels();
  void tellPreferences();
  void showSaveFolder();
  void restoreWindow();
  void savePreferences();
  void saveWindow();

  void onStateChanged(const session::LinkState& state);
  void onError(const Error& error);
  void showListenError(const session::LinkState& state);
  void updateEmptyState();
  void updateTitle();
  void updateDisconnect();
  void updateTransferTab();
  void disconnectCurrent();
  void showTab(QWidget* page);
  void showKeys();
  void showAbout();
  void askBeforeClosing();

  /// Has `call` made with the node, in the node's thread.
  template <typename Call>
  void tell(Call call) {
    ServerNode* const node = &m_node;
    QMetaObject::invokeMethod(
        node, [node, call] { call(*node); }, Qt::QueuedConnection);
  }

  ServerNode& m_node;
  QSettings m_settings;
  ServerPreferences m_preferences;
  session::LinkState m_state;
  bool m_close_agreed = false;

  models::Conversations m_conversations;
  models::TransferModel m_transfers;
  models::LogModel m_log;
  models::NodeLog m_node_log;
  models::InterfaceModel m_interfaces;
  models::InterfaceFeed m_feed;

  widgets::MessageBar* m_message_bar = nullptr;
  ListenBar* m_listen_bar = nullptr;
  widgets::ConversationPanel* m_conversation_panel = nullptr;
  widgets::TransferPanel* m_transfer_panel = nullptr;
  widgets::SaveFolderRow* m_save_folder = nullptr;
  QWidget* m_network_page = nullptr;
  QTabWidget* m_tabs = nullptr;
  QSplitter* m_splitter = nullptr;
  QAction* m_listen_action = nullptr;
  QAction* m_send_action = nullptr;
  QAction* m_disconnect_action = nullptr;
};

}  // namespace landline::server
