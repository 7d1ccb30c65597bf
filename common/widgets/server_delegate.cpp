#include "widgets/server_delegate.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

#include "models/server_model.h"
#include "widgets/icons.h"
#include "widgets/list_style.h"
#include "widgets/palette_colors.h"

namespace landline::widgets {

namespace {

using models::ServerModel;
constexpr int kMargin = 8;

QFont bold(QFont font) {
  font.setBold(true);
  return font;
}

Icon markOf(const QModelIndex& index) {
  if (index.data(ServerModel::CurrentRole).toBool()) {
    return Icon::Connect;
  }
  return index.data(ServerModel::KnownRole).toBool() ? Icon::Verify : Icon::Info;
}

QString standingOf(const QModelIndex& index) {
  const QString key = index.data(ServerModel::FingerprintRole).toString();
  if (index.data(ServerModel::CurrentRole).toBool()) {
    return ServerDelegate::tr("connected, key %1").arg(key);
  }
  return (index.data(ServerModel::KnownRole).toBool() ? ServerDelegate::tr("known, key %1")
                                                      : ServerDelegate::tr("new, key %1"))
      .arg(key);
}

}  // namespace

int ServerDelegate::widthFor(const QFont& font) {
  const QFontMetrics metrics(smaller(font));
  const QString key = QStringLiteral("0000 0000");
  const int icon_size = QApplication::style()->pixelMetric(QStyle::PM_SmallIconSize);
  return std::max(metrics.horizontalAdvance(tr("connected, key %1").arg(key)) + metrics.height(),
                  metrics.horizontalAdvance(QStringLiteral("255.255.255.255:65535"))) +
         icon_size + 4 * kMargin + QApplication::style()->pixelMetric(QStyle::PM_ScrollBarExtent);
}

int ServerDelegate::heightFor(const QFont& font) {
  return QFontMetrics(bold(font)).height() + 2 * QFontMetrics(smaller(font)).height() + 14;
}

QSize ServerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {option.fontMetrics.averageCharWidth() * 16, heightFor(option.font)};
}

void ServerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  item.text.clear();
  const bool selected = item.state.testFlag(QStyle::State_Selected);
  const QPalette& palette = item.palette;
  const QColor background = palette.color(selected ? QPalette::Highlight : QPalette::Base);
  const QColor text = palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
  const QColor faint = selected ? text : mutedText(palette, background);
  const QIcon::Mode mode = selected ? QIcon::Selected : QIcon::Normal;
  const QStyle* style = item.widget != nullptr ? item.widget->style() : QApplication::style();

  painter->save();
  style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
  const int icon_size = style->pixelMetric(QStyle::PM_SmallIconSize, nullptr, item.widget);
  QRect inner = item.rect.adjusted(kMargin, 5, -kMargin, -5);
  const QFont name_font = bold(item.font);
  const QFont small = smaller(item.font);
  const int small_height = QFontMetrics(small).height();

  QRect line(inner.left(), inner.top(), inner.width(), QFontMetrics(name_font).height());
  icon(Icon::Server)
      .paint(painter, QRect(line.left(), line.center().y() - icon_size / 2, icon_size, icon_size), Qt::AlignCenter,
             mode);
  inner.setLeft(inner.left() + icon_size + kMargin);
  line.setLeft(inner.left());
  const auto write = [&](const QFont& font, const QColor& colour, const QString& words) {
    painter->setFont(font);
    painter->setPen(colour);
    painter->drawText(line, Qt::AlignVCenter, QFontMetrics(font).elidedText(words, Qt::ElideRight, line.width()));
  };
  write(name_font, text, index.data(ServerModel::LabelRole).toString());
  line = QRect(inner.left(), line.bottom() + 2, inner.width(), small_height);
  write(small, faint, index.data(ServerModel::AddressRole).toString());
  line = QRect(inner.left(), line.bottom() + 2, inner.width(), small_height);
  const int mark_size = small_height - 2;
  icon(markOf(index)).paint(painter, QRect(line.left(), line.top() + 1, mark_size, mark_size), Qt::AlignCenter, mode);
  line.setLeft(line.left() + mark_size + kMargin / 2);
  write(small, faint, standingOf(index));
  painter->restore();

  drawFocus(painter, item, background);
}

}  // namespace landline::widgets
