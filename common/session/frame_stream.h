#pragma once

#include <QString>

#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>

#include "core/limits.h"
#include "core/stream.h"
#include "session/read_blocks.h"
#include "wire/frame_decoder.h"
#include "wire/messages.h"

namespace landline::session {

/// The frames of a data connection over a Stream, blocking, for one thread. Messages come typed; the octets
/// of file pieces are handed on as views of the block that they were read into, never copied or gathered. Pings are
/// taken silently: they show that the other side lives, which the stream has noticed, and what it waits for, see
/// peerSlow().
///
/// next() and poll() are for those who use each view at once. Who hands views on to another thread holds their block,
/// and reads by decoded() and fill(), so that it can see to something else while no block is free.
class FrameStream {
 public:
  enum class Kind {
    Message,      ///< `message`
    PieceBegin,   ///< `name` (with its "./") and `size`
    PieceOctets,  ///< `octets`
    PieceEnd,
    Closed,  ///< the other side has ended its direction, between two frames
  };
  /// The views are valid until the next call of next(), poll() or decoded(); `octets` for as long as hold() is kept.
  struct Event {
    Kind kind = Kind::Closed;
    wire::DataMessage message;
    std::string_view name;
    std::string_view octets;
    std::int64_t size = 0;
  };

  /// `stream` outlives this object.
  FrameStream(Stream& stream, const Limits& limits);

  /// Waits for what comes next. Errors: those of Stream::read, `interrupted` for an end in the middle of a
  /// frame, and for a broken frame or message `malformed`, `too-large` or `unexpected`.
  Result<Event> next();

  /// What has already come, or nothing; never waits, not even for the rest of a frame that has begun.
  Result<std::optional<Event>> poll();

  /// The next event of what was read already, or nothing: the stream is not touched.
  Result<std::optional<Event>> decoded();

  /// Keeps the `octets` of the last event valid.
  BlockHold hold() { return m_blocks.hold(); }

  /// Whether fill() has where to put octets. False only while others hold blocks.
  bool hasRoom() { return m_blocks.hasRoom(); }

  /// Whether more was read than decoded. Asked after an event and before the next call.
  bool hasUndecoded() const { return !m_rest.empty(); }

  /// Whether fill() would return at once.
  bool hasInput() { return m_stream.hasInput(); }

  /// Waits for what comes next and reads up to `most` octets of it, after decoded() has given nothing and where
  /// hasRoom(). How many; 0 means that the other side has ended its direction, between two frames. Errors: as next().
  Result<std::size_t> fill(std::size_t most = std::numeric_limits<std::size_t>::max());

  /// What the other side said last that it waits for: `disk`, `processor`, or nothing.
  const QString& peerSlow() const { return m_peer_slow; }

  /// next() where only a message of the type `T` is right; anything else is `unexpected`, an end is
  /// `interrupted`.
  template <typename T>
  Result<T> expect();

  Result<void> write(const wire::DataMessage& message);
  Result<void> writePieceHeader(std::string_view name, std::int64_t size);
  Result<void> writeOctets(std::string_view octets) { return m_stream.write(octets); }
  Result<void> flush() { return m_stream.flush(); }

  /// For how long all of these have waited (Stream::waited()).
  std::chrono::nanoseconds waited() const { return m_stream.waited(); }

  /// What to say of an event that has no place: `unexpected`, or `interrupted` for an end.
  static Error unexpected(const Event& event);

  /// Ends this side's direction and waits, at most `Limits::goodbye`, until the other side has ended its own.
  /// How the connection ends after both have said all is of no importance, so the only error is another
  /// frame: `unexpected`.
  Result<void> finish();

 private:
  Stream& m_stream;
  Limits m_limits;
  wire::FrameDecoder m_decoder;
  ReadBlocks m_blocks;
  std::string_view m_rest;  // what of the block is not decoded yet
  QString m_peer_slow;
};

template <typename T>
Result<T> FrameStream::expect() {
  Result<Event> event = next();
  if (!event) {
    return event.error();
  }
  if (event->kind == Kind::Message) {
    if (T* message = std::get_if<T>(&event->message)) {
      return std::move(*message);
    }
  }
  return unexpected(*event);
}

}  // namespace landline::session
