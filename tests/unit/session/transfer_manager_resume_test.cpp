// Connections that break, peers that go and come, words that were lost.

#include "manager_fixture.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

class TransferManagerResume : public TransferManagerBothWays {
 protected:
  /// The direction of the octets of the file breaks after so many octets, on the first `cuts` connections.
  void cutAfter(std::size_t octets, int cuts) {
    (GetParam() ? m_to_server : m_to_client).cut_after = octets;
    m_cuts = cuts;
  }
  void offerOne(const QByteArray& octets) {
    m_octets = octets;
    offer(writeSource(QStringLiteral("a.bin"), octets));
  }
  /// Both sides anew, with an accepted transfer whose data connections cannot be made.
  void startRunningAnew() {
    m_unreachable = true;
    m_server.reset();
    start();
    taker().manager.setAcceptRule(AcceptRule::All);
    offerOne(someOctets(1000));
    ASSERT_TRUE(test::waitFor([&] { return m_client->state() == State::Waiting; }));
  }
  void expectWhole() {
    ASSERT_TRUE(bothReach(State::Done));
    EXPECT_EQ(contentOf(savedPath(QStringLiteral("a.bin"))), m_octets);
    EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
    EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
    EXPECT_EQ(m_client->order.size() + m_server->order.size(), 2) << "it stays one transfer";
  }
};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerResume, ::testing::Bool(), wayName);

TEST_P(TransferManagerResume, BadInput27_69_ABrokenConnectionIsMadeAgain) {
  cutAfter(5'000'000, 3);
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(10'000'000));
  expectWhole();
  for (const Side* side : {m_client.get(), m_server.get()}) {
    EXPECT_TRUE(side->states[side->order.at(0)].count(State::Waiting));
  }
  EXPECT_GE(m_server->countSaid<wire::Ticket>(), 3);
  EXPECT_GT(taker().row().bytes_found, 0) << "it did not begin from nothing";
}

TEST_P(TransferManagerResume, ThePauseDoublesUntilSomethingMoves) {
  m_time = &m_clock;
  m_limits.ticket_life = std::chrono::milliseconds(1);  // by the real clock; nobody shows them in time
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  m_unreachable = true;
  offerOne(someOctets(10));
  ASSERT_TRUE(waitFor([&] { return m_server->row().retry_at_ms != 0; }));
  m_linked = false;
  int tickets = m_server->countSaid<wire::Ticket>();
  for (const qint64 pause_ms : {5, 10, 20, 40, 40}) {
    ASSERT_TRUE(waitFor([&] { return m_server->state() == State::Waiting && m_server->row().retry_at_ms != 0; }));
    EXPECT_EQ(m_server->row().retry_at_ms - m_clock.monotonicMs(), pause_ms);
    EXPECT_EQ(m_server->row().error.code, QString(codes::kTimeout));
    EXPECT_EQ(m_server->countSaid<wire::Ticket>(), tickets);
    m_clock.advance(pause_ms);
    ++tickets;
    ASSERT_TRUE(waitFor([&] { return m_server->countSaid<wire::Ticket>() == tickets; }));
  }
}

TEST_P(TransferManagerResume, AfterOctetsThePauseIsShortAgain) {
  m_time = &m_clock;
  cutAfter(2'000'000, 1000);  // before the first block is whole
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(3'000'000));
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(waitFor([&] { return m_server->row().retry_at_ms > m_clock.monotonicMs(); }));
    EXPECT_EQ(m_server->row().retry_at_ms - m_clock.monotonicMs(), 5);
    ASSERT_TRUE(bothReach(State::Waiting));
    EXPECT_EQ(m_server->row().error.code, QString(codes::kInterrupted));
    m_clock.advance(5);
    ASSERT_TRUE(waitFor([&] { return m_server->countSaid<wire::Ticket>() == i + 2; }));
  }
}

TEST_P(TransferManagerResume, ContinueTriesAtOnce) {
  m_limits.resume_first = m_limits.resume_longest = std::chrono::hours(1);
  cutAfter(100'000, 1);
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(200'000));
  ASSERT_TRUE(bothReach(State::Waiting));
  m_client->manager.resume(offerer().id, m_client->order.at(0));
  expectWhole();
}

TEST_P(TransferManagerResume, AnUnreachableServerIsTriedAgain) {
  m_unreachable = true;
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(10));
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Waiting; }));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kUnreachable));
  m_unreachable = false;
  expectWhole();
}

