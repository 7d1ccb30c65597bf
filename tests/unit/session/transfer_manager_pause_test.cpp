// Pausing and going on, from either side, and what crosses it.

#include "manager_fixture.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

class TransferManagerPause : public TransferManagerBothWays {
 protected:
  void pause(Side& side, int number = 0) { side.manager.pause(offerer().id, side.order.at(number)); }
  void resume(Side& side, int number = 0) { side.manager.resume(offerer().id, side.order.at(number)); }
  bool nothingRuns() {
    return waitFor([&] { return m_client->manager.runningCount() == 0 && m_server->manager.runningCount() == 0; });
  }
  void expectWhole() {
    ASSERT_TRUE(bothReach(State::Done));
    EXPECT_EQ(contentOf(savedPath(QStringLiteral("a.bin"))), m_octets);
    EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
    EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
  }
};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerPause, ::testing::Bool(), wayName);

TEST_P(TransferManagerPause, EitherSidePausesWhatRunsAndGoesOn) {
  startRunning();
  for (Side* who : {&offerer(), &taker()}) {
    Side& other = who == m_client.get() ? *m_server : *m_client;
    ASSERT_TRUE(bothReach(State::Running));
    pause(*who);
    EXPECT_EQ(who->state(), State::Paused) << "at once";
    ASSERT_TRUE(bothReach(State::Paused));
    EXPECT_TRUE(who->row().paused_here);
    EXPECT_FALSE(who->row().paused_there);
    EXPECT_FALSE(other.row().paused_here);
    EXPECT_TRUE(other.row().paused_there);
    ASSERT_TRUE(nothingRuns());
    EXPECT_EQ(m_server->manager.tickets()->size(), 0);
    resume(*who);
    EXPECT_FALSE(who->row().paused_here);
  }
  m_gate.open();
  expectWhole();
}

TEST_P(TransferManagerPause, WhatBothPausedRunsWhenBothWantIt) {
  startRunning();
  pause(*m_client);
  pause(*m_server);
  ASSERT_TRUE(waitFor([&] { return m_client->row().paused_there && m_server->row().paused_there; }));
  ASSERT_TRUE(nothingRuns());
  m_gate.open();
  resume(*m_client);
  ASSERT_TRUE(waitFor([&] { return !m_server->row().paused_there; }));
  EXPECT_EQ(m_client->state(), State::Paused);
  EXPECT_EQ(m_server->state(), State::Paused);
  EXPECT_EQ(m_client->row().paused_there, true);
  resume(*m_server);
  expectWhole();
}

TEST_P(TransferManagerPause, PauseAndContinueMayComeTwice) {
  startRunning();
  pause(taker());
  pause(taker());
  EXPECT_EQ(taker().countSaid<wire::Pause>(), 1);
  ASSERT_TRUE(bothReach(State::Paused));
  for (int i = 0; i < 2; ++i) {
    offerer().manager.handle(taker().id, QString(), wire::Pause{taker().order.at(0), {}});
    EXPECT_EQ(offerer().state(), State::Paused);
  }
  m_gate.open();
  resume(taker());
  resume(taker());
  EXPECT_EQ(taker().countSaid<wire::Continue>(), 1);
  offerer().manager.handle(taker().id, QString(), wire::Continue{taker().order.at(0)});
  expectWhole();
}

TEST_P(TransferManagerPause, PausedAgainBeforeTheLastRunHasEnded) {
  startRunning();
  m_gate.open();
  for (int i = 0; i < 20; ++i) {
    pause(taker());
    resume(taker());
    pause(offerer());
    resume(offerer());
  }
  expectWhole();
}

TEST_P(TransferManagerPause, AnOfferCanBePausedByItsOfferer) {
  m_octets = someOctets(1000);
  const QString path = writeSource(QStringLiteral("a.bin"), m_octets);
  start();
  offer(path);
  pause(offerer());  // while it is still being counted
  ASSERT_TRUE(offered());
  EXPECT_EQ(offerer().state(), State::Offered) << "it is the answer that is waited for";
  accept(taker());
  ASSERT_TRUE(bothReach(State::Paused));
  EXPECT_TRUE(taker().row().paused_there);
  resume(offerer());
  expectWhole();
}

TEST_P(TransferManagerPause, ATicketThatCrossesAPauseIsIgnored) {
  m_octets = someOctets(1000);
  const QString path = writeSource(QStringLiteral("a.bin"), m_octets);
  start();
  offer(path);
  ASSERT_TRUE(offered());
  accept(taker());
  ASSERT_TRUE(waitFor([&] { return m_server->countSaid<wire::Ticket>() == 1; }));
  if (m_client->row().state != State::Done) {
    pause(*m_client);
  }
  ASSERT_TRUE(bothReach(State::Paused));
  EXPECT_EQ(m_client->countSaid<wire::Rejected>(), 0);
  EXPECT_EQ(m_server->manager.tickets()->size(), 0);
  EXPECT_TRUE(nothingRuns());
  EXPECT_EQ(saved(), QStringList());
  resume(*m_client);
  expectWhole();
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 2);
}

TEST_P(TransferManagerPause, BadInput80_CancelWinsOverPauseAndContinue) {
  startRunning();
  pause(*m_client);
  m_server->manager.cancel(offerer().id, m_server->order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_TRUE(nothingRuns());
  const QString transfer = m_client->order.at(0);
  m_server->manager.handle(m_client->id, QString(), wire::Pause{transfer, {}});
  m_client->manager.handle(m_server->id, QString(), wire::Continue{transfer});
  EXPECT_EQ(m_client->state(), State::Cancelled);
  EXPECT_EQ(m_server->state(), State::Cancelled);
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerPause, CancelledWhilePaused) {
  startRunning();
  pause(offerer());
  ASSERT_TRUE(bothReach(State::Paused));
  taker().manager.cancel(offerer().id, taker().order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_FALSE(offerer().row().paused_here);
}

TEST_P(TransferManagerPause, AllArePausedAndContinued) {
  m_octets = someOctets(1000);
  const QString path = writeSource(QStringLiteral("a.bin"), m_octets);
  start();
  for (int i = 0; i < 3; ++i) {
    offer(path);
  }
  ASSERT_TRUE(offered(3));
  offerer().manager.pauseAll();
  taker().manager.pauseAll();
  EXPECT_EQ(taker().countSaid<wire::Pause>(), 0) << "none was accepted yet";
  for (int i = 0; i < 3; ++i) {
    accept(taker(), i);
  }
  taker().manager.pauseAll();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(bothReach(State::Paused, i));
  }
  offerer().manager.resumeAll();
  taker().manager.resumeAll();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(bothReach(State::Done, i));
  }
}

TEST_P(TransferManagerPause, WhatCannotBePausedIsSaid) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  offer(path);
  ASSERT_TRUE(offered());
  pause(taker());
  EXPECT_EQ(taker().errors, QStringList{QString(codes::kUsage)}) << "it has to be answered first";
  accept(taker());
  ASSERT_TRUE(bothReach(State::Done));
  pause(offerer());
  resume(offerer());
  EXPECT_EQ(offerer().errors, (QStringList{QString(codes::kUsage), QString(codes::kUsage)}));
  offerer().manager.pause(offerer().id, wire::newUuid());
  EXPECT_EQ(offerer().errors.last(), QString(codes::kUnknownTransfer));
}

}  // namespace
}  // namespace landline::session
