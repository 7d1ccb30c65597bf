#include "widgets/hint_line.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "widgets/icons.h"
#include "widgets/palette_colors.h"

namespace landline::widgets {

namespace {

constexpr int kIconSide = 16;

Icon iconOf(HintLine::Kind kind) {
  switch (kind) {
    case HintLine::Kind::Quiet:
    case HintLine::Kind::Notice:
      return Icon::Info;
    case HintLine::Kind::Warning:
      return Icon::Warning;
    case HintLine::Kind::Error:
      break;
  }
  return Icon::Error;
}

}  // namespace

HintLine::HintLine(QWidget* parent) : QWidget(parent), m_icon(new QLabel), m_text(new QLabel) {
  m_icon->setFixedWidth(kIconSide);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setWordWrap(true);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* const row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_icon, 0, Qt::AlignTop);
  row->addWidget(m_text, 1);
  updateLook();
}

QString HintLine::text() const {
  return m_text->text();
}

void HintLine::show(Kind kind, const QString& text) {
  if (kind == m_kind && text == m_text->text()) {
    return;
  }
  m_kind = kind;
  m_text->setText(text);
  setAccessibleName(text);
  updateLook();
  if (kind == Kind::Error) {
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
  }
}

void HintLine::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    updateLook();
  }
  QWidget::changeEvent(event);
}

void HintLine::updateLook() {
  m_icon->setVisible(m_kind != Kind::Quiet);
  m_icon->setPixmap(icon(iconOf(m_kind)).pixmap(kIconSide, kIconSide));
  QPalette colours = palette();
  const QColor background = colours.color(QPalette::Window);
  colours.setColor(QPalette::WindowText, m_kind == Kind::Error
                                             ? readable(warningAccent(palette()), palette(), background)
                                         : m_kind == Kind::Quiet ? mutedText(palette(), background)
                                                                 : palette().color(QPalette::WindowText));
  m_text->setPalette(colours);
}

}  // namespace landline::widgets
