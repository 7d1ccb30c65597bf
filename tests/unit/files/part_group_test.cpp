#include <QDateTime>
#include <QFileInfo>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "files/as_nobody.h"
#include "files/destination_folder.h"
#include "files/faulty_file_system.h"
#include "files/part_file.h"
#include "files/test_folder.h"

// Files that are published together, and the folders that they lie in.

namespace landline::files {
namespace {

using test::AsNobody;
using test::failedWith;
using test::FaultyFileSystem;
using test::succeeded;
using test::TestFolder;

QString number(int i) {
  return QString::number(i);
}

/// Files `d0/0`, `d1/1`, `d0/2`..., each with its number in it, ready to be published.
std::vector<PartFile> verifiedParts(const SaveFolder& folder, int count, int folders, FileSystem& system) {
  std::vector<PartFile> parts;
  for (int i = 0; i < count; ++i) {
    const QByteArray octets = QByteArray::number(i);
    const QString path = QLatin1Char('d') + number(i % folders) + QLatin1Char('/') + number(i);
    auto part = PartFile::create(folder, TestFolder::request(path, octets.size()), system);
    EXPECT_TRUE(succeeded(part));
    EXPECT_TRUE(part->write({octets.constData(), std::size_t(octets.size())}).ok());
    EXPECT_TRUE(part->verify(TestFolder::digestOf(octets)).ok());
    parts.push_back(std::move(*part));
  }
  return parts;
}

TEST(PartGroup, AllGetTheirNamesAndResultsInOrder) {
  const TestFolder disk;
  QDir().mkpath(disk.path(QStringLiteral("d1")));
  TestFolder::put(disk.path(QStringLiteral("d1/3")), "mine");
  auto parts = verifiedParts(disk.folder(), 10, 3, realFileSystem());
  TestFolder::put(disk.path(QStringLiteral("d1/7")), "mine");
  const auto results = PartFile::publishGroup(parts);
  ASSERT_EQ(results.size(), 10u);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(succeeded(results[std::size_t(i)]));
    const Published& published = *results[std::size_t(i)];
    const bool renamed = i == 7;
    EXPECT_EQ(published.renamed, renamed);
    EXPECT_EQ(published.saved_as, disk.path(QLatin1Char('d') + number(i % 3) + QLatin1Char('/') + number(i) +
                                            (renamed ? QStringLiteral(" (1)") : QString())));
    EXPECT_EQ(TestFolder::contents(published.saved_as), QByteArray::number(i));
  }
  parts.clear();
  EXPECT_EQ(disk.received().size(), 3 + 10 + 2) << "no part is left";
}

TEST(PartGroup, OneThatIsNotReadyDoesNotHoldUpTheOthers) {
  const TestFolder disk;
  auto parts = verifiedParts(disk.folder(), 5, 1, realFileSystem());
  parts[2] = *PartFile::create(disk.folder(), TestFolder::request(QStringLiteral("x"), 5));
  const auto results = PartFile::publishGroup(parts);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(results[i].ok(), i != 2);
  }
  EXPECT_TRUE(failedWith(results[2], codes::kInternal));
  EXPECT_TRUE(failedWith(parts[0].publish(), codes::kInternal)) << "they are over";
  EXPECT_FALSE(QFile::exists(disk.path(QStringLiteral("x"))));
}

TEST(PartGroup, NoneIsNoGroup) {
  std::vector<PartFile> none;
  EXPECT_TRUE(PartFile::publishGroup(none).empty());
}

TEST(PartGroup, IdenticalCopiesAreFoundInItToo) {
  const TestFolder disk;
  TestFolder::put(disk.path(QStringLiteral("0")), "same");
  TestFolder::put(disk.path(QStringLiteral("1")), "else");
  std::vector<PartFile> parts;
  for (int i = 0; i < 6; ++i) {
    PartRequest request = TestFolder::request(number(i), 4);
    request.known_copies = QStringList{number(i)};
    auto part = PartFile::create(disk.folder(), request);
    if (i == 0) {
      ASSERT_TRUE(succeeded(part->resume(4)));
    } else {
      ASSERT_TRUE(succeeded(part->write("same")));
    }
    ASSERT_TRUE(succeeded(part->verify(TestFolder::digestOf("same"))));
    parts.push_back(std::move(*part));
  }
  TestFolder::put(disk.path(QStringLiteral("2")), "same");
  const auto results = PartFile::publishGroup(parts);
  for (std::size_t i = 0; i < 6; ++i) {
    ASSERT_TRUE(succeeded(results[i]));
    EXPECT_EQ(results[i]->identical, i == 0 || i == 2) << i;
    EXPECT_EQ(results[i]->renamed, i == 1) << i;
  }
  parts.clear();
  EXPECT_EQ(disk.received().join(QLatin1Char(' ')).toStdString(), "0 1 1 (1) 2 3 4 5");
}

struct GroupFault {
  const char* name;
  int error;
  QLatin1String code;
  int lacks_flush_all;
};

void PrintTo(const GroupFault& fault, std::ostream* out) {
  *out << fault.name;
}

