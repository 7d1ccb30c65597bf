#include "files/source_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "files/as_nobody.h"
#include "files/test_folder.h"

namespace landline::files {
namespace {

using test::failedWith;
using test::succeeded;
using test::TestFolder;

std::string readAll(SourceFile& file, std::size_t block = 3) {
  std::string all;
  std::string buffer(block, '\0');
  for (;;) {
    const auto count = file.read(buffer.data(), buffer.size());
    EXPECT_TRUE(succeeded(count));
    if (!count || *count == 0) {
      return all;
    }
    all.append(buffer, 0, *count);
  }
}

class SourceFileTest : public ::testing::Test {
 protected:
  QString make(const QByteArray& octets = "twelve octet") {
    TestFolder::put(m_path, octets);
    return m_path;
  }

  TestFolder m_disk;
  QString m_path = m_disk.outside(QString::fromUtf8("Gruß & co.txt"));
};

TEST_F(SourceFileTest, TellsNameSizeAndTime) {
  make();
  const timespec times[2] = {{0, UTIME_OMIT}, {1'600'000'000, 123'456'789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, QFile::encodeName(m_path).constData(), times, 0), 0);
  auto file = SourceFile::open(m_path);
  ASSERT_TRUE(succeeded(file));
  EXPECT_EQ(file->name(), QString::fromUtf8("Gruß & co.txt"));
  EXPECT_EQ(file->size(), 12);
  EXPECT_EQ(file->mtimeMs(), 1'600'000'000'123);
  EXPECT_EQ(readAll(*file), "twelve octet");
  EXPECT_FALSE(file->changed());
}

TEST_F(SourceFileTest, BadInput79_ATimeBefore1970IsNegative) {
  make();
  const timespec times[2] = {{0, UTIME_OMIT}, {-2, 500'400'000}};
  ASSERT_EQ(::utimensat(AT_FDCWD, QFile::encodeName(m_path).constData(), times, 0), 0);
  EXPECT_EQ(SourceFile::open(m_path)->mtimeMs(), -1500);
}

TEST_F(SourceFileTest, BadInput26_AnEmptyFileHasNoOctets) {
  auto file = SourceFile::open(make(QByteArray()));
  ASSERT_TRUE(succeeded(file));
  EXPECT_EQ(file->size(), 0);
  EXPECT_EQ(readAll(*file), "");
}

TEST_F(SourceFileTest, WhatIsNotThereHasVanished) {
  EXPECT_TRUE(failedWith(SourceFile::open(m_path), codes::kVanished));
  EXPECT_TRUE(failedWith(SourceFile::open(make() + QStringLiteral("/below")), codes::kVanished));
}

TEST_F(SourceFileTest, FollowsALinkThatTheUserChose) {
  const QString link = m_disk.outside(QStringLiteral("link"));
  QFile::link(make(), link);
  auto file = SourceFile::open(link);
  ASSERT_TRUE(succeeded(file));
  EXPECT_EQ(file->name(), QStringLiteral("link"));
  EXPECT_EQ(readAll(*file), "twelve octet");
  EXPECT_FALSE(file->changed());
}

TEST_F(SourceFileTest, ALinkToItselfIsUnreadable) {
  QFile::link(m_path, m_path);
  EXPECT_TRUE(failedWith(SourceFile::open(m_path), codes::kUnreadable));
}

TEST_F(SourceFileTest, AForbiddenFileIsUnreadable) {
  QFile::setPermissions(make(), QFile::WriteOwner);
  QFile::setPermissions(m_disk.outside(), QFile::ExeOther | QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  const test::AsNobody nobody;
  EXPECT_TRUE(failedWith(SourceFile::open(m_path), codes::kUnreadable));
}

TEST_F(SourceFileTest, IsReadFromAnyPlaceAndStillNoFurtherThanAnnounced) {
  auto file = SourceFile::open(make("twelve octet"));
  ASSERT_TRUE(succeeded(file));
  ASSERT_TRUE(succeeded(file->seek(7)));
  EXPECT_EQ(readAll(*file), "octet");
  ASSERT_TRUE(succeeded(file->seek(0)));
  EXPECT_EQ(readAll(*file), "twelve octet");
  ASSERT_TRUE(succeeded(file->seek(12)));
  EXPECT_EQ(readAll(*file), "");
  EXPECT_TRUE(failedWith(file->seek(13), codes::kUnreadable));
  EXPECT_TRUE(failedWith(file->seek(-1), codes::kUnreadable));

  ASSERT_TRUE(succeeded(file->seek(6)));
  QFile grown(m_path);
  ASSERT_TRUE(grown.open(QIODevice::Append) && grown.write("more") == 4);
  grown.close();
  EXPECT_EQ(readAll(*file), " octet");
}

TEST_F(SourceFileTest, OnlyFilesAreTaken) {
  EXPECT_TRUE(failedWith(SourceFile::open(m_disk.path()), codes::kNotAFile));
  EXPECT_TRUE(failedWith(SourceFile::open(QStringLiteral("/dev/zero")), codes::kNotAFile));
}

TEST_F(SourceFileTest, AFifoIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(QFile::encodeName(m_path).constData(), 0600), 0);
  EXPECT_TRUE(failedWith(SourceFile::open(m_path), codes::kNotAFile));
}

TEST_F(SourceFileTest, BadInput30_AGrowingFileIsReadAsAnnouncedAndHasChanged) {
  auto file = SourceFile::open(make());
  QFile more(m_path);
  ASSERT_TRUE(more.open(QIODevice::Append));
  more.write(" and more");
  more.close();
  EXPECT_EQ(readAll(*file), "twelve octet");
  EXPECT_TRUE(file->changed());
}

TEST_F(SourceFileTest, BadInput30_AShrinkingFileEndsEarlyAndHasChanged) {
  auto file = SourceFile::open(make());
  ASSERT_TRUE(QFile::resize(m_path, 6));
  EXPECT_EQ(readAll(*file), "twelve");
  EXPECT_TRUE(file->changed());
}

TEST_F(SourceFileTest, BadInput30_AFileWrittenToWithItsTimePutBackHasChanged) {
  make();
  struct stat before {};
  ASSERT_EQ(::stat(QFile::encodeName(m_path).constData(), &before), 0);
  auto file = SourceFile::open(m_path);
  // The kernel's clock for files moves in ticks: write until the change falls into a later one.
  struct stat after = before;
  while (after.st_ctim.tv_sec == before.st_ctim.tv_sec && after.st_ctim.tv_nsec == before.st_ctim.tv_nsec) {
    TestFolder::put(m_path, "TWELVE OCTET");
    const timespec times[2] = {before.st_atim, before.st_mtim};
    ASSERT_EQ(::utimensat(AT_FDCWD, QFile::encodeName(m_path).constData(), times, 0), 0);
    ASSERT_EQ(::stat(QFile::encodeName(m_path).constData(), &after), 0);
  }
  EXPECT_TRUE(file->changed());
}

TEST_F(SourceFileTest, BadInput30_AFileReplacedByRenamingHasChanged) {
  auto file = SourceFile::open(make());
  const QString other = m_disk.outside(QStringLiteral("other"));
  TestFolder::put(other, "TWELVE OCTET");
  ASSERT_EQ(::rename(QFile::encodeName(other).constData(), QFile::encodeName(m_path).constData()), 0);
  EXPECT_EQ(readAll(*file), "twelve octet");
  EXPECT_TRUE(file->changed());
}

TEST_F(SourceFileTest, BadInput30_ARemovedFileHasChanged) {
  auto file = SourceFile::open(make());
  QFile::remove(m_path);
  EXPECT_TRUE(file->changed());
}

TEST(SaveFolderTest, IsMadeWithItsParents) {
  const TestFolder disk;
  const auto folder = SaveFolder::open(disk.outside(QStringLiteral("x/./y/")));
  ASSERT_TRUE(succeeded(folder));
  EXPECT_EQ(folder->path(), disk.outside(QStringLiteral("x/y")));
  EXPECT_TRUE(QFileInfo(folder->path()).isDir());
}

TEST(SaveFolderTest, MayBeALink) {
  const TestFolder disk;
  const QString link = disk.outside(QStringLiteral("link"));
  QFile::link(disk.path(), link);
  ASSERT_TRUE(succeeded(SaveFolder::open(link)));
  EXPECT_EQ(SaveFolder::open(link)->path(), link);
}

TEST(SaveFolderTest, MustBeAFolder) {
  const TestFolder disk;
  TestFolder::put(disk.outside(QStringLiteral("file")), "x");
  EXPECT_TRUE(failedWith(SaveFolder::open(disk.outside(QStringLiteral("file"))), codes::kWriteFailed));
  EXPECT_TRUE(failedWith(SaveFolder::open(disk.outside(QStringLiteral("file/below"))), codes::kWriteFailed));
  EXPECT_TRUE(failedWith(SaveFolder::open(QString()), codes::kWriteFailed));
}

TEST(SaveFolderTest, MustBeWritable) {
  const TestFolder disk;
  QFile::setPermissions(disk.outside(), QFile::ExeOther | QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  QFile::setPermissions(disk.path(), QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
  {
    const test::AsNobody nobody;
    EXPECT_TRUE(failedWith(SaveFolder::open(disk.path()), codes::kPermission));
    EXPECT_TRUE(failedWith(SaveFolder::open(disk.path(QStringLiteral("below"))), codes::kPermission));
  }
  QFile::setPermissions(disk.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

TEST(SaveFolderTest, BadInput29_TellsTheFreeSpaceAndTheWhole) {
  const TestFolder disk;
  const auto free_bytes = disk.folder().freeBytes();
  const auto total_bytes = disk.folder().totalBytes();
  ASSERT_TRUE(succeeded(free_bytes) && succeeded(total_bytes));
  EXPECT_GT(*free_bytes, 0);
  EXPECT_GE(*total_bytes, *free_bytes);
}

}  // namespace
}  // namespace landline::files
