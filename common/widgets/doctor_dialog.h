#pragma once

#include <QDialog>
#include <QTimer>
#include <QVector>

#include "session/doctor_values.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace landline::widgets {

class DoctorRow;

/// "Why can't I connect?": the lines of the network doctor as they come in, each with a mark, what was found and what
/// to try; copied as text with one click. Not modal. Binds nothing and asks by signals.
///
/// Names: `doctorDialog`, `doctorVerdict`, `doctorTarget`, `doctorProgress`, `doctorRows`, `doctorRow0` ...,
/// `copyDoctorButton`, `runDoctorButton` (stops while it runs).
class DoctorDialog : public QDialog {
  Q_OBJECT

 public:
  explicit DoctorDialog(QWidget* parent = nullptr);
  ~DoctorDialog() override;

  void showReport(const session::DoctorReport& report);

  /// What is copied.
  QString plainText() const;

 Q_SIGNALS:
  void runRequested();
  void stopRequested();  ///< by the button, or because the dialog is closed while it runs

 public Q_SLOTS:
  void reject() override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeRows();
  QWidget* makeButtons();
  void updateVerdict();
  void updateRows();
  void updateButtons();
  void copy();
  void announce();
  void showTrouble();

  session::DoctorReport m_report;
  QLabel* m_icon;
  QLabel* m_verdict;
  QLabel* m_target;
  QProgressBar* m_progress;
  bool m_seeks_trouble = false;  ///< what is wrong is to be brought into sight
  QScrollArea* m_scroll = nullptr;
  QVBoxLayout* m_rows = nullptr;
  QVector<DoctorRow*> m_shown;
  QPushButton* m_copy = nullptr;
  QPushButton* m_run = nullptr;
  QTimer m_copied;
};

}  // namespace landline::widgets
