#include "session/frame_stream.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>
#include <utility>

namespace landline::session {

namespace {

QString text(std::string_view octets) {
  return QString::fromUtf8(octets.data(), static_cast<int>(octets.size()));
}

std::string_view view(const QByteArray& octets) {
  return {octets.constData(), static_cast<std::size_t>(octets.size())};
}

}  // namespace

FrameStream::FrameStream(Stream& stream, const Limits& limits)
    : m_stream(stream),
      m_limits(limits),
      m_decoder(limits, wire::FrameDecoder::Pieces::Taken),
      m_blocks(limits.transfer_block, limits.transfer_blocks_ahead) {
  m_decoder.setAdmitted(true);
}

Result<FrameStream::Event> FrameStream::next() {
  for (;;) {
    Result<std::optional<Event>> event = decoded();
    if (!event) {
      return event.error();
    }
    if (*event) {
      return std::move(**event);
    }
    const Result<std::size_t> more = fill();
    if (!more) {
      return more.error();
    }
    if (*more == 0) {
      return Event{};
    }
  }
}

Result<std::optional<FrameStream::Event>> FrameStream::poll() {
  for (;;) {
    Result<std::optional<Event>> event = decoded();
    if (!event || *event) {
      return event;
    }
    if (!m_stream.hasInput()) {
      return std::optional<Event>();
    }
    const Result<std::size_t> more = fill();
    if (!more) {
      return more.error();
    }
    if (*more == 0) {
      return std::optional<Event>(Event{});
    }
  }
}

Result<std::optional<FrameStream::Event>> FrameStream::decoded() {
  using Kinds = wire::FrameDecoder::Kind;
  for (;;) {
    wire::FrameDecoder::Event frame = m_decoder.next(m_rest);
    Event event;
    switch (frame.kind) {
      case Kinds::NeedMore:
        return std::optional<Event>();
      case Kinds::Failed:
        return std::move(frame.error);
      case Kinds::Message: {
        Result<wire::DataMessage> message = wire::parseData(frame.name, frame.octets);
        if (!message) {
          return message.error();
        }
        if (const auto* ping = std::get_if<wire::Ping>(&*message)) {
          m_peer_slow = ping->slow;
          continue;
        }
        event.kind = Kind::Message;
        event.message = std::move(*message);
        break;
      }
      case Kinds::PieceBegin:
        event.kind = Kind::PieceBegin;
        event.name = frame.name;
        event.size = frame.size;
        break;
      case Kinds::PieceOctets:
        event.kind = Kind::PieceOctets;
        event.octets = frame.octets;
        break;
      case Kinds::PieceEnd:
        event.kind = Kind::PieceEnd;
        break;
    }
    return std::optional<Event>(std::move(event));
  }
}

Result<std::size_t> FrameStream::fill(std::size_t most) {
  const auto [into, capacity] = m_blocks.room();
  if (capacity == 0) {
    return Error{codes::kInternal, QStringLiteral("All blocks of a data connection are in use.")};
  }
  Result<std::size_t> count = m_stream.read(into, std::min(capacity, most));
  if (!count) {
    return count;
  }
  if (*count == 0 && !m_decoder.atFrameBoundary()) {
    return Error{codes::kInterrupted, QStringLiteral("The data connection ended in the middle of a frame.")};
  }
  m_blocks.filled(*count);
  m_rest = {into, *count};
  return count;
}

Result<void> FrameStream::write(const wire::DataMessage& message) {
  return m_stream.write(view(wire::encode(message)));
}

Result<void> FrameStream::writePieceHeader(std::string_view name, std::int64_t size) {
  const Result<QByteArray> header = wire::encodeHeader(name, size, m_limits);
  if (!header) {
    return header.error();
  }
  return m_stream.write(view(*header));
}

Result<void> FrameStream::finish() {
  using std::chrono::steady_clock;
  const steady_clock::time_point deadline = steady_clock::now() + m_limits.goodbye;
  if (!m_stream.finish()) {
    return {};
  }
  for (;;) {
    const Result<std::optional<Event>> event = decoded();
    if (!event) {
      return event.error();
    }
    if (*event) {
      return unexpected(**event);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) {
      return {};
    }
    m_stream.setSilenceLimit(left);
    const Result<std::size_t> more = fill();
    if (!more || *more == 0) {
      return {};
    }
  }
}

Error FrameStream::unexpected(const Event& event) {
  QString what;
  switch (event.kind) {
    case Kind::Message:
      what = QStringLiteral("the message \"%1\"").arg(text(wire::nameOf(event.message)));
      break;
    case Kind::PieceBegin:
      what = QStringLiteral("a piece of \"%1\"").arg(text(event.name.substr(2)));
      break;
    case Kind::PieceOctets:
    case Kind::PieceEnd:
      what = QStringLiteral("the rest of a piece");
      break;
    case Kind::Closed:
      return {codes::kInterrupted, QStringLiteral("The other side ended the data connection early.")};
  }
  return {codes::kUnexpected, QStringLiteral("The other side sent %1 where it has no place.").arg(what)};
}

}  // namespace landline::session
