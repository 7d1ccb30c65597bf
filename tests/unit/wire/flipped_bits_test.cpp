#include "grind.h"
#include "samples.h"
#include <gtest/gtest.h>

#include <string>

#include "wire/messages.h"

// bad-input 36: a flipped bit anywhere in a good stream ends in an error, or in frames that are valid and harmless.
namespace landline::wire {
namespace {

template <typename Message>
Result<Message> parse(std::string_view name, std::string_view body);
template <>
Result<ControlMessage> parse(std::string_view name, std::string_view body) {
  return parseControl(name, body);
}
template <>
Result<DataMessage> parse(std::string_view name, std::string_view body) {
  return parseData(name, body);
}

/// What became of a stream, frame by frame, as a connection would take it: the first bad message ends it.
template <typename Message>
bool survives(const grind::Outcome& outcome) {
  for (const std::string& line : outcome.story) {
    if (line.rfind("message ", 0) != 0) {
      continue;
    }
    const std::size_t name_end = line.find(" {", 8);
    if (name_end == std::string::npos) {
      return false;  // not an object
    }
    const Result<Message> message =
        parse<Message>(line.substr(8, name_end - 8), std::string_view(line).substr(name_end + 1));
    if (!message) {
      EXPECT_FALSE(message.error().code.isEmpty());
      return false;
    }
    // Harmless: what was taken is a message like any other; it can be passed on and is then understood.
    const std::string frame = encode(*message).toStdString();
    const std::size_t header_end = frame.find('\n') + 1;
    EXPECT_TRUE(parse<Message>(nameOf(*message), std::string_view(frame).substr(header_end))) << line;
  }
  return outcome.error.code.isEmpty() && outcome.at_boundary;
}

struct Counts {
  std::size_t flips = 0;
  std::size_t survived = 0;
};

template <typename Message>
Counts flipEveryBit(std::string stream, const grind::Settings& settings) {
  Counts counts;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      stream[i] = static_cast<char>(stream[i] ^ (1 << bit));
      counts.survived += survives<Message>(grind::decode({stream}, settings)) ? 1u : 0u;
      ++counts.flips;
      stream[i] = static_cast<char>(stream[i] ^ (1 << bit));
    }
  }
  return counts;
}

/// One sample at a time: a flip in the last of many frames would go through all of them again.
template <typename Message>
void expectFlipsAreCaughtOrHarmless(const std::vector<samples::Sample<Message>>& all, const grind::Settings& settings) {
  Counts sum;
  for (const samples::Sample<Message>& sample : all) {
    SCOPED_TRACE(sample.name);
    const std::string frame = encode(sample.message).toStdString() + "ping&2\n{}";
    ASSERT_TRUE(survives<Message>(grind::decode({frame}, settings)));
    const Counts counts = flipEveryBit<Message>(frame, settings);
    EXPECT_LT(counts.survived, counts.flips);
    sum.flips += counts.flips;
    sum.survived += counts.survived;
  }
  // Text may become other text. What frames and structures it may not: far from every flip gets through.
  EXPECT_GT(sum.survived, 0u);
  EXPECT_LT(sum.survived, sum.flips / 2);
}

TEST(BadInput36_FlippedBits, InControlMessages) {
  grind::Settings settings;
  settings.pieces = FrameDecoder::Pieces::Refused;
  expectFlipsAreCaughtOrHarmless(samples::control(), settings);
}

TEST(BadInput36_FlippedBits, InDataMessages) {
  expectFlipsAreCaughtOrHarmless(samples::data(), {});
}

TEST(BadInput36_FlippedBits, InPieces) {
  const std::string stream =
      "./a&b%0A.txt&5\nhello./empty&0\n./\xC3\xA9&12\n0123456789AB"
      "end&2\n{}";
  grind::Settings settings;
  settings.limits.file_piece = 1000;
  const Counts counts = flipEveryBit<DataMessage>(stream, settings);
  EXPECT_GT(counts.survived, 0u);  // the octets of a piece are the digest's business
  EXPECT_LT(counts.survived, counts.flips);
}

}  // namespace
}  // namespace landline::wire
