// How the client finds servers. What is found is hearsay until TLS has shown the key.

#include "client/client_node.h"
#include "net/discovery_browser.h"

namespace landline::client {

void ClientNode::startDiscovery() {
  m_browser = new net::DiscoveryBrowser(
      id(), [this](const PeerId& server) { return m_credentials.known.isPinned(server); }, m_options.limits, m_clock,
      m_options.discovery, this);
  connect(m_browser, &net::DiscoveryBrowser::found, this, [this](const net::HeardServer& server) {
    Q_EMIT serverFound({server.id, server.name, server.addresses, server.known});
  });
  connect(m_browser, &net::DiscoveryBrowser::lost, this, &ClientNodeInterface::serverLost);
}

void ClientNode::setDiscovery(const session::DiscoverySettings& settings) {
  m_browser->setOn(settings.on, settings.also_on);
}

void ClientNode::connectToFound(const PeerId& server, const QString& host, quint16 port, const QString& name) {
  m_plain_link->disconnectFromServer();
  m_session->connectTo(host, port, name, server);
}

}  // namespace landline::client
