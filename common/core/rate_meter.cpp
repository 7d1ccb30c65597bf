#include "core/rate_meter.h"

#include <algorithm>
#include <cmath>

namespace landline {

namespace {
constexpr qint64 kShortestSpanMs = 500;
}

void RateMeter::sample(qint64 now_ms, qint64 amount) {
  if (m_samples.empty()) {
    m_moved_at_ms = now_ms;
  } else {
    if (now_ms < m_samples.back().at_ms) {
      return;
    }
    if (amount != m_samples.back().amount) {
      m_moved_at_ms = now_ms;
    }
  }
  m_samples.push_back({now_ms, amount});
  while (m_samples.size() > 2 && m_samples[1].at_ms <= now_ms - kWindowMs) {
    m_samples.pop_front();
  }
}

std::optional<double> RateMeter::rate(qint64 now_ms) const {
  if (m_samples.empty()) {
    return std::nullopt;
  }
  const Sample& first = m_samples.front();
  const qint64 span = std::max(now_ms, m_samples.back().at_ms) - first.at_ms;
  if (span < kShortestSpanMs) {
    return std::nullopt;
  }
  const auto moved = static_cast<double>(std::max<qint64>(0, m_samples.back().amount - first.amount));
  return stalled(now_ms) ? 0.0 : moved * 1000.0 / static_cast<double>(span);
}

std::optional<qint64> RateMeter::secondsLeft(qint64 now_ms, qint64 total) const {
  const std::optional<double> speed = rate(now_ms);
  if (!speed || *speed <= 0.0) {
    return std::nullopt;
  }
  const auto left = static_cast<double>(std::max<qint64>(0, total - m_samples.back().amount));
  return static_cast<qint64>(std::ceil(left / *speed));
}

bool RateMeter::stalled(qint64 now_ms) const {
  return !m_samples.empty() && now_ms - m_moved_at_ms >= kStalledMs;
}

}  // namespace landline
