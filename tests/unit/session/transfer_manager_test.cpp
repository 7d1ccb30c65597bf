// The states of transfers, each test in both directions.

#include "manager_fixture.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerBothWays, ::testing::Bool(), wayName);

TEST_P(TransferManagerBothWays, AFileIsOfferedAcceptedAndStored) {
  const QByteArray octets = someOctets(300'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  start();
  Side& offerer = this->offerer();
  Side& taker = this->taker();
  offer(path);
  EXPECT_EQ(offerer.state(), State::Counting);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  EXPECT_EQ(offerer.state(), State::Offered);
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
  EXPECT_FALSE(taker.row().isIdentical());
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
  taker().manager.setAcceptRule(AcceptRule::All);
  offer(path);
  ASSERT_TRUE(bothReach(State::Done));
  taker().manager.setAcceptRule(AcceptRule::None);
  offer(path);
  ASSERT_TRUE(bothReach(State::Declined, 1));
  EXPECT_EQ(offerer().row(1).error.code, QString(codes::kDeclined));
}

TEST_P(TransferManagerBothWays, SaveAsANameOrAFolder) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& taker = this->taker();
  const QString folder = m_directory.filePath(QStringLiteral("elsewhere"));
  QDir().mkpath(folder);
  offer(path);
  offer(path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 2; }));
  accept(taker, 0, folder + QStringLiteral("/b.bin"));
  accept(taker, 1, folder);
  ASSERT_TRUE(bothReach(State::Done, 0) && bothReach(State::Done, 1));
  EXPECT_EQ(taker.row(0).path, folder + QStringLiteral("/b.bin"));
  EXPECT_EQ(taker.row(1).path, folder + QStringLiteral("/a.bin"));
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerBothWays, DeclineAndRetry) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& offerer = this->offerer();
  Side& taker = this->taker();
  offer(path);
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

TEST_P(TransferManagerBothWays, WhatWasPromisedToOthersIsNotFree) {
  start();
  Side& taker = this->taker();
  taker.manager.setPromisedBesides([](const QString&) { return std::numeric_limits<qint64>::max() / 2; });
  offer(writeSource(QStringLiteral("small.txt"), "text"));
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  accept(taker);
  ASSERT_TRUE(bothReach(State::Declined));
  EXPECT_EQ(taker.row().error.code, QString(codes::kNoSpace));
}

TEST_P(TransferManagerBothWays, BadInput29_MoreThanTheFreeSpaceIsDeclinedBeforeAnyData) {
  const QString path = m_directory.filePath(QStringLiteral("sparse"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_TRUE(file.resize(qint64{1} << 42));
  start();
  Side& taker = this->taker();
  offer(path);
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
  Side& offerer = this->offerer();
  Side& taker = this->taker();
  for (int number = 0; number < 2; ++number) {
    offer(path);
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

TEST_P(TransferManagerBothWays, CancelledByTheOfferer) {
  startRunning();
  Side& offerer = this->offerer();
  offerer.manager.cancel(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerBothWays, CancelledByTheTaker) {
  startRunning();
  Side& taker = this->taker();
  taker.manager.cancel(offerer().id, taker.order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerBothWays, BadInput80_CancelledByBothAtOnce) {
  startRunning();
  const PeerId offerer = this->offerer().id;
  m_client->manager.cancel(offerer, m_client->order.at(0));
  m_server->manager.cancel(offerer, m_server->order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(m_client->countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(m_server->countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerBothWays, GoesOnWithoutTheControlConnection) {
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

TEST_P(TransferManagerBothWays, StopEndsItWhereNothingIsKept) {
  startRunning();
  m_server->manager.stop();
  EXPECT_EQ(m_server->row().error.code, QString(codes::kClosing));
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Waiting; }));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(m_server->manager.openCount(), 0);
  TransferManagerTest::offer(false, m_directory.filePath(QStringLiteral("a.bin")));
  EXPECT_EQ(m_server->order.size(), 1) << "nothing begins any more";
}

TEST_P(TransferManagerBothWays, TheOtherSideIsToldWhyItFailed) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(1000));
  start();
  Side& taker = this->taker();
  offer(path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  ASSERT_TRUE(QFile::resize(path, 1001));  // more than was offered
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
  m_server->manager.setTransfersAtOnce(1, 4);
  Side& taker = this->taker();
  int most_running = 0;
  QStringList ended;
  QObject::connect(&taker.manager, &TransferManager::changed, &taker.manager, [&](const TransferInfo& info) {
    most_running = std::max(most_running, m_server->manager.runningCount());
    if (info.over()) {
      ended.append(info.transfer);
    }
  });
  for (int i = 0; i < 5; ++i) {
    offer(path);
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
