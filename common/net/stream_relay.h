#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "core/limits.h"
#include "core/result.h"
#include "net/data_stream.h"

namespace landline::net {

/// Passes octets between two data connections as they are, both ways at once, in one thread (PROTOCOL.md "Relayed").
///
/// * Backpressure: of what goes to a leg at most kUnderWay octets are here. While a leg takes no more, the other one is
///   not read, so TCP holds its peer back. The two directions wait for each other never.
/// * A leg that ends its direction properly ends it at the other one, behind all that came before; the other direction
///   goes on. Both ends: run() is done.
/// * A leg that is lost, or moves nothing for the silence limit although it is read or has something to send, is the
/// end
///   of both: the other side notices a connection that ends without a word, and resumes later.
///
/// Both streams are open and admitted, and used by nobody else meanwhile; they outlive this object.
class StreamRelay {
 public:
  static constexpr std::size_t kUnderWay = 1024 * 1024;

  StreamRelay(DataStream& left, DataStream& right, const Limits& limits);

  /// Blocks until the relay is over. Errors: those of DataStream, by whichever leg ends first.
  Result<void> run();

  /// Ends run() with `cancelled`. In any thread, at any time in this object's life.
  void stop() noexcept;

  /// Octets that were passed on, both ways together. In any thread.
  std::int64_t octets() const { return m_octets.load(std::memory_order_relaxed); }

 private:
  using Time = std::chrono::steady_clock::time_point;

  struct Leg {
    DataStream& stream;
    std::uint64_t moved = 0;
    Time moved_at;

    short events(const Leg& other) const;  ///< what it waits for; 0: for nothing
  };

  Result<bool> pass(Leg& from, Leg& to);
  Result<void> wait();
  Result<void> sendRest();

  const std::chrono::milliseconds m_silence;
  std::array<Leg, 2> m_legs;
  const std::unique_ptr<char[]> m_buffer;
  std::atomic<std::int64_t> m_octets{0};
};

}  // namespace landline::net
