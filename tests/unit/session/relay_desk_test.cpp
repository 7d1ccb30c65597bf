#include "relay_desk_fixture.h"

// What the desk passes on and what it refuses: no connection is made here.
namespace landline::session {
namespace {

TEST_F(RelayDeskTest, AnOfferIsPassedOnWithItsSender) {
  open();
  const wire::Offer offer = offerTo(m_b, wire::newUuid());
  EXPECT_TRUE(m_desk->handle(m_a, offer));
  const auto got = last<wire::Offer>(m_b);
  EXPECT_EQ(got.from, m_a);
  EXPECT_EQ(got.to, m_b);
  EXPECT_EQ(got.transfer, offer.transfer);
  EXPECT_EQ(got.title, offer.title);
  EXPECT_EQ(got.files, offer.files);
  EXPECT_EQ(got.bytes, offer.bytes);
  EXPECT_EQ(got.first, offer.first);
  EXPECT_EQ(heard(m_a), 0);
  EXPECT_EQ(heard(m_c), 0);
}

TEST_F(RelayDeskTest, BadInput56_WhatAnOfferSaysOfItsSenderIsNotBelieved) {
  open();
  wire::Offer offer = offerTo(m_b, wire::newUuid());
  offer.from = m_c;
  EXPECT_TRUE(m_desk->handle(m_a, offer));
  EXPECT_EQ(last<wire::Offer>(m_b).from, m_a);
}

TEST_F(RelayDeskTest, AnAcceptedOneGivesEachSideATicketOfItsOwn) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_EQ(last<wire::Accept>(m_a).transfer, transfer);
  const auto ticket_of_a = last<wire::Ticket>(m_a);
  const auto ticket_of_b = last<wire::Ticket>(m_b);
  EXPECT_EQ(ticket_of_a.transfer, transfer);
  EXPECT_EQ(ticket_of_b.transfer, transfer);
  EXPECT_NE(ticket_of_a.ticket, ticket_of_b.ticket);
  EXPECT_EQ(m_desk->runningCount(), 1);
  const std::shared_ptr<RelayRun> run = claim(m_a);
  EXPECT_TRUE(run);
  EXPECT_EQ(claim(m_b), run);
}

TEST_F(RelayDeskTest, BadInput37_TicketsOfOthersAreWorthless) {
  open();
  accepted(m_a, m_b);
  for (const PeerId& thief : {m_b, m_c}) {
    EXPECT_FALSE(m_tickets->claim(thief, last<wire::Ticket>(m_a)).ok());
  }
  EXPECT_TRUE(claim(m_a)) << "the rightful owner is not harmed";
}

TEST_F(RelayDeskTest, AnAnswerOfAStrangerIsNotTaken) {
  open();
  const QString transfer = offered(m_a, m_b);
  const std::vector<wire::ControlMessage> words = {wire::Accept{transfer}, wire::Decline{transfer, {}, {}},
                                                   wire::Pause{transfer}, wire::Cancel{transfer, {}, {}}};
  for (const wire::ControlMessage& word : words) {
    EXPECT_FALSE(m_desk->handle(m_c, word)) << "the manager rejects it: it is an unknown transfer";
  }
  EXPECT_EQ(heard(m_a), 0);
  EXPECT_EQ(heard(m_b), 1);
  EXPECT_EQ(m_desk->openCount(), 1);
}

TEST_F(RelayDeskTest, AnOffererCannotAnswerItself) {
  open();
  const QString transfer = offered(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Accept{transfer}));
  EXPECT_EQ(last<wire::Rejected>(m_a).re, transfer);
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kUnknownTransfer);
  EXPECT_EQ(m_desk->runningCount(), 0);
  EXPECT_EQ(heard(m_b), 1);
}

