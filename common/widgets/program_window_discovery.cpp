// What the windows of both programs have of finding servers: the choice of whether, and where.

#include "models/left_out_interfaces.h"
#include "widgets/discovery_choice.h"
#include "widgets/program_window.h"

namespace landline::widgets {

void ProgramWindow::makeDiscovery() {
  m_discovery = new DiscoveryChoice(this);
  connect(m_discovery, &DiscoveryChoice::changed, this, [this](const session::DiscoverySettings& settings) {
    savePreferences();
    tell(m_node, &session::Node::setDiscovery, settings);
  });
  connect(&m_feed, &models::InterfaceFeed::refreshed, this, [this](const QVector<net::HostInterface>& interfaces) {
    m_discovery->setInterfaces(models::LeftOutInterfaces::of(interfaces));
  });
}

void ProgramWindow::addDiscovery(QMenu* menu, const QString& switch_text, const QString& interfaces_text) {
  m_discovery->setTexts(switch_text, interfaces_text);
  m_discovery->addTo(menu);
}

void ProgramWindow::showDiscovery(const session::DiscoverySettings& settings) {
  m_discovery->setSettings(settings);
  tell(m_node, &session::Node::setDiscovery, settings);
}

}  // namespace landline::widgets
