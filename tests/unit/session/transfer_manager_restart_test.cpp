// Programs that end and start again: what the store brings back. With the real history.

#include "manager_fixture.h"
#include <QSqlDatabase>
#include <QSqlQuery>

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

enum class Who { Offerer, Taker, Both };

class TransferManagerRestart : public TransferManagerTest, public ::testing::WithParamInterface<std::tuple<bool, Who>> {
 protected:
  Side& offerer() { return offererOf(std::get<0>(GetParam())); }
  Side& taker() { return takerOf(std::get<0>(GetParam())); }
  void offerOne(const QByteArray& octets) {
    m_octets = octets;
    TransferManagerTest::offer(std::get<0>(GetParam()), writeSource(QStringLiteral("a.bin"), octets));
  }
  void restartThem() {
    const Who restarted = std::get<1>(GetParam());
    if (restarted != Who::Taker) {
      restart(offerer());
    }
    if (restarted != Who::Offerer) {
      restart(taker());
    }
  }
  void expectWhole() {
    ASSERT_TRUE(waitFor([&] {
      return offerer().order.size() == 1 && offerer().state() == State::Done && taker().manager.openCount() == 0;
    }));
    EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
    EXPECT_EQ(contentOf(savedPath(QStringLiteral("a.bin"))), m_octets);
  }
  /// Accepted, and stopped in the middle of the file.
  void startRunning() {
    m_gate.hold_after = 5'000'000;
    startRemembering();
    taker().manager.setAcceptRule(AcceptRule::All);
    offerOne(someOctets(10'000'000));
    ASSERT_TRUE(waitFor([&] { return taker().row().bytes_done > 4'500'000; }));
    ASSERT_TRUE(bothReach(State::Running));
  }
  QByteArray m_octets;
};
std::string caseName(const ::testing::TestParamInfo<std::tuple<bool, Who>>& tested) {
  const std::string who[] = {"Offerer", "Taker", "Both"};
  return (std::get<0>(tested.param) ? "Up" : "Down") + who[static_cast<int>(std::get<1>(tested.param))];
}
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerRestart,
                         ::testing::Combine(::testing::Bool(), ::testing::Values(Who::Offerer, Who::Taker, Who::Both)),
                         caseName);

TEST_P(TransferManagerRestart, AnOfferIsRepeated) {
  startRemembering();
  offerOne(someOctets(1000));
  ASSERT_TRUE(waitFor([&] { return taker().order.size() == 1; }));
  const QString transfer = taker().order.at(0);
  restartThem();
  meet();
  ASSERT_TRUE(bothReach(State::Offered));
  EXPECT_EQ(offerer().order, QStringList{transfer});
  EXPECT_EQ(taker().order, QStringList{transfer});
  accept(taker());
  expectWhole();
}

TEST_P(TransferManagerRestart, BadInput73_74_75_76_WhatRanGoesOnWithoutAQuestion) {
  startRunning();
  restartThem();
  m_gate.open();
  const Who who = std::get<1>(GetParam());
  if (who != Who::Taker) {
    EXPECT_EQ(offerer().state(), State::Waiting);
    EXPECT_EQ(offerer().row().title, QStringLiteral("a.bin"));
    EXPECT_EQ(offerer().row().bytes_total, m_octets.size());
  }
  if (who != Who::Offerer) {
    EXPECT_EQ(taker().state(), State::Waiting);
    EXPECT_GT(taker().row().bytes_done, 4'000'000) << "resuming at 45 %";
  }
  taker().manager.setAcceptRule(AcceptRule::None);
  meet();
  expectWhole();
  EXPECT_GT(offerer().row().bytes_found, 4'000'000) << "what was there is not sent again";
}

TEST_P(TransferManagerRestart, WhatWasPausedStaysPaused) {
  startRunning();
  taker().manager.pause(offerer().id, taker().order.at(0));
  ASSERT_TRUE(bothReach(State::Paused));
  restartThem();
  m_gate.open();
  meet();
  ASSERT_TRUE(bothReach(State::Paused));
  EXPECT_TRUE(taker().row().paused_here);
  EXPECT_TRUE(offerer().row().paused_there);
  taker().manager.resume(offerer().id, taker().order.at(0));
  expectWhole();
}

