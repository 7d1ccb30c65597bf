#include "wire/header.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace landline::wire {
namespace {

/// Refused with `code`.
void expectRefused(std::string_view line, QLatin1String code = codes::kMalformed) {
  SCOPED_TRACE(inQuotes(line).toStdString());
  const Result<Header> header = parseHeader(line);
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().code.toStdString(), code.latin1());
  EXPECT_TRUE(header.error().detail.startsWith(QStringLiteral("header: ")));
}

/// Taken, and encoding it again gives the same octets.
void expectTaken(std::string_view line, std::string_view name, std::int64_t size) {
  SCOPED_TRACE(inQuotes(line).toStdString());
  const Result<Header> header = parseHeader(line);
  ASSERT_TRUE(header) << header.error().detail.toStdString();
  EXPECT_EQ(header->name, name);
  EXPECT_EQ(header->size, size);
  const Result<QByteArray> again = encodeHeader(name, size);
  ASSERT_TRUE(again) << again.error().detail.toStdString();
  EXPECT_EQ(again->toStdString(), std::string(line) + '\n');
}

TEST(Header, NameAndSize) {
  expectTaken("hello&57", "hello", 57);
  expectTaken("a&0", "a", 0);
  expectTaken("./a/b.txt&4194304", "./a/b.txt", 4194304);
}

TEST(Header, PieceIsWhatBeginsWithDotSlash) {
  EXPECT_TRUE(parseHeader("./a&1")->isPiece());
  EXPECT_TRUE(parseHeader("././&1")->isPiece());
  EXPECT_FALSE(parseHeader("../a&1")->isPiece());
  EXPECT_FALSE(parseHeader("a./&1")->isPiece());
  expectRefused("./&1");  // a piece of nothing
}

TEST(Header, EveryUnicodeNameThatNeedsNoPercent) {
  expectTaken("\xC3\xA9&1", "\xC3\xA9", 1);
  expectTaken("\xC2\xA0&1", "\xC2\xA0", 1);  // the first after C1
  expectTaken("\xF4\x8F\xBF\xBF&1", "\xF4\x8F\xBF\xBF", 1);
  expectTaken("\xEF\xBB\xBF&1", "\xEF\xBB\xBF", 1);
  expectTaken(" a b &1", " a b ", 1);
}

TEST(Header, ControlCharactersAndPercentArePercentEncoded) {
  for (int c = 1; c < 0x20; ++c) {
    const char hex[] = "0123456789ABCDEF";
    const std::string encoded = std::string("a%") + hex[c >> 4] + hex[c & 15] + "b&1";
    expectTaken(encoded, std::string("a") + static_cast<char>(c) + "b", 1);
  }
  expectTaken("%7F%25&1", "\x7F%", 1);
  for (int c = 0x80; c < 0xA0; ++c) {
    const char hex[] = "0123456789ABCDEF";
    const std::string encoded = std::string("%C2%") + hex[c >> 4] + hex[c & 15] + "&1";
    expectTaken(encoded, std::string("\xC2") + static_cast<char>(c), 1);
  }
}

TEST(Header, PercentWhereNoneIsDue) {
  for (const char* line : {"%2F&1", "%41&1", "%26&1", "%20&1", "%C3%A9&1", "\xC2%85&1", "%C2\x85&1"}) {
    expectRefused(line);
  }
}

TEST(Header, BrokenPercent) {
  for (const char* line : {"%&1", "a%0&1", "%0a&1", "%0g&1", "%%25&1", "%G0&1", "%+1&1", "% 1&1"}) {
    expectRefused(line);
  }
}

TEST(Header, BadInput1_EmptyLine) {
  expectRefused("");
}

TEST(Header, BadInput2_NoAmpersand) {
  for (const char* line : {"a", "12", "hello 12", "GET / HTTP/1.1", "a%26&b"}) {
    expectRefused(line);
  }
}

TEST(Header, BadInput3_SplitsAtTheLastAmpersand) {
  expectTaken("a&b&12", "a&b", 12);
  expectTaken("&&12", "&", 12);
  expectTaken("Q&A&2024&7", "Q&A&2024", 7);
  expectRefused("&12");
  expectRefused("a&b&");
}

TEST(Header, BadInput4_SizeIsNotANumber) {
  for (const char* size : {"", "abc", "+5", "-1", " 5", "5 ", "0x10", "1e3", "1.0", "5\r", "\xD9\xA5", "--1", "1_0"}) {
    expectRefused(std::string("a&") + size);
  }
  expectRefused(std::string("a&5\0", 4));
}

