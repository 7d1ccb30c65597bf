#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QSet>

#include <utility>

#include "core/clock.h"
#include "core/limits.h"

namespace landline::session {

/// Decides which datagrams the echo mode answers, so that no answer is answered for ever. It does not answer
///
///  * what has no address and port that could be answered: port 0, broadcast and multicast addresses;
///  * what comes back from where this socket sent the very same octets within Limits::echo_memory (for what went to a
///    broadcast or multicast address: from anywhere). It is an answer already, or one's own broadcast heard again. So
///    of two peers in echo mode either may begin, and each datagram is answered once;
///  * of datagrams with the same octets from the same sender each kSkipEach-th. Whatever else bounces between two echo
///    peers (begun by a forged sender, say) is one datagram that each holds in turn, so leaving out one ends it; who
///    sends the same again and again misses one answer now and then, as may happen with datagrams anyway.
///
/// Remembers the last kRemembered of each at least, twice as many at most, by a hash: a datagram that has the same one
/// as another may go without an answer. Whether a datagram comes from the socket itself is its owner's to see.
class EchoGuard {
 public:
  static constexpr int kSkipEach = 64;
  static constexpr int kRemembered = 1024;

  EchoGuard(const Limits& limits, const Clock& clock) : m_memory_ms(limits.echo_memory.count()), m_clock(clock) {}

  /// The broadcast addresses of this host's interfaces: nothing else tells them from those of single hosts.
  void setBroadcasts(QSet<QHostAddress> broadcasts) { m_broadcasts = std::move(broadcasts); }

  /// To be told of what is sent, answers left out.
  void noteSent(const QHostAddress& to, quint16 port, const QByteArray& octets);

  /// To be asked once for each datagram that came.
  bool mayAnswer(const QHostAddress& from, quint16 port, const QByteArray& octets);

  /// Forgets what was sent and answered.
  void clear();

 private:
  /// What was noted last: two tables, of which the older is dropped when the newer is full.
  class Recent {
   public:
    qint64& at(quint64 key);  ///< 0 where there was none
    qint64 value(quint64 key) const { return m_newer.value(key, m_older.value(key)); }
    void clear();

   private:
    QHash<quint64, qint64> m_newer;
    QHash<quint64, qint64> m_older;
  };

  bool isToMany(const QHostAddress& address) const;
  bool wasSentSince(qint64 then_ms, quint64 key) const;

  qint64 m_memory_ms;
  const Clock& m_clock;
  QSet<QHostAddress> m_broadcasts;
  Recent m_sent;      // when, by where and what
  Recent m_answered;  // how often, by where and what
};

}  // namespace landline::session
