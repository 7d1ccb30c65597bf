#include "session/frame_stream.h"

#include <QByteArray>

#include <chrono>
#include <utility>

namespace landline::session {

namespace {

// One read of the network and, for a piece, one write to the disk: smaller ones cost speed, larger ones only memory.
constexpr std::size_t kReadBuffer = 512 * 1024;

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
      m_buffer(new char[kReadBuffer]) {
  m_decoder.setAdmitted(true);
}

Result<FrameStream::Event> FrameStream::next() {
  for (;;) {
    Result<std::optional<Event>> event = decode();
    if (!event) {
      return event.error();
    }
    if (*event) {
      return std::move(**event);
    }
    const Result<bool> more = fill();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      return Event{};
    }
  }
}

Result<std::optional<FrameStream::Event>> FrameStream::poll() {
  for (;;) {
    Result<std::optional<Event>> event = decode();
    if (!event || *event) {
      return event;
    }
    if (!m_stream.hasInput()) {
      return std::optional<Event>();
    }
    const Result<bool> more = fill();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      return std::optional<Event>(Event{});
    }
  }
}

Result<std::optional<FrameStream::Event>> FrameStream::decode() {
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
        if (std::holds_alternative<wire::Ping>(*message)) {
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

Result<bool> FrameStream::fill() {
  const Result<std::size_t> count = m_stream.read(m_buffer.get(), kReadBuffer);
  if (!count) {
    return count.error();
  }
  if (*count == 0 && !m_decoder.atFrameBoundary()) {
    return Error{codes::kInterrupted, QStringLiteral("The data connection ended in the middle of a frame.")};
  }
  m_rest = {m_buffer.get(), *count};
  return *count != 0;
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
    const Result<std::optional<Event>> event = decode();
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
    const Result<bool> more = fill();
    if (!more || !*more) {
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
