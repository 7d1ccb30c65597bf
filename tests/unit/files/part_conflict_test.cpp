#include <QDateTime>
#include <QFileInfo>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/faulty_file_system.h"
#include "files/part_file.h"
#include "files/test_folder.h"

// Where the name is taken.

namespace landline::files {
namespace {

using test::failedWith;
using test::FaultyFileSystem;
using test::succeeded;
using test::TestFolder;

class PartConflict : public ::testing::Test {
 protected:
  static PartRequest request(const char* name, OnTaken on_taken) {
    PartRequest wanted = TestFolder::request(QString::fromUtf8(name), 1);
    wanted.on_taken = on_taken;
    return wanted;
  }
  QString at(const char* name) const { return disk.path(QString::fromUtf8(name)); }

  TestFolder disk;
};

TEST_F(PartConflict, OverwriteReplacesAFile) {
  TestFolder::put(at("a"), "old");
  const auto published = disk.receive(request("a", OnTaken::Overwrite), "x");
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(published->saved_as, at("a"));
  EXPECT_FALSE(published->renamed);
  EXPECT_FALSE(published->identical);
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "x");
  EXPECT_EQ(disk.received(), QStringList{QStringLiteral("a")});
}

TEST_F(PartConflict, OverwriteLeavesTheOldFileUntilTheNewOneIsWhole) {
  TestFolder::put(at("a"), "old");
  {
    auto part = PartFile::create(disk.folder(), request("a", OnTaken::Overwrite));
    ASSERT_TRUE(succeeded(part->write("x")));
    EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "old");
    EXPECT_TRUE(failedWith(part->publish(TestFolder::digestOf("y")), codes::kDigestMismatch));
  }
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "old");
}

TEST_F(PartConflict, OverwriteDoesNotWriteIntoOtherNamesOfTheFile) {
  TestFolder::put(disk.outside(QStringLiteral("mine")), "mine");
  ASSERT_EQ(::link(QFile::encodeName(disk.outside(QStringLiteral("mine"))).constData(),
                   QFile::encodeName(at("a")).constData()),
            0);
  ASSERT_TRUE(succeeded(disk.receive(request("a", OnTaken::Overwrite), "x")));
  EXPECT_EQ(TestFolder::contents(disk.outside(QStringLiteral("mine"))), "mine");
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "x");
}

TEST_F(PartConflict, BadInput15_OverwriteReplacesNoLink) {
  TestFolder::put(disk.outside(QStringLiteral("secret")), "secret");
  QFile::link(disk.outside(QStringLiteral("secret")), at("a"));
  const auto published = disk.receive(request("a", OnTaken::Overwrite), "x");
  ASSERT_TRUE(succeeded(published));
  EXPECT_EQ(published->saved_as, at("a (1)"));
  EXPECT_TRUE(published->renamed);
  EXPECT_EQ(TestFolder::contents(disk.outside(QStringLiteral("secret"))), "secret");
  EXPECT_TRUE(QFileInfo(at("a")).isSymLink());
}

TEST_F(PartConflict, BadInput17_OverwriteReplacesNoFolderAndNoFifo) {
  QDir().mkpath(at("folder"));
  ASSERT_EQ(::mkfifo(QFile::encodeName(at("fifo")).constData(), 0600), 0);
  EXPECT_EQ(disk.receive(request("folder", OnTaken::Overwrite), "x")->saved_as, at("folder (1)"));
  EXPECT_EQ(disk.receive(request("fifo", OnTaken::Overwrite), "x")->saved_as, at("fifo (1)"));
  // A numbered name is not what was to be overwritten.
  EXPECT_EQ(disk.receive(request("folder", OnTaken::Overwrite), "y")->saved_as, at("folder (2)"));
}

TEST_F(PartConflict, OverwriteOfNothingIsAnOrdinaryFile) {
  EXPECT_EQ(disk.receive(request("a", OnTaken::Overwrite), "x")->saved_as, at("a"));
}

TEST_F(PartConflict, BadInput66_AnOverwritingThatFailsKeepsTheOldFile) {
  TestFolder::put(at("a"), "old");
  FaultyFileSystem system;
  system.fail_at = 4;  // write, flush, rename without replacing, rename
  EXPECT_TRUE(failedWith(disk.receive(request("a", OnTaken::Overwrite), "x", system), codes::kWriteFailed));
  EXPECT_TRUE(system.met());
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "old");
  EXPECT_EQ(disk.received(), QStringList{QStringLiteral("a")});

  FaultyFileSystem later;
  later.fail_at = 5;  // the flush of the folder: the old file cannot be brought back
  EXPECT_TRUE(failedWith(disk.receive(request("a", OnTaken::Overwrite), "x", later), codes::kWriteFailed));
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "x") << "one of the two is there";
}

TEST_F(PartConflict, SkipKeepsWhatIsThere) {
  TestFolder::put(at("a"), "old");
  QFile::link(disk.outside(QStringLiteral("nowhere")), at("b"));
  for (const char* name : {"a", "b"}) {
    EXPECT_TRUE(failedWith(disk.receive(request(name, OnTaken::Skip), "x"), codes::kExists)) << name;
  }
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "old");
  EXPECT_EQ(disk.received().size(), 2);
  EXPECT_EQ(disk.receive(request("c", OnTaken::Skip), "x")->saved_as, at("c"));
}

TEST_F(PartConflict, AnIdenticalCopyIsIdenticalWhateverTheChoice) {
  TestFolder::put(at("a"), "x");
  for (const OnTaken on_taken : {OnTaken::Rename, OnTaken::Overwrite, OnTaken::Skip}) {
    PartRequest wanted = request("a", on_taken);
    wanted.known_copies = QStringList{QStringLiteral("a")};
    const auto published = disk.receive(wanted, "x");
    ASSERT_TRUE(succeeded(published));
    EXPECT_TRUE(published->identical);
  }
  EXPECT_EQ(disk.received(), QStringList{QStringLiteral("a")});
}

TEST_F(PartConflict, BadInput25_RenamedIsSaid) {
  TestFolder::put(at("a"), "old");
  const auto published = disk.receive(request("a", OnTaken::Rename), "x");
  ASSERT_TRUE(succeeded(published));
  EXPECT_TRUE(published->renamed);
  EXPECT_EQ(published->saved_as, at("a (1)"));
}

TEST_F(PartConflict, BadInput23_StartersAndHiddenFilesAreKeptAndCannotBeExecuted) {
  for (const char* name : {"-rf", ".bashrc", "click.desktop", "setup.exe", "run.sh"}) {
    const auto published = disk.receive(request(name, OnTaken::Rename), "x");
    ASSERT_TRUE(succeeded(published)) << name;
    EXPECT_EQ(published->saved_as, at(name));
    struct stat status {};
    ASSERT_EQ(::stat(QFile::encodeName(at(name)).constData(), &status), 0);
    EXPECT_EQ(status.st_mode & 0111U, 0U) << name;
  }
}

TEST_F(PartConflict, BadInput14_NothingButTheNamedFileAppears) {
  auto part = PartFile::create(disk.folder(), request("d/a", OnTaken::Rename));
  ASSERT_TRUE(succeeded(part->write("x")));
  ASSERT_TRUE(succeeded(part->publish(part->digest())));
  EXPECT_EQ(disk.everything().join(QLatin1Char(' ')).toStdString(), "save/ save/d/ save/d/a");
}

}  // namespace
}  // namespace landline::files
