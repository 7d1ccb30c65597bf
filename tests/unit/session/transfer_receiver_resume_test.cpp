// What a receiver tells of what it holds, and how it goes on from there.

#include "transfer_fixture.h"
#include <QFile>

#include <atomic>
#include <cerrno>

#include "files/block_digests.h"

namespace landline::session {
namespace {

const QString kName = QStringLiteral("film.mkv");
constexpr int kBlock = static_cast<int>(files::kSmallestBlock);
constexpr int kSize = 2 * kBlock + 1000;  // two whole blocks and a shorter one

class TransferReceiverResume : public TransferTest {
 protected:
  TransferReceiverResume() : m_octets(someOctets(kSize)) {
    m_limits.transfer_block = 512 * 1024;
    m_limits.file_piece = 4 * 1024 * 1024;
  }

  wire::Manifest manifest(int size = kSize) const { return pagesOf({{fileEntry(kName, size)}}).first(); }

  /// A first run that breaks off after so many octets.
  void breakOffAfter(int count, const ReceiveTask& task) {
    const Result<TransferOutcome> outcome = receiveFrom(task, [&](FrameStream& frames, Stream&) {
      static_cast<void>(frames.write(manifest()));
      ASSERT_TRUE(frames.expect<wire::Want>());
      static_cast<void>(frames.write(wire::FileStart{0, 0}));
      for (int at = 0; at < count; at += kBlock) {
        writePiece(frames, kName, m_octets.mid(at, std::min(kBlock, count - at)));
      }
      static_cast<void>(frames.finish());
    });
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(saved(), QStringList());
  }

  /// What the next run tells, and then the file from `offset` on.
  Result<TransferOutcome> goOn(const ReceiveTask& task, qint64 offset, int size = kSize) {
    m_told.reset();
    return receiveFrom(task, [&](FrameStream& frames, Stream&) {
      static_cast<void>(frames.write(manifest(size)));
      Result<FrameStream::Event> event = frames.next();
      ASSERT_TRUE(event.ok());
      if (const auto* have = std::get_if<wire::Have>(&event->message)) {
        m_told = *have;
        event = frames.next();
        ASSERT_TRUE(event.ok());
      }
      ASSERT_TRUE(std::holds_alternative<wire::Want>(event->message));
      m_before_file();
      static_cast<void>(frames.write(wire::FileStart{0, offset}));
      for (int at = static_cast<int>(offset); at < size; at += kBlock) {
        writePiece(frames, kName, m_octets.mid(at, std::min(kBlock, size - at)));
      }
      static_cast<void>(frames.write(wire::Digest{0, digestOf(m_octets.left(size))}));
      static_cast<void>(frames.write(wire::End{}));
      for (;;) {
        event = frames.next();
        if (!event || event->kind == FrameStream::Kind::Closed) {
          return;
        }
      }
    });
  }

  void expectStored(const Result<TransferOutcome>& outcome) {
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
    EXPECT_TRUE(outcome->ok()) << outcome->error.detail.toStdString();
    EXPECT_EQ(outcome->stored, 1);
    EXPECT_EQ(contentOf(savedPath(kName)), m_octets);
    EXPECT_EQ(saved(), QStringList{kName});
    EXPECT_EQ(parts(), QStringList());
  }

