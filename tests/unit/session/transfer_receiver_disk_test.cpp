// A receiver whose disk fails, fills up, is slow, or changes under its hands.

#include "batch_fixture.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <set>
#include <thread>

#include "files/file_system.h"
#include "support/passing_stream.h"

namespace landline::session {
namespace {

/// The real one, but for the call number `fail_at`, which fails; calls `before_write` with the number of each write.
class MeddlingFileSystem final : public files::FileSystem {
 public:
  int fail_at = 0;
  int error = EIO;
  std::atomic<int> calls{0};
  std::function<void(int)> before_write = [](int) {};

  ssize_t write(int descriptor, const char* octets, std::size_t count) override {
    before_write(++m_writes);
    return fails() ? -1 : FileSystem::write(descriptor, octets, count);
  }
  ssize_t copyRange(int from, off_t offset, int to, std::size_t count) override {
    return fails() ? -1 : FileSystem::copyRange(from, offset, to, count);
  }
  int flush(int descriptor) override { return fails() ? -1 : FileSystem::flush(descriptor); }
  int flushAll(int descriptor) override { return fails() ? -1 : FileSystem::flushAll(descriptor); }
  int renameNoReplace(int folder, const char* from, const char* to) override {
    return fails() ? -1 : FileSystem::renameNoReplace(folder, from, to);
  }

 private:
  bool fails() {
    if (++calls != fail_at) {
      return false;
    }
    errno = error;
    return true;
  }
  int m_writes = 0;
};

class TransferReceiverDisk : public BatchTest {
 protected:
  TransferReceiverDisk() {
    for (int i = 0; i < 6; ++i) {
      put(QStringLiteral("d%1/f%2").arg(i % 2).arg(i), someOctets(i * 700));
    }
  }

  ReceiveTask taskWith(files::FileSystem& system) {
    ReceiveTask task = batchTask();
    task.file_system = &system;
    return task;
  }
};

class TransferReceiverFaults : public TransferReceiverDisk, public ::testing::WithParamInterface<int> {};

TEST_P(TransferReceiverFaults, BadInput65_66_AFaultAtEveryCallIsReportedAndTheNextRunCompletes) {
  for (int call = 1;; ++call) {
    SCOPED_TRACE(call);
    MeddlingFileSystem disk;
    disk.fail_at = call;
    disk.error = GetParam();
    const Ends ends = transfer(treeTask(), taskWith(disk));
    expectNothingHalf();
    if (disk.calls < call) {
      ASSERT_TRUE(ends.sent.ok() && ends.sent->ok() && ends.received.ok() && ends.received->ok());
      ASSERT_GT(call, 20);
      break;
    }
    if (ends.received.ok()) {
      // A fault may concern something that has another way (a flush of all at once): then nothing is wrong.
      ASSERT_TRUE(ends.sent.ok());
      ASSERT_EQ(ends.sent->stored, ends.received->stored);
      ASSERT_EQ(ends.received->stored + ends.received->failed, 6);
      ASSERT_EQ(ends.received->ok(), ends.received->failed == 0) << ends.received->error.detail.toStdString();
      ASSERT_EQ(ends.received->ok(), ends.sent->ok());
      ASSERT_TRUE(ends.received->ok() || GetParam() != ENOSPC) << "what there is no room for waits";
    } else {
      ASSERT_EQ(ends.received.error().code, QString(codes::kNoSpace));
      ASSERT_EQ(GetParam(), ENOSPC);
    }
    const Ends again = transfer(treeTask(), batchTask());
    ASSERT_TRUE(again.sent.ok() && again.sent->ok() && again.received.ok() && again.received->ok());
    ASSERT_EQ(arrivedTree(), sourceTree());
    ASSERT_EQ(parts(), QStringList());
    forgetArrived();
  }
}

INSTANTIATE_TEST_SUITE_P(Errors, TransferReceiverFaults, ::testing::Values(EIO, ENOSPC),
                         [](const auto& tested) { return tested.param == EIO ? "EIO" : "ENOSPC"; });

TEST_F(TransferReceiverDisk, BadInput67_AFolderThatIsRemovedInTheMiddleFailsItsFilesOnly) {
  MeddlingFileSystem disk;
  disk.before_write = [this](int write) {
    if (write == 3) {
      QDir(savedPath(QStringLiteral("tree/d0"))).removeRecursively();
    }
  };
  const Ends ends = transfer(treeTask(), taskWith(disk));
  ASSERT_TRUE(ends.received.ok()) << ends.received.error().detail.toStdString();
  ASSERT_TRUE(ends.sent.ok());
  EXPECT_TRUE(ends.received->agreed);
  EXPECT_EQ(ends.sent->stored, ends.received->stored);
  EXPECT_GE(ends.received->stored, 3);  // those of the other folder
  expectNothingHalf();
  const Ends again = transfer(treeTask(), batchTask());
  ASSERT_TRUE(again.received.ok() && again.received->ok());
  EXPECT_EQ(arrivedTree(), sourceTree());
}

TEST_F(TransferReceiverDisk, BadInput67_AFolderThatBecomesReadOnlyFailsAndSaysWhich) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "root may write to a read-only folder";
  }
  MeddlingFileSystem disk;
  const QString folder = savedPath(QStringLiteral("tree/d1"));
  disk.before_write = [&](int write) {
    if (write == 1) {
      ::chmod(folder.toUtf8().constData(), 0555);
    }
  };
  const Ends ends = transfer(treeTask(), taskWith(disk));
  ::chmod(folder.toUtf8().constData(), 0755);
  ASSERT_TRUE(ends.received.ok() && ends.sent.ok());
  EXPECT_FALSE(ends.received->ok());
  EXPECT_TRUE(ends.received->error.detail.contains(QStringLiteral("d1"))) << ends.received->error.detail.toStdString();
  expectNothingHalf();
}

