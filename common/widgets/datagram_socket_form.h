#pragma once

#include <QWidget>

#include <optional>

#include "net/host_interfaces.h"
#include "session/datagram_values.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSettings;
class QSpinBox;

namespace landline::widgets {

/// What the datagram panel's left half asks: how the one UDP socket is to be bound, which groups it is in, how it sends
/// to groups, whether it echoes. While it is bound, what is changed holds at once; only address, port and sharing need
/// it closed first.
class DatagramSocketForm : public QWidget {
  Q_OBJECT

 public:
  explicit DatagramSocketForm(QWidget* parent = nullptr);

  session::DatagramSettings settings() const;

  /// Fills the form in. Where the socket is bound, it is bound anew.
  void setSettings(const session::DatagramSettings& settings);

  void setInterfaces(const QVector<net::HostInterface>& interfaces);
  void showState(const session::DatagramState& state);
  void saveSettings(QSettings& store) const;
  void restoreSettings(const QSettings& store);

 Q_SIGNALS:
  void bindRequested(const landline::session::DatagramSettings& settings);
  void closeRequested();
  void problemOccurred(const QString& text);

 private:
  void makeControls();
  void makeLayout();
  void toggle();
  void joinGroup();
  void leaveGroup();
  void showGroups(const QVector<session::DatagramGroup>& groups);
  void chooseInterface(const QString& name);
  void onChanged();
  std::optional<QString> chosenAddress() const;

  bool m_bound = false;
  bool m_filling = false;  // what changes is not a person's doing
  QVector<session::DatagramGroup> m_groups;

  QComboBox* m_address = nullptr;
  QSpinBox* m_port = nullptr;
  QCheckBox* m_shared = nullptr;
  QPushButton* m_bind = nullptr;
  QLineEdit* m_group = nullptr;
  QPushButton* m_join = nullptr;
  QComboBox* m_joined = nullptr;
  QPushButton* m_leave = nullptr;
  QComboBox* m_interface = nullptr;
  QSpinBox* m_ttl = nullptr;
  QCheckBox* m_loopback = nullptr;
  QCheckBox* m_echo = nullptr;
};

}  // namespace landline::widgets
