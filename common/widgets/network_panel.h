#pragma once

#include <QWidget>

class QModelIndex;
class QPushButton;
class QTreeView;

namespace landline::models {
class InterfaceModel;
}

namespace landline::widgets {

/// This host's name and network interfaces, with copying. Shows what the model holds; models::InterfaceFeed keeps that
/// up to date.
class NetworkPanel : public QWidget {
  Q_OBJECT

 public:
  /// `model` must outlive the panel.
  NetworkPanel(models::InterfaceModel& model, const QString& host_name, QWidget* parent = nullptr);

 private:
  void copyValue();
  void copyAll();
  void updateButtons();
  void expandNew(const QModelIndex& above, int first, int last);

  models::InterfaceModel& m_model;
  QString m_host_name;
  QTreeView* m_view;
  QPushButton* m_copy_value = nullptr;
};

}  // namespace landline::widgets