class GroupCallFails : public ::testing::TestWithParam<GroupFault> {};

/// Every call after the octets are written fails once: flushing, naming, flushing the names. What is reported as stored
/// is there, what is reported as failed is not, and one fault never costs more than what it was about.
TEST_P(GroupCallFails, AndWhatIsSaidIsTrue) {
  constexpr int kFiles = 8;
  constexpr int kFolders = 5;
  int faults = 0;
  for (int k = 1;; ++k) {
    const TestFolder disk;
    FaultyFileSystem system;
    system.lacks_flush_all = GetParam().lacks_flush_all;
    auto parts = verifiedParts(disk.folder(), kFiles, kFolders, system);
    system.fail_at = system.calls + k;
    system.error = GetParam().error;
    const auto results = PartFile::publishGroup(parts);
    parts.clear();
    int stored = 0;
    for (int i = 0; i < kFiles; ++i) {
      const QString path = QLatin1Char('d') + number(i % kFolders) + QLatin1Char('/') + number(i);
      if (results[std::size_t(i)]) {
        ++stored;
        EXPECT_EQ(disk.contentsOf(path), QByteArray::number(i)) << "call " << k;
      } else {
        EXPECT_TRUE(failedWith(results[std::size_t(i)], GetParam().code)) << "call " << k;
        EXPECT_FALSE(QFile::exists(disk.path(path))) << "call " << k;
      }
    }
    EXPECT_EQ(disk.received().size(), kFolders + stored) << "no part is left, call " << k;
    if (!system.met()) {
      EXPECT_EQ(stored, kFiles);
      break;
    }
    ++faults;
  }
  EXPECT_GE(faults, GetParam().lacks_flush_all != 0 ? kFiles + kFiles + 1 + kFolders : 1 + kFiles + kFiles + 1);
}

INSTANTIATE_TEST_SUITE_P(BadInput66_GroupErrors, GroupCallFails,
                         ::testing::Values(GroupFault{"EIO_one_by_one", EIO, codes::kWriteFailed, ENOTSUP},
                                           GroupFault{"EIO_together", EIO, codes::kWriteFailed, 0},
                                           GroupFault{"ENOSPC_one_by_one", ENOSPC, codes::kNoSpace, ENOTSUP},
                                           GroupFault{"ENOSPC_together", ENOSPC, codes::kNoSpace, 0}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(PartGroup, WhereFlushingTogetherFailsEachIsAskedAndNoneIsLost) {
  const TestFolder disk;
  FaultyFileSystem system;
  system.lacks_flush_all = 0;
  auto parts = verifiedParts(disk.folder(), 8, 1, system);
  system.fail_at = system.calls + 1;
  for (const auto& result : PartFile::publishGroup(parts)) {
    EXPECT_TRUE(succeeded(result));
  }
  EXPECT_TRUE(system.met());
}

// Folders ---------------------------------------------------------------------------------------------------------

TEST(Folders, AreMadeAndMergedWith) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  const QStringList deep{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
  ASSERT_TRUE(succeeded(makeFolder(folder, deep)));
  TestFolder::put(disk.path(QStringLiteral("a/b/file")), "x");
  ASSERT_TRUE(succeeded(makeFolder(folder, deep)));
  ASSERT_TRUE(succeeded(makeFolder(folder, deep.mid(0, 2))));
  ASSERT_TRUE(succeeded(flushFolders(folder)));
  EXPECT_EQ(disk.received().join(QLatin1Char(' ')).toStdString(), "a/ a/b/ a/b/c/ a/b/file");
}

TEST(Folders, BadInput15_AreNotMadeThroughLinksNorInPlaceOfOtherThings) {
  const TestFolder disk;
  QDir().mkpath(disk.outside(QStringLiteral("elsewhere")));
  QFile::link(disk.outside(QStringLiteral("elsewhere")), disk.path(QStringLiteral("link")));
  TestFolder::put(disk.path(QStringLiteral("file")), "x");
  const SaveFolder folder = disk.folder();
  for (const char* path : {"link", "link/x", "file", "file/x"}) {
    EXPECT_TRUE(failedWith(makeFolder(folder, QString::fromLatin1(path).split(QLatin1Char('/'))), codes::kUnsafeName))
        << path;
  }
  EXPECT_EQ(disk.everything().join(QLatin1Char(' ')).toStdString(), "elsewhere/ save/ save/file save/link");
}

TEST(Folders, BadInput16_OneThatIsReplacedByALinkBetweenTwoFilesIsNoticed) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  QDir().mkpath(disk.outside(QStringLiteral("elsewhere")));
  const PartRequest first = TestFolder::request(QStringLiteral("d/e/1"), 1);
  ASSERT_TRUE(succeeded(PartFile::create(folder, first)));
  ASSERT_EQ(::rename(QFile::encodeName(disk.path(QStringLiteral("d"))).constData(),
                     QFile::encodeName(disk.path(QStringLiteral("was"))).constData()),
            0);
  QFile::link(disk.outside(QStringLiteral("elsewhere")), disk.path(QStringLiteral("d")));
  EXPECT_TRUE(
      failedWith(PartFile::create(folder, TestFolder::request(QStringLiteral("d/e/2"), 1)), codes::kUnsafeName));
  EXPECT_EQ(disk.everything().join(QLatin1Char(' ')).toStdString(), "elsewhere/ save/ save/d save/was/ save/was/e/");
}

TEST(Folders, BadInput67_OneThatIsRemovedBetweenTwoFilesIsMadeAgain) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  ASSERT_TRUE(succeeded(PartFile::create(folder, TestFolder::request(QStringLiteral("d/1"), 1))));
  ASSERT_TRUE(QDir(disk.path(QStringLiteral("d"))).removeRecursively());
  auto part = PartFile::create(folder, TestFolder::request(QStringLiteral("d/2"), 1));
  ASSERT_TRUE(succeeded(part));
  ASSERT_TRUE(succeeded(part->write("x")));
  ASSERT_TRUE(succeeded(part->publish(part->digest())));
  EXPECT_EQ(disk.received().join(QLatin1Char(' ')).toStdString(), "d/ d/2");
}

