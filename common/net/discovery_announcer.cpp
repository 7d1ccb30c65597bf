#include "net/discovery_announcer.h"

#include <algorithm>
#include <variant>

namespace landline::net {

DiscoveryAnnouncer::DiscoveryAnnouncer(const Limits& limits, const Clock& clock, const DiscoveryPlace& place,
                                       QObject* parent)
    : QObject(parent), m_limits(limits), m_sockets(place, limits, clock, this), m_timer(this) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &DiscoveryAnnouncer::sendAnnouncement);
  connect(&m_sockets, &DiscoverySockets::received, this, &DiscoveryAnnouncer::answer);
  connect(&m_sockets, &DiscoverySockets::interfacesChanged, this, &DiscoveryAnnouncer::beginAnew);
}

DiscoveryAnnouncer::~DiscoveryAnnouncer() {
  stop();
}

void DiscoveryAnnouncer::setOn(bool on, const QStringList& also_on) {
  if (on && m_sockets.isOpen()) {
    m_sockets.sendToLeft(also_on, wire::encodeGoodbye(m_id), m_bound);
  }
  m_on = on;
  m_also_on = also_on;
  update();
}

void DiscoveryAnnouncer::announce(const wire::Announcement& server, const QHostAddress& bound) {
  if (m_sockets.isOpen() && bound != m_bound) {
    sayGoodbye();  // from the addresses that it may have no more
  }
  m_id = server.id;
  m_announcement = wire::encodeAnnouncement(server);
  m_bound = bound;
  update();
}

void DiscoveryAnnouncer::stop() {
  if (!m_id.isNull()) {
    sayGoodbye();
    m_id = PeerId();
    update();
  }
}

void DiscoveryAnnouncer::update() {
  if (m_on && !m_id.isNull()) {
    m_sockets.open(m_also_on);
    beginAnew();
  } else {
    sayGoodbye();
    m_timer.stop();
    m_sockets.close();
  }
}

void DiscoveryAnnouncer::beginAnew() {
  m_sent = 0;
  sendAnnouncement();
}

void DiscoveryAnnouncer::sendAnnouncement() {
  m_sockets.sendToAll(m_announcement, m_bound);
  m_sent = std::min(m_sent + 1, kFirstAnnouncements);
  m_timer.start(m_sent < kFirstAnnouncements ? m_limits.announce_first : m_limits.announce);
}

void DiscoveryAnnouncer::sayGoodbye() {
  if (m_sockets.isOpen() && !m_id.isNull()) {
    m_sockets.sendToAll(wire::encodeGoodbye(m_id), m_bound);
  }
}

void DiscoveryAnnouncer::answer(const wire::Discovery& what, const DiscoverySockets::Sender& asker, int size) {
  // Our own announcements come back to us, and other servers' are none of our business.
  if (std::holds_alternative<wire::Query>(what) && m_announcement.size() <= size) {
    m_sockets.sendTo(asker, m_announcement, m_bound);
  }
}

}  // namespace landline::net
