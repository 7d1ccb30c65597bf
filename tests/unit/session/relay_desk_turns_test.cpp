#include "relay_desk_fixture.h"
#include <QElapsedTimer>

// When a relayed transfer may run, and when again.
namespace landline::session {
namespace {

using std::chrono::milliseconds;

TEST_F(RelayDeskTest, PauseIsPassedOnAndHoldsItUntilNeitherSideDoes) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Pause{transfer, codes::kQueued}));
  EXPECT_EQ(last<wire::Pause>(m_b).code, codes::kQueued);
  EXPECT_EQ(m_desk->runningCount(), 0);
  EXPECT_EQ(m_tickets->size(), 0);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Pause{transfer}));
  EXPECT_EQ(last<wire::Pause>(m_a).transfer, transfer);

  EXPECT_TRUE(m_desk->handle(m_a, wire::Continue{transfer}));
  EXPECT_EQ(last<wire::Continue>(m_b).transfer, transfer);
  EXPECT_EQ(m_desk->runningCount(), 0) << "b holds it";
  EXPECT_TRUE(m_desk->handle(m_b, wire::Continue{transfer}));
  EXPECT_EQ(count<wire::Ticket>(m_a), 2);
  EXPECT_EQ(count<wire::Ticket>(m_b), 2);
  EXPECT_TRUE(claim(m_a));
}

TEST_F(RelayDeskTest, OneThatIsHeldBeforeItIsAcceptedDoesNotBegin) {
  open();
  const QString transfer = offered(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Pause{transfer}));
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{transfer}));
  EXPECT_EQ(count<wire::Ticket>(m_b), 0);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Continue{transfer}));
  EXPECT_EQ(count<wire::Ticket>(m_b), 1);
}

TEST_F(RelayDeskTest, AnAcceptThatIsRepeatedChangesNothing) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{transfer}));
  EXPECT_EQ(count<wire::Ticket>(m_a), 1);
  EXPECT_EQ(m_desk->runningCount(), 1);
}

// --- Interruptions ---------------------------------------------------------------------------------------------------

TEST_F(RelayDeskTest, AfterAnInterruptionNewTicketsComeLaterAndLater) {
  m_limits.resume_first = milliseconds(10);
  m_limits.resume_longest = milliseconds(40);
  open();
  accepted(m_a, m_b);
  const std::vector<int> rests = {10, 20, 40, 40};
  for (std::size_t i = 0; i < rests.size(); ++i) {
    QElapsedTimer passed;
    passed.start();
    interrupt(m_a);
    ASSERT_TRUE(waitForTickets(m_a, static_cast<int>(i) + 2));
    EXPECT_GE(passed.elapsed(), rests[i]);
    EXPECT_EQ(count<wire::Ticket>(m_b), static_cast<int>(i) + 2);
  }
  EXPECT_EQ(m_tickets->size(), 2) << "the ticket of the other side of a broken run is withdrawn";
}

TEST_F(RelayDeskTest, TicketsThatNobodyShowsAreReplaced) {
  m_limits.ticket_life = milliseconds(20);
  open();
  accepted(m_a, m_b);
  const std::shared_ptr<RelayRun> waiting = claim(m_a);
  const auto old = last<wire::Ticket>(m_b);
  ASSERT_TRUE(waitForTickets(m_b, 2));
  EXPECT_EQ(m_tickets->claim(m_b, old).error().code, codes::kBadTicket);
  EXPECT_NE(claim(m_b), waiting);
}

TEST_F(RelayDeskTest, ATicketThatComesTooEarlyIsReplacedAndTheOtherSideNeedNotKnow) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Rejected{transfer, codes::kUnexpected, {}}));
  EXPECT_EQ(count<wire::Rejected>(m_b), 0);
  EXPECT_EQ(m_tickets->size(), 0);
  EXPECT_TRUE(waitForTickets(m_b, 2));
}

TEST_F(RelayDeskTest, ARestDoesNotOutliveAContinue) {
  m_limits.resume_first = milliseconds(3'600'000);
  m_limits.resume_longest = m_limits.resume_first;
  open();
  const QString transfer = accepted(m_a, m_b);
  interrupt(m_a);
  ASSERT_TRUE(test::waitFor([&] { return m_desk->runningCount() == 0; }));
  EXPECT_TRUE(m_desk->handle(m_b, wire::Continue{transfer}));
  EXPECT_EQ(count<wire::Ticket>(m_a), 2);
}

