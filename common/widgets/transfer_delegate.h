#pragma once

#include <QStyledItemDelegate>

namespace landline::widgets {

/// Rows of a models::TransferModel: the style's own progress bar (drawn, not a widget per row), an arrow for the
/// direction and an icon for the state, each beside its words.
class TransferDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

}  // namespace landline::widgets
