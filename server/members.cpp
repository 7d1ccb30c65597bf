#include "server/members.h"

#include <QSet>

#include <algorithm>

#include "session/peer_names.h"

namespace landline::server {

const Members::Entry& Members::add(const PeerId& peer, const QString& wanted_name, const QString& address,
                                   quint64 connection, bool waiting) {
  Entry entry;
  entry.info = {peer, freeName(wanted_name), address, false};
  entry.wanted_name = wanted_name;
  entry.connection = connection;
  entry.waiting = waiting;
  m_peers.insert(connection, peer);
  return *m_entries.insert(peer, entry);
}

const Members::Entry& Members::addPlain(const session::PeerInfo& peer) {
  Entry entry;
  entry.info = peer;
  entry.info.name = freeName(peer.name);
  entry.info.plain = true;
  entry.wanted_name = peer.name;
  return *m_entries.insert(peer.id, entry);
}

QString Members::freeName(const QString& wanted) const {
  QSet<QString> taken{session::nameKey(m_reserved_name)};
  for (const Entry& entry : m_entries) {
    taken.insert(session::nameKey(entry.info.name));
  }
  return session::uniqueName(wanted, taken, m_limits.name_code_points);
}

void Members::remove(const PeerId& peer) {
  const auto it = m_entries.constFind(peer);
  if (it != m_entries.cend()) {
    m_peers.remove(it->connection);
    m_entries.erase(it);
  }
}

const Members::Entry* Members::find(const PeerId& peer) const {
  const auto it = m_entries.constFind(peer);
  return it == m_entries.cend() ? nullptr : &*it;
}

const Members::Entry* Members::findMember(const PeerId& peer) const {
  const Entry* entry = find(peer);
  return entry != nullptr && !entry->waiting ? entry : nullptr;
}

const Members::Entry* Members::findConnection(quint64 connection) const {
  const auto it = m_peers.constFind(connection);
  return it == m_peers.cend() ? nullptr : find(*it);
}

QList<Members::Entry> Members::members() const {
  QList<Entry> result;
  for (const Entry& entry : m_entries) {
    if (!entry.waiting) {
      result.append(entry);
    }
  }
  std::sort(result.begin(), result.end(),
            [](const Entry& a, const Entry& b) { return a.info.name.localeAwareCompare(b.info.name) < 0; });
  return result;
}

}  // namespace landline::server
