// What a manager refuses, bounds, remembers and forgets.

#include "manager_fixture.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

TEST_F(TransferManagerTest, BadInput84_BothDirectionsRunAtOnce) {
  const QByteArray octets = someOctets(2'000'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  start();
  m_client->manager.setAcceptRule(AcceptRule::All);
  m_server->manager.setAcceptRule(AcceptRule::All);
  for (int i = 0; i < 3; ++i) {
    offerFromClient(path);
    offerFromServer(path);
  }
  ASSERT_TRUE(waitFor([&] { return m_client->received.size() == 3 && m_server->received.size() == 3; }));
  EXPECT_EQ(saved().size(), 6);
  for (const QString& name : saved()) {
    EXPECT_EQ(contentOf(savedPath(name)), octets);
  }
}

TEST_F(TransferManagerTest, BadInput62_OffersAreBounded) {
  start();
  m_linked = false;
  wire::Offer offer{QString(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  for (int i = 0; i < 10'000; ++i) {
    offer.transfer = wire::newUuid();
    m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  }
  EXPECT_EQ(m_server->order.size(), m_limits.queued_offers_per_peer);
  EXPECT_EQ(m_server->countSaid<wire::Rejected>(), 10'000 - m_limits.queued_offers_per_peer);
  EXPECT_EQ(m_server->lastSaid<wire::Rejected>().code, QString(codes::kTooMany));
  EXPECT_EQ(m_server->lastSaid<wire::Rejected>().re, offer.transfer);
  // Another peer is not affected.
  m_server->manager.handle(peerNamed('c'), QStringLiteral("other"), wire::Offer(offer));
  EXPECT_EQ(m_server->order.size(), m_limits.queued_offers_per_peer + 1);
}

TEST_F(TransferManagerTest, MoreOffersThanTheQueueTakesWaitAtTheOfferer) {
  m_limits.queued_offers_per_peer = 3;
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  for (int i = 0; i < 10; ++i) {
    offerFromClient(path);
  }
  ASSERT_TRUE(waitFor([&] { return m_client->countSaid<wire::Offer>() == 3 && m_server->order.size() == 3; }));
  m_server->manager.setAcceptRule(AcceptRule::All);
  for (int i = 0; i < 3; ++i) {
    accept(*m_server, i);
  }
  ASSERT_TRUE(waitFor([&] { return m_server->received.size() == 10; }));
  EXPECT_EQ(m_server->countSaid<wire::Rejected>(), 0);
}

TEST_F(TransferManagerTest, ARepeatedOfferGetsTheSameAnswerAndNobodyIsAskedTwice) {
  start();
  m_linked = false;
  const wire::Offer offer{wire::newUuid(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  const auto repeat = [&] { m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer); };
  repeat();
  repeat();
  EXPECT_EQ(m_server->order.size(), 1);
  EXPECT_TRUE(m_server->said.empty());
  accept(*m_server);
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 1);
  repeat();
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 2);
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 1);
  m_server->manager.cancel(m_client->id, offer.transfer);
  repeat();
  EXPECT_EQ(m_server->countSaid<wire::Cancel>(), 2);
  EXPECT_EQ(m_server->state(), State::Cancelled);
}

TEST_F(TransferManagerTest, WhatHasNoPlaceIsRejected) {
  start();
  m_linked = false;
  const QString id = wire::newUuid();
  const auto codeFor = [&](const wire::ControlMessage& message) {
    m_server->said.clear();
    EXPECT_TRUE(m_server->manager.handle(m_client->id, QStringLiteral("desk"), message));
    EXPECT_EQ(m_server->said.size(), 1U);
    EXPECT_EQ(m_server->lastSaid<wire::Rejected>().re, id);
    return m_server->lastSaid<wire::Rejected>().code;
  };
  EXPECT_EQ(codeFor(wire::Accept{id}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Decline{id, {}, {}}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Cancel{id, {}, {}}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Ticket{id, QString(64, QLatin1Char('0'))}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Pause{id}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Continue{id}), QString(codes::kUnknownTransfer));
  // For another, from another
  EXPECT_EQ(codeFor(wire::Offer{id, peerNamed('c'), QStringLiteral("x"), 1, 10, {}, {}}), QString(codes::kUnsupported));
  EXPECT_EQ(codeFor(wire::Offer{id, m_server->id, QStringLiteral("x"), 1, 10, {}, peerNamed('c')}),
            QString(codes::kUnsupported));
  EXPECT_TRUE(m_server->order.isEmpty());
  // Not about transfers
  EXPECT_FALSE(m_server->manager.handle(m_client->id, QString(), wire::Ping{}));
  EXPECT_FALSE(m_server->manager.handle(m_client->id, QString(), wire::Rejected{id, QStringLiteral("x"), {}}));
}

TEST_F(TransferManagerTest, BadInput37_APeerCannotTouchTheTransfersOfAnother) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  offerFromServer(path);
  offerFromClient(path);
  ASSERT_TRUE(waitFor([&] { return m_server->order.size() == 2; }));
  const PeerId stranger = peerNamed('c');
  for (const QString& transfer : m_server->order) {
    m_server->said.clear();
    m_server->manager.handle(stranger, QString(), wire::Accept{transfer});
    m_server->manager.handle(stranger, QString(), wire::Cancel{transfer, {}, {}});
    m_server->manager.handle(stranger, QString(), wire::Decline{transfer, {}, {}});
    EXPECT_EQ(m_server->countSaid<wire::Rejected>(), 3);
    EXPECT_EQ(m_server->lastSaid<wire::Rejected>().code, QString(codes::kUnknownTransfer));
  }
  EXPECT_EQ(m_server->state(0), State::Offered);
  EXPECT_EQ(m_server->state(1), State::Offered);
}

TEST_F(TransferManagerTest, BadInput39_AClientRefusesATicketThatItDoesNotWaitFor) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  offerFromServer(path);
  ASSERT_TRUE(waitFor([&] { return m_client->order.size() == 1; }));
  m_linked = false;
  offerFromClient(path);
  for (const QString& transfer : m_client->order) {  // one that was not answered, one that is being counted
    m_client->manager.handle(m_server->id, QString(), wire::Ticket{transfer, QString(64, QLatin1Char('0'))});
    EXPECT_EQ(m_client->lastSaid<wire::Rejected>().re, transfer);
    EXPECT_EQ(m_client->lastSaid<wire::Rejected>().code, QString(codes::kUnexpected));
  }
  EXPECT_EQ(m_client->manager.runningCount(), 0);
}

