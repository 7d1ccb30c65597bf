#include "net/stream_relay.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string_view>

namespace landline::net {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Half of kUnderWay may wait to be sent. What was received and is not decrypted yet is never more than the room that
// was left there, so both together, TLS's own records included, stay below the whole.
constexpr std::size_t kMostUnsent = StreamRelay::kUnderWay / 2;

// With less room than this a leg is not read: TLS records would become small. It is small enough that a peer behind a
// slow one sees a movement now and then, and does not take the line for dead.
constexpr std::size_t kLeastRoom = 32 * 1024;

std::size_t roomIn(const DataStream& stream) {
  return kMostUnsent - std::min(kMostUnsent, stream.unsent());
}

}  // namespace

StreamRelay::StreamRelay(DataStream& left, DataStream& right, const Limits& limits)
    : m_silence(limits.transfer_silence),
      m_legs{Leg{left, 0, {}}, Leg{right, 0, {}}},
      m_buffer(new char[kMostUnsent]) {}  // NOLINT: make_unique would clear it

Result<void> StreamRelay::run() {
  for (Leg& leg : m_legs) {
    leg.moved = leg.stream.moved();
    leg.moved_at = steady_clock::now();
  }
  auto& [left, right] = m_legs;
  for (;;) {
    Result<bool> there = pass(left, right);
    Result<bool> back = there ? pass(right, left) : there;
    if (left.stream.hasEnded() && right.stream.hasEnded()) {
      return sendRest();
    }
    if (!back) {
      return back.error();
    }
    if (!*there && !*back) {
      if (Result<void> waited = wait(); !waited) {
        return waited;
      }
    }
  }
}

/// One step in one direction. True: something moved, so that there may be more to do at once.
Result<bool> StreamRelay::pass(Leg& from, Leg& to) {
  std::size_t taken = 0;
  if (const std::size_t room = roomIn(to.stream); room >= kLeastRoom && !from.stream.hasEnded()) {
    const Result<std::size_t> got = from.stream.readNow(m_buffer.get(), room);
    if (!got) {
      return got.error();
    }
    taken = *got;
    if (const Result<void> written = to.stream.writeNow({m_buffer.get(), taken}); !written) {
      return written.error();
    }
    m_octets.fetch_add(static_cast<std::int64_t>(taken), std::memory_order_relaxed);
  }
  if (from.stream.hasEnded()) {
    if (const Result<void> finished = to.stream.finishNow(); !finished) {
      return finished.error();
    }
  }
  const std::size_t unsent = to.stream.unsent();
  if (const Result<void> sent = to.stream.sendNow(); !sent) {
    return sent.error();
  }
  return taken > 0 || to.stream.unsent() < unsent;
}

short StreamRelay::Leg::events(const Leg& other) const {
  const bool is_read = !stream.hasEnded() && roomIn(other.stream) >= kLeastRoom;
  return static_cast<short>((is_read ? POLLIN : 0) | (stream.unsent() > 0 ? POLLOUT : 0));
}

/// Until a leg can be read or written, the relay is stopped, or a leg was silent for too long.
Result<void> StreamRelay::wait() {
  const Time now = steady_clock::now();
  Time until = Time::max();
  std::array<pollfd, 4> watched{};
  for (std::size_t i = 0; i < m_legs.size(); ++i) {
    Leg& leg = m_legs[i];
    const short events = leg.events(m_legs[1 - i]);
    // A leg that waits for nothing is not silent, it is held back or done. Nor is it watched: poll() reports a
    // connection that is gone whether it was asked to or not, and nothing would be done about it yet.
    watched[2 * i] = {events != 0 ? leg.stream.descriptor() : -1, events, 0};
    watched[2 * i + 1] = {leg.stream.wakeDescriptor(), POLLIN, 0};
    if (events == 0 || leg.stream.moved() != leg.moved) {
      leg.moved = leg.stream.moved();
      leg.moved_at = now;
    }
    if (events != 0) {
      until = std::min(until, leg.moved_at + m_silence);
    }
  }
  // At least one leg waits for something: a leg that is not read is so for the other's unsent octets.
  const auto left = std::chrono::ceil<milliseconds>(until - now);
  const auto timeout = std::clamp(left, milliseconds(0), milliseconds(INT_MAX));
  const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(timeout.count()));
  if (ready < 0 && errno != EINTR) {
    return Error{
        codes::kInternal,
        QStringLiteral("Waiting for relayed connections fails: %1.").arg(QString::fromLocal8Bit(std::strerror(errno)))};
  }
  if (ready == 0) {
    return Error{codes::kTimeout, QStringLiteral("A relayed connection was silent for too long.")};
  }
  return {};
}

/// Both directions have ended: all that is left are a few octets. Whether a peer still waits for them is its own
/// affair.
Result<void> StreamRelay::sendRest() {
  for (Leg& leg : m_legs) {
    if (leg.stream.finishNow()) {
      (void)leg.stream.sendNow();  // to both, before either of them can keep us waiting
    }
  }
  for (Leg& leg : m_legs) {
    (void)leg.stream.flush();
  }
  return {};
}

void StreamRelay::stop() noexcept {
  for (Leg& leg : m_legs) {
    leg.stream.cancel();
  }
}

}  // namespace landline::net
