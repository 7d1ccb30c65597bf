// Files and folders in one go: counting, offering, results.

#include "manager_fixture.h"

#include <atomic>
#include <cerrno>

#include "files/file_system.h"

namespace landline::session {
namespace {

using State = TransferInfo::State;
using test::waitFor;

/// A disk that is full until somebody makes room.
class FullDisk final : public files::FileSystem {
 public:
  std::atomic<bool> is_full{true};

  ssize_t write(int descriptor, const char* octets, std::size_t count) override {
    if (is_full) {
      errno = ENOSPC;
      return -1;
    }
    return FileSystem::write(descriptor, octets, count);
  }
};

class TransferManagerBatch : public TransferManagerBothWays {
 protected:
  ~TransferManagerBatch() override {
    m_client.reset();
    m_server.reset();
    m_connections->joinAll();
  }
  FullDisk m_disk;
  QString source(const QString& name) const { return m_directory.filePath(name); }
  QString write(const QString& name, const QByteArray& octets) {
    QDir(m_directory.path()).mkpath(QFileInfo(source(name)).path());
    return writeSource(name, octets);
  }
  /// `tree` with two files and an empty folder, and two files besides.
  QStringList makeBatch() {
    write(QStringLiteral("tree/a.bin"), someOctets(70'000));
    write(QStringLiteral("tree/deep/b.bin"), someOctets(10));
    QDir(m_directory.path()).mkpath(QStringLiteral("tree/empty"));
    return {source(QStringLiteral("tree")), write(QStringLiteral("c.bin"), someOctets(20)),
            write(QStringLiteral("d.bin"), QByteArray())};
  }
};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerBatch, ::testing::Bool(), wayName);

TEST_P(TransferManagerBatch, FilesAndFoldersAreOneTransfer) {
  startRemembering();
  const QStringList roots = makeBatch();
  offer(roots);
  EXPECT_EQ(offerer().row().title, QStringLiteral("tree (+2)"));
  EXPECT_EQ(offerer().row().roots, roots);
  ASSERT_TRUE(offered());
  EXPECT_TRUE(offerer().states[offerer().order.at(0)].count(State::Counting));
  for (const Side* side : {m_client.get(), m_server.get()}) {
    EXPECT_EQ(side->row().title, QStringLiteral("tree (+2)"));
    EXPECT_EQ(side->row().first,
              (QStringList{QStringLiteral("tree"), QStringLiteral("c.bin"), QStringLiteral("d.bin")}));
    EXPECT_EQ(side->row().files_total, 4);
    EXPECT_EQ(side->row().bytes_total, 70'030);
  }
  accept(taker());
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("tree/a.bin"))), someOctets(70'000));
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("tree/deep/b.bin"))), someOctets(10));
  EXPECT_TRUE(QDir(savedPath(QStringLiteral("tree/empty"))).exists());
  EXPECT_EQ(saved(), (QStringList{QStringLiteral("c.bin"), QStringLiteral("d.bin"), QStringLiteral("tree")}));
  for (const Side* side : {m_client.get(), m_server.get()}) {
    EXPECT_EQ(side->row().stored, 4);
    EXPECT_EQ(side->row().failed, 0);
    EXPECT_EQ(side->row().files_done, 4);
    EXPECT_EQ(side->row().bytes_done, 70'030);
    EXPECT_EQ(side->row().bytes_found, 0);
    const QVector<FileResult> files = side->files.value(side->order.at(0));
    EXPECT_EQ(std::count_if(files.begin(), files.end(),
                            [](const FileResult& file) { return file.state == FileResult::State::Stored; }),
              4);
    // The result: one line for each file.
    EXPECT_EQ(side->row().result_path,
              profileOf(*side) + QStringLiteral("/results/") + side->order.at(0) + QStringLiteral(".txt"));
    const QString text = QString::fromUtf8(contentOf(side->row().result_path));
    EXPECT_TRUE(text.contains(QStringLiteral("stored\t70000\t") + digestOf(someOctets(70'000)) +
                              QStringLiteral("\ttree/a.bin")))
        << qPrintable(text);
    EXPECT_TRUE(text.contains(QStringLiteral(", done\n# files:    4 stored, 0 identical"))) << qPrintable(text);
  }
  EXPECT_EQ(taker().row().path, m_save_folder) << "there are several";
}

TEST_P(TransferManagerBatch, WhatIsThereAlreadyIsFoundAndNotSent) {
  startRemembering();
  taker().manager.setAcceptRule(AcceptRule::All);
  const QStringList roots = makeBatch();
  offer(roots);
  ASSERT_TRUE(bothReach(State::Done));
  write(QStringLiteral("tree/new.bin"), someOctets(5));
  offer(roots);
  ASSERT_TRUE(bothReach(State::Done, 1));
  for (const Side* side : {m_client.get(), m_server.get()}) {
    EXPECT_EQ(side->row(1).stored, 1);
    EXPECT_EQ(side->row(1).identical, 4);
    EXPECT_EQ(side->row(1).bytes_found, 70'030);
    EXPECT_EQ(side->row(1).bytes_done, 70'035);
  }
  EXPECT_EQ(saved().size(), 3);
}

TEST_P(TransferManagerBatch, AConflictIsMetAsTheTakerWants) {
  startRemembering();
  const QString path = write(QStringLiteral("c.bin"), someOctets(20));
  const QByteArray other("something else");
  const auto reset = [&] {
    QDir(m_save_folder).removeRecursively();
    QDir().mkpath(m_save_folder);
    QFile file(savedPath(QStringLiteral("c.bin")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(other);
  };
  const auto take = [&](int number, Conflict conflict) {
    offer(path);
    ASSERT_TRUE(offered(number + 1));
    taker().manager.accept(offerer().id, taker().order.at(number), AcceptChoice{QString(), conflict});
    ASSERT_TRUE(waitFor([&] { return offerer().row(number).over() && taker().row(number).over(); }));
  };
  reset();
  take(0, Conflict::Rename);
  EXPECT_EQ(taker().row(0).renamed, 1);
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("c (1).bin"))), someOctets(20));
  reset();
  take(1, Conflict::Skip);
  EXPECT_EQ(offerer().row(1).skipped, 1);
  EXPECT_EQ(taker().row(1).skipped, 1);
  EXPECT_EQ(saved(), QStringList{QStringLiteral("c.bin")});
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("c.bin"))), other);
  reset();
  take(2, Conflict::Overwrite);
  EXPECT_EQ(saved(), QStringList{QStringLiteral("c.bin")});
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("c.bin"))), someOctets(20));
  // The rule's choice
  taker().manager.setAcceptRule(AcceptRule::All);
  taker().manager.setConflict(Conflict::Skip);
  reset();
  offer(path);
  ASSERT_TRUE(bothReach(State::Done, 3));
  EXPECT_EQ(taker().row(3).skipped, 1);
}

