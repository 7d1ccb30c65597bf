#include "errand_fixture.h"

namespace landline::console {
namespace {

using session::LinkState;
using session::TransferInfo;
using test::ErrandTest;
using test::online;
using test::peerId;
using test::stateOf;
using test::waitFor;
using Phase = LinkState::Phase;
using State = TransferInfo::State;
using Direction = TransferInfo::Direction;

TEST_F(ErrandTest, SendsEverythingAsOneBatchAndIsDoneWhenEveryReceiverHasIt) {
  orders.files = QStringList{QStringLiteral("/a"), QStringLiteral("/b")};
  node.on_send_files = [this](const QStringList&) {
    tell(1, State::Counting);
    tell(2, State::Counting);
  };
  runOnline();
  ASSERT_TRUE(waitFor([this] { return !node.calls.isEmpty(); }));
  EXPECT_EQ(node.calls.first(), QStringLiteral("sendFiles %1 /a,/b").arg(peerId('b').hex()));
  tell(1, State::Done);
  settle();
  EXPECT_EQ(ends, 0);
  EXPECT_EQ(errand->codeIfLeft(), kExitFailed);
  tell(2, State::Done);
  expectEnd(kExitDone);
  EXPECT_EQ(errand->codeIfLeft(), kExitDone);
}

TEST_F(ErrandTest, WaitsThroughPausesInterruptionsAndReconnects) {
  orders.files = QStringList{QStringLiteral("/a")};
  node.on_send_files = [this](const QStringList&) { tell(1, State::Offered); };
  runOnline();
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
  expectEnd(kExitDone);
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
  expectEnd(kExitDone);
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
  expectEnd(kExitDone);
  EXPECT_TRUE(node.calls.first().startsWith(QStringLiteral("sendFiles ")));
}

TEST_F(EarlierUpload, ToEveryoneGoesOnWhereItIsUnfinishedAndTheOthersGetTheirOffer) {
  orders.to = QStringLiteral("everyone");
  orders.gather = std::chrono::milliseconds(500);
  node.on_send_files = [this](const QStringList&) { tell(1, State::Done); };
  run();
  kept.peer = peerId('c');
  Q_EMIT node.transferChanged(kept);
  TransferInfo of_an_absent_peer = kept;
  of_an_absent_peer.transfer = test::uuid(8);
  of_an_absent_peer.peer = peerId('e');
  Q_EMIT node.transferChanged(of_an_absent_peer);
  // They are told of after the connection is there.
  Q_EMIT node.stateChanged(online());
  settle();
  EXPECT_TRUE(node.calls.isEmpty());
  Q_EMIT node.peerJoined(test::peerInfo('c', QStringLiteral("desk-9")));
  Q_EMIT node.peerJoined(test::peerInfo('d', QStringLiteral("desk-8")));
  ASSERT_TRUE(waitFor([this] { return !node.calls.isEmpty(); }));
  settle();
  EXPECT_EQ(node.calls, QStringList(QStringLiteral("sendFiles %1 /a,/b").arg(peerId('d').hex())));
  EXPECT_EQ(ends, 0);
  kept.state = State::Done;
  Q_EMIT node.transferChanged(kept);
  expectEnd(kExitDone);
}

TEST_F(EarlierUpload, ThatIsOverIsNotTakenUp) {
  node.on_send_files = [this](const QStringList&) { tell(1, State::Done); };
  run();
  Q_EMIT node.transferChanged(kept);
  kept.state = State::Cancelled;
  Q_EMIT node.transferChanged(kept);
  Q_EMIT node.stateChanged(online());
  expectEnd(kExitDone);
}

TEST_F(ErrandTest, AFileThatCannotBeOfferedIsAFailure) {
  orders.files = QStringList{QStringLiteral("/none")};
  node.on_send_files = [this](const QStringList&) {
    Q_EMIT node.errorOccurred({codes::kVanished, QStringLiteral("/none is not there.")});
  };
  runOnline();
  expectEnd(kExitFailed);
  EXPECT_EQ(reason.code, codes::kVanished);
}

TEST_F(ErrandTest, FilesForEveryoneWhereNobodyIsAreAFailure) {
  orders.files = QStringList{QStringLiteral("/a")};
  orders.to = QStringLiteral("everyone");
  runOnline();
  expectEnd(kExitFailed);
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
  runOnline();
  expectEnd(GetParam().exit_code);
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
  runOnline();
  expectEnd(kExitNotVerified);
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
  runOnline();
  expectEnd(kExitNotVerified);
}

TEST_F(ErrandTest, WhatOthersSendIsNoneOfItsBusiness) {
  orders.files = QStringList{QStringLiteral("/a")};
  node.on_send_files = [this](const QStringList&) {
    Q_EMIT node.transferChanged(test::transfer(9, Direction::Down, State::Failed));
    tell(1, State::Done);
  };
  runOnline();
  expectEnd(kExitDone);
}

}  // namespace
}  // namespace landline::console
