#include "files/part_file.h"

#include <QDateTime>
#include <QFileInfo>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <limits>

#include "files/content_digest.h"
#include "files/safe_name.h"
#include "files/test_folder.h"

namespace landline::files {
namespace {

using test::failedWith;
using test::succeeded;
using test::TestFolder;

class PartFileTest : public ::testing::Test {
 protected:
  static QString name(const char* utf8) { return QString::fromUtf8(utf8); }
  static QStringList names(std::initializer_list<const char*> all) {
    QStringList list;
    for (const char* one : all) {
      list += name(one);
    }
    return list;
  }
  mode_t modeOf(const QString& path) const {
    struct stat status {};
    EXPECT_EQ(::lstat(QFile::encodeName(path).constData(), &status), 0);
    return status.st_mode & 07777;
  }

  TestFolder disk;
};

TEST_F(PartFileTest, PublishesWhatWasWritten) {
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("a.txt"), 10));
  ASSERT_TRUE(succeeded(part));
  ASSERT_TRUE(succeeded(part->write("hello ")));
  EXPECT_EQ(part->written(), 6);
  ASSERT_TRUE(succeeded(part->write("")));
  ASSERT_TRUE(succeeded(part->write("file")));
  EXPECT_EQ(part->digest(), TestFolder::digestOf("hello file"));

  ASSERT_TRUE(succeeded(part->verify(TestFolder::digestOf("hello file"))));
  ASSERT_TRUE(succeeded(part->flush()));
  const auto published = part->publish();
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(published->saved_as, disk.path(name("a.txt")));
  EXPECT_FALSE(published->identical);
  EXPECT_EQ(disk.received(), names({"a.txt"}));
  EXPECT_EQ(disk.contentsOf(name("a.txt")), "hello file");
}

TEST_F(PartFileTest, UntilThenThereIsOnlyAPrivatePartBesideTheDestination) {
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("d/a.txt"), 1));
  ASSERT_TRUE(succeeded(part));
  ASSERT_TRUE(succeeded(part->write("x")));
  const QStringList there = disk.received();
  ASSERT_EQ(there.size(), 2);
  const QString part_path = there.at(0) == name("d/") ? there.at(1) : there.at(0);
  EXPECT_TRUE(part_path.startsWith(name("d/.landline-"))) << qPrintable(part_path);
  EXPECT_TRUE(part_path.endsWith(name(".part")));
  EXPECT_EQ(modeOf(disk.path(part_path)), 0600U);
}

TEST_F(PartFileTest, DestroyedUnpublishedItLeavesNothing) {
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(name("a.txt"), 4));
    ASSERT_TRUE(succeeded(part->write("half")));
    ASSERT_TRUE(succeeded(part->verify(TestFolder::digestOf("half"))));
    ASSERT_TRUE(succeeded(part->flush()));
    PartFile moved = std::move(*part);
    EXPECT_EQ(disk.received().size(), 1) << "moving does not remove it";
  }
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartFileTest, AssigningRemovesTheOneThatIsReplaced) {
  auto first = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
  auto second = PartFile::create(disk.folder(), TestFolder::request(name("b"), 1));
  ASSERT_EQ(disk.received().size(), 2);
  *first = std::move(*second);
  EXPECT_EQ(disk.received().size(), 1);
  ASSERT_TRUE(succeeded(first->write("x")));
  EXPECT_EQ(first->publish(TestFolder::digestOf("x"))->saved_as, disk.path(name("b")));
}

TEST_F(PartFileTest, StepsComeInOrderOrEndIt) {
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
  ASSERT_TRUE(succeeded(part->write("x")));
  EXPECT_TRUE(failedWith(part->publish(), codes::kInternal));
  EXPECT_TRUE(failedWith(part->verify(part->digest()), codes::kInternal));
  EXPECT_TRUE(failedWith(part->flush(), codes::kInternal));
  EXPECT_TRUE(failedWith(part->publish(), codes::kInternal));

  auto whole = PartFile::create(disk.folder(), TestFolder::request(name("b"), 1));
  ASSERT_TRUE(succeeded(whole->write("x")));
  ASSERT_TRUE(succeeded(whole->publish(whole->digest())));
  EXPECT_TRUE(failedWith(whole->publish(), codes::kInternal));
  EXPECT_TRUE(failedWith(whole->write("y"), codes::kInternal));
  EXPECT_EQ(disk.contentsOf(name("b")), "x");
}