TEST_P(TransferManagerResume, TheEndThatWasMissedIsToldAgain) {
  // What the receiver says comes through until it has wanted the file, not its `stored`.
  (GetParam() ? m_to_client : m_to_server).cut_after = GetParam() ? 40 : 150;
  m_cuts = 1;
  startRemembering();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(200'000));
  expectWhole();
  EXPECT_EQ(offerer().row().stored, 1) << "by this transfer";
  EXPECT_EQ(offerer().row().identical, 0);
  EXPECT_EQ(taker().received.size(), 1);
}

TEST_P(TransferManagerResume, AnOfferWaitsForThePeersReturn) {
  start();
  offerOne(someOctets(1000));
  ASSERT_TRUE(offered());
  part();
  for (const Side* side : {m_client.get(), m_server.get()}) {
    EXPECT_EQ(side->state(), State::Waiting);
    EXPECT_EQ(side->row().error.code, QString(codes::kConnectionLost));
  }
  meet();
  ASSERT_TRUE(bothReach(State::Offered));
  accept(taker());
  expectWhole();
}

TEST_P(TransferManagerResume, WhatIsMadeOfferableWhileThePeerIsAwayIsOfferedLater) {
  start();
  part();
  offerOne(someOctets(1000));
  ASSERT_TRUE(waitFor([&] { return offerer().state() == State::Waiting; }));
  EXPECT_EQ(offerer().row().error.code, QString(codes::kAbsent));
  meet();
  ASSERT_TRUE(offered());
  accept(taker());
  expectWhole();
}

TEST_P(TransferManagerResume, AnAnswerGivenWhileThePeerIsAwayHolds) {
  start();
  offerOne(someOctets(1000));
  ASSERT_TRUE(offered());
  part();
  accept(taker());
  EXPECT_EQ(taker().state(), State::Waiting);
  meet();
  expectWhole();
}

TEST_P(TransferManagerResume, ARefusalGivenWhileThePeerIsAwayHolds) {
  start();
  offerOne(someOctets(1000));
  ASSERT_TRUE(offered());
  part();
  taker().manager.decline(offerer().id, taker().order.at(0));
  EXPECT_EQ(taker().state(), State::Declined);
  meet();
  ASSERT_TRUE(bothReach(State::Declined));
}

TEST_P(TransferManagerResume, WhatWasAcceptedIsNotAskedAgain) {
  startRunning();
  m_cuts = 0;
  part();
  EXPECT_EQ(m_client->state(), State::Running) << "the data connection is another matter";
  m_gate.open();
  meet();
  expectWhole();
}

TEST_P(TransferManagerResume, BothConnectionsAreLost) {
  cutAfter(4'500'000, 1);
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  m_gate.hold_after = 4'200'000;
  offerOne(someOctets(9'000'000));
  // The sender's end may be cut already, which is not to be seen at the other one.
  ASSERT_TRUE(waitFor([&] { return m_server->state() == State::Running && taker().row().bytes_done > 3'500'000; }));
  part();
  m_gate.open();
  ASSERT_TRUE(bothReach(State::Waiting));
  EXPECT_GT(taker().row().bytes_done, 3'500'000) << "the row says how far it came";
  taker().manager.setAcceptRule(AcceptRule::None);
  meet();
  expectWhole();
}

TEST_P(TransferManagerResume, CancelledWhileThePeerIsAway) {
  for (const bool by_offerer : {true, false}) {
    m_client.reset();
    startRunningAnew();
    part();
    ASSERT_TRUE(bothReach(State::Waiting));
    Side& who = by_offerer ? offerer() : taker();
    who.manager.cancel(offerer().id, who.order.at(0));
    EXPECT_EQ(who.state(), State::Cancelled);
    meet();
    ASSERT_TRUE(bothReach(State::Cancelled)) << by_offerer;
    EXPECT_EQ(m_client->manager.openCount() + m_server->manager.openCount(), 0);
  }
}

TEST_P(TransferManagerResume, PausedAndContinuedWhileThePeerIsAway) {
  start();
  offerOne(someOctets(1000));
  ASSERT_TRUE(offered());
  m_unreachable = true;
  accept(taker());
  ASSERT_TRUE(waitFor([&] { return offerer().state() != State::Offered; }));
  part();
  taker().manager.pause(offerer().id, taker().order.at(0));
  EXPECT_EQ(taker().state(), State::Paused);
  m_unreachable = false;
  meet();
  ASSERT_TRUE(bothReach(State::Paused));
  EXPECT_TRUE(offerer().row().paused_there);
  part();
  EXPECT_EQ(offerer().state(), State::Waiting);
  taker().manager.resume(offerer().id, taker().order.at(0));
  meet();
  expectWhole();
}

TEST_P(TransferManagerResume, AnOfferThatIsNotRepeatedIsGone) {
  start();
  offerOne(someOctets(1000));
  ASSERT_TRUE(offered());
  m_linked = false;
  taker().manager.peerLeft(offerer().id);
  taker().manager.peerBack(offerer().id, QStringLiteral("again"));
  ASSERT_TRUE(waitFor([&] { return taker().state() == State::Failed; }));
  EXPECT_EQ(taker().row().error.code, QString(codes::kConnectionLost));
}

TEST_P(TransferManagerResume, ATransferThatTheOffererForgotFails) {
  m_unreachable = true;
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(1000));
  ASSERT_TRUE(waitFor([&] { return taker().order.size() == 1 && offerer().state() != State::Offered; }));
  part();
  // The offerer starts again without a memory.
  (GetParam() ? m_client : m_server).reset();
  GetParam() ? startClient() : startServer();
  linkBoth();
  meet();
  ASSERT_TRUE(waitFor([&] { return taker().state() == State::Failed; }));
  EXPECT_EQ(taker().row().error.code, QString(codes::kUnknownTransfer));
}

TEST_F(TransferManagerTest, OffersOfPeersThatWentAwayAreBounded) {
  start();
  m_linked = false;
  const QString digits = QStringLiteral("cdef0123456789");
  for (const QChar digit : digits) {
    const PeerId peer = peerNamed(digit.toLatin1());
    m_server->manager.peerBack(peer, QStringLiteral("x"));
    for (int i = 0; i < m_limits.queued_offers_per_peer; ++i) {
      m_server->manager.handle(peer, QStringLiteral("x"),
                               wire::Offer{wire::newUuid(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}});
    }
    m_server->manager.peerLeft(peer);
  }
  EXPECT_EQ(m_server->manager.openCount(), TransferManager::kAbsentOffers);
}

}  // namespace
}  // namespace landline::session