TEST_P(TransferManagerRestart, WhatIsOverIsNotTakenUpAgain) {
  startRemembering();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(1000));
  expectWhole();
  restartThem();
  meet();
  EXPECT_EQ(offerer().manager.openCount() + taker().manager.openCount(), 0);
  // Had the offerer missed the end, it would be told again, and nobody asked.
  const TransferInfo& done = offerer().order.isEmpty() ? TransferInfo() : offerer().row();
  if (!done.transfer.isEmpty()) {
    taker().manager.setAcceptRule(AcceptRule::Ask);
    const int rows = static_cast<int>(taker().order.size());
    taker().manager.handle(offerer().id, QString(),
                           wire::Offer{done.transfer, taker().id, done.title, 1, 1000, {done.title}, {}});
    EXPECT_EQ(taker().countSaid<wire::Accept>() > 0, true);
    EXPECT_EQ(taker().order.size(), rows);
  }
}

TEST_P(TransferManagerRestart, AStoreThatCannotBeWrittenStopsNothing) {
  startRemembering();
  for (const Side* side : {m_client.get(), m_server.get()}) {
    const QString name = QStringLiteral("breaker");
    {
      QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
      database.setDatabaseName(profileOf(*side) + QStringLiteral("/history.sqlite"));
      ASSERT_TRUE(database.open());
      ASSERT_TRUE(QSqlQuery(database).exec(QStringLiteral("DROP TABLE transfers")));
    }
    QSqlDatabase::removeDatabase(name);
  }
  taker().manager.setAcceptRule(AcceptRule::All);
  offerOne(someOctets(1000));
  expectWhole();
}

class TransferManagerStore : public TransferManagerTest {};

TEST_F(TransferManagerStore, ABatchThatWasBeingCountedIsCountedAgain) {
  startRemembering();
  part();
  offerFromClient(writeSource(QStringLiteral("a.bin"), someOctets(1000)));
  // The store has it from the beginning; the count had no time to be heard of.
  restart(*m_client);
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Waiting; }));
  EXPECT_EQ(m_client->row().files_total, 1);
  meet();
  ASSERT_TRUE(waitFor([&] { return m_server->order.size() == 1; }));
  EXPECT_EQ(m_server->state(), State::Offered);
  EXPECT_EQ(m_server->row().bytes_total, 1000);
}

TEST_F(TransferManagerStore, TheQueueKeepsItsOrder) {
  startRemembering();
  part();
  for (const char name : {'a', 'b', 'c'}) {
    offerFromClient(writeSource(QString(QLatin1Char(name)), someOctets(10)));
    ASSERT_TRUE(
        waitFor([&] { return m_client->row(static_cast<int>(m_client->order.size()) - 1).state == State::Waiting; }));
  }
  m_client->manager.moveToTop(m_client->id, m_client->order.at(1));
  for (int i = 0; i < 2; ++i) {
    restart(*m_client);
    QStringList titles;
    for (const QString& transfer : m_client->order) {
      titles.append(m_client->rows.value(transfer).title);
    }
    EXPECT_EQ(titles, (QStringList{QStringLiteral("b"), QStringLiteral("a"), QStringLiteral("c")}));
  }
  offerFromClient(writeSource(QStringLiteral("d"), someOctets(10)));
  restart(*m_client);
  EXPECT_EQ(m_client->row(3).title, QStringLiteral("d")) << "the newest is the last";
}

TEST_F(TransferManagerStore, StopLeavesOpenWhatIsKept) {
  startRemembering();
  m_server->manager.setAcceptRule(AcceptRule::All);
  m_unreachable = true;
  offerFromClient(writeSource(QStringLiteral("a.bin"), someOctets(10)));
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Waiting; }));
  m_client->manager.stop();
  EXPECT_EQ(m_client->state(), State::Waiting);
  EXPECT_EQ(m_client->row().error.code, QString(codes::kClosing));
  EXPECT_EQ(m_client->countSaid<wire::Cancel>(), 0);
}

TEST_F(TransferManagerStore, WhatSomebodyElseHasOfferedInOurNameIsNotLoaded) {
  class Forged final : public TransferStore {
   public:
    void keep(const KeptTransfer&) override {}
    void drop(const PeerId&, const QString&) override {}
    QVector<KeptTransfer> load() override {
      KeptTransfer kept;
      kept.offerer = peerNamed('c');
      kept.transfer = wire::newUuid();
      kept.direction = TransferInfo::Direction::Up;
      kept.roots = QStringList{QStringLiteral("/etc/passwd")};
      return {kept};
    }
  };
  startServer();
  m_server->manager.setStore(std::make_unique<Forged>());
  EXPECT_EQ(m_server->manager.openCount(), 0);
}

}  // namespace
}  // namespace landline::session
