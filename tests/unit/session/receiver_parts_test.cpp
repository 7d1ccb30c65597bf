// The small parts of a receiver: blocks, the times of folders, what this side waits for.

#include <gtest/gtest.h>
#include <time.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "session/folder_times.h"
#include "session/read_blocks.h"
#include "session/slow_watch.h"

namespace landline::session {
namespace {

TEST(ReadBlocks, AreFilledInSeveralReadsAndUsedAgainWhenFree) {
  ReadBlocks blocks(100, 2);
  const auto [first, room] = blocks.room();
  EXPECT_EQ(room, 100U);
  blocks.filled(40);
  BlockHold hold = blocks.hold();
  EXPECT_EQ(blocks.room().first, first + 40);
  EXPECT_EQ(blocks.room().second, 60U);
  blocks.filled(40);  // what is left is less than a quarter: not worth a read
  const auto [second, second_room] = blocks.room();
  EXPECT_NE(second, first);
  EXPECT_EQ(second_room, 100U);
  blocks.filled(100);
  BlockHold other = blocks.hold();
  EXPECT_FALSE(blocks.hasRoom());
  EXPECT_EQ(blocks.room().second, 0U);
  EXPECT_TRUE(hold.release());
  EXPECT_FALSE(hold.release());
  ASSERT_TRUE(blocks.hasRoom());
  EXPECT_EQ(blocks.room().first, first);
  EXPECT_EQ(blocks.room().second, 100U);
}

TEST(ReadBlocks, ABlockThatNobodyHoldsIsFilledFromItsBeginningAgain) {
  ReadBlocks blocks(100, 4);
  char* const first = blocks.room().first;
  for (int i = 0; i < 10; ++i) {
    blocks.filled(90);
    const BlockHold hold = blocks.hold();
  }
  EXPECT_EQ(blocks.room().first, first);
  EXPECT_EQ(blocks.room().second, 100U);
}

TEST(ReadBlocks, TheLastOfSeveralHoldsFreesIt) {
  ReadBlocks blocks(10, 1);
  blocks.filled(10);
  BlockHold one = blocks.hold();
  BlockHold two = blocks.hold();
  BlockHold moved = std::move(one);
  EXPECT_FALSE(moved.release());
  EXPECT_FALSE(blocks.hasRoom());
  two = BlockHold();
  EXPECT_TRUE(blocks.hasRoom());
}

TEST(FolderTimes, AreSetWhenNothingMoreComesIntoAFolder) {
  QStringList set;
  FolderTimes times([&](const QStringList& components, qint64 mtime_ms) {
    set.append(components.join(QLatin1Char('/')) + QLatin1Char('=') + QString::number(mtime_ms));
  });
  const auto path = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char('/')); };
  times.passFolder(path("a"), 1);
  times.pass(path("a/x"));
  times.passFolder(path("a/b"), 2);
  times.pass(path("a/b/y"));
  EXPECT_EQ(set, QStringList());
  times.pass(path("a/z"));
  EXPECT_EQ(set, QStringList{QStringLiteral("a/b=2")});
  times.passFolder(path("ab"), 3);
  EXPECT_EQ(set, (QStringList{QStringLiteral("a/b=2"), QStringLiteral("a=1")}));
  times.finish();
  EXPECT_EQ(set.last(), QStringLiteral("ab=3"));
  EXPECT_EQ(set.size(), 3);
}

TEST(SlowWatch, TellsOnceWhatMostOfAnIntervalWentBy) {
  TransferProgress progress;
  const auto begin = std::chrono::steady_clock::now();
  constexpr std::chrono::milliseconds kInterval{1000};
  SlowWatch watch(progress, kInterval);
  const auto second = [&](int number) { return begin + number * std::chrono::milliseconds(1100); };
  constexpr qint64 kSecond = 1'000'000'000;
  progress.waited_stream_ns += kSecond;
  EXPECT_FALSE(watch.news(begin).has_value());
  EXPECT_FALSE(watch.news(second(1)).has_value());  // waits for the network: nothing to tell
  progress.waited_disk_ns += kSecond;
  EXPECT_EQ(watch.news(second(2)), QStringLiteral("disk"));
  progress.waited_disk_ns += kSecond;
  EXPECT_FALSE(watch.news(second(3)).has_value());
  EXPECT_EQ(watch.told(), QStringLiteral("disk"));
  EXPECT_EQ(watch.news(second(4)), QStringLiteral("processor"));  // waited for nothing
  progress.waited_limit_ns += kSecond;
  EXPECT_EQ(watch.news(second(5)), QString());
}

TEST(SlowWatch, WhatOneSideTellsTheOtherOneNotes) {
  TransferProgress progress;
  notePeerSlow(progress, QStringLiteral("disk"));
  EXPECT_TRUE(progress.peer_waits_for_disk);
  EXPECT_FALSE(progress.peer_waits_for_processor);
  notePeerSlow(progress, QStringLiteral("processor"));
  EXPECT_FALSE(progress.peer_waits_for_disk);
  EXPECT_TRUE(progress.peer_waits_for_processor);
  notePeerSlow(progress, QStringLiteral("a word of a later version"));
  EXPECT_FALSE(progress.peer_waits_for_disk);
  EXPECT_FALSE(progress.peer_waits_for_processor);
}

qint64 workedNs() {
  timespec time{};
  EXPECT_EQ(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time), 0);
  return qint64{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

TEST(WaitingTime, CountsWaitingAndNotWork) {
  using std::chrono::steady_clock;
  std::atomic<qint64> waited{0};
  const auto begin = steady_clock::now();
  const qint64 worked_before = workedNs();
  {
    const WaitingTime waiting(waited);
    while (workedNs() - worked_before < 20'000'000) {
    }
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable().wait_for(lock, std::chrono::milliseconds(30), [] { return false; });
  }
  const qint64 worked = workedNs() - worked_before;
  const qint64 passed = std::chrono::nanoseconds(steady_clock::now() - begin).count();
  EXPECT_GE(waited, 29'000'000);
  EXPECT_LE(waited, passed - worked + 2'000'000);
}

}  // namespace
}  // namespace landline::session
