#include "console/errand.h"

#include "fake_node.h"
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "support/wait_for.h"

namespace landline::console {
namespace {

using session::Delivery;
using session::LinkState;
using session::TransferInfo;
using test::online;
using test::peerId;
using test::stateOf;
using test::waitFor;
using Phase = LinkState::Phase;
using State = TransferInfo::State;
using Direction = TransferInfo::Direction;

class ErrandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    session::registerMetaTypes();
    orders.peer_grace = std::chrono::milliseconds(50);
  }

  void run() {
    errand = std::make_unique<Errand>(node, orders);
    QObject::connect(errand.get(), &Errand::finished, errand.get(), [this](int exit_code, const Error& why) {
      code = exit_code;
      reason = why;
      ++ends;
    });
  }

  bool ended() {
    return waitFor([this] { return ends > 0; });
  }

  /// Everything that is posted, the echo of the errand included, has run.
  void settle() {
    bool settled = false;
    QMetaObject::invokeMethod(
        &node,
        [&] {
          QMetaObject::invokeMethod(
              &node, [&] { settled = true; }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
    ASSERT_TRUE(waitFor([&settled] { return settled; }));
  }

  void tell(int number, State state, const Error& error = {}) {
    TransferInfo info = test::transfer(number, Direction::Up, state);
    info.error = error;
    Q_EMIT node.transferChanged(info);
  }

  test::FakeNode node;
  Orders orders;
  std::unique_ptr<Errand> errand;
  int code = -1;
  int ends = 0;
  Error reason;
};

TEST_F(ErrandTest, WithNothingToDoIsDoneWhenConnected) {
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::Idle));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  Q_EMIT node.stateChanged(stateOf(Phase::Waiting));
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

TEST_F(ErrandTest, IsDoneWhenEveryMessageIsReceived) {
  orders.messages = QStringList{QStringLiteral("one"), QStringLiteral("two")};
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(waitFor([this] { return node.message_ids.size() == 2; }));
  EXPECT_EQ(node.calls, QStringList({QStringLiteral("sendMessage * one"), QStringLiteral("sendMessage * two")}));
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Received, {});
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Received, {});
  Q_EMIT node.deliveryChanged(node.message_ids[1], Delivery::Sent, {});
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.deliveryChanged(node.message_ids[1], Delivery::Received, {});
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

TEST_F(ErrandTest, FailsWhenAMessageIsRejected) {
  orders.messages = QStringList{QStringLiteral("one")};
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(waitFor([this] { return node.message_ids.size() == 1; }));
  Q_EMIT node.deliveryChanged(node.message_ids[0], Delivery::Rejected, {});
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitFailed) << "even where no reason was given";
}

TEST_F(ErrandTest, SendsEverythingAsOneBatchAndIsDoneWhenEveryReceiverHasIt) {
  orders.files = QStringList{QStringLiteral("/a"), QStringLiteral("/b")};
  node.on_send_files = [this](const QStringList&) {
    tell(1, State::Counting);
    tell(2, State::Counting);
  };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(waitFor([this] { return !node.calls.isEmpty(); }));
  EXPECT_EQ(node.calls.first(), QStringLiteral("sendFiles %1 /a,/b").arg(peerId('b').hex()));
  tell(1, State::Done);
  settle();
  EXPECT_EQ(ends, 0);
  EXPECT_EQ(errand->codeIfLeft(), kExitFailed);
  tell(2, State::Done);
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
  EXPECT_EQ(errand->codeIfLeft(), kExitDone);
}

TEST_F(ErrandTest, WaitsThroughPausesInterruptionsAndReconnects) {
  orders.files = QStringList{QStringLiteral("/a")};
  node.on_send_files = [this](const QStringList&) { tell(1, State::Offered); };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(waitFor([this] { return !node.calls.isEmpty(); }));
  tell(1, State::Running);
  tell(1, State::Paused);
  tell(1, State::Waiting, {codes::kInterrupted, QString()});
  for (int i = 0; i < 5; ++i) {
    Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionRefused, QString()}));
    Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  }
  Q_EMIT node.stateChanged(online());
  settle();
  EXPECT_EQ(ends, 0);
  EXPECT_EQ(node.calls.size(), 1) << "the node goes on by itself";
  tell(1, State::Running);
  tell(1, State::Done);
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

