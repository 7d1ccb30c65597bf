#include "plain_grind.h"
#include <gtest/gtest.h>

#include <string>

#include "wire/plain_reader.h"

// PROTOCOL.md, "Plain peers": bursts that are the C tutorial's fixed buffers of 128 octets.
namespace landline::wire {
namespace {

using plain_grind::Answer;
using plain_grind::buffer;
using plain_grind::expectStory;
using plain_grind::octets;
using plain_grind::Script;
using plain_grind::Settings;

TEST(PlainBuffers, TheTextGoesToTheFirstNulAndTheStaleRestIsDropped) {
  expectStory(buffer("hello"), {"text hello"});
  expectStory(buffer("hello", octets("stale\0and older\0\n\nyet")), {"text hello"});
  expectStory(buffer("hello", ""), {"text hello"});
}

TEST(PlainBuffers, SeveralInOneBurst) {
  expectStory(buffer("one") + buffer("two") + buffer("three"), {"text one", "text two", "text three"});
}

TEST(PlainBuffers, OneAfterAnother) {
  expectStory(Script{{buffer("one"), buffer("two") + buffer("three"), buffer("four")}},
              {"text one", "text two", "text three", "text four"});
}

TEST(PlainBuffers, ALineWithItsLf) {
  // fgets() leaves it; the text comes out with the LF, before the NUL is there.
  expectStory(buffer("hello\n") + buffer("world\r\n"), {"text hello", "text world"});
  expectStory(Script{{"hello\n" + octets("\0st")}, false}, {"text hello"});
}

TEST(PlainBuffers, AnEmptyStringSaysNothing) {
  expectStory(buffer("") + buffer("two"), {"text two"});
  expectStory(buffer("\n"), {});
}

TEST(PlainBuffers, Utf8InThem) {
  expectStory(buffer("\xE6\x95\x99\xE5\xAE\xA4", "\x95\x99\xE5"), {"text \xE6\x95\x99\xE5\xAE\xA4"});
}

TEST(PlainBuffers, AStringOf127Octets) {
  const std::string longest(127, 'x');
  expectStory(buffer(longest, "") + buffer("y"), {"text " + longest, "text y"});
}

TEST(PlainBuffers, ABufferWithoutNulGoesOnInTheNext) {
  const std::string full(128, 'x');
  expectStory(full + buffer("y"), {"text " + full + "y"});
  // Without a NUL at all it is text like any other.
  expectStory(full, {"text " + full});
  expectStory(full.substr(0, 100) + '\n' + full.substr(0, 27),
              {"text " + full.substr(0, 100), "text " + full.substr(0, 27)});
}

TEST(PlainBuffers, TheyAreCountedFromTheQuietOn) {
  expectStory(Script{{"hi\n", buffer("hello"), "ho", buffer("world")}},
              {"text hi", "text hello", "text ho", "text world"});
}

TEST(PlainBuffers, TheyAreCountedFromTheEndOfABodyOn) {
  expectStory("hi\na.txt&5\nhello" + buffer("ho"), {"text hi", "header a.txt 5", "body hello", "body end", "text ho"});
}

TEST(PlainBuffers, TheyAreCountedFromARefusalOnThatCameAfterAQuiet) {
  PlainReader reader{Limits{}};
  reader.setTakesFiles(true);
  reader.feed("a.txt&5");
  reader.quiet();
  ASSERT_TRUE(std::holds_alternative<PlainReader::FileHeader>(*reader.next()));
  reader.refuseBody();
  const std::string hello = buffer("hello");
  reader.feed(hello);
  EXPECT_FALSE(reader.next());
  reader.quiet();
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral("hello"));
  EXPECT_FALSE(reader.next());
}

TEST(PlainBuffers, TheBeginningOfACodePointBeforeThemIsNotCounted) {
  PlainReader reader{Limits{}};
  reader.feed("\xC3");
  reader.quiet();
  EXPECT_FALSE(reader.next());
  const std::string rest = buffer("\xA9!");
  reader.feed(rest);
  EXPECT_FALSE(reader.next());
  reader.quiet();
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral(u"\u00E9!"));
  EXPECT_FALSE(reader.next());
}

