#pragma once

#include <QHostAddress>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/stream.h"
#include "net/certificate_check.h"
#include "net/descriptor_transport.h"
#include "net/incoming.h"
#include "net/tls_context.h"

namespace landline::net {

/// A data connection: TLS on a descriptor, blocking, for one worker thread (PROTOCOL.md "Data connection").
/// Everything but cancel() and cut() is called in the thread that uses it; cancel() in any thread, at any time in the
/// object's life.
///
/// Beyond what Stream says:
/// * Take large portions: reads and writes of 256 KiB and more reach full speed; system calls are of about
/// that size.
/// * A write that waits keeps at most kLargestInbox of what arrives. A peer that sends more without reading
/// makes it
///   wait for the silence limit.
/// * The calls named ...Now() never wait: they are for one thread that serves two connections (StreamRelay).
/// * Errors: `connection-lost` (the peer ended without close_notify, reset, or vanished), `timeout`,
/// `cancelled`,
///   `bad-certificate`, `tls`. After an error every later call fails alike.
/// * The silence limit is `Limits::transfer_silence` until it is set.
class DataStream final : public Stream {
 public:
  /// What a well-behaved peer can send while this side writes without reading fits in: the answers to 4 open
  /// pages, which are `have`s with at most 16,384 digests a page (2.3 MiB in all), and a `stored` or `failed` for
  /// each of 2,048 entries. Where this side answers and the other sends files, it need not take in all: the other
  /// one takes our answers in while it writes, so its inbox is what keeps both going.
  static constexpr std::size_t kLargestInbox = 4 * 1024 * 1024;

  DataStream(std::shared_ptr<const TlsContext> tls, const Limits& limits);
  ~DataStream() override;

  /// Client side: connects, sends the octet 0x01, does TLS; all within `Limits::connect`. The server must be
  /// `expected`. Errors besides the above: `connection-refused`, `unreachable`, `key-changed` (it is somebody
  /// else).
  Result<void> connectTo(const QHostAddress& address, quint16 port, const PeerId& expected);

  /// Server side: takes the octet 0x01, does TLS. `incoming.deadline` holds for this call and for all that
  /// follows, and the place at the gate stays taken, until setAdmitted(): the ticket must come in time, too.
  Result<void> accept(Incoming incoming);

  /// Server side: the ticket was good. From now on only the silence limit holds; the place at the gate is let
  /// go.
  void setAdmitted();

  /// Who the other side is; null before connectTo() or accept() has succeeded.
  const PeerId& peer() const { return m_peer; }
  const QString& address() const { return m_address; }

  Result<std::size_t> read(char* into, std::size_t capacity) override;
  Result<void> write(std::string_view octets) override;
  Result<void> flush() override;
  bool hasInput() override;
  Result<void> finish() override;
  void setSilenceLimit(std::chrono::milliseconds limit) override { m_silence = limit; }
  std::chrono::nanoseconds waited() const override { return m_waited; }
  void cancel() noexcept override;

  /// Ends the connection as if it had been lost, in any thread, once connectTo() or accept() has succeeded.
  void cut() noexcept { m_transport.cut(); }

  // --- Without waiting, for one thread that serves two connections. Errors as above; but for `cancelled`, whoever
  // waits keeps the time.

  /// What is here now, up to `capacity`; zero: nothing, or the other side has ended its direction, see hasEnded().
  /// Takes little more than `capacity` from the operating system, so that what is not read holds the peer back.
  Result<std::size_t> readNow(char* into, std::size_t capacity);

  /// Takes all of `octets`, and keeps what sendNow() has not sent yet: the caller looks at unsent().
  Result<void> writeNow(std::string_view octets);

  /// Ends this side's direction behind what is unsent. Called again it does nothing.
  Result<void> finishNow();

  Result<void> sendNow();
  std::size_t unsent() const { return m_transport.unsent(); }

  /// The other side has ended its direction properly, and all of it was read.
  bool hasEnded() const { return m_ended && m_inbox_taken == m_inbox.size(); }

  /// Octets through the descriptor, both ways: grows while the connection lives.
  std::uint64_t moved() const { return m_transport.moved(); }

  /// For poll(). The second one is readable once cancelled.
  int descriptor() const { return m_transport.descriptor(); }
  int wakeDescriptor() const { return m_transport.wakeDescriptor(); }

 private:
  using Time = std::chrono::steady_clock::time_point;
  enum class Role { Client, Server };
  struct FreeSsl {
    void operator()(SSL* ssl) const;
  };

  Result<void> connectDescriptor(const QHostAddress& address, quint16 port);
  Result<void> takeFirstOctet();
  Result<void> handshake(Role role);
  Result<void> checkUsable();
  Result<void> drain();
  std::size_t takeFromInbox(char* into, std::size_t capacity);
  Result<std::size_t> readSome(char* into, std::size_t capacity);
  Result<void> takeIn();
  Result<short> waitFor(short events, Time since);
  Error fail(Error error);
  Error tlsFailure(int ssl_error);

  std::shared_ptr<const TlsContext> m_tls;
  const Limits m_limits;
  std::chrono::milliseconds m_silence;
  std::chrono::nanoseconds m_waited{0};
  std::optional<Time> m_deadline;  // for everything, while it is set
  DescriptorTransport m_transport;
  CertificateCheck m_check;
  std::unique_ptr<SSL, FreeSsl> m_ssl;  // after what it refers to
  std::shared_ptr<ConnectionGate::Slot> m_slot;
  PeerId m_peer;
  QString m_address;
  std::string m_inbox;  // came while a write waited
  std::size_t m_inbox_taken = 0;
  bool m_ended = false;     // the other side's direction
  bool m_finished = false;  // this side's
  std::optional<Error> m_failure;
};

}  // namespace landline::net
