#pragma once

#include <QPointer>

#include "client/client_node_interface.h"
#include "client/client_preferences.h"
#include "models/server_model.h"
#include "widgets/program_window.h"

class QStackedWidget;

namespace landline::widgets {
class DoctorDialog;
class KeyChangedPage;
class NearbyPanel;
}  // namespace landline::widgets

namespace landline::client {

class ConnectionBar;

/// The client's window: what ProgramWindow has, the bar that connects, and the question about a changed key.
class ClientWindow : public widgets::ProgramWindow {
  Q_OBJECT

 public:
  /// `node` and `clock` must outlive the window; `clock` is the one by which the node tells when it tries again.
  /// `settings_path` is an INI file in the profile. The node is told at once what the window remembers (rule for files,
  /// save folder), and connects where `overrides` say so.
  ClientWindow(ClientNodeInterface& node, const Clock& clock, const QString& settings_path,
               const ClientOverrides& overrides = {}, QWidget* parent = nullptr);
  ~ClientWindow() override;

 protected:
  QString programName() const override;
  QString titleName() const override;
  QString mainKeyMeaning() const override;
  widgets::DropTarget::Answer dropAnswer() const override;
  void onStateChanged(const session::LinkState& state) override;
  void savePreferences() override;

 private:
  void build();
  void makeMenus();
  void connectParts();
  void showLinkError(const session::LinkState& state);
  void updateEmptyState();

  // client_window_doctor.cpp
  void addDoctor(QMenu* help);
  void offerDoctor();
  void runDoctor();

  // client_window_nearby.cpp
  void makeNearby();
  void orderNearby();
  void updateNearby();
  void onServerChosen(const session::FoundServer& server);
  void connectToFound(const session::FoundServer& server);

  ClientNodeInterface& m_node;
  ClientPreferences m_preferences;
  models::ServerModel m_servers;
  widgets::NearbyPanel* m_nearby = nullptr;
  bool m_focus_host_when_idle = false;

  QStackedWidget* m_pages = nullptr;
  QWidget* m_main_page = nullptr;
  widgets::KeyChangedPage* m_key_page = nullptr;
  ConnectionBar* m_connection_bar = nullptr;
  QAction* m_connect_action = nullptr;
  QPointer<widgets::DoctorDialog> m_doctor;
};

}  // namespace landline::client
