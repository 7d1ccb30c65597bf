#pragma once

#include "core/clock.h"

namespace landline::test {

/// A clock that moves only when it is told to. The wall clock can be set apart from the monotonic one.
class FakeClock final : public Clock {
 public:
  qint64 monotonicMs() const override { return m_monotonic_ms; }
  qint64 utcMs() const override { return m_utc_ms; }

  void advance(qint64 ms) {
    m_monotonic_ms += ms;
    m_utc_ms += ms;
  }
  void setUtcMs(qint64 ms) { m_utc_ms = ms; }

 private:
  qint64 m_monotonic_ms = 1'000'000;
  qint64 m_utc_ms = 1'790'000'000'000;
};

}  // namespace landline::test
