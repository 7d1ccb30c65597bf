#include "widgets/peer_delegate.h"

#include <QApplication>
#include <QPainter>

#include "models/peer_model.h"
#include "widgets/icons.h"
#include "widgets/list_style.h"
#include "widgets/palette_colors.h"
#include "widgets/peer_icon_model.h"

namespace landline::widgets {

namespace {
using models::PeerModel;
constexpr int kMargin = 8;

/// The second line: where the peer is, or whether.
QString placeText(const QModelIndex& index) {
  if (index.data(PeerModel::EveryoneRole).toBool()) {
    return PeerDelegate::tr("all who are connected");
  }
  if (!index.data(PeerModel::PresentRole).toBool()) {
    return PeerDelegate::tr("away");
  }
  const QString address = index.data(PeerModel::AddressRole).toString();
  if (index.data(PeerModel::PlainRole).toBool()) {
    const bool is_in_name = index.data(PeerModel::LabelRole).toString().contains(address);
    return is_in_name ? PeerDelegate::tr("unencrypted") : PeerDelegate::tr("unencrypted, %1").arg(address);
  }
  if (index.data(PeerModel::ServerRole).toBool()) {
    return address.isEmpty() ? PeerDelegate::tr("server") : PeerDelegate::tr("server, %1").arg(address);
  }
  return address.isEmpty() ? PeerDelegate::tr("here") : address;
}

}  // namespace

QString PeerDelegate::badgeText(int unread) {
  return unread > 99 ? QStringLiteral("99+") : QString::number(unread);
}

QSize PeerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  const int lines = QFontMetrics(option.font).height() + QFontMetrics(smaller(option.font)).height();
  return {option.fontMetrics.averageCharWidth() * 16, lines + 12};
}

void PeerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  const bool selected = item.state.testFlag(QStyle::State_Selected);
  const bool present = index.data(PeerModel::PresentRole).toBool();
  const int unread = index.data(PeerModel::UnreadRole).toInt();
  const QPalette& palette = item.palette;
  const QColor background = palette.color(selected ? QPalette::Highlight : QPalette::Base);
  const QColor text = palette.color(selected ? QPalette::HighlightedText : QPalette::Text);

  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  item.text.clear();
  const QStyle* style = item.widget != nullptr ? item.widget->style() : QApplication::style();
  style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);

  const int icon_size = style->pixelMetric(QStyle::PM_SmallIconSize, nullptr, item.widget);
  QRect inner = item.rect.adjusted(kMargin, 4, -kMargin, -4);
  const QRect icon_rect(inner.left(), inner.center().y() - icon_size / 2, icon_size, icon_size);
  icon(peerIcon(index))
      .paint(painter, icon_rect, Qt::AlignCenter,
             selected  ? QIcon::Selected
             : present ? QIcon::Normal
                       : QIcon::Disabled);
  inner.setLeft(icon_rect.right() + kMargin);

  if (unread > 0) {
    QFont bold = smaller(item.font);
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const QString badge = badgeText(unread);
    const int width = std::max(metrics.horizontalAdvance(badge) + 10, metrics.height() + 2);
    const QRect rect(inner.right() - width, inner.center().y() - metrics.height() / 2 - 1, width, metrics.height() + 2);
    painter->setPen(Qt::NoPen);
    painter->setBrush(text);
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter->setFont(bold);
    painter->setPen(background);
    painter->drawText(rect, Qt::AlignCenter, badge);
    inner.setRight(rect.left() - 4);
  }

  QFont name_font = item.font;
  name_font.setBold(unread > 0);
  const QFontMetrics name_metrics(name_font);
  painter->setFont(name_font);
  painter->setPen(present || selected ? text : mutedText(palette, background));
  const QRect name_rect(inner.left(), inner.top(), inner.width(), name_metrics.height());
  const QString name = index.data(PeerModel::LabelRole).toString();
  // What tells plain peers of one computer apart stands at the end of their names.
  const auto elide = index.data(PeerModel::PlainRole).toBool() ? Qt::ElideMiddle : Qt::ElideRight;
  painter->drawText(name_rect, Qt::AlignVCenter, name_metrics.elidedText(name, elide, inner.width()));

  const QString below = placeText(index);
  const QFont small = smaller(item.font);
  painter->setFont(small);
  painter->setPen(selected ? text : mutedText(palette, background));
  const QRect below_rect(inner.left(), name_rect.bottom() + 1, inner.width(), QFontMetrics(small).height());
  painter->drawText(below_rect, Qt::AlignVCenter, QFontMetrics(small).elidedText(below, Qt::ElideRight, inner.width()));
  painter->restore();

  drawFocus(painter, item, background);
}

}  // namespace landline::widgets
