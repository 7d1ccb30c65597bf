#pragma once

#include <QWidget>

#include "net/host_interfaces.h"
#include "session/datagram_values.h"

class QLabel;
class QMenu;
class QPushButton;
class QSettings;
class QStackedWidget;
class QTableView;

namespace landline::models {
class DatagramLogModel;
}

namespace landline::widgets {

class DatagramSendForm;
class DatagramSocketForm;
class ElidedLabel;
class HintLine;

/// Sends and receives datagrams, for learning, for simple devices and for finding out what a network lets through: how
/// the socket is bound at the left, what came and went at the right, and below that what to send. Knows no socket: it
/// asks by its signals, and is told how the socket is.
class DatagramPanel : public QWidget {
  Q_OBJECT

 public:
  /// `model` must outlive the panel.
  explicit DatagramPanel(models::DatagramLogModel& model, QWidget* parent = nullptr);

  /// What is shown is remembered, but nothing is bound by itself.
  void saveSettings(QSettings& store) const;
  void restoreSettings(const QSettings& store);

 public Q_SLOTS:
  void showState(const landline::session::DatagramState& state);
  void setInterfaces(const QVector<landline::net::HostInterface>& interfaces);

 Q_SIGNALS:
  void bindRequested(const landline::session::DatagramSettings& settings);
  void closeRequested();
  void sendRequested(const landline::session::DatagramRequest& request);
  void stopRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeLeft();
  QWidget* makeRight();
  QMenu* makePresets();
  void addPreset(QMenu* menu, const QString& text, const session::DatagramSettings& settings, const QString& to);
  void makeView();
  void connectForms();
  void showProblem(const QString& text);
  void copySelected();
  void showListOrHint();
  void updateStateIcon();

  models::DatagramLogModel& m_model;
  DatagramSocketForm* m_socket;
  DatagramSendForm* m_sending;
  QStackedWidget* m_pages;
  QLabel* m_empty;
  QTableView* m_view;
  QLabel* m_state_icon;
  ElidedLabel* m_state;
  HintLine* m_problem;
  bool m_bound = false;
  bool m_at_end = true;
};

}  // namespace landline::widgets
