#include "wire/plain_reader.h"

#include "allocation_meter.h"
#include "plain_grind.h"
#include <gtest/gtest.h>

#include <string>
#include <vector>

// PROTOCOL.md, "Plain peers": where messages end, and what becomes of their octets. What NUL does is in
// plain_buffers_test.cpp, files are in plain_files_test.cpp.
namespace landline::wire {
namespace {

using plain_grind::expectStory;
using plain_grind::octets;
using plain_grind::Script;
using plain_grind::Settings;

TEST(PlainReader, LfEndsAMessageAtOnce) {
  expectStory(Script{{"good morning\n"}, false}, {"text good morning"});
  expectStory(Script{{"one\ntwo\nthr"}, false}, {"text one", "text two"});
}

TEST(PlainReader, SilenceEndsAMessage) {
  expectStory(Script{{"good morning"}, false}, {});
  expectStory(Script{{"good morning"}}, {"text good morning"});
  expectStory(Script{{"one", "two\nthr", "ee"}}, {"text one", "text two", "text thr", "text ee"});
}

TEST(PlainReader, NulEndsAMessage) {
  expectStory(octets("one\0two\0"), {"text one", "text two"});
  expectStory(octets("one\0two"), {"text one", "text two"});
}

TEST(PlainReader, MixedEndsEachEndTheirMessage) {
  expectStory(octets("a\nb\0c\n\0\nd\0\0e"), {"text a", "text b", "text c", "text d", "text e"});
}

TEST(PlainReader, ACrBeforeTheEndBelongsToTheEnd) {
  expectStory(octets("one\r\ntwo\r\0three\r"), {"text one", "text two", "text three"});
  expectStory("one\r\r\n", {"text one\\x0D"});
  expectStory("on\re\n", {"text on\\x0De"});
}

TEST(PlainReader, BadInput1_EmptyLinesSayNothing) {
  expectStory(octets("\n\n\r\n\0\0\r\0\n"), {});
  expectStory(octets("\na\n\nb\0\0c\n"), {"text a", "text b", "text c"});
}

TEST(PlainReader, BadInput32_33_Utf8IsJoinedWhateverTheSegments) {
  const std::string text = "\xE6\x95\x99\xE5\xAE\xA4 \xF0\x9F\x8F\xAB \xC3\xA9";
  expectStory(text + '\n', {"text " + text});
  expectStory(text, {"text " + text});
}

TEST(PlainReader, ACodePointThatASilenceCutsIsJoined) {
  PlainReader reader{Limits{}};
  reader.feed("caf\xC3");
  reader.quiet();
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral("caf"));
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.wantsQuiet());
  reader.feed("\xA9\n");
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral(u"\u00E9"));
  EXPECT_FALSE(reader.next());
}

TEST(PlainReader, EveryBeginningOfACodePointIsWaitedFor) {
  PlainReader reader{Limits{}};
  reader.feed("\xC3");
  reader.quiet();
  EXPECT_FALSE(reader.next());
  reader.feed("\xA9\xC3");
  reader.quiet();
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral(u"\u00E9"));
  EXPECT_FALSE(reader.next());
  reader.feed("\xA8\n");
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral(u"\u00E8"));
  EXPECT_FALSE(reader.next());
}

TEST(PlainReader, TheBeginningOfACodePointThatStaysAloneIsShownEscaped) {
  PlainReader reader{Limits{}};
  reader.feed("caf\xF0\x9F\x8F");
  reader.quiet();
  EXPECT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
  reader.quiet();
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral("\\xF0\\x9F\\x8F"));
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.wantsQuiet());
}

TEST(PlainReader, BadInput9_OctetsThatAreNotUtf8AreShownEscaped) {
  expectStory("caf\xE9 \xC0\xAF \xED\xA0\x80 \xFF\n", {"text caf\\xE9 \\xC0\\xAF \\xED\\xA0\\x80 \\xFF"});
  expectStory("\xE9", {"text \\xE9"});
}

TEST(PlainReader, ControlCharactersAreShownEscapedButTab) {
  expectStory("\x1B[2J\ta\x07\x7F\xC2\x9B\n", {"text \\x1B[2J\ta\\x07\\x7F\\xC2\\x9B"});
}

