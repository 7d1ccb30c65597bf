#pragma once

#include <QString>

#include <chrono>
#include <optional>

#include "session/transfer_task.h"

namespace landline::session {

/// Finds out what this side of a transfer waits for, from what its progress counts, to tell the other side by the
/// `slow` of a `ping`.
class SlowWatch {
 public:
  explicit SlowWatch(const TransferProgress& progress, std::chrono::milliseconds interval)
      : m_progress(progress), m_interval(interval) {}

  /// Once an interval, where it differs from what was told last: `disk`, where more than half of the interval went by
  /// waiting for it; `processor`, where hardly anything was waited for; else nothing.
  std::optional<QString> news(std::chrono::steady_clock::time_point now);

  /// What news() has told last.
  const QString& told() const { return m_told; }

 private:
  struct Waited {
    qint64 stream = 0;
    qint64 disk = 0;
    qint64 limit = 0;
  };

  const TransferProgress& m_progress;
  const std::chrono::milliseconds m_interval;
  std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
  Waited m_before;
  QString m_told;
};

/// Writes down what the other side's SlowWatch has told: `slow` of its last `ping`.
void notePeerSlow(TransferProgress& progress, const QString& slow);

/// Adds how long it lives to a count of nanoseconds, less what the thread itself has worked meanwhile: what is left is
/// waiting.
class WaitingTime {
 public:
  explicit WaitingTime(std::atomic<qint64>& nanoseconds);
  WaitingTime(const WaitingTime&) = delete;
  WaitingTime& operator=(const WaitingTime&) = delete;
  ~WaitingTime();

 private:
  std::atomic<qint64>& m_nanoseconds;
  const std::chrono::steady_clock::time_point m_begin;
  const qint64 m_worked;
};

}  // namespace landline::session
