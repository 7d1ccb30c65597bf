#include "widgets/card_buttons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/conflict_combo.h"
#include "widgets/icons.h"

namespace landline::widgets {

CardButtons::CardButtons(Kind kind, QWidget* parent)
    : QWidget(parent),
      m_kind(kind),
      m_block(new QWidget(this)),
      m_accept(new QPushButton(m_block)),
      m_refuse(new QPushButton(m_block)) {
  const bool offer = kind == Kind::Offer;
  m_accept->setText(offer ? tr("Accept") : tr("Admit"));
  m_accept->setIcon(icon(Icon::Accept));
  m_accept->setObjectName(offer ? QStringLiteral("acceptButton") : QStringLiteral("admitButton"));
  m_refuse->setText(offer ? tr("Decline") : tr("Deny"));
  m_refuse->setIcon(icon(Icon::Cancel));
  m_refuse->setObjectName(offer ? QStringLiteral("declineButton") : QStringLiteral("denyButton"));

  auto* const column = new QVBoxLayout(m_block);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* const row = new QHBoxLayout;
  row->addWidget(m_accept);
  if (offer) {
    m_save_as = new QPushButton(tr("Save as..."), m_block);
    m_save_as->setObjectName(QStringLiteral("saveAsButton"));
    row->addWidget(m_save_as);
    connect(m_save_as, &QPushButton::clicked, this, &CardButtons::saveAsRequested);
  }
  row->addWidget(m_refuse);
  row->addStretch(1);
  column->addLayout(row);
  if (offer) {
    m_conflict = new ConflictCombo(m_block);
    auto* const label = new QLabel(tr("Where a name is taken:"), m_block);
    label->setBuddy(m_conflict);
    auto* const second = new QHBoxLayout;
    second->addWidget(label);
    second->addWidget(m_conflict);
    second->addStretch(1);
    column->addLayout(second);
  }

  // Answered once: what becomes of it is told by the card.
  const auto answer = [this](void (CardButtons::*signal)()) {
    return [this, signal] {
      m_block->setEnabled(false);
      Q_EMIT(this->*signal)();
    };
  };
  connect(m_accept, &QPushButton::clicked, this, answer(&CardButtons::accepted));
  connect(m_refuse, &QPushButton::clicked, this, answer(&CardButtons::refused));
}

void CardButtons::setSubject(const QString& subject) {
  const bool offer = m_kind == Kind::Offer;
  m_accept->setAccessibleName(offer ? tr("Accept %1").arg(subject) : tr("Admit %1").arg(subject));
  m_refuse->setAccessibleName(offer ? tr("Decline %1").arg(subject) : tr("Deny %1").arg(subject));
  if (m_save_as != nullptr) {
    m_save_as->setAccessibleName(tr("Save %1 as").arg(subject));
  }
}

void CardButtons::setConflict(session::Conflict conflict) {
  if (m_conflict != nullptr) {
    m_conflict->setConflict(conflict);
  }
}

session::Conflict CardButtons::conflict() const {
  return m_conflict == nullptr ? session::Conflict::Rename : m_conflict->conflict();
}

void CardButtons::place() {
  if (m_placement) {
    m_block->setGeometry(m_placement());
  }
}

void CardButtons::focusFirst() {
  m_accept->setFocus(Qt::TabFocusReason);
}

QSize CardButtons::neededSize() const {
  return m_block->sizeHint();
}

void CardButtons::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  place();
}

}  // namespace landline::widgets
