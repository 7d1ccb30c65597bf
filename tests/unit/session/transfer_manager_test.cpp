// The states of transfers, each test in both directions.

#include "manager_fixture.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

class TransferManagerBothWays : public TransferManagerTest, public ::testing::WithParamInterface<bool> {};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerBothWays, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Up" : "Down"; });

TEST_P(TransferManagerBothWays, AFileIsOfferedAcceptedAndStored) {
  const QByteArray octets = someOctets(300'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  EXPECT_EQ(offerer.state(), State::Offered);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  EXPECT_EQ(taker.state(), State::Offered);
  EXPECT_EQ(taker.row().title, QStringLiteral("a.bin"));
  EXPECT_EQ(taker.row().bytes_total, octets.size());
  EXPECT_EQ(taker.row().peer, offerer.id);
  accept(taker);
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(offerer.row().digest, digestOf(octets));
  EXPECT_EQ(taker.row().digest, digestOf(octets));
  EXPECT_EQ(taker.row().path, savedPath(QStringLiteral("a.bin")));
  EXPECT_EQ(offerer.row().bytes_done, octets.size());
  EXPECT_EQ(taker.row().bytes_done, octets.size());
  EXPECT_GT(taker.row().seconds, 0.0);
  EXPECT_FALSE(taker.row().identical);
  ASSERT_EQ(taker.received.size(), 1);
  EXPECT_EQ(taker.received.at(0).state, State::Done);
  EXPECT_TRUE(offerer.received.isEmpty());
  EXPECT_EQ(contentOf(taker.row().path), octets);
  EXPECT_EQ(offerer.changes_after_the_end + taker.changes_after_the_end, 0);
  EXPECT_EQ(m_server->manager.openCount() + m_client->manager.openCount(), 0);
  EXPECT_EQ(m_server->manager.runningCount() + m_client->manager.runningCount(), 0);
}

TEST_P(TransferManagerBothWays, ARuleAnswersForThePerson) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Done));
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::None);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Declined, 1));
  EXPECT_EQ(offererOf(GetParam()).row(1).error.code, QString(codes::kDeclined));
}

TEST_P(TransferManagerBothWays, SaveAsANameOrAFolder) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& taker = takerOf(GetParam());
  const QString folder = m_directory.filePath(QStringLiteral("elsewhere"));
  QDir().mkpath(folder);
  offer(GetParam(), path);
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 2; }));
  accept(taker, 0, folder + QStringLiteral("/b.bin"));
  accept(taker, 1, folder);
  ASSERT_TRUE(bothReach(State::Done, 0) && bothReach(State::Done, 1));
  EXPECT_EQ(taker.row(0).path, folder + QStringLiteral("/b.bin"));
  EXPECT_EQ(taker.row(1).path, folder + QStringLiteral("/a.bin"));
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerBothWays, WhatTheHistoryKnowsIsIdentical) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(1000));
  start();
  Side& taker = takerOf(GetParam());
  taker.manager.setAcceptRule(AcceptRule::All);
  taker.manager.setCopiesFrom([&](const PeerId& sender, const QString& folder, const QString& title) {
    EXPECT_EQ(sender, offererOf(GetParam()).id);
    EXPECT_EQ(folder, m_save_folder);
    EXPECT_EQ(title, QStringLiteral("a.bin"));
    return taker.received.isEmpty() ? QStringList() : QStringList{QStringLiteral("a.bin")};
  });
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Done, 0));
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Done, 1));
  EXPECT_TRUE(m_client->row(1).identical);
  EXPECT_TRUE(m_server->row(1).identical);
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
}

TEST_P(TransferManagerBothWays, DeclineAndRetry) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  taker.manager.decline(offerer.id, taker.order.at(0));
  ASSERT_TRUE(bothReach(State::Declined));
  EXPECT_EQ(offerer.row().error.code, QString(codes::kDeclined));
  taker.manager.retry(offerer.id, taker.order.at(0));
  EXPECT_EQ(taker.errors, QStringList{QString(codes::kUsage)}) << "only the offerer can";
  offerer.manager.retry(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 2; }));
  EXPECT_NE(taker.order.at(0), taker.order.at(1));
  accept(taker, 1);
  ASSERT_TRUE(bothReach(State::Done, 1));
  offerer.manager.retry(offerer.id, offerer.order.at(1));
  EXPECT_EQ(offerer.errors, QStringList{QString(codes::kUsage)}) << "it is done";
}

