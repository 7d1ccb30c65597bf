#include "fuzz_targets.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "wire/frame_decoder.h"

namespace landline::fuzz {

namespace {

using wire::FrameDecoder;
using Kind = FrameDecoder::Kind;

struct Frame {
  std::string name;
  std::string octets;
  bool piece = false;
  bool complete = false;

  bool operator==(const Frame& other) const {
    return name == other.name && octets == other.octets && piece == other.piece && complete == other.complete;
  }
};

struct Outcome {
  std::vector<Frame> frames;
  Error error;
  bool at_boundary = false;
};

/// Small limits: the fuzzer then reaches both sides of each.
Limits limits() {
  Limits small;
  small.header_line = 200;
  small.message_body = 1000;
  small.message_body_before_admission = 300;
  small.file_piece = 500;
  return small;
}

Outcome decode(std::string_view stream, FrameDecoder::Pieces pieces, bool admitted, std::size_t portion) {
  FrameDecoder decoder(limits(), pieces);
  decoder.setAdmitted(admitted);
  const std::size_t body_limit = admitted ? limits().message_body : limits().message_body_before_admission;
  Outcome outcome;
  while (!stream.empty()) {
    // A buffer of its own: a sanitizer sees whoever keeps a view of it.
    const std::string buffer(stream.substr(0, portion));
    stream.remove_prefix(buffer.size());
    std::string_view input = buffer;
    for (;;) {
      const FrameDecoder::Event event = decoder.next(input);
      if (event.kind == Kind::NeedMore) {
        FUZZ_CHECK(input.empty());
        break;
      }
      switch (event.kind) {
        case Kind::NeedMore:
          break;
        case Kind::Message:
          FUZZ_CHECK(event.octets.size() <= body_limit);
          FUZZ_CHECK(static_cast<std::int64_t>(event.octets.size()) == event.size);
          outcome.frames.push_back({std::string(event.name), std::string(event.octets), false, true});
          break;
        case Kind::PieceBegin:
          FUZZ_CHECK(pieces == FrameDecoder::Pieces::Taken);
          FUZZ_CHECK(event.size <= limits().file_piece);
          outcome.frames.push_back({std::string(event.name) + '&' + std::to_string(event.size), {}, true, false});
          break;
        case Kind::PieceOctets:
          FUZZ_CHECK(!event.octets.empty());
          outcome.frames.back().octets += event.octets;
          break;
        case Kind::PieceEnd: {
          Frame& frame = outcome.frames.back();
          FUZZ_CHECK(frame.name.substr(frame.name.rfind('&') + 1) == std::to_string(frame.octets.size()));
          frame.complete = true;
          break;
        }
        case Kind::Failed:
          FUZZ_CHECK(!event.error.code.isEmpty());
          FUZZ_CHECK(!decoder.atFrameBoundary());
          outcome.error = event.error;
          return outcome;
      }
    }
  }
  outcome.at_boundary = decoder.atFrameBoundary();
  return outcome;
}

/// The stream that these frames are: it must be what the decoder was given.
std::string encoded(const std::vector<Frame>& frames) {
  std::string stream;
  for (const Frame& frame : frames) {
    const std::string name = frame.piece ? frame.name.substr(0, frame.name.rfind('&')) : frame.name;
    const Result<QByteArray> header =
        wire::encodeHeader(name, static_cast<std::int64_t>(frame.octets.size()), limits());
    FUZZ_CHECK(header.ok());
    stream += header->toStdString() + frame.octets;
  }
  return stream;
}

}  // namespace

void frame(std::string_view input) {
  if (input.empty()) {
    return;
  }
  const auto how = static_cast<unsigned char>(input[0]);
  const std::string_view stream = input.substr(1);
  const auto pieces = (how & 1) != 0 ? FrameDecoder::Pieces::Taken : FrameDecoder::Pieces::Refused;
  const bool admitted = (how & 2) != 0;

  const Outcome whole = decode(stream, pieces, admitted, std::max<std::size_t>(stream.size(), 1));
  for (const std::size_t portion : {std::size_t{1}, std::size_t{1} + (how >> 2)}) {
    const Outcome parts = decode(stream, pieces, admitted, portion);
    FUZZ_CHECK(parts.frames == whole.frames);
    FUZZ_CHECK(parts.error == whole.error);
    FUZZ_CHECK(parts.at_boundary == whole.at_boundary);
  }
  if (whole.at_boundary) {
    FUZZ_CHECK(encoded(whole.frames) == stream);
  }
  for (const Frame& frame : whole.frames) {
    if (!frame.piece) {
      checkMessage(frame.name, frame.octets);
    }
  }
}

}  // namespace landline::fuzz
