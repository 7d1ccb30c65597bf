#include "plain_grind.h"
#include <gtest/gtest.h>

#include <string>

#include "wire/plain_reader.h"

// PROTOCOL.md, "Plain peers": headers, bodies, and the text around them.
namespace landline::wire {
namespace {

using plain_grind::Answer;
using plain_grind::expectStory;
using plain_grind::octets;
using plain_grind::Script;
using plain_grind::Settings;
using plain_grind::Story;

const Story kHello = {"header a.txt 5", "body hello", "body end"};

TEST(PlainFiles, TheTutorialsThreeSteps) {
  expectStory(Script{{"a.txt&5", "hello"}, false}, kHello);
}

TEST(PlainFiles, BadInput32_33_HeaderAndBodyInOneSegment) {
  expectStory(Script{{"a.txt&5\nhello"}, false}, kHello);
  expectStory("a.txt&5\r\nhello", kHello);
  expectStory(octets("a.txt&5\0hello"), kHello);
}

TEST(PlainFiles, TheHeaderWaitsForTheOctetBehindItsLf) {
  expectStory(Script{{"a.txt&5\n"}, false}, {});
  expectStory(Script{{"a.txt&5\n", "hello"}, false}, kHello);
  expectStory(Script{{"a.txt&5\nh"}, false}, {"header a.txt 5", "body h"});
}

TEST(PlainFiles, ABodyMayBeAnyOctets) {
  std::string body;
  for (int octet = 0; octet < 256; ++octet) {
    body += static_cast<char>(octet);
  }
  const Story story = {"header all 256", "body " + body, "body end"};
  expectStory(Script{{"all&256", body}, false}, story);
  expectStory("all&256\n" + body, story);
  expectStory(octets("all&256\0") + body, story);
  expectStory(Script{{"all&3", octets("\0\n\r")}, false}, {"header all 3", "body " + octets("\0\n\r"), "body end"});
}

TEST(PlainFiles, BadInput33_ALargeBodyBehindNulNeedsNoQuiet) {
  const std::string body(20'000, 'b');
  EXPECT_EQ(plain_grind::play(Script{{octets("a&20000\0") + body}, false}, 64 * 1024),
            (Story{"header a 20000", "body " + body, "body end"}));
  EXPECT_EQ(plain_grind::play(Script{{octets("a&20000\0") + body}, false}, 1),
            (Story{"header a 20000", "body " + body, "body end"}));
}

TEST(PlainFiles, SeveralInARowWithChatBeforeBetweenAndAfter) {
  const Story story = {"text hi",      "header a 1", "body A",    "body end",   "text so",
                       "header b&c 2", "body BC",    "body end",  "header d 0", "body",
                       "body end",     "header e 3", "body E\nE", "body end",   "text that is it"};
  expectStory("hi\na&1\nAso\nb&c&2\nBCd&0\ne&3\nE\nEthat is it", story);
  expectStory(Script{{"hi", "a&1", "A", "so", "b&c&2", "BC", "d&0", "e&3", "E\nE", "that is it"}}, story);
  expectStory(octets("hi\0a&1\0Aso\0b&c&2\0BCd&0\0e&3\0E\nEthat is it\0"), story);
}

TEST(PlainFiles, BadInput26_SizeZero) {
  const Story story = {"header empty 0", "body", "body end", "text bye"};
  expectStory("empty&0\nbye", story);
  expectStory(octets("empty&0\0bye"), story);
  expectStory(Script{{"empty&0", "bye"}}, story);
}

TEST(PlainFiles, BadInput27_35_ABodyThatEndsEarlyHasNoEnd) {
  expectStory(Script{{"a.txt&5", "hell"}}, {"header a.txt 5", "body hell"});
  expectStory(Script{{"a.txt&5"}}, {"header a.txt 5", "body"});
}

TEST(PlainFiles, BadInput28_WhatIsBehindTheBodyIsText) {
  expectStory(Script{{"a.txt&5", "hello world"}}, {"header a.txt 5", "body hello", "body end", "text  world"});
}

TEST(PlainFiles, ASilenceWithinTheBodyMeansNothing) {
  expectStory(Script{{"a.txt&5", "he", "l", "lo"}, false}, kHello);
}

TEST(PlainFiles, BadInput3_SplitsAtTheLastAmpersand) {
  expectStory(Script{{"a&b&1", "x"}}, {"header a&b 1", "body x", "body end"});
  expectStory(Script{{"&&&1", "x"}}, {"header && 1", "body x", "body end"});
  expectStory(Script{{"Q&A&2024"}}, {"header Q&A 2024", "body"});
}

TEST(PlainFiles, Utf8NamesAndNoPercentCoding) {
  expectStory(Script{{"\xE6\x95\x99\xE5\xAE\xA4 1.txt&1", "x"}},
              {"header \xE6\x95\x99\xE5\xAE\xA4 1.txt 1", "body x", "body end"});
  expectStory(Script{{"50%25.txt&1", "x"}}, {"header 50%25.txt 1", "body x", "body end"});
}

void expectText(const std::string& message) {
  SCOPED_TRACE(message);
  const Story story = {"text " + shownPlain(message).toStdString()};
  expectStory(message, story);
  expectStory(message + '\n', story);
  expectStory(message + '\0', story);
}

TEST(PlainFiles, BadInput2_NoAmpersandIsText) {
  expectText("a.txt");
  expectText("a.txt 5");
}

TEST(PlainFiles, BadInput4_5_6_ABadSizeIsText) {
  for (const char* size :
       {"", "abc", "+5", "-1", " 5", "5 ", "0x10", "1e3", "5.0", "9007199254740992", "9223372036854775808",
        "18446744073709551616", "10000000000000000000000000000000000000000", "007", "00", "\xD9\xA5"}) {
    expectText(std::string("a.txt&") + size);
  }
  expectStory("a.txt&9007199254740991", {"header a.txt 9007199254740991", "body"});
}

TEST(PlainFiles, BadInput7_CrOrControlCharactersInTheNameIsText) {
  for (const char* name : {"a\rb", "a\x1B[2J", "a\tb", "\x7F", "a\xC2\x85", "\r"}) {
    expectText(std::string(name) + "&5");
  }
}

TEST(PlainFiles, BadInput7_NulInTheNameEndsAMessage) {
  expectStory(Script{{octets("a\0b&1"), "x"}}, {"text a", "header b 1", "body x", "body end"});
}

TEST(PlainFiles, BadInput8_AHeaderOver4096OctetsIsText) {
  const Story header = {"header " + std::string(4094, 'a') + " 5", "body"};
  EXPECT_EQ(plain_grind::play(Script{{std::string(4094, 'a') + "&5"}}, 1), header);
  EXPECT_EQ(plain_grind::play(Script{{std::string(4094, 'a') + "&5"}}, 5000), header);
  const Story text = {"text " + std::string(4095, 'a') + "&5"};
  EXPECT_EQ(plain_grind::play(Script{{std::string(4095, 'a') + "&5"}}, 1), text);
  EXPECT_EQ(plain_grind::play(Script{{std::string(4095, 'a') + "&5"}}, 5000), text);
}

TEST(PlainFiles, BadInput9_ANameThatIsNotUtf8IsText) {
  for (const char* name : {"\xFF", "a\xC0\xAF", "\xE9t\xE9.txt", "\xED\xA0\x80"}) {
    expectText(std::string(name) + "&5");
  }
}

TEST(PlainFiles, BadInput2_NoNameIsText) {
  expectText("&5");
  expectText("&");
}

TEST(PlainFiles, BadInput11_12_WhatTheNameIsIsNotTheReadersBusiness) {
  expectStory("../x&5", {"header ../x 5", "body"});
  expectStory("/etc/x&5", {"header /etc/x 5", "body"});
}

TEST(PlainFiles, RefusedWhatFollowsIsText) {
  Settings settings;
  settings.answer = Answer::Refuse;
  expectStory("a.txt&5\nhello\nb.txt&0\nbye", {"header a.txt 5", "text hello", "header b.txt 0", "text bye"}, settings);
  expectStory(Script{{"a.txt&5", "hello"}}, {"header a.txt 5", "text hello"}, settings);
  expectStory(octets("a.txt&5\0hello\0"), {"header a.txt 5", "text hello"}, settings);
}

TEST(PlainFiles, FilesSwitchedOffAHeaderIsText) {
  Settings settings;
  settings.takes_files = false;
  expectStory("a.txt&5\nhello\n", {"text a.txt&5", "text hello"}, settings);
  expectStory(Script{{"Q&A&2024", "hello"}}, {"text Q&A&2024", "text hello"}, settings);
}

TEST(PlainFiles, TellsWhetherASilenceEndedTheHeader) {
  const auto ended_by_quiet = [](PlainReader& reader) {
    const std::optional<PlainReader::Item> item = reader.next();
    const auto* const header = item ? std::get_if<PlainReader::FileHeader>(&*item) : nullptr;
    EXPECT_TRUE(header);
    return header != nullptr && header->ended_by_quiet;
  };
  const auto is_after_quiet = [&](const std::string& burst) {
    PlainReader reader{Limits{}};
    reader.setTakesFiles(true);
    reader.feed(burst);
    reader.quiet();
    return ended_by_quiet(reader);
  };
  EXPECT_TRUE(is_after_quiet("a.txt&5"));
  EXPECT_TRUE(is_after_quiet("a.txt&5\r"));
  EXPECT_FALSE(is_after_quiet("a.txt&5\n"));
  EXPECT_FALSE(is_after_quiet(octets("a.txt&5\n\0hel")));
  EXPECT_FALSE(is_after_quiet(octets("a.txt&5\0hel")));
  EXPECT_FALSE(is_after_quiet(plain_grind::buffer("a.txt&5")));

  PlainReader reader{Limits{}};
  reader.setTakesFiles(true);
  const std::string two = octets("a&1\0b&2");
  reader.feed(two);
  reader.quiet();
  EXPECT_FALSE(ended_by_quiet(reader));
  EXPECT_TRUE(reader.keepsOctets());
  reader.refuseBody();
  EXPECT_TRUE(ended_by_quiet(reader));
  EXPECT_FALSE(reader.keepsOctets());
}

TEST(PlainFiles, ASilenceBeforeTheAnswerSaysNothing) {
  // Nobody reads then, so nobody can know that the line was quiet.
  PlainReader reader{Limits{}};
  reader.setTakesFiles(true);
  reader.feed("a.txt&5\nhel");
  ASSERT_TRUE(reader.next());
  reader.quiet();
  EXPECT_FALSE(reader.next());
  reader.refuseBody();
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.wantsQuiet());
  reader.feed("lo\n");
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral("hello"));
}

TEST(PlainFiles, SwitchedOnAndOffBetweenMessages) {
  PlainReader reader{Limits{}};
  reader.feed("a&1\n");
  EXPECT_TRUE(std::holds_alternative<PlainReader::Text>(*reader.next()));
  EXPECT_FALSE(reader.next());
  reader.setTakesFiles(true);
  reader.feed("a&1\nx");
  EXPECT_TRUE(std::holds_alternative<PlainReader::FileHeader>(*reader.next()));
  reader.setTakesFiles(false);
  reader.takeBody();
  EXPECT_EQ(std::get<PlainReader::Body>(*reader.next()).octets, "x");
  EXPECT_FALSE(reader.next());
}

TEST(PlainFiles, ABodyIsAViewOfWhatWasFed) {
  PlainReader reader{Limits{}};
  reader.setTakesFiles(true);
  const std::string first = "a&300000\nb";
  reader.feed(first);
  ASSERT_TRUE(reader.next());
  reader.takeBody();
  EXPECT_EQ(std::get<PlainReader::Body>(*reader.next()).octets.data(), first.data() + first.size() - 1);
  EXPECT_FALSE(reader.next());
  const std::string large(200'000, 'b');
  reader.feed(large);
  const auto body = std::get<PlainReader::Body>(*reader.next());
  EXPECT_EQ(body.octets.data(), large.data());
  EXPECT_EQ(body.octets.size(), large.size());
  EXPECT_FALSE(body.last);
  EXPECT_EQ(reader.bodyLeft(), 99'999);
  EXPECT_FALSE(reader.next());
}

TEST(PlainFiles, AnAnswerThatNobodyWaitsForChangesNothing) {
  PlainReader reader{Limits{}};
  reader.setTakesFiles(true);
  reader.takeBody();
  reader.refuseBody();
  EXPECT_EQ(reader.bodyLeft(), 0);
  reader.feed("hello\n");
  EXPECT_EQ(std::get<PlainReader::Text>(*reader.next()).text, QStringLiteral("hello"));
}

}  // namespace
}  // namespace landline::wire