TEST(Folders, BadInput67_OneThatBecomesReadOnlyInTheMiddleFailsAndIsNamed) {
  const TestFolder disk;
  QFile::setPermissions(disk.outside(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeOther);
  ASSERT_EQ(::chmod(QFile::encodeName(disk.path()).constData(), 0777), 0);
  const AsNobody nobody;
  const SaveFolder folder = disk.folder();
  auto parts = verifiedParts(folder, 5, 1, realFileSystem());
  auto one = PartFile::create(folder, TestFolder::request(QStringLiteral("d0/one"), 1));
  ASSERT_TRUE(succeeded(one));
  ASSERT_EQ(::chmod(QFile::encodeName(disk.path(QStringLiteral("d0"))).constData(), 0555), 0);
  for (const auto& result : PartFile::publishGroup(parts)) {
    ASSERT_TRUE(failedWith(result, codes::kPermission));
    EXPECT_TRUE(result.error().detail.contains(disk.path(QStringLiteral("d0")))) << qPrintable(result.error().detail);
  }
  ASSERT_TRUE(succeeded(one->write("x"))) << "what is open stays writable";
  EXPECT_TRUE(failedWith(one->publish(one->digest()), codes::kPermission));
  EXPECT_TRUE(
      failedWith(PartFile::create(folder, TestFolder::request(QStringLiteral("d0/new"), 1)), codes::kPermission));
  ASSERT_EQ(::chmod(QFile::encodeName(disk.path(QStringLiteral("d0"))).constData(), 0777), 0);
}

TEST(Folders, BadInput79_GetTheirTimeClamped) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  const QStringList components{QStringLiteral("d")};
  ASSERT_TRUE(succeeded(makeFolder(folder, components)));
  const auto time = [&disk] { return QFileInfo(disk.path(QStringLiteral("d"))).lastModified().toMSecsSinceEpoch(); };
  ASSERT_TRUE(succeeded(setFolderTime(folder, components, 1'600'000'000'123)));
  EXPECT_EQ(time(), 1'600'000'000'123);
  ASSERT_TRUE(succeeded(setFolderTime(folder, components, -5)));
  EXPECT_EQ(time(), 0);
  EXPECT_TRUE(failedWith(setFolderTime(folder, {QStringLiteral("gone")}, 0), codes::kVanished));
  QFile::link(disk.outside(), disk.path(QStringLiteral("link")));
  EXPECT_TRUE(failedWith(setFolderTime(folder, {QStringLiteral("link")}, 0), codes::kVanished));
}

TEST(Folders, BadInput66_OneThatCannotBeFlushedFailsWhatIsPutIntoItAndStaysFailed) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  FaultyFileSystem system;
  ASSERT_TRUE(succeeded(makeFolder(folder, {QStringLiteral("d")}, system)));
  system.fail_at = 1;
  EXPECT_TRUE(failedWith(flushFolders(folder, system), codes::kWriteFailed));
  EXPECT_TRUE(failedWith(flushFolders(folder, system), codes::kWriteFailed))
      << "a second flush that works proves nothing";
  auto part = PartFile::create(folder, TestFolder::request(QStringLiteral("d/a"), 1), system);
  ASSERT_TRUE(succeeded(part->write("x")));
  EXPECT_TRUE(failedWith(part->publish(part->digest()), codes::kWriteFailed));
  EXPECT_EQ(disk.received(), QStringList{QStringLiteral("d/")});
}

TEST(Folders, ManyNewOnesAreFlushedBeforeTheyAreTooMany) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  FaultyFileSystem system;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(succeeded(makeFolder(folder, {number(i), QStringLiteral("below")}, system)));
  }
  EXPECT_GT(system.calls, 0) << "each is held open until then";
  EXPECT_LT(folder.memory().unflushed.size(), 70u);
  ASSERT_TRUE(succeeded(flushFolders(folder, system)));
  const int calls = system.calls;
  ASSERT_TRUE(succeeded(flushFolders(folder, system)));
  EXPECT_EQ(system.calls, calls) << "nothing is left to do";
}

}  // namespace
}  // namespace landline::files