TEST_F(PartFileTest, MakesTheFoldersOfThePathAndMergesWithExistingOnes) {
  ASSERT_TRUE(succeeded(disk.receive(name("a/b/c.txt"), "1")));
  ASSERT_TRUE(succeeded(disk.receive(name("a/b/d.txt"), "2")));
  EXPECT_EQ(disk.received(), names({"a/", "a/b/", "a/b/c.txt", "a/b/d.txt"}));
}

TEST_F(PartFileTest, TheSaveFolderItselfMayBeALink) {
  const QString link = disk.outside(name("link"));
  QFile::link(disk.path(), link);
  auto part = PartFile::create(*SaveFolder::open(link), TestFolder::request(name("a"), 0));
  ASSERT_TRUE(succeeded(part));
  EXPECT_EQ(part->publish(TestFolder::digestOf(""))->saved_as, link + name("/a"));
  EXPECT_EQ(disk.received(), names({"a"}));
}

TEST_F(PartFileTest, StaysInTheFolderThatWasOpenedWhateverBecomesOfItsPath) {
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
  ASSERT_EQ(
      ::rename(QFile::encodeName(disk.path()).constData(), QFile::encodeName(disk.outside(name("moved"))).constData()),
      0);
  QDir().mkpath(disk.path());
  ASSERT_TRUE(succeeded(part->write("x")));
  ASSERT_TRUE(succeeded(part->publish(part->digest())));
  EXPECT_EQ(disk.everything(), names({"moved/", "moved/a", "save/"}));
}

TEST_F(PartFileTest, IsNeverExecutableAndObeysTheUmask) {
  const mode_t before = ::umask(027);
  auto published = disk.receive(name("run.sh"), "#!/bin/sh\n");
  ::umask(0);
  auto open_to_all = disk.receive(name("all.sh"), "#!/bin/sh\n");
  ::umask(before);
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(modeOf(published->saved_as), 0640U);
  EXPECT_EQ(modeOf(open_to_all->saved_as), 0666U);
}

TEST_F(PartFileTest, KeepsTheModificationTime) {
  const auto published = disk.receive(name("a"), "x");
  EXPECT_EQ(QFileInfo(published->saved_as).lastModified().toMSecsSinceEpoch(), 1'600'000'000'123);
  EXPECT_GT(QFileInfo(published->saved_as).lastRead().toMSecsSinceEpoch(), 1'600'000'000'123)
      << "nothing is known of when it was read";
}

TEST_F(PartFileTest, BadInput79_InsaneModificationTimesAreClamped) {
  constexpr qint64 kDay = 86'400'000;
  constexpr qint64 kNow = 1'790'000'000'000;
  EXPECT_EQ(clampedMtimeMs(-1, kNow), 0);
  EXPECT_EQ(clampedMtimeMs(std::numeric_limits<qint64>::min(), kNow), 0);
  EXPECT_EQ(clampedMtimeMs(kNow, kNow), kNow);
  EXPECT_EQ(clampedMtimeMs(kNow + kDay, kNow), kNow + kDay);
  EXPECT_EQ(clampedMtimeMs(kNow + kDay + 1, kNow), kNow + kDay);
  EXPECT_EQ(clampedMtimeMs(std::numeric_limits<qint64>::max(), kNow), kNow + kDay);
  EXPECT_EQ(clampedMtimeMs(5, -1), 5) << "a clock before 1970";

  for (const qint64 insane : {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()}) {
    PartRequest request = TestFolder::request(name("a"), 1);
    request.mtime_ms = insane;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto published = disk.receive(request, "x");
    ASSERT_TRUE(succeeded(published));
    const qint64 mtime = QFileInfo(published->saved_as).lastModified().toMSecsSinceEpoch();
    EXPECT_GE(mtime, 0);
    EXPECT_LE(mtime, now + 2 * kDay);
  }
}