class EarlierUpload : public ErrandTest {
 protected:
  EarlierUpload() {
    orders.files = QStringList{QStringLiteral("/a"), QStringLiteral("/b")};
    kept.roots = orders.files;
  }

  TransferInfo kept = test::transfer(7, Direction::Up, State::Waiting);
};

TEST_F(EarlierUpload, BadInput83_OfTheSameFilesGoesOnAndNothingIsOfferedTwice) {
  kept.paused_here = true;
  run();
  Q_EMIT node.transferChanged(kept);
  Q_EMIT node.stateChanged(online());
  const QString continued = QStringLiteral("continue %1 %2").arg(peerId('a').hex(), kept.transfer);
  ASSERT_TRUE(waitFor([this] { return !node.calls.isEmpty(); }));
  EXPECT_EQ(node.calls, QStringList(continued));
  kept.state = State::Running;
  Q_EMIT node.transferChanged(kept);
  settle();
  EXPECT_EQ(ends, 0);
  kept.state = State::Done;
  Q_EMIT node.transferChanged(kept);
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

TEST_F(EarlierUpload, OfOtherFilesOrToAnotherPeerIsNoneOfItsBusiness) {
  node.on_send_files = [this](const QStringList&) { tell(1, State::Done); };
  run();
  TransferInfo other_files = kept;
  other_files.roots = QStringList{QStringLiteral("/a")};
  Q_EMIT node.transferChanged(other_files);
  TransferInfo other_peer = kept;
  other_peer.transfer = test::uuid(8);
  other_peer.peer = peerId('c');
  Q_EMIT node.transferChanged(other_peer);
  Q_EMIT node.stateChanged(online());
  other_peer.state = State::Failed;
  Q_EMIT node.transferChanged(other_peer);
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
  EXPECT_TRUE(node.calls.first().startsWith(QStringLiteral("sendFiles ")));
}

TEST_F(EarlierUpload, ThatIsOverIsNotTakenUp) {
  node.on_send_files = [this](const QStringList&) { tell(1, State::Done); };
  run();
  Q_EMIT node.transferChanged(kept);
  kept.state = State::Cancelled;
  Q_EMIT node.transferChanged(kept);
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

TEST_F(ErrandTest, AFileThatCannotBeOfferedIsAFailure) {
  orders.files = QStringList{QStringLiteral("/none")};
  node.on_send_files = [this](const QStringList&) {
    Q_EMIT node.errorOccurred({codes::kVanished, QStringLiteral("/none is not there.")});
  };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitFailed);
  EXPECT_EQ(reason.code, codes::kVanished);
}

TEST_F(ErrandTest, AnErrorThatIsNotAboutItsFilesIsNone) {
  run();
  Q_EMIT node.errorOccurred({codes::kInternal, QStringLiteral("No history.")});
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

TEST_F(ErrandTest, FilesForEveryoneWhereNobodyIsAreAFailure) {
  orders.files = QStringList{QStringLiteral("/a")};
  orders.to = QStringLiteral("everyone");
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitFailed);
  EXPECT_EQ(reason.code, codes::kAbsent);
}

struct End {
  State state;
  QLatin1String error;
  int exit_code;
};

class TransferEnd : public ErrandTest, public ::testing::WithParamInterface<End> {};

TEST_P(TransferEnd, HasItsExitCode) {
  orders.files = QStringList{QStringLiteral("/a")};
  node.on_send_files = [this](const QStringList&) {
    tell(1, State::Offered);
    tell(1, GetParam().state, {GetParam().error, QStringLiteral("Why.")});
  };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(All, TransferEnd,
                         ::testing::Values(End{State::Done, {}, kExitDone}, End{State::Declined, {}, kExitRefused},
                                           End{State::Cancelled, {}, kExitFailed},
                                           End{State::Incomplete, codes::kVanished, kExitFailed},
                                           End{State::Incomplete, {}, kExitFailed},
                                           End{State::Failed, codes::kNoSpace, kExitFailed},
                                           End{State::Failed, codes::kInterrupted, kExitFailed},
                                           End{State::Failed, codes::kDigestMismatch, kExitNotVerified}));

TEST_F(ErrandTest, TheWorstOfSeveralEndsCounts) {
  orders.files = QStringList{QStringLiteral("/a"), QStringLiteral("/b"), QStringLiteral("/c")};
  node.on_send_files = [this](const QStringList&) {
    tell(1, State::Failed, {codes::kDigestMismatch, QString()});
    tell(2, State::Failed, {codes::kNoSpace, QString()});
    tell(3, State::Done);
  };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitNotVerified);
}

TEST_F(ErrandTest, OneFileOfABatchThatDidNotVerifyIsWorseThanAnyOther) {
  using FileState = session::FileResult::State;
  orders.files = QStringList{QStringLiteral("/a")};
  node.on_send_files = [this](const QStringList&) {
    tell(1, State::Running);
    Q_EMIT node.filesFinished(test::uuid(2), {test::fileResult(FileState::Failed, QStringLiteral("of another"),
                                                               {codes::kDigestMismatch, QString()})});
    Q_EMIT node.filesFinished(
        test::uuid(1),
        {test::fileResult(FileState::Failed, QStringLiteral("a/1"), {codes::kVanished, QString()}),
         test::fileResult(FileState::Failed, QStringLiteral("a/2"), {codes::kDigestMismatch, QString()})});
    tell(1, State::Incomplete, {codes::kVanished, QString()});
  };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitNotVerified);
}