TEST(PlainBuffers, AnotherLengthIsNoBuffer) {
  expectStory(buffer("one").substr(0, 127), {"text one", "text of an older message that was longer than this one"});
  expectStory(buffer("one", "two") + "x", {"text one", "text two", "text x"});
  expectStory("x" + buffer("one", "two"), {"text xone", "text two"});
}

TEST(PlainBuffers, NothingOfABurstWithNulComesOutBeforeTheQuiet) {
  expectStory(Script{{buffer("one") + buffer("two")}, false}, {});
  expectStory(Script{{octets("one\0two\n")}, false}, {});
}

TEST(PlainBuffers, BadInput34_BeyondTheLimitNulEndsMessagesAtOnce) {
  Settings settings;
  settings.limits.plain_message = 256;
  // As much as the limit behind the text is held, and these are buffers; one octet more, and they are not.
  const std::string held = buffer("", "st") + buffer("b", "st");
  expectStory(Script{{held}}, {"text b"}, settings);
  std::string more = held + std::string(127, '\0') + '\n';
  expectStory(Script{{more}, false}, {"text st", "text b", "text st"}, settings);
  // Until the burst ends: the next one may be buffers again.
  expectStory(Script{{more, buffer("c", "st")}}, {"text st", "text b", "text st", "text c"}, settings);
}

TEST(PlainBuffers, AHeaderInOne) {
  expectStory(Script{{buffer("a.txt&5"), "hello"}}, {"header a.txt 5", "body hello", "body end"});
  expectStory(Script{{buffer("a.txt&5\n"), "hello"}}, {"header a.txt 5", "body hello", "body end"});
  expectStory(Script{{buffer("a.txt&5\n", ""), "hello"}}, {"header a.txt 5", "body hello", "body end"});
  expectStory(Script{{buffer("hi") + buffer("a&b&0")}}, {"text hi", "header a&b 0", "body", "body end"});
}

TEST(PlainBuffers, TheBodyBehindAHeaderInOneBeginsAtTheNext) {
  const std::string body(256, 'b');
  expectStory(buffer("a.txt&256") + body, {"header a.txt 256", "body " + body, "body end"});
  expectStory(buffer("hi\n") + buffer("a.txt&256\r\n") + body + buffer("bye"),
              {"text hi", "header a.txt 256", "body " + body, "body end", "text bye"});
}

TEST(PlainBuffers, AHeaderThatFillsOneIsFollowedByItsBody) {
  const std::string name(125, 'n');
  const std::string rest(126, 'y');
  expectStory(name + "&2\n" + octets("\0b") + rest,
              {"header " + name + " 2", "body " + octets("\0b"), "body end", "text " + rest});
}

TEST(PlainBuffers, ARefusedHeaderInOneIsFollowedByMoreOfThem) {
  Settings settings;
  settings.answer = Answer::Refuse;
  expectStory(buffer("a.txt&256") + buffer("one") + buffer("two\n"), {"header a.txt 256", "text one", "text two"},
              settings);
}

TEST(PlainBuffers, ABodyThatEndsWithTheBurstIsNoStaleRest) {
  // 128 octets with a NUL, and yet no buffer: exactly the body stands behind the header.
  const std::string body(118, 'b');
  expectStory(octets("a.txt&118\0") + body, {"header a.txt 118", "body " + body, "body end"});
  const std::string begins_with_nul = octets("\0b") + std::string(116, '\0');
  expectStory("a.txt&118\n" + begins_with_nul, {"header a.txt 118", "body " + begins_with_nul, "body end"});
  // NULs alone are what a cleared buffer has, whatever the size says.
  expectStory(Script{{buffer("a.txt&118", ""), body}}, {"header a.txt 118", "body " + body, "body end"});
}

TEST(PlainBuffers, FilesSwitchedOffAHeaderIsText) {
  Settings settings;
  settings.takes_files = false;
  expectStory(buffer("a.txt&5") + buffer("a.txt&5\n"), {"text a.txt&5", "text a.txt&5"}, settings);
}

}  // namespace
}  // namespace landline::wire
