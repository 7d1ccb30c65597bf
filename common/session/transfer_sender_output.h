#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/rate_limit.h"
#include "session/frame_stream.h"
#include "session/slow_watch.h"
#include "session/transfer_task.h"

namespace landline::session {

/// What the sender writes: small frames are gathered into one write, the rate limit is kept, and the other side hears a
/// `ping` where there is nothing else to say. Errors: those of the stream.
class TransferSenderOutput {
 public:
  /// All references outlive this object. `rate_limit` may be null.
  TransferSenderOutput(FrameStream& frames, const Limits& limits, TransferProgress& progress,
                       std::shared_ptr<RateLimit> rate_limit);

  /// Kept back, with what was said before, until flush() or until it is much.
  Result<void> say(const wire::DataMessage& message);

  /// A piece of at most largestPiece() octets, under its name with "./".
  Result<void> sayPiece(std::string_view name, std::string_view octets);

  /// So many octets that a limit lets them pass in a moment: between two pieces the sender looks at what has come.
  std::size_t largestPiece() const;

  /// Gives everything to the operating system. Before every wait for the other side, or for the disk.
  Result<void> flush();

  /// Says `ping` where nothing was said for Limits::transfer_ping, or where what this side waits for has changed.
  Result<void> pingWhenDue();

 private:
  using Clock = std::chrono::steady_clock;

  bool isLimited() const { return m_rate_limit && m_rate_limit->octetsPerSecond() > 0; }
  Result<void> writeGathered();
  Result<void> write(std::string_view octets);

  FrameStream& m_frames;
  const Limits& m_limits;
  TransferProgress& m_progress;
  const std::shared_ptr<RateLimit> m_rate_limit;
  std::string m_gathered;
  Clock::time_point m_said_at;
  SlowWatch m_slow;
};

}  // namespace landline::session