  const QByteArray m_octets;
  std::optional<wire::Have> m_told;
  std::function<void()> m_before_file = [] {};
};

struct Offset {
  int held;
  int digests;
  int offset;
};

class TransferReceiverOffsets : public TransferReceiverResume, public ::testing::WithParamInterface<Offset> {};

TEST_P(TransferReceiverOffsets, BadInput27_31_APartIsToldOfAndGoneOnWith) {
  breakOffAfter(GetParam().held, batchTask());
  m_progress.bytes = 0;
  const Result<TransferOutcome> outcome = goOn(batchTask(), GetParam().offset);
  expectStored(outcome);
  if (GetParam().digests == 0) {
    EXPECT_FALSE(m_told.has_value());
  } else {
    ASSERT_TRUE(m_told.has_value());
    EXPECT_EQ(m_told->index, 0);
    EXPECT_EQ(m_told->held, GetParam().held);
    EXPECT_EQ(m_told->block, kBlock);
    EXPECT_EQ(m_told->at, 0);
    ASSERT_EQ(m_told->digests.size(), GetParam().digests);
    for (int i = 0; i < m_told->digests.size(); ++i) {
      EXPECT_EQ(m_told->digests.at(i), digestOf(m_octets.mid(i * kBlock, kBlock)));
    }
  }
  EXPECT_EQ(m_progress.found.load(), GetParam().offset);
  EXPECT_EQ(m_progress.bytes.load(), kSize);
}

INSTANTIATE_TEST_SUITE_P(
    Offsets, TransferReceiverOffsets,
    ::testing::Values(Offset{1, 0, 0}, Offset{kBlock - 1, 0, 0}, Offset{kBlock, 1, kBlock}, Offset{kBlock, 1, 0},
                      Offset{kBlock + 1, 1, kBlock}, Offset{2 * kBlock, 2, 2 * kBlock}, Offset{2 * kBlock, 2, kBlock},
                      Offset{kSize - 1, 2, 2 * kBlock}, Offset{kSize, 3, kSize}, Offset{kSize, 3, 2 * kBlock}),
    [](const auto& tested) {
      return "Held" + std::to_string(tested.param.held) + "Offset" + std::to_string(tested.param.offset);
    });

TEST_F(TransferReceiverResume, AnOffsetThatItWasNotToldOfEndsTheConnection) {
  for (const qint64 offset : {qint64{1}, qint64{kBlock - 1}, qint64{2} * kBlock, qint64{kSize}, qint64{kSize} + 1}) {
    if (parts().isEmpty()) {
      breakOffAfter(kBlock + 5, batchTask());
    }
    const Result<TransferOutcome> outcome = goOn(batchTask(), offset);
    ASSERT_FALSE(outcome.ok()) << offset;
    EXPECT_EQ(outcome.error().code, QString(codes::kUnexpected));
    EXPECT_EQ(saved(), QStringList());
  }
}

TEST_F(TransferReceiverResume, BadInput68_APartThatWasTamperedWithDoesNotVerifyAndIsDropped) {
  breakOffAfter(2 * kBlock, batchTask());
  QFile part(savedPath(parts().constFirst()));
  ASSERT_TRUE(part.open(QIODevice::ReadWrite) && part.seek(kBlock + 7) && part.write("x") == 1);
  part.close();
  // A sender that does not look at the digests goes on at the end of what is held.
  const Result<TransferOutcome> wrong = goOn(batchTask(), 2 * kBlock);
  ASSERT_TRUE(m_told && m_told->digests.size() == 2);
  EXPECT_EQ(m_told->digests.at(0), digestOf(m_octets.left(kBlock)));
  EXPECT_NE(m_told->digests.at(1), digestOf(m_octets.mid(kBlock, kBlock)));
  ASSERT_TRUE(wrong.ok());
  EXPECT_EQ(wrong->error.code, QString(codes::kDigestMismatch));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(parts(), QStringList());
  expectStored(goOn(batchTask(), 0));
}

TEST_F(TransferReceiverResume, NobodyElseIsToldOfAPart) {
  breakOffAfter(2 * kBlock, batchTask());
  ReceiveTask other = batchTask();
  other.sender = peerNamed('b');
  ASSERT_TRUE(goOn(other, 0).ok());
  EXPECT_FALSE(m_told.has_value());
}

TEST_F(TransferReceiverResume, AFinishedFileIsToldOfToItsSenderOnly) {
  ASSERT_TRUE(goOn(batchTask(), 0).ok());
  ASSERT_FALSE(m_told.has_value());
  ReceiveTask other = batchTask();
  other.sender = peerNamed('b');
  ASSERT_TRUE(goOn(other, 0).ok());
  EXPECT_FALSE(m_told.has_value());
  ReceiveTask again = batchTask();
  again.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");
  const Result<TransferOutcome> outcome = goOn(again, kSize);
  ASSERT_TRUE(m_told.has_value());
  EXPECT_EQ(m_told->held, kSize);
  EXPECT_EQ(m_told->digests.size(), 3);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(outcome->identical, 1);
  EXPECT_EQ(parts(), QStringList());
}

TEST_F(TransferReceiverResume, ANewVersionBeginsWithWhatTheOldOneHas) {
  ASSERT_TRUE(goOn(batchTask(), 0, kBlock).ok());
  ReceiveTask again = batchTask();
  again.transfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");
  again.conflict = Conflict::Overwrite;
  const Result<TransferOutcome> outcome = goOn(again, kBlock);
  ASSERT_TRUE(m_told.has_value());
  EXPECT_EQ(m_told->held, kBlock);
  EXPECT_EQ(m_told->digests.size(), 1);
  expectStored(outcome);
}

class TransferReceiverReplaced : public TransferReceiverResume, public ::testing::WithParamInterface<bool> {};

TEST_P(TransferReceiverReplaced, WhatAPersonHasPutInThePlaceOfAReceivedFileIsNotShown) {
  constexpr int kSmall = 5000;
  ASSERT_TRUE(goOn(batchTask(), 0, kSmall).ok());
  QFile own(savedPath(kName));
  ASSERT_TRUE(own.open(QIODevice::ReadWrite) && own.write("a secret") == 8);
  if (GetParam()) {
    ASSERT_TRUE(own.resize(3 * kBlock));
  }
  own.close();
  // Neither as the file that it was, nor as one that would be of the other's size.
  ASSERT_TRUE(goOn(batchTask(), 0, kSize).ok());
  EXPECT_FALSE(m_told.has_value());
  const Result<TransferOutcome> outcome = goOn(batchTask(), 0, kSmall);
  EXPECT_FALSE(m_told.has_value());
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(outcome->identical, 0);
  EXPECT_EQ(outcome->renamed, 1);
  EXPECT_TRUE(contentOf(savedPath(kName)).startsWith("a secret"));
}

INSTANTIATE_TEST_SUITE_P(Sizes, TransferReceiverReplaced, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Larger" : "TheSame"; });

TEST_F(TransferReceiverResume, AFileThatWasPublishedJustBeforeACrashIsKnown) {
  // The memory is told before the file has its name; a crash in between is a run that ends right there.
  bool known_before = false;
  class Watch final : public files::FileSystem {
   public:
    explicit Watch(std::function<void()> then) : m_then(std::move(then)) {}
    int renameNoReplace(int folder, const char* from, const char* to) override {
      m_then();
      return FileSystem::renameNoReplace(folder, from, to);
    }

   private:
    std::function<void()> m_then;
  };
  Watch disk([&] { known_before = m_log.files().size() == 1; });
  ReceiveTask task = batchTask();
  task.file_system = &disk;
  ASSERT_TRUE(goOn(task, 0, 5000).ok());
  EXPECT_TRUE(known_before);
}

/// From the moment of the first renaming on nothing is remembered any more, as if the program had been killed there.
class KilledAtTheName final : public files::FileSystem {
 public:
  KilledAtTheName(MemoryLog& log, bool fails) : m_fails(fails) {
    log.on_add = [this]() -> Result<void> {
      return m_named ? Result<void>(Error{codes::kInternal, QStringLiteral("killed")}) : Result<void>();
    };
  }
  int renameNoReplace(int folder, const char* from, const char* to) override {
    m_named = true;
    return FileSystem::renameNoReplace(folder, from, to);
  }
  int rename(int folder, const char* from, const char* to) override {
    errno = EIO;
    return m_fails ? -1 : FileSystem::rename(folder, from, to);
  }

 private:
  const bool m_fails;
  bool m_named = false;
};

struct TakenName {
  Conflict conflict;
  int size;
  const char* stored_as;
};

class TransferReceiverTaken : public TransferReceiverResume, public ::testing::WithParamInterface<TakenName> {
 protected:
  /// Nobody knows where it came from.
  void putStranger(const QByteArray& octets) {
    QFile stranger(savedPath(kName));
    ASSERT_TRUE(stranger.open(QIODevice::WriteOnly) && stranger.write(octets) == octets.size());
  }
};

TEST_P(TransferReceiverTaken, AFileThatWasGivenAnotherNameJustBeforeACrashIsKnown) {
  putStranger("not yours");
  ReceiveTask task = batchTask();
  task.conflict = GetParam().conflict;
  KilledAtTheName disk(m_log, false);
  task.file_system = &disk;
  ASSERT_TRUE(goOn(task, 0, GetParam().size).ok());
  EXPECT_FALSE(m_told.has_value());
  const QStringList names = saved();
  const Result<TransferOutcome> outcome = goOn(task, GetParam().size, GetParam().size);
  ASSERT_TRUE(m_told.has_value()) << "it would be sent and stored again";
  EXPECT_EQ(m_told->held, GetParam().size);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(outcome->stored, 1) << "by this very transfer";
  EXPECT_EQ(saved(), names);
  EXPECT_EQ(contentOf(savedPath(QString::fromLatin1(GetParam().stored_as))), m_octets.left(GetParam().size));
}

INSTANTIATE_TEST_SUITE_P(Names, TransferReceiverTaken,
                         ::testing::Values(TakenName{Conflict::Rename, 5000, "film (1).mkv"},
                                           TakenName{Conflict::Rename, kSize, "film (1).mkv"},
                                           TakenName{Conflict::Overwrite, 5000, "film.mkv"},
                                           TakenName{Conflict::Overwrite, kSize, "film.mkv"}),
                         [](const auto& tested) {
                           return std::string(tested.param.conflict == Conflict::Rename ? "Rename" : "Overwrite") +
                                  std::to_string(tested.param.size);
                         });

TEST_F(TransferReceiverResume, WhatCouldNotBeOverwrittenIsNotClaimed) {
  for (const int size : {5000, kSize}) {
    QFile others(savedPath(kName));
    ASSERT_TRUE(others.open(QIODevice::WriteOnly | QIODevice::Truncate) && others.write(QByteArray(size, 's')) == size);
    others.close();
    ReceiveTask task = batchTask();
    task.conflict = Conflict::Overwrite;
    KilledAtTheName disk(m_log, true);
    task.file_system = &disk;
    const Result<TransferOutcome> failed = goOn(task, 0, size);
    ASSERT_TRUE(failed.ok() && !failed->ok());
    ASSERT_TRUE(goOn(task, 0, size).ok());
    EXPECT_FALSE(m_told.has_value()) << size;
  }
}

TEST_F(TransferReceiverResume, ATakenNameIsNotClaimedBeforehand) {
  QFile others(savedPath(kName));
  ASSERT_TRUE(others.open(QIODevice::WriteOnly) && others.write("not yours") == 9);
  others.close();
  ASSERT_TRUE(goOn(batchTask(), 0, 5000).ok());
  ASSERT_EQ(m_log.files().size(), 1);
  EXPECT_EQ(m_log.files().first().name, QStringLiteral("film (1).mkv"));
}

TEST_F(TransferReceiverResume, CancelledWhileItHashesItEndsAtOnceAndKeepsThePart) {
  breakOffAfter(2 * kBlock, batchTask());
  m_before_file = [this] { m_progress.cancelled = true; };
  const Result<TransferOutcome> outcome = goOn(batchTask(), 2 * kBlock);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kCancelled));
  EXPECT_EQ(parts().size(), 1);
  m_before_file = [] {};
  m_progress.cancelled = false;
  expectStored(goOn(batchTask(), 2 * kBlock));
}

}  // namespace
}  // namespace landline::session