TEST_F(TransferManagerTest, ARejectedOfferFails) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  m_linked = false;
  offerFromClient(path);
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Offered; }));
  EXPECT_TRUE(m_client->manager.handle(m_server->id, QString(),
                                       wire::Rejected{m_client->order.at(0), QString(codes::kTooMany), {}}));
  EXPECT_EQ(m_client->state(), State::Failed);
  EXPECT_EQ(m_client->row().error.code, QString(codes::kTooMany));
}

TEST_F(TransferManagerTest, BadInput11_12_13_22_24_AnUnsafeTitleIsDeclinedAtOnce) {
  start();
  m_linked = false;
  m_server->manager.setAcceptRule(AcceptRule::All);
  const QStringList titles{QStringLiteral("../x"),
                           QStringLiteral("/etc/x"),
                           QStringLiteral(".."),
                           QStringLiteral("a\nb"),
                           QStringLiteral("a") + QChar(0x202E) + QStringLiteral("gnp.exe"),
                           QStringLiteral(".landline-0123456789abcdef01234567.part"),
                           QString(100'000, QLatin1Char('a'))};
  for (const QString& title : titles) {
    m_server->manager.handle(m_client->id, QStringLiteral("desk"),
                             wire::Offer{wire::newUuid(), m_server->id, title, 1, 10, {}, {}});
    EXPECT_EQ(m_server->lastSaid<wire::Decline>().code, QString(codes::kUnsafeName));
  }
  EXPECT_EQ(m_server->countSaid<wire::Decline>(), titles.size());
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 0);
}

TEST_F(TransferManagerTest, WhatCannotBeOfferedIsSaid) {
  start();
  offerFromClient(m_directory.filePath(QStringLiteral("not there")));
  offerFromClient(QStringLiteral("/dev/null"));
  ASSERT_TRUE(waitFor([&] { return m_client->state(0) == State::Failed && m_client->state(1) == State::Failed; }));
  EXPECT_EQ(m_client->row(0).error.code, QString(codes::kVanished));
  EXPECT_EQ(m_client->row(1).error.code, QString(codes::kNotAFile));
  EXPECT_EQ(m_client->countSaid<wire::Offer>() + m_client->countSaid<wire::Cancel>(), 0);
  offerFromClient(QStringList());
  EXPECT_EQ(m_client->errors, QStringList{QString(codes::kUsage)});
  m_client->manager.cancel(m_client->id, wire::newUuid());
  EXPECT_EQ(m_client->errors.last(), QString(codes::kUnknownTransfer));
}

TEST_F(TransferManagerTest, FinishedTransfersAreForgottenAtLast) {
  start();
  m_linked = false;
  m_server->manager.setAcceptRule(AcceptRule::None);
  wire::Offer offer{QString(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  QStringList offered;
  for (int i = 0; i < TransferManager::kRemembered + 1; ++i) {
    offer.transfer = wire::newUuid();
    offered.append(offer.transfer);
    m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  }
  const auto cancelled = [&](const QString& transfer) {
    m_server->said.clear();
    m_server->manager.handle(m_client->id, QString(), wire::Cancel{transfer, {}, {}});
    return m_server->said.empty();
  };
  EXPECT_FALSE(cancelled(offered.first()));
  EXPECT_TRUE(cancelled(offered.at(1)));
  EXPECT_TRUE(cancelled(offered.last()));
}

// The receiver was killed after its last word and before it had noted it: it comes back and asks for the rest.
TEST_P(TransferManagerBothWays, WhoMissedTheEndIsToldAgain) {
  start();
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
  offer(writeSource(QStringLiteral("a.bin"), someOctets(1000)));
  ASSERT_TRUE(bothReach(State::Done));
  const QString id = m_client->row().transfer;
  if (GetParam()) {
    m_client->manager.handle(m_server->id, QStringLiteral("room"), wire::Ticket{id, QString(64, QLatin1Char('0'))});
    EXPECT_EQ(m_client->countSaid<wire::Rejected>(), 0) << "it connects";
  } else {
    m_server->manager.handle(m_client->id, QStringLiteral("desk"), wire::Accept{id});
    EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 2);
  }
  EXPECT_EQ(m_client->row().state, State::Done) << "nobody sees it";
  EXPECT_EQ(m_server->row().state, State::Done);
}

}  // namespace
}  // namespace landline::session
