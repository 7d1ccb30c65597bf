#include "widgets/elided_label.h"

#include <QPainter>

#include <algorithm>

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
  updateGeometry();
  update();
}

QSize ElidedLabel::sizeHint() const {
  // Letters of another font, as Chinese ones often are, may need a higher line than the font itself.
  const int height = fontMetrics().size(Qt::TextSingleLine, m_text).height();
  return {fontMetrics().horizontalAdvance(m_text), std::max(fontMetrics().height(), height)};
}

QSize ElidedLabel::minimumSizeHint() const {
  return {0, sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(foregroundRole()));
  // drawText() does not guess HTML.
  painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                   fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

}  // namespace landline::widgets
