#pragma once

#include <QMainWindow>
#include <QSettings>
#include <QTimer>

#include "client/client_node_interface.h"
#include "client/client_preferences.h"
#include "core/clock.h"
#include "models/conversations.h"
#include "models/interface_feed.h"
#include "models/interface_model.h"
#include "models/transfer_model.h"
#include "widgets/drop_target.h"

class QComboBox;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace landline::widgets {
class ConversationPanel;
class KeyChangedPage;
class MessageBar;
class SaveFolderRow;
class TransferPanel;
}  // namespace landline::widgets

namespace landline::client {

class ConnectionBar;

/// The client's window: binds the models to the panels, and the panels to the node. Holds no protocol and touches no
/// socket: everything that it asks of the node, and everything that it is told, goes through queued calls, because the
/// node lives in another thread.
class ClientWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// `node` and `clock` must outlive the window; `clock` is the one by which the node tells when it tries again.
  /// `settings_path` is an INI file in the profile. The node is told at once what the window remembers (rule for files,
  /// save folder), and connects where `overrides` say so.
  ClientWindow(ClientNodeInterface& node, const Clock& clock, const QString& settings_path,
               const ClientOverrides& overrides = {}, QWidget* parent = nullptr);
  ~ClientWindow() override;

  widgets::TransferPanel& transferPanel() { return *m_transfer_panel; }

 Q_SIGNALS:
  /// The person closed the window, and has agreed to it where transfers were running.
  void closed();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  // client_window_layout.cpp
  void build();
  QWidget* makeBottom();
  void makeMenus();
  void restoreWindow();
  void saveWindow();
  void showTransfers();
  void showKeys();
  void showAbout();

  // client_window.cpp
  void connectNode();
  void connectPanels();
  void connectTransfers();
  void tellPreferences();
  void savePreferences();
  void onStateChanged(const session::LinkState& state);
  void onError(const Error& error);
  void onFilesRefused(const QString& why, const QStringList& paths);
  void showLinkError(const session::LinkState& state);
  void updateEmptyState();
  void updateTitle();
  void updateTransferTab();
  void askBeforeClosing();
  widgets::DropTarget::Answer dropAnswer() const;
  QString serverLabel() const;

  /// Has `call` made with the node, in the node's thread.
  template <typename Call>
  void tell(Call call) {
    ClientNodeInterface* const node = &m_node;
    QMetaObject::invokeMethod(
        node, [node, call] { call(*node); }, Qt::QueuedConnection);
  }

  ClientNodeInterface& m_node;
  QSettings m_settings;
  ClientPreferences m_preferences;
  session::LinkState m_state;
  bool m_bar_tells_link = false;  ///< what the message bar says is about the connection
  bool m_close_agreed = false;
  QTimer m_save_drafts;

  models::Conversations m_conversations;
  models::TransferModel m_transfers;
  models::InterfaceModel m_interfaces;
  models::InterfaceFeed m_feed;

  QStackedWidget* m_pages = nullptr;
  QWidget* m_main_page = nullptr;
  widgets::KeyChangedPage* m_key_page = nullptr;
  widgets::MessageBar* m_message_bar = nullptr;
  ConnectionBar* m_connection_bar = nullptr;
  widgets::ConversationPanel* m_conversation_panel = nullptr;
  widgets::TransferPanel* m_transfer_panel = nullptr;
  widgets::SaveFolderRow* m_save_folder = nullptr;
  QComboBox* m_accept_rule = nullptr;
  QWidget* m_network_page = nullptr;
  QTabWidget* m_tabs = nullptr;
  QSplitter* m_splitter = nullptr;
  QAction* m_connect_action = nullptr;
  QAction* m_send_action = nullptr;
};

}  // namespace landline::client
