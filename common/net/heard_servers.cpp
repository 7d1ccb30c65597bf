#include "net/heard_servers.h"

#include <algorithm>
#include <utility>

#include "net/socket_address.h"

namespace landline::net {

namespace {

/// Which kind of address to try first. All of them are on a network of ours already (isOnNetwork()): IPv4 is what
/// people know and can type, a link-local one needs an interface's name and means nothing elsewhere.
int rankOf(const QHostAddress& address) {
  if (address.protocol() == QAbstractSocket::IPv4Protocol) {
    return address.isLoopback() ? 1 : address.isLinkLocal() ? 3 : 0;
  }
  return address.isLinkLocal() ? 4 : 2;
}

}  // namespace

HeardServers::HeardServers(const PeerId& own, const Limits& limits, std::function<bool(const PeerId&)> is_known)
    : m_own(own), m_limits(limits), m_is_known(std::move(is_known)) {}

template <typename Predicate>
HeardServers::Change HeardServers::removePlaces(const PeerId& id, Predicate is_gone) {
  Change change;
  const auto entry = m_entries.find(id);
  if (entry == m_entries.end()) {
    return change;
  }
  const auto first_gone = std::stable_partition(entry->places.begin(), entry->places.end(),
                                                [&is_gone](const Place& place) { return !is_gone(place); });
  if (first_gone == entry->places.end()) {
    return change;
  }
  for (auto gone = first_gone; gone != entry->places.end(); ++gone) {
    release(gone->address);
  }
  entry->places.erase(first_gone, entry->places.end());
  if (entry->places.isEmpty()) {
    m_entries.erase(entry);
    change.lost.append(id);
  } else {
    change.found = describe(id, *entry);
  }
  return change;
}

void HeardServers::release(const QHostAddress& address) {
  const auto at = m_at.find(address);
  if (--at->places == 0) {
    m_at.erase(at);
  }
}

bool HeardServers::isBetter(const Place& left, const Place& right) {
  return left.met != right.met ? left.met : rankOf(left.address) < rankOf(right.address);
}

bool HeardServers::isMetAt(const PeerId& id, const QHostAddress& address, quint16 port) const {
  return m_met_at && m_met_at(id, address, port);
}

HeardServers::Change HeardServers::hear(const wire::Announcement& announcement, const QHostAddress& source,
                                        qint64 now_ms) {
  Change change;
  if (announcement.id == m_own || announcement.kind != QLatin1String("server")) {
    return change;
  }
  auto entry = m_entries.find(announcement.id);
  if (entry != m_entries.end()) {
    const auto place = std::find_if(entry->places.begin(), entry->places.end(), [&](const Place& each) {
      // Qt takes addresses of different scopes for equal, which they are not to whoever connects.
      return each.address == source && each.address.scopeId() == source.scopeId() && each.port == announcement.port;
    });
    if (place != entry->places.end()) {
      place->heard_ms = now_ms;
      if (std::exchange(place->name, announcement.name) != announcement.name && place == entry->places.begin()) {
        change.found = describe(announcement.id, *entry);
      }
      return change;
    }
  }
  const bool known = m_is_known(announcement.id);
  const Place place{source, announcement.port, announcement.name, now_ms,
                    isMetAt(announcement.id, source, announcement.port)};
  if (m_at.value(source).places >= kServersPerAddress && !known) {
    return change;
  }
  if (entry == m_entries.end()) {
    if (!makeRoom(known, change)) {
      return change;
    }
    entry = m_entries.insert(announcement.id, {{}, known});
  } else if (entry->places.size() >= kPlacesPerServer) {
    if (!place.met || entry->places.last().met) {
      return change;
    }
    release(entry->places.takeLast().address);
  }
  entry->places.insert(std::upper_bound(entry->places.begin(), entry->places.end(), place, isBetter), place);
  ++m_at[source].places;
  change.found = describe(announcement.id, *entry);
  return change;
}

/// Puts out the one that was silent for longest of those that are not known. Strangers wait for one to go by itself.
bool HeardServers::makeRoom(bool for_known, Change& change) {
  if (size() < m_limits.servers_found) {
    return true;
  }
  PeerId oldest;
  qint64 oldest_ms = 0;
  for (auto entry = m_entries.cbegin(); for_known && entry != m_entries.cend(); ++entry) {
    qint64 heard_ms = 0;
    for (const Place& place : entry->places) {
      heard_ms = std::max(heard_ms, lastHeard(place));
    }
    if (!entry->known && (oldest.isNull() || heard_ms < oldest_ms)) {
      oldest = entry.key();
      oldest_ms = heard_ms;
    }
  }
  change.lost = removePlaces(oldest, [](const Place&) { return true; }).lost;
  return !change.lost.isEmpty();
}

HeardServers::Change HeardServers::sayGoodbye(const PeerId& id, const QHostAddress& source) {
  return removePlaces(id, [&source](const Place& place) { return place.address == source; });
}

QVector<HeardServers::Change> HeardServers::expire(qint64 now_ms) {
  QVector<Change> changes;
  const QList<PeerId> ids = m_entries.keys();
  for (const PeerId& id : ids) {
    Change change = removePlaces(id, [this, now_ms](const Place& place) {
      return now_ms - lastHeard(place) >= m_limits.server_vanished.count();
    });
    if (change.found || !change.lost.isEmpty()) {
      changes.append(std::move(change));
    }
  }
  return changes;
}

HeardServers::Change HeardServers::reconsider(const PeerId& id) {
  Change change;
  const auto entry = m_entries.find(id);
  if (entry == m_entries.end()) {
    return change;
  }
  bool changed = std::exchange(entry->known, m_is_known(id)) != entry->known;
  for (Place& place : entry->places) {
    changed |= std::exchange(place.met, isMetAt(id, place.address, place.port)) != place.met;
  }
  if (changed) {
    std::stable_sort(entry->places.begin(), entry->places.end(), isBetter);
    change.found = describe(id, *entry);
  }
  return change;
}

void HeardServers::touch(const QHostAddress& source, qint64 now_ms) {
  if (const auto at = m_at.find(source); at != m_at.end()) {
    at->touched_ms = now_ms;
  }
}

qint64 HeardServers::lastHeard(const Place& place) const {
  return std::max(place.heard_ms, m_at.value(place.address).touched_ms);
}

QVector<PeerId> HeardServers::clear() {
  const QList<PeerId> ids = m_entries.keys();
  m_entries.clear();
  m_at.clear();
  return QVector<PeerId>(ids.begin(), ids.end());
}

HeardServer HeardServers::describe(const PeerId& id, const Entry& entry) const {
  return {id, entry.places.first().name, addressesOf(id), entry.known};
}

std::optional<HeardServer> HeardServers::find(const PeerId& id) const {
  const auto entry = m_entries.constFind(id);
  return entry == m_entries.cend() ? std::nullopt : std::optional<HeardServer>(describe(id, *entry));
}

QStringList HeardServers::addressesOf(const PeerId& id) const {
  QStringList result;
  for (const Place& place : m_entries.value(id).places) {
    result.append(displayAddress(place.address, place.port));
  }
  return result;
}

}  // namespace landline::net
