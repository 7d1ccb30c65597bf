#pragma once

#include <QHash>
#include <QHostAddress>

namespace landline::net {

/// How many datagrams are worth reading: so many a second of one sender, and so many of all. Judged by the address
/// alone, before anything is parsed, so that a flood costs a look into a table. Memory is bounded by the figures
/// themselves.
class DatagramBudget {
 public:
  DatagramBudget(int per_second, int per_second_and_sender)
      : m_per_second(per_second), m_per_sender(per_second_and_sender) {}

  /// Whether this one may be read. A sender who is `favoured` has its own share only: however many strangers there are,
  /// it is heard. The caller bounds how many are favoured.
  bool take(const QHostAddress& sender, bool favoured, qint64 now_ms) {
    if (now_ms - m_began >= kWindowMs) {
      m_began = now_ms;
      m_taken = 0;
      m_of.clear();
    }
    const auto of = m_of.constFind(sender);
    const int taken = of == m_of.cend() ? 0 : *of;
    if (taken >= m_per_sender || (!favoured && m_taken >= m_per_second)) {
      return false;
    }
    m_of.insert(sender, taken + 1);
    m_taken += favoured ? 0 : 1;
    return true;
  }

 private:
  static constexpr qint64 kWindowMs = 1000;

  int m_per_second;
  int m_per_sender;
  qint64 m_began = -kWindowMs;
  int m_taken = 0;  // of those who are not favoured
  QHash<QHostAddress, int> m_of;
};

}  // namespace landline::net
