#pragma once

#include <QHash>
#include <QList>

#include <optional>

#include "core/limits.h"
#include "session/node.h"

namespace landline::server {

/// Who is connected: the members, and the peers that wait for a person's decision. One connection for each peer. A
/// plain value of the hub; it sends nothing.
class Members {
 public:
  struct Entry {
    session::PeerInfo info;
    QString wanted_name;     ///< what the peer asked for; info.name may differ
    quint64 connection = 0;  ///< 0: a plain peer
    bool waiting = false;
  };

  explicit Members(const Limits& limits) : m_limits(limits) {}

  /// The name of the server itself is taken, too.
  void setReservedName(const QString& name) { m_reserved_name = name; }
  const QString& reservedName() const { return m_reserved_name; }

  /// Adds a peer that is not there yet, under a name that nobody else has.
  const Entry& add(const PeerId& peer, const QString& wanted_name, const QString& address, quint64 connection,
                   bool waiting);
  /// The same for a plain peer, which has no connection of the hub's network.
  const Entry& addPlain(const session::PeerInfo& peer);
  void admit(const PeerId& peer) { m_entries[peer].waiting = false; }
  void remove(const PeerId& peer);

  const Entry* find(const PeerId& peer) const;  ///< members and waiting ones; null: not there
  const Entry* findMember(const PeerId& peer) const;
  const Entry* findConnection(quint64 connection) const;
  QList<Entry> members() const;  ///< in the order of their names
  int size() const { return static_cast<int>(m_entries.size()); }

 private:
  QString freeName(const QString& wanted) const;

  Limits m_limits;
  QString m_reserved_name;
  QHash<PeerId, Entry> m_entries;
  QHash<quint64, PeerId> m_peers;
};

}  // namespace landline::server
