#include "errand_fixture.h"

namespace landline::console {
namespace {

using session::Delivery;
using session::LinkState;
using test::ErrandTest;
using test::online;
using test::peerId;
using test::stateOf;
using test::waitFor;
using Phase = LinkState::Phase;

TEST_F(ErrandTest, WithNothingToDoIsDoneWhenConnected) {
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::Idle));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  Q_EMIT node.stateChanged(stateOf(Phase::Waiting));
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.stateChanged(online());
  expectEnd(kExitDone);
}

TEST_F(ErrandTest, IsDoneWhenEveryMessageIsReceived) {
  orders.messages = QStringList{QStringLiteral("one"), QStringLiteral("two")};
  runOnline();
  ASSERT_TRUE(waitFor([this] { return node.message_ids.size() == 2; }));
  EXPECT_EQ(node.calls, QStringList({QStringLiteral("sendMessage * one"), QStringLiteral("sendMessage * two")}));
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Received, {});
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Received, {});
  Q_EMIT node.deliveryChanged(node.message_ids[1], Delivery::Sent, {});
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.deliveryChanged(node.message_ids[1], Delivery::Received, {});
  expectEnd(kExitDone);
}

TEST_F(ErrandTest, FailsWhenAMessageIsRejected) {
  orders.messages = QStringList{QStringLiteral("one")};
  runOnline();
  ASSERT_TRUE(waitFor([this] { return node.message_ids.size() == 1; }));
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Rejected, {});
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitFailed) << "even where no reason was given";
}

TEST_F(ErrandTest, AnErrorThatIsNotAboutItsFilesIsNone) {
  run();
  Q_EMIT node.errorOccurred({codes::kInternal, QStringLiteral("No history.")});
  Q_EMIT node.stateChanged(online());
  expectEnd(kExitDone);
}

TEST_F(ErrandTest, WaitsForAReceiverWhoIsToldALittleLater) {
  orders.peer_grace = std::chrono::seconds(60);
  orders.messages = QStringList{QStringLiteral("one")};
  orders.to = QStringLiteral("desk-9");
  runOnline();
  settle();
  EXPECT_TRUE(node.calls.isEmpty());
  Q_EMIT node.peerJoined(test::peerInfo('d', QStringLiteral("desk-8")));
  Q_EMIT node.peerJoined(test::peerInfo('c', QStringLiteral("desk-9")));
  ASSERT_TRUE(waitFor([this] { return !node.calls.isEmpty(); }));
  EXPECT_EQ(node.calls.first(), QStringLiteral("sendMessage %1 one").arg(peerId('c').hex()));
}

TEST_F(ErrandTest, FailsWhenTheReceiverDoesNotCome) {
  orders.messages = QStringList{QStringLiteral("one")};
  orders.to = QStringLiteral("desk-9");
  runOnline();
  expectEnd(kExitFailed);
  EXPECT_EQ(reason.code, codes::kAbsent);
}

TEST_F(ErrandTest, IsUnreachableAtTheFirstFailure) {
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionRefused, QStringLiteral("No.")}));
  expectEnd(kExitUnreachable);
}

TEST_F(ErrandTest, ALostConnectionMayComeBackOnce) {
  orders.messages = QStringList{QStringLiteral("one")};
  runOnline();
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionLost, QString()}));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.stateChanged(online());
  settle();
  EXPECT_EQ(node.message_ids.size(), 1) << "the node repeats it by itself";
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionLost, QString()}));
  expectEnd(kExitUnreachable);
}

TEST_F(ErrandTest, IsRefusedWhetherItStaysOrNot) {
  for (const bool stay : {false, true}) {
    for (const QLatin1String refusal : {codes::kDenied, codes::kKicked, codes::kReplaced}) {
      orders.stay = stay;
      ends = 0;
      run();
      Q_EMIT node.stateChanged(stateOf(Phase::Idle, {refusal, QStringLiteral("No.")}));
      expectEnd(kExitRefused);
    }
  }
}

TEST_F(ErrandTest, AChangedKeyIsARefusalUnlessSomebodyCanAnswer) {
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::KeyChanged));
  expectEnd(kExitRefused);
  EXPECT_EQ(reason.code, codes::kKeyChanged);

  orders.can_answer = true;
  ends = 0;
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::KeyChanged));
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.stateChanged(online());
  expectEnd(kExitDone);
}

TEST_F(ErrandTest, ThatStaysGoesOnWhenEverythingIsSentAndWhenTheConnectionIsLost) {
  orders.stay = true;
  orders.messages = QStringList{QStringLiteral("one")};
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionRefused, QString()}));
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionRefused, QString()}));
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(waitFor([this] { return node.message_ids.size() == 1; }));
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Received, {});
  settle();
  EXPECT_EQ(ends, 0);
}

struct Late {
  bool stay;
  bool online;
  int exit_code;
};

class TimeUp : public ErrandTest, public ::testing::WithParamInterface<Late> {};

TEST_P(TimeUp, HasItsExitCode) {
  orders.stay = GetParam().stay;
  orders.messages = QStringList{QStringLiteral("one")};
  orders.timeout = std::chrono::milliseconds(30);
  run();
  Q_EMIT node.stateChanged(stateOf(GetParam().online ? Phase::Online : Phase::Connecting));
  expectEnd(GetParam().exit_code);
  EXPECT_EQ(reason.code, GetParam().exit_code == kExitDone ? QString() : QString(codes::kTimeout));
}

INSTANTIATE_TEST_SUITE_P(All, TimeUp,
                         ::testing::Values(Late{false, false, kExitUnreachable}, Late{false, true, kExitFailed},
                                           Late{true, false, kExitUnreachable}, Late{true, true, kExitDone}));

}  // namespace
}  // namespace landline::console
