#include "session/source_reader.h"

#include "scripted_receiver.h"
#include <QDateTime>
#include <QFileInfo>

#include "files/block_digests.h"

namespace landline::session {
namespace {

using std::chrono::milliseconds;

class SourceReaderTest : public SenderTest {
 protected:
  SourceReaderTest() {
    m_limits.transfer_block = 1000;
    m_limits.transfer_blocks_ahead = 2;
  }

  SourceJob job(qint64 index, const QString& name) const {
    const QFileInfo file(pathOf(name));
    return {index, file.filePath(), file.size(), file.lastModified().toMSecsSinceEpoch(), {}};
  }
  SourceJob makeJob(qint64 index, int size) {
    const QString name = QString::number(index);
    write(name, octetsOf(size, static_cast<quint32>(index)));
    return job(index, name);
  }

  static constexpr milliseconds kLong{20'000};
};

/// What came of one file.
struct Came {
  QByteArray octets;
  std::optional<qint64> offset;
  QString digest;
  Error trouble;
};

/// Takes everything; checks on the way that files do not mix.
std::map<qint64, Came> takeAll(SourceReader& reader, std::size_t block_size) {
  std::map<qint64, Came> all;
  qint64 in_hand = -1;
  while (reader.busy()) {
    std::unique_ptr<SourceBlock> block = reader.take(milliseconds(20'000));
    if (!block || block->parts.empty()) {
      ADD_FAILURE() << "no block, or one with nothing in it";
      return all;
    }
    std::size_t at = 0;
    for (const SourceBlock::Part& part : block->parts) {
      EXPECT_TRUE(in_hand == part.index || in_hand < 0);
      Came& came = all[part.index];
      if (part.offset) {
        came.offset = part.offset;
      }
      came.octets.append(block->octets.get() + at, static_cast<int>(part.size));
      at += part.size;
      in_hand = part.ends ? -1 : part.index;
      if (part.ends) {
        came.digest = part.digest;
        came.trouble = part.trouble;
      }
    }
    EXPECT_LE(at, block_size);
    reader.giveBack(std::move(block));
  }
  return all;
}

TEST_F(SourceReaderTest, ReadsFilesInOrderWithTheirDigests) {
  const int sizes[] = {0, 1, 999, 1000, 1001, 0, 5000, 300, 300, 300, 300, 0};
  std::vector<SourceJob> jobs;
  for (const int size : sizes) {
    jobs.push_back(makeJob(static_cast<qint64>(jobs.size()), size));
  }
  SourceReader reader(m_limits, m_progress);
  EXPECT_FALSE(reader.busy());
  reader.add(jobs);
  EXPECT_TRUE(reader.busy());
  const std::map<qint64, Came> all = takeAll(reader, m_limits.transfer_block);
  ASSERT_EQ(all.size(), jobs.size());
  for (const auto& [index, came] : all) {
    const QByteArray octets = octetsOf(sizes[index], static_cast<quint32>(index));
    EXPECT_EQ(came.octets, octets) << index;
    EXPECT_EQ(came.offset, 0);
    EXPECT_EQ(came.digest, digestOfOctets(octets));
    EXPECT_EQ(came.trouble.code, QString());
  }
}

TEST_F(SourceReaderTest, SmallFilesShareABlock) {
  std::vector<SourceJob> jobs;
  for (qint64 index = 0; index < 10; ++index) {
    jobs.push_back(makeJob(index, 100));
  }
  SourceReader reader(m_limits, m_progress);
  reader.add(jobs);
  // Nobody waits, so the block is filled before it is handed over.
  const std::unique_ptr<SourceBlock> first = [&] {
    std::unique_ptr<SourceBlock> block;
    while (!block) {
      block = reader.take(milliseconds(0));
    }
    return block;
  }();
  EXPECT_EQ(first->parts.size(), 10U);
}

TEST_F(SourceReaderTest, WhoWaitsGetsWhatThereIs) {
  SourceReader reader(m_limits, m_progress);
  reader.add({makeJob(0, 10)});
  const std::unique_ptr<SourceBlock> block = reader.take(kLong);
  ASSERT_TRUE(block);
  EXPECT_EQ(block->parts.size(), 1U);
  EXPECT_FALSE(reader.busy());
  EXPECT_FALSE(reader.take(milliseconds(1)));
}

TEST_F(SourceReaderTest, ManyEmptyFilesDoNotWaitForABlockToBeFull) {
  std::vector<SourceJob> jobs;
  for (qint64 index = 0; index < 1000; ++index) {
    jobs.push_back(makeJob(index, 0));
  }
  SourceReader reader(m_limits, m_progress);
  reader.add(jobs);
  EXPECT_EQ(takeAll(reader, m_limits.transfer_block).size(), 1000U);
}

TEST_F(SourceReaderTest, IsNoMoreThanItsBlocksAhead) {
  SourceReader reader(m_limits, m_progress);
  reader.add({makeJob(0, 100'000)});
  const std::unique_ptr<SourceBlock> first = reader.take(kLong);
  const std::unique_ptr<SourceBlock> second = reader.take(kLong);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(reader.take(milliseconds(20))) << "both are in use";
}

TEST_F(SourceReaderTest, EndsWhileItWaitsForABlock) {
  auto reader = std::make_unique<SourceReader>(m_limits, m_progress);
  reader->add({makeJob(0, 100'000), makeJob(1, 10)});
  ASSERT_TRUE(reader->take(kLong));
  reader.reset();  // does not hang
}

TEST_F(SourceReaderTest, EndsWithJobsThatHaveNotBegun) {
  for (int i = 0; i < 50; ++i) {
    SourceReader reader(m_limits, m_progress);
    reader.add({makeJob(0, 2500), makeJob(1, 10)});
  }
}

TEST_F(SourceReaderTest, GivenUpAFileEndsEarlyAndTheNextOneIsRead) {
  SourceReader reader(m_limits, m_progress);
  reader.add({makeJob(0, 1'000'000), makeJob(1, 10)});
  std::unique_ptr<SourceBlock> block = reader.take(kLong);
  ASSERT_TRUE(block);
  reader.giveUp(0);
  reader.giveBack(std::move(block));
  const std::map<qint64, Came> rest = takeAll(reader, m_limits.transfer_block);
  EXPECT_EQ(rest.at(0).trouble.code, QString(codes::kCancelled));
  EXPECT_LT(rest.at(0).octets.size(), 10'000);
  EXPECT_EQ(rest.at(1).octets, octetsOf(10, 1));
}

TEST_F(SourceReaderTest, TroubleEndsAFileAndNoOther) {
  SourceJob gone = makeJob(0, 10);
  QFile::remove(gone.source);
  SourceJob other_size = makeJob(1, 10);
  other_size.size = 11;
  SourceJob other_time = makeJob(2, 10);
  other_time.mtime_ms += 1;
  SourceReader reader(m_limits, m_progress);
  reader.add({gone, other_size, other_time, makeJob(3, 10)});
  const std::map<qint64, Came> all = takeAll(reader, m_limits.transfer_block);
  EXPECT_EQ(all.at(0).trouble.code, QString(codes::kVanished));
  EXPECT_EQ(all.at(1).trouble.code, QString(codes::kChanged));
  EXPECT_EQ(all.at(2).trouble.code, QString(codes::kChanged));
  EXPECT_FALSE(all.at(0).offset || all.at(1).offset || all.at(2).offset) << "none of them has begun";
  EXPECT_EQ(all.at(3).octets, octetsOf(10, 3));
}

TEST_F(SourceReaderTest, GoesOnWhereTheCommonPrefixEnds) {
  const int block = static_cast<int>(files::kSmallestBlock);
  const QByteArray octets = octetsOf(2 * block + 5);
  write(QStringLiteral("big"), octets);
  SourceJob resumed = job(0, QStringLiteral("big"));
  resumed.held = digestOfOctets(octets.left(block)).toLatin1() + QByteArray(kDigestDigits, '0');
  m_limits.transfer_block = 300'000;  // no divisor of a block
  SourceReader reader(m_limits, m_progress);
  reader.add({resumed});
  const Came came = takeAll(reader, m_limits.transfer_block).at(0);
  EXPECT_EQ(came.offset, block);
  EXPECT_EQ(came.octets, octets.mid(block));
  EXPECT_EQ(came.digest, digestOfOctets(octets));
  EXPECT_EQ(m_progress.found, block);
}

}  // namespace
}  // namespace landline::session
