#pragma once

#include <QStyledItemDelegate>

namespace landline::widgets {

/// A conversation in the list: icon and words for who it is and whether they are here, and how much is unread.
class PeerDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  /// "3", "99+".
  static QString badgeText(int unread);
};

}  // namespace landline::widgets
