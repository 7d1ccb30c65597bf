#include <QFileInfo>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "files/part_file.h"
#include "files/part_name.h"
#include "files/safe_name.h"
#include "files/test_folder.h"

// What a part file meets in its way: links, FIFOs, folders, planted before or swapped in while it is written.

namespace landline::files {
namespace {

using test::failedWith;
using test::succeeded;
using test::TestFolder;

class PartObstacles : public ::testing::Test {
 protected:
  static QString name(const char* utf8) { return QString::fromUtf8(utf8); }
  static QStringList names(std::initializer_list<const char*> all) {
    QStringList list;
    for (const char* one : all) {
      list += name(one);
    }
    return list;
  }

  static int renamed(const QString& from, const QString& to) {
    return ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData());
  }
  static int madeFifo(const QString& path) { return ::mkfifo(QFile::encodeName(path).constData(), 0600); }

  TestFolder disk;
};

TEST_F(PartObstacles, BadInput15_ALinkAtTheDestinationIsNeitherFollowedNorReplaced) {
  TestFolder::put(disk.outside(name("secret")), "secret");
  QFile::link(disk.outside(name("secret")), disk.path(name("a")));
  QFile::link(disk.outside(name("nowhere")), disk.path(name("b")));
  EXPECT_EQ(disk.receive(name("a"), "x")->saved_as, disk.path(name("a (1)")));
  EXPECT_EQ(disk.receive(name("b"), "x")->saved_as, disk.path(name("b (1)")));
  EXPECT_EQ(TestFolder::contents(disk.outside(name("secret"))), "secret");
  EXPECT_EQ(disk.everything(), names({"save/", "save/a", "save/a (1)", "save/b", "save/b (1)", "secret"}));
}

TEST_F(PartObstacles, BadInput15_ALinkAtAParentIsRefused) {
  QDir().mkpath(disk.outside(name("elsewhere/deep")));
  QDir().mkpath(disk.path(name("real")));
  QFile::link(disk.outside(name("elsewhere")), disk.path(name("link")));
  QFile::link(disk.outside(name("elsewhere")), disk.path(name("real/link")));
  QFile::link(disk.path(name("real")), disk.path(name("inward")));
  QFile::link(disk.outside(name("nowhere")), disk.path(name("dangling")));
  const QStringList before = disk.everything();
  for (const char* path : {"link/x", "link/deep/x", "real/link/x", "inward/x", "dangling/x"}) {
    EXPECT_TRUE(failedWith(disk.receive(name(path), "x"), codes::kUnsafeName)) << path;
  }
  EXPECT_EQ(disk.everything(), before);
}

TEST_F(PartObstacles, BadInput15_ALinkAtThePartIsLeftAlone) {
  TestFolder::put(disk.outside(name("secret")), "secret");
  QString part_name;
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
    part_name = disk.received().constFirst();
  }
  QFile::link(disk.outside(name("secret")), disk.path(part_name));
  EXPECT_EQ(disk.receive(name("a"), "x")->saved_as, disk.path(name("a")));
  EXPECT_EQ(TestFolder::contents(disk.outside(name("secret"))), "secret");
  EXPECT_TRUE(QFileInfo(disk.path(part_name)).isSymLink());
}

TEST_F(PartObstacles, BadInput16_ALinkSwappedInForAFolderMidTransferIsNotFollowed) {
  QDir().mkpath(disk.outside(name("elsewhere")));
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("d/a"), 1));
  ASSERT_EQ(renamed(disk.path(name("d")), disk.path(name("was-d"))), 0);
  QFile::link(disk.outside(name("elsewhere")), disk.path(name("d")));
  ASSERT_TRUE(succeeded(part->write("x")));
  ASSERT_TRUE(succeeded(part->publish(part->digest())));
  EXPECT_EQ(disk.everything(), names({"elsewhere/", "save/", "save/d", "save/was-d/", "save/was-d/a"}));
}

TEST_F(PartObstacles, BadInput16_ALinkSwappedInAtTheDestinationMidTransferIsNotFollowed) {
  TestFolder::put(disk.outside(name("secret")), "secret");
  auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
  ASSERT_TRUE(succeeded(part->write("x")));
  QFile::link(disk.outside(name("secret")), disk.path(name("a")));
  EXPECT_EQ(part->publish(part->digest())->saved_as, disk.path(name("a (1)")));
  EXPECT_EQ(TestFolder::contents(disk.outside(name("secret"))), "secret");
}

