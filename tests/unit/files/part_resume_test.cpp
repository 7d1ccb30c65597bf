#include <QFileInfo>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/block_digests.h"
#include "files/faulty_file_system.h"
#include "files/held_file.h"
#include "files/part_file.h"
#include "files/part_name.h"
#include "files/test_folder.h"

// Going on with what is held.

namespace landline::files {
namespace {

using test::failedWith;
using test::FaultyFileSystem;
using test::succeeded;
using test::TestFolder;

class PartResume : public ::testing::Test {
 protected:
  const QString kName = QStringLiteral("a.bin");

  PartRequest request(qint64 size, const QStringList& known = {}) const {
    PartRequest wanted = TestFolder::request(kName, size);
    wanted.known_copies = known;
    return wanted;
  }
  QString partPath() const { return disk.path(QString::fromLatin1(partName(TestFolder::peer(), {kName}))); }

  /// What a sender does: finds out how far its own octets are held, and sends the rest.
  Result<Published> resumeAndFinish(const PartRequest& wanted, const QByteArray& octets, qint64& offset,
                                    FileSystem& system = realFileSystem()) const {
    offset = 0;
    {
      const auto held = HeldFile::find(disk.folder(), wanted);
      const qint64 block = blockSizeFor(wanted.size);
      const qint64 count = held ? digestCount(held->held(), wanted.size) : 0;
      for (qint64 number = 0; number < count; ++number) {
        const QByteArray mine = octets.mid(int(number * block), int(block));
        if (*held->digestOfBlock(number) != TestFolder::digestOf(mine)) {
          break;
        }
        offset = std::min((number + 1) * block, wanted.size);
      }
    }
    auto part = PartFile::create(disk.folder(), wanted, system);
    if (!part) {
      return part.error();
    }
    if (auto resumed = part->resume(offset); !resumed) {
      return resumed.error();
    }
    EXPECT_EQ(part->written(), offset);
    const QByteArray rest = octets.mid(int(offset));
    if (auto written = part->write({rest.constData(), std::size_t(rest.size())}); !written) {
      return written.error();
    }
    return part->publish(TestFolder::digestOf(octets));
  }

  static QByteArray blocks(const char* kinds) {
    QByteArray octets;
    for (; *kinds != '\0'; ++kinds) {
      octets += QByteArray(kSmallestBlock, *kinds);
    }
    return octets;
  }

