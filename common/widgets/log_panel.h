#pragma once

#include <QWidget>

class QComboBox;
class QSortFilterProxyModel;
class QTableView;

namespace landline::models {
class LogModel;
}

namespace landline::widgets {

/// The log, filtered by severity. Follows the end while the end is in sight.
class LogPanel : public QWidget {
  Q_OBJECT

 public:
  /// `model` must outlive the panel.
  explicit LogPanel(models::LogModel& model, QWidget* parent = nullptr);

 private:
  void copySelected();

  models::LogModel& m_model;
  QSortFilterProxyModel* m_filtered;
  QTableView* m_view;
  bool m_at_end = true;
};

}  // namespace landline::widgets
