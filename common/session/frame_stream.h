#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/limits.h"
#include "core/stream.h"
#include "wire/frame_decoder.h"
#include "wire/messages.h"

namespace landline::session {

/// The frames of a data connection over a Stream, blocking, for one thread. Messages come typed; the octets
/// of file pieces are handed on as views of the read buffer, never copied or gathered. Pings are taken
/// silently: they only show that the other side lives, and the stream has noticed that.
class FrameStream {
 public:
  enum class Kind {
    Message,      ///< `message`
    PieceBegin,   ///< `name` (with its "./") and `size`
    PieceOctets,  ///< `octets`
    PieceEnd,
    Closed,  ///< the other side has ended its direction, between two frames
  };
  /// The views are valid until the next call of next() or poll().
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

  /// next() where only a message of the type `T` is right; anything else is `unexpected`, an end is
  /// `interrupted`.
  template <typename T>
  Result<T> expect();

  Result<void> write(const wire::DataMessage& message);
  Result<void> writePieceHeader(std::string_view name, std::int64_t size);
  Result<void> writeOctets(std::string_view octets) { return m_stream.write(octets); }
  Result<void> flush() { return m_stream.flush(); }

  /// What to say of an event that has no place: `unexpected`, or `interrupted` for an end.
  static Error unexpected(const Event& event);

  /// Ends this side's direction and waits, at most `Limits::goodbye`, until the other side has ended its own.
  /// How the connection ends after both have said all is of no importance, so the only error is another
  /// frame: `unexpected`.
  Result<void> finish();

 private:
  Result<std::optional<Event>> decode();
  Result<bool> fill();  // false: the other side has ended

  Stream& m_stream;
  Limits m_limits;
  wire::FrameDecoder m_decoder;
  std::unique_ptr<char[]> m_buffer;
  std::string_view m_rest;  // what of the buffer is not decoded yet
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
