#include <QSet>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "files/locked_part.h"
#include "files/part_file.h"
#include "files/part_name.h"
#include "files/test_folder.h"

// Several writers of one path, and what crashes leave behind.

namespace landline::files {
namespace {

using test::failedWith;
using test::succeeded;
using test::TestFolder;

const QString kName = QStringLiteral("a.bin");

QString partPath(const TestFolder& disk, int writer = 1) {
  return disk.path(QString::fromLatin1(partName(TestFolder::peer(), {kName}, writer)));
}

Result<PartFile> create(const TestFolder& disk, qint64 size = 1) {
  return PartFile::create(disk.folder(), TestFolder::request(kName, size));
}

TEST(PartLock, ASecondWriterOfTheSamePathTakesAnotherNumber) {
  const TestFolder disk;
  auto one = create(disk);
  auto two = create(disk);
  auto three = create(disk);
  EXPECT_TRUE(QFile::exists(partPath(disk, 1)));
  EXPECT_TRUE(QFile::exists(partPath(disk, 2)));
  EXPECT_TRUE(QFile::exists(partPath(disk, 3)));
  ASSERT_TRUE(succeeded(three->write("3")));
  ASSERT_TRUE(succeeded(one->write("1")));
  ASSERT_TRUE(succeeded(two->write("2")));
  EXPECT_TRUE(succeeded(two->publish(TestFolder::digestOf("2"))));
  EXPECT_TRUE(succeeded(three->publish(TestFolder::digestOf("3"))));
  EXPECT_TRUE(succeeded(one->publish(TestFolder::digestOf("1"))));
  EXPECT_EQ(disk.contentsOf(kName), "2");
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a (1).bin")), "3");
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a (2).bin")), "1");
  EXPECT_EQ(disk.received().size(), 3);
}

TEST(PartLock, ThereIsAMostOfWriters) {
  const TestFolder disk;
  std::vector<PartFile> writers;
  for (int i = 0; i < LockedPart::kWriters; ++i) {
    auto part = create(disk);
    ASSERT_TRUE(succeeded(part));
    writers.push_back(std::move(*part));
  }
  EXPECT_TRUE(failedWith(create(disk), codes::kBusy));
  writers.pop_back();
  EXPECT_TRUE(succeeded(create(disk)));
}

TEST(PartLock, WhatACrashHasLeftIsTakenOverAndEmptiedWhereNothingIsResumed) {
  const TestFolder disk;
  TestFolder::put(partPath(disk), "a long rest from before the crash");
  QFile::setPermissions(partPath(disk), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
  auto part = create(disk);
  ASSERT_TRUE(succeeded(part));
  EXPECT_EQ(disk.received().size(), 1);
  EXPECT_GT(QFileInfo(partPath(disk)).size(), 0) << "it may be gone on with";
  EXPECT_EQ(QFile::permissions(partPath(disk)) & QFile::ReadOther, 0);
  ASSERT_TRUE(succeeded(part->write("x")));
  EXPECT_EQ(QFileInfo(partPath(disk)).size(), 1);
  ASSERT_TRUE(succeeded(part->publish(part->digest())));
  EXPECT_EQ(disk.contentsOf(kName), "x");
  EXPECT_EQ(disk.received(), QStringList{kName});
}

TEST(PartLock, AnotherUsersFileAtThePartIsLeftAlone) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can plant another user's file";
  }
  const TestFolder disk;
  TestFolder::put(partPath(disk), "theirs, and they may go on writing to it");
  ASSERT_EQ(::chown(QFile::encodeName(partPath(disk)).constData(), 12345, 12345), 0);
  ASSERT_TRUE(succeeded(disk.receive(kName, "x")));
  EXPECT_EQ(TestFolder::contents(partPath(disk)), "theirs, and they may go on writing to it");
  EXPECT_EQ(disk.contentsOf(kName), "x");
}

TEST(PartLock, WhatCrashedSecondWritersHaveLeftIsRemoved) {
  const TestFolder disk;
  TestFolder::put(partPath(disk, 2), "rest");
  TestFolder::put(partPath(disk, 5), "rest");
  ASSERT_TRUE(succeeded(disk.receive(kName, "x")));
  EXPECT_EQ(disk.received(), QStringList{kName});
}

TEST(PartLock, WhatAnotherTransferKeepsWhileAWriterIsAtWorkStays) {
  const TestFolder disk;
  std::optional<Result<PartFile>> paused(create(disk, 10));
  auto other = create(disk);
  ASSERT_TRUE(succeeded((*paused)->write("half")));
  (*paused)->keep();
  paused.reset();
  ASSERT_TRUE(succeeded(other->write("x")));
  ASSERT_TRUE(succeeded(other->publish(other->digest())));
  EXPECT_EQ(disk.contentsOf(kName), "x");
  EXPECT_EQ(TestFolder::contents(partPath(disk)), "half");
  auto again = create(disk, 10);
  ASSERT_TRUE(succeeded(again) && succeeded(again->resume(4)));
}

TEST(PartLock, APartThatACrashHasLeftHalfPublishedDoesNotCostTheFinalFile) {
  const TestFolder disk;
  TestFolder::put(disk.path(kName), "published");
  ASSERT_EQ(::link(QFile::encodeName(disk.path(kName)).constData(), QFile::encodeName(partPath(disk)).constData()), 0);
  EXPECT_EQ(disk.receive(kName, "x")->saved_as, disk.path(QStringLiteral("a (1).bin")));
  EXPECT_EQ(disk.contentsOf(kName), "published");
  EXPECT_EQ(disk.received().size(), 2);
}

TEST(PartLock, APartThatIsGoneIsNotRemovedAgain) {
  const TestFolder disk;
  {
    auto part = create(disk);
    QFile::remove(partPath(disk));
    TestFolder::put(partPath(disk), "somebody else's");
  }
  EXPECT_EQ(TestFolder::contents(partPath(disk)), "somebody else's");
}

/// Emptying a part that its writer has just published would destroy a finished file: many writers of one path in a
/// small space of time must yield as many intact files.
TEST(PartLock, BadInput25_ManyWritersOfOnePathYieldAsManyIntactFiles) {
  constexpr int kThreads = 4;
  constexpr int kFiles = 60;
  const TestFolder disk;
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&disk, &failures, thread] {
      for (int i = 0; i < kFiles; ++i) {
        const QByteArray octets = QByteArray::number(thread * 1000 + i).repeated(100);
        if (!disk.receive(kName, octets)) {
          ++failures;
        }
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(failures, 0);
  const QStringList received = disk.received();
  EXPECT_EQ(received.size(), kThreads * kFiles);
  QSet<QByteArray> contents;
  for (const QString& name : received) {
    contents.insert(disk.contentsOf(name));
  }
  EXPECT_EQ(contents.size(), kThreads * kFiles);
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int i = 0; i < kFiles; ++i) {
      EXPECT_TRUE(contents.contains(QByteArray::number(thread * 1000 + i).repeated(100)));
    }
  }
}

