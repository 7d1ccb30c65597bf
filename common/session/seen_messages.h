#pragma once

#include <QPair>
#include <QQueue>
#include <QSet>
#include <QString>

#include "core/peer_id.h"

namespace landline::session {

/// The last messages that were taken, so that one which is repeated (after a reconnect, say) counts once. A message is
/// identified by its sender and the ID that the sender gave it (PROTOCOL.md, `chat`).
class SeenMessages {
 public:
  explicit SeenMessages(int remembered) : m_remembered(remembered) {}

  /// Returns whether the message is new, and remembers it.
  bool insert(const PeerId& sender, const QString& id) {
    const Key key(sender, id);
    if (m_seen.contains(key)) {
      return false;
    }
    m_seen.insert(key);
    m_order.enqueue(key);
    while (m_order.size() > m_remembered) {
      m_seen.remove(m_order.dequeue());
    }
    return true;
  }

  /// It counts as new when it comes again.
  void forget(const PeerId& sender, const QString& id) {
    const Key key(sender, id);
    if (m_seen.remove(key)) {
      m_order.removeOne(key);
    }
  }

 private:
  using Key = QPair<PeerId, QString>;

  int m_remembered;
  QSet<Key> m_seen;
  QQueue<Key> m_order;
};

}  // namespace landline::session
