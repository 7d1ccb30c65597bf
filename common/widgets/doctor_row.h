#pragma once

#include <QFrame>

#include "models/doctor_text.h"

class QLabel;

namespace landline::widgets {

/// One finding of the network doctor: icon, step, what was found, what to try. To a screen reader it is one element
/// that says all of it.
class DoctorRow : public QFrame {
  Q_OBJECT

 public:
  explicit DoctorRow(QWidget* parent = nullptr);

  void setRow(const models::DoctorText::Row& row);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void updateLook();

  models::DoctorText::Row m_row;
  QLabel* m_icon;
  QLabel* m_title;
  QLabel* m_sentence;
  QLabel* m_advice;
};

/// The picture of a mark, `side` pixels of the device-independent kind wide, in a colour that suits it and `palette`.
QPixmap doctorMark(session::DoctorLine::Mark mark, int side, const QWidget& shown_on);

}  // namespace landline::widgets