TEST_P(TransferManagerBatch, WhatCameAfterTheOfferIsLeftOutAndSaid) {
  start();
  const QStringList roots = makeBatch();
  offer(roots);
  ASSERT_TRUE(offered());
  write(QStringLiteral("tree/z.bin"), someOctets(5));
  accept(taker());
  ASSERT_TRUE(waitFor([&] { return offerer().state() == State::Incomplete && taker().row().over(); }));
  EXPECT_EQ(offerer().row().error.code, QString(codes::kChanged));
  EXPECT_EQ(offerer().row().failed, 1);
  EXPECT_EQ(offerer().row().stored + offerer().row().failed, 5);
}

TEST_P(TransferManagerBatch, WhatIsGoneSinceTheOfferIsNotDone) {
  startRemembering();
  offer(makeBatch());
  ASSERT_TRUE(offered());
  QDir(source(QStringLiteral("tree/deep"))).removeRecursively();
  QFile::remove(source(QStringLiteral("tree/a.bin")));
  accept(taker());
  ASSERT_TRUE(bothReach(State::Incomplete));
  for (const Side* side : {m_client.get(), m_server.get()}) {
    EXPECT_EQ(side->row().error.code, QString(codes::kVanished));
    EXPECT_TRUE(side->row().error.detail.contains(QStringLiteral("2 of 4"))) << side->row().error.detail.toStdString();
    EXPECT_EQ(side->row().stored, 2);
    EXPECT_EQ(side->row().failed, 2);
    EXPECT_EQ(side->manager.openCount(), 0);
  }
}