TEST_F(TransferReceiverDisk, BadInput16_ALinkSwappedInIsNotFollowed) {
  const QString outside = m_directory.filePath(QStringLiteral("outside"));
  QDir().mkpath(outside);
  for (const int at : {1, 2, 5, 9}) {
    MeddlingFileSystem disk;
    const QString folder = savedPath(QStringLiteral("tree/d1"));
    bool swapped = false;
    disk.before_write = [&](int write) {
      if (write == at) {
        swapped = QFile::rename(folder, folder + QStringLiteral(".away")) && QFile::link(outside, folder);
      }
    };
    const Ends ends = transfer(treeTask(), taskWith(disk));
    ASSERT_TRUE(swapped);
    ASSERT_TRUE(ends.received.ok() && ends.sent.ok());
    EXPECT_EQ(ends.sent->stored, ends.received->stored);
    EXPECT_TRUE(QDir(outside).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) << "swapped at " << at;
    QFile::remove(folder);
    forgetArrived();
  }
}

// --- Order -----------------------------------------------------------------------------------------------------------

/// Knows which files have octets, and which folders names, that are not flushed.
class BookkeepingFileSystem final : public files::FileSystem {
 public:
  bool everything_safe = true;  ///< no file has got its name before its octets were flushed
  std::set<ino_t> dirty;
  int renames = 0;

  ssize_t write(int descriptor, const char* octets, std::size_t count) override {
    dirty.insert(inodeOf(descriptor));
    return FileSystem::write(descriptor, octets, count);
  }
  int flush(int descriptor) override {
    dirty.erase(inodeOf(descriptor));
    return FileSystem::flush(descriptor);
  }
  int flushAll(int descriptor) override {
    const int done = FileSystem::flushAll(descriptor);
    if (done == 0) {
      dirty.clear();
    }
    return done;
  }
  int renameNoReplace(int folder, const char* from, const char* to) override {
    struct stat part {};
    EXPECT_EQ(::fstatat(folder, from, &part, AT_SYMLINK_NOFOLLOW), 0);
    everything_safe = everything_safe && dirty.count(part.st_ino) == 0;
    dirty.insert(inodeOf(folder));
    ++renames;
    return FileSystem::renameNoReplace(folder, from, to);
  }

