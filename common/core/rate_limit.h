#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>

namespace landline {

/// A limit that several threads share: together they may move so many octets per second. A token bucket that holds what
/// may pass in `burst`. Thread-safe.
class RateLimit {
 public:
  explicit RateLimit(std::chrono::milliseconds burst = std::chrono::milliseconds(100));

  /// 0: no limit. Those who wait go on by the new one at once.
  void set(std::int64_t octets_per_second);
  std::int64_t octetsPerSecond() const;

  /// Waits until `octets` may pass, or until `cancelled` is true and wake() was called. Those who ask first go first.
  /// Returns at once, without taking a lock, where there is no limit.
  void take(std::int64_t octets, const std::atomic<bool>& cancelled);

  /// How many wait for their turn just now.
  int waiting() const;

  /// Lets all who wait look at their `cancelled`.
  void wake();

  /// How much to ask for at a time, so that traffic stays smooth and stops soon: at most `most`, at least one packet.
  std::int64_t portion(std::int64_t most) const;

 private:
  using Clock = std::chrono::steady_clock;

  const std::chrono::milliseconds m_burst;
  std::atomic<std::int64_t> m_rate{0};
  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  Clock::time_point m_free_at;  // when all that was let through will have been paid for; guarded by m_mutex
  std::list<const std::atomic<bool>*> m_waiting;  // in the order in which they came; guarded by m_mutex
};

}  // namespace landline
