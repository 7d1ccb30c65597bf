// Sources that are not what they were, in the middle of a batch: the file is given up, the rest goes on.

#include "scripted_receiver.h"
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

namespace landline::session {
namespace {

const QString kBad = QStringLiteral("b");
/// More than the sender reads ahead and gathers: at its first octets the last ones have not been read.
constexpr int kSize = 200'000;

class TransferSenderSource : public SenderTest {
 protected:
  TransferSenderSource() {
    write(QStringLiteral("a"), octetsOf(3000, 1));
    write(kBad, octetsOf(kSize, 2));
    write(QStringLiteral("c"), octetsOf(3000, 3));
    letTimeOfFilesGoOn();
  }

  /// File systems stamp with a clock that ticks every few milliseconds: a change within the tick in which a file was
  /// made would not be seen.
  static void letTimeOfFilesGoOn() {
    timespec begin{};
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &begin);
    do {
      ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    } while (now.tv_sec == begin.tv_sec && now.tv_nsec == begin.tv_nsec);
  }

  /// Sends all three; of them `b` must be given up with `code`, the others must arrive.
  void expectGivenUp(QLatin1String code, test::PipeBehaviour down = {}) {
    const Result<TransferOutcome> outcome = send(everything(), m_receiver, down, down);
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
    EXPECT_TRUE(outcome->agreed);
    EXPECT_EQ(m_receiver.error.code, QString()) << m_receiver.error.detail.toStdString();
    EXPECT_EQ(outcome->error.code, QString(code));
    EXPECT_EQ(outcome->stored, 2);
    EXPECT_EQ(outcome->failed, 1);
    EXPECT_EQ(m_progress.files, 3);
    EXPECT_EQ(m_receiver.octets(QStringLiteral("a")), octetsOf(3000, 1));
    EXPECT_EQ(m_receiver.octets(QStringLiteral("c")), octetsOf(3000, 3));
    EXPECT_EQ(m_receiver.find(kBad)->skipped, QString(code));
    EXPECT_EQ(m_receiver.find(kBad)->digest, QString());
    EXPECT_EQ(resultOf(kBad).state, FileResult::State::Failed);
    EXPECT_EQ(resultOf(kBad).error.code, QString(code));
  }

  test::PipeBehaviour narrow() {
    m_limits.transfer_block = 1000;
    m_limits.transfer_blocks_ahead = 1;
    test::PipeBehaviour pipe;
    pipe.capacity = 1000;
    return pipe;
  }

  ScriptedReceiver m_receiver;
};

// --- After it was announced, before it is read -----------------------------------------------------------------------

struct Change {
  const char* name;
  std::function<void(const QString& path)> make;
  QLatin1String code;
};

void PrintTo(const Change& change, std::ostream* out) {
  *out << change.name;
}

void overwrite(const QString& path, qint64 at, const QByteArray& octets) {
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadWrite) && file.seek(at));
  ASSERT_EQ(file.write(octets), octets.size());
}

class TransferSenderChange : public TransferSenderSource, public ::testing::WithParamInterface<Change> {};

TEST_P(TransferSenderChange, BadInput30_AfterTheManifest) {
  m_receiver.answer = [&](const wire::Manifest&, wire::Want&, FrameStream&) { GetParam().make(pathOf(kBad)); };
  expectGivenUp(GetParam().code);
  EXPECT_LT(m_receiver.find(kBad)->offset, 0) << "nothing was begun";
}

