#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/result.h"
#include "wire/header.h"

namespace landline::wire {

/// Cuts a stream of octets into frames. See PROTOCOL.md, sections "Frames" and "Limits". Bring octets as they come, in
/// any portions:
///
///     std::string_view input = ...;
///     for (;;) {
///       const FrameDecoder::Event event = decoder.next(input);   // takes from the front of `input`
///       if (event.kind == FrameDecoder::Kind::NeedMore) break;   // `input` is used up
///       ...
///     }
///
/// A message's body is gathered and given whole; the octets of a file piece are handed on as views of `input`. A limit
/// is checked as soon as the header is complete, before anything is kept for the body. After Failed every call fails
/// alike and takes nothing.
class FrameDecoder {
 public:
  enum class Kind {
    NeedMore,     ///< all of `input` is taken, no event is complete
    Message,      ///< `name`, `size` and `octets`, the whole body; valid until the next call, while `input` is
    PieceBegin,   ///< `name` (with its "./") and `size`
    PieceOctets,  ///< `octets`, a part of the piece, not empty; a view of `input`
    PieceEnd,     ///< the piece is complete
    Failed,       ///< `error`: `malformed`, `too-large` or `unexpected`
  };
  struct Event {
    Kind kind = Kind::NeedMore;
    std::string_view name;
    std::string_view octets;
    std::int64_t size = 0;
    Error error;
  };

  enum class Pieces { Refused, Taken };

  /// `Pieces::Refused` for control connections: there a name that begins with "./" is `unexpected`.
  FrameDecoder(const Limits& limits, Pieces pieces);

  Event next(std::string_view& input);

  /// The smaller body limit holds until setAdmitted(true); a data connection is admitted from the start.
  void setAdmitted(bool admitted) { m_admitted = admitted; }

  /// Whether the stream may end here: between two frames, every event taken.
  bool atFrameBoundary() const { return m_state == State::Header && m_line.empty(); }

 private:
  enum class State { Header, Body, Piece, PieceDone, Failed };

  Event readHeader(std::string_view& input);
  Event readBody(std::string_view& input);
  Event readPiece(std::string_view& input);
  Event onHeader(std::string_view line);
  Event message(std::string_view body);
  Event fail(Error error);
  void forgetBody();

  Limits m_limits;
  Pieces m_pieces;
  bool m_admitted;
  State m_state = State::Header;
  std::string m_line;  // of a header that is not complete yet
  Header m_header;
  std::string m_body;       // of a message, as far as it has come
  std::int64_t m_left = 0;  // octets of the body or the piece that are to come
  Error m_error;
};

}  // namespace landline::wire
