#include "files/safe_name.h"

#include <gtest/gtest.h>

#include "files/part_name.h"

namespace landline::files {
namespace {

QString text(const char* utf8) {
  return QString::fromUtf8(utf8);
}

bool accepts(const QString& path, NameRules rules = NameRules::Posix) {
  const auto components = safeComponents(path, rules);
  if (!components) {
    EXPECT_EQ(components.error().code, codes::kUnsafeName);
    EXPECT_FALSE(components.error().detail.isEmpty());
    return false;
  }
  EXPECT_EQ(components->join(QLatin1Char('/')), path) << "an accepted path is taken as it is";
  return true;
}

struct Case {
  const char* path;
  bool posix;
  bool windows;
};

class SafePath : public ::testing::TestWithParam<Case> {};

TEST_P(SafePath, IsTakenOrRefusedByTheRulesOfTheSystem) {
  EXPECT_EQ(accepts(text(GetParam().path), NameRules::Posix), GetParam().posix) << GetParam().path;
  EXPECT_EQ(accepts(text(GetParam().path), NameRules::Windows), GetParam().windows) << GetParam().path;
}

constexpr Case kOrdinary[] = {
    {"a", true, true},           {"a.txt", true, true},
    {"a b/c d.txt", true, true}, {"...", true, false},
    {"..x", true, true},         {"x..y/z", true, true},
    {"~", true, true},           {"100%", true, true},
    {"a&b&12", true, true},      {"教室/作业 1.docx", true, true},
    {"Ünïcödé", true, true},     {"😀.png", true, true},
};
INSTANTIATE_TEST_SUITE_P(Ordinary, SafePath, ::testing::ValuesIn(kOrdinary));

constexpr Case kClimbing[] = {
    {"../x", false, false},        {"a/../../x", false, false}, {"..\\x", false, false},  {"a/..", false, false},
    {"a/..\\..\\x", false, false}, {"..", false, false},        {"./../x", false, false},
};
INSTANTIATE_TEST_SUITE_P(BadInput11_Climbing, SafePath, ::testing::ValuesIn(kClimbing));

constexpr Case kAbsolute[] = {
    {"/etc/x", false, false}, {"/", false, false},           {"//host/s", false, false}, {"C:x", false, false},
    {"C:/x", false, false},   {"c:/x", false, false},        {"C:\\x", false, false},    {"c:\\x", false, false},
    {"c:", false, false},     {"\\\\host\\s", false, false}, {"\\x", false, false},      {"file:///x", false, false},
};
INSTANTIATE_TEST_SUITE_P(BadInput12_Absolute, SafePath, ::testing::ValuesIn(kAbsolute));

constexpr Case kBlank[] = {
    {"", false, false},
    {".", false, false},
    {"..", false, false},
    {" ", false, false},
    {"   ", false, false},
    {"a//b", false, false},
    {"a/", false, false},
    {"a/ /b", false, false},
    {"a/./b", false, false},
    {"\xC2\xA0", false, false},      // no-break space
    {"\xE3\x80\x80", false, false},  // ideographic space
    {"\xE2\x80\x8B", false, false},  // zero width space: nothing to be seen
    {"\xE2\x80\x8D", false, false},  // a joiner with nothing to join
};
INSTANTIATE_TEST_SUITE_P(BadInput13_Blank, SafePath, ::testing::ValuesIn(kBlank));

constexpr Case kDevices[] = {
    {"CON", true, false},   {"nul.txt", true, false},   {"COM1", true, false},       {"CONIN$", true, false},
    {"aux.c", true, false}, {"src/aux.c", true, false}, {"Prn.tar.gz", true, false}, {"LPT9", true, false},
    {"LPT²", true, false},  {"nul .txt", true, false},  {"CONOUT$.x", true, false},  {"COM", true, true},
    {"COM10", true, true},  {"console", true, true},    {"x.con", true, true},       {"null", true, true},
};
INSTANTIATE_TEST_SUITE_P(BadInput18_Devices, SafePath, ::testing::ValuesIn(kDevices));

constexpr Case kWindowsOnly[] = {
    {"a.", true, false},      {"a ", true, false},   {"a./b", true, false},  {"a:b", true, false},
    {"dir/C:x", true, false}, {"ab:c", true, false}, {"what?", true, false}, {"a*b", true, false},
    {"a|b", true, false},     {"<a>", true, false},  {"\"a\"", true, false},
};
INSTANTIATE_TEST_SUITE_P(BadInput19_OnlyWindowsForbids, SafePath, ::testing::ValuesIn(kWindowsOnly));

TEST(SafeName, BadInput20_AComponentHasAtMost255Octets) {
  EXPECT_TRUE(accepts(QString(255, QLatin1Char('x'))));
  EXPECT_FALSE(accepts(QString(256, QLatin1Char('x'))));
  EXPECT_TRUE(accepts(text("é").repeated(127) + QLatin1Char('x')));
  EXPECT_FALSE(accepts(text("é").repeated(128)));
  EXPECT_TRUE(accepts(QStringLiteral("a/") + QString(255, QLatin1Char('x')) + QStringLiteral("/b")));
  EXPECT_FALSE(accepts(QStringLiteral("a/") + QString(256, QLatin1Char('x')) + QStringLiteral("/b")));
}

TEST(SafeName, BadInput20_APathHasAtMost4000Octets) {
  const QString longest = QStringLiteral("a/").repeated(1999) + QStringLiteral("bc");
  ASSERT_EQ(longest.size(), kPathOctets);
  EXPECT_TRUE(accepts(longest));
  EXPECT_FALSE(accepts(longest + QLatin1Char('d')));
}

TEST(SafeName, BadInput22_ControlAndBidiCharactersAreRefusedEachOfThem) {
  QVector<ushort> refused{0x7F, 0x2028, 0x2029};
  for (ushort c = 0; c < 0x20; ++c) {
    refused << c;
  }
  for (ushort c = 0x80; c <= 0x9F; ++c) {
    refused << c;
  }
  for (ushort c = 0x202A; c <= 0x202E; ++c) {
    refused << c;
  }
  for (ushort c = 0x2066; c <= 0x2069; ++c) {
    refused << c;
  }
  for (const ushort c : refused) {
    EXPECT_FALSE(accepts(QStringLiteral("a") + QChar(c) + QStringLiteral("b"))) << std::hex << c;
    EXPECT_FALSE(accepts(QString(QChar(c)) + QStringLiteral("b/c"))) << std::hex << c;
  }
}

TEST(SafeName, BadInput22_JoinersAndMarksStay) {
  EXPECT_TRUE(accepts(text("می\xE2\x80\x8Cخواهم.txt")));                   // zero width non-joiner
  EXPECT_TRUE(accepts(text("👩\xE2\x80\x8D💻.png")));                        // zero width joiner
  EXPECT_TRUE(accepts(text("\xE2\x80\x8E(1) \xE2\x80\x8F\xD7\xA9.txt")));  // left-to-right and right-to-left mark
}

TEST(SafeName, InvalidUnicodeIsRefused) {
  EXPECT_FALSE(accepts(QStringLiteral("a") + QChar(0xD800) + QStringLiteral("b")));
  EXPECT_FALSE(accepts(QStringLiteral("a") + QChar(0xDC00)));
  EXPECT_FALSE(accepts(QString(QChar(0xDC00)) + QChar(0xD800)));
}

TEST(SafeName, BadInput23_SomeNamesAreKeptAndFlagged) {
  for (const char* name : {"-rf", "--help", ".bashrc", ".ssh", "x.desktop", "X.DESKTOP", "setup.exe", "a.lnk"}) {
    EXPECT_TRUE(accepts(text(name))) << name;
    EXPECT_TRUE(isSuspicious(text(name))) << name;
  }
  for (const char* name : {"a-b", "a.txt", "desktop", "exe", "desktop.ini"}) {
    EXPECT_FALSE(isSuspicious(text(name))) << name;
  }
}

TEST(SafeName, BadInput24_OurOwnPartNamesAreRefused) {
  const QString own =
      QString::fromLatin1(partName(*PeerId::fromHex(QString(64, QLatin1Char('0'))), {QStringLiteral("a")}));
  EXPECT_FALSE(accepts(own));
  EXPECT_FALSE(accepts(QStringLiteral("dir/") + own));
  EXPECT_FALSE(accepts(own + QStringLiteral("/x")));
  EXPECT_FALSE(accepts(own.toUpper())) << "a file system may fold case";
  EXPECT_FALSE(accepts(QStringLiteral(".landline-.part")));
  EXPECT_TRUE(accepts(QStringLiteral(".landline-notes")));
  EXPECT_TRUE(accepts(QStringLiteral("download.part")));
}

TEST(PartName, IsAsDocumented) {
  const PeerId sender = *PeerId::fromHex(QString(64, QLatin1Char('a')));
  // printf '%s\0d/x' "$(printf 'a%.0s' {1..64})" | sha256sum | cut -c1-24
  EXPECT_EQ(partName(sender, {QStringLiteral("d"), QStringLiteral("x")}), ".landline-f98a9ae01fdccead7f39b4ef.part");
  EXPECT_EQ(partName(sender, {QStringLiteral("d"), QStringLiteral("x")}, 3),
            ".landline-f98a9ae01fdccead7f39b4ef-3.part");
  EXPECT_NE(partName(sender, {QStringLiteral("x")}), partName(sender, {QStringLiteral("y")}));
}

TEST(NumberedName, KeepsTheExtension) {
  const auto second = [](const char* name) { return numberedName(text(name), 2).toStdString(); };
  EXPECT_EQ(second("a.txt"), "a (2).txt");
  EXPECT_EQ(second("a.b.txt"), "a.b (2).txt");
  EXPECT_EQ(second("a.tar.gz"), "a (2).tar.gz");
  EXPECT_EQ(second("A.TAR.XZ"), "A (2).TAR.XZ");
  EXPECT_EQ(second(".tar.gz"), ".tar (2).gz");
  EXPECT_EQ(second("Makefile"), "Makefile (2)");
  EXPECT_EQ(second(".bashrc"), ".bashrc (2)");
  EXPECT_EQ(second("end."), "end. (2)");
  EXPECT_EQ(second("Dear Mr. Smith and Co"), "Dear Mr. Smith and Co (2)");
  EXPECT_EQ(second("a (1).txt"), "a (1) (2).txt");
}

TEST(NumberedName, BadInput20_ShortensTheStemAtACharacter) {
  for (const char* character : {"x", "é", "课", "😀"}) {
    const QString letter = text(character);
    const int octets = int(letter.toUtf8().size());
    for (int padding = 0; padding < octets; ++padding) {
      const QString name = QString(padding, QLatin1Char('p')) +
                           letter.repeated((kComponentOctets - padding - 4) / octets) + QStringLiteral(".txt");
      const QString numbered = numberedName(name, 12);
      EXPECT_LE(numbered.toUtf8().size(), kComponentOctets);
      EXPECT_GT(numbered.toUtf8().size(), kComponentOctets - octets - 1) << "no more is cut than must be";
      EXPECT_TRUE(numbered.endsWith(QStringLiteral(" (12).txt")));
      EXPECT_TRUE(numbered.isValidUtf16());
      EXPECT_TRUE(isSafeComponent(numbered));
    }
  }
}

TEST(NumberedName, BadInput20_AnEndlessExtensionIsNone) {
  const QString name = QStringLiteral("a.") + QString(253, QLatin1Char('x'));
  const QString numbered = numberedName(name, 9999);
  EXPECT_EQ(numbered.toUtf8().size(), kComponentOctets);
  EXPECT_TRUE(numbered.endsWith(QStringLiteral("x (9999)")));
}

}  // namespace
}  // namespace landline::files
