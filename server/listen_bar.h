#pragma once

#include <QVector>
#include <QWidget>

#include "net/host_interfaces.h"
#include "server/server_preferences.h"

class QAction;
class QBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace landline::server {

/// Where to listen, as whom, and who may come in: the top of the server's window.
class ListenBar : public QWidget {
  Q_OBJECT

 public:
  explicit ListenBar(QWidget* parent = nullptr);

  void setPreferences(const ServerPreferences& preferences);
  /// Puts what is chosen here into `preferences`; an address that is none leaves the one that is there.
  void storeIn(ServerPreferences& preferences) const;

  /// The addresses to choose from. Keeps what is chosen.
  void setInterfaces(const QVector<net::HostInterface>& interfaces);
  /// A button for what can be done to the peer whose conversation is shown.
  void addDisconnectButton(QAction* action);
  void showState(const session::LinkState& state);

 public Q_SLOTS:
  /// As if the button were pressed.
  void toggle();
  void listenOn(quint16 port);
  void listenOnAllAddresses();

 Q_SIGNALS:
  void listenRequested(const QString& address, quint16 port);
  void stopRequested();
  void nameChanged(const QString& name);
  void accessChanged();
  void plainModeChanged();
  void problemOccurred(const QString& text);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeState();
  void makeControls();
  void makePlainSwitch();
  void request();
  void takeName();
  void updateStateIcon();
  void copyAddresses();
  /// The literal address that is chosen or typed; null: what was typed is none.
  std::optional<QString> chosenAddress() const;

  QBoxLayout* m_second_row;
  QComboBox* m_bind;
  QSpinBox* m_port;
  QPushButton* m_listen;
  QLineEdit* m_name;
  QComboBox* m_access;
  QComboBox* m_plain;
  QLabel* m_state_icon;
  QLabel* m_state;
  QPushButton* m_copy;
  QString m_last_name;
  session::LinkState m_shown;
};

}  // namespace landline::server
