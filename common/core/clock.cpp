#include "core/clock.h"

#include <QDateTime>

#include <chrono>

namespace landline {

qint64 SystemClock::monotonicMs() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

qint64 SystemClock::utcMs() const {
  return QDateTime::currentMSecsSinceEpoch();
}

}  // namespace landline
