#include "files/stale_parts.h"

#include <QDateTime>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/part_file.h"
#include "files/part_name.h"
#include "files/test_folder.h"

namespace landline::files {
namespace {

using test::succeeded;
using test::TestFolder;

const qint64 kDayMs = 24 * 3600 * 1000;

qint64 in(qint64 days) {
  return QDateTime::currentMSecsSinceEpoch() + days * kDayMs;
}

QString partOf(const char* name, int writer = 1) {
  return QString::fromLatin1(partName(TestFolder::peer(), {QString::fromLatin1(name)}, writer));
}

TEST(StaleParts, GoAfterTwoWeeks) {
  const TestFolder disk;
  TestFolder::put(disk.path(partOf("a")), "rest");
  TestFolder::put(disk.path(partOf("b", 3)), "rest");
  EXPECT_EQ(removeStaleParts(disk.folder(), in(13)), 0);
  EXPECT_EQ(disk.received().size(), 2);
  EXPECT_EQ(removeStaleParts(disk.folder(), in(15)), 2);
  EXPECT_EQ(disk.received(), QStringList());
}

TEST(StaleParts, AClockThatWasSetBackRemovesNothing) {
  const TestFolder disk;
  TestFolder::put(disk.path(partOf("a")), "rest");
  EXPECT_EQ(removeStaleParts(disk.folder(), in(-3650)), 0);
  EXPECT_EQ(removeStaleParts(disk.folder(), 0), 0);
  EXPECT_EQ(disk.received().size(), 1);
}

TEST(StaleParts, OnlyPartsGoAndOnlyHere) {
  const TestFolder disk;
  QDir().mkpath(disk.path(QStringLiteral("below")));
  TestFolder::put(disk.path(QStringLiteral("below/") + partOf("a")), "rest");
  TestFolder::put(disk.path(QStringLiteral("file")), "mine");
  TestFolder::put(disk.path(QStringLiteral(".landline-notes.part")), "mine");
  TestFolder::put(disk.path(partOf("a").toUpper()), "mine");
  QDir().mkpath(disk.path(partOf("folder")));
  TestFolder::put(disk.outside(QStringLiteral("secret")), "secret");
  QFile::link(disk.outside(QStringLiteral("secret")), disk.path(partOf("link")));
  ASSERT_EQ(::mkfifo(QFile::encodeName(disk.path(partOf("fifo"))).constData(), 0600), 0);
  const QStringList before = disk.everything();
  EXPECT_EQ(removeStaleParts(disk.folder(), in(15)), 0);
  EXPECT_EQ(disk.everything(), before);
}

TEST(StaleParts, OneThatIsWrittenToStays) {
  const TestFolder disk;
  auto part = PartFile::create(disk.folder(), TestFolder::request(QStringLiteral("a"), 4));
  ASSERT_TRUE(succeeded(part->write("ha")));
  EXPECT_EQ(removeStaleParts(disk.folder(), in(15)), 0);
  ASSERT_TRUE(succeeded(part->write("lf")));
  ASSERT_TRUE(succeeded(part->publish(part->digest())));
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "half");
}

TEST(StaleParts, OneWithTheTimeOfAnOldFileIsNotOld) {
  const TestFolder disk;
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(QStringLiteral("a"), 4));
    ASSERT_TRUE(succeeded(part->write("half")));
    ASSERT_TRUE(succeeded(part->verify(part->digest())));
    ASSERT_TRUE(succeeded(part->flush()));  // has set the time of 2020
    part->keep();
  }
  ASSERT_EQ(disk.received().size(), 1);
  EXPECT_EQ(removeStaleParts(disk.folder(), in(1)), 0);
}

TEST(StaleParts, AnotherUsersFileStays) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can plant another user's file";
  }
  const TestFolder disk;
  TestFolder::put(disk.path(partOf("a")), "theirs");
  ASSERT_EQ(::chown(QFile::encodeName(disk.path(partOf("a"))).constData(), 12345, 12345), 0);
  EXPECT_EQ(removeStaleParts(disk.folder(), in(15)), 0);
  EXPECT_EQ(disk.received().size(), 1);
}

}  // namespace
}  // namespace landline::files
