#pragma once

#include "models/log_model.h"
#include "models/node_log.h"
#include "server/server_node.h"
#include "server/server_preferences.h"
#include "widgets/program_window.h"

namespace landline::server {

class ListenBar;

/// The server's window: what ProgramWindow has, the bar that listens, those who ask to join, and the log.
class ServerWindow : public widgets::ProgramWindow {
  Q_OBJECT

 public:
  /// `node` and `clock` must outlive the window. `settings_path` is an INI file in the profile. The node is told at
  /// once what the window remembers (name, access, rule for files, save folder), and listens where `overrides` say so.
  ServerWindow(ServerNode& node, const Clock& clock, const QString& settings_path,
               const ServerOverrides& overrides = {}, QWidget* parent = nullptr);
  ~ServerWindow() override;

  /// For what Qt's message handler catches: see models::LogRelay.
  models::LogModel& log() { return m_log; }

 protected:
  QString programName() const override;
  QString titleName() const override;
  QString mainKeyMeaning() const override;
  void onStateChanged(const session::LinkState& state) override;
  void savePreferences() override;

 private:
  void build();
  void makeMenus();
  void connectLog();
  void connectBar();
  void connectPanels();
  void showListenError(const session::LinkState& state);
  void updateEmptyState();
  void updateDisconnect();
  void disconnectCurrent();

  ServerNode& m_node;
  ServerPreferences m_preferences;
  models::LogModel m_log;
  models::NodeLog m_node_log;

  ListenBar* m_listen_bar = nullptr;
  QWidget* m_log_page = nullptr;
  QAction* m_listen_action = nullptr;
  QAction* m_disconnect_action = nullptr;
};

}  // namespace landline::server
