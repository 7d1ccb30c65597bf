#include "models/interface_feed.h"

#include "models/interface_model.h"

namespace landline::models {

InterfaceFeed::InterfaceFeed(InterfaceModel& model, QObject* parent) : QObject(parent), m_model(model) {
  connect(&m_watcher, &net::InterfaceWatcher::changed, this, &InterfaceFeed::refresh);
  refresh();
}

void InterfaceFeed::refresh() {
  const QVector<net::HostInterface> interfaces = net::hostInterfaces();
  m_model.setInterfaces(interfaces);
  Q_EMIT refreshed(interfaces);
}

}  // namespace landline::models
