#include "widgets/conversation_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

#include "models/conversation_model.h"
#include "widgets/list_style.h"
#include "widgets/palette_colors.h"

namespace landline::widgets {

namespace {

void drawBlock(QPainter* painter, const ConversationRow::Block& block, const QColor& color) {
  if (!block.isEmpty()) {
    painter->setPen(color);
    block.layout->draw(painter, block.rect.topLeft());
  }
}

/// A line across the row with words in its middle.
void drawStrip(QPainter* painter, const QRectF& rect, const QString& text, const QColor& color, const QColor& line) {
  if (rect.isEmpty()) {
    return;
  }
  const double width = painter->fontMetrics().horizontalAdvance(text) + 24;
  const QRectF middle(rect.center().x() - width / 2, rect.top(), width, rect.height());
  painter->setPen(line);
  const double y = std::floor(rect.center().y()) + 0.5;
  painter->drawLine(QPointF(rect.left() + 12, y), QPointF(middle.left(), y));
  painter->drawLine(QPointF(middle.right(), y), QPointF(rect.right() - 12, y));
  painter->setPen(color);
  painter->drawText(middle, Qt::AlignCenter, text);
}

}  // namespace

void ConversationDelegate::setStyle(const ConversationRow::Style& style) {
  if (style.width != m_style.width || style.font != m_style.font || style.offer_buttons != m_style.offer_buttons ||
      style.join_buttons != m_style.join_buttons) {
    m_style = style;
    m_heights.clear();
  }
}

void ConversationDelegate::forget(const QModelIndex& index) {
  m_heights.remove(index.data(models::ConversationModel::SerialRole).toLongLong());
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  const qint64 serial = index.data(models::ConversationModel::SerialRole).toLongLong();
  auto found = m_heights.constFind(serial);
  if (found == m_heights.cend()) {
    ++m_measured;
    found = m_heights.insert(serial, ConversationRow(index, m_style).height());
  }
  return {m_style.width, found.value()};
}

QRect ConversationDelegate::buttonsRect(const QModelIndex& index) const {
  return ConversationRow(index, m_style).buttonsRect().toAlignedRect();
}

void ConversationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
  const ConversationRow row(index, m_style);
  const QPalette& palette = option.palette;
  const QColor base = palette.color(QPalette::Base);
  const QColor highlight = palette.color(QPalette::Highlight);
  const QColor text = palette.color(QPalette::Text);
  const bool selected = option.state.testFlag(QStyle::State_Selected);

  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->translate(option.rect.topLeft());
  const QColor background = selected ? blend(base, highlight, 0.18) : base;
  if (selected) {
    painter->fillRect(QRectF(0, 0, option.rect.width(), option.rect.height()), background);
    painter->fillRect(QRectF(0, 0, 3, option.rect.height()), highlight);
  }

  painter->setFont(row.metaFont());
  drawStrip(painter, row.dayRect(), row.dayText(), mutedText(palette, background), blend(background, text, 0.2));
  drawStrip(painter, row.unreadRect(), tr("New messages"), readable(highlight, palette, background), highlight);
  drawBlock(painter, row.name(), readable(blend(text, highlight, 0.5), palette, background));

  QColor fill = row.isCard()  ? blend(base, text, 0.03)
                : row.isOwn() ? blend(base, highlight, 0.2)
                              : blend(base, text, 0.08);
  if (selected) {
    fill = blend(fill, highlight, 0.15);
  }
  QPainterPath bubble;
  bubble.addRoundedRect(row.bubble().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
  painter->fillPath(bubble, fill);
  if (row.isCard() || row.hasFailed()) {
    const QColor border = row.hasFailed()   ? warningAccent(palette)
                          : row.isPending() ? highlight
                                            : blend(base, text, 0.25);
    painter->setPen(QPen(border, row.isPending() ? 1.5 : 1));
    painter->drawPath(bubble);
  }
  if (row.isCard()) {
    icon(row.cardIcon()).paint(painter, row.cardIconRect().toRect());
  }
  // Marks can reach far above and below their line: they do not get out of the bubble.
  painter->setClipPath(bubble);
  drawBlock(painter, row.title(), text);
  drawBlock(painter, row.body(), row.isCard() ? mutedText(palette, fill) : text);
  drawBlock(painter, row.more(), mutedText(palette, fill));
  drawBlock(painter, row.note(), readable(warningAccent(palette), palette, fill));
  painter->setFont(row.metaFont());
  painter->setPen(row.hasFailed() ? readable(warningAccent(palette), palette, fill) : mutedText(palette, fill));
  painter->drawText(row.metaRect(), Qt::AlignRight | Qt::AlignVCenter, row.meta());
  if (row.hasMetaIcon()) {
    icon(row.metaIcon()).paint(painter, row.metaIconRect().toRect());
  }
  painter->restore();

  drawFocus(painter, option, background);
}

}  // namespace landline::widgets