 private:
  static ino_t inodeOf(int descriptor) {
    struct stat status {};
    EXPECT_EQ(::fstat(descriptor, &status), 0);
    return status.st_ino;
  }
};

/// Calls `on_stored` when a `stored` passes.
class WatchingStream final : public test::PassingStream {
 public:
  WatchingStream(std::unique_ptr<Stream> stream, std::function<void()> on_stored)
      : PassingStream(std::move(stream)), m_on_stored(std::move(on_stored)) {}
  Result<void> write(std::string_view octets) override {
    if (octets.substr(0, 7) == "stored&") {
      m_on_stored();
    }
    return next().write(octets);
  }

 private:
  std::function<void()> m_on_stored;
};

TEST_F(TransferReceiverDisk, NothingIsStoredBeforeItsOctetsAndItsNameAreFlushed) {
  m_limits.flush_group_files = 100;  // one group: nothing else is going on when it is told of
  m_limits.manifest_page_entries = 100;
  BookkeepingFileSystem disk;
  int told = 0;
  const auto watch = [&](std::unique_ptr<Stream> stream) -> std::unique_ptr<Stream> {
    return std::make_unique<WatchingStream>(std::move(stream), [&] {
      // The first one is about folders, and files are being written meanwhile.
      if (++told == 2) {
        EXPECT_TRUE(disk.dirty.empty()) << disk.renames;
      }
    });
  };
  const Ends ends = transfer(treeTask(), taskWith(disk), {}, {}, {}, watch);
  ASSERT_TRUE(ends.received.ok() && ends.received->ok());
  EXPECT_EQ(ends.received->stored, 6);
  EXPECT_EQ(disk.renames, 6);
  EXPECT_TRUE(disk.everything_safe);
  EXPECT_EQ(told, 2);  // the folders, then all files
}

TEST_F(TransferReceiverDisk, ASlowDiskHoldsTheStreamBackWithFewBlocks) {
  const qint64 most = static_cast<qint64>(m_limits.transfer_block) * m_limits.transfer_blocks_ahead;
  put(QStringLiteral("film"), someOctets(200'000));
  MeddlingFileSystem disk;
  std::atomic<qint64> worst{0};
  QAtomicInteger<qint64> written{0};
  disk.before_write = [&](int write) {
    // At first until the stream has nearly run out of blocks, so that the bound is put to the test.
    while (write == 1 && m_progress.bytes < most / 2) {
      std::this_thread::yield();
    }
    worst = std::max(worst.load(), m_progress.bytes - written.loadAcquire());
  };
  class Counting final : public files::FileSystem {
   public:
    Counting(MeddlingFileSystem& disk, QAtomicInteger<qint64>& written) : m_disk(disk), m_written(written) {}
    ssize_t write(int descriptor, const char* octets, std::size_t count) override {
      const ssize_t done = m_disk.write(descriptor, octets, count);
      m_written.fetchAndAddOrdered(done);
      return done;
    }

   private:
    MeddlingFileSystem& m_disk;
    QAtomicInteger<qint64>& m_written;
  } counting(disk, written);
  auto [left, right] = test::streamPair();
  TransferProgress sending;
  std::thread sender([&, end = left.get()] {
    FrameStream frames(*end, m_limits);
    EXPECT_TRUE(TransferSender(frames, treeTask(), m_limits, sending).run().ok());
  });
  FrameStream frames(*right, m_limits);
  const Result<TransferOutcome> outcome = TransferReceiver(frames, taskWith(counting), m_limits, m_progress).run();
  sender.join();
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_GE(worst.load(), most / 2);
  EXPECT_LE(worst.load(), most);
  EXPECT_GT(m_progress.waited_disk_ns.load(), 0);
}

}  // namespace
}  // namespace landline::session
