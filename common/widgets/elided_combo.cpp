#include "widgets/elided_combo.h"

#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace landline::widgets {

void ElidedCombo::paintEvent(QPaintEvent*) {
  QStyleOptionComboBox option;
  initStyleOption(&option);
  const QRect field = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
  const int beside = option.currentIcon.isNull() ? 4 : option.iconSize.width() + 8;  // icon and margins, as styles do
  option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, field.width() - beside);

  QStylePainter painter(this);
  painter.setPen(palette().color(QPalette::Text));
  painter.drawComplexControl(QStyle::CC_ComboBox, option);
  painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

}  // namespace landline::widgets
