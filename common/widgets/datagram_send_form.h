#pragma once

#include <QWidget>

#include <optional>

#include "net/host_interfaces.h"
#include "session/datagram_values.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QSpinBox;

namespace landline::widgets {

class HintLine;

/// What the datagram panel's lower right asks: where to send to, and what, once or again and again. Says at once what
/// is wrong with the octets, and how many they are.
class DatagramSendForm : public QWidget {
  Q_OBJECT

 public:
  explicit DatagramSendForm(QWidget* parent = nullptr);

  void setDestination(const QString& address, quint16 port);
  void setInterfaces(const QVector<net::HostInterface>& interfaces);
  void showState(const session::DatagramState& state);
  void saveSettings(QSettings& store) const;
  void restoreSettings(const QSettings& store);

 Q_SIGNALS:
  void sendRequested(const landline::session::DatagramRequest& request);
  void stopRequested();
  void problemOccurred(const QString& text);

 private:
  void makeControls();
  void makeLayout();
  void send(int interval_ms);
  void toggleRepeating();
  void showHint();
  bool isHex() const;
  std::optional<QByteArray> octets() const;  ///< nothing where they are not right; showHint() says why
  std::optional<QString> destination() const;

  bool m_repeating = false;

  QComboBox* m_destination = nullptr;
  QSpinBox* m_port = nullptr;
  QComboBox* m_form = nullptr;
  QLineEdit* m_content = nullptr;
  QPushButton* m_send = nullptr;
  QSpinBox* m_interval = nullptr;
  QPushButton* m_repeat = nullptr;
  QLabel* m_size = nullptr;
  HintLine* m_hint = nullptr;
};

}  // namespace landline::widgets
