#include "files/held_file.h"

#include <QFileInfo>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/block_digests.h"
#include "files/locked_part.h"
#include "files/part_name.h"
#include "files/test_folder.h"

namespace landline::files {
namespace {

using test::failedWith;
using test::succeeded;
using test::TestFolder;

class HeldFileTest : public ::testing::Test {
 protected:
  static PartRequest request(const char* path, qint64 size, const QStringList& known = {}, char sender = 'a') {
    PartRequest wanted = TestFolder::request(QString::fromUtf8(path), size, sender);
    wanted.known_copies = known;
    return wanted;
  }
  QString partOf(const char* path, int writer = 1) const {
    const QStringList components = QString::fromUtf8(path).split(QLatin1Char('/'));
    QStringList there = components;
    there.last() = QString::fromLatin1(partName(TestFolder::peer(), components, writer));
    return disk.path(there.join(QLatin1Char('/')));
  }
  std::optional<HeldFile> find(const PartRequest& wanted) const { return HeldFile::find(disk.folder(), wanted); }

  TestFolder disk;
};

TEST_F(HeldFileTest, WhereNothingIsThereNothingIsFoundAndNothingIsMade) {
  EXPECT_FALSE(find(request("a", 10)));
  EXPECT_FALSE(find(request("d/e/a", 10, {QStringLiteral("a")})));
  EXPECT_EQ(disk.received(), QStringList());
}

TEST_F(HeldFileTest, APartThatWasLeftIsHeld) {
  TestFolder::put(partOf("a"), "12345");
  const auto held = find(request("a", 10));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->held(), 5);
  EXPECT_FALSE(held->finished());
  EXPECT_EQ(held->name(), QString());
}

TEST_F(HeldFileTest, NoMoreIsHeldThanWasAnnounced) {
  TestFolder::put(partOf("a"), "12345");
  const auto held = find(request("a", 3));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->held(), 3);
  const auto digest = held->digestOfBlock(0);
  ASSERT_TRUE(succeeded(digest));
  EXPECT_EQ(*digest, TestFolder::digestOf("123"));
}

TEST_F(HeldFileTest, ThePartOfAnotherSenderOrPathIsNone) {
  TestFolder::put(partOf("a"), "12345");
  EXPECT_FALSE(find(request("a", 10, {}, 'b')));
  EXPECT_FALSE(find(request("A", 10)));
}

TEST_F(HeldFileTest, APartThatSomebodyWritesToIsNone) {
  auto writing = PartFile::create(disk.folder(), request("a", 10));
  ASSERT_TRUE(succeeded(writing));
  ASSERT_TRUE(succeeded(writing->write("123")));
  EXPECT_FALSE(find(request("a", 10)));
  writing->keep();
  writing = Error{codes::kInternal, QString()};
  EXPECT_TRUE(find(request("a", 10)));
}

TEST_F(HeldFileTest, LookingDoesNotMakeThePartBusy) {
  TestFolder::put(partOf("a"), "123");
  const auto held = find(request("a", 10));
  ASSERT_TRUE(held);
  auto part = PartFile::create(disk.folder(), request("a", 10));
  ASSERT_TRUE(succeeded(part));
  EXPECT_FALSE(QFile::exists(partOf("a", 2)));
}

TEST_F(HeldFileTest, BadInput15_WhatIsNoFileOfOursAtThePartIsNone) {
  TestFolder::put(disk.outside(QStringLiteral("secret")), "secret");
  QFile::link(disk.outside(QStringLiteral("secret")), partOf("link"));
  ASSERT_EQ(::mkfifo(QFile::encodeName(partOf("fifo")).constData(), 0600), 0);
  TestFolder::put(partOf("linked"), "published");
  ASSERT_EQ(::link(QFile::encodeName(partOf("linked")).constData(),
                   QFile::encodeName(disk.path(QStringLiteral("linked"))).constData()),
            0);
  EXPECT_FALSE(find(request("link", 10)));
  EXPECT_FALSE(find(request("fifo", 10)));
  EXPECT_FALSE(find(request("linked", 10))) << "a crash came between link and unlink: it is somebody's finished file";
}

TEST_F(HeldFileTest, BadInput15_NothingIsFoundThroughALinkedFolder) {
  QDir().mkpath(disk.outside(QStringLiteral("elsewhere")));
  TestFolder::put(disk.outside(QStringLiteral("elsewhere/a")), "secret");
  QFile::link(disk.outside(QStringLiteral("elsewhere")), disk.path(QStringLiteral("d")));
  EXPECT_FALSE(find(request("d/a", 6, {QStringLiteral("a")})));
}

TEST_F(HeldFileTest, AFinishedFileIsHeldOnlyIfItIsKnownToComeFromTheSender) {
  TestFolder::put(disk.path(QStringLiteral("a")), "1234567890");
  EXPECT_FALSE(find(request("a", 10)));
  EXPECT_FALSE(find(request("a", 10, {QStringLiteral("a (1)")})));
  const auto held = find(request("a", 10, {QStringLiteral("a")}));
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->finished());
  EXPECT_EQ(held->name(), QStringLiteral("a"));
  EXPECT_EQ(held->held(), 10);
  EXPECT_EQ(*held->digestOfBlock(0), TestFolder::digestOf("1234567890"));
}