  TestFolder disk;
};

TEST_F(PartResume, AKeptPartIsGoneOnWith) {
  const QByteArray octets = blocks("123") + "tail";
  {
    auto part = PartFile::create(disk.folder(), request(octets.size()));
    ASSERT_TRUE(succeeded(part));
    ASSERT_TRUE(succeeded(part->write({octets.constData(), std::size_t(2 * kSmallestBlock + 5)})));
    part->keep();
  }
  EXPECT_EQ(QFileInfo(partPath()).size(), 2 * kSmallestBlock + 5);
  qint64 offset = 0;
  const auto published = resumeAndFinish(request(octets.size()), octets, offset);
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(offset, 2 * kSmallestBlock);
  EXPECT_FALSE(published->identical);
  EXPECT_FALSE(published->renamed);
  EXPECT_EQ(disk.contentsOf(kName), octets);
  EXPECT_EQ(disk.received(), QStringList{kName}) << "the part has become the file";
}

TEST_F(PartResume, BadInput68_APartThatWasTamperedWithIsGoneOnWithFromTheFirstDifference) {
  const QByteArray octets = blocks("1234");
  QByteArray tampered = blocks("123");
  tampered[int(kSmallestBlock) + 77] = '!';
  TestFolder::put(partPath(), tampered);
  qint64 offset = 0;
  ASSERT_TRUE(succeeded(resumeAndFinish(request(octets.size()), octets, offset)));
  EXPECT_EQ(offset, kSmallestBlock);
  EXPECT_EQ(disk.contentsOf(kName), octets);
}

TEST_F(PartResume, BadInput68_WhatIsChangedBehindOurBackIsNeverPublished) {
  const QByteArray octets = blocks("12");
  TestFolder::put(partPath(), blocks("1"));
  {
    const auto held = HeldFile::find(disk.folder(), request(octets.size()));
    ASSERT_TRUE(held);
    ASSERT_EQ(*held->digestOfBlock(0), TestFolder::digestOf(blocks("1")));
    TestFolder::put(partPath(), blocks("x"));
    auto part = PartFile::create(disk.folder(), request(octets.size()));
    ASSERT_TRUE(succeeded(part));
    ASSERT_TRUE(succeeded(part->resume(kSmallestBlock)));
    const QByteArray rest = blocks("2");
    ASSERT_TRUE(succeeded(part->write({rest.constData(), std::size_t(rest.size())})));
    EXPECT_TRUE(failedWith(part->verify(TestFolder::digestOf(octets)), codes::kDigestMismatch));
  }
  EXPECT_EQ(disk.received(), QStringList()) << "a retry begins from zero";
}

TEST_F(PartResume, APartThatIsLongerThanTheFileIsCut) {
  TestFolder::put(partPath(), "twelve octets and more");
  auto part = PartFile::create(disk.folder(), request(6));
  ASSERT_TRUE(succeeded(part->resume(6)));
  ASSERT_TRUE(succeeded(part->publish(TestFolder::digestOf("twelve"))));
  EXPECT_EQ(disk.contentsOf(kName), "twelve");
}

TEST_F(PartResume, WithoutResumingItBeginsFromZero) {
  TestFolder::put(partPath(), "a long rest of something else");
  auto part = PartFile::create(disk.folder(), request(3));
  ASSERT_TRUE(succeeded(part->write("new")));
  ASSERT_TRUE(succeeded(part->publish(TestFolder::digestOf("new"))));
  EXPECT_EQ(disk.contentsOf(kName), "new");

  TestFolder::put(partPath(), "a rest");
  auto empty = PartFile::create(disk.folder(), request(0));
  ASSERT_TRUE(succeeded(empty->publish(TestFolder::digestOf(""))));
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a (1).bin")), "");
}

TEST_F(PartResume, ItIsForTheBeginningOnly) {
  auto part = PartFile::create(disk.folder(), request(3));
  ASSERT_TRUE(succeeded(part->write("n")));
  EXPECT_TRUE(failedWith(part->resume(0), codes::kInternal));
  EXPECT_TRUE(failedWith(part->write("e"), codes::kInternal));
  auto twice = PartFile::create(disk.folder(), request(3));
  ASSERT_TRUE(succeeded(twice->resume(0)));
  EXPECT_TRUE(failedWith(twice->resume(0), codes::kInternal));
}

TEST_F(PartResume, MoreThanIsHeldOrAnnouncedIsRefused) {
  TestFolder::put(partPath(), "123");
  EXPECT_TRUE(failedWith(PartFile::create(disk.folder(), request(10))->resume(4), codes::kWriteFailed));
  EXPECT_TRUE(failedWith(PartFile::create(disk.folder(), request(10))->resume(11), codes::kInternal));
  EXPECT_TRUE(failedWith(PartFile::create(disk.folder(), request(10))->resume(-1), codes::kInternal));
}

TEST_F(PartResume, AFinishedFileFillsTheBeginningOfItsNextVersion) {
  const QByteArray old = blocks("12") + "old tail";
  const QByteArray octets = blocks("1x") + "a longer new tail";
  TestFolder::put(disk.path(kName), old);
  qint64 offset = 0;
  const auto published = resumeAndFinish(request(octets.size(), {kName}), octets, offset);
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(offset, kSmallestBlock);
  EXPECT_EQ(published->saved_as, disk.path(QStringLiteral("a (1).bin")));
  EXPECT_TRUE(published->renamed);
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a (1).bin")), octets);
  EXPECT_EQ(disk.contentsOf(kName), old) << "it was copied, not moved";
}

TEST_F(PartResume, AFileSystemThatCannotCopyByItselfIsHelped) {
  for (const int lacks : {EXDEV, EINVAL, ENOSYS, EOPNOTSUPP}) {
    const TestFolder other;
    const QByteArray old = blocks("1") + "old";
    const QByteArray octets = blocks("1") + "new";
    TestFolder::put(other.path(kName), old);
    FaultyFileSystem system;
    system.lacks_copy = lacks;
    auto part = PartFile::create(other.folder(), request(octets.size(), {kName}), system);
    ASSERT_TRUE(succeeded(part->resume(kSmallestBlock)));
    ASSERT_TRUE(succeeded(part->write("new")));
    ASSERT_TRUE(succeeded(part->publish(TestFolder::digestOf(octets))));
    EXPECT_EQ(other.contentsOf(QStringLiteral("a (1).bin")), octets);
  }
}

TEST_F(PartResume, AWholeFinishedFileIsIdenticalAndNothingIsCopied) {
  const QByteArray octets = blocks("12") + "tail";
  TestFolder::put(disk.path(QStringLiteral("a (1).bin")), octets);
  FaultyFileSystem system;
  system.fail_at = 1;  // a copy or a write would meet it; the flush of the finished file does
  qint64 offset = 0;
  auto wanted = request(octets.size(), {QStringLiteral("a (1).bin")});
  EXPECT_TRUE(failedWith(resumeAndFinish(wanted, octets, offset, system), codes::kWriteFailed));
  EXPECT_EQ(system.calls, 1);
  const auto published = resumeAndFinish(wanted, octets, offset);
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(offset, octets.size());
  EXPECT_TRUE(published->identical);
  EXPECT_FALSE(published->renamed) << "that is not what this transfer has done";
  EXPECT_EQ(published->saved_as, disk.path(QStringLiteral("a (1).bin")));
  EXPECT_EQ(disk.received(), QStringList{QStringLiteral("a (1).bin")});
}

TEST_F(PartResume, AFinishedFileThatIsLongerIsNotIdentical) {
  const QByteArray octets = blocks("1");
  TestFolder::put(disk.path(kName), octets + "more");
  qint64 offset = 0;
  const auto published = resumeAndFinish(request(octets.size(), {kName}), octets, offset);
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(offset, octets.size());
  EXPECT_FALSE(published->identical);
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a (1).bin")), octets);
}

TEST_F(PartResume, ItCanBeCancelledWhileItReads) {
  const QByteArray octets = blocks("12");
  TestFolder::put(partPath(), octets);
  {
    auto part = PartFile::create(disk.folder(), request(octets.size()));
    int asked = 0;
    EXPECT_TRUE(failedWith(part->resume(octets.size(), [&asked] { return ++asked < 3; }), codes::kCancelled));
    EXPECT_EQ(asked, 3);
    part->keep();
  }
  EXPECT_EQ(QFileInfo(partPath()).size(), octets.size()) << "nothing is lost";
  TestFolder::put(disk.path(kName), octets);
  QFile::remove(partPath());
  auto filled = PartFile::create(disk.folder(), request(octets.size() + 1, {kName}));
  EXPECT_TRUE(failedWith(filled->resume(octets.size(), [] { return false; }), codes::kCancelled));
}

TEST_F(PartResume, AnEmptyPartIsNotKept) {
  {
    auto part = PartFile::create(disk.folder(), request(3));
    part->keep();
  }
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartResume, BadInput29_OnlyWhatIsMissingNeedsRoom) {
  const auto free_bytes = disk.folder().freeBytes();
  ASSERT_TRUE(succeeded(free_bytes));
  const qint64 size = *free_bytes + (qint64{64} << 20);
  TestFolder::put(partPath(), "x");
  if (::truncate(QFile::encodeName(partPath()).constData(), qint64{1} << 30) != 0) {
    GTEST_SKIP() << "no sparse files here";
  }
  // Others write to this disk too: a gibibyte of a hole is more than they take meanwhile.
  {
    auto part = PartFile::create(disk.folder(), request(size + (qint64{1} << 40)));
    ASSERT_TRUE(succeeded(part));
    EXPECT_TRUE(failedWith(part->resume(qint64{1} << 30), codes::kNoSpace));
    part->keep();
  }
  ASSERT_EQ(QFileInfo(partPath()).size(), qint64{1} << 30);
  auto part = PartFile::create(disk.folder(), request(size));
  ASSERT_TRUE(succeeded(part));
  EXPECT_TRUE(succeeded(part->resume(0))) << "what is cut makes room";
}

TEST_F(PartResume, APartThatThereIsNoRoomToGoOnWithStays) {
  TestFolder::put(partPath(), "precious");
  for (const qint64 offset : {0, 3, 8}) {
    auto part = PartFile::create(disk.folder(), request(std::numeric_limits<qint64>::max() / 2));
    ASSERT_TRUE(succeeded(part));
    EXPECT_TRUE(failedWith(part->resume(offset), codes::kNoSpace));
    part->keep();
  }
  EXPECT_EQ(TestFolder::contents(partPath()), "precious");
}

TEST_F(PartResume, BadInput16_ALinkPutInPlaceOfThePartIsNotGoneOnWith) {
  TestFolder::put(partPath(), blocks("1"));
  auto held = HeldFile::find(disk.folder(), request(2 * kSmallestBlock));
  ASSERT_TRUE(held);
  TestFolder::put(disk.outside(QStringLiteral("secret")), "secret");
  ASSERT_TRUE(QFile::remove(partPath()));
  ASSERT_TRUE(QFile::link(disk.outside(QStringLiteral("secret")), partPath()));
  auto part = PartFile::create(disk.folder(), request(2 * kSmallestBlock));
  ASSERT_TRUE(succeeded(part));
  EXPECT_TRUE(failedWith(part->resume(kSmallestBlock), codes::kWriteFailed));
  EXPECT_EQ(TestFolder::contents(disk.outside(QStringLiteral("secret"))), "secret");
}

/// Every call of a resumed file fails once. The part is kept each time, as the receiver does, and the next run goes on.
TEST_F(PartResume, BadInput65_NoSpaceAtEveryCallIsAPauseAndNoLoss) {
  const QByteArray octets = blocks("123") + "tail";
  const auto run = [&](const TestFolder& on, FileSystem& system, qint64 from) -> Result<Published> {
    auto part = PartFile::create(on.folder(), request(octets.size()), system);
    if (!part) {
      return part.error();
    }
    part->keep();
    if (auto resumed = part->resume(from); !resumed) {
      return resumed.error();
    }
    constexpr int kPortion = 1024 * 1024;
    for (int at = int(from); at < octets.size(); at += kPortion) {
      const QByteArray portion = octets.mid(at, kPortion);
      if (auto written = part->write({portion.constData(), std::size_t(portion.size())}); !written) {
        return written.error();
      }
    }
    return part->publish(TestFolder::digestOf(octets));
  };
  int faults = 0;
  for (int k = 1;; ++k) {
    const TestFolder on;
    FaultyFileSystem system;
    system.fail_at = k;
    system.error = ENOSPC;
    if (auto first = run(on, system, 0); !system.met()) {
      ASSERT_TRUE(succeeded(first));
      break;
    } else {
      EXPECT_TRUE(failedWith(first, codes::kNoSpace)) << "call " << k;
    }
    ++faults;
    EXPECT_FALSE(QFile::exists(on.path(kName))) << "call " << k;
    const auto held = HeldFile::find(on.folder(), request(octets.size()));
    const qint64 whole = held ? digestCount(held->held(), octets.size()) : 0;
    const qint64 from = std::min(whole * kSmallestBlock, qint64(octets.size()));
    // A fault of the last call, the flush of the folder, takes the name back that was given: nothing remains then.
    const qint64 kept = k <= 13 ? (k - 1) / 4 * kSmallestBlock : octets.size();
    EXPECT_EQ(from, k == 16 ? 0 : kept) << "call " << k;
    ASSERT_TRUE(succeeded(run(on, realFileSystem(), from))) << "call " << k;
    EXPECT_EQ(on.contentsOf(kName), octets) << "call " << k;
    EXPECT_EQ(on.received(), QStringList{kName}) << "call " << k;
  }
  EXPECT_EQ(faults, 13 + 3) << "writes, flush, rename, flush of the folder";
}

TEST_F(PartResume, BadInput66_ACopyThatFailsIsReported) {
  const QByteArray old = blocks("12");
  for (int k = 1; k <= 2; ++k) {
    const TestFolder on;
    TestFolder::put(on.path(kName), old);
    FaultyFileSystem system;
    system.fail_at = k;
    system.largest_write = std::size_t(kSmallestBlock);
    auto part = PartFile::create(on.folder(), request(3 * kSmallestBlock, {kName}), system);
    EXPECT_TRUE(failedWith(part->resume(2 * kSmallestBlock), codes::kWriteFailed)) << "copy " << k;
    EXPECT_TRUE(system.met());
    EXPECT_TRUE(failedWith(part->write("x"), codes::kInternal));
  }
}

}  // namespace
}  // namespace landline::files