TEST_F(RelayDeskTest, WhatIsAboutNoRelayIsLeftAlone) {
  open();
  EXPECT_FALSE(m_desk->handle(m_a, wire::Accept{wire::newUuid()}));
  EXPECT_FALSE(m_desk->handle(m_a, wire::Rejected{wire::newUuid(), codes::kAbsent, {}}));
  EXPECT_FALSE(m_desk->handle(m_a, wire::Chat{}));
  EXPECT_EQ(heard(m_a), 0);
}

// --- Offers that are refused -----------------------------------------------------------------------------------------

TEST_F(RelayDeskTest, AnOfferToSomebodyWhoIsNotHereIsRejected) {
  open();
  const wire::Offer offer = offerTo(peerCalled("nobody"), wire::newUuid());
  EXPECT_TRUE(m_desk->handle(m_a, offer));
  EXPECT_EQ(last<wire::Rejected>(m_a).re, offer.transfer);
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kAbsent);
  EXPECT_EQ(m_desk->openCount(), 0);
}

TEST_F(RelayDeskTest, AnOfferToOneselfIsRejected) {
  open();
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_a, wire::newUuid())));
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kUnsupported);
  EXPECT_EQ(m_desk->openCount(), 0);
}

TEST_F(RelayDeskTest, BadInput62_AnOfferersQueueIsBounded) {
  open();
  const QString first = offered(m_a, m_b);
  for (int i = 1; i < 10'000; ++i) {
    EXPECT_TRUE(m_desk->handle(m_a, offerTo(i % 2 == 0 ? m_b : m_c, wire::newUuid())));
  }
  EXPECT_EQ(m_desk->openCount(), m_limits.queued_offers_per_peer);
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kTooMany);
  EXPECT_EQ(count<wire::Rejected>(m_a), 10'000 - m_limits.queued_offers_per_peer);
  // A repeated one is not one more, others have queues of their own, and an end makes room.
  const int heard_of_b = count<wire::Offer>(m_b);
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, first)));
  EXPECT_EQ(count<wire::Offer>(m_b), heard_of_b + 1);
  offered(m_c, m_b);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Decline{first, {}, {}}));
  offered(m_a, m_b);
}

TEST_F(RelayDeskTest, BadInput37_AUuidBelongsToOnePair) {
  open();
  const QString transfer = offered(m_a, m_b);
  const auto expect_refused = [&](const PeerId& from, const PeerId& to) {
    const int before = heard(to);
    EXPECT_TRUE(m_desk->handle(from, offerTo(to, transfer)));
    EXPECT_EQ(last<wire::Rejected>(from).re, transfer);
    EXPECT_EQ(last<wire::Rejected>(from).code, codes::kUnexpected);
    EXPECT_EQ(heard(to), before);
  };
  expect_refused(m_c, m_b);
  expect_refused(m_a, m_c);
  expect_refused(m_b, m_a);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Cancel{transfer, {}, {}}));
  expect_refused(m_c, m_b);  // late words about it must not reach a stranger's transfer
  const int before = count<wire::Offer>(m_b);
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, transfer)));
  EXPECT_EQ(count<wire::Offer>(m_b), before + 1);
}

TEST_F(RelayDeskTest, BadInput34_AnOfferThatWouldNotFitOnceItNamesItsSenderIsRejected) {
  open();
  wire::Offer offer = offerTo(m_b, wire::newUuid());
  offer.first = QStringList{QString(5'000, QChar(1))};  // six octets each in JSON
  offer.title = QString(5'000, QChar(0x684c));
  EXPECT_TRUE(m_desk->handle(m_a, offer));
  EXPECT_EQ(count<wire::Rejected>(m_a), 0);
  EXPECT_FALSE(wire::encode(last<wire::Offer>(m_b)).isEmpty());
  offer.title += QLatin1Char('x');
  offer.transfer = wire::newUuid();
  EXPECT_TRUE(m_desk->handle(m_a, offer));
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kTooLarge);
  EXPECT_EQ(count<wire::Offer>(m_b), 1);
}

// --- The end of a transfer -------------------------------------------------------------------------------------------

TEST_F(RelayDeskTest, ADeclineIsPassedOnWithItsReason) {
  open();
  const QString transfer = offered(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Decline{transfer, codes::kNoSpace, QStringLiteral("Full.")}));
  EXPECT_EQ(last<wire::Decline>(m_a).code, codes::kNoSpace);
  EXPECT_EQ(last<wire::Decline>(m_a).reason, QStringLiteral("Full."));
  EXPECT_EQ(m_desk->openCount(), 0);
}

TEST_F(RelayDeskTest, ARefusedOfferIsOverAtBothEnds) {
  open();
  const QString transfer = offered(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_b, wire::Rejected{transfer, codes::kTooMany, QStringLiteral("Enough.")}));
  EXPECT_EQ(last<wire::Rejected>(m_a).re, transfer);
  EXPECT_EQ(last<wire::Rejected>(m_a).code, codes::kTooMany);
  EXPECT_EQ(m_desk->openCount(), 0);
}

