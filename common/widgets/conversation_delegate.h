#pragma once

#include <QHash>
#include <QStyledItemDelegate>

#include "widgets/conversation_row.h"

namespace landline::widgets {

/// Paints the rows of a ConversationModel and remembers how high they are. The view says how wide they are.
class ConversationDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  /// Forgets every height where something of it changed.
  void setStyle(const ConversationRow::Style& style);
  void forget(const QModelIndex& index);
  void forgetAll() { m_heights.clear(); }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  /// Where the buttons of a card stand, in its row.
  QRect buttonsRect(const QModelIndex& index) const;

  /// How many rows were measured so far, for tests: scrolling and new rows must not measure the old ones again.
  int measured() const { return m_measured; }

 private:
  ConversationRow::Style m_style;
  mutable QHash<qint64, int> m_heights;  ///< serial -> height
  mutable int m_measured = 0;
};

}  // namespace landline::widgets
