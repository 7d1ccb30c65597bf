// A sender of batches against a receiver that keeps the rules (PROTOCOL.md, "Data connection").

#include "scripted_receiver.h"
#include <unistd.h>

#include "files/block_digests.h"
#include "wire/header.h"

namespace landline::session {
namespace {

using State = FileResult::State;

class TransferSenderBatch : public SenderTest {
 protected:
  void makeFiles(int count, const QString& folder, int name_length = 0) {
    for (int i = 0; i < count; ++i) {
      const QString number = QString::number(i).rightJustified(5, QLatin1Char('0'));
      write(folder + QLatin1Char('/') + number.leftJustified(name_length, QLatin1Char('x')),
            octetsOf(i % 50, static_cast<quint32>(i)));
    }
  }

  /// A file of any size that takes no room.
  void makeSparse(const QString& name, qint64 size) {
    const QString path = write(name, {});
    ASSERT_EQ(::truncate(QFile::encodeName(path).constData(), size), 0) << "no sparse files here";
  }

  void expectAll(const Result<TransferOutcome>& outcome, const ScriptedReceiver& receiver, qint64 stored) {
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
    EXPECT_EQ(receiver.error.code, QString()) << receiver.error.detail.toStdString();
    EXPECT_EQ(outcome->error.code, QString());
    EXPECT_TRUE(outcome->agreed);
    EXPECT_EQ(outcome->stored, stored);
    EXPECT_EQ(m_progress.files, stored);
    for (const auto& [index, file] : receiver.files) {
      if (file.entry.kind == wire::ManifestEntry::Kind::File) {
        QFile source(pathOf(file.entry.path));
        ASSERT_TRUE(source.open(QIODevice::ReadOnly));
        ASSERT_EQ(file.octets, source.readAll()) << file.entry.path.toStdString();
        ASSERT_EQ(file.digest, digestOfOctets(file.octets));
        ASSERT_EQ(resultOf(file.entry.path).digest, file.digest);
        ASSERT_EQ(resultOf(file.entry.path).state, State::Stored);
        ASSERT_EQ(resultOf(file.entry.path).bytes, file.octets.size());
      }
    }
  }

