#pragma once

#include <QStyledItemDelegate>

namespace landline::widgets {

/// A server nearby: its name, its address, and, as icon and words, whether it is known, with its fingerprint.
class ServerDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  /// Wide enough for all that a row says of a key, and for an IPv4 address.
  static int widthFor(const QFont& font);
  static int heightFor(const QFont& font);
};

}  // namespace landline::widgets
