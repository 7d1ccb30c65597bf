#include "widgets/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "models/display_text.h"
#include "widgets/icons.h"
#include "widgets/palette_colors.h"

namespace landline::widgets {

namespace {
constexpr int kLongestText = 600;
}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_button(new QPushButton(this)),
      m_dismiss(new QToolButton(this)),
      m_second(new QPushButton(this)) {
  setObjectName(QStringLiteral("messageBar"));
  setFrameShape(QFrame::NoFrame);

  m_icon->setObjectName(QStringLiteral("messageBarIcon"));
  m_text->setObjectName(QStringLiteral("messageBarText"));
  m_text->setTextFormat(Qt::PlainText);
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_button->setObjectName(QStringLiteral("messageBarButton"));
  m_button->setAutoDefault(false);
  m_second->setObjectName(QStringLiteral("messageBarSecondButton"));
  m_second->setAutoDefault(false);
  m_second->hide();
  m_dismiss->setObjectName(QStringLiteral("messageBarDismiss"));
  m_dismiss->setText(tr("Dismiss"));
  m_dismiss->setToolTip(tr("Dismiss"));
  m_dismiss->setAccessibleName(tr("Dismiss this message"));
  m_dismiss->setIcon(icon(Icon::Cancel));
  m_dismiss->setAutoRaise(true);
  m_dismiss->setFocusPolicy(Qt::TabFocus);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 6, 6, 6);
  row->addWidget(m_icon);
  row->addWidget(m_text, 1);
  row->addWidget(m_second);
  row->addWidget(m_button);
  row->addWidget(m_dismiss);

  connect(m_dismiss, &QToolButton::clicked, this, &MessageBar::dismiss);
  connect(m_button, &QPushButton::clicked, this, [this] {
    const std::function<void()> help = std::move(m_help);
    dismiss();
    if (help) {
      help();
    }
  });
  connect(m_second, &QPushButton::clicked, this, [this] {
    if (m_second_help) {
      m_second_help();
    }
  });
  hide();
}

void MessageBar::addButton(const QString& button, std::function<void()> help) {
  m_second_help = std::move(help);
  m_second->setText(button);
  m_second->show();
}

void MessageBar::show(Kind kind, const QString& message, const QString& button, std::function<void()> help) {
  // A peer's reason may be in it: a few lines of it at most, and nothing that reorders ours.
  const QString text = models::displayText(message.left(kLongestText));
  m_kind = kind;
  m_help = std::move(help);
  m_text->setText(text);
  m_button->setText(button);
  m_button->setVisible(!button.isEmpty());
  m_second->hide();
  setAccessibleName(kind == Kind::Error ? tr("Error: %1").arg(text) : tr("Notice: %1").arg(text));
  updateIcon();
  setVisible(true);
  update();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void MessageBar::dismiss() {
  m_help = nullptr;
  m_second_help = nullptr;
  hide();
}

QString MessageBar::text() const {
  return isShown() ? m_text->text() : QString();
}

void MessageBar::updateIcon() {
  const int size = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
  const Icon which = m_kind == Kind::Error ? Icon::Error : Icon::Info;
  m_icon->setPixmap(icon(which).pixmap(size, size));
  m_icon->setAccessibleName(m_kind == Kind::Error ? tr("Error") : tr("Notice"));
}

void MessageBar::paintEvent(QPaintEvent* event) {
  const QColor accent = m_kind == Kind::Error ? warningAccent(palette()) : palette().color(QPalette::Highlight);
  QPainter painter(this);
  painter.fillRect(rect(), blend(palette().color(QPalette::Window), accent, 0.16));
  painter.fillRect(QRect(0, 0, 4, height()), accent);
  QFrame::paintEvent(event);
}

void MessageBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    updateIcon();
  }
}

}  // namespace landline::widgets
