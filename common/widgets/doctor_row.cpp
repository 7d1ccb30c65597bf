#include "widgets/doctor_row.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>

#include "widgets/icons.h"
#include "widgets/palette_colors.h"

namespace landline::widgets {

using Mark = session::DoctorLine::Mark;

namespace {

Icon iconOf(Mark mark) {
  switch (mark) {
    case Mark::Running:
      return Icon::Waiting;
    case Mark::Good:
      return Icon::Done;
    case Mark::Warning:
      return Icon::Warning;
    case Mark::Bad:
      return Icon::Error;
    case Mark::NotTried:
      break;
  }
  return Icon::Skipped;
}

QLabel* makeLabel(const QString& name, QWidget* parent) {
  auto* const label = new QLabel(parent);
  label->setObjectName(name);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

void setTextColor(QLabel* label, const QColor& color) {
  QPalette palette = label->palette();
  palette.setColor(QPalette::WindowText, color);
  palette.setColor(QPalette::Text, color);  // its role where the background is Base
  label->setPalette(palette);
}

}  // namespace

QPixmap doctorMark(Mark mark, int side, const QWidget& shown_on) {
  const QPalette& palette = shown_on.palette();
  const QColor& background = palette.color(QPalette::Base);
  QColor color = palette.color(QPalette::Text);
  if (mark == Mark::Bad || mark == Mark::Warning) {
    color = readable(warningAccent(palette), palette, background);
  } else if (mark != Mark::Good) {
    color = mutedText(palette, background);
  }
  QPixmap pixmap = icon(iconOf(mark)).pixmap(side, side);
  QPainter painter(&pixmap);
  painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
  painter.fillRect(pixmap.rect(), color);
  return pixmap;
}

DoctorRow::DoctorRow(QWidget* parent)
    : QFrame(parent),
      m_row{Mark::Running, {}, {}, {}},
      m_icon(new QLabel(this)),
      m_title(makeLabel(QStringLiteral("doctorRowTitle"), this)),
      m_sentence(makeLabel(QStringLiteral("doctorRowSentence"), this)),
      m_advice(makeLabel(QStringLiteral("doctorRowAdvice"), this)) {
  m_icon->setObjectName(QStringLiteral("doctorRowIcon"));
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  auto* const grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setVerticalSpacing(1);
  grid->setHorizontalSpacing(10);
  grid->addWidget(m_icon, 0, 0, Qt::AlignTop);
  grid->addWidget(m_title, 0, 1);
  grid->addWidget(m_sentence, 1, 1);
  grid->addWidget(m_advice, 2, 1);
  grid->setColumnStretch(1, 1);
}

void DoctorRow::setRow(const models::DoctorText::Row& row) {
  m_row = row;
  m_title->setText(row.title);
  m_sentence->setText(row.sentence);
  //: What to do about a problem that stands above
  m_advice->setText(row.advice.isEmpty() ? QString() : tr("To try: %1").arg(row.advice));
  m_advice->setVisible(!row.advice.isEmpty());
  const QString mark = models::DoctorText::mark(row.mark);
  m_icon->setToolTip(mark);
  m_icon->setAccessibleName(mark);
  //: To a screen reader: step, mark, what was found, what to try
  setAccessibleName(tr("%1, %2. %3 %4").arg(row.title, mark, row.sentence, m_advice->text()).trimmed());
  updateLook();
}

void DoctorRow::updateLook() {
  m_icon->setPixmap(doctorMark(m_row.mark, fontMetrics().height(), *this));
  // What is well, or was not reached, stands back behind what is not.
  const bool is_trouble = m_row.mark == Mark::Bad || m_row.mark == Mark::Warning;
  const QColor text = palette().color(QPalette::Text);
  const QColor muted = mutedText(palette(), palette().color(QPalette::Base));
  setTextColor(m_title, m_row.mark == Mark::NotTried ? muted : text);
  setTextColor(m_sentence, is_trouble || m_row.mark == Mark::Running ? text : muted);
  setTextColor(m_advice, is_trouble ? text : muted);
}

void DoctorRow::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    updateLook();
  }
}

}  // namespace landline::widgets