  ScriptedReceiver m_receiver;
};

TEST_F(TransferSenderBatch, OneFileWithItsDigestInTheOutcome) {
  const QByteArray octets = octetsOf(100'000);
  write(QStringLiteral("a.txt"), octets);
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  expectAll(outcome, m_receiver, 1);
  EXPECT_EQ(outcome->digest, digestOfOctets(octets));
  EXPECT_EQ(m_progress.bytes, octets.size());
  EXPECT_EQ(m_progress.found, 0);
  EXPECT_EQ(m_progress.stage, TransferProgress::Stage::Verifying);
}

TEST_F(TransferSenderBatch, FoldersEmptyFilesAndEmptyFoldersInTheOrderOfTheManifest) {
  write(QStringLiteral("tree/src/main.c"), octetsOf(5000));
  write(QStringLiteral("tree/empty"), {});
  write(QStringLiteral("z.txt"), octetsOf(3));
  QDir().mkpath(pathOf(QStringLiteral("tree/nothing in it")));
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  expectAll(outcome, m_receiver, 3);
  EXPECT_EQ(outcome->digest, QString()) << "there are several";
  ASSERT_EQ(m_receiver.pages.size(), 1U);
  const wire::Manifest& page = m_receiver.pages.front();
  EXPECT_TRUE(page.last);
  EXPECT_EQ(page.files_total, 3);
  EXPECT_EQ(page.bytes_total, 5003);
  std::set<QString> folders;
  std::vector<qint64> files;
  for (const wire::ManifestEntry& entry : page.files) {
    const QString parent = entry.path.section(QLatin1Char('/'), 0, -2);
    EXPECT_TRUE(parent.isEmpty() || folders.count(parent) > 0) << "a folder stands before what is in it";
    if (entry.kind == wire::ManifestEntry::Kind::Directory) {
      folders.insert(entry.path);
    } else {
      files.push_back(entry.index);
    }
  }
  EXPECT_EQ(folders, (std::set<QString>{QStringLiteral("tree"), QStringLiteral("tree/src"),
                                        QStringLiteral("tree/nothing in it")}));
  EXPECT_EQ(m_receiver.order, files);
}

TEST_F(TransferSenderBatch, ManyPagesOfWhichFourAreOpen) {
  makeFiles(3000, QStringLiteral("many"));
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
  EXPECT_EQ(outcome->stored, 3000);
  EXPECT_EQ(m_receiver.error.code, QString()) << m_receiver.error.detail.toStdString();
  EXPECT_EQ(m_receiver.pages.size(), 6U);
  EXPECT_LE(m_receiver.most_open, m_limits.open_manifest_pages);
  EXPECT_TRUE(std::is_sorted(m_receiver.order.begin(), m_receiver.order.end()));
  qint64 next = 0;
  for (std::size_t i = 0; i < m_receiver.pages.size(); ++i) {
    const wire::Manifest& page = m_receiver.pages[i];
    EXPECT_EQ(page.page, static_cast<qint64>(i));
    EXPECT_EQ(page.last, i + 1 == m_receiver.pages.size());
    EXPECT_LE(page.files.size(), m_limits.manifest_page_entries);
    for (const wire::ManifestEntry& entry : page.files) {
      ASSERT_EQ(entry.index, next++);
    }
  }
  EXPECT_EQ(m_receiver.pages.back().files_total, 3000);
  EXPECT_EQ(m_results.size(), 3000);
}

TEST_F(TransferSenderBatch, BadInput63_MemoryIsBoundedByTheOpenPages) {
  m_limits.manifest_page_entries = 32;
  makeFiles(4000, QStringLiteral("many"));
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(outcome->stored, 4000);
  EXPECT_LE(m_most_entries, 4U * 32U);
  EXPECT_LE(m_receiver.most_open, 4);
  EXPECT_EQ(m_receiver.pages.size(), 4001U / 32U + 1U);  // and the folder
}

TEST_F(TransferSenderBatch, PagesKeepTheLimitOfAMessage) {
  makeFiles(1000, QStringLiteral("long"), 250);
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(outcome->stored, 1000);
  EXPECT_GT(m_receiver.pages.size(), 4U);
  for (const wire::Manifest& page : m_receiver.pages) {
    EXPECT_LT(page.files.size(), 250);
    if (!page.last) {
      EXPECT_GT(page.files.size(), 150) << "and they are not much smaller than they may be";
    }
  }
}

TEST_F(TransferSenderBatch, PagesKeepTheLimitOfBlocks) {
  const qint64 most = files::kMostBlocks * files::kSmallestBlock;
  makeSparse(QStringLiteral("a"), most / 2);
  makeSparse(QStringLiteral("b"), most / 2);
  makeSparse(QStringLiteral("c"), 1);
  makeSparse(QStringLiteral("d"), most + 1);
  m_receiver.answer = [](const wire::Manifest& page, wire::Want& want, FrameStream&) {
    for (const wire::ManifestEntry& entry : page.files) {
      want.skip.append({entry.index, codes::kExists});
    }
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(outcome->skipped, 4);
  std::vector<int> sizes;
  for (const wire::Manifest& page : m_receiver.pages) {
    sizes.push_back(page.files.size());
  }
  EXPECT_EQ(sizes, (std::vector<int>{2, 2}));  // d has half of the blocks, of twice the size
}

TEST_F(TransferSenderBatch, BadInput63_NothingButSkipsIsBoundedToo) {
  makeFiles(1500, QStringLiteral("many"));
  m_receiver.answer = [](const wire::Manifest& page, wire::Want& want, FrameStream&) {
    for (const wire::ManifestEntry& entry : page.files) {
      want.skip.append({entry.index, codes::kExists});
    }
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(outcome->skipped, 1501) << "and the folder";
  EXPECT_TRUE(m_receiver.order.empty());
  EXPECT_EQ(m_progress.bytes, 0);
}

TEST_F(TransferSenderBatch, WhatTheReceiverDoesNotTakeIsSkippedOrFailedAndTheRestGoesOn) {
  for (const char* name : {"a", "b", "c", "d"}) {
    write(QString::fromLatin1(name), octetsOf(100));
  }
  m_receiver.answer = [](const wire::Manifest&, wire::Want& want, FrameStream&) {
    want.skip = {{0, codes::kExists}, {2, codes::kNoSpace}};
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->agreed);
  EXPECT_EQ(outcome->error.code, QString(codes::kNoSpace));
  EXPECT_EQ(outcome->stored, 2);
  EXPECT_EQ(outcome->skipped, 1);
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(m_progress.files, 4);
  EXPECT_EQ(resultOf(QStringLiteral("a")).state, State::Skipped);
  EXPECT_EQ(resultOf(QStringLiteral("c")).state, State::Failed);
  EXPECT_EQ(resultOf(QStringLiteral("c")).error.code, QString(codes::kNoSpace));
}

TEST_F(TransferSenderBatch, WhatTheReceiverHadIsIdentical) {
  for (const char* name : {"a", "b", "c"}) {
    write(QString::fromLatin1(name), octetsOf(100));
  }
  m_receiver.storing = [](wire::Stored& stored) { stored.identical = {0, 2}; };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->identical, 2);
  EXPECT_EQ(resultOf(QStringLiteral("a")).state, State::Identical);
  EXPECT_EQ(resultOf(QStringLiteral("b")).state, State::Stored);
}

TEST_F(TransferSenderBatch, AFolderThatCannotBeMadeIsAFailure) {
  QDir().mkpath(pathOf(QStringLiteral("folder")));
  write(QStringLiteral("x"), octetsOf(10));
  m_receiver.answer = [](const wire::Manifest&, wire::Want& want, FrameStream&) {
    want.skip = {{0, codes::kWriteFailed}};
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->error.code, QString(codes::kWriteFailed));
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(m_progress.files, 1) << "folders are not counted";
}

TEST_F(TransferSenderBatch, WhatTheWalkLeavesOutIsReportedAndNeverAnnounced) {
  write(QStringLiteral("tree/good"), octetsOf(10));
  const QByteArray tree = QFile::encodeName(pathOf(QStringLiteral("tree")));
  ASSERT_EQ(::symlink("/etc", (tree + "/outside").constData()), 0);
  ASSERT_EQ(::mkfifo((tree + "/fifo").constData(), 0600), 0);
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->skipped, 1);
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_FALSE(outcome->ok());
  EXPECT_EQ(resultOf(QStringLiteral("tree/outside")).state, State::Skipped);
  EXPECT_EQ(resultOf(QStringLiteral("tree/outside")).error.code, QString(codes::kLinkOutside));
  EXPECT_EQ(resultOf(QStringLiteral("tree/fifo")).error.code, QString(codes::kNotAFile));
  EXPECT_EQ(m_receiver.files.size(), 2U);
}

TEST_F(TransferSenderBatch, BadInput30_WhatIsBeyondTheOfferIsLeftOut) {
  write(QStringLiteral("a"), octetsOf(10));
  write(QStringLiteral("b"), octetsOf(100));
  write(QStringLiteral("c"), octetsOf(20));
  write(QStringLiteral("d"), octetsOf(1));
  SendTask task = everything();
  task.most_files = 2;
  task.most_bytes = 50;
  const Result<TransferOutcome> outcome = send(task, m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->stored, 2);
  EXPECT_EQ(outcome->failed, 2);
  EXPECT_EQ(outcome->error.code, QString(codes::kChanged));
  EXPECT_EQ(resultOf(QStringLiteral("b")).error.code, QString(codes::kChanged)) << "too large";
  EXPECT_EQ(resultOf(QStringLiteral("d")).error.code, QString(codes::kChanged)) << "one too many";
  EXPECT_EQ(m_receiver.pages.back().files_total, 2);
  EXPECT_EQ(m_receiver.pages.back().bytes_total, 30);
}

// What could not be sent when it was offered was not offered: it makes up for no file that is gone.
TEST_F(TransferSenderBatch, OfferedFilesThatAreGoneAreCounted) {
  write(QStringLiteral("tree/a"), octetsOf(10));
  const QByteArray tree = QFile::encodeName(pathOf(QStringLiteral("tree")));
  ASSERT_EQ(::symlink("/etc", (tree + "/outside").constData()), 0);
  SendTask task = everything();
  task.roots.append(pathOf(QStringLiteral("gone")));
  task.least_files = 4;
  const Result<TransferOutcome> outcome = send(task, m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->agreed);
  EXPECT_EQ(outcome->error.code, QString(codes::kVanished));
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->skipped, 1);
  EXPECT_EQ(outcome->failed, 3) << "one has a name, two are not known any more";
  EXPECT_EQ(resultOf(QStringLiteral("gone")).error.code, QString(codes::kVanished));
}

TEST_F(TransferSenderBatch, WhatIsLeftOutIsNotMissing) {
  write(QStringLiteral("a"), octetsOf(10));
  write(QStringLiteral("b"), octetsOf(100));
  SendTask task = everything();
  task.least_files = task.most_files = 2;
  task.most_bytes = 50;
  const Result<TransferOutcome> outcome = send(task, m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(outcome->error.code, QString(codes::kChanged));
}

TEST_F(TransferSenderBatch, WhereNothingCanBeSentNothingIsSaid) {
  SendTask task = everything();
  task.roots = QStringList{pathOf(QStringLiteral("gone")), pathOf(QStringLiteral("gone, too"))};
  const Result<TransferOutcome> outcome = send(task, m_receiver);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kVanished));
  EXPECT_TRUE(m_receiver.pages.empty());
  EXPECT_EQ(m_results.size(), 2);
}

TEST_F(TransferSenderBatch, AnEmptyFolderAloneIsABatch) {
  QDir().mkpath(pathOf(QStringLiteral("empty")));
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok() && outcome->agreed);
  EXPECT_EQ(outcome->stored, 0);
  EXPECT_EQ(m_receiver.pages.back().files_total, 0);
}

