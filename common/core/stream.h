#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "core/result.h"

namespace landline {

/// A reliable stream of octets both ways, blocking, used by one thread. All that a transfer sees of the network:
/// in the programs it is TLS on a descriptor, in tests a pair of buffers in memory.
///
/// Two rules make it safe to write straight sequential code on top:
/// * write() that has to wait goes on taking in what arrives, so that two sides that both write never deadlock;
/// * read() that has to wait first sends what write() has kept back.
class Stream {
 public:
  virtual ~Stream() = default;

  /// Waits for at least one octet and puts up to `capacity` into `into`. Zero means that the other side has ended
  /// its direction properly. Errors: `connection-lost`, `timeout`, `cancelled`, `tls`.
  virtual Result<std::size_t> read(char* into, std::size_t capacity) = 0;

  /// Takes all of `octets`; small ones may be kept back until flush(), read() or a larger write.
  virtual Result<void> write(std::string_view octets) = 0;

  /// Returns when everything written has been given to the operating system.
  virtual Result<void> flush() = 0;

  /// Whether read() would return at once.
  virtual bool hasInput() = 0;

  /// Flushes and ends this side's direction properly (for TLS: close_notify).
  virtual Result<void> finish() = 0;

  /// How long neither direction may move while read(), write() or flush() waits; then they fail with `timeout`.
  virtual void setSilenceLimit(std::chrono::milliseconds limit) = 0;

  /// For how long read(), write() and flush() have waited so far, for the network or the other side, in all. Encrypting
  /// and copying is not waiting.
  virtual std::chrono::nanoseconds waited() const { return {}; }

  /// From any thread, any number of times: what waits, and all that comes later, fails with `cancelled`.
  virtual void cancel() noexcept = 0;
};

}  // namespace landline