TEST_F(PartFileTest, BadInput25_AnExistingNameIsNumberedNeverOverwritten) {
  TestFolder::put(disk.path(name("a.txt")), "mine");
  EXPECT_EQ(disk.receive(name("a.txt"), "first")->saved_as, disk.path(name("a (1).txt")));
  EXPECT_EQ(disk.receive(name("a.txt"), "second")->saved_as, disk.path(name("a (2).txt")));
  QFile::remove(disk.path(name("a (1).txt")));
  EXPECT_EQ(disk.receive(name("a.txt"), "third")->saved_as, disk.path(name("a (1).txt"))) << "the first free one";
  EXPECT_EQ(disk.contentsOf(name("a.txt")), "mine");
  EXPECT_EQ(disk.contentsOf(name("a (1).txt")), "third");
  EXPECT_EQ(disk.contentsOf(name("a (2).txt")), "second");
  EXPECT_EQ(disk.received().size(), 3);
}

TEST_F(PartFileTest, BadInput25_AFileThatAppearsWhileOursIsWrittenIsKept) {
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
  ASSERT_TRUE(succeeded(part->write("x")));
  TestFolder::put(disk.path(name("a")), "just saved by the user");
  EXPECT_EQ(part->publish(part->digest())->saved_as, disk.path(name("a (1)")));
  EXPECT_EQ(disk.contentsOf(name("a")), "just saved by the user");
}

TEST_F(PartFileTest, BadInput20_ALongNameThatIsTakenIsShortened) {
  const QString longest = QString(251, QLatin1Char('n')) + name(".txt");
  ASSERT_TRUE(succeeded(disk.receive(longest, "1")));
  const auto second = disk.receive(longest, "2");
  ASSERT_TRUE(succeeded(second));
  EXPECT_EQ(second->saved_as, disk.path(QString(247, QLatin1Char('n')) + name(" (1).txt")));
  EXPECT_EQ(disk.contentsOf(longest), "1");
}

TEST_F(PartFileTest, APathThatIsTooLongForTheSystemIsRefused) {
  const QString deep = (QString(199, QLatin1Char('d')) + QLatin1Char('/')).repeated(20) + name("file");
  const auto part = PartFile::create(disk.folder(), TestFolder::request(deep + QString(90, QLatin1Char('x')), 1));
  EXPECT_TRUE(failedWith(part, codes::kUnsafeName));
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartFileTest, BadInput19_WhatOnlyWindowsForbidsIsKept) {
  for (const char* odd : {"aux.c", "a:b", "end.", "end ", "CON"}) {
    ASSERT_TRUE(isSafeComponent(name(odd)));
    EXPECT_TRUE(succeeded(disk.receive(name(odd), odd)));
    EXPECT_EQ(disk.contentsOf(name(odd)), odd);
  }
}

TEST_F(PartFileTest, BadInput26_AnEmptyFileCompletes) {
  const auto published = disk.receive(name("empty"), QByteArray());
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(disk.received(), names({"empty"}));
  EXPECT_EQ(QFileInfo(published->saved_as).size(), 0);
}

TEST_F(PartFileTest, BadInput27_FewerOctetsThanAnnouncedAreNotPublished) {
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 5));
    ASSERT_TRUE(succeeded(part->write("four")));
    EXPECT_TRUE(failedWith(part->publish(TestFolder::digestOf("four")), codes::kInterrupted));
    EXPECT_TRUE(failedWith(part->write("5"), codes::kInternal));
  }
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartFileTest, BadInput28_MoreOctetsThanAnnouncedAreRefusedAndNotWritten) {
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 5));
    ASSERT_TRUE(succeeded(part->write("five!")));
    EXPECT_TRUE(failedWith(part->write("6"), codes::kTooLarge));
    EXPECT_EQ(part->written(), 5);
    EXPECT_TRUE(failedWith(part->publish(TestFolder::digestOf("five!")), codes::kInternal));

    auto at_once = PartFile::create(disk.folder(), TestFolder::request(name("b"), 0));
    EXPECT_TRUE(failedWith(at_once->write("x"), codes::kTooLarge));
  }
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartFileTest, BadInput29_MoreThanIsFreeIsRefusedBeforeAnyOctet) {
  {
    const PartRequest request = TestFolder::request(name("a"), std::numeric_limits<qint64>::max() / 2);
    auto part = PartFile::create(disk.folder(), request);
    ASSERT_TRUE(succeeded(part));
    EXPECT_TRUE(failedWith(part->write("x"), codes::kNoSpace));
    EXPECT_EQ(part->written(), 0);
    part->keep();
  }
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartFileTest, AWrongDigestIsNotPublished) {
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
    ASSERT_TRUE(succeeded(part->write("x")));
    EXPECT_TRUE(failedWith(part->publish(TestFolder::digestOf("y")), codes::kDigestMismatch));
    EXPECT_TRUE(failedWith(part->flush(), codes::kInternal));
  }
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(PartFileTest, BadInput81_TheSameNameFromTwoPeersBecomesTwoFiles) {
  auto one = PartFile::create(disk.folder(), TestFolder::request(name("x"), 3, 'a'));
  auto two = PartFile::create(disk.folder(), TestFolder::request(name("x"), 3, 'b'));
  ASSERT_TRUE(succeeded(one->write("one")));
  ASSERT_TRUE(succeeded(two->write("two")));
  EXPECT_EQ(one->publish(one->digest())->saved_as, disk.path(name("x")));
  EXPECT_EQ(two->publish(two->digest())->saved_as, disk.path(name("x (1)")));
  EXPECT_EQ(disk.contentsOf(name("x")), "one");
  EXPECT_EQ(disk.contentsOf(name("x (1)")), "two");
}

