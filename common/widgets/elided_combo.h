#pragma once

#include <QComboBox>

namespace landline::widgets {

/// A combobox whose current text ends in "..." where there is no room for all of it; Qt's own cuts through a letter.
class ElidedCombo : public QComboBox {
  Q_OBJECT

 public:
  using QComboBox::QComboBox;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace landline::widgets
