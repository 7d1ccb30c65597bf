#include "widgets/transfer_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionProgressBar>

#include <algorithm>

#include "models/transfer_model.h"
#include "widgets/icons.h"

namespace landline::widgets {

using models::TransferModel;
using session::TransferInfo;

namespace {

constexpr int kSpareHeight = 8;  // above and below the text, so that the bars of two rows do not touch
constexpr int kWidestBar = 400;

Icon iconOf(const TransferInfo& info) {
  switch (info.state) {
    case TransferInfo::State::Offered:
      return info.direction == TransferInfo::Direction::Down ? Icon::Help : Icon::Waiting;
    case TransferInfo::State::Counting:
    case TransferInfo::State::Waiting:
    case TransferInfo::State::Paused:
    case TransferInfo::State::Queued:
      return Icon::Waiting;
    case TransferInfo::State::Running:
      if (info.stalled) {
        return Icon::Warning;
      }
      return info.direction == TransferInfo::Direction::Up ? Icon::Up : Icon::Down;
    case TransferInfo::State::Verifying:
      return Icon::Verify;
    case TransferInfo::State::Done:
      return Icon::Done;
    case TransferInfo::State::Incomplete:
      return Icon::Warning;
    case TransferInfo::State::Declined:
    case TransferInfo::State::Cancelled:
      return Icon::Cancel;
    case TransferInfo::State::Failed:
      return Icon::Error;
  }
  return Icon::Info;
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
    option->icon = icon(iconOf(info));
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
  cell.text.clear();
  QStyle* const style = cell.widget == nullptr ? QApplication::style() : cell.widget->style();
  style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);  // background and selection

  QStyleOptionProgressBar bar;
  bar.rect = option.rect.adjusted(4, 3, -4, -3);
  bar.rect.setWidth(std::min(bar.rect.width(), kWidestBar));
  bar.palette = cell.palette;
  bar.fontMetrics = cell.fontMetrics;
  bar.direction = cell.direction;
  bar.state = QStyle::State_Enabled | QStyle::State_Horizontal | (cell.state & QStyle::State_Active);
  bar.minimum = 0;
  bar.maximum = 1000;
  bar.progress = index.data(TransferModel::PermilleRole).toInt();
  bar.text = text;
  bar.textVisible = true;
  bar.textAlignment = Qt::AlignCenter;
  const auto state = index.data(TransferModel::InfoRole).value<TransferInfo>().state;
  if (state == TransferInfo::State::Declined || state == TransferInfo::State::Cancelled ||
      state == TransferInfo::State::Failed) {
    bar.state &= ~QStyle::State_Enabled;
    bar.palette.setCurrentColorGroup(QPalette::Disabled);
  }
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
