#include "console/text_face.h"

#include "console_pipe.h"
#include "fake_node.h"
#include <QLocale>
#include <gtest/gtest.h>

#include "console/printable.h"
#include "support/wait_for.h"
#include "wire/messages.h"

namespace landline::console {
namespace {

using session::AcceptRule;
using session::LinkState;
using session::TransferInfo;
using test::peerId;
using test::waitFor;
using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

class TextFaceTest : public ::testing::Test {
 protected:
  void SetUp() override { session::registerMetaTypes(); }

  QString said() const { return QString::fromUtf8(pipe.readAvailable()); }

  test::FakeNode node;
  test::Pipe pipe;
  TextFace face{node, AcceptRule::Ask, pipe.writer()};
};

TEST_F(TextFaceTest, SaysWhereItListens) {
  LinkState state = test::stateOf(LinkState::Phase::Listening);
  state.reachable = QStringList{QStringLiteral("192.168.1.8:6677")};
  Q_EMIT node.stateChanged(state);
  EXPECT_EQ(said(), QStringLiteral("Listening on 127.0.0.1 port 6677, key aaaa aaaa.\n"
                                   "Others reach it as 192.168.1.8:6677\n"));
}

TEST_F(TextFaceTest, ShowsWhatPeersWroteWithoutObeyingIt) {
  Q_EMIT node.messageAdded({test::uuid(1), peerId('c'), QStringLiteral("desk\u202e9"), QString(wire::kEveryone),
                            QStringLiteral("one\ntwo \x1b[2J"), 0, session::Delivery::Incoming});
  EXPECT_EQ(said(), QStringLiteral("[desk\\u202e9 to everyone] one\\ntwo \\x1b[2J\n"));
}

TEST_F(TextFaceTest, DeniesWhoAsksToJoinAndSaysSo) {
  Q_EMIT node.joinRequested({peerId('c'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.9:1")});
  EXPECT_TRUE(said().contains(QStringLiteral("it is denied")));
  EXPECT_TRUE(waitFor([this] { return node.calls.contains(QStringLiteral("deny ") + peerId('c').hex()); }));
}

TEST_F(TextFaceTest, DeclinesAnOfferThatWouldBeAskedAboutAndSaysSo) {
  Q_EMIT node.transferChanged(test::transfer(1, Direction::Down, State::Offered));
  EXPECT_TRUE(said().contains(QStringLiteral("it is declined")));
  EXPECT_TRUE(waitFor(
      [this] { return node.calls.contains(QStringLiteral("decline %1 %2").arg(peerId('b').hex(), test::uuid(1))); }));
}

TEST_F(TextFaceTest, LeavesOffersAloneThatTheRuleAnswers) {
  test::Pipe other;
  const TextFace takes_all(node, AcceptRule::All, other.writer());
  Q_EMIT node.transferChanged(test::transfer(1, Direction::Down, State::Offered));
  EXPECT_TRUE(waitFor([this] { return node.calls.size() == 1; })) << "the one that asks declines";
  EXPECT_FALSE(QString::fromUtf8(other.readAvailable()).contains(QStringLiteral("declined")));
}

TEST_F(TextFaceTest, SaysWhatBecameOfAFile) {
  TransferInfo info = test::transfer(1, Direction::Down, State::Done);
  info.path = QStringLiteral("/save/a.iso");
  Q_EMIT node.transferChanged(info);
  EXPECT_TRUE(said().contains(QStringLiteral("a.iso was received from Room 301, verified and saved as /save/a.iso")));
  TransferInfo failed = test::transfer(2, Direction::Up, State::Failed);
  failed.error = {codes::kNoSpace, QStringLiteral("The disk is full.")};
  Q_EMIT node.transferChanged(failed);
  EXPECT_TRUE(said().contains(QStringLiteral("a.iso was not transferred: The disk is full.")));
}

TEST_F(TextFaceTest, SaysALineForEachTurnOfABatchAndNoneForProgress) {
  QLocale::setDefault(QLocale::c());
  TransferInfo info = test::transfer(1, Direction::Up, State::Counting);
  info.title = QStringLiteral("photos (+2)");
  info.files_total = 1200;
  info.bytes_total = 8 << 20;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QString());
  info.state = State::Offered;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("photos (+2) (1200 files, 8.00 MiB) is offered to Room 301.\n"));
  info.state = State::Running;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("photos (+2): sending to Room 301.\n"));
  for (info.bytes_done = 0; info.bytes_done < (4 << 20); info.bytes_done += 1 << 20) {
    Q_EMIT node.transferChanged(info);
  }
  EXPECT_EQ(said(), QString());
  info.state = State::Paused;
  info.paused_there = true;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("photos (+2): paused by Room 301.\n"));
  info.state = State::Waiting;
  info.error = {codes::kConnectionLost, QStringLiteral("The cable is out.")};
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("photos (+2): interrupted, goes on by itself. The cable is out.\n"));
  info.state = State::Running;
  info.error = {};
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("photos (+2): goes on at 50 %.\n"));
  info.state = State::Done;
  info.bytes_done = info.bytes_total;
  info.bytes_found = 4 << 20;
  info.stored = 1100;
  info.identical = 100;
  info.skipped = 2;
  info.seconds = 2;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("photos (+2) was sent to Room 301 and verified (1200 files, 8.00 MiB, 2.0 s, "
                                   "2.00 MiB/s, 100 were there already, 2 left out).\n"));
}