TEST(Header, BadInput5_SizeBeyondTheLargest) {
  expectTaken("a&9007199254740991", "a", 9007199254740991);
  for (const char* size : {"9007199254740992", "9223372036854775808", "18446744073709551616", "99999999999999999"}) {
    expectRefused(std::string("a&") + size, codes::kTooLarge);
  }
  expectRefused("a&1" + std::string(40, '0'), codes::kTooLarge);
}

TEST(Header, BadInput6_LeadingZero) {
  for (const char* line : {"a&007", "a&00", "a&01", "a&0000000000000000000000000001"}) {
    expectRefused(line);
  }
}

TEST(Header, BadInput7_NulOrCrInTheName) {
  expectRefused(std::string("a\0b&1", 5));
  expectRefused("a%00b&1");
  expectRefused("a\rb&1");
  expectRefused("hello\r&1");
}

TEST(Header, BadInput9_NotUtf8) {
  const std::vector<std::string> broken = {
      "\x80",              // a tail without a head
      "\xC3",              // a head without a tail
      "\xC3(",             //
      "\xE2\x82",          //
      "\xF0\x9F\x8F",      //
      "\xC0\xAF",          // overlong "/"
      "\xC1\xBF",          //
      "\xE0\x80\xAF",      // overlong "/"
      "\xE0\x9F\xBF",      // overlong U+07FF
      "\xF0\x80\x80\xAF",  // overlong "/"
      "\xF0\x8F\xBF\xBF",  // overlong U+FFFF
      "\xED\xA0\x80",      // U+D800
      "\xED\xBF\xBF",      // U+DFFF
      "\xF4\x90\x80\x80",  // U+110000
      "\xF5\x80\x80\x80",  //
      "\xFE",              //
      "\xFF",              //
  };
  for (const std::string& name : broken) {
    expectRefused(name + "&1");
    expectRefused("a" + name + "b&1");
    EXPECT_FALSE(encodeHeader(name, 1));
  }
  expectRefused("%FF&1");
  expectRefused("%C2&1");
}

TEST(Header, BadInput22_BareControlCharacters) {
  for (int c = 0; c < 0x20; ++c) {
    expectRefused(std::string("a") + static_cast<char>(c) + "b&1");
  }
  expectRefused("\x7F&1");
  for (int c = 0x80; c < 0xA0; ++c) {
    expectRefused(std::string("\xC2") + static_cast<char>(c) + "&1");
  }
}

TEST(Header, BadInput22_JoinersStay) {
  expectTaken("\xE2\x80\x8D&1", "\xE2\x80\x8D", 1);  // U+200D
}

TEST(EncodeHeader, RefusesWhatNoHeaderCanCarry) {
  EXPECT_TRUE(encodeHeader("", 1).error().is(codes::kMalformed));
  EXPECT_TRUE(encodeHeader("./", 1).error().is(codes::kMalformed));
  EXPECT_TRUE(encodeHeader(std::string_view("a\0b", 3), 1).error().is(codes::kMalformed));
  EXPECT_TRUE(encodeHeader("a", -1).error().is(codes::kTooLarge));
  EXPECT_TRUE(encodeHeader("a", kLargestSize + 1).error().is(codes::kTooLarge));
}

TEST(EncodeHeader, KeepsTheLimitOfTheLine) {
  EXPECT_EQ(encodeHeader(std::string(4094, 'a'), 1)->size(), 4097);  // with its LF
  EXPECT_TRUE(encodeHeader(std::string(4095, 'a'), 1).error().is(codes::kTooLarge));
  EXPECT_TRUE(encodeHeader(std::string(1365, '\n'), 1).error().is(codes::kTooLarge));  // each takes three
}

TEST(Utf8, FromUtf8KeepsAByteOrderMark) {
  EXPECT_EQ(fromUtf8("\xEF\xBB\xBF\xEF\xBB\xBF"
                     "a\xEF\xBB\xBF"),
            QStringLiteral(u"\uFEFF\uFEFFa\uFEFF"));
  EXPECT_EQ(fromUtf8(""), QString());
  EXPECT_EQ(fromUtf8("\xF0\x9F\x8F\xAB"), QStringLiteral(u"\U0001F3EB"));
}

TEST(InQuotes, ShowsOctetsSafelyAndShort) {
  EXPECT_EQ(inQuotes("a\x1B[2J\xC3\xA9"), QStringLiteral("\"a%1B[2J%C3%A9\""));
  EXPECT_EQ(inQuotes(std::string(65, 'x')), QLatin1Char('"') + QString(64, QLatin1Char('x')) + QStringLiteral("...\""));
}

}  // namespace
}  // namespace landline::wire
