#include "console/text_face.h"

#include "console_pipe.h"
#include "fake_node.h"
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
