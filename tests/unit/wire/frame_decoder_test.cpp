#include "wire/frame_decoder.h"

#include "allocation_meter.h"
#include "grind.h"
#include "samples.h"
#include <gtest/gtest.h>

#include <string>

namespace landline::wire {
namespace {

using grind::expectFailure;
using grind::expectStory;
using Pieces = FrameDecoder::Pieces;

/// What the decoder must make of a stream of messages.
template <typename Message>
grind::Story storyOf(const std::vector<samples::Sample<Message>>& all) {
  grind::Story story;
  for (const auto& sample : all) {
    story.push_back("message " + std::string(nameOf(sample.message)) + " " + sample.body);
  }
  return story;
}

grind::Story storyOfDataStream() {
  const grind::Story messages = storyOf(samples::data());
  grind::Story story = messages;
  for (const char* line : {"piece ./a&b\n.txt 5", "piece octets hello", "piece end", "piece ./empty 0", "piece octets ",
                           "piece end", "piece ./src/\xC3\xA9 3"}) {
    story.emplace_back(line);
  }
  story.push_back(std::string("piece octets \n\0&", 16));
  story.emplace_back("piece end");
  story.insert(story.end(), messages.begin(), messages.end());
  return story;
}

TEST(FrameDecoder, BadInput32_BadInput33_ControlStreamAtEverySplit) {
  grind::Settings settings;
  settings.pieces = Pieces::Refused;
  expectStory(samples::controlStream(), storyOf(samples::control()), settings);
}

TEST(FrameDecoder, BadInput32_BadInput33_DataStreamAtEverySplit) {
  expectStory(samples::dataStream(), storyOfDataStream());
}

TEST(FrameDecoder, NothingInNothingOut) {
  FrameDecoder decoder({}, Pieces::Taken);
  std::string_view input;
  EXPECT_EQ(decoder.next(input).kind, FrameDecoder::Kind::NeedMore);
  EXPECT_TRUE(decoder.atFrameBoundary());
}

TEST(FrameDecoder, EmptyMessage) {
  expectStory("x&0\ny&0\n", {"message x ", "message y "});
}

TEST(FrameDecoder, BodyThatLooksLikeFrames) {
  expectStory("x&12\nbye&2\n{}&&&\n./p&5\n\n\n\n\n\nend&2\n{}",
              {"message x bye&2\n{}&&&\n", "piece ./p 5", "piece octets \n\n\n\n\n", "piece end", "message end {}"});
}

TEST(FrameDecoder, GoodFramesBeforeABadOneAreGiven) {
  expectStory("ping&2\n{}x\nping&2\n{}", {"message ping {}", "failed malformed"});
}

TEST(FrameDecoder, BadInput1_BadInput2_BadInput4_BadInput5_BadInput6_BadInput7_BadInput9_AtEverySplit) {
  for (const char* line :
       {"",      "hello",  "12",    "&5",    "./&5",   "a&",    "a&abc",      "a&+5",           "a&-1",
        "a& 5",  "a&0x10", "a&1e3", "a&007", "a\rb&1", "a&1\r", "\xC0\xAF&1", "\xED\xA0\x80&1", "\xFF&1",
        "%2F&1", "%0a&1",  "\x1B&1"}) {
    SCOPED_TRACE(inQuotes(line).toStdString());
    expectFailure("ping&2\n{}" + std::string(line) + "\nping&2\n{}", codes::kMalformed);
  }
  expectFailure(std::string("a\0b&1\n", 6), codes::kMalformed);
  for (const char* line : {"a&9007199254740992", "a&18446744073709551616", "./a&9007199254740992"}) {
    expectFailure(std::string(line) + "\n", codes::kTooLarge);
  }
}

TEST(FrameDecoder, BadInput8_HeaderOverItsLimit) {
  grind::Settings settings;
  settings.limits.header_line = 64;
  const std::string longest = std::string(62, 'a') + "&0";
  expectStory(longest + '\n' + longest + '\n',
              {"message " + std::string(62, 'a') + " ", "message " + std::string(62, 'a') + " "}, settings);
  expectFailure('a' + longest + '\n', codes::kTooLarge, settings);
  expectFailure("ping&0\n" + std::string(65, 'a'), codes::kTooLarge, settings);  // no LF is waited for
  EXPECT_TRUE(grind::decode({std::string(64, 'a')}, settings).error.code.isEmpty());
}

TEST(FrameDecoder, BadInput8_FourThousandAndNinetySixOctets) {
  const std::string longest = std::string(4094, 'a') + "&0";
  EXPECT_EQ(grind::decode({longest + '\n'}).story.back(), "message " + std::string(4094, 'a') + " ");
  EXPECT_EQ(grind::decode({'a' + longest + '\n'}).story.back(), "failed too-large");
  EXPECT_EQ(grind::decode({longest, longest}).story.back(), "failed too-large");
}

TEST(FrameDecoder, BadInput34_MessageOverItsLimit) {
  grind::Settings settings;
  EXPECT_EQ(grind::decode({"x&65536\n", std::string(65536, 'x')}, settings).story.back().size(), 65536u + 10u);
  expectFailure("x&65537\n", codes::kTooLarge, settings);
  settings.admitted = false;
  EXPECT_EQ(grind::decode({"x&4096\n", std::string(4096, 'x')}, settings).story.back().size(), 4096u + 10u);
  expectFailure("x&4097\n", codes::kTooLarge, settings);
}

TEST(FrameDecoder, BadInput34_PieceOverItsLimit) {
  EXPECT_EQ(grind::decode({"./x&4194304\n"}).story.front(), "piece ./x 4194304");
  expectFailure("./x&4194305\n", codes::kTooLarge);
}

TEST(FrameDecoder, BadInput34_NothingIsAllocatedForWhatIsAnnounced) {
  for (const std::string_view header :
       {"x&65537\n", "x&9007199254740991\n", "./x&4194305\n", "x&65536\n", "./x&4194304\n"}) {
    FrameDecoder decoder({}, Pieces::Taken);
    std::string_view input = header;
    const AllocationMeter meter;
    (void)decoder.next(input);
    EXPECT_LT(meter.largest(), 1024u) << header;
  }
}

TEST(FrameDecoder, AMessageInOnePortionIsNotCopied) {
  const std::string frame = "x&60000\n" + std::string(60000, 'x');
  FrameDecoder decoder({}, Pieces::Refused);
  decoder.setAdmitted(true);
  std::string_view input = frame;
  const AllocationMeter meter;
  EXPECT_EQ(decoder.next(input).octets.size(), 60000u);
  EXPECT_LT(meter.largest(), 1024u);
}

TEST(FrameDecoder, TheMeterSeesAllocations) {
  const AllocationMeter meter;
  const std::string text(5000, 'x');
  EXPECT_GE(meter.largest(), text.size());
}

TEST(FrameDecoder, TheSmallerLimitHoldsUntilAdmitted) {
  FrameDecoder decoder({}, Pieces::Refused);
  const std::string frame = "x&5000\n" + std::string(5000, 'x');
  std::string_view input = "ping&2\n{}";
  EXPECT_EQ(decoder.next(input).kind, FrameDecoder::Kind::Message);
  decoder.setAdmitted(true);
  input = frame;
  EXPECT_EQ(decoder.next(input).kind, FrameDecoder::Kind::Message);
  decoder.setAdmitted(false);
  input = frame;
  EXPECT_EQ(decoder.next(input).kind, FrameDecoder::Kind::Failed);
}

TEST(FrameDecoder, ADataConnectionIsAdmittedFromTheStart) {
  FrameDecoder decoder({}, Pieces::Taken);
  std::string_view input = "x&65536\n";
  EXPECT_EQ(decoder.next(input).kind, FrameDecoder::Kind::NeedMore);
}

TEST(FrameDecoder, PiecesHaveNoPlaceOnAControlConnection) {
  grind::Settings settings;
  settings.pieces = Pieces::Refused;
  expectFailure("ping&2\n{}./a&1\nx", codes::kUnexpected, settings);
  expectFailure("./a&9999999\n", codes::kUnexpected, settings);
}

TEST(FrameDecoder, BadInput35_EndOfStreamAfterEveryOctet) {
  const std::string stream = samples::dataStream();
  const grind::Story whole = storyOfDataStream();
  std::size_t boundaries = 0;
  std::size_t told = 0;
  for (std::size_t length = 0; length <= stream.size(); ++length) {
    const grind::Outcome outcome = grind::decode({std::string_view(stream).substr(0, length)});
    ASSERT_TRUE(outcome.error.code.isEmpty()) << "after " << length;
    ASSERT_GE(outcome.story.size(), told) << "after " << length;  // nothing that was told is taken back
    told = outcome.story.size();
    if (outcome.at_boundary) {
      ++boundaries;
      // Between frames everything so far is complete: the story is exactly a beginning of the whole one.
      ASSERT_TRUE(std::equal(outcome.story.begin(), outcome.story.end(), whole.begin())) << "after " << length;
    }
  }
  EXPECT_EQ(told, whole.size());
  const std::size_t frames = 2 * samples::data().size() + 3;
  EXPECT_EQ(boundaries, frames + 1);  // and the empty stream
}

}  // namespace
}  // namespace landline::wire
