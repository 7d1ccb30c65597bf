#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
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

  /// Lets all who wait look at their `cancelled`.
  void wake();

  /// How much to ask for at a time, so that traffic stays smooth and stops soon: at most `most`, at least one packet.
  std::int64_t portion(std::int64_t most) const;

 private:
  const std::chrono::milliseconds m_burst;
  std::atomic<std::int64_t> m_rate{0};
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::chrono::steady_clock::time_point m_free_at;  // when all that was let through will have been paid for
};

}  // namespace landline
