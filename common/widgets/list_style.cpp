#include "widgets/list_style.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>

namespace landline::widgets {

void styleTable(QTableView& view, const QVector<int>& letters, int room) {
  view.setSelectionBehavior(QAbstractItemView::SelectRows);
  view.setShowGrid(false);
  view.setWordWrap(false);
  view.setTabKeyNavigation(false);
  view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view.verticalHeader()->hide();
  view.verticalHeader()->setDefaultSectionSize(view.fontMetrics().height() + room);
  QHeaderView* const header = view.horizontalHeader();
  header->setHighlightSections(false);
  header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  const int letter = view.fontMetrics().averageCharWidth();
  header->setMinimumSectionSize(4 * letter);
  for (int column = 0; column < letters.size(); ++column) {
    header->resizeSection(column, letters[column] * letter);
  }
}

QFont smaller(QFont font) {
  font.setPointSizeF(font.pointSizeF() * 0.85);
  return font;
}

void drawFocus(QPainter* painter, const QStyleOptionViewItem& item, const QColor& background) {
  if (!item.state.testFlag(QStyle::State_HasFocus)) {
    return;
  }
  QStyleOptionFocusRect focus;
  focus.QStyleOption::operator=(item);
  focus.backgroundColor = background;
  item.widget->style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, item.widget);
}

}  // namespace landline::widgets
