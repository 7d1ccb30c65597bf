// How the server is found by others.

#include "net/discovery_announcer.h"
#include "server/hub.h"

namespace landline::server {

void Hub::startDiscovery() {
  m_announcer = new net::DiscoveryAnnouncer(m_options.limits, m_clock, m_options.discovery, this);
}

void Hub::setDiscovery(const session::DiscoverySettings& settings) {
  m_announcer->setOn(settings.on, settings.also_on);
}

void Hub::updateDiscovery() {
  if (m_state.phase == session::LinkState::Phase::Listening) {
    wire::Announcement server;
    server.id = id();
    server.name = m_options.name;
    server.port = m_state.port;
    m_announcer->announce(server, m_bound);
  } else {
    m_announcer->stop();
  }
}

}  // namespace landline::server
