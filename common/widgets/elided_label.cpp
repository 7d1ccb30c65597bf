#include "widgets/elided_label.h"

#include <QPainter>

#include "models/format.h"

namespace landline::widgets {

ElidedLabel::ElidedLabel(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString& text) {
  if (text == m_text) {
    return;
  }
  m_text = text;
  setAccessibleName(text);
  setToolTip(text.isEmpty() ? QString() : models::toolTipText(text));
  update();
}

QSize ElidedLabel::sizeHint() const {
  return {fontMetrics().horizontalAdvance(m_text), fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
  return {0, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(foregroundRole()));
  // drawText() does not guess HTML.
  painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                   fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

}  // namespace landline::widgets