TEST_F(TransferSenderBatch, APathThatNoHeaderCanCarryIsLeftOut) {
  // Each "%" takes three octets in a header. By names relative to where we are: the whole path is too long for a call.
  const QString component(200, QLatin1Char('%'));
  QString path = QStringLiteral("deep");
  for (int i = 0; i < 7; ++i) {
    path += QLatin1Char('/') + component;
  }
  ASSERT_TRUE(QDir().mkpath(pathOf(path)));
  write(path + QStringLiteral("/file"), octetsOf(1));
  write(QStringLiteral("good"), octetsOf(1));
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(resultOf(path + QStringLiteral("/file")).error.code, QString(codes::kUnsafeName));
}

TEST_F(TransferSenderBatch, NamesThatAreHardToCarryArrive) {
  for (const char* name : {"a&b&12", "50%.txt", "quote\"d", "-rf", "\xC3\xA9\xF0\x9F\x8F\xAB"}) {
    write(QString::fromUtf8(name), octetsOf(20));
  }
  expectAll(send(everything(), m_receiver), m_receiver, 5);
}

TEST_F(TransferSenderBatch, LargeAndSmallFilesInAnyMixture) {
  m_limits.transfer_block = 1000;
  m_limits.transfer_blocks_ahead = 2;
  m_limits.file_piece = 700;
  int number = 0;
  for (const int size : {0, 1, 999, 1000, 1001, 0, 0, 2000, 5, 4321, 699, 700, 701, 30'000, 0}) {
    ++number;
    write(QString::number(100 + number), octetsOf(size, static_cast<quint32>(number)));
  }
  expectAll(send(everything(), m_receiver), m_receiver, 15);
}

struct Shape {
  std::size_t capacity;
  std::size_t largest_read;
};
class TransferSenderShapes : public TransferSenderBatch, public ::testing::WithParamInterface<Shape> {};

TEST_P(TransferSenderShapes, BadInput32_33_HoweverTheOctetsAreCut) {
  m_limits.transfer_block = 64;
  makeFiles(40, QStringLiteral("few"));
  test::PipeBehaviour pipe;
  pipe.capacity = GetParam().capacity;
  pipe.largest_read = GetParam().largest_read;
  expectAll(send(everything(), m_receiver, pipe, pipe), m_receiver, 40);
}

INSTANTIATE_TEST_SUITE_P(Pipes, TransferSenderShapes,
                         ::testing::Values(Shape{1, 1}, Shape{7, 3}, Shape{1 << 20, 1}, Shape{16, 1 << 20}),
                         [](const auto& tested) {
                           return "Capacity" + std::to_string(tested.param.capacity) + "Read" +
                                  std::to_string(tested.param.largest_read);
                         });

}  // namespace
}  // namespace landline::session
