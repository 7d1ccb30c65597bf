#include "files/tree_walk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/file_descriptor.h"
#include "files/as_nobody.h"

namespace landline::files {
namespace {

using test::AsNobody;
using Kind = TreeEntry::Kind;

/// `f PATH SIZE`, `d PATH` and `- PATH CODE`, sorted: the order of a folder's names is the file system's.
std::vector<std::string> described(const QStringList& roots) {
  std::vector<std::string> lines;
  TreeWalk walk(roots);
  while (auto entry = walk.next()) {
    const std::string path = entry->path.toStdString();
    switch (entry->kind) {
      case Kind::File:
        lines.push_back("f " + path + ' ' + std::to_string(entry->size));
        break;
      case Kind::Directory:
        lines.push_back("d " + path);
        break;
      case Kind::LeftOut:
        EXPECT_FALSE(entry->note.detail.isEmpty()) << path;
        lines.push_back("- " + path + ' ' + entry->note.code.toStdString());
        break;
    }
  }
  EXPECT_FALSE(walk.next()) << "it stays over";
  std::sort(lines.begin(), lines.end());
  return lines;
}

using Lines = std::vector<std::string>;

class TreeWalkTest : public ::testing::Test {
 protected:
  TreeWalkTest() { m_dir.setAutoRemove(false); }
  // Qt does not see names that are no UTF-8, nor paths that are too long.
  ~TreeWalkTest() override { std::filesystem::remove_all(m_dir.path().toStdString()); }

  QString at(const char* path = "") const { return m_dir.filePath(QString::fromUtf8(path)); }

  void put(const char* path, const QByteArray& octets = "12345") const {
    QDir().mkpath(QFileInfo(at(path)).path());
    QFile file(at(path));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(octets) == octets.size());
  }
  void folder(const char* path) const { ASSERT_TRUE(QDir().mkpath(at(path))); }
  /// The target as it is written into the link.
  void link(const char* path, const std::string& target) const {
    ASSERT_EQ(::symlink(target.c_str(), at(path).toUtf8().constData()), 0);
  }
  std::string absolute(const char* path) const { return at(path).toStdString(); }