/// One receiver in a process of its own: writes `blocks` blocks and publishes, telling through `progress` (one octet
/// for each step) how far it is. Never returns.
[[noreturn]] void receiveInChild(const TestFolder& disk, const std::string& block, int blocks, int progress) {
  const auto tell = [progress] {
    if (::write(progress, ".", 1) != 1) {
      ::_exit(3);
    }
  };
  const QString digest = TestFolder::digestOf(QByteArray::fromStdString(block).repeated(blocks));
  auto part = create(disk, qint64(block.size()) * blocks);
  for (int i = 0; part && i < blocks; ++i) {
    tell();
    if (!part->write(block)) {
      ::_exit(2);
    }
  }
  tell();
  const bool published = part && part->publish(digest).ok();
  tell();
  ::_exit(published ? 0 : 1);
}

TEST(PartLock, BadInput74_AReceiverKilledAtAnyMomentLeavesNoHalfFileAndARetryLeavesNoTrace) {
  constexpr int kBlocks = 20;
  constexpr int kSteps = kBlocks + 2;
  const std::string block(5000, 'k');
  const QByteArray whole = QByteArray::fromStdString(block).repeated(kBlocks);
  std::mt19937 random(20240607);
  int killed_before_the_end = 0;
  for (int round = 0; round < 4 * kSteps; ++round) {
    const TestFolder disk;
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      receiveInChild(disk, block, kBlocks, ends[1]);
    }
    ::close(ends[1]);
    // Killed when it has come to this step, and a random little later.
    char octet = 0;
    for (int step = 0; step <= round % kSteps; ++step) {
      ASSERT_EQ(::read(ends[0], &octet, 1), 1);
    }
    for (auto spin = random() % 20'000; spin > 0; --spin) {
      asm volatile("");
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ::close(ends[0]);
    killed_before_the_end += WIFSIGNALED(status) ? 1 : 0;

    const bool there = QFile::exists(disk.path(kName));
    if (there) {
      EXPECT_EQ(disk.contentsOf(kName), whole);
    }
    ASSERT_TRUE(succeeded(disk.receive(kName, whole)));
    EXPECT_EQ(disk.received().size(), there ? 2 : 1) << "no stray part";
    EXPECT_EQ(disk.contentsOf(there ? QStringLiteral("a (1).bin") : kName), whole);
  }
  EXPECT_GT(killed_before_the_end, kSteps);
}

}  // namespace
}  // namespace landline::files
