#include "core/rate_limit.h"

#include <algorithm>

namespace landline {

using std::chrono::steady_clock;

RateLimit::RateLimit(std::chrono::milliseconds burst) : m_burst(burst), m_free_at(steady_clock::now()) {}

void RateLimit::set(std::int64_t octets_per_second) {
  {
    const std::lock_guard lock(m_mutex);
    m_rate = std::max<std::int64_t>(octets_per_second, 0);
    m_free_at = steady_clock::now();
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
  // What one caller takes is paid for by the time that the next ones wait; so nobody has to ask for less than he needs.
  while (octetsPerSecond() != 0 && !cancelled) {
    const auto now = steady_clock::now();
    m_free_at = std::max(m_free_at, now - m_burst);
    if (m_free_at <= now) {
      m_free_at += std::chrono::duration_cast<steady_clock::duration>(
          std::chrono::duration<double>(static_cast<double>(octets) / static_cast<double>(octetsPerSecond())));
      return;
    }
    m_changed.wait_until(lock, m_free_at);
  }
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
