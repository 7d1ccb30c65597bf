#pragma once

#include <QtGlobal>

namespace landline {

/// Where code asks for the time, so that tests can move it.
class Clock {
 public:
  virtual ~Clock() = default;

  /// Milliseconds on a clock that never steps back. Only differences mean anything.
  virtual qint64 monotonicMs() const = 0;

  /// Milliseconds since 1970-01-01 UTC, by a wall clock that may be wrong and may step.
  virtual qint64 utcMs() const = 0;
};

class SystemClock final : public Clock {
 public:
  qint64 monotonicMs() const override;
  qint64 utcMs() const override;
};

}  // namespace landline
