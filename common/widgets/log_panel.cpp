#include "widgets/log_panel.h"

#include <QAbstractTableModel>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "models/log_model.h"
#include "widgets/copy_key.h"
#include "widgets/icons.h"
#include "widgets/list_style.h"

namespace landline::widgets {

using models::LogModel;
using models::Severity;

namespace {

class SeverityFilter final : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

  void setLeast(int severity) {
    m_least = severity;
    invalidateFilter();
  }

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
    return sourceModel()->index(row, 0, parent).data(LogModel::SeverityRole).toInt() >= m_least;
  }

 private:
  int m_least = static_cast<int>(Severity::Info);
};

/// The icon of the severity before its word.
class SeverityDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto severity = static_cast<Severity>(index.data(LogModel::SeverityRole).toInt());
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(16, 16);
    option->icon = icon(severity == Severity::Error     ? Icon::Error
                        : severity == Severity::Warning ? Icon::Warning
                                                        : Icon::Info);
  }
};

}  // namespace

LogPanel::LogPanel(models::LogModel& model, QWidget* parent) : QWidget(parent), m_model(model), m_view(new QTableView) {
  auto* const filter = new SeverityFilter(this);
  filter->setSourceModel(&m_model);
  m_filtered = filter;

  auto* const least = new QComboBox;
  least->setObjectName(QStringLiteral("logFilterCombo"));
  least->setAccessibleName(tr("Which lines to show"));
  least->addItem(tr("Everything"), static_cast<int>(Severity::Debug));
  least->addItem(tr("Notes and worse"), static_cast<int>(Severity::Info));
  least->addItem(tr("Warnings and errors"), static_cast<int>(Severity::Warning));
  least->addItem(tr("Errors"), static_cast<int>(Severity::Error));
  least->setCurrentIndex(1);
  auto* const label = new QLabel(tr("Sh&ow"));
  label->setBuddy(least);
  auto* const copy = new QPushButton(icon(Icon::Copy), tr("Copy"));
  copy->setObjectName(QStringLiteral("copyLogButton"));
  copy->setToolTip(tr("Copy the selected lines, or all that are shown"));
  auto* const clear = new QPushButton(icon(Icon::Clear), tr("Clear"));
  clear->setObjectName(QStringLiteral("clearLogButton"));

  m_view->setObjectName(QStringLiteral("logView"));
  m_view->setAccessibleName(tr("Log"));
  m_view->setModel(m_filtered);
  m_view->setItemDelegateForColumn(LogModel::SeverityColumn, new SeverityDelegate(m_view));
  styleTable(*m_view, {16, 14, 22, 60}, 6);
  m_view->horizontalHeader()->setStretchLastSection(true);

  auto* const top = new QHBoxLayout;
  top->addWidget(label);
  top->addWidget(least);
  top->addStretch(1);
  top->addWidget(copy);
  top->addWidget(clear);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(top);
  layout->addWidget(m_view, 1);

  connect(least, QOverload<int>::of(&QComboBox::currentIndexChanged), this,
          [filter, least] { filter->setLeast(least->currentData().toInt()); });
  connect(copy, &QPushButton::clicked, this, &LogPanel::copySelected);
  connect(clear, &QPushButton::clicked, &m_model, &LogModel::clear);
  new CopyKey(m_view, [this] { copySelected(); });

  connect(m_filtered, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
    const QScrollBar* const bar = m_view->verticalScrollBar();
    m_at_end = bar->value() == bar->maximum();
  });
  connect(m_filtered, &QAbstractItemModel::rowsInserted, this, [this] {
    if (m_at_end) {
      m_view->scrollToBottom();
    }
  });
}

void LogPanel::copySelected() {
  QList<int> rows;
  for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) {
    rows << m_filtered->mapToSource(index).row();
  }
  if (rows.isEmpty()) {
    for (int row = 0; row < m_filtered->rowCount(); ++row) {
      rows << m_filtered->mapToSource(m_filtered->index(row, 0)).row();
    }
  }
  std::sort(rows.begin(), rows.end());
  QStringList lines;
  for (const int row : rows) {
    lines << m_model.lineText(row);
  }
  QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace landline::widgets
