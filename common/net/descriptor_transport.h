#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/file_descriptor.h"
#include "core/result.h"

using BIO = struct bio_st;

namespace landline::net {

/// The octets of a data connection below TLS: a non-blocking descriptor with a large buffer each way, as a BIO for
/// OpenSSL, and a wait that can be cancelled. OpenSSL moves records of 16 KiB; the buffers turn them into system
/// calls of 512 KiB. (Its own read-ahead would do for reading, but moves all that is left in its buffer at every
/// record.) Used by one thread; cancel() by any.
class DescriptorTransport {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A system call moves about so many octets at most; as many may be kept each way.
  static constexpr std::size_t kPortion = 512 * 1024;

  DescriptorTransport();

  void open(FileDescriptor descriptor);
  int descriptor() const { return m_descriptor.get(); }

  /// A new BIO over this transport, owned by the caller (or the SSL that it is given to). Reading gives "try again"
  /// where nothing has come; writing always succeeds, into the buffer: see unsent().
  BIO* makeBio();

  /// Octets that were written and not given to the operating system yet. Whoever writes keeps them near kPortion.
  std::size_t unsent() const { return m_out.size() - m_out_sent; }

  void put(std::string_view octets) { m_out.append(octets); }

  /// Gives as much of them to the operating system as it takes now. Errors: `connection-lost`.
  Result<void> sendSome();

  /// Waits until poll() reports one of `events` (or an error on the descriptor) and returns what it reports; no events
  /// wait for cancel() alone. Errors: `cancelled`; `timeout` at `until`.
  Result<short> wait(short events, Time until);

  /// A call of the system brings at most about so many octets from now on (kPortion and one record are the bounds):
  /// who must not run ahead of a slow reader behind him asks for few.
  void setLargestReceive(std::size_t size);

  /// Readable once cancelled, for a poll() of one's own.
  int wakeDescriptor() const { return m_wake.get(); }

  void cancel() noexcept;

  /// Both sides see the connection lost from now on. In any thread, once open() has returned.
  void cut() noexcept;
  bool isCancelled() const { return m_cancelled.load(std::memory_order_acquire); }

  /// Octets that went through the descriptor, both ways: grows while the connection lives.
  std::uint64_t moved() const { return m_moved; }

  /// Set where the connection ended below TLS: why, for people.
  const QString& lost() const { return m_lost; }

 private:
  struct BioCalls;

  int receive(char* into, std::size_t capacity);  // as recv(); through the buffer

  FileDescriptor m_descriptor;
  FileDescriptor m_wake;  // an eventfd, readable once cancelled
  std::atomic<bool> m_cancelled{false};
  std::string m_out;
  std::size_t m_out_sent = 0;
  std::unique_ptr<char[]> m_in;
  std::size_t m_in_begin = 0;
  std::size_t m_in_end = 0;
  std::size_t m_largest_receive = kPortion;
  std::uint64_t m_moved = 0;
  QString m_lost;
};

}  // namespace landline::net