INSTANTIATE_TEST_SUITE_P(
    Changes, TransferSenderChange,
    ::testing::Values(Change{"Vanishes", [](const QString& path) { QFile::remove(path); }, codes::kVanished},
                      Change{"Grows", [](const QString& path) { overwrite(path, kSize, "more"); }, codes::kChanged},
                      Change{"Shrinks", [](const QString& path) { QFile::resize(path, 10); }, codes::kChanged},
                      Change{"IsOlder",
                             [](const QString& path) {
                               const timespec times[2] = {{1000, 0}, {1000, 0}};
                               ASSERT_EQ(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);
                             },
                             codes::kChanged},
                      Change{"BecomesAFolder",
                             [](const QString& path) {
                               QFile::remove(path);
                               QDir().mkpath(path);
                             },
                             codes::kNotAFile},
                      Change{"BecomesAFifo",
                             [](const QString& path) {
                               QFile::remove(path);
                               ASSERT_EQ(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
                             },
                             codes::kNotAFile},
                      Change{"BecomesUnreadable",
                             [](const QString& path) {
                               // For root nothing is forbidden; a link to itself is unreadable for everybody.
                               QFile::remove(path);
                               ASSERT_EQ(
                                   ::symlink(QFile::encodeName(path).constData(), QFile::encodeName(path).constData()),
                                   0);
                             },
                             codes::kUnreadable}),
    [](const auto& tested) { return std::string(tested.param.name); });

// --- While it is read ------------------------------------------------------------------------------------------------

class TransferSenderChangeMeanwhile : public TransferSenderSource, public ::testing::WithParamInterface<Change> {};

TEST_P(TransferSenderChangeMeanwhile, BadInput30_InTheMiddle) {
  m_receiver.begun = [&](const ScriptedReceiver::File& file, FrameStream&) {
    if (file.entry.path == kBad) {
      GetParam().make(pathOf(kBad));
    }
  };
  expectGivenUp(GetParam().code, narrow());
  EXPECT_EQ(m_receiver.find(kBad)->offset, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Changes, TransferSenderChangeMeanwhile,
    ::testing::Values(Change{"Shrinks", [](const QString& path) { QFile::resize(path, kSize / 2); }, codes::kChanged},
                      Change{"ShrinksToNothing", [](const QString& path) { QFile::resize(path, 0); }, codes::kChanged},
                      Change{"Grows", [](const QString& path) { overwrite(path, kSize, "more"); }, codes::kChanged},
                      Change{"IsWrittenOver", [](const QString& path) { overwrite(path, kSize - 10, "xyz"); },
                             codes::kChanged},
                      Change{"Vanishes", [](const QString& path) { QFile::remove(path); }, codes::kChanged},
                      Change{"IsReplaced",
                             [](const QString& path) {
                               QFile other(path + QStringLiteral(".new"));
                               ASSERT_TRUE(other.open(QIODevice::WriteOnly));
                               other.write(octetsOf(kSize, 2));
                               other.close();
                               ASSERT_EQ(::rename(QFile::encodeName(other.fileName()).constData(),
                                                  QFile::encodeName(path).constData()),
                                         0);
                             },
                             codes::kChanged}),
    [](const auto& tested) { return std::string(tested.param.name); });

// --- The receiver gives a file up ------------------------------------------------------------------------------------

TEST_F(TransferSenderSource, WhatTheReceiverCannotTakeIsNotSentToItsEnd) {
  bool said = false;
  m_receiver.came = [&](const ScriptedReceiver::File& file, FrameStream& frames) {
    if (file.entry.path == kBad && !std::exchange(said, true)) {
      m_receiver.failed.insert(file.entry.index);
      say(frames, wire::Failed{file.entry.index, codes::kNoSpace, QStringLiteral("full")});
    }
  };
  expectGivenUp(codes::kNoSpace, narrow());
  EXPECT_LT(m_receiver.octets(kBad).size(), kSize);
}

TEST_F(TransferSenderSource, AFailureAfterTheEndOfAFileIsTakenToo) {
  m_receiver.storing = [&](wire::Stored& stored) { stored.indexes.removeOne(m_receiver.find(kBad)->entry.index); };
  bool said = false;
  m_receiver.begun = [&](const ScriptedReceiver::File& file, FrameStream& frames) {
    if (file.entry.path == QStringLiteral("c") && !std::exchange(said, true)) {
      say(frames, wire::Failed{m_receiver.find(kBad)->entry.index, codes::kDigestMismatch, {}});
    }
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->agreed);
  EXPECT_EQ(outcome->stored, 2);
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(resultOf(kBad).error.code, QString(codes::kDigestMismatch));
}

// Both give the same file up, and neither has heard of it when it speaks.
TEST_F(TransferSenderSource, TwoFailuresOfOneFileThatCrossAreOne) {
  m_receiver.begun = [&](const ScriptedReceiver::File& file, FrameStream&) {
    if (file.entry.path == kBad) {
      QFile::resize(pathOf(kBad), 100);
    }
  };
  bool said = false;
  const Result<TransferOutcome> outcome = send(
      everything(),
      [&](FrameStream& frames, Stream& stream) {
        m_receiver.came = [&](const ScriptedReceiver::File& file, FrameStream& own) {
          // All that comes of `c` comes behind the `skip` of `b`.
          if (file.entry.path == QStringLiteral("c") && !std::exchange(said, true)) {
            say(own, wire::Failed{m_receiver.find(kBad)->entry.index, codes::kWriteFailed, {}});
          }
        };
        m_receiver.run(frames, stream);
      },
      narrow(), narrow());
  ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
  EXPECT_TRUE(said);
  EXPECT_TRUE(outcome->agreed);
  EXPECT_EQ(outcome->failed, 1);
  EXPECT_EQ(resultOf(kBad).error.code, QString(codes::kChanged));
}

TEST_F(TransferSenderSource, ASourceThatShrankSinceTheOfferIsSentAsItIs) {
  SendTask task = everything();
  task.most_files = 3;
  task.most_bytes = kSize + 6000;
  write(kBad, octetsOf(10));
  const Result<TransferOutcome> outcome = send(task, m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(m_receiver.pages.back().bytes_total, 6010);
}

TEST_F(TransferSenderSource, BadInput30_ASourceThatGrewSinceTheOfferIsLeftOut) {
  SendTask task;
  task.roots = QStringList{pathOf(kBad)};
  task.most_files = 1;
  task.most_bytes = kSize - 1;
  const Result<TransferOutcome> outcome = send(task, m_receiver);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kChanged));
  EXPECT_TRUE(m_receiver.pages.empty());
}

}  // namespace
}  // namespace landline::session
