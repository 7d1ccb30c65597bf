#include "models/display_text.h"

#include <gtest/gtest.h>

namespace landline::models {
namespace {

QString of(std::initializer_list<ushort> units) {
  QString text;
  for (const ushort unit : units) {
    text.append(QChar(unit));
  }
  return text;
}

TEST(DisplayText, OrdinaryTextStaysAsItIs) {
  const QString text = QStringLiteral("Hello,\nworld\tof 王小明 and שלום 👩‍👩‍👧 é");
  EXPECT_EQ(displayText(text), text);
}

TEST(DisplayText, BadInput52_TenThousandCombiningMarksAreShortened) {
  QString text(QLatin1Char('Z'));
  for (int i = 0; i < 10'000; ++i) {
    text.append(QChar(0x0301 + i % 20));
  }
  text.append(QStringLiteral("algo"));
  const QString shown = displayText(text);
  EXPECT_EQ(shown.size(), 1 + kMarksPerCharacter + 1 + 4);
  EXPECT_TRUE(shown.startsWith(QLatin1Char('Z')));
  EXPECT_TRUE(shown.endsWith(QStringLiteral("…algo")));
}

TEST(DisplayText, BadInput52_InvisibleCharactersCountAsMarks) {
  const QString shown = displayText(QStringLiteral("a") + QString(10'000, QChar(0x200D)) + QStringLiteral("b"));
  EXPECT_LE(shown.size(), kMarksPerCharacter + 3);
}

TEST(DisplayText, BadInput52_ManyLinesAreShortened) {
  const QString shown = displayText(QString(16 * 1024, QLatin1Char('\n')));
  EXPECT_EQ(shown.count(QLatin1Char('\n')), kDisplayLines);
  EXPECT_TRUE(shown.endsWith(QChar(0x2026)));
}

TEST(DisplayText, EveryLineEndIsOne) {
  EXPECT_EQ(displayText(QStringLiteral("a\r\nb\rc\nd") + QChar(0x2028) + QStringLiteral("e")),
            QStringLiteral("a\nb\nc\nd\ne"));
}

TEST(DisplayText, ControlsAndHalfCharactersBecomeVisible) {
  EXPECT_EQ(displayText(of({'a', 0x1B, 0x07, 0x7F, 0x85})), of({'a', 0x241B, 0x2407, 0x2421, 0xFFFD}));
  EXPECT_EQ(displayText(of({0xD83D, 'x'})), of({0xFFFD, 'x'}));
}

TEST(DisplayName, BadInput53_IsOneLineWithoutDirectionControls) {
  EXPECT_EQ(displayName(of({'a', 0x202E, 'b', 0x2066, '\n', ' ', ' ', 'c', 0x200B})), QStringLiteral("ab c"));
  EXPECT_EQ(displayName(of({0x202E, 0x200B, ' '})), QStringLiteral("(no name)"));
}

TEST(DisplayName, BadInput50_HtmlIsLiteral) {
  const QString name = QStringLiteral("<img src=file:///etc/passwd>");
  EXPECT_EQ(displayName(name), name);
}

TEST(DisplayName, IsShortenedByCodePoints) {
  const QString long_name = QString(100, QLatin1Char('x'));
  EXPECT_EQ(displayName(long_name), QString(kDisplayNameLength, QLatin1Char('x')) + QChar(0x2026));
}

TEST(Isolated, BadInput53_ClosesWhatWasLeftOpen) {
  const QString text = isolated(of({'a', 0x2067, 'b'}));
  EXPECT_EQ(text, of({0x2068, 'a', 0x2067, 'b', 0x2069, 0x2069}));
  EXPECT_EQ(isolated(QStringLiteral("a")), of({0x2068, 'a', 0x2069}));
}

TEST(LookAlikeKey, BadInput53_IsEqualForNamesThatLookAlike) {
  const QString alice = lookAlikeKey(QStringLiteral("alice"));
  EXPECT_EQ(lookAlikeKey(QStringLiteral("ALICE")), alice);
  EXPECT_EQ(lookAlikeKey(QStringLiteral("аliсе")), alice);       // Cyrillic а, с, е
  EXPECT_EQ(lookAlikeKey(QStringLiteral("ａｌｉｃｅ")), alice);  // full width
  EXPECT_EQ(lookAlikeKey(QStringLiteral("a1ice")), alice);
  EXPECT_EQ(lookAlikeKey(QStringLiteral("al") + QChar(0x200B) + QStringLiteral("ice ") + QChar(0x202E)), alice);
  EXPECT_EQ(lookAlikeKey(QStringLiteral("r00m")), lookAlikeKey(QStringLiteral("roorn")));
  EXPECT_NE(lookAlikeKey(QStringLiteral("alicia")), alice);
  EXPECT_NE(lookAlikeKey(QStringLiteral("王小明")), lookAlikeKey(QStringLiteral("王小红")));
}

}  // namespace
}  // namespace landline::models