// A copy that is here already -------------------------------------------------------------------------------------

TEST_F(PartFileTest, AnIdenticalKnownCopyIsReportedAndNothingIsAdded) {
  TestFolder::put(disk.path(name("a")), "other");
  TestFolder::put(disk.path(name("a (1)")), "same!");
  PartRequest request = TestFolder::request(name("a"), 5);
  request.known_copies = names({"gone", "a", "a (1)"});
  const auto published = disk.receive(request, "same!");
  ASSERT_TRUE(succeeded(published));
  EXPECT_TRUE(published->identical);
  EXPECT_EQ(published->saved_as, disk.path(name("a (1)")));
  EXPECT_EQ(disk.received(), names({"a", "a (1)"}));
}

TEST_F(PartFileTest, OnlyCopiesThatMayHaveComeWithThisDigestAreRead) {
  const auto digest_of = [](std::string_view octets) {
    ContentDigest digest;
    digest.update(octets);
    return digest.hex();
  };
  TestFolder::put(disk.path(name("a")), "same!");
  PartRequest request = TestFolder::request(name("a"), 5);
  request.known_copies = names({"a"});
  request.known_digests = QStringList{digest_of("other")};
  const auto published = disk.receive(request, "same!");
  ASSERT_TRUE(succeeded(published));
  EXPECT_FALSE(published->identical) << "what somebody has made of it since was not looked at";
  EXPECT_EQ(published->saved_as, disk.path(name("a (1)")));
  for (const QString& came_with : {digest_of("same!"), QString()}) {
    request.known_digests = QStringList{came_with};
    EXPECT_EQ(disk.receive(request, "same!")->saved_as, disk.path(name("a")));
  }
}

TEST_F(PartFileTest, AnIdenticalCopyInASubfolderIsNamedWithItsFolder) {
  ASSERT_TRUE(succeeded(disk.receive(name("d/a"), "same")));
  PartRequest request = TestFolder::request(name("d/a"), 4);
  request.known_copies = names({"a"});
  EXPECT_EQ(disk.receive(request, "same")->saved_as, disk.path(name("d/a")));
  EXPECT_EQ(disk.received(), names({"d/", "d/a"}));
}

TEST_F(PartFileTest, AnIdenticalFileThatIsNotKnownToComeFromTheSenderIsNotTold) {
  TestFolder::put(disk.path(name("a")), "same");
  const auto published = disk.receive(name("a"), "same");
  EXPECT_FALSE(published->identical);
  EXPECT_EQ(published->saved_as, disk.path(name("a (1)")));
}

TEST_F(PartFileTest, AKnownCopyIsOnlyOneIfItIsAFileInThisFolder) {
  TestFolder::put(disk.outside(name("same")), "same");
  QFile::link(disk.outside(name("same")), disk.path(name("link")));
  ASSERT_EQ(::mkfifo(QFile::encodeName(disk.path(name("fifo"))).constData(), 0600), 0);
  QDir().mkpath(disk.path(name("folder")));
  PartRequest request = TestFolder::request(name("a"), 4);
  request.known_copies = names({"../same", "link", "fifo", "folder", "", ".", "sub/same"});
  const auto published = disk.receive(request, "same");
  ASSERT_TRUE(succeeded(published));
  EXPECT_FALSE(published->identical);
  EXPECT_EQ(published->saved_as, disk.path(name("a")));
}

}  // namespace
}  // namespace landline::files
