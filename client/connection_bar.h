#pragma once

#include <QTimer>
#include <QWidget>

#include "client/client_preferences.h"
#include "core/clock.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace landline::client {

/// Which server, as whom, and how far that is: the top of the client's window. With the switch for plain servers there
/// is no name to give: they never ask. Names: `hostEdit`, `portSpin`, `nameEdit`, `plainCheck`, `connectButton`,
/// `stateIcon`, `stateText`, `retryButton`.
class ConnectionBar : public QWidget {
  Q_OBJECT

 public:
  /// `clock` is the one that LinkState::retry_at_ms was read from.
  explicit ConnectionBar(const Clock& clock, QWidget* parent = nullptr);

  void setPreferences(const ClientPreferences& preferences);
  void storeIn(ClientPreferences& preferences) const;
  void showState(const session::LinkState& state);
  const session::LinkState& shownState() const { return m_state; }
  QString stateText() const;

  /// Shows another server to connect to, an encrypted one. Returns what the person wants to be called; where nothing is
  /// said of that, asks for it and returns an empty string.
  QString showServer(const QString& host, quint16 port);

 public Q_SLOTS:
  /// As if the button were pressed: connects, cancels or disconnects.
  void toggle();
  void requestConnection();
  void focusHost();

 Q_SIGNALS:
  void connectRequested(const QString& host, quint16 port, const QString& name);
  void plainConnectRequested(const QString& host, quint16 port);
  void disconnectRequested();
  void retryRequested();
  /// What was typed cannot be a server or a name, in words for people.
  void problemOccurred(const QString& text);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void takeTypedPort();
  void updateControls();
  void updateText();
  void updateIcon();
  bool isIdle() const;

  const Clock& m_clock;
  session::LinkState m_state;
  QTimer m_countdown;
  QComboBox* m_host;
  QSpinBox* m_port;
  QLineEdit* m_name;
  QCheckBox* m_plain;
  QPushButton* m_connect;
  QLabel* m_icon;
  QLabel* m_text;
  QPushButton* m_retry;
};

}  // namespace landline::client
