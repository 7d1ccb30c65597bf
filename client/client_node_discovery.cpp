// How the client finds servers. What is found is hearsay until TLS has shown the key.

#include "client/client_node.h"
#include "core/host_and_port.h"
#include "net/discovery_browser.h"

namespace landline::client {

void ClientNode::startDiscovery() {
  m_browser = new net::DiscoveryBrowser(
      id(), [this](const PeerId& server) { return m_credentials.known.isPinned(server); }, m_options.limits, m_clock,
      m_options.discovery, this);
  m_browser->setMetAt([this](const PeerId& server, const QHostAddress& address, quint16 port) {
    return m_credentials.known.isPinnedAt(trust::KnownPeers::addressOf(address.toString(), port), server);
  });
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
  QVector<HostAndPort> others;
  const QStringList addresses = m_browser->addressesOf(server);
  for (const QString& text : addresses) {
    const auto address = HostAndPort::parse(text, HostAndPort::BareIpv6::Refused);
    if (address && address->port && (address->host != host || address->port != port)) {
      others.append(*address);
    }
  }
  m_session->connectTo(host, port, name, server, others);
}

}  // namespace landline::client