 private:
  QTemporaryDir m_dir;
};

TEST_F(TreeWalkTest, FindsFilesAndFoldersTheFoldersFirst) {
  put("top/a.txt", "");
  put("top/sub/b.txt");
  put("top/sub/deep/c.txt", "1");
  folder("top/empty/emptier");
  put("single", "123");
  EXPECT_EQ(described({at("top"), at("single")}),
            (Lines{"d top", "d top/empty", "d top/empty/emptier", "d top/sub", "d top/sub/deep", "f single 3",
                   "f top/a.txt 0", "f top/sub/b.txt 5", "f top/sub/deep/c.txt 1"}));

  QStringList folders;
  TreeWalk walk({at("top")});
  while (auto entry = walk.next()) {
    const QString above = entry->path.section(QLatin1Char('/'), 0, -2);
    EXPECT_TRUE(above.isEmpty() || folders.contains(above)) << "a folder stands before what is in it";
    EXPECT_EQ(entry->source, at(entry->path.toUtf8().constData()));
    if (entry->kind == Kind::Directory) {
      folders += entry->path;
    }
  }
  EXPECT_EQ(folders.size(), 5);
}

TEST_F(TreeWalkTest, TellsSizesAndTimesAlsoBefore1970) {
  put("top/file");
  const timespec times[2] = {{5, 0}, {-2, 999'000'000}};  // 1.001 s before 1970
  ASSERT_EQ(::utimensat(AT_FDCWD, at("top/file").toUtf8().constData(), times, 0), 0);
  ASSERT_EQ(::utimensat(AT_FDCWD, at("top").toUtf8().constData(), times, 0), 0);
  TreeWalk walk({at("top")});
  const auto top = walk.next();
  const auto file = walk.next();
  ASSERT_TRUE(top && file);
  EXPECT_EQ(top->mtime_ms, -1001);
  EXPECT_EQ(top->size, 0);
  EXPECT_EQ(file->mtime_ms, -1001);
  EXPECT_EQ(file->size, 5);
}

TEST_F(TreeWalkTest, RootsOfTheSameNameAreNumbered) {
  put("1/x.txt");
  put("2/x.txt");
  put("3/x (1).txt");
  put("4/same/file");
  put("5/same/file");
  EXPECT_EQ(described({at("1/x.txt"), at("2/x.txt"), at("3/x (1).txt"), at("4/same"), at("5/same/")}),
            (Lines{"d same", "d same (1)", "f same (1)/file 5", "f same/file 5", "f x (1) (1).txt 5", "f x (1).txt 5",
                   "f x.txt 5"}));
}

TEST_F(TreeWalkTest, ARootThatIsMissingOrStrangeIsSaid) {
  ASSERT_EQ(::mkfifo(at("fifo").toUtf8().constData(), 0600), 0);
  put("file");
  folder("bad\nname");
  EXPECT_EQ(described({at("gone"), at("fifo"), at("file/x"), at("bad\nname"), at("file")}),
            (Lines{"- bad\nname unsafe-name", "- fifo not-a-file", "- gone vanished", "- x vanished", "f file 5"}));
}

TEST_F(TreeWalkTest, ARootThatIsALinkIsFollowed) {
  put("real/inside/file");
  put("lone");
  link("chosen", "real/inside");
  link("chosen-file", absolute("lone"));
  EXPECT_EQ(described({at("chosen"), at("chosen-file")}), (Lines{"d chosen", "f chosen-file 5", "f chosen/file 5"}));
  TreeWalk walk({at("chosen-file")});
  EXPECT_EQ(walk.next()->source, at("lone"));
}

TEST_F(TreeWalkTest, LinksAreFollowedInsideTheirRootOnly) {
  put("top/a/file");
  put("outside/secret");
  put("topping/secret");
  link("top/to-file", "a/file");
  link("top/to-folder", absolute("top/a"));
  link("top/a/up-and-down", "../a/file");
  link("top/to-secret", "../outside/secret");
  link("top/to-outside", absolute("outside"));
  link("top/to-neighbour", "../topping");
  link("top/to-nowhere", "missing");
  link("top/chained", "to-outside");
  EXPECT_EQ(described({at("top")}),
            (Lines{"- top/chained link-outside", "- top/to-neighbour link-outside", "- top/to-nowhere link-outside",
                   "- top/to-outside link-outside", "- top/to-secret link-outside", "d top", "d top/a",
                   "d top/to-folder", "f top/a/file 5", "f top/a/up-and-down 5", "f top/to-file 5",
                   "f top/to-folder/file 5", "f top/to-folder/up-and-down 5"}));
}

TEST_F(TreeWalkTest, AFollowedLinkIsReadWhereItLeads) {
  put("top/a/file");
  link("top/link", "a");
  TreeWalk walk({at("top")});
  while (auto entry = walk.next()) {
    if (entry->path == QLatin1String("top/link/file")) {
      EXPECT_EQ(entry->source, at("top/a/file"));
      return;
    }
  }
  FAIL() << "it was not found";
}

TEST_F(TreeWalkTest, LinksInACircleEnd) {
  put("top/a/file");
  put("top/b/file");
  link("top/self", ".");
  link("top/a/up", "..");
  link("top/a/other", "../b");
  link("top/b/other", "../a");
  link("top/ouroboros", "ouroboros");
  link("top/a/here", "../a");
  EXPECT_EQ(
      described({at("top")}),
      (Lines{"- top/a/here link-outside", "- top/a/other/other link-outside", "- top/a/up link-outside",
             "- top/b/other/here link-outside", "- top/b/other/other link-outside", "- top/b/other/up link-outside",
             "- top/ouroboros link-outside", "- top/self link-outside", "d top", "d top/a", "d top/a/other", "d top/b",
             "d top/b/other", "f top/a/file 5", "f top/a/other/file 5", "f top/b/file 5", "f top/b/other/file 5"}));
}

TEST_F(TreeWalkTest, WhatIsNeitherFileNorFolderIsNamedAndNotWaitedFor) {
  folder("top");
  ASSERT_EQ(::mkfifo(at("top/fifo").toUtf8().constData(), 0600), 0);
  ASSERT_EQ(::mknod(at("top/socket").toUtf8().constData(), S_IFSOCK | 0600, 0), 0);
  link("top/link", "fifo");
  EXPECT_EQ(described({at("top")}),
            (Lines{"- top/fifo not-a-file", "- top/link not-a-file", "- top/socket not-a-file", "d top"}));
}

TEST_F(TreeWalkTest, NamesThatNoReceiverTakesAreNamed) {
  folder("top");
  const std::string top = absolute("top");
  const std::string latin1 = top + "/caf\xE9.txt";
  const std::string overlong = top + "/\xC0\xAF";
  const std::string latin1_folder = top + "/d\xFCrr";
  std::ofstream(latin1) << "x";
  std::ofstream(overlong) << "x";
  ASSERT_EQ(::mkdir(latin1_folder.c_str(), 0700), 0);
  std::ofstream(latin1_folder + "/never-seen") << "x";
  put("top/line\nbreak");
  put("top/reversed\xE2\x80\xAEtxt.exe");
  put("top/back\\slash");
  put("top/aux.c");
  put("top/ümlaut");
  EXPECT_EQ(described({at("top")}),
            (Lines{"- top/\\xC0\\xAF unsafe-name", "- top/back\\slash unsafe-name", "- top/caf\\xE9.txt unsafe-name",
                   "- top/d\\xFCrr unsafe-name", "- top/line\nbreak unsafe-name",
                   "- top/reversed\xE2\x80\xAEtxt.exe unsafe-name", "d top", "f top/aux.c 5", "f top/ümlaut 5"}));
}

TEST_F(TreeWalkTest, OurOwnPartsAreLeftOutSilently) {
  put("top/.landline-0123456789abcdef01234567.part");
  put("top/.landline-0123456789abcdef01234567-2.part");
  put("top/.landline-not-ours.part");
  EXPECT_EQ(described({at("top")}), (Lines{"- top/.landline-not-ours.part unsafe-name", "d top"}));
}

TEST_F(TreeWalkTest, AFolderThatMayNotBeReadIsNamedAndTheRestGoesOn) {
  put("top/closed/file");
  put("top/open/file");
  put("top/unlisted/file");
  ::chmod(at().toUtf8().constData(), 0755);
  ::chmod(at("top/closed").toUtf8().constData(), 0);
  ::chmod(at("top/unlisted").toUtf8().constData(), 0311);
  Lines found;
  {
    const AsNobody nobody;
    found = described({at("top")});
  }
  ::chmod(at("top/closed").toUtf8().constData(), 0700);
  ::chmod(at("top/unlisted").toUtf8().constData(), 0700);
  EXPECT_EQ(found, (Lines{"- top/closed unreadable", "- top/unlisted unreadable", "d top", "d top/open",
                          "f top/open/file 5"}));
}

TEST_F(TreeWalkTest, FoldersThatAreTooDeepAreNamed) {
  folder("top");
  FileDescriptor at_depth(::open(absolute("top").c_str(), O_PATH | O_DIRECTORY));
  for (int i = 0; i < TreeWalk::kDeepest + 3; ++i) {
    ASSERT_EQ(::mkdirat(at_depth.get(), "d", 0700), 0);
    at_depth = FileDescriptor(::openat(at_depth.get(), "d", O_PATH | O_DIRECTORY));
  }
  int folders = 0;
  int left_out = 0;
  TreeWalk walk({at("top")});
  while (auto entry = walk.next()) {
    folders += entry->kind == Kind::Directory ? 1 : 0;
    left_out += entry->kind == Kind::LeftOut ? 1 : 0;
  }
  EXPECT_EQ(folders, TreeWalk::kDeepest);
  EXPECT_EQ(left_out, 1);
}

TEST_F(TreeWalkTest, APathThatIsTooLongForTheWireIsNamed) {
  folder("top");
  FileDescriptor at_depth(::open(absolute("top").c_str(), O_PATH | O_DIRECTORY));
  const std::string name(200, 'n');
  for (int i = 0; i < 25; ++i) {
    ASSERT_EQ(::mkdirat(at_depth.get(), name.c_str(), 0700), 0);
    at_depth = FileDescriptor(::openat(at_depth.get(), name.c_str(), O_PATH | O_DIRECTORY));
  }
  const Lines lines = described({at("top")});
  EXPECT_EQ(lines.size(), 1 + 19 + 1u) << "the longest has 3 + 19 * 201 octets";
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [](const std::string& line) { return line[0] == '-'; }), 1);
}

