#include "session/result_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "support/transfers.h"

namespace landline::session {
namespace {

constexpr qint64 kThen = 1'790'000'000'000;

class ResultFileTest : public ::testing::Test {
 protected:
  ResultFileTest() {
    m_info = test::upload(QStringLiteral("0b5a2c1e-7d43-4f7e-9a55-3e1c2d4b6f80"), TransferInfo::State::Incomplete);
    m_info.title = QStringLiteral("photos (+2)");
    m_info.stored = 2;
    m_info.identical = 1;
    m_info.failed = 1;
    m_info.bytes_done = 3000;
    m_info.bytes_found = 1000;
    m_info.seconds = 2;
    m_info.error = {codes::kVanished, QStringLiteral("One is gone.")};
  }
  QString path() const { return m_folder.filePath(QStringLiteral("result.txt")); }
  QStringList lines() const {
    QFile file(path());
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
  }
  static FileResult stored(const QString& name) {
    return {FileResult::State::Stored, name, QStringLiteral("/in/") + name, 10, QString(32, QLatin1Char('d')), {}};
  }

  QTemporaryDir m_folder;
  TransferInfo m_info;
};

TEST_F(ResultFileTest, SaysWhatBecameOfEachFileAndOfAll) {
  ResultFile file(path(), m_info, kThen);
  file.add({stored(QStringLiteral("photos/a.jpg")),
            {FileResult::State::Failed, QStringLiteral("photos/教室.jpg"), {}, 7, {}, {codes::kVanished, {}}}});
  file.add({{FileResult::State::Identical, QStringLiteral("b"), {}, 1000, QString(32, QLatin1Char('e')), {}}});
  EXPECT_EQ(file.conclude(m_info, kThen + 2000), path());
  const QStringList all = lines();
  EXPECT_EQ(all.at(1), QStringLiteral("# title:    photos (+2)"));
  EXPECT_TRUE(all.at(2).startsWith(QStringLiteral("# to:       desk-7 (aaaa"))) << qPrintable(all.at(2));
  EXPECT_EQ(all.at(4), QStringLiteral("# begun:    2026-09-21T14:13:20Z"));
  EXPECT_EQ(all.at(6), QStringLiteral("stored\t10\t") + QString(32, QLatin1Char('d')) +
                           QStringLiteral("\tphotos/a.jpg\t/in/photos/a.jpg"));
  EXPECT_EQ(all.at(7), QStringLiteral("failed\t7\t-\tphotos/教室.jpg\tvanished"));
  EXPECT_EQ(all.at(8), QStringLiteral("identical\t1000\t") + QString(32, QLatin1Char('e')) + QStringLiteral("\tb"));
  EXPECT_EQ(all.at(9), QStringLiteral("# ended:    2026-09-21T14:13:22Z, incomplete, vanished: One is gone."));
  EXPECT_EQ(all.at(10),
            QStringLiteral("# files:    2 stored, 1 identical, 0 of the stored ones renamed, 0 skipped, 1 failed"));
  EXPECT_EQ(all.at(11), QStringLiteral("# octets:   3000, 1000 of them found at the receiver"));
  EXPECT_EQ(all.at(12), QStringLiteral("# time:     2.000 s, 1000 octets/s"));
  EXPECT_EQ(all.size(), 14);
}

TEST_F(ResultFileTest, ANameCannotMakeLines) {
  ResultFile file(path(), m_info, kThen);
  file.add({stored(QStringLiteral("a\nfailed\tb\x7F"))});
  file.conclude(m_info, kThen);
  EXPECT_TRUE(lines().at(6).contains(QStringLiteral("\ta%0Afailed%09b%7F\t"))) << qPrintable(lines().at(6));
}

TEST_F(ResultFileTest, EachRunBeginsAnew) {
  ResultFile(path(), m_info, kThen).add({stored(QStringLiteral("a")), stored(QStringLiteral("b"))});
  ResultFile again(path(), m_info, kThen);
  again.add({stored(QStringLiteral("c"))});
  again.conclude(m_info, kThen);
  EXPECT_EQ(lines().filter(QStringLiteral("stored\t")).size(), 1);
}

TEST_F(ResultFileTest, IsReadableByItsOwnerOnly) {
  ResultFile file(path(), m_info, kThen);
  EXPECT_FALSE(QFile::exists(path())) << "there is nothing to say yet";
  file.conclude(m_info, kThen);
  struct stat status {};
  ASSERT_EQ(::stat(QFile::encodeName(path()).constData(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ResultFileTest, WhatCannotBeWrittenIsNoResult) {
  ResultFile file(m_folder.filePath(QStringLiteral("missing/result.txt")), m_info, kThen);
  file.add({stored(QStringLiteral("a"))});
  EXPECT_EQ(file.conclude(m_info, kThen), QString());
  // Not through a link either.
  const QString other = m_folder.filePath(QStringLiteral("other"));
  ASSERT_TRUE(QFile::link(other, path()));
  ResultFile linked(path(), m_info, kThen);
  EXPECT_EQ(linked.conclude(m_info, kThen), QString());
  EXPECT_FALSE(QFile::exists(other));
}

TEST_F(ResultFileTest, HalfAResultDoesNotStay) {
  // As on a full disk: no file of this process may grow over a limit while it holds.
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  ResultFile file(path(), m_info, kThen);
  file.add({stored(QStringLiteral("a"))});
  ASSERT_TRUE(QFile::exists(path()));
  const struct rlimit tight { 700, before.rlim_max };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  file.add(QVector<FileResult>(100, stored(QStringLiteral("b"))));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, handler);
  file.add({stored(QStringLiteral("c"))});
  EXPECT_EQ(file.conclude(m_info, kThen), QString());
  EXPECT_FALSE(QFile::exists(path()));
}

TEST_F(ResultFileTest, OldOnesAreRemoved) {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  const auto make = [&](const QString& name, qint64 age_ms) {
    QFile file(m_folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    ASSERT_TRUE(file.setFileTime(QDateTime::fromMSecsSinceEpoch(now - age_ms), QFileDevice::FileModificationTime));
  };
  make(QStringLiteral("old.txt"), ResultFile::kKeptForMs + 60'000);
  make(QStringLiteral("new.txt"), ResultFile::kKeptForMs - 60'000);
  make(QStringLiteral("old.jpg"), ResultFile::kKeptForMs + 60'000);
  ResultFile::removeOld(m_folder.path(), now);
  EXPECT_EQ(QDir(m_folder.path()).entryList(QDir::Files),
            (QStringList{QStringLiteral("new.txt"), QStringLiteral("old.jpg")}));
}

TEST_F(ResultFileTest, WhatAWorkerSaysIsFetchedOnce) {
  FileResults results(nullptr);
  results.add({stored(QStringLiteral("a"))});
  results.add({stored(QStringLiteral("b"))});
  EXPECT_EQ(results.take().size(), 2);
  EXPECT_EQ(results.take().size(), 0);
  EXPECT_EQ(results.conclude(m_info, kThen), QString());
}

TEST_F(ResultFileTest, WhatCameIsCountedAlsoWhenItWasFetched) {
  FileResults results(nullptr);
  results.add({stored(QStringLiteral("a")), {FileResult::State::Renamed, QStringLiteral("b"), {}, 1, {}, {}}});
  results.take();
  results.add({{FileResult::State::Skipped, QStringLiteral("c"), {}, 1, {}, {}},
               {FileResult::State::Failed, QStringLiteral("d"), {}, 1, {}, {}},
               {FileResult::State::Identical, QStringLiteral("e"), {}, 1, {}, {}}});
  const FileResults::Counts counts = results.counts();
  EXPECT_EQ(counts.stored, 2);
  EXPECT_EQ(counts.renamed, 1);
  EXPECT_EQ(counts.identical, 1);
  EXPECT_EQ(counts.skipped, 1);
  EXPECT_EQ(counts.failed, 1);
}

}  // namespace
}  // namespace landline::session
