// What the receiver holds already is compared and not sent again (PROTOCOL.md, "Resuming").

#include "scripted_receiver.h"
#include <unistd.h>

#include <chrono>

#include "files/block_digests.h"
#include "support/passing_stream.h"

namespace landline::session {
namespace {

constexpr int kBlock = static_cast<int>(files::kSmallestBlock);
constexpr int kSize = 2 * kBlock + 1000;
const QString kName = QStringLiteral("big");

/// The digests of all that counts of the first octets of a file of `size`.
QStringList digestsOf(const QByteArray& held, qint64 size) {
  QStringList digests;
  for (qint64 i = 0; i < files::digestCount(held.size(), size); ++i) {
    digests.append(digestOfOctets(held.mid(static_cast<int>(i) * kBlock, kBlock)));
  }
  return digests;
}

class TransferSenderResume : public SenderTest {
 protected:
  TransferSenderResume() { write(kName, m_octets); }

  /// Lets the receiver say that it holds `held`; the sender must go on from `offset`.
  void expectOffset(const QByteArray& held, qint64 offset) {
    m_receiver.answer = [&](const wire::Manifest& page, wire::Want&, FrameStream& frames) {
      say(frames, wire::Have{page.files.at(0).index, held.size(), kBlock, 0, digestsOf(held, page.files.at(0).size)});
    };
    const Result<TransferOutcome> outcome = send(everything(), m_receiver);
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail.toStdString();
    EXPECT_TRUE(outcome->ok() && outcome->agreed);
    EXPECT_EQ(m_receiver.error.code, QString());
    const ScriptedReceiver::File* file = m_receiver.find(kName);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->offset, offset);
    EXPECT_EQ(file->octets, m_octets.mid(static_cast<int>(offset)));
    EXPECT_EQ(file->digest, digestOfOctets(m_octets)) << "over the whole file, what was not sent included";
    EXPECT_EQ(m_progress.bytes, m_octets.size());
    EXPECT_EQ(m_progress.found, offset);
  }

  QByteArray withOctetChanged(int at) const {
    QByteArray octets = m_octets;
    octets[at] = static_cast<char>(octets[at] ^ 1);
    return octets;
  }

