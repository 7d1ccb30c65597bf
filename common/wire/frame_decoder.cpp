#include "wire/frame_decoder.h"

#include <algorithm>
#include <utility>

namespace landline::wire {

namespace {

std::string_view takeFront(std::string_view& input, std::size_t count) {
  const std::string_view front = input.substr(0, count);
  input.remove_prefix(front.size());
  return front;
}

std::size_t smaller(std::int64_t left, std::size_t available) {
  return static_cast<std::size_t>(std::min(left, static_cast<std::int64_t>(available)));
}

}  // namespace

FrameDecoder::FrameDecoder(const Limits& limits, Pieces pieces)
    : m_limits(limits), m_pieces(pieces), m_admitted(pieces == Pieces::Taken) {}

FrameDecoder::Event FrameDecoder::next(std::string_view& input) {
  switch (m_state) {
    case State::Header: {
      const Event event = readHeader(input);
      return m_state == State::Body ? readBody(input) : event;
    }
    case State::Body:
      return readBody(input);
    case State::Piece:
      return readPiece(input);
    case State::PieceDone: {
      m_state = State::Header;
      Event event;
      event.kind = Kind::PieceEnd;
      return event;
    }
    case State::Failed:
      break;
  }
  return fail(m_error);
}

FrameDecoder::Event FrameDecoder::readHeader(std::string_view& input) {
  forgetBody();
  // A header that is within its limit has its LF within this many octets.
  const std::size_t room = m_limits.header_line + 1 - m_line.size();
  const std::size_t end = input.substr(0, room).find('\n');
  if (end == std::string_view::npos) {
    if (input.size() >= room) {
      return fail({codes::kTooLarge, QStringLiteral("header: over %1 octets").arg(m_limits.header_line)});
    }
    m_line.append(takeFront(input, input.size()));
    return {};
  }
  const std::string_view front = takeFront(input, end + 1).substr(0, end);
  if (m_line.empty()) {
    return onHeader(front);
  }
  m_line.append(front);
  const std::string line = std::exchange(m_line, {});
  return onHeader(line);
}

FrameDecoder::Event FrameDecoder::onHeader(std::string_view line) {
  Result<Header> header = parseHeader(line);
  if (!header) {
    return fail(header.error());
  }
  m_header = *std::move(header);
  m_left = m_header.size;

  if (m_header.isPiece()) {
    if (m_pieces == Pieces::Refused) {
      return fail({codes::kUnexpected, QStringLiteral("a piece of a file on a control connection")});
    }
    if (m_header.size > m_limits.file_piece) {
      return fail(
          {codes::kTooLarge,
           QStringLiteral("a piece of %1 octets, at most %2 are allowed").arg(m_header.size).arg(m_limits.file_piece)});
    }
    m_state = m_left == 0 ? State::PieceDone : State::Piece;
    Event event;
    event.kind = Kind::PieceBegin;
    event.name = m_header.name;
    event.size = m_header.size;
    return event;
  }

  const std::size_t limit = m_admitted ? m_limits.message_body : m_limits.message_body_before_admission;
  if (m_header.size > static_cast<std::int64_t>(limit)) {
    return fail({codes::kTooLarge, QStringLiteral("message %1 of %2 octets, at most %3 are allowed")
                                       .arg(inQuotes(m_header.name))
                                       .arg(m_header.size)
                                       .arg(limit)});
  }
  if (m_left == 0) {
    return message({});
  }
  m_state = State::Body;
  return {};  // next() goes on with the body
}

FrameDecoder::Event FrameDecoder::readBody(std::string_view& input) {
  const std::string_view front = takeFront(input, smaller(m_left, input.size()));
  m_left -= static_cast<std::int64_t>(front.size());
  if (m_left > 0) {
    // No reserve(): what a header announces costs nothing before it comes.
    m_body.append(front);
    return {};
  }
  m_state = State::Header;
  if (m_body.empty()) {
    return message(front);  // came in one portion: no copy
  }
  m_body.append(front);
  return message(m_body);
}

FrameDecoder::Event FrameDecoder::readPiece(std::string_view& input) {
  if (input.empty()) {
    return {};
  }
  Event event;
  event.kind = Kind::PieceOctets;
  event.octets = takeFront(input, smaller(m_left, input.size()));
  m_left -= static_cast<std::int64_t>(event.octets.size());
  if (m_left == 0) {
    m_state = State::PieceDone;
  }
  return event;
}

FrameDecoder::Event FrameDecoder::message(std::string_view body) {
  m_state = State::Header;
  Event event;
  event.kind = Kind::Message;
  event.name = m_header.name;
  event.octets = body;
  event.size = m_header.size;
  return event;
}

FrameDecoder::Event FrameDecoder::fail(Error error) {
  m_error = std::move(error);
  m_state = State::Failed;
  m_line.clear();
  forgetBody();
  Event event;
  event.kind = Kind::Failed;
  event.error = m_error;
  return event;
}

void FrameDecoder::forgetBody() {
  // An idle connection shall not keep the buffer of the largest message that it ever saw.
  if (m_body.capacity() > m_limits.message_body_before_admission) {
    std::string().swap(m_body);
  }
  m_body.clear();
}

}  // namespace landline::wire
