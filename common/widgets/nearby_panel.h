#pragma once

#include <QWidget>

#include "models/server_model.h"
#include "widgets/discovery_choice.h"

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace landline::widgets {

/// The servers that announce themselves on this network, to connect to: by a double click, Return or the context menu.
/// Where there are none it says what to do instead. Knows the model, knows no node.
///
/// Names: `nearbyView`, `nearbyOptions`, `nearbyEmptyText`, `nearbyEmptyButton`, `addByAddressButton`, `nearbyMenu`.
class NearbyPanel : public QWidget {
  Q_OBJECT

 public:
  /// `servers` and `choice` must outlive it.
  NearbyPanel(models::ServerModel& servers, DiscoveryChoice& choice, QWidget* parent = nullptr);

  /// What Tab reaches in it, from top to bottom.
  const QVector<QWidget*>& tabOrder() const { return m_tab_order; }

 Q_SIGNALS:
  void chosen(const landline::session::FoundServer& server);
  void addByAddressRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void updateEmptyState();
  void choose(const QModelIndex& index);
  void showMenu(const QPoint& position);

  models::ServerModel& m_servers;
  DiscoveryChoice& m_choice;
  QStackedWidget* m_pages;
  QListView* m_view;
  QLabel* m_empty_text;
  QPushButton* m_empty_button;
  QVector<QWidget*> m_tab_order;
};

}  // namespace landline::widgets