  const QByteArray m_octets = octetsOf(kSize, 7);
  ScriptedReceiver m_receiver;
};

TEST_F(TransferSenderResume, GoesOnWhereThePartEnds) {
  expectOffset(m_octets.left(kBlock), kBlock);
}
TEST_F(TransferSenderResume, OnlyWholeBlocksCount) {
  expectOffset(m_octets.left(2 * kBlock - 1), kBlock);
}
TEST_F(TransferSenderResume, LessThanABlockIsNothing) {
  expectOffset(m_octets.left(kBlock - 1), 0);
}
TEST_F(TransferSenderResume, AllButTheTail) {
  expectOffset(m_octets.left(kSize - 1), 2 * kBlock);
}
TEST_F(TransferSenderResume, AWholeFileIsNotSentAtAll) {
  expectOffset(m_octets, kSize);
}
TEST_F(TransferSenderResume, BadInput68_ADifferenceInTheFirstBlock) {
  expectOffset(withOctetChanged(0), 0);
}
TEST_F(TransferSenderResume, BadInput68_ADifferenceInTheLastOctetOfTheFirstBlock) {
  expectOffset(withOctetChanged(kBlock - 1), 0);
}
TEST_F(TransferSenderResume, BadInput68_ADifferenceInTheMiddle) {
  expectOffset(withOctetChanged(kBlock + 17), kBlock);
}
TEST_F(TransferSenderResume, BadInput68_ADifferenceInTheTail) {
  expectOffset(withOctetChanged(kSize - 1), 2 * kBlock);
}

TEST_F(TransferSenderResume, DigestsMayComeInSeveralMessages) {
  const QStringList digests = digestsOf(m_octets, kSize);
  m_receiver.answer = [&](const wire::Manifest&, wire::Want&, FrameStream& frames) {
    for (int i = 0; i < digests.size(); ++i) {
      say(frames, wire::Have{0, kSize, kBlock, qint64{i} * kBlock, {digests.at(i)}});
    }
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(m_receiver.find(kName)->offset, kSize);
}

TEST_F(TransferSenderResume, FewerDigestsThanThereAreBlocksAreEnough) {
  m_receiver.answer = [&](const wire::Manifest&, wire::Want&, FrameStream& frames) {
    say(frames, wire::Have{0, kSize, kBlock, 0, {digestsOf(m_octets, kSize).at(0)}});
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_EQ(m_receiver.find(kName)->offset, kBlock);
  EXPECT_EQ(m_receiver.octets(kName), m_octets.mid(kBlock));
}

// A folder that is sent again: most of its small files are there, one has changed, one is new.
TEST_F(TransferSenderResume, SmallFilesThatAreThereAreNotSentAgain) {
  QFile::remove(pathOf(kName));
  for (int i = 0; i < 20; ++i) {
    write(QStringLiteral("folder/%1").arg(i), octetsOf(100 + i, static_cast<quint32>(i)));
  }
  m_receiver.answer = [&](const wire::Manifest& page, wire::Want&, FrameStream& frames) {
    for (const wire::ManifestEntry& entry : page.files) {
      const int i = entry.path.section(QLatin1Char('/'), 1).toInt();
      if (entry.kind == wire::ManifestEntry::Kind::File && i != 4) {
        const QByteArray held = octetsOf(100 + i, i == 7 ? 99U : static_cast<quint32>(i));
        say(frames, wire::Have{entry.index, entry.size, kBlock, 0, {digestOfOctets(held)}});
      }
    }
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  for (const auto& [index, file] : m_receiver.files) {
    if (file.entry.kind == wire::ManifestEntry::Kind::File) {
      const int i = file.entry.path.section(QLatin1Char('/'), 1).toInt();
      const QByteArray whole = octetsOf(100 + i, static_cast<quint32>(i));
      EXPECT_EQ(file.octets, i == 4 || i == 7 ? whole : QByteArray()) << i;
      EXPECT_EQ(file.digest, digestOfOctets(whole));
    }
  }
}

TEST_F(TransferSenderResume, BadInput30_ASourceThatShrinksWhileItIsComparedIsGivenUp) {
  m_receiver.answer = [&](const wire::Manifest&, wire::Want&, FrameStream& frames) {
    say(frames, wire::Have{0, kSize, kBlock, 0, digestsOf(m_octets, kSize)});
    // After it was announced: what is compared is not what was.
    QFile::resize(pathOf(kName), kBlock + 5);
  };
  const Result<TransferOutcome> outcome = send(everything(), m_receiver);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->error.code, QString(codes::kChanged));
  EXPECT_EQ(m_receiver.find(kName)->skipped, QString(codes::kChanged));
}

// --- While it compares for long --------------------------------------------------------------------------------------

/// Keeps count of what the other end says.
class CountingStream final : public test::PassingStream {
 public:
  using PassingStream::PassingStream;
  Result<void> write(std::string_view octets) override {
    m_pings += octets.substr(0, 5) == "ping&" ? 1 : 0;
    return next().write(octets);
  }
  int pings() const { return m_pings; }

 private:
  int m_pings = 0;
};

class TransferSenderLongCompare : public SenderTest {
 protected:
  TransferSenderLongCompare() {
    write(kName, {});
    EXPECT_EQ(::truncate(QFile::encodeName(pathOf(kName)).constData(), kLong), 0);
  }

  /// Says that the receiver holds all of a file of zeros.
  void sayItIsHeld(FrameStream& frames) {
    ASSERT_TRUE(frames.expect<wire::Manifest>());
    const QString digest = digestOfOctets(QByteArray(kBlock, '\0'));
    wire::Have have{0, kLong, files::blockSizeFor(kLong), 0, {}};
    for (qint64 i = 0; i < files::blockCount(kLong); ++i) {
      have.digests.append(digest);
    }
    say(frames, have);
    say(frames, wire::Want{});
  }

  static constexpr qint64 kLong = 256LL * kBlock;  // 1 GiB of nothing
};

TEST_F(TransferSenderLongCompare, PingsMeanwhile) {
  m_limits.transfer_ping = std::chrono::milliseconds(1);
  auto [own_end, script_end] = test::streamPair();
  std::thread receiver([&, end = std::move(script_end)] {
    FrameStream frames(*end, m_limits);
    sayItIsHeld(frames);
    const Result<wire::FileStart> start = frames.expect<wire::FileStart>();
    ASSERT_TRUE(start.ok());
    EXPECT_EQ(start->offset, kLong);
    ASSERT_TRUE(frames.expect<wire::Digest>());
    say(frames, wire::Stored{{0}, {0}});
    ASSERT_TRUE(frames.expect<wire::End>());
    say(frames, wire::End{wire::End::Counts{0, 1, 0}});
    static_cast<void>(frames.finish());
  });
  CountingStream stream(*own_end);
  const Result<TransferOutcome> outcome = runSender(stream, everything());
  receiver.join();
  ASSERT_TRUE(outcome.ok() && outcome->ok());
  EXPECT_GE(stream.pings(), 1);
  EXPECT_EQ(m_progress.found, kLong);
  EXPECT_GT(m_progress.waited_disk_ns, 0);
}

TEST_F(TransferSenderLongCompare, IsCancelledAtOnce) {
  using std::chrono::steady_clock;
  auto [own_end, script_end] = test::streamPair();
  steady_clock::time_point cancelled_at;
  std::thread receiver([&, end = std::move(script_end), own = own_end.get()] {
    FrameStream frames(*end, m_limits);
    sayItIsHeld(frames);
    while (m_progress.found == 0) {
      std::this_thread::yield();
    }
    cancelled_at = steady_clock::now();
    m_progress.cancelled = true;
    own->cancel();
  });
  const Result<TransferOutcome> outcome = runSender(*own_end, everything());
  const auto took = steady_clock::now() - cancelled_at;
  receiver.join();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, QString(codes::kCancelled));
  EXPECT_LT(m_progress.found, kLong) << "it was in the middle";
  EXPECT_LT(took, std::chrono::milliseconds(1000));
}

}  // namespace
}  // namespace landline::session