TEST_F(ErrandTest, WhatOthersSendIsNoneOfItsBusiness) {
  orders.files = QStringList{QStringLiteral("/a")};
  node.on_send_files = [this](const QStringList&) {
    Q_EMIT node.transferChanged(test::transfer(9, Direction::Down, State::Failed));
    tell(1, State::Done);
  };
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
}

TEST_F(ErrandTest, WaitsForAReceiverWhoIsToldALittleLater) {
  orders.peer_grace = std::chrono::seconds(60);
  orders.messages = QStringList{QStringLiteral("one")};
  orders.to = QStringLiteral("desk-9");
  run();
  Q_EMIT node.stateChanged(online());
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
  run();
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitFailed);
  EXPECT_EQ(reason.code, codes::kAbsent);
}

TEST_F(ErrandTest, IsUnreachableAtTheFirstFailure) {
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionRefused, QStringLiteral("No.")}));
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitUnreachable);
}

TEST_F(ErrandTest, ALostConnectionMayComeBackOnce) {
  orders.messages = QStringList{QStringLiteral("one")};
  run();
  Q_EMIT node.stateChanged(online());
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionLost, QString()}));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.stateChanged(online());
  settle();
  EXPECT_EQ(node.message_ids.size(), 1) << "the node repeats it by itself";
  Q_EMIT node.stateChanged(stateOf(Phase::Retrying, {codes::kConnectionLost, QString()}));
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitUnreachable);
}

TEST_F(ErrandTest, IsRefusedWhetherItStaysOrNot) {
  for (const bool stay : {false, true}) {
    for (const QLatin1String refusal : {codes::kDenied, codes::kKicked, codes::kReplaced}) {
      orders.stay = stay;
      ends = 0;
      run();
      Q_EMIT node.stateChanged(stateOf(Phase::Idle, {refusal, QStringLiteral("No.")}));
      ASSERT_TRUE(ended());
      EXPECT_EQ(code, kExitRefused);
    }
  }
}

TEST_F(ErrandTest, AChangedKeyIsARefusalUnlessSomebodyCanAnswer) {
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::KeyChanged));
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitRefused);
  EXPECT_EQ(reason.code, codes::kKeyChanged);

  orders.can_answer = true;
  ends = 0;
  run();
  Q_EMIT node.stateChanged(stateOf(Phase::KeyChanged));
  settle();
  EXPECT_EQ(ends, 0);
  Q_EMIT node.stateChanged(online());
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, kExitDone);
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
  ASSERT_TRUE(ended());
  EXPECT_EQ(code, GetParam().exit_code);
  EXPECT_EQ(reason.code, GetParam().exit_code == kExitDone ? QString() : QString(codes::kTimeout));
}

INSTANTIATE_TEST_SUITE_P(All, TimeUp,
                         ::testing::Values(Late{false, false, kExitUnreachable}, Late{false, true, kExitFailed},
                                           Late{true, false, kExitUnreachable}, Late{true, true, kExitDone}));

}  // namespace
}  // namespace landline::console
