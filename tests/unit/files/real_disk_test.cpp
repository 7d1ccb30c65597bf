#include <QFileInfo>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "files/block_digests.h"
#include "files/faulty_file_system.h"
#include "files/held_file.h"
#include "files/own_mounts.h"
#include "files/part_file.h"
#include "files/part_name.h"
#include "files/test_folder.h"

// What only a file system of a certain kind does: full, folding names, very large files.

namespace landline::files {
namespace {

using test::failedWith;
using test::kNotHere;
using test::succeeded;
using test::TestFolder;
using test::withOwnMounts;

/// Puts a memory file system in place of the save folder.
bool mountAt(const QString& path, const char* options) {
  return ::mount("tmpfs", path.toUtf8().constData(), "tmpfs", 0, options) == 0;
}

TEST(RealDisk, BadInput65_AFullDiskIsAPauseAndNoLoss) {
  const TestFolder disk;
  std::string reason;
  const auto body = [&disk] {
    if (!mountAt(disk.path(), "size=14m")) {
      return kNotHere;
    }
    const QString name = QStringLiteral("a");
    const QByteArray octets = QByteArray(int(kSmallestBlock), '1') + QByteArray(int(kSmallestBlock), '2') + "tail";
    const PartRequest request = TestFolder::request(name, octets.size());
    {
      auto part = PartFile::create(disk.folder(), request);
      if (!succeeded(part) || !succeeded(part->resume(0))) {
        ADD_FAILURE() << "there is room yet";
        return 0;
      }
      part->keep();
      TestFolder::put(disk.path(QStringLiteral("filler")), QByteArray(8 * 1024 * 1024, 'f'));
      Result<void> written;
      for (int at = 0; at < octets.size() && written; at += 100'000) {
        const QByteArray portion = octets.mid(at, 100'000);
        written = part->write({portion.constData(), std::size_t(portion.size())});
      }
      EXPECT_TRUE(failedWith(written, codes::kNoSpace));
    }
    {
      auto again = PartFile::create(disk.folder(), request);
      EXPECT_TRUE(succeeded(again) && failedWith(again->resume(kSmallestBlock), codes::kNoSpace)) << "before any octet";
      again->keep();
    }
    EXPECT_FALSE(QFile::exists(disk.path(name)));

    EXPECT_TRUE(QFile::remove(disk.path(QStringLiteral("filler"))));
    const auto held = HeldFile::find(disk.folder(), request);
    EXPECT_TRUE(held && digestCount(held->held(), request.size) == 1);
    auto part = PartFile::create(disk.folder(), request);
    EXPECT_TRUE(succeeded(part) && succeeded(part->resume(kSmallestBlock)));
    const QByteArray rest = octets.mid(int(kSmallestBlock));
    EXPECT_TRUE(succeeded(part->write({rest.constData(), std::size_t(rest.size())})));
    EXPECT_TRUE(succeeded(part->publish(TestFolder::digestOf(octets))));
    EXPECT_EQ(disk.contentsOf(name), octets);
    EXPECT_EQ(disk.received(), QStringList{name});
    return 0;
  };
  if (!withOwnMounts(body, reason)) {
    GTEST_SKIP() << reason;
  }
}

TEST(RealDisk, BadInput29_WhatIsHereAsAWholeNeedsNoRoom) {
  const TestFolder disk;
  std::string reason;
  const auto body = [&disk] {
    if (!mountAt(disk.path(), "size=4m")) {
      return kNotHere;
    }
    // Twice as long as the disk: a hole.
    PartRequest request = TestFolder::request(QStringLiteral("a"), 8 * 1024 * 1024);
    request.known_copies = request.components;
    TestFolder::put(disk.path(QStringLiteral("a")), "x");
    EXPECT_EQ(::truncate(disk.path(QStringLiteral("a")).toUtf8().constData(), request.size), 0);
    {
      auto part = PartFile::create(disk.folder(), request);
      EXPECT_TRUE(succeeded(part) && succeeded(part->resume(request.size)));
      const auto published = part->publish(part->digest());
      EXPECT_TRUE(succeeded(published) && published->identical);
    }
    const qint64 whole = request.size++;  // a longer one begins with it, which has to be copied
    auto longer = PartFile::create(disk.folder(), request);
    EXPECT_TRUE(succeeded(longer) && failedWith(longer->resume(whole), codes::kNoSpace));
    EXPECT_EQ(QFileInfo(disk.path(QString::fromLatin1(partName(TestFolder::peer(), request.components)))).size(), 0);
    return 0;
  };
  if (!withOwnMounts(body, reason)) {
    GTEST_SKIP() << reason;
  }
}

TEST(RealDisk, BadInput65_NoNameIsLeftForAnotherFileEither) {
  const TestFolder disk;
  std::string reason;
  const auto body = [&disk] {
    if (!mountAt(disk.path(), "nr_inodes=5")) {
      return kNotHere;
    }
    int stored = 0;
    Result<Published> last = Published{};
    while (last && stored < 10) {
      last = disk.receive(QString::number(stored), "x");
      stored += last ? 1 : 0;
    }
    EXPECT_TRUE(failedWith(last, codes::kNoSpace));
    EXPECT_GT(stored, 0);
    EXPECT_EQ(disk.received().size(), stored);
    return 0;
  };
  if (!withOwnMounts(body, reason)) {
    GTEST_SKIP() << reason;
  }
}

// Names that a file system takes for equal -------------------------------------------------------------------------

/// A file system that folds names, as far as publishing sees it.
class FoldingFileSystem final : public FileSystem {
 public:
  explicit FoldingFileSystem(QString folder) : m_folder(std::move(folder)) {}

  int renameNoReplace(int folder, const char* from, const char* to) override {
    const QString wanted = folded(QString::fromUtf8(to));
    const QStringList there = QDir(m_folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    for (const QString& name : there) {
      if (folded(name) == wanted) {
        errno = EEXIST;
        return -1;
      }
    }
    return FileSystem::renameNoReplace(folder, from, to);
  }

 private:
  static QString folded(const QString& name) {
    return name.normalized(QString::NormalizationForm_C).toCaseFolded().normalized(QString::NormalizationForm_C);
  }
  QString m_folder;
};

void receiveNamesThatFold(const TestFolder& disk, const QString& folder, FileSystem& system) {
  const auto receive = [&](const char* name) {
    const QString path = folder + QString::fromUtf8(name);
    const auto published = disk.receive(TestFolder::request(path, 1), "x", system);
    EXPECT_TRUE(succeeded(published)) << name;
    return published ? published->saved_as.section(QLatin1Char('/'), -1).toStdString() : std::string();
  };
  EXPECT_EQ(receive("ReadMe.me"), "ReadMe.me");
  EXPECT_EQ(receive("README.ME"), "README (1).ME");
  EXPECT_EQ(receive("caf\u00E9"), "caf\u00E9");
  EXPECT_EQ(receive("cafe\u0301"), "cafe\u0301 (1)");
  EXPECT_EQ(disk.contentsOf(folder + QStringLiteral("ReadMe.me")), "x");
}

TEST(RealDisk, BadInput21_NamesThatTheFileSystemFoldsAreNumbered) {
  const TestFolder disk;
  FoldingFileSystem system(disk.path());
  receiveNamesThatFold(disk, QString(), system);
  EXPECT_EQ(disk.received().size(), 4);
}

TEST(RealDisk, BadInput21_NamesThatAFoldingKernelFoldsAreNumbered) {
  const TestFolder disk;
  std::string reason;
  const auto body = [&disk] {
    if (!mountAt(disk.path(), "casefold=utf8-12.1.0")) {  // Linux 6.13, with CONFIG_UNICODE
      return kNotHere;
    }
    EXPECT_TRUE(QDir().mkpath(disk.path(QStringLiteral("d"))));
    const FileDescriptor folder(::open(disk.path(QStringLiteral("d")).toUtf8().constData(), O_RDONLY));
    int flags = FS_CASEFOLD_FL;
    EXPECT_EQ(::ioctl(folder.get(), FS_IOC_SETFLAGS, &flags), 0);
    receiveNamesThatFold(disk, QStringLiteral("d/"), realFileSystem());
    return 0;
  };
  if (!withOwnMounts(body, reason)) {
    GTEST_SKIP() << reason << ": names that fold are tested on an emulated one only";
  }
}

// Large files ------------------------------------------------------------------------------------------------------

TEST(RealDisk, BadInput31_OverFourGibibytesIsGoneOnWithNearItsEnd) {
  QTemporaryDir memory(QStringLiteral("/dev/shm/landline-test-XXXXXX"));
  if (!memory.isValid()) {
    GTEST_SKIP() << "there is no /dev/shm: a hole of 4 GiB would be read from a disk";
  }
  const auto folder = SaveFolder::open(memory.path());
  ASSERT_TRUE(succeeded(folder));
  const qint64 size = (qint64{4} << 30) + kSmallestBlock + 5;
  const PartRequest request = TestFolder::request(QStringLiteral("large"), size);
  const QString part_path = memory.filePath(QString::fromLatin1(partName(request.sender, request.components)));
  TestFolder::put(part_path, "");
  const qint64 held_size = (qint64{4} << 30) + kSmallestBlock / 2;
  if (::truncate(QFile::encodeName(part_path).constData(), held_size) != 0) {
    GTEST_SKIP() << "there is no room for a hole of 4 GiB";
  }
  const qint64 offset = qint64{4} << 30;
  {
    const auto held = HeldFile::find(*folder, request);
    ASSERT_TRUE(held);
    EXPECT_EQ(held->held(), held_size);
    ASSERT_EQ(digestCount(held->held(), size), 1024);
    const QByteArray zeros(int(kSmallestBlock), '\0');
    EXPECT_EQ(*held->digestOfBlock(1023), TestFolder::digestOf(zeros));
  }
  auto part = PartFile::create(*folder, request);
  ASSERT_TRUE(succeeded(part));
  ASSERT_TRUE(succeeded(part->resume(offset)));
  const QByteArray rest = QByteArray(int(kSmallestBlock), 'r') + "tail!";
  ASSERT_TRUE(succeeded(part->write({rest.constData(), std::size_t(rest.size())})));

  // What the sender has hashed: the hole, and what it has sent.
  ContentDigest digest;
  const QByteArray zeros(1024 * 1024, '\0');
  for (qint64 done = 0; done < offset; done += zeros.size()) {
    digest.update({zeros.constData(), std::size_t(zeros.size())});
  }
  digest.update({rest.constData(), std::size_t(rest.size())});
  const auto published = part->publish(digest.hex());
  ASSERT_TRUE(succeeded(published));
  QFile file(published->saved_as);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.size(), size);
  ASSERT_TRUE(file.seek(size - rest.size() - 3));
  EXPECT_EQ(file.readAll(), QByteArray(3, '\0') + rest);
}

}  // namespace
}  // namespace landline::files
