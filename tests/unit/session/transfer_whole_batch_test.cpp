// A sender against a receiver with whole trees: everything arrives, and after every interruption the next runs complete
// it.

#include "batch_fixture.h"
#include <QDateTime>

#include <thread>

#include "core/rate_limit.h"
#include "session/transfer_job.h"

namespace landline::session {
namespace {

class TransferWholeBatch : public BatchTest {
 protected:
  /// Folders in folders, empty ones, empty files, more entries than a page has.
  void putTree() {
    for (int i = 0; i < 14; ++i) {
      put(QStringLiteral("d%1/e/f%2").arg(i % 3).arg(i), someOctets(i * 150).mid(i));
    }
    put(QStringLiteral("nothing"), {});
    put(QStringLiteral("larger"), someOctets(20'000));
    QDir().mkpath(m_source + QStringLiteral("/z/empty"));
  }

  void expectAllThere() {
    EXPECT_EQ(arrivedTree(), sourceTree());
    EXPECT_EQ(saved(), QStringList{QStringLiteral("tree")});
    EXPECT_EQ(parts(), QStringList());
  }
};

TEST_F(TransferWholeBatch, ATreeArrivesWithItsTimes) {
  putTree();
  const QDateTime then = QDateTime::fromMSecsSinceEpoch(1'500'000'000'000, Qt::UTC);
  QFile file(m_source + QStringLiteral("/larger"));
  ASSERT_TRUE(file.open(QIODevice::ReadWrite) && file.setFileTime(then, QFileDevice::FileModificationTime));
  file.close();
  const qint64 folder_time = QFileInfo(m_source + QStringLiteral("/d1/e")).lastModified().toMSecsSinceEpoch();
  const Ends ends = transfer(treeTask(), batchTask());
  ASSERT_TRUE(good(ends));
  expectAllThere();
  EXPECT_EQ(ends.sent->stored, 16);
  EXPECT_EQ(ends.received->stored, 16);
  EXPECT_EQ(ends.received->saved_as, savedPath(QStringLiteral("tree")));
  EXPECT_EQ(QFileInfo(savedPath(QStringLiteral("tree/larger"))).lastModified().toMSecsSinceEpoch(),
            then.toMSecsSinceEpoch());
  EXPECT_EQ(QFileInfo(savedPath(QStringLiteral("tree/d1/e"))).lastModified().toMSecsSinceEpoch(), folder_time);
}

TEST_F(TransferWholeBatch, SentAgainOnlyWhatIsNewMoves) {
  putTree();
  ASSERT_TRUE(good(transfer(treeTask(), batchTask())));
  put(QStringLiteral("d1/new"), someOctets(500));
  ReceiveTask task = batchTask();
  task.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");
  const Ends ends = transfer(treeTask(), task);
  ASSERT_TRUE(good(ends));
  EXPECT_EQ(ends.sent->identical, 16);
  EXPECT_EQ(ends.sent->stored, 1);
  expectAllThere();
}

TEST_F(TransferWholeBatch, WhatAnEarlierRunHasRenamedCountsAsRenamed) {
  put(QStringLiteral("a.txt"), someOctets(20));
  QDir().mkpath(savedPath(QStringLiteral("tree")));
  QFile other(savedPath(QStringLiteral("tree/a.txt")));
  ASSERT_TRUE(other.open(QIODevice::WriteOnly) && other.write("another") == 7);
  other.close();
  for (int run = 0; run < 2; ++run) {
    const Ends ends = transfer(treeTask(), batchTask());
    ASSERT_TRUE(good(ends));
    EXPECT_EQ(ends.received->stored, 1) << run;
    EXPECT_EQ(ends.received->renamed, 1) << run;
    EXPECT_EQ(arrivedTree().size(), 2) << run;
  }
}

TEST_F(TransferWholeBatch, BadInput35_27_InterruptedAnywhereAndRunAgainItIsComplete) {
  putTree();
  for (const bool down : {true, false}) {
    // Cuts come at steps that are not a multiple of anything, so that over the tests each kind of place is met.
    for (std::size_t step = down ? 977 : 53, cut = step; cut < (down ? 60'000U : 4'000U); cut += step) {
      test::PipeBehaviour whole;
      test::PipeBehaviour cut_short;
      cut_short.cut_after = cut;
      const Ends ends = transfer(treeTask(), batchTask(), down ? cut_short : whole, down ? whole : cut_short);
      const bool complete = good(ends);
      if (!complete) {
        ASSERT_NO_FATAL_FAILURE(expectNothingHalf());
        const Ends again = transfer(treeTask(), batchTask());
        ASSERT_TRUE(good(again)) << "cut after " << cut;
        ASSERT_EQ(again.received->stored, 16);
        ASSERT_EQ(again.received->identical, 0);
      }
      expectAllThere();
      forgetArrived();
      if (complete) {
        break;
      }
    }
  }
}

TEST_F(TransferWholeBatch, RunsThatAllBreakOffStillComeToAnEnd) {
  m_limits.transfer_block = 64 * 1024;
  m_limits.file_piece = 1'000'000;
  put(QStringLiteral("film"), someOctets(13 * 1024 * 1024));
  put(QStringLiteral("note"), someOctets(100));
  test::PipeBehaviour cut_short;
  cut_short.cut_after = 5 * 1024 * 1024;
  int runs = 0;
  for (;; ++runs) {
    ASSERT_LT(runs, 8) << "what came is not kept";
    if (good(transfer(treeTask(), batchTask(), cut_short))) {
      break;
    }
  }
  EXPECT_GE(runs, 2);
  expectAllThere();
}

TEST_F(TransferWholeBatch, BadInput84_BothDirectionsAtOnce) {
  putTree();
  const QString other_source = m_source;
  const QString other_saved = m_directory.filePath(QStringLiteral("other"));
  ReceiveTask other = batchTask();
  other.folder = other_saved;
  std::thread beside([&] {
    for (int i = 0; i < 5; ++i) {
      auto [left, right] = test::streamPair();
      TransferProgress progress;
      TransferProgress receiving;
      std::thread sender([&, end = left.get()] {
        FrameStream frames(*end, m_limits);
        EXPECT_TRUE(TransferSender(frames, treeTask(), m_limits, progress).run().ok());
      });
      FrameStream frames(*right, m_limits);
      EXPECT_TRUE(TransferReceiver(frames, other, m_limits, receiving).run().ok());
      sender.join();
    }
  });
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(good(transfer(treeTask(), batchTask())));
  }
  beside.join();
  expectAllThere();
  EXPECT_EQ(treeOf(other_saved + QStringLiteral("/tree")), sourceTree());
}

TEST_F(TransferWholeBatch, BadInput80_BothCancelAtOnceAtAnyTime) {
  putTree();
  for (int round = 0; round < 60; ++round) {
    auto [left, right] = test::streamPair();
    TransferOutcome sent;
    TransferOutcome received;
    TransferJob sender(treeTask(), m_limits, [&](const TransferOutcome& outcome) { sent = outcome; });
    TransferJob receiver(batchTask(), m_limits, [&](const TransferOutcome& outcome) { received = outcome; });
    std::thread up([&, end = std::move(left)]() mutable {
      auto kept = std::make_shared<std::unique_ptr<Stream>>(std::move(end));
      sender.runConnecting(
          [kept] {
            return UnopenedStream{std::move(*kept), [] { return Result<void>(); }};
          },
          {QStringLiteral("0b1f2c3d-0000-4000-8000-000000000001"), QString(64, QLatin1Char('5'))});
    });
    std::thread down([&, end = std::move(right)]() mutable {
      FrameStream frames(*end, m_limits);
      if (frames.expect<wire::Ticket>()) {
        receiver.runAccepted(*end, frames);
      }
    });
    // Each round a little later.
    while (receiver.progress().bytes < round * 600 && receiver.progress().files < 16) {
      std::this_thread::yield();
    }
    sender.cancel();
    receiver.cancel();
    up.join();
    down.join();
    for (const TransferOutcome& outcome : {sent, received}) {
      EXPECT_TRUE(outcome.ok() || outcome.error.is(codes::kCancelled) || outcome.error.is(codes::kInterrupted))
          << outcome.error.detail.toStdString();
    }
  }
  ASSERT_TRUE(good(transfer(treeTask(), batchTask())));
  expectAllThere();
}

TEST_F(TransferWholeBatch, ARateLimitHoldsTheReceiverToo) {
  put(QStringLiteral("film"), someOctets(60'000));
  auto [left, right] = test::streamPair();
  TransferProgress sending;
  std::thread sender([&, end = left.get()] {
    FrameStream frames(*end, m_limits);
    EXPECT_TRUE(TransferSender(frames, treeTask(), m_limits, sending).run().ok());
  });
  TransferContext context;
  context.rate_limit = std::make_shared<RateLimit>(std::chrono::milliseconds(10));
  context.rate_limit->set(200'000);
  FrameStream frames(*right, m_limits);
  const auto begin = std::chrono::steady_clock::now();
  const Result<TransferOutcome> outcome = TransferReceiver(frames, batchTask(), m_limits, m_progress, context).run();
  const auto took = std::chrono::steady_clock::now() - begin;
  sender.join();
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_GT(took, std::chrono::milliseconds(250));  // 300 ms, less what may come in a burst
  EXPECT_GT(m_progress.waited_limit_ns.load(), 100'000'000);
  expectAllThere();
}

}  // namespace
}  // namespace landline::session
