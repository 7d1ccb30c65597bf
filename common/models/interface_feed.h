#pragma once

#include <QObject>

#include "net/host_interfaces.h"

namespace landline::models {

class InterfaceModel;

/// Keeps an InterfaceModel as the host's network is: filled at once, and anew whenever the network changes.
class InterfaceFeed : public QObject {
  Q_OBJECT

 public:
  explicit InterfaceFeed(InterfaceModel& model, QObject* parent = nullptr);

 public Q_SLOTS:
  void refresh();

 Q_SIGNALS:
  void refreshed(const QVector<landline::net::HostInterface>& interfaces);

 private:
  InterfaceModel& m_model;
  net::InterfaceWatcher m_watcher;
};

}  // namespace landline::models