TEST_P(TransferManagerBatch, WhereAllIsGoneItHasFailed) {
  start();
  makeBatch();
  offer(source(QStringLiteral("tree")));
  ASSERT_TRUE(offered());
  QFile::remove(source(QStringLiteral("tree/a.bin")));
  QFile::remove(source(QStringLiteral("tree/deep/b.bin")));
  accept(taker());
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(offerer().row().error.code, QString(codes::kVanished));
  EXPECT_EQ(taker().row().failed, 2);
}

TEST_P(TransferManagerBatch, WhatWasStoredBeforeACancelIsCounted) {
  m_limits.flush_group_files = 1;
  m_gate.hold_after = 1'000'000;
  startRemembering();
  taker().manager.setAcceptRule(AcceptRule::All);
  offer({write(QStringLiteral("a.bin"), someOctets(10)), write(QStringLiteral("b.bin"), someOctets(3'000'000))});
  ASSERT_TRUE(waitFor([&] { return !taker().files.isEmpty() && taker().state() == State::Running; }));
  taker().manager.cancel(offerer().id, taker().order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  const TransferInfo over = taker().row();
  EXPECT_EQ(over.stored, 1);
  EXPECT_EQ(offerer().row().stored, offerer().files[over.transfer].size());
  QFile result(over.result_path);
  ASSERT_TRUE(result.open(QIODevice::ReadOnly));
  EXPECT_TRUE(result.readAll().contains("# files:    1 stored"));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});

  // It is not kept as one that has come to its end, and would run again: nobody has accepted it.
  restart(taker());
  taker().manager.handle(offerer().id, QStringLiteral("Name"),
                         wire::Offer{over.transfer, taker().id, over.title, 2, 3'000'010, {}, {}});
  EXPECT_EQ(taker().countSaid<wire::Accept>(), 0);
}

TEST_P(TransferManagerBatch, ACountCanBeCancelled) {
  start();
  offer(makeBatch());
  offerer().manager.cancel(offerer().id, offerer().order.at(0));
  EXPECT_EQ(offerer().state(), State::Cancelled);
  offer(source(QStringLiteral("c.bin")));
  ASSERT_TRUE(offered());
  EXPECT_EQ(offerer().countSaid<wire::Offer>(), 1);
  EXPECT_EQ(offerer().countSaid<wire::Cancel>(), 0) << "nobody knows of it";
  EXPECT_EQ(offerer().changes_after_the_end, 0);
}

TEST_P(TransferManagerBatch, BadInput65_NoSpacePausesUntilSomebodyContinues) {
  startRemembering();
  taker().manager.setFileSystem(&m_disk);
  const QString path = write(QStringLiteral("c.bin"), someOctets(200'000));
  offer(path);
  ASSERT_TRUE(offered());
  accept(taker());
  ASSERT_TRUE(bothReach(State::Paused));
  EXPECT_TRUE(taker().row().paused_here);
  EXPECT_EQ(taker().row().error.code, QString(codes::kNoSpace));
  EXPECT_TRUE(offerer().row().paused_there);
  m_disk.is_full = false;
  taker().manager.resume(offerer().id, taker().order.at(0));
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("c.bin"))), someOctets(200'000));
}

TEST_P(TransferManagerBatch, TheFailedOnesAreSentAgainOnce) {
  start();
  const QString path = write(QStringLiteral("c.bin"), someOctets(20));
  taker().manager.setAcceptRule(AcceptRule::None);
  for (int i = 0; i < 2; ++i) {
    offer(path);
    ASSERT_TRUE(bothReach(State::Declined, i));
  }
  taker().manager.setAcceptRule(AcceptRule::All);
  offerer().manager.retryFailed();
  offerer().manager.retryFailed();
  ASSERT_TRUE(bothReach(State::Done, 2) && bothReach(State::Done, 3));
  EXPECT_EQ(offerer().order.size(), 4);
  EXPECT_EQ(offerer().row(2).roots, QStringList{path});
}

TEST_P(TransferManagerBatch, WhatIsOverCanBeClearedAway) {
  start();
  const QString path = write(QStringLiteral("c.bin"), someOctets(20));
  taker().manager.setAcceptRule(AcceptRule::All);
  offer(path);
  ASSERT_TRUE(bothReach(State::Done));
  taker().manager.setAcceptRule(AcceptRule::Ask);
  offer(path);
  ASSERT_TRUE(offered(2));
  offerer().manager.clearFinished();
  offerer().manager.clearFinished();
  EXPECT_EQ(offerer().removed, QStringList{offerer().order.at(0)});
}

TEST_P(TransferManagerBatch, TheRateIsLimitedUntilTheLimitGoes) {
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerer().manager.setRateLimit(50'000);
  m_octets = someOctets(3'000'000);
  offer(write(QStringLiteral("a.bin"), m_octets));  // a minute, so
  ASSERT_TRUE(bothReach(State::Running));
  ASSERT_TRUE(waitFor([&] { return taker().row().bytes_done > 5000; }));
  EXPECT_LT(taker().row().bytes_done, 1'000'000);
  offerer().manager.setRateLimit(0);
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("a.bin"))), m_octets);
}