TEST_F(RelayDeskTest, WhatEndsDuringItsRestStaysEnded) {
  m_limits.resume_first = milliseconds(50);
  m_limits.resume_longest = milliseconds(50);
  open();
  const QString transfer = accepted(m_a, m_b);
  const QString other = accepted(m_a, m_b);
  interrupt(m_a);  // the last ticket, which is the other's
  ASSERT_TRUE(test::waitFor([&] { return m_desk->runningCount() == 1; }));
  EXPECT_TRUE(m_desk->handle(m_a, wire::Cancel{other, {}, {}}));
  const int tickets = count<wire::Ticket>(m_a);
  // The first one's interruption comes later and its rest is as long, so by its new ticket the other's rest is over.
  EXPECT_TRUE(m_desk->handle(m_a, wire::Rejected{transfer, codes::kUnexpected, {}}));
  ASSERT_TRUE(waitForTickets(m_a, tickets + 1));
  EXPECT_EQ(last<wire::Ticket>(m_a).transfer, transfer);
  EXPECT_EQ(count<wire::Ticket>(m_a), tickets + 1);
}

// --- Coming and going ------------------------------------------------------------------------------------------------

TEST_F(RelayDeskTest, AReceiverThatLeftIsAskedAgain) {
  open();
  const QString transfer = accepted(m_a, m_b);
  m_desk->peerLeft(m_b);
  EXPECT_EQ(m_tickets->size(), 0);
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, transfer)));
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kAbsent);
  m_desk->peerBack(m_b);
  EXPECT_EQ(m_desk->runningCount(), 0) << "it may have forgotten";
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, transfer)));
  EXPECT_EQ(last<wire::Offer>(m_b).transfer, transfer);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{transfer}));
  EXPECT_EQ(count<wire::Ticket>(m_a), 2);
}

TEST_F(RelayDeskTest, AnOffererThatLeftOffersAgain) {
  open();
  const QString transfer = accepted(m_a, m_b);
  const QString open_one = offered(m_a, m_b);
  m_desk->peerLeft(m_a);
  EXPECT_EQ(m_desk->openCount(), 0);
  EXPECT_EQ(m_tickets->size(), 0);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{open_one})) << "no reason to reject it: the offer will come again";
  EXPECT_EQ(count<wire::Rejected>(m_b), 0);
  m_desk->peerBack(m_a);
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, transfer)));
  EXPECT_EQ(last<wire::Offer>(m_b).transfer, transfer);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{transfer}));
  EXPECT_TRUE(claim(m_a));
  EXPECT_TRUE(claim(m_b));
}

TEST_F(RelayDeskTest, WhoeverLeftHoldsNothing) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Pause{transfer}));
  m_desk->peerLeft(m_b);
  m_desk->peerBack(m_b);
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, transfer)));
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{transfer}));
  EXPECT_EQ(m_desk->runningCount(), 1);
}

TEST_F(RelayDeskTest, ACancelThatIsSaidAgainReachesWhoWasAway) {
  open();
  const QString transfer = accepted(m_a, m_b);
  m_desk->peerLeft(m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Cancel{transfer, codes::kCancelled, {}}));
  m_said.clear();
  m_desk->peerBack(m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Cancel{transfer, codes::kCancelled, {}}));
  EXPECT_EQ(last<wire::Cancel>(m_b).transfer, transfer);
}

// --- Turns -----------------------------------------------------------------------------------------------------------

TEST_F(RelayDeskTest, WithOnePeerOnlySoManyRunAtOnceInTheOrderOfTheirAcceptance) {
  m_limits.transfers_per_peer = 1;
  open();
  const QString second = offered(m_a, m_b);
  const QString first = offered(m_c, m_b);  // both with b
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{first}));
  EXPECT_TRUE(m_desk->handle(m_b, wire::Accept{second}));
  const QString third = accepted(m_a, m_b);
  EXPECT_EQ(count<wire::Ticket>(m_b), 1);
  EXPECT_EQ(last<wire::Ticket>(m_b).transfer, first);
  EXPECT_TRUE(m_desk->handle(m_c, wire::Cancel{first, {}, {}}));
  EXPECT_EQ(last<wire::Ticket>(m_b).transfer, second);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Pause{second}));
  EXPECT_EQ(last<wire::Ticket>(m_b).transfer, third);
  EXPECT_EQ(m_desk->runningCount(), 1);
}

TEST_F(RelayDeskTest, InAllOnlySoManyRunAtOnce) {
  open();
  std::vector<PeerId> peers;
  for (int i = 0; i < 40; ++i) {
    peers.push_back(peerCalled(std::to_string(i).c_str()));
    m_desk->peerBack(peers.back());
  }
  std::vector<QString> transfers;
  for (std::size_t i = 0; i < peers.size(); i += 2) {
    transfers.push_back(accepted(peers[i], peers[i + 1]));
  }
  EXPECT_EQ(m_desk->runningCount(), m_limits.transfers_in_all);
  EXPECT_EQ(m_desk->openCount(), 20);
  EXPECT_TRUE(m_desk->handle(peers[0], wire::Cancel{transfers[0], {}, {}}));
  EXPECT_EQ(m_desk->runningCount(), m_limits.transfers_in_all);
  EXPECT_EQ(count<wire::Ticket>(peers[32]), 1) << "the seventeenth pair";
  EXPECT_EQ(count<wire::Ticket>(peers[34]), 0);
}

}  // namespace
}  // namespace landline::session
