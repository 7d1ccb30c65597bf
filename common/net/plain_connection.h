#pragma once

#include <QHostAddress>
#include <QString>
#include <QVector>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/file_descriptor.h"
#include "core/limits.h"
#include "core/result.h"

namespace landline::net {

/// One TCP connection without TLS: a non-blocking descriptor and a wait that others can end. It knows nothing of what
/// the octets mean (session/plain_peer.h does). Used by one thread; wake() and cancel() by any.
///
/// The plain wire has no ping: the system asks the other one whether it is still there, so that one that has vanished
/// without a word is found lost after a silence of Limits::heartbeat and Limits::silence together. One that is silent
/// and there may be so for ever.
class PlainConnection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// What there is to do after a wait.
  struct Ready {
    bool readable = false;  ///< octets, the end or an error wait to be read
    bool writable = false;
    bool broken = false;  ///< the system has given the connection up; what came before can still be read. Who neither
                          ///< reads nor writes is told once
  };

  explicit PlainConnection(const Limits& limits = Limits());

  /// Takes over a connected, non-blocking descriptor.
  void open(FileDescriptor descriptor, const QString& address);

  /// Tries the addresses one after another. The time that is left until `deadline` is shared among those that are left,
  /// so that one that swallows everything does not keep the others from being tried.
  /// Errors: those of connectError() for the last one; `cancelled`.
  Result<void> connectTo(const QVector<QHostAddress>& addresses, quint16 port, Time deadline);

  /// Of the other side, for people; while none was reached, of the one that was tried last.
  const QString& address() const { return m_address; }

  /// What the next read() begins with, without taking it; nothing where nothing has come, or never will. Asked before
  /// release(), it tells what kind of connection this is.
  std::optional<char> firstOctet() const;

  /// What has come, up to `capacity` octets; 0: nothing just now, or hasEnded(). Errors: `connection-lost`.
  Result<std::size_t> read(char* into, std::size_t capacity);

  /// The other side has ended its direction and everything was read.
  bool hasEnded() const { return m_ended; }

  /// Gives the system as much as it takes now, which may be nothing. Errors: `connection-lost`.
  Result<std::size_t> write(std::string_view octets);

  /// Octets that were written and that the other side's system has not acknowledged yet.
  std::size_t unacknowledged() const;

  /// Until something is ready, wake() was called since the last wait, or `until` has come; then nothing is ready.
  /// Errors: `cancelled`.
  Result<Ready> wait(bool to_read, bool to_write, Time until);

  /// The other side sees the end of this direction, behind all that was written.
  void endWriting();

  void close() { m_descriptor.reset(); }

  /// The connection goes on elsewhere.
  FileDescriptor release() { return std::move(m_descriptor); }

  void wake() noexcept;

  /// Every wait, now and later, fails.
  void cancel() noexcept;
  const std::atomic<bool>& cancelled() const { return m_cancelled; }

 private:
  Result<void> connectOne(const QHostAddress& address, quint16 port, Time deadline);
  void watchForLoss() const;
  Error lost(int number) const;

  const Limits m_limits;

  FileDescriptor m_descriptor;
  FileDescriptor m_wake;  // an eventfd
  QString m_address;
  std::atomic<bool> m_cancelled{false};
  bool m_ended = false;
  bool m_broken = false;  // and told
};

}  // namespace landline::net
