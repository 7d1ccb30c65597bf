// The queue: how many at once, whose turn it is.

#include "manager_fixture.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

class TransferManagerQueue : public TransferManagerBothWays {
 protected:
  /// So many files are accepted; as many as may run stand still in the middle.
  void startMany(int count) {
    const QString path = writeSource(QStringLiteral("a.bin"), someOctets(2'000'000));
    m_gate.hold_after = 500'000;
    for (int i = 0; i < count; ++i) {
      offer(path);
    }
    ASSERT_TRUE(offered(count));
    for (int i = 0; i < count; ++i) {
      accept(taker(), i);
    }
  }
  int running(const Side& side) const {
    int count = 0;
    for (const TransferInfo& row : side.rows) {
      // A sender may have said all before the receiver has taken it in.
      count += row.state == State::Running || row.state == State::Verifying ? 1 : 0;
    }
    return count;
  }
  bool bothRun(int count) {
    return waitFor([&] { return running(*m_client) == count && running(*m_server) == count; });
  }
  void expectAllDone(int count) {
    m_gate.open();
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(bothReach(State::Done, i)) << i;
    }
    EXPECT_EQ(saved().size(), count);
  }
};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerQueue, ::testing::Bool(), wayName);

TEST_P(TransferManagerQueue, SoManyRunAtOnceAndTheLimitCanBeMoved) {
  start();
  startMany(5);
  ASSERT_TRUE(bothRun(2));
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 2);
  m_client->manager.setTransfersAtOnce(4, 16);
  m_server->manager.setTransfersAtOnce(3, 16);
  ASSERT_TRUE(bothRun(3));
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 3);
  m_server->manager.setTransfersAtOnce(1, 16);
  EXPECT_EQ(m_server->manager.runningCount(), 3) << "what runs goes on";
  expectAllDone(5);
}

TEST_P(TransferManagerQueue, TheLimitOfAllIsKeptToo) {
  start();
  m_server->manager.setTransfersAtOnce(4, 1);
  startMany(3);
  ASSERT_TRUE(bothRun(1));
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 1);
  expectAllDone(3);
}

TEST_P(TransferManagerQueue, AClientHoldsBackWhatIsBeyondItsOwnLimit) {
  start();
  m_client->manager.setTransfersAtOnce(1, 1);
  m_server->manager.setTransfersAtOnce(4, 16);
  int most = 0;
  QObject::connect(&m_client->manager, &TransferManager::changed, &m_client->manager,
                   [&](const TransferInfo&) { most = std::max(most, m_client->manager.runningCount()); });
  startMany(4);
  ASSERT_TRUE(bothRun(1));
  ASSERT_TRUE(waitFor([&] {
    int held = 0;
    for (const TransferInfo& row : m_server->rows) {
      held += row.state == State::Queued && row.queued_there ? 1 : 0;
    }
    return held == 3;
  }));
  EXPECT_EQ(m_client->lastSaid<wire::Pause>().code, QString(codes::kQueued));
  for (const TransferInfo& row : m_client->rows) {
    EXPECT_FALSE(row.paused_here);
    EXPECT_TRUE(row.state == State::Running || row.state == State::Verifying || row.state == State::Queued);
  }
  expectAllDone(4);
  EXPECT_EQ(most, 1);
  EXPECT_EQ(m_client->countSaid<wire::Continue>(), 3);
}

TEST_P(TransferManagerQueue, EitherSideMovesOneToTheTop) {
  for (const bool at_server : {true, false}) {
    m_client.reset();
    m_server.reset();
    start();
    m_server->manager.setTransfersAtOnce(1, 16);
    startMany(4);
    ASSERT_TRUE(bothRun(1));
    ASSERT_TRUE(waitFor([&] { return m_client->row(3).state == State::Queued; }));
    Side& who = at_server ? *m_server : *m_client;
    QVector<int> ended;
    QObject::connect(&taker().manager, &TransferManager::changed, &taker().manager, [&](const TransferInfo& info) {
      if (info.over()) {
        ended.append(static_cast<int>(taker().order.indexOf(info.transfer)));
      }
    });
    who.manager.moveToTop(offerer().id, taker().order.at(3));
    ASSERT_TRUE(waitFor([&] { return at_server || m_server->rows.value(taker().order.at(2)).queued_there; }));
    m_gate.open();
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(bothReach(State::Done, i)) << i;
    }
    EXPECT_EQ(ended, (QVector<int>{0, 3, 1, 2})) << "at the server: " << at_server;
    QDir(m_save_folder).removeRecursively();
  }
}

TEST_P(TransferManagerQueue, TheRowsSayWhereTheyAre) {
  start();
  m_server->manager.setTransfersAtOnce(1, 16);
  startMany(4);
  ASSERT_TRUE(bothRun(1));
  const auto places = [&] {
    QVector<int> all;
    for (const QString& transfer : taker().order) {
      all.append(m_server->rows.value(transfer).queue_place);
    }
    return all;
  };
  ASSERT_TRUE(waitFor([&] { return places() == (QVector<int>{0, 1, 2, 3}); }));
  m_server->manager.moveToTop(offerer().id, taker().order.at(2));
  ASSERT_TRUE(waitFor([&] { return places() == (QVector<int>{0, 2, 1, 3}); }));
  expectAllDone(4);
}

TEST_P(TransferManagerQueue, APausedOneLetsTheNextRun) {
  start();
  m_server->manager.setTransfersAtOnce(1, 16);
  startMany(2);
  ASSERT_TRUE(bothRun(1));
  taker().manager.pause(offerer().id, taker().order.at(0));
  ASSERT_TRUE(bothRun(1));
  ASSERT_TRUE(waitFor([&] { return m_server->rows.value(taker().order.at(1)).state == State::Running; }));
  EXPECT_EQ(m_server->rows.value(taker().order.at(0)).state, State::Paused);
  taker().manager.resume(offerer().id, taker().order.at(0));
  expectAllDone(2);
}

}  // namespace
}  // namespace landline::session
