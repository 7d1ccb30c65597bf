#include "server/chat_pace.h"

#include <algorithm>
#include <utility>

namespace landline::server {

namespace {

using std::chrono::steady_clock;
constexpr std::chrono::seconds kReport{1};

std::size_t octetsOf(const wire::Chat& chat) {
  return static_cast<std::size_t>(chat.text.toUtf8().size());
}

}  // namespace

ChatPace::ChatPace(const Limits& limits, QObject* parent)
    : QObject(parent), m_limits(limits), m_turns(limits.chat_at_once), m_counted_at(steady_clock::now()) {
  m_next_turn.setSingleShot(true);
  m_report.setSingleShot(true);
  connect(&m_next_turn, &QTimer::timeout, this, &ChatPace::passMore);
  connect(&m_report, &QTimer::timeout, this, [this] { Q_EMIT dropped(takeDropped()); });
}

int ChatPace::takeDropped() {
  m_report.stop();
  return std::exchange(m_dropped, 0);
}

bool ChatPace::take(const wire::Chat& chat) {
  if (m_waiting.isEmpty() && takeTurn()) {
    Q_EMIT passed(chat);
    return true;
  }
  const bool has_place =
      m_waiting.size() < m_limits.chat_waiting && m_waiting_octets + octetsOf(chat) <= m_limits.chat_waiting_octets;
  if (!has_place) {
    if (m_dropped++ == 0) {
      m_report.start(kReport);
    }
    return false;
  }
  m_waiting.enqueue(chat);
  m_waiting_octets += octetsOf(chat);
  if (!m_next_turn.isActive()) {
    passMore();
  }
  return true;
}

bool ChatPace::takeTurn() {
  const auto now = steady_clock::now();
  const std::chrono::duration<double> since = now - m_counted_at;
  m_counted_at = now;
  m_turns = std::min<double>(m_limits.chat_at_once, m_turns + since.count() * m_limits.chat_per_second);
  if (m_turns < 1) {
    return false;
  }
  m_turns -= 1;
  return true;
}

void ChatPace::passMore() {
  while (!m_waiting.isEmpty() && takeTurn()) {
    const wire::Chat chat = m_waiting.dequeue();
    m_waiting_octets -= octetsOf(chat);
    Q_EMIT passed(chat);
  }
  if (m_waiting.isEmpty()) {
    Q_EMIT drained();
  } else {
    m_next_turn.start(std::max(1, 1000 / std::max(1, m_limits.chat_per_second)));
  }
}

}  // namespace landline::server