TEST_P(TransferManagerBothWays, BadInput29_MoreThanTheFreeSpaceIsDeclinedBeforeAnyData) {
  const QString path = m_directory.filePath(QStringLiteral("sparse"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_TRUE(file.resize(qint64{1} << 42));
  start();
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  accept(taker);
  ASSERT_TRUE(bothReach(State::Declined));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kNoSpace));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kNoSpace));
  EXPECT_EQ(taker.countSaid<wire::Accept>(), 0);
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerBothWays, AnOfferIsCancelledFromEitherSide) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  for (int number = 0; number < 2; ++number) {
    offer(GetParam(), path);
    ASSERT_TRUE(waitFor([&] { return taker.order.size() == number + 1; }));
    Side& who = number == 0 ? offerer : taker;
    who.manager.cancel(offerer.id, who.order.at(number));
    ASSERT_TRUE(bothReach(State::Cancelled, number));
    who.manager.cancel(offerer.id, who.order.at(number));
  }
  EXPECT_EQ(offerer.countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(taker.countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(offerer.countSaid<wire::Rejected>() + taker.countSaid<wire::Rejected>(), 0);
}

/// The data connection stops before the file is through, until the gate is opened.
class TransferManagerRunning : public TransferManagerBothWays {
 protected:
  void startRunning() {
    const QString path = writeSource(QStringLiteral("a.bin"), someOctets(3'000'000));
    m_gate.hold_after = 1'000'000;
    start();
    takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
    offer(GetParam(), path);
    ASSERT_TRUE(bothReach(State::Running));
  }
};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerRunning, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Up" : "Down"; });

TEST_P(TransferManagerRunning, CancelledByTheOfferer) {
  startRunning();
  Side& offerer = offererOf(GetParam());
  offerer.manager.cancel(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerRunning, CancelledByTheTaker) {
  startRunning();
  Side& taker = takerOf(GetParam());
  taker.manager.cancel(offererOf(GetParam()).id, taker.order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerRunning, BadInput80_CancelledByBothAtOnce) {
  startRunning();
  const PeerId offerer = offererOf(GetParam()).id;
  m_client->manager.cancel(offerer, m_client->order.at(0));
  m_server->manager.cancel(offerer, m_server->order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(m_client->countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(m_server->countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerRunning, GoesOnWithoutTheControlConnection) {
  startRunning();
  m_linked = false;
  m_client->manager.peerLeft(m_server->id);
  m_server->manager.peerLeft(m_client->id);
  EXPECT_EQ(m_client->state(), State::Running);
  EXPECT_EQ(m_server->state(), State::Running);
  m_gate.open();
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
}

TEST_P(TransferManagerRunning, StopEndsIt) {
  startRunning();
  m_server->manager.stop();
  EXPECT_EQ(m_server->row().error.code, QString(codes::kClosing));
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Failed; }));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(m_server->manager.openCount(), 0);
  offer(GetParam(), m_directory.filePath(QStringLiteral("a.bin")));
  EXPECT_EQ(m_server->order.size(), 1) << "nothing begins any more";
}

TEST_P(TransferManagerBothWays, BadInput27_ACutConnectionFailsOnBothSidesAndARetryIsWhole) {
  const QByteArray octets = someOctets(200'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  (GetParam() ? m_to_server : m_to_client).cut_after = 100'000;  // in the middle of the file
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  taker.manager.setAcceptRule(AcceptRule::All);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
  m_to_server = {};
  m_to_client = {};
  offerer.manager.retry(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(bothReach(State::Done, 1));
  EXPECT_EQ(contentOf(taker.row(1).path), octets);
}

// It may be cut before anybody has seen it run: that is no reason to give out another ticket.
TEST_P(TransferManagerBothWays, ACutConnectionIsNotBegunAgainUnasked) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(200'000));
  (GetParam() ? m_to_server : m_to_client).cut_after = 100'000;
  m_limits.progress_interval = std::chrono::hours(1);
  start();
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 1);
}

TEST_P(TransferManagerBothWays, TheOtherSideIsToldWhyItFailed) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(1000));
  start();
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  ASSERT_TRUE(QFile::resize(path, 999));
  accept(taker);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kChanged));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kChanged));
}

TEST_P(TransferManagerBothWays, OneRunsTheOthersWaitTheirTurn) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(20'000));
  m_to_server.largest_read = 16;
  m_to_client.largest_read = 16;
  start();
  Side& taker = takerOf(GetParam());
  int most_running = 0;
  QStringList ended;
  QObject::connect(&taker.manager, &TransferManager::changed, &taker.manager, [&](const TransferInfo& info) {
    most_running = std::max(most_running, m_server->manager.runningCount());
    if (info.over()) {
      ended.append(info.transfer);
    }
  });
  for (int i = 0; i < 5; ++i) {
    offer(GetParam(), path);
  }
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 5; }));
  const int turns[] = {3, 0, 4, 1, 2};
  QStringList wanted;
  for (const int number : turns) {
    accept(taker, number);
    wanted.append(taker.order.at(number));
  }
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(bothReach(State::Done, i));
  }
  EXPECT_EQ(most_running, 1);
  EXPECT_EQ(ended, wanted);
}

}  // namespace
}  // namespace landline::session