TEST_P(TransferManagerBatch, ATransferThatWaitsForTheRateLimitIsPausedAtOnce) {
  start();
  taker().manager.setAcceptRule(AcceptRule::All);
  offerer().manager.setRateLimit(1000);
  m_octets = someOctets(3'000'000);
  offer(write(QStringLiteral("a.bin"), m_octets));
  ASSERT_TRUE(bothReach(State::Running));
  offerer().manager.pause(offerer().id, offerer().order.at(0));
  ASSERT_TRUE(waitFor([&] { return offerer().manager.runningCount() == 0 && taker().manager.runningCount() == 0; }));
  offerer().manager.setRateLimit(0);
  offerer().manager.resume(offerer().id, offerer().order.at(0));
  ASSERT_TRUE(bothReach(State::Done));
}

TEST_P(TransferManagerBatch, BadInput78_AClockThatStepsBackDoesNotTouchTheSpeed) {
  m_time = &m_clock;
  startRunning();
  const auto sane = [&](const TransferInfo& row) {
    return row.rate >= 0 && row.rate <= 3e6 &&
           (row.seconds_left == -1 || (row.seconds_left > 0 && row.seconds_left < 60));
  };
  for (int step = 0; step < 20; ++step) {
    m_clock.advance(100);
    m_clock.setUtcMs(step % 2 ? 0 : 1'790'000'000'000);
    // A tick of each side, so that the meters see that moment.
    QSet<Side*> seen;
    QVector<QMetaObject::Connection> connections;
    for (Side* side : {m_client.get(), m_server.get()}) {
      connections.append(QObject::connect(&side->manager, &TransferManager::changed, &side->manager,
                                          [&seen, side](const TransferInfo&) { seen.insert(side); }));
    }
    ASSERT_TRUE(waitFor([&] { return seen.size() == 2; }));
    for (const QMetaObject::Connection& connection : connections) {
      QObject::disconnect(connection);
    }
    if (step >= 6) {
      EXPECT_TRUE(sane(m_client->row())) << m_client->row().rate << " " << m_client->row().seconds_left;
      EXPECT_TRUE(sane(m_server->row())) << m_server->row().rate << " " << m_server->row().seconds_left;
    }
  }
  m_gate.open();
  ASSERT_TRUE(bothReach(State::Done));
}

TEST_F(TransferManagerTest, EverybodyIsOfferedWhatWasCountedOnce) {
  start();
  const PeerId third = peerNamed('c');
  m_server->manager.peerBack(third, QStringLiteral("third"));
  QVector<PeerId> offered_to;
  QObject::connect(&m_server->manager, &TransferManager::messageReady, &m_server->manager,
                   [&](const PeerId& to, const wire::ControlMessage& message) {
                     if (std::holds_alternative<wire::Offer>(message)) {
                       offered_to.append(to);
                     }
                   });
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  m_server->manager.offer({{m_client->id, QStringLiteral("desk")}, {third, QStringLiteral("third")}}, {path});
  ASSERT_TRUE(waitFor([&] { return offered_to.size() == 2; }));
  EXPECT_TRUE(offered_to.contains(third) && offered_to.contains(m_client->id));
  EXPECT_NE(m_server->order.at(0), m_server->order.at(1)) << "each is a transfer of its own";
  ASSERT_TRUE(waitFor([&] { return m_client->order.size() == 1; }));
  accept(*m_client);
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Done; }));
  ASSERT_TRUE(waitFor([&] { return m_server->rows.value(m_client->order.at(0)).state == State::Done; }));
  EXPECT_EQ(m_server->manager.openCount(), 1) << "the third has not answered";
}

}  // namespace
}  // namespace landline::session
