#include <QProcess>
#include <QStringList>
#include <gtest/gtest.h>

namespace landline::test {
namespace {

/// The short form of tests/bench/kill_transfers.py, which says what has to hold.
void killSome(const char* kind) {
  ASSERT_STRNE(PYTHON, "") << "kill_transfers.py needs python3, which was not found";
  QProcess script;
  script.setProcessChannelMode(QProcess::MergedChannels);
  script.start(QStringLiteral(PYTHON),
               {QStringLiteral(KILL_TRANSFERS), QStringLiteral(LANDLINE_BUILD_DIR), QStringLiteral("--kind"),
                QString::fromLatin1(kind), QStringLiteral("--kills"), QStringLiteral("3"), QStringLiteral("--mib"),
                QStringLiteral("32"), QStringLiteral("--small-files"), QStringLiteral("200")});
  ASSERT_TRUE(script.waitForFinished(110'000)) << script.readAll().constData();
  EXPECT_EQ(script.exitCode(), 0) << script.readAll().constData();
}

TEST(Kill, BadInput74_TheReceiverAtRandomMoments) {
  killSome("receiver");
}

TEST(Kill, BadInput75_TheSenderAtRandomMoments) {
  killSome("sender");
}

TEST(Kill, BadInput76_BothAtRandomMoments) {
  killSome("both");
}

}  // namespace
}  // namespace landline::test