TEST_F(RelayDeskTest, EitherSideMayCancelAndTheTicketsAreWorthless) {
  for (const bool by_offerer : {true, false}) {
    open();
    const QString transfer = accepted(m_a, m_b);
    EXPECT_TRUE(m_desk->handle(by_offerer ? m_a : m_b, wire::Cancel{transfer, codes::kCancelled, {}}));
    EXPECT_EQ(last<wire::Cancel>(by_offerer ? m_b : m_a).transfer, transfer);
    EXPECT_EQ(m_desk->openCount(), 0);
    EXPECT_EQ(m_desk->runningCount(), 0);
    EXPECT_EQ(m_tickets->size(), 0);
  }
}

TEST_F(RelayDeskTest, BadInput80_BothMayCancelAtOnce) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Cancel{transfer, codes::kCancelled, {}}));
  EXPECT_TRUE(m_desk->handle(m_b, wire::Cancel{transfer, codes::kCancelled, {}}));
  EXPECT_EQ(count<wire::Cancel>(m_a), 1);
  EXPECT_EQ(count<wire::Cancel>(m_b), 1);
  EXPECT_EQ(count<wire::Rejected>(m_a) + count<wire::Rejected>(m_b), 0);
}

TEST_F(RelayDeskTest, WordsThatCrossedTheEndAreDropped) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Cancel{transfer, {}, {}}));
  const int heard_by_a = heard(m_a);
  const std::vector<wire::ControlMessage> words = {wire::Accept{transfer}, wire::Pause{transfer},
                                                   wire::Continue{transfer},
                                                   wire::Rejected{transfer, codes::kUnexpected, {}}};
  for (const wire::ControlMessage& word : words) {
    EXPECT_TRUE(m_desk->handle(m_b, word));
    EXPECT_FALSE(m_desk->handle(m_c, word));
  }
  EXPECT_EQ(heard(m_a), heard_by_a);
  EXPECT_EQ(heard(m_c), 0);
}

TEST_F(RelayDeskTest, AnOffererThatKnowsItNoLongerEndsItAtTheReceiver) {
  open();
  const QString transfer = accepted(m_a, m_b);
  EXPECT_TRUE(m_desk->handle(m_a, wire::Rejected{transfer, codes::kUnknownTransfer, {}}));
  EXPECT_EQ(last<wire::Cancel>(m_b).transfer, transfer);
  EXPECT_EQ(last<wire::Cancel>(m_b).code, codes::kUnknownTransfer);
  EXPECT_EQ(m_desk->openCount(), 0);
}

TEST_F(RelayDeskTest, StopMakesEveryTicketWorthless) {
  open();
  accepted(m_a, m_b);
  accepted(m_b, m_c);
  EXPECT_EQ(m_tickets->size(), 4);
  m_desk->stop();
  EXPECT_EQ(m_tickets->size(), 0);
  EXPECT_TRUE(m_desk->handle(m_a, offerTo(m_b, wire::newUuid())));
  EXPECT_EQ(m_desk->openCount(), 0);
}

}  // namespace
}  // namespace landline::session
