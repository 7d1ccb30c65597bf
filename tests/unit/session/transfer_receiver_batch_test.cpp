// A receiver against a script that sends batches: pages, folders, names, conflicts, and when it is told what is stored.

#include "transfer_fixture.h"
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <atomic>

#include "support/wait_for.h"

namespace landline::session {
namespace {

const QString kA = QStringLiteral("a.txt");
const QString kB = QStringLiteral("b.txt");

QByteArray contentFor(const wire::ManifestEntry& entry) {
  return someOctets(static_cast<int>(entry.size) + static_cast<int>(entry.index)).right(static_cast<int>(entry.size));
}

class TransferReceiverBatch : public TransferTest {
 protected:
  TransferReceiverBatch() { m_limits.file_piece = 1000; }

  /// Sends what is wanted of a whole manifest, as a sender does that has all pages open from the start.
  Result<TransferOutcome> sendAll(const ReceiveTask& task, const QVector<wire::Manifest>& pages) {
    return receiveFrom(task, [&](FrameStream& frames, Stream&) {
      for (const wire::Manifest& page : pages) {
        static_cast<void>(frames.write(page));
      }
      for (const wire::Manifest& page : pages) {
        const Result<wire::Want> want = expectWant(frames);
        ASSERT_TRUE(want.ok()) << want.error().detail.toStdString();
        m_wants.append(*want);
        for (const wire::ManifestEntry& entry : page.files) {
          const bool skipped = std::any_of(want->skip.begin(), want->skip.end(),
                                           [&](const wire::SkipEntry& other) { return other.index == entry.index; });
          if (!skipped && entry.kind == wire::ManifestEntry::Kind::File) {
            writeFile(frames, entry, contentFor(entry));
          }
        }
      }
      static_cast<void>(frames.write(wire::End{}));
      const Result<wire::End> end = expectAfterAnswers<wire::End>(frames);
      ASSERT_TRUE(end.ok()) << end.error().detail.toStdString();
      m_end = *end->counts;
    });
  }

  /// The next `want`; what comes before it is kept.
  Result<wire::Want> expectWant(FrameStream& frames) { return expectAfterAnswers<wire::Want>(frames); }

  template <typename T>
  Result<T> expectAfterAnswers(FrameStream& frames) {
    for (;;) {
      Result<FrameStream::Event> event = frames.next();
      if (!event) {
        return event.error();
      }
      if (event->kind != FrameStream::Kind::Message) {
        return FrameStream::unexpected(*event);
      }
      if (const T* wanted = std::get_if<T>(&event->message)) {
        return *wanted;
      }
      if (const auto* stored = std::get_if<wire::Stored>(&event->message)) {
        m_stored += stored->indexes;
        m_identical += stored->identical;
      } else if (const auto* failed = std::get_if<wire::Failed>(&event->message)) {
        m_failed.append(failed->code);
      } else if (!std::holds_alternative<wire::Have>(event->message)) {
        return FrameStream::unexpected(*event);
      }
    }
  }

  void expectOk(const Result<TransferOutcome>& outcome) {
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
    EXPECT_TRUE(outcome->ok()) << outcome->error.detail.toStdString();
    EXPECT_TRUE(outcome->agreed);
    EXPECT_EQ(parts(), QStringList());
  }