TEST_F(PartObstacles, BadInput17_AFolderFifoOrSocketAtTheDestinationIsNumbered) {
  QDir().mkpath(disk.path(name("folder")));
  ASSERT_EQ(madeFifo(disk.path(name("fifo"))), 0);
  ASSERT_EQ(::mknod(QFile::encodeName(disk.path(name("socket"))).constData(), S_IFSOCK | 0600, 0), 0);
  for (const char* taken : {"folder", "fifo", "socket"}) {
    EXPECT_EQ(disk.receive(name(taken), "x")->saved_as, disk.path(name(taken) + name(" (1)")));
  }
}

TEST_F(PartObstacles, BadInput17_WhatIsNoFolderInThePathIsRefused) {
  TestFolder::put(disk.path(name("file")), "x");
  ASSERT_EQ(madeFifo(disk.path(name("fifo"))), 0);
  EXPECT_TRUE(failedWith(disk.receive(name("file/x"), "x"), codes::kUnsafeName));
  EXPECT_TRUE(failedWith(disk.receive(name("fifo/x"), "x"), codes::kUnsafeName));
  EXPECT_EQ(disk.received(), names({"fifo", "file"}));
}

TEST_F(PartObstacles, BadInput17_AFifoAtThePartIsNotWaitedFor) {
  QString part_name;
  {
    auto part = PartFile::create(disk.folder(), TestFolder::request(name("a"), 1));
    part_name = disk.received().constFirst();
  }
  ASSERT_EQ(madeFifo(disk.path(part_name)), 0);
  EXPECT_EQ(disk.receive(name("a"), "x")->saved_as, disk.path(name("a")));
}

// Anything at all as a path --------------------------------------------------------------------------------------

TEST_F(PartObstacles, BadInput11_WhateverPathIsAcceptedStaysInsideAndIsFound) {
  const QStringList tokens = names({"..",
                                    ".",
                                    "/",
                                    "//",
                                    "\\",
                                    "a",
                                    "b.txt",
                                    " ",
                                    "C:",
                                    ":",
                                    "-",
                                    "~",
                                    "link",
                                    "file",
                                    "\n",
                                    "\xE2\x80\xAE",
                                    "é",
                                    "😀",
                                    ".landline-x.part",
                                    "%2F",
                                    "&12",
                                    "CON"});
  QDir().mkpath(disk.outside(name("elsewhere")));
  QFile::link(disk.outside(name("elsewhere")), disk.path(name("link")));
  TestFolder::put(disk.path(name("file")), "file");
  const auto outside = [this] {
    QStringList all = disk.everything();
    all.erase(std::remove_if(all.begin(), all.end(),
                             [](const QString& one) { return one.startsWith(QLatin1String("save/")); }),
              all.end());
    return all;
  };
  const QStringList outside_before = outside();
  std::mt19937 random(11);
  int accepted = 0;
  for (int round = 0; round < 600; ++round) {
    QString path;
    for (auto count = 1 + random() % 5; count > 0; --count) {
      path += tokens.at(int(random() % std::size_t(tokens.size())));
    }
    const auto components = safeComponents(path);
    if (!components) {
      continue;
    }
    PartRequest request = TestFolder::request(path, 1);
    request.components = *components;
    const auto published = disk.receive(request, "x");
    if (!published) {
      EXPECT_TRUE(failedWith(published, codes::kUnsafeName)) << qPrintable(path);
      continue;
    }
    ++accepted;
    EXPECT_TRUE(published->saved_as.startsWith(disk.path() + QLatin1Char('/')));
    EXPECT_EQ(QDir::cleanPath(published->saved_as), published->saved_as);
    EXPECT_EQ(TestFolder::contents(published->saved_as), "x") << qPrintable(path);
  }
  EXPECT_GT(accepted, 80);
  EXPECT_EQ(outside(), outside_before);
  EXPECT_EQ(disk.contentsOf(name("file")), "file");
  for (const QString& one : disk.received()) {
    EXPECT_FALSE(isPartName(one.section(QLatin1Char('/'), -1))) << qPrintable(one);
  }
}

}  // namespace
}  // namespace landline::files