TEST_F(HeldFileTest, OfSeveralFinishedFilesTheMostLikelyIsTaken) {
  TestFolder::put(disk.path(QStringLiteral("a")), "123");
  TestFolder::put(disk.path(QStringLiteral("a (1)")), "1234567890");
  TestFolder::put(disk.path(QStringLiteral("a (2)")), "1234567890");
  TestFolder::put(disk.path(QStringLiteral("a (3)")), "12");
  const QStringList known{QStringLiteral("a"), QStringLiteral("a (1)"), QStringLiteral("a (2)"),
                          QStringLiteral("a (3)")};
  EXPECT_EQ(find(request("a", 10, known))->name(), QStringLiteral("a (2)")) << "of the announced size, the latest";
  EXPECT_EQ(find(request("a", 3, known))->name(), QStringLiteral("a")) << "the name itself";
  EXPECT_EQ(find(request("a", 5, known))->name(), QStringLiteral("a")) << "of no size that fits, the name itself";
  EXPECT_EQ(find(request("a", 5, known))->held(), 3);
  EXPECT_EQ(find(request("b", 5, known))->name(), QStringLiteral("a (3)")) << "of no size that fits, the latest";
  TestFolder::put(partOf("a"), "x");
  EXPECT_FALSE(find(request("a", 10, known))->finished()) << "a part before all";
}

TEST_F(HeldFileTest, BadInput15_AKnownCopyIsOneOnlyIfItIsAFileInThisFolder) {
  TestFolder::put(disk.outside(QStringLiteral("same")), "same");
  QFile::link(disk.outside(QStringLiteral("same")), disk.path(QStringLiteral("link")));
  ASSERT_EQ(::mkfifo(QFile::encodeName(disk.path(QStringLiteral("fifo"))).constData(), 0600), 0);
  QDir().mkpath(disk.path(QStringLiteral("folder")));
  TestFolder::put(disk.path(QStringLiteral("empty")), "");
  EXPECT_FALSE(find(request("a", 4,
                            {QStringLiteral("../same"), QStringLiteral("link"), QStringLiteral("fifo"),
                             QStringLiteral("folder"), QStringLiteral("empty"), QString(), QStringLiteral("gone")})));
}

TEST_F(HeldFileTest, AnEmptyFileIsNotWorthFinding) {
  TestFolder::put(disk.path(QStringLiteral("a")), "");
  TestFolder::put(partOf("b"), "");
  EXPECT_FALSE(find(request("a", 0, {QStringLiteral("a")})));
  EXPECT_FALSE(find(request("b", 10)));
}

TEST_F(HeldFileTest, BlocksAreToldOneByOneAndOnlyWholeOnes) {
  const QByteArray first(kSmallestBlock, '1');
  const QByteArray second(kSmallestBlock, '2');
  TestFolder::put(partOf("a"), first + second + "and some more");
  const auto part = find(request("a", 4 * kSmallestBlock));
  ASSERT_TRUE(part);
  EXPECT_EQ(*part->digestOfBlock(1), TestFolder::digestOf(second)) << "in any order";
  EXPECT_EQ(*part->digestOfBlock(0), TestFolder::digestOf(first));
  EXPECT_TRUE(failedWith(part->digestOfBlock(2), codes::kInternal)) << "it is not whole";
  EXPECT_TRUE(failedWith(part->digestOfBlock(-1), codes::kInternal));

  const auto all = find(request("a", 2 * kSmallestBlock + 13));
  ASSERT_TRUE(all);
  EXPECT_EQ(*all->digestOfBlock(2), TestFolder::digestOf("and some more")) << "the last one may be shorter";
  EXPECT_TRUE(failedWith(all->digestOfBlock(3), codes::kInternal));
}

TEST_F(HeldFileTest, WhatBecameShorterMeanwhileIsUnreadable) {
  TestFolder::put(partOf("a"), "12345");
  const auto held = find(request("a", 5));
  ASSERT_TRUE(held);
  ASSERT_EQ(::truncate(QFile::encodeName(partOf("a")).constData(), 3), 0);
  EXPECT_TRUE(failedWith(held->digestOfBlock(0), codes::kUnreadable));
}

TEST_F(HeldFileTest, InAFolderJustMadeAPartIsFoundOnlyOnceOneWasLeftThere) {
  const SaveFolder folder = disk.folder();
  {
    auto part = PartFile::create(folder, request("new/a", 10));
    ASSERT_TRUE(succeeded(part));
    ASSERT_TRUE(succeeded(part->write("123")));
    EXPECT_FALSE(HeldFile::find(folder, request("new/a", 10)));
    part->keep();
  }
  const auto held = HeldFile::find(folder, request("new/a", 10));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->held(), 3);
}

}  // namespace
}  // namespace landline::files
