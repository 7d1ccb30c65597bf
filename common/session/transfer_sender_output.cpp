#include "session/transfer_sender_output.h"

#include <algorithm>
#include <utility>

#include "wire/header.h"

namespace landline::session {

namespace {

/// Up to here octets are copied behind what is gathered: a write of its own, and a TLS record of its own, cost more.
constexpr std::size_t kSmall = 16 * 1024;
constexpr std::size_t kGatherAtMost = 64 * 1024;

/// How often, at most, the other side hears what this one waits for.
constexpr std::chrono::milliseconds kLookInterval{1000};

}  // namespace

TransferSenderOutput::TransferSenderOutput(FrameStream& frames, const Limits& limits, TransferProgress& progress,
                                           std::shared_ptr<RateLimit> rate_limit)
    : m_frames(frames),
      m_limits(limits),
      m_progress(progress),
      m_rate_limit(std::move(rate_limit)),
      m_said_at(Clock::now()),
      m_slow(progress, kLookInterval) {}

Result<void> TransferSenderOutput::say(const wire::DataMessage& message) {
  wire::append(m_gathered, message);
  return m_gathered.size() < kGatherAtMost ? Result<void>() : writeGathered();
}

Result<void> TransferSenderOutput::sayPiece(std::string_view name, std::string_view octets) {
  const auto size = static_cast<std::int64_t>(octets.size());
  if (Result<void> appended = wire::appendHeader(m_gathered, name, size, m_limits); !appended) {
    return appended;
  }
  if (octets.size() <= kSmall) {
    m_gathered += octets;
  }
  if (octets.size() > kSmall || m_gathered.size() >= kGatherAtMost) {
    if (Result<void> written = writeGathered(); !written) {
      return written;
    }
  }
  if (octets.size() > kSmall) {
    if (Result<void> written = write(octets); !written) {
      return written;
    }
  }
  m_progress.bytes.fetch_add(size, std::memory_order_relaxed);
  return isLimited() ? flush() : Result<void>();
}

std::size_t TransferSenderOutput::largestPiece() const {
  return static_cast<std::size_t>(isLimited() ? m_rate_limit->portion(m_limits.file_piece) : m_limits.file_piece);
}

Result<void> TransferSenderOutput::flush() {
  if (Result<void> written = writeGathered(); !written) {
    return written;
  }
  return m_frames.flush();
}

Result<void> TransferSenderOutput::writeGathered() {
  Result<void> written = write(m_gathered);
  m_gathered.clear();
  return written;
}

Result<void> TransferSenderOutput::write(std::string_view octets) {
  while (!octets.empty()) {
    std::size_t portion = octets.size();
    if (isLimited()) {
      portion = static_cast<std::size_t>(m_rate_limit->portion(static_cast<std::int64_t>(portion)));
      const WaitingTime waiting(m_progress.waited_limit_ns);
      m_rate_limit->take(static_cast<std::int64_t>(portion), m_progress.cancelled);
    }
    if (Result<void> written = m_frames.writeOctets(octets.substr(0, portion)); !written) {
      return written;
    }
    octets.remove_prefix(portion);
    m_said_at = Clock::now();
  }
  return {};
}

Result<void> TransferSenderOutput::pingWhenDue() {
  const Clock::time_point now = Clock::now();
  const bool has_news = m_slow.news(now).has_value();
  if (now - m_said_at < m_limits.transfer_ping && !has_news) {
    return {};
  }
  if (Result<void> said = say(wire::Ping{m_slow.told()}); !said) {
    return said;
  }
  return flush();
}

}  // namespace landline::session
