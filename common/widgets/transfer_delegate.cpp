#include "widgets/transfer_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionProgressBar>

#include <algorithm>

#include "models/transfer_model.h"
#include "widgets/icons.h"
#include "widgets/palette_colors.h"
#include "widgets/transfer_icon.h"

namespace landline::widgets {

using models::TransferModel;
using session::TransferInfo;

namespace {

constexpr int kSpareHeight = 8;  // above and below the text, so that the bars of two rows do not touch
constexpr int kWidestBar = 400;

/// Whether its progress is still worth looking at.
bool isAlive(TransferInfo::State state) {
  using State = TransferInfo::State;
  return state != State::Declined && state != State::Cancelled && state != State::Failed;
}

}  // namespace

void TransferDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  if (index.column() != TransferModel::FileColumn) {
    option->textElideMode = Qt::ElideRight;  // the middle is the least of a name, but the heart of a sentence
  }
  const auto info = index.data(TransferModel::InfoRole).value<TransferInfo>();
  if (index.column() == TransferModel::DirectionColumn) {
    option->icon = icon(info.direction == TransferInfo::Direction::Up ? Icon::Up : Icon::Down);
  } else if (index.column() == TransferModel::StatusColumn) {
    option->icon = icon(transferIcon(info));
  } else {
    return;
  }
  option->features |= QStyleOptionViewItem::HasDecoration;
  const int side = option->widget == nullptr ? 16 : option->widget->style()->pixelMetric(QStyle::PM_SmallIconSize);
  option->decorationSize = QSize(side, side);
}

void TransferDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.column() != TransferModel::ProgressColumn) {
    QStyledItemDelegate::paint(painter, option, index);
    return;
  }
  QStyleOptionViewItem cell = option;
  initStyleOption(&cell, index);
  const QString text = cell.text;
  const bool has_bar = !text.isEmpty() && isAlive(index.data(TransferModel::InfoRole).value<TransferInfo>().state);
  if (has_bar) {
    cell.text.clear();
  }
  QStyle* const style = cell.widget == nullptr ? QApplication::style() : cell.widget->style();
  style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);  // background and selection
  if (!has_bar) {
    return;
  }

  QStyleOptionProgressBar bar;
  bar.rect = option.rect.adjusted(4, 3, -4, -3);
  bar.rect.setWidth(std::min(bar.rect.width(), kWidestBar));
  bar.palette = cell.palette;
  // Told apart from the row behind it, also where the style draws no frame around what is still to come.
  const QColor base = cell.palette.color(QPalette::Base);
  bar.palette.setColor(QPalette::Base, blend(base, cell.palette.color(QPalette::Text), 0.08));
  bar.fontMetrics = cell.fontMetrics;
  bar.direction = cell.direction;
  bar.state = QStyle::State_Enabled | QStyle::State_Horizontal | (cell.state & QStyle::State_Active);
  bar.minimum = 0;
  bar.maximum = 1000;
  bar.progress = index.data(TransferModel::PermilleRole).toInt();
  bar.text = text;
  bar.textVisible = true;
  bar.textAlignment = Qt::AlignCenter;
  painter->save();
  style->drawControl(QStyle::CE_ProgressBar, &bar, painter, cell.widget);
  painter->restore();
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  size.setHeight(std::max(size.height(), option.fontMetrics.height() + kSpareHeight));
  return size;
}

}  // namespace landline::widgets
