#include "wire/plain_text.h"

#include <gtest/gtest.h>

#include <string>

#include "wire/header.h"
#include "wire/utf8.h"

namespace landline::wire {
namespace {

TEST(ShownPlain, KeepsTextAndEscapesTheRest) {
  EXPECT_EQ(shownPlain(""), QString());
  EXPECT_EQ(shownPlain("a\tb \\ <img>"), QStringLiteral("a\tb \\ <img>"));
  EXPECT_EQ(shownPlain("\xEF\xBB\xBF\xC3\xA9"), QStringLiteral(u"\uFEFF\u00E9"));
  EXPECT_EQ(shownPlain(std::string("\0\x01\n\x1F\x7F", 5)), QStringLiteral("\\x00\\x01\\x0A\\x1F\\x7F"));
  EXPECT_EQ(shownPlain("\xC2\x80\xC2\x9F\xC2\xA0"), QStringLiteral(u"\\xC2\\x80\\xC2\\x9F\u00A0"));
  EXPECT_EQ(shownPlain("\xC3("), QStringLiteral("\\xC3("));
  EXPECT_EQ(shownPlain("\xF0\x9F\x8F\xAB\xF0\x9F\x8F"), QStringLiteral(u"\U0001F3EB\\xF0\\x9F\\x8F"));
}

TEST(ShownPlain, EveryOctetAloneIsShown) {
  for (int octet = 0; octet < 256; ++octet) {
    const QString shown = shownPlain(std::string(1, static_cast<char>(octet)));
    const bool plain = (octet >= 0x20 && octet < 0x7F) || octet == '\t';
    const QString expected =
        plain ? QString(QChar(octet)) : QStringLiteral("\\x%1").arg(octet, 2, 16, QLatin1Char('0')).toUpper();
    EXPECT_EQ(shown, plain ? expected : QLatin1Char('\\') + QStringLiteral("x") + expected.mid(2)) << octet;
  }
}

TEST(PlainHeader, TakesWhatItEncodes) {
  const QString names[] = {QStringLiteral("a.txt"), QStringLiteral("a&b"),      QStringLiteral(u"\u6559\u5BA4"),
                           QStringLiteral("50%25"), QStringLiteral(u"\uFEFFx"), QStringLiteral("&")};
  for (const QString& name : names) {
    for (const qint64 size : {qint64{0}, qint64{5}, qint64{kLargestSize}}) {
      const Result<QByteArray> header = encodePlainHeader(name, size);
      ASSERT_TRUE(header) << header.error().detail.toStdString();
      EXPECT_EQ(*header, name.toUtf8() + '&' + QByteArray::number(size));
      const std::optional<PlainHeader> read = parsePlainHeader(header->toStdString());
      ASSERT_TRUE(read);
      EXPECT_EQ(read->name, name);
      EXPECT_EQ(read->size, size);
    }
  }
}

TEST(PlainHeader, RefusesWhatNobodyCouldRead) {
  for (const char16_t c : {u'\n', u'\r', u'\0', u'\x1B', u'\x7F', u'\x85'}) {
    EXPECT_TRUE(encodePlainHeader(QStringLiteral("a") + QChar(c), 1).error().is(codes::kUnsafeName));
  }
  EXPECT_TRUE(encodePlainHeader({}, 1).error().is(codes::kUnsafeName));
  EXPECT_TRUE(encodePlainHeader(QString(QChar(0xD800)), 1).error().is(codes::kUnsafeName));
  EXPECT_TRUE(encodePlainHeader(QStringLiteral("a"), -1).error().is(codes::kTooLarge));
  EXPECT_TRUE(encodePlainHeader(QStringLiteral("a"), kLargestSize + 1).error().is(codes::kTooLarge));
  EXPECT_TRUE(encodePlainHeader(QString(4094, QLatin1Char('a')), 1));
  EXPECT_TRUE(encodePlainHeader(QString(4095, QLatin1Char('a')), 1).error().is(codes::kTooLarge));
}

TEST(EncodePlainText, EndsWithLfAndNamesTheSenderOfEachLine) {
  EXPECT_EQ(encodePlainText({}, QStringLiteral("hi")), "hi\n");
  EXPECT_EQ(encodePlainText(QStringLiteral("desk-7"), QStringLiteral("hi")), "desk-7: hi\n");
  EXPECT_EQ(encodePlainText(QStringLiteral("desk-7"), QStringLiteral("hi\nboss: go home\r\nbye\r")),
            "desk-7: hi\ndesk-7: boss: go home\ndesk-7: bye\n");
  EXPECT_EQ(encodePlainText({}, QStringLiteral("a\n\nb\n")), "a\n\nb\n");
  EXPECT_EQ(encodePlainText({}, QStringLiteral(u"\u00E9\U0001F3EB")), "\xC3\xA9\xF0\x9F\x8F\xAB\n");
}

TEST(EncodePlainText, CarriesNoControlCharacterToATerminal) {
  QString text = QStringLiteral(u"a\u001B[2J\tb\u0007\u007F\u009B");
  text += QChar(0);
  EXPECT_EQ(encodePlainText({}, text), QStringLiteral(u"a\uFFFD[2J\tb\uFFFD\uFFFD\uFFFD\uFFFD\n").toUtf8());
}

TEST(Utf8, UnfinishedOctets) {
  EXPECT_EQ(unfinishedOctets(""), 0u);
  EXPECT_EQ(unfinishedOctets("a"), 0u);
  EXPECT_EQ(unfinishedOctets("a\xC3"), 1u);
  EXPECT_EQ(unfinishedOctets("a\xC3\xA9"), 0u);
  EXPECT_EQ(unfinishedOctets("\xE0"), 1u);
  EXPECT_EQ(unfinishedOctets("\xE0\xA0"), 2u);
  EXPECT_EQ(unfinishedOctets("\xE0\x80"), 0u);  // overlong: nothing completes it
  EXPECT_EQ(unfinishedOctets("\xED\x9F"), 2u);
  EXPECT_EQ(unfinishedOctets("\xED\xA0"), 0u);  // a surrogate
  EXPECT_EQ(unfinishedOctets("\xF0\x9F\x8F"), 3u);
  EXPECT_EQ(unfinishedOctets("\xF0\x9F"), 2u);
  EXPECT_EQ(unfinishedOctets("\xF0\x8F"), 0u);
  EXPECT_EQ(unfinishedOctets("\xF4\x8F\xBF"), 3u);
  EXPECT_EQ(unfinishedOctets("\xF4\x90"), 0u);
  EXPECT_EQ(unfinishedOctets("\xF0\x9F\x8F\xAB"), 0u);
  EXPECT_EQ(unfinishedOctets("\x80\x80\x80"), 0u);
  EXPECT_EQ(unfinishedOctets("\xC0"), 0u);
  EXPECT_EQ(unfinishedOctets("\xFF"), 0u);
}

}  // namespace
}  // namespace landline::wire
