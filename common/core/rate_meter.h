#pragma once

#include <QtGlobal>

#include <deque>
#include <optional>

namespace landline {

/// Speed and time left of something that counts up, as a pure value: the caller brings the time.
/// Times are milliseconds of one monotonic clock, amounts are octets. Samples that step back in time are ignored.
class RateMeter {
 public:
  static constexpr qint64 kWindowMs = 3000;  ///< the speed is the mean over this long
  static constexpr qint64 kStalledMs = 3000;

  void sample(qint64 now_ms, qint64 amount);

  /// Octets per second over the window that ends with `now_ms`; nothing until half a second has been seen.
  std::optional<double> rate(qint64 now_ms) const;

  /// Whole seconds, rounded up, until `total`; nothing while the speed is unknown or zero.
  std::optional<qint64> secondsLeft(qint64 now_ms, qint64 total) const;

  /// Nothing has moved for `kStalledMs`.
  bool stalled(qint64 now_ms) const;

 private:
  struct Sample {
    qint64 at_ms;
    qint64 amount;
  };
  std::deque<Sample> m_samples;  // oldest first; the first one is at or before the window's beginning
  qint64 m_moved_at_ms = 0;
};

}  // namespace landline