TEST_F(TextFaceTest, SaysWhichFilesFailedAndWhyUpToABound) {
  using FileState = session::FileResult::State;
  QVector<session::FileResult> files{test::fileResult(FileState::Stored, QStringLiteral("a/0"))};
  for (int i = 1; i <= TextFace::kMostFilesTold + 5; ++i) {
    files.append(test::fileResult(FileState::Failed, QStringLiteral("a/%1\x1b").arg(i),
                                  {codes::kVanished, QStringLiteral("It is gone.")}));
  }
  Q_EMIT node.filesFinished(test::uuid(1), files);
  const QStringList lines = said().split(QLatin1Char('\n'));
  ASSERT_EQ(lines.size(), TextFace::kMostFilesTold + 2);
  EXPECT_EQ(lines[0], QStringLiteral("  a/1\\x1b failed: It is gone."));
  EXPECT_EQ(lines[TextFace::kMostFilesTold], QStringLiteral("  ... and more."));
  TransferInfo info = test::transfer(1, Direction::Up, State::Incomplete);
  info.failed = TextFace::kMostFilesTold + 5;
  info.result_path = QStringLiteral("/profile/results/1.txt");
  Q_EMIT node.transferChanged(info);
  const QString end = said();
  EXPECT_TRUE(end.contains(QStringLiteral("25 of the files failed"))) << end.toStdString();
  EXPECT_TRUE(end.contains(QStringLiteral("/profile/results/1.txt"))) << end.toStdString();
}

TEST_F(TextFaceTest, SaysWhatAnEarlierRunHasLeftAndThatItGoesOn) {
  TransferInfo info = test::transfer(1, Direction::Up, State::Waiting);
  info.error = {codes::kAbsent, QStringLiteral("The other side is not here.")};
  info.bytes_total = 900;  // no locale groups its digits
  info.bytes_done = 630;
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QStringLiteral("a.iso (900 bytes) is unfinished from an earlier run; it goes on when Room 301 is "
                                   "there.\n"));
  info.state = State::Running;
  Q_EMIT node.transferChanged(info);
  EXPECT_TRUE(said().startsWith(QStringLiteral("a.iso: sending to Room 301.")));
}

TEST_F(TextFaceTest, BadInput83_SaysWhatIsLeftUnfinished) {
  TransferInfo info = test::transfer(1, Direction::Up, State::Running);
  info.bytes_done = 630;
  Q_EMIT node.transferChanged(info);
  said();
  info.state = State::Waiting;
  info.error = {codes::kClosing, QStringLiteral("This program stopped.")};
  Q_EMIT node.transferChanged(info);
  EXPECT_EQ(said(), QString());
  face.finish();
  EXPECT_EQ(said(),
            QStringLiteral("a.iso is not finished (63 %). It goes on when this program runs again with the same "
                           "profile and Room 301 is there.\n"));
}

TEST_F(TextFaceTest, SaysThatAChangedKeyIsNotTrusted) {
  LinkState state = test::stateOf(LinkState::Phase::KeyChanged);
  state.known = peerId('c');
  Q_EMIT node.stateChanged(state);
  const QString line = said();
  EXPECT_TRUE(line.contains(QStringLiteral("bbbb bbbb")));
  EXPECT_TRUE(line.contains(QStringLiteral("cccc cccc")));
  EXPECT_TRUE(line.contains(QStringLiteral("not trusted")));
}

TEST(Printable, EscapesOnlyWhatATerminalObeys) {
  EXPECT_EQ(printable(QString::fromUtf8("\xe4\xbd\xa0 ok \xf0\x9f\x98\x80")),
            QString::fromUtf8("\xe4\xbd\xa0 ok \xf0\x9f\x98\x80"));
  EXPECT_EQ(printable(QStringLiteral("\r\x7f\u009b\u2066\u200f\u2028")),
            QStringLiteral("\\x0d\\x7f\\x9b\\u2066\\u200f\\u2028"));
}

}  // namespace
}  // namespace landline::console