TEST_F(TreeWalkTest, WhatVanishesMeanwhileIsNoError) {
  put("top/sub/file");
  TreeWalk walk({at("top")});
  ASSERT_EQ(walk.next()->path, QStringLiteral("top"));
  ASSERT_TRUE(QDir(at("top")).removeRecursively());
  EXPECT_FALSE(walk.next());
}

TEST_F(TreeWalkTest, BadInput63_AFolderOfManyFilesNeedsNoMemoryForThem) {
  constexpr int kFiles = 20'000;
  folder("top");
  {
    const FileDescriptor top(::open(absolute("top").c_str(), O_PATH | O_DIRECTORY));
    for (int i = 0; i < kFiles; ++i) {
      const std::string name = "a file with a name of some length " + std::to_string(i);
      const FileDescriptor file(::openat(top.get(), name.c_str(), O_WRONLY | O_CREAT, 0600));
      ASSERT_TRUE(file);
    }
  }
  TreeWalk walk({at("top")});
  for (int i = 0; i <= 100; ++i) {
    ASSERT_TRUE(walk.next());
  }
  // What is allocated, not what the process occupies: sanitizers keep freed memory, and then say nothing here.
  const std::size_t before = ::mallinfo2().uordblks;
  std::size_t most = before;
  int files = 100;
  while (walk.next()) {
    ++files;
    most = std::max(most, ::mallinfo2().uordblks);
  }
  EXPECT_EQ(files, kFiles);
  // Their names alone would take more than 2 MiB as QString, twice that with where they are.
  EXPECT_LT(most - before, 64 * 1024u);
}

TEST_F(TreeWalkTest, GivesItsDescriptorsBack) {
  put("top/1/2/3/file");
  const int next_before = FileDescriptor(::open("/", O_PATH)).get();
  {
    TreeWalk walk({at("top")});
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(walk.next());
    }
    TreeWalk moved = std::move(walk);
    EXPECT_FALSE(moved.next());
    TreeWalk halfway({at("top")});
    ASSERT_TRUE(halfway.next() && halfway.next());
  }
  EXPECT_EQ(FileDescriptor(::open("/", O_PATH)).get(), next_before);
}

}  // namespace
}  // namespace landline::files
