#include <QFileInfo>
#include <gtest/gtest.h>

#include "files/faulty_file_system.h"
#include "files/part_file.h"
#include "files/test_folder.h"

// Every call that can fail fails once, at every place where it is made.

namespace landline::files {
namespace {

using test::failedWith;
using test::FaultyFileSystem;
using test::succeeded;
using test::TestFolder;

const QLatin1String kName("folder/file.txt");

/// Receives a file in several writes into a folder that has to be made, beside one of the same name.
Result<Published> receiveInPieces(const TestFolder& disk, FileSystem& system) {
  const QByteArray octets(1000, 'x');
  auto part = PartFile::create(disk.folder(), TestFolder::request(kName, octets.size()), system);
  if (!part) {
    return part.error();
  }
  for (int at = 0; at < octets.size(); at += 100) {
    if (auto written = part->write({octets.constData() + at, 100}); !written) {
      EXPECT_FALSE(part->publish(TestFolder::digestOf(octets)).ok()) << "a failed part is over";
      return written.error();
    }
  }
  return part->publish(TestFolder::digestOf(octets));
}

struct Fault {
  const char* name;
  int error;
  QLatin1String code;
  int lacks_rename = 0;
  int lacks_link = 0;
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << fault.name;
}

class EveryCallFails : public ::testing::TestWithParam<Fault> {};

/// Fails the first call, the second... until a run needs fewer calls than that and succeeds.
TEST_P(EveryCallFails, AndNothingIsLeft) {
  const Fault& fault = GetParam();
  int faults = 0;
  for (int k = 1;; ++k) {
    const TestFolder disk;
    FaultyFileSystem system;
    system.fail_at = k;
    system.error = fault.error;
    system.lacks_rename_no_replace = fault.lacks_rename;
    system.lacks_link = fault.lacks_link;
    const auto published = receiveInPieces(disk, system);
    if (!system.met()) {
      ASSERT_TRUE(succeeded(published));
      EXPECT_EQ(disk.contentsOf(kName).size(), 1000);
      break;
    }
    ++faults;
    EXPECT_TRUE(failedWith(published, fault.code)) << "call " << k;
    EXPECT_EQ(disk.received(), QStringList{QStringLiteral("folder/")}) << "call " << k;

    const auto again = receiveInPieces(disk, realFileSystem());
    ASSERT_TRUE(succeeded(again)) << "a retry from zero, call " << k;
    EXPECT_EQ(again->saved_as, disk.path(kName));
    EXPECT_EQ(disk.received().size(), 2);
  }
  EXPECT_GE(faults, 1 + 10 + 1 + 1 + 1) << "making the folder, writes, flush, rename, flush of the folder";
}

INSTANTIATE_TEST_SUITE_P(BadInput66_WriteErrors, EveryCallFails,
                         ::testing::Values(Fault{"EIO", EIO, codes::kWriteFailed},
                                           Fault{"ENOSPC", ENOSPC, codes::kNoSpace},
                                           Fault{"EDQUOT", EDQUOT, codes::kNoSpace},
                                           Fault{"EROFS", EROFS, codes::kPermission},
                                           Fault{"EIO_link", EIO, codes::kWriteFailed, EINVAL},
                                           Fault{"EIO_placeholder", EIO, codes::kWriteFailed, ENOSYS, EPERM}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(PartFaults, ShortAndInterruptedWritesAreGoneOnWith) {
  const TestFolder disk;
  FaultyFileSystem system;
  system.largest_write = 7;
  system.fail_at = 3;
  system.error = EINTR;
  const QByteArray octets("forty-two octets in pieces of seven or so.");
  const auto published = disk.receive(TestFolder::request(QStringLiteral("a"), octets.size()), octets, system);
  ASSERT_TRUE(succeeded(published));
  EXPECT_TRUE(system.met());
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), octets);
}

TEST(PartFaults, ACopyThatCannotBeFlushedIsNotCalledIdentical) {
  const TestFolder disk;
  TestFolder::put(disk.path(QStringLiteral("a")), "same");
  PartRequest request = TestFolder::request(QStringLiteral("a"), 4);
  request.known_copies = QStringList{QStringLiteral("a")};
  FaultyFileSystem system;
  system.fail_at = 2;  // the write, then the flush of the copy
  const auto published = disk.receive(request, "same", system);
  ASSERT_TRUE(succeeded(published));
  EXPECT_TRUE(system.met());
  EXPECT_FALSE(published->identical);
  EXPECT_EQ(published->saved_as, disk.path(QStringLiteral("a (1)")));
}

TEST(PartFaults, AFolderThatCannotBeFlushedAtAllIsNoError) {
  for (const int says_so : {EINVAL, ENOTSUP}) {
    const TestFolder disk;
    FaultyFileSystem system;
    system.error = says_so;
    system.fail_at = 4;  // write, flush, rename, flush of the folder
    EXPECT_TRUE(succeeded(disk.receive(TestFolder::request(QStringLiteral("a"), 1), "x", system)));
    EXPECT_TRUE(system.met());
    EXPECT_EQ(disk.received(), QStringList{QStringLiteral("a")});
  }
}

TEST(PartFaults, BadInput67_AFolderRemovedInTheMiddleFailsAndIsNamed) {
  const TestFolder disk;
  auto part = PartFile::create(disk.folder(), TestFolder::request(QStringLiteral("d/a"), 1));
  ASSERT_TRUE(succeeded(part));
  ASSERT_TRUE(QDir(disk.path()).removeRecursively());
  ASSERT_TRUE(succeeded(part->write("x")));
  const auto published = part->publish(part->digest());
  ASSERT_TRUE(failedWith(published, codes::kWriteFailed));
  EXPECT_TRUE(published.error().detail.contains(disk.path(QStringLiteral("d"))))
      << qPrintable(published.error().detail);
  EXPECT_EQ(disk.everything(), QStringList());
}

TEST(PartFaults, BadInput67_AFolderRemovedBeforeTheNextFileFails) {
  const TestFolder disk;
  const SaveFolder folder = disk.folder();
  ASSERT_TRUE(QDir(disk.path()).removeRecursively());
  EXPECT_TRUE(failedWith(PartFile::create(folder, TestFolder::request(QStringLiteral("a"), 1)), codes::kWriteFailed));
  EXPECT_TRUE(failedWith(PartFile::create(folder, TestFolder::request(QStringLiteral("d/a"), 1)), codes::kWriteFailed));
}

// File systems that lack a way of renaming ------------------------------------------------------------------------

struct Lack {
  const char* name;
  int rename_no_replace;
  int link;
};

void PrintTo(const Lack& lack, std::ostream* out) {
  *out << lack.name;
}

class PoorFileSystem : public ::testing::TestWithParam<Lack> {};

TEST_P(PoorFileSystem, BadInput25_NothingIsReplacedOnItEither) {
  const TestFolder disk;
  FaultyFileSystem system;
  system.lacks_rename_no_replace = GetParam().rename_no_replace;
  system.lacks_link = GetParam().link;
  TestFolder::put(disk.path(QStringLiteral("a")), "mine");
  QDir().mkpath(disk.path(QStringLiteral("d")));
  QFile::link(disk.outside(QStringLiteral("nowhere")), disk.path(QStringLiteral("l")));

  const auto receive = [&](const char* name) {
    const auto published = disk.receive(TestFolder::request(QString::fromLatin1(name), 1), "x", system);
    EXPECT_TRUE(succeeded(published));
    return published ? QFileInfo(published->saved_as).fileName().toStdString() : std::string();
  };
  EXPECT_EQ(receive("a"), "a (1)");
  EXPECT_EQ(receive("a"), "a (2)");
  EXPECT_EQ(receive("d"), "d (1)");
  EXPECT_EQ(receive("l"), "l (1)");
  EXPECT_EQ(receive("n"), "n");
  EXPECT_EQ(disk.contentsOf(QStringLiteral("a")), "mine");
  EXPECT_EQ(disk.contentsOf(QStringLiteral("n")), "x");
  EXPECT_EQ(disk.received().join(QLatin1Char(' ')).toStdString(), "a a (1) a (2) d (1) d/ l l (1) n");
}

INSTANTIATE_TEST_SUITE_P(Lacks, PoorFileSystem,
                         ::testing::Values(Lack{"rename_EINVAL", EINVAL, 0}, Lack{"rename_ENOSYS", ENOSYS, 0},
                                           Lack{"rename_and_link_EPERM", EINVAL, EPERM},
                                           Lack{"rename_and_link_ENOTSUP", EINVAL, EOPNOTSUPP}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(PartFaults, BadInput19_ANameThatTheFileSystemRefusesIsUnsafe) {
  const TestFolder disk;
  FaultyFileSystem system;
  system.lacks_rename_no_replace = ENAMETOOLONG;  // as an encrypted folder says to names over 143 octets
  EXPECT_TRUE(failedWith(disk.receive(TestFolder::request(QStringLiteral("a"), 1), "x", system), codes::kUnsafeName));
  EXPECT_EQ(disk.received(), QStringList());
}

}  // namespace
}  // namespace landline::files
