#include "session/peer_names.h"

#include <gtest/gtest.h>

namespace landline::session {
namespace {

QString unique(const QString& wanted, const QStringList& others = {}) {
  QSet<QString> taken;
  for (const QString& other : others) {
    taken.insert(nameKey(other));
  }
  return uniqueName(wanted, taken, 64);
}

TEST(PeerNames, FreeNameIsKept) {
  EXPECT_EQ(unique(QStringLiteral("desk-7")), QStringLiteral("desk-7"));
}

TEST(PeerNames, TakenNameGetsTheNextFreeNumber) {
  EXPECT_EQ(unique(QStringLiteral("desk"), {QStringLiteral("desk")}), QStringLiteral("desk (2)"));
  EXPECT_EQ(unique(QStringLiteral("desk"), {QStringLiteral("desk"), QStringLiteral("desk (2)")}),
            QStringLiteral("desk (3)"));
}

TEST(PeerNames, NamesThatDifferInCaseOrWidthOnlyAreTaken) {
  EXPECT_EQ(unique(QStringLiteral("Desk"), {QStringLiteral("dESK")}), QStringLiteral("Desk (2)"));
  EXPECT_EQ(unique(QStringLiteral("\uFF44esk"), {QStringLiteral("desk")}), QStringLiteral("\uFF44esk (2)"));
}

TEST(PeerNames, WordsOfTheCommandLineAreNeverGiven) {
  EXPECT_EQ(unique(QStringLiteral("everyone")), QStringLiteral("everyone (2)"));
  EXPECT_EQ(unique(QStringLiteral("Server")), QStringLiteral("Server (2)"));
}

TEST(PeerNames, BadInput53_BidiControlsAndControlCharactersGo) {
  EXPECT_EQ(unique(QStringLiteral("\u202Eksed\u202C\u2066x\u2069\u200F")), QStringLiteral("ksedx"));
  EXPECT_EQ(unique(QStringLiteral("a\u0085b\tc")), QStringLiteral("abc"));
}

TEST(PeerNames, NameOfNothingBecomesPeer) {
  EXPECT_EQ(unique(QStringLiteral("  \u202E ")), QStringLiteral("peer"));
}

TEST(PeerNames, NumberFitsIntoTheLimitInCodePoints) {
  const QString wide = QString::fromUcs4(U"\U0001F600", 1).repeated(70);
  const QString first = unique(wide);
  EXPECT_EQ(first.toUcs4().size(), 64);
  const QString second = unique(wide, {first});
  EXPECT_EQ(second.toUcs4().size(), 64);
  EXPECT_TRUE(second.endsWith(QStringLiteral(" (2)")));
}

}  // namespace
}  // namespace landline::session
