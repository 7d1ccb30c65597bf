#include "net/discovery_browser.h"

#include <algorithm>
#include <utility>

namespace landline::net {

namespace {
constexpr int kLooksWhileSilent = 20;  // so much later than Limits says, at most, is a server seen to be gone: 5 %
}

DiscoveryBrowser::DiscoveryBrowser(const PeerId& own, std::function<bool(const PeerId&)> is_known, const Limits& limits,
                                   const Clock& clock, const DiscoveryPlace& place, QObject* parent)
    : QObject(parent),
      m_limits(limits),
      m_clock(clock),
      m_servers(own, limits, std::move(is_known)),
      m_sockets(place, limits, clock, this),
      m_ask(this),
      m_expire(this),
      m_tell(this) {
  m_ask.setSingleShot(true);
  m_expire.setInterval(std::max(Limits::Milliseconds(1), limits.server_vanished / kLooksWhileSilent));
  m_sockets.setFavoured([this](const QHostAddress& sender) { return m_servers.isAt(sender); });
  m_tell.setSingleShot(true);
  connect(&m_ask, &QTimer::timeout, this, &DiscoveryBrowser::ask);
  connect(&m_expire, &QTimer::timeout, this, &DiscoveryBrowser::expire);
  connect(&m_tell, &QTimer::timeout, this, &DiscoveryBrowser::tellChanged);
  connect(&m_sockets, &DiscoverySockets::received, this, &DiscoveryBrowser::hear);
  connect(&m_sockets, &DiscoverySockets::overheard, this,
          [this](const QHostAddress& sender) { m_servers.touch(sender, m_clock.monotonicMs()); });
  connect(&m_sockets, &DiscoverySockets::interfacesChanged, this, &DiscoveryBrowser::beginAnew);
}

void DiscoveryBrowser::setOn(bool on, const QStringList& also_on) {
  if (on) {
    const bool was_open = m_sockets.isOpen();
    m_sockets.open(also_on);
    if (!was_open) {
      beginAnew();
    }
    return;
  }
  m_ask.stop();
  m_expire.stop();
  m_sockets.close();
  forgetAll();
}

void DiscoveryBrowser::beginAnew() {
  m_asked = 0;
  ask();
}

void DiscoveryBrowser::ask() {
  m_sockets.sendToAll(wire::encodeQuery());
  m_asked = std::min(m_asked + 1, kFirstQueries);
  if (m_asked < kFirstQueries) {
    m_ask.start(m_limits.announce_first);
  } else if (!m_sockets.isListening()) {
    m_ask.start(m_limits.announce);  // what nobody asked for does not reach us
  }
}

void DiscoveryBrowser::hear(const wire::Discovery& what, const DiscoverySockets::Sender& sender) {
  if (const auto* announcement = std::get_if<wire::Announcement>(&what)) {
    note(m_servers.hear(*announcement, sender.address, m_clock.monotonicMs()));
  } else if (const auto* goodbye = std::get_if<wire::Goodbye>(&what)) {
    note(m_servers.sayGoodbye(goodbye->id, sender.address));
  }  // questions, our own among them, are for servers
  if (m_servers.size() > 0 && !m_expire.isActive()) {
    m_expire.start();
  }
}

void DiscoveryBrowser::expire() {
  const QVector<HeardServers::Change> changes = m_servers.expire(m_clock.monotonicMs());
  for (const HeardServers::Change& change : changes) {
    note(change);
  }
  if (m_servers.size() == 0) {
    m_expire.stop();
  }
}

void DiscoveryBrowser::reconsider(const PeerId& id) {
  if (m_servers.reconsider(id).found) {
    tellNow(id);  // nobody on the network has caused it
  }
}

void DiscoveryBrowser::note(const HeardServers::Change& change) {
  for (const PeerId& server : change.lost) {
    note(server);
  }
  if (change.found) {
    note(change.found->id);
  }
}

void DiscoveryBrowser::note(const PeerId& server) {
  const bool was_there = m_told.contains(server);
  const bool is_there = m_servers.contains(server);
  if (was_there != is_there && m_told_at_once < kAtOnce) {
    ++m_told_at_once;
    tellNow(server);
  } else if (was_there || is_there) {
    m_changed.insert(server);
  } else {
    m_changed.remove(server);  // it came and went, and nobody was told
  }
  if (!m_tell.isActive()) {
    m_tell.start(m_limits.server_news);
  }
}

void DiscoveryBrowser::tellChanged() {
  m_told_at_once = 0;
  const QSet<PeerId> changed = std::exchange(m_changed, {});
  for (const bool is_there : {false, true}) {  // first who is gone: never are more told of than there is room for
    for (const PeerId& server : changed) {
      if (m_servers.contains(server) == is_there) {
        tellNow(server);
      }
    }
  }
}

void DiscoveryBrowser::tellNow(const PeerId& server) {
  m_changed.remove(server);
  if (const std::optional<HeardServer> now = m_servers.find(server)) {
    m_told.insert(server);
    Q_EMIT found(*now);
  } else if (m_told.remove(server)) {
    Q_EMIT lost(server);
  }
}

void DiscoveryBrowser::forgetAll() {
  m_servers.clear();
  m_changed.clear();
  m_tell.stop();
  m_told_at_once = 0;
  const QSet<PeerId> told = std::exchange(m_told, {});
  for (const PeerId& server : told) {
    Q_EMIT lost(server);
  }
}

}  // namespace landline::net