TEST(PlainReader, BadInput34_TextWithoutEndIsCutAndNotGathered) {
  Limits limits;
  limits.plain_message = 1000;
  PlainReader reader(limits);
  const std::string much(256 * 1024, 'x');
  std::size_t octets = 0;
  std::size_t messages = 0;
  const AllocationMeter meter;
  for (int i = 0; i < 20; ++i) {
    reader.feed(much);
    while (const auto item = reader.next()) {
      const QString& text = std::get<PlainReader::Text>(*item).text;
      EXPECT_EQ(text.size(), 1000);
      octets += static_cast<std::size_t>(text.size());
      ++messages;
    }
  }
  EXPECT_EQ(octets, messages * 1000);
  EXPECT_GT(octets, 20 * much.size() - 2000);
  // A rest is joined with the next feed; beyond that nothing grows.
  EXPECT_LE(meter.largest(), 3 * much.size());
}

TEST(PlainReader, BadInput34_ALongMessageIsCutBetweenCodePoints) {
  Settings settings;
  settings.limits.plain_message = 10;
  const std::string four = "\xF0\x9F\x8F\xAB";
  expectStory(Script{{four + four + four + "\n"}}, {"text " + four + four, "text " + four}, settings);
  expectStory("0123456789\n", {"text 0123456789"}, settings);
  expectStory("0123456789\r\n", {"text 0123456789"}, settings);
  expectStory("0123456789a", {"text 0123456789", "text a"}, settings);
  expectStory("012345678\rabc\n", {"text 012345678\\x0D", "text abc"}, settings);
  expectStory("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\n",
              {"text \\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80", "text \\x80"}, settings);
}

TEST(PlainReader, BadInput34_TheEndOfALongMessageIsNoHeader) {
  Settings settings;
  settings.limits.plain_message = 10;
  expectStory("0123456789a.txt&5\nhello", {"text 0123456789", "text a.txt&5", "text hello"}, settings);
  expectStory(octets("0123456789a.txt&5\0hello"), {"text 0123456789", "text a.txt&5", "text hello"}, settings);
  expectStory("0123456789a.txt&5", {"text 0123456789", "text a.txt&5"}, settings);
  // A silence within the first code point of that end changes nothing.
  PlainReader reader(settings.limits);
  reader.setTakesFiles(true);
  reader.feed("0123456789\xC3");
  EXPECT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
  reader.quiet();
  EXPECT_FALSE(reader.next());
  reader.feed("\xA9&5\nx");
  EXPECT_TRUE(std::holds_alternative<PlainReader::Text>(*reader.next()));
  // Nor is its beginning.
  expectStory("abcdefg&12345\n", {"text abcdefg&12", "text 345"}, settings);
}

TEST(PlainReader, BadInput36_AFlippedBitAnywhereIsOtherTextOrAnotherFile) {
  const std::string stream = octets("hi \xC3\xA9\r\na&b.txt&5\nhello\nbye\0x&1\0y");
  for (const bool takes : {true, false}) {
    Settings settings;
    settings.takes_files = takes;
    const std::size_t usual = plain_grind::play(Script{{stream}}, stream.size(), 0, settings).size();
    std::size_t as_many = 0;
    for (std::size_t bit = 0; bit < 8 * stream.size(); ++bit) {
      SCOPED_TRACE(bit);
      std::string flipped = stream;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      const plain_grind::Story whole = plain_grind::play(Script{{flipped}}, flipped.size(), 0, settings);
      EXPECT_EQ(plain_grind::play(Script{{flipped}}, 1, 0, settings), whole);
      EXPECT_EQ(plain_grind::play(Script{{flipped}}, 7, 3, settings), whole);
      EXPECT_FALSE(whole.empty());
      as_many += whole.size() == usual ? 1u : 0u;
    }
    EXPECT_GT(as_many, 0u);
    EXPECT_LT(as_many, 8 * stream.size());
  }
}

TEST(PlainReader, WantsQuietOnlyWhileABurstGoesOn) {
  PlainReader reader{Limits{}};
  EXPECT_FALSE(reader.wantsQuiet());
  reader.feed("a");
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.wantsQuiet());
  reader.feed("\n");
  EXPECT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.wantsQuiet()) << "the line may belong to a buffer of which more comes";
  reader.quiet();
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.wantsQuiet());
}

TEST(PlainReader, AnEmptyFeedChangesNothing) {
  PlainReader reader{Limits{}};
  reader.feed({});
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.wantsQuiet());
  reader.feed("a");
  reader.feed({});
  reader.quiet();
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral("a"));
}

}  // namespace
}  // namespace landline::wire
