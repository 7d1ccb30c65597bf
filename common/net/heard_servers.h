#pragma once

#include <QHash>
#include <QHostAddress>
#include <QStringList>
#include <QVector>

#include <functional>
#include <optional>

#include "core/limits.h"
#include "wire/announcement.h"

namespace landline::net {

/// A server as others hear of it. All of it is hearsay.
struct HeardServer {
  PeerId id;
  QString name;           ///< said at the best of its addresses
  QStringList addresses;  ///< as of displayAddress(), the best to connect to first; never empty
  bool known = false;
};

/// The servers that were heard of lately, under one ID whatever interfaces and families they were heard by. A pure
/// table: the caller brings the time (Clock::monotonicMs()) and tells others what changed.
///
/// Whoever is on the network can say anything here. So it is bounded: Limits::servers_found in all, kPlacesPerServer
/// addresses of one, kServersPerAddress at one address; who is there stays, newcomers have to wait. A known ID makes
/// room for itself and is never put out for others; so does an address where the person has met that very server, which
/// is the best of all: nobody's announcements keep a known server from being reached there. A goodbye takes back only
/// what was said from the same address.
class HeardServers {
 public:
  static constexpr int kPlacesPerServer = 8;
  static constexpr int kServersPerAddress = 16;

  struct Change {
    std::optional<HeardServer> found;  ///< new, or other than it was
    QVector<PeerId> lost;
  };

  /// What is said of `own` is left out. `is_known` says whose place nobody else gets.
  HeardServers(const PeerId& own, const Limits& limits, std::function<bool(const PeerId&)> is_known);

  /// Says whether the key of this server was met at this address and port, and is remembered.
  void setMetAt(std::function<bool(const PeerId&, const QHostAddress&, quint16)> met_at) {
    m_met_at = std::move(met_at);
  }

  Change hear(const wire::Announcement& announcement, const QHostAddress& source, qint64 now_ms);
  Change sayGoodbye(const PeerId& id, const QHostAddress& source);

  /// Leaves out what was not heard for Limits::server_vanished.
  QVector<Change> expire(qint64 now_ms);

  /// To be called when is_known(), or the one of setMetAt(), answers differently for `id`.
  Change reconsider(const PeerId& id);

  /// Something came from there that nobody had the time to read: whoever is there, is there still.
  void touch(const QHostAddress& source, qint64 now_ms);

  bool contains(const PeerId& id) const { return m_entries.contains(id); }
  std::optional<HeardServer> find(const PeerId& id) const;

  /// As in HeardServer; empty where it was not heard of.
  QStringList addressesOf(const PeerId& id) const;

  /// Whether a server is said to be there.
  bool isAt(const QHostAddress& source) const { return m_at.contains(source); }

  int size() const { return static_cast<int>(m_entries.size()); }
  QVector<PeerId> clear();

 private:
  struct Place {
    QHostAddress address;
    quint16 port = 0;
    QString name;
    qint64 heard_ms = 0;
    bool met = false;  // see setMetAt()
  };
  struct Entry {
    QVector<Place> places;  // the best first; of equals the one that was there first
    bool known = false;
  };

  /// Whatever is said at one address.
  struct Spot {
    int places = 0;
    qint64 touched_ms = 0;
  };

  static bool isBetter(const Place& left, const Place& right);
  bool isMetAt(const PeerId& id, const QHostAddress& address, quint16 port) const;
  void release(const QHostAddress& address);
  bool makeRoom(bool for_known, Change& change);
  qint64 lastHeard(const Place& place) const;
  HeardServer describe(const PeerId& id, const Entry& entry) const;
  /// Takes away those of `entry`'s places that `is_gone`; and the entry with its last one.
  template <typename Predicate>
  Change removePlaces(const PeerId& id, Predicate is_gone);

  PeerId m_own;
  Limits m_limits;
  std::function<bool(const PeerId&)> m_is_known;
  std::function<bool(const PeerId&, const QHostAddress&, quint16)> m_met_at;
  QHash<PeerId, Entry> m_entries;
  QHash<QHostAddress, Spot> m_at;
};

}  // namespace landline::net