  QVector<wire::Want> m_wants;
  QVector<qint64> m_stored;
  QVector<qint64> m_identical;
  QStringList m_failed;
  wire::EndCounts m_end;
};

TEST_F(TransferReceiverBatch, BadInput26_FoldersAndEmptyFilesOverSeveralPages) {
  const auto pages = pagesOf({{folderEntry(QStringLiteral("d")), fileEntry(QStringLiteral("d/x"), 300)},
                              {folderEntry(QStringLiteral("d/empty")), fileEntry(QStringLiteral("d/nothing"), 0)},
                              {folderEntry(QStringLiteral("d/e")), fileEntry(QStringLiteral("d/e/y"), 70)}});
  QVector<FileResult> results;
  m_results = [&](const QVector<FileResult>& files) { results += files; };
  const Result<TransferOutcome> outcome = sendAll(batchTask(), pages);
  expectOk(outcome);
  EXPECT_EQ(outcome->stored, 3);
  EXPECT_EQ(m_end.stored, 3);
  EXPECT_EQ(m_end.failed, 0);
  EXPECT_EQ(outcome->saved_as, savedPath(QStringLiteral("d")));
  EXPECT_EQ(outcome->digest, QString());
  std::sort(m_stored.begin(), m_stored.end());
  EXPECT_EQ(m_stored, (QVector<qint64>{0, 1, 2, 3, 4, 5}));
  const QMap<QString, QByteArray> tree = savedTree();
  EXPECT_EQ(tree.keys(), (QStringList{QStringLiteral("d/"), QStringLiteral("d/e/"), QStringLiteral("d/e/y"),
                                      QStringLiteral("d/empty/"), QStringLiteral("d/nothing"), QStringLiteral("d/x")}));
  EXPECT_EQ(tree.value(QStringLiteral("d/x")), contentFor(pages.at(0).files.at(1)));
  for (const char* folder : {"d", "d/empty", "d/e"}) {
    EXPECT_EQ(QFileInfo(savedPath(QString::fromLatin1(folder))).lastModified().toMSecsSinceEpoch(), 1'600'000'000'000)
        << folder;
  }
  ASSERT_EQ(results.size(), 3);
  EXPECT_EQ(results.at(0).path, QStringLiteral("d/x"));
  EXPECT_EQ(results.at(0).saved_as, savedPath(QStringLiteral("d/x")));
  EXPECT_EQ(results.at(0).bytes, 300);
  EXPECT_EQ(results.at(0).digest, digestOf(contentFor(pages.at(0).files.at(1))));
  EXPECT_EQ(m_progress.files.load(), 3);
  EXPECT_EQ(m_progress.bytes.load(), 370);
  EXPECT_EQ(m_log.files().size(), 3);
}

TEST_F(TransferReceiverBatch, BadInput11_12_13_24_UnsafeNamesAreSkippedAndTheRestIsStored) {
  const QStringList bad{QStringLiteral("../x"),        QStringLiteral("a/../../x"),
                        QStringLiteral("/etc/x"),      QStringLiteral("."),
                        QStringLiteral(".."),          QStringLiteral(" "),
                        QStringLiteral("a//b"),        QStringLiteral("C:x"),
                        QStringLiteral("file:///x"),   QStringLiteral("..\\x"),
                        QStringLiteral("\\\\host\\s"), QStringLiteral("a\u202Eb"),
                        QStringLiteral("d/../../x"),   QStringLiteral(".landline-0123456789abcdef01234567.part")};
  QVector<wire::ManifestEntry> entries;
  for (const QString& path : bad) {
    entries.append(fileEntry(path, 20));
    entries.append(folderEntry(path));
  }
  entries.append(fileEntry(kA, 20));
  const Result<TransferOutcome> outcome = sendAll(batchTask(), pagesOf({entries}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->agreed);
  EXPECT_EQ(outcome->error.code, QString(codes::kUnsafeName));
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->failed, bad.size());
  EXPECT_EQ(m_end.failed, bad.size());
  ASSERT_EQ(m_wants.size(), 1);
  EXPECT_EQ(m_wants.first().skip.size(), 2 * bad.size());
  EXPECT_EQ(m_wants.first().skip.first().code, QString(codes::kUnsafeName));
  EXPECT_EQ(saved(), QStringList{kA});
  EXPECT_EQ(QDir(m_directory.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
            QStringList{QStringLiteral("saved")});
}

TEST_F(TransferReceiverBatch, BadInput15_17_WhatStandsInTheWayIsNeitherFollowedNorReplaced) {
  QDir().mkpath(m_directory.filePath(QStringLiteral("outside")));
  ASSERT_TRUE(QFile::link(m_directory.filePath(QStringLiteral("outside")), savedPath(QStringLiteral("link"))));
  ASSERT_TRUE(QDir().mkpath(savedPath(kA)));
  const Result<TransferOutcome> outcome =
      sendAll(batchTask(), pagesOf({{fileEntry(QStringLiteral("link/x"), 10), folderEntry(QStringLiteral("link")),
                                     fileEntry(kA, 20), fileEntry(kB, 30)}}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->stored, 2);
  EXPECT_EQ(outcome->renamed, 1);
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(outcome->error.code, QString(codes::kUnsafeName));
  EXPECT_TRUE(QFileInfo(savedPath(QStringLiteral("a (1).txt"))).isFile());
  EXPECT_TRUE(QFileInfo(savedPath(kA)).isDir());
  EXPECT_TRUE(QDir(m_directory.filePath(QStringLiteral("outside"))).isEmpty());
}

TEST_F(TransferReceiverBatch, BadInput29_WhatTheDiskIsTooSmallForIsSkippedAndTheRestIsStored) {
  const qint64 huge = qint64{1} << 50;
  const Result<TransferOutcome> outcome = sendAll(batchTask(), pagesOf({{fileEntry(kA, huge)}, {fileEntry(kB, 30)}}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->agreed);
  EXPECT_EQ(outcome->error.code, QString(codes::kNoSpace));
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(saved(), QStringList{kB});
}

// --- Conflicts -------------------------------------------------------------------------------------------------------

class TransferReceiverConflict : public TransferReceiverBatch {
 protected:
  Result<TransferOutcome> sendOver(Conflict conflict) {
    writeAt(kA, QByteArrayLiteral("old"));
    ReceiveTask task = batchTask();
    task.conflict = conflict;
    return sendAll(task, pagesOf({{fileEntry(kA, 20), fileEntry(kB, 30)}}));
  }
  void writeAt(const QString& name, const QByteArray& octets) {
    QFile file(savedPath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(octets) == octets.size());
  }
};

TEST_F(TransferReceiverConflict, BadInput25_RenameKeepsBoth) {
  const Result<TransferOutcome> outcome = sendOver(Conflict::Rename);
  expectOk(outcome);
  EXPECT_EQ(outcome->stored, 2);
  EXPECT_EQ(outcome->renamed, 1);
  EXPECT_EQ(contentOf(savedPath(kA)), QByteArray("old"));
  EXPECT_EQ(contentOf(savedPath(QStringLiteral("a (1).txt"))).size(), 20);
}

TEST_F(TransferReceiverConflict, OverwriteReplaces) {
  const Result<TransferOutcome> outcome = sendOver(Conflict::Overwrite);
  expectOk(outcome);
  EXPECT_EQ(outcome->stored, 2);
  EXPECT_EQ(outcome->renamed, 0);
  EXPECT_EQ(contentOf(savedPath(kA)).size(), 20);
  EXPECT_EQ(saved(), (QStringList{kA, kB}));
}

TEST_F(TransferReceiverConflict, SkipKeepsTheOldOneAndIsNoFailure) {
  const Result<TransferOutcome> outcome = sendOver(Conflict::Skip);
  expectOk(outcome);
  EXPECT_EQ(outcome->stored, 1);
  EXPECT_EQ(outcome->skipped, 1);
  EXPECT_EQ(m_wants.first().skip.first().code, QString(codes::kExists));
  EXPECT_EQ(m_end.failed, 1);
  EXPECT_EQ(contentOf(savedPath(kA)), QByteArray("old"));
  EXPECT_EQ(saved(), (QStringList{kA, kB}));
}

TEST_F(TransferReceiverConflict, SkipStillFindsWhatCameFromTheSameSender) {
  ReceiveTask task = batchTask();
  const auto pages = pagesOf({{fileEntry(kA, 20)}});
  expectOk(sendAll(task, pages));
  task.conflict = Conflict::Skip;
  task.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");
  const Result<TransferOutcome> again = sendAll(task, pages);
  expectOk(again);
  EXPECT_EQ(again->identical, 1);
  EXPECT_EQ(again->skipped, 0);
}

TEST_F(TransferReceiverConflict, APathThatIsThereTwiceGivesTwoFiles) {
  const Result<TransferOutcome> outcome = sendAll(batchTask(), pagesOf({{fileEntry(kA, 20), fileEntry(kA, 30)}}));
  expectOk(outcome);
  EXPECT_EQ(saved(), (QStringList{QStringLiteral("a (1).txt"), kA}));
  EXPECT_EQ(contentOf(savedPath(kA)).size(), 20);
}

TEST_F(TransferReceiverConflict, AnotherTransferOfTheSameFilesFindsThemIdentical) {
  ReceiveTask task = batchTask();
  const auto pages = pagesOf({{folderEntry(QStringLiteral("d")), fileEntry(QStringLiteral("d/x"), 300),
                               fileEntry(QStringLiteral("d/nothing"), 0), fileEntry(kA, 20)}});
  expectOk(sendAll(task, pages));
  const QMap<QString, QByteArray> before = savedTree();
  task.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");
  m_identical.clear();
  const Result<TransferOutcome> again = sendAll(task, pages);
  expectOk(again);
  EXPECT_EQ(again->identical, 3);
  EXPECT_EQ(again->stored, 0);
  EXPECT_EQ(m_end.identical, 3);
  std::sort(m_identical.begin(), m_identical.end());
  EXPECT_EQ(m_identical, (QVector<qint64>{1, 2, 3}));
  EXPECT_EQ(savedTree(), before);
}

TEST_F(TransferReceiverConflict, WhatThisTransferStoredInAnEarlierRunCountsAsStored) {
  const auto pages = pagesOf({{fileEntry(kA, 20), fileEntry(kB, 30)}});
  expectOk(sendAll(batchTask(), pages));
  const Result<TransferOutcome> again = sendAll(batchTask(), pages);
  expectOk(again);
  EXPECT_EQ(again->stored, 2);
  EXPECT_EQ(again->identical, 0);
  EXPECT_EQ(saved(), (QStringList{kA, kB}));
}

TEST_F(TransferReceiverConflict, BadInput81_TheSameNameFromTwoPeersIsTwoFiles) {
  ReceiveTask task = batchTask();
  const auto pages = pagesOf({{fileEntry(kA, 20)}});
  expectOk(sendAll(task, pages));
  task.sender = peerNamed('b');
  const Result<TransferOutcome> other = sendAll(task, pages);
  expectOk(other);
  EXPECT_EQ(other->stored, 1);
  EXPECT_EQ(other->identical, 0);
  EXPECT_EQ(saved(), (QStringList{QStringLiteral("a (1).txt"), kA}));
}

TEST_F(TransferReceiverConflict, AFileThatIsForgottenIsAStrangers) {
  expectOk(sendAll(batchTask(), pagesOf({{fileEntry(kA, 20)}})));
  m_log.forget();
  const Result<TransferOutcome> again = sendAll(batchTask(), pagesOf({{fileEntry(kA, 20)}}));
  expectOk(again);
  EXPECT_EQ(again->stored, 1);
  EXPECT_EQ(again->renamed, 1);
}

TEST_F(TransferReceiverConflict, WithoutAMemoryFilesAreStoredAllTheSame) {
  m_log.on_add = [] { return Result<void>(Error{codes::kInternal, QStringLiteral("no")}); };
  expectOk(sendAll(batchTask(), pagesOf({{fileEntry(kA, 20)}})));
  EXPECT_EQ(saved(), QStringList{kA});
}

// --- Pages and answers -----------------------------------------------------------------------------------------------

TEST_F(TransferReceiverBatch, AnOpenPageTooManyEndsTheConnection) {
  const auto pages =
      pagesOf({{fileEntry(kA, 1)}, {fileEntry(kA, 1)}, {fileEntry(kA, 1)}, {fileEntry(kA, 1)}, {fileEntry(kA, 1)}});
  const Result<TransferOutcome> outcome = receiveFrom(batchTask(), [&](FrameStream& frames, Stream&) {
    for (const wire::Manifest& page : pages) {
      static_cast<void>(frames.write(page));
    }
    for (;;) {
      const Result<FrameStream::Event> event = frames.next();
      if (!event || event->kind == FrameStream::Kind::Closed) {
        return;
      }
    }
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
}

TEST_F(TransferReceiverBatch, AnswersAreNotKeptBackWhenNothingMoreIsAwaited) {
  m_limits.flush_group_files = 1000;
  const auto pages = pagesOf({{fileEntry(kA, 100), fileEntry(kB, 100)}, {}});
  const Result<TransferOutcome> outcome = receiveFrom(batchTask(), [&](FrameStream& frames, Stream&) {
    // The first page only, and no `end`: a sender whose four pages are open could say no more.
    static_cast<void>(frames.write(pages.at(0)));
    ASSERT_TRUE(expectWant(frames));
    writeFile(frames, pages.at(0).files.at(0), contentFor(pages.at(0).files.at(0)));
    writeFile(frames, pages.at(0).files.at(1), contentFor(pages.at(0).files.at(1)));
    const Result<wire::Stored> stored = frames.expect<wire::Stored>();
    ASSERT_TRUE(stored.ok());
    EXPECT_EQ(stored->indexes, (QVector<qint64>{0, 1}));
    EXPECT_EQ(saved(), (QStringList{kA, kB}));
    static_cast<void>(frames.write(pages.at(1)));
    ASSERT_TRUE(frames.expect<wire::Want>());
    static_cast<void>(frames.write(wire::End{}));
    ASSERT_TRUE(frames.expect<wire::End>());
  });
  expectOk(outcome);
}

TEST_F(TransferReceiverBatch, AGroupIsToldAsSoonAsItIsFull) {
  m_limits.flush_group_files = 2;
  std::atomic<int> told{0};
  m_results = [&](const QVector<FileResult>& files) { told += files.size(); };
  const auto pages = pagesOf({{fileEntry(kA, 10), fileEntry(kB, 10), fileEntry(QStringLiteral("c"), 10)}});
  const Result<TransferOutcome> outcome = receiveFrom(batchTask(), [&](FrameStream& frames, Stream&) {
    static_cast<void>(frames.write(pages.at(0)));
    ASSERT_TRUE(expectWant(frames));
    for (int i = 0; i < 2; ++i) {
      writeFile(frames, pages.at(0).files.at(i), contentFor(pages.at(0).files.at(i)));
    }
    // The third is awaited, octet by octet: the receiver gives its answers between two reads.
    static_cast<void>(frames.write(wire::FileStart{2, 0}));
    const QByteArray octets = contentFor(pages.at(0).files.at(2));
    writePiece(frames, QStringLiteral("c"), octets.left(1));
    static_cast<void>(frames.flush());
    ASSERT_TRUE(test::waitFor([&] { return told == 2; }));  // the results come after the answers
    for (int i = 1; i < octets.size() - 1; ++i) {
      writePiece(frames, QStringLiteral("c"), octets.mid(i, 1));
      static_cast<void>(frames.flush());
    }
    const Result<wire::Stored> stored = frames.expect<wire::Stored>();
    ASSERT_TRUE(stored.ok());
    EXPECT_EQ(stored->indexes, (QVector<qint64>{0, 1}));
    writePiece(frames, QStringLiteral("c"), octets.right(1));
    static_cast<void>(frames.write(wire::Digest{2, digestOf(octets)}));
    static_cast<void>(frames.write(wire::End{}));
    ASSERT_TRUE(expectAfterAnswers<wire::End>(frames));
  });
  expectOk(outcome);
}

TEST_F(TransferReceiverBatch, WhatTheSenderGivesUpLeavesNothingBehind) {
  const auto pages = pagesOf({{fileEntry(kA, 100), fileEntry(kB, 100), fileEntry(QStringLiteral("c"), 10)}});
  const Result<TransferOutcome> outcome = receiveFrom(batchTask(), [&](FrameStream& frames, Stream&) {
    static_cast<void>(frames.write(pages.at(0)));
    ASSERT_TRUE(expectWant(frames));
    static_cast<void>(frames.write(wire::Skip{0, QStringLiteral("vanished")}));
    static_cast<void>(frames.write(wire::FileStart{1, 0}));
    writePiece(frames, kB, someOctets(60));
    static_cast<void>(frames.write(wire::Skip{1, QStringLiteral("changed")}));
    writeFile(frames, pages.at(0).files.at(2), contentFor(pages.at(0).files.at(2)));
    static_cast<void>(frames.write(wire::End{}));
    const Result<wire::End> end = expectAfterAnswers<wire::End>(frames);
    ASSERT_TRUE(end.ok());
    EXPECT_EQ(end->counts->stored, 1);
    EXPECT_EQ(end->counts->failed, 2);
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->error.code, QString(codes::kVanished));
  EXPECT_EQ(outcome->failed, 2);
  EXPECT_EQ(saved(), QStringList{QStringLiteral("c")});
  EXPECT_EQ(parts(), QStringList());
}

}  // namespace
}  // namespace landline::session
