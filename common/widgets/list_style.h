#pragma once

#include <QColor>
#include <QFont>
#include <QTableView>
#include <QVector>

QT_BEGIN_NAMESPACE
class QPainter;
class QStyleOptionViewItem;
QT_END_NAMESPACE

/// What the lists and tables of the windows have in common in their looks.
namespace landline::widgets {

/// Whole rows, one line each (and `room` pixels), no grid, a header that does not answer to the selection. Columns get
/// these widths, in average letters.
void styleTable(QTableView& view, const QVector<int>& letters, int room);

/// The font of what stands below a name.
QFont smaller(QFont font);

/// Round the item, where it has the focus.
void drawFocus(QPainter* painter, const QStyleOptionViewItem& item, const QColor& background);

}  // namespace landline::widgets
