#include "core/rate_limit.h"

#include <algorithm>

namespace landline {

RateLimit::RateLimit(std::chrono::milliseconds burst) : m_burst(burst), m_free_at(Clock::now()) {}

void RateLimit::set(std::int64_t octets_per_second) {
  {
    const std::lock_guard lock(m_mutex);
    m_rate = std::max<std::int64_t>(octets_per_second, 0);
    m_free_at = Clock::now();
  }
  m_changed.notify_all();
}

std::int64_t RateLimit::octetsPerSecond() const {
  return m_rate.load(std::memory_order_relaxed);
}

void RateLimit::take(std::int64_t octets, const std::atomic<bool>& cancelled) {
  if (octetsPerSecond() == 0) {
    return;
  }
  std::unique_lock lock(m_mutex);
  const auto place = m_waiting.insert(m_waiting.end(), &cancelled);
  // What one caller takes is paid for by the time that the next ones wait; so nobody has to ask for less than he needs.
  while (octetsPerSecond() != 0 && !cancelled) {
    if (place != m_waiting.begin()) {
      m_changed.wait(lock);  // whoever is first says when he has gone
      continue;
    }
    const auto now = Clock::now();
    m_free_at = std::max(m_free_at, now - m_burst);
    if (m_free_at <= now) {
      m_free_at += std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(static_cast<double>(octets) / static_cast<double>(octetsPerSecond())));
      break;
    }
    m_changed.wait_until(lock, m_free_at);
  }
  m_waiting.erase(place);
  if (!m_waiting.empty()) {
    m_changed.notify_all();
  }
}

int RateLimit::waiting() const {
  const std::lock_guard lock(m_mutex);
  return static_cast<int>(m_waiting.size());
}

void RateLimit::wake() {
  // Under the lock: nobody is between looking at his `cancelled` and waiting.
  { const std::lock_guard lock(m_mutex); }
  m_changed.notify_all();
}

std::int64_t RateLimit::portion(std::int64_t most) const {
  constexpr std::int64_t kPacket = 1400;
  const std::int64_t rate = octetsPerSecond();
  return rate == 0 ? most : std::clamp(rate / 20, std::min(kPacket, most), most);
}

}  // namespace landline
