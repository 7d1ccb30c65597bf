#include "session/echo_guard.h"

#include <utility>

namespace landline::session {

namespace {

/// What a datagram is known by: the other side and the octets.
quint64 keyOf(const QHostAddress& address, quint16 port, const QByteArray& octets) {
  const auto where = static_cast<quint64>(qHash(address, port));
  const auto what = static_cast<quint64>(qHash(octets, static_cast<uint>(octets.size())));
  return (what << 32U) ^ (what >> 32U) ^ where;
}

/// Of what was sent to many, an answer may come from anywhere.
quint64 keyOfAny(const QByteArray& octets) {
  return keyOf(QHostAddress(), 0, octets);
}

}  // namespace

qint64& EchoGuard::Recent::at(quint64 key) {
  const auto found = m_newer.find(key);
  if (found != m_newer.end()) {
    return *found;
  }
  const qint64 value = m_older.take(key);
  if (m_newer.size() >= kRemembered) {
    m_older = std::exchange(m_newer, {});
  }
  return *m_newer.insert(key, value);
}

void EchoGuard::Recent::clear() {
  m_newer.clear();
  m_older.clear();
}

void EchoGuard::noteSent(const QHostAddress& to, quint16 port, const QByteArray& octets) {
  m_sent.at(isToMany(to) ? keyOfAny(octets) : keyOf(to, port, octets)) = m_clock.monotonicMs();
}

bool EchoGuard::isToMany(const QHostAddress& address) const {
  return address.isMulticast() || address == QHostAddress(QHostAddress::Broadcast) || m_broadcasts.contains(address);
}

bool EchoGuard::wasSentSince(qint64 then_ms, quint64 key) const {
  const qint64 sent_ms = m_sent.value(key);
  return sent_ms != 0 && sent_ms >= then_ms;
}

bool EchoGuard::mayAnswer(const QHostAddress& from, quint16 port, const QByteArray& octets) {
  if (port == 0 || from.isNull() || isToMany(from)) {
    return false;
  }
  const quint64 key = keyOf(from, port, octets);
  const qint64 remembered_since = m_clock.monotonicMs() - m_memory_ms;
  if (wasSentSince(remembered_since, key) || wasSentSince(remembered_since, keyOfAny(octets))) {
    return false;
  }
  qint64& count = m_answered.at(key);
  ++count;
  return count % kSkipEach != 0;
}

void EchoGuard::clear() {
  m_sent.clear();
  m_answered.clear();
}

}  // namespace landline::session
