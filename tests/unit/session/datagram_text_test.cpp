#include "session/datagram_text.h"

#include <gtest/gtest.h>

namespace landline::session {
namespace {

QByteArray octets(const char* hex) {
  const Result<QByteArray> read = octetsFromHex(QString::fromUtf8(hex));
  EXPECT_TRUE(read) << hex << ": " << (read ? std::string() : read.error().detail.toStdString());
  return read ? *read : QByteArray("wrong");
}

std::string wrong(const char* hex) {
  const Result<QByteArray> read = octetsFromHex(QString::fromUtf8(hex));
  EXPECT_FALSE(read) << hex;
  if (read) {
    return {};
  }
  EXPECT_TRUE(read.error().is(codes::kUsage));
  return read.error().detail.toStdString();
}

TEST(DatagramText, HexIsReadInTheFormsThatPeopleWrite) {
  for (const char* form : {"48656c", "48 65 6c", "48:65:6C", "0x48, 0x65, 0x6c", "48-65-6c", "  48\t65\n6c  "}) {
    EXPECT_EQ(octets(form), QByteArray("Hel")) << form;
  }
  EXPECT_EQ(octets(""), QByteArray());
  EXPECT_EQ(octets("  "), QByteArray());
  EXPECT_EQ(octets("00 ff"), QByteArray("\0\xff", 2));
}

TEST(DatagramText, HexThatIsWrongIsToldByItsPlace) {
  EXPECT_EQ(wrong("48 6g"), "Character 5: \"g\" is no hex digit.");
  EXPECT_EQ(wrong("48 6"), "Character 4: an octet needs two hex digits.");
  EXPECT_EQ(wrong("4 8"), "Character 1: an octet needs two hex digits.");
  EXPECT_EQ(wrong("hello"), "Character 1: \"h\" is no hex digit.");
  wrong("0x");
  wrong("0x4");
  wrong("48 0x");
  wrong("\xd9\xa1\xd9\xa2");  // digits of another script
}

TEST(DatagramText, OctetsAreShownAsTextAndWhatIsNoUtf8Escaped) {
  EXPECT_EQ(datagramText("Hello"), QStringLiteral("Hello"));
  EXPECT_EQ(datagramText(QByteArray()), QString());
  EXPECT_EQ(datagramText("\xe4\xbd\xa0\xe5\xa5\xbd"), QString::fromUtf8("\xe4\xbd\xa0\xe5\xa5\xbd"));
  EXPECT_EQ(datagramText("a\xff\xe4\xbd\xa0\xe4\xbd"), QString::fromUtf8("a\\xff\xe4\xbd\xa0\\xe4\\xbd"));
  EXPECT_EQ(datagramText(QByteArray("a\0b", 3)), QStringLiteral("a") + QChar(0) + QStringLiteral("b"));
}

TEST(DatagramText, HexIsReadAsItIsShown) {
  QByteArray all;
  for (int i = 0; i < 256; ++i) {
    all.append(static_cast<char>(i));
  }
  EXPECT_EQ(datagramHex("Hel"), QStringLiteral("48 65 6c"));
  EXPECT_EQ(*octetsFromHex(datagramHex(all)), all);
}

}  // namespace
}  // namespace landline::session
