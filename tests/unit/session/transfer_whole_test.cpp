// A sender against a receiver, over connections that are narrow, slow, cut or wrong.

#include "transfer_fixture.h"
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

#include "files/file_system.h"
#include "support/passing_stream.h"

namespace landline::session {
namespace {

const QString kName = QStringLiteral("picture.png");

class TransferWhole : public TransferTest {
 protected:
  void expectArrived(const Ends& ends, const QByteArray& octets) {
    ASSERT_TRUE(ends.sent.ok()) << ends.sent.error().detail.toStdString();
    ASSERT_TRUE(ends.received.ok()) << ends.received.error().detail.toStdString();
    EXPECT_EQ(ends.sent->error.code, QString());
    EXPECT_EQ(ends.received->error.code, QString());
    EXPECT_TRUE(ends.sent->agreed);
    EXPECT_TRUE(ends.received->agreed);
    EXPECT_EQ(ends.sent->stored, 1);
    EXPECT_EQ(ends.sent->digest, digestOf(octets));
    EXPECT_EQ(ends.received->digest, digestOf(octets));
    EXPECT_EQ(ends.received->saved_as, savedPath(kName));
    EXPECT_EQ(saved(), QStringList{kName});
    EXPECT_EQ(contentOf(savedPath(kName)), octets);
  }
};

struct Shape {
  int size;
  std::size_t capacity;
  std::size_t largest_read;
};

class TransferShapes : public TransferWhole, public ::testing::WithParamInterface<Shape> {};

TEST_P(TransferShapes, BadInput26_32_33_AFileArrivesHoweverTheOctetsAreCut) {
  const QByteArray octets = someOctets(GetParam().size);
  writeSource(kName, octets);
  test::PipeBehaviour pipe;
  pipe.capacity = GetParam().capacity;
  pipe.largest_read = GetParam().largest_read;
  expectArrived(transfer(sendTask(kName), receiveTask(kName, octets.size()), pipe, pipe), octets);
}

INSTANTIATE_TEST_SUITE_P(Sizes, TransferShapes,
                         ::testing::Values(Shape{0, 1, 1}, Shape{0, 1 << 20, 1 << 20}, Shape{1, 1, 1}, Shape{99, 7, 3},
                                           Shape{100, 64, 5}, Shape{101, 3, 64}, Shape{250, 1, 1 << 20},
                                           Shape{1000, 1 << 20, 1}, Shape{100'000, 1 << 20, 1 << 20},
                                           Shape{100'000, 16, 16}),
                         [](const auto& tested) {
                           return "Size" + std::to_string(tested.param.size) + "Capacity" +
                                  std::to_string(tested.param.capacity) + "Read" +
                                  std::to_string(tested.param.largest_read);
                         });

TEST_F(TransferWhole, TheTimeOfTheSourceIsKept) {
  const QString path = writeSource(kName, someOctets(10));
  QFile source(path);
  ASSERT_TRUE(source.open(QIODevice::ReadWrite));
  const QDateTime then = QDateTime::fromMSecsSinceEpoch(1'600'000'000'000, Qt::UTC);
  ASSERT_TRUE(source.setFileTime(then, QFileDevice::FileModificationTime));
  source.close();
  const Ends ends = transfer(sendTask(kName), receiveTask(kName, 10));
  ASSERT_TRUE(ends.received.ok() && ends.received->ok());
  EXPECT_EQ(QFileInfo(savedPath(kName)).lastModified().toMSecsSinceEpoch(), then.toMSecsSinceEpoch());
}

TEST_F(TransferWhole, BadInput25_AnExistingNameIsNotReplaced) {
  const QByteArray octets = someOctets(500);
  writeSource(kName, octets);
  QFile existing(savedPath(kName));
  ASSERT_TRUE(existing.open(QIODevice::WriteOnly) && existing.write("old") == 3);
  existing.close();
  const Ends ends = transfer(sendTask(kName), receiveTask(kName, octets.size()));
  ASSERT_TRUE(ends.received.ok());
  EXPECT_EQ(contentOf(savedPath(kName)), QByteArray("old"));
  EXPECT_EQ(ends.received->saved_as, savedPath(QStringLiteral("picture (1).png")));
  EXPECT_EQ(contentOf(ends.received->saved_as), octets);
}

TEST_F(TransferWhole, WhatTheSenderIsKnownToHaveSentBeforeIsIdentical) {
  const QByteArray octets = someOctets(500);
  writeSource(kName, octets);
  ASSERT_TRUE(transfer(sendTask(kName), batchTask()).received.ok());
  ReceiveTask again = batchTask();
  again.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");
  const Ends ends = transfer(sendTask(kName), again);
  ASSERT_TRUE(ends.sent.ok() && ends.received.ok());
  EXPECT_EQ(ends.sent->identical, 1);
  EXPECT_EQ(ends.sent->stored, 0);
  EXPECT_EQ(ends.received->identical, 1);
  EXPECT_EQ(saved(), QStringList{kName});
}

TEST_F(TransferWhole, SaveAsReplacesTheAnnouncedName) {
  const QByteArray octets = someOctets(500);
  writeSource(kName, octets);
  ReceiveTask task = receiveTask(kName, octets.size());
  task.save_name = QStringLiteral("other.png");
  const Ends ends = transfer(sendTask(kName), task);
  ASSERT_TRUE(ends.received.ok() && ends.received->ok());
  EXPECT_EQ(saved(), QStringList{task.save_name});
}

// --- The connection ends at any octet --------------------------------------------------------------------------------

enum class Cut { Down, Up };

class TransferCut : public TransferWhole, public ::testing::WithParamInterface<Cut> {};

TEST_P(TransferCut, BadInput35_27_NeverAHangAndNothingUnfinishedUnderAFinalName) {
  const QByteArray octets = someOctets(150);
  writeSource(kName, octets);
  for (std::size_t cut = 0;; ++cut) {
    test::PipeBehaviour whole;
    test::PipeBehaviour cut_short;
    cut_short.cut_after = cut;
    const bool down = GetParam() == Cut::Down;
    const Ends ends = transfer(sendTask(kName), receiveTask(kName, octets.size()), down ? cut_short : whole,
                               down ? whole : cut_short);
    const bool sent = ends.sent.ok() && ends.sent->ok();
    const bool received = ends.received.ok() && ends.received->ok();
    ASSERT_TRUE(!sent || received) << "the sender may not be surer than the receiver, cut after " << cut;
    if (received) {
      ASSERT_EQ(saved(), QStringList{kName}) << "cut after " << cut;
      ASSERT_EQ(contentOf(savedPath(kName)), octets);
      QFile::remove(savedPath(kName));
    } else {
      ASSERT_EQ(saved(), QStringList()) << "cut after " << cut;
      ASSERT_FALSE(ends.received.ok()) << "an end in the middle is an error of the connection";
    }
    if (sent && ends.sent->agreed && ends.received->agreed) {
      ASSERT_GT(cut, 50U);
      break;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(BothWays, TransferCut, ::testing::Values(Cut::Down, Cut::Up),
                         [](const auto& tested) { return tested.param == Cut::Down ? "Down" : "Up"; });

// --- Octets are changed ----------------------------------------------------------------------------------------------

/// Passes everything on, but for one bit of what is read.
class FlippingStream final : public test::PassingStream {
 public:
  FlippingStream(std::unique_ptr<Stream> stream, std::size_t octet, int bit)
      : PassingStream(std::move(stream)), m_octet(octet), m_bit(bit) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    Result<std::size_t> count = next().read(into, capacity);
    if (count && m_octet >= m_seen && m_octet < m_seen + *count) {
      into[m_octet - m_seen] = static_cast<char>(into[m_octet - m_seen] ^ (1 << m_bit));
    }
    m_seen += count ? *count : 0;
    return count;
  }

 private:
  std::size_t m_octet;
  int m_bit;
  std::size_t m_seen = 0;
};

/// Shortens every wait, so that a size made larger by the flip ends in a time-out soon.
class ImpatientStream final : public test::PassingStream {
 public:
  explicit ImpatientStream(std::unique_ptr<Stream> stream) : PassingStream(std::move(stream)) {
    next().setSilenceLimit(std::chrono::milliseconds(30));
  }
  void setSilenceLimit(std::chrono::milliseconds) override {}
};

class TransferFlip : public TransferWhole, public ::testing::WithParamInterface<int> {};

TEST_P(TransferFlip, BadInput36_AFlippedBitIsRefusedOrHarmless) {
  const QByteArray octets = someOctets(40);
  writeSource(kName, octets);
  const auto impatient = [](std::unique_ptr<Stream> stream) -> std::unique_ptr<Stream> {
    return std::make_unique<ImpatientStream>(std::move(stream));
  };
  int harmless = 0;
  constexpr std::size_t kConversation = 420;  // octets from the sender, and a few more
  for (std::size_t octet = 0; octet < kConversation; ++octet) {
    const auto flip = [&](std::unique_ptr<Stream> stream) -> std::unique_ptr<Stream> {
      return std::make_unique<FlippingStream>(impatient(std::move(stream)), octet, GetParam());
    };
    const Ends ends = transfer(sendTask(kName), receiveTask(kName, octets.size()), {}, {}, impatient, flip);
    const QStringList names = saved();
    ASSERT_LE(names.size(), 1) << "bit of octet " << octet;
    for (const QString& name : names) {
      ASSERT_EQ(contentOf(savedPath(name)), octets) << "bit of octet " << octet;
      ASSERT_EQ(name, kName) << "bit of octet " << octet;
      ASSERT_TRUE(ends.received.ok() && ends.received->ok());
      QFile::remove(savedPath(name));
      ++harmless;
    }
    ASSERT_FALSE(ends.sent.ok() && ends.sent->ok() && names.isEmpty()) << "stored, but not there: octet " << octet;
  }
  EXPECT_GT(harmless, 0);  // at the least the octets after the end
}

INSTANTIATE_TEST_SUITE_P(Bits, TransferFlip, ::testing::Values(0, 2, 5, 7));

// --- The disk and the source -----------------------------------------------------------------------------------------

/// Fails with `error` from the `fail_at`-th call on; calls `before_write` first.
class FailingFileSystem final : public files::FileSystem {
 public:
  ssize_t write(int descriptor, const char* octets, std::size_t count) override {
    if (before_write) {
      before_write();
      before_write = nullptr;
    }
    if (++writes >= fail_write_at) {
      errno = error;
      return -1;
    }
    return FileSystem::write(descriptor, octets, count);
  }
  int flush(int descriptor) override {
    if (fail_flush) {
      errno = error;
      return -1;
    }
    return FileSystem::flush(descriptor);
  }

  std::function<void()> before_write;
  int writes = 0;
  int fail_write_at = 1 << 30;
  bool fail_flush = false;
  int error = EIO;
};

TEST_F(TransferWhole, BadInput66_AFailureToWriteIsToldAtOnceAndNeverStored) {
  const QByteArray octets = someOctets(5000);
  writeSource(kName, octets);
  for (const int call : {1, 2, 7}) {
    FailingFileSystem disk;
    disk.fail_write_at = call;
    ReceiveTask task = receiveTask(kName, octets.size());
    task.file_system = &disk;
    test::PipeBehaviour narrow;
    narrow.capacity = 64;
    const Ends ends = transfer(sendTask(kName), task, narrow, narrow);
    ASSERT_TRUE(ends.sent.ok() && ends.received.ok()) << "the conversation goes on to its end";
    EXPECT_EQ(ends.received->error.code, QString(codes::kWriteFailed));
    EXPECT_EQ(ends.sent->error.code, QString(codes::kWriteFailed));
    EXPECT_EQ(ends.sent->failed, 1);
    EXPECT_EQ(ends.received->failed, 1);
    EXPECT_EQ(saved(), QStringList());
    EXPECT_EQ(parts(), QStringList());
  }
}

TEST_F(TransferWhole, BadInput65_NoSpaceEndsTheRunAndKeepsWhatHasCome) {
  const QByteArray octets = someOctets(5000);
  writeSource(kName, octets);
  for (const int call : {2, 7, 20}) {
    FailingFileSystem disk;
    disk.fail_write_at = call;
    disk.error = ENOSPC;
    ReceiveTask task = receiveTask(kName, octets.size());
    task.file_system = &disk;
    const Ends ends = transfer(sendTask(kName), task);
    ASSERT_FALSE(ends.received.ok());
    EXPECT_EQ(ends.received.error().code, QString(codes::kNoSpace));
    EXPECT_FALSE(ends.sent.ok() && ends.sent->ok());
    EXPECT_EQ(saved(), QStringList());
    EXPECT_EQ(parts().size(), 1);
  }
  // There is room again.
  expectArrived(transfer(sendTask(kName), receiveTask(kName, octets.size())), octets);
  EXPECT_EQ(parts(), QStringList());
}

TEST_F(TransferWhole, BadInput66_AFailureToFlushIsNeverStored) {
  const QByteArray octets = someOctets(500);
  writeSource(kName, octets);
  FailingFileSystem disk;
  disk.fail_flush = true;
  ReceiveTask task = receiveTask(kName, octets.size());
  task.file_system = &disk;
  const Ends ends = transfer(sendTask(kName), task);
  ASSERT_TRUE(ends.sent.ok() && ends.received.ok());
  EXPECT_EQ(ends.sent->error.code, QString(codes::kWriteFailed));
  EXPECT_EQ(ends.received->error.code, QString(codes::kWriteFailed));
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(TransferWhole, BadInput30_ASourceThatChangesIsReportedAndNotPublished) {
  // More than both sides together read ahead: at the first write to the disk most of the source has not been read yet.
  constexpr int kSize = 400'000;
  m_limits.transfer_block = 4096;
  m_limits.file_piece = 10'000;
  const QByteArray octets = someOctets(kSize);
  const std::pair<const char*, std::function<void(QFile&)>> changes[] = {
      {"shrinks", [](QFile& file) { file.resize(1000); }},
      {"vanishes to nothing", [](QFile& file) { file.resize(0); }},
      {"grows", [](QFile& file) { file.seek(kSize), file.write("more"); }},
      {"is written over", [](QFile& file) { file.seek(kSize - 10), file.write("xyz"); }},
      {"is replaced by another", [](QFile& file) { QFile::remove(file.fileName()); }},
  };
  for (const auto& [what, change] : changes) {
    SCOPED_TRACE(what);
    const QString path = writeSource(kName, octets);
    FailingFileSystem disk;
    disk.before_write = [&, apply = change] {
      QFile file(path);
      ASSERT_TRUE(file.open(QIODevice::ReadWrite));
      apply(file);
    };
    ReceiveTask task = receiveTask(kName, octets.size());
    task.file_system = &disk;
    test::PipeBehaviour narrow;
    narrow.capacity = 4096;
    const Ends ends = transfer(sendTask(kName), task, narrow, narrow);
    ASSERT_TRUE(ends.sent.ok() && ends.received.ok());
    EXPECT_EQ(ends.sent->error.code, QString(codes::kChanged));
    EXPECT_EQ(ends.received->error.code, QString(codes::kChanged));
    EXPECT_TRUE(ends.sent->agreed && ends.received->agreed);
    EXPECT_EQ(saved(), QStringList());
  }
}

TEST_F(TransferWhole, ASourceThatGrewSinceTheOfferIsNotSent) {
  writeSource(kName, someOctets(10));
  const SendTask task = sendTask(kName);
  writeSource(kName, someOctets(11));
  const Ends ends = transfer(task, receiveTask(kName, 10));
  EXPECT_FALSE(ends.sent.ok() && ends.sent->ok());
  EXPECT_EQ(ends.sent.ok() ? ends.sent->error.code : ends.sent.error().code, QString(codes::kChanged));
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(TransferWhole, BadInput67_AFolderThatCannotBeWrittenToFailsAndSaysWhich) {
  writeSource(kName, someOctets(10));
  ReceiveTask task = receiveTask(kName, 10);
  task.folder = m_directory.filePath(kName) + QStringLiteral("/below a file");
  const Ends ends = transfer(sendTask(kName), task);
  ASSERT_FALSE(ends.received.ok());
  EXPECT_TRUE(ends.received.error().detail.contains(kName)) << ends.received.error().detail.toStdString();
  EXPECT_FALSE(ends.sent.ok());
}

}  // namespace
}  // namespace landline::session
