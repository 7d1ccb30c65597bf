#include "history_fixture.h"
#include <sys/stat.h>

#include "history/schema.h"

namespace landline::history {
namespace {

class DatabaseTest : public HistoryTest {
 protected:
  QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
  void makeVersion1() const {
    for (const char* statement :
         {"CREATE TABLE received_files (sender TEXT NOT NULL, title TEXT NOT NULL, folder TEXT NOT NULL,"
          " name TEXT NOT NULL, bytes INTEGER NOT NULL, digest TEXT NOT NULL, at_ms INTEGER NOT NULL,"
          " PRIMARY KEY (folder, name))",
          "CREATE INDEX received_files_by_title ON received_files (sender, folder, title)",
          "PRAGMA user_version = 1"}) {
      withSql(QLatin1String(statement));
    }
    withSql(QStringLiteral("INSERT INTO received_files VALUES ('%1', 'x', '/in', 'x (1)', 10, '%2', 5)")
                .arg(QString(64, QLatin1Char('a')), QString(32, QLatin1Char('d'))));
  }
};

TEST_F(DatabaseTest, OutlivesTheProgram) {
  ASSERT_TRUE(log()->add({received("x", "x")}).ok());
  EXPECT_EQ(namesOf(*log(), 'a', "/in", "x"), QStringList{text("x")});
}

TEST_F(DatabaseTest, BadInput74_OutlivesAKilledProgram) {
  const auto log = this->log();
  ASSERT_TRUE(log->add({received("x", "x")}).ok());
  // What a killed program leaves on the disk: nothing was closed, the row stands in the write-ahead log.
  const QTemporaryDir after;
  for (const char* suffix : {"", "-wal"}) {
    ASSERT_TRUE(QFile::copy(file(suffix), after.filePath(QStringLiteral("history.sqlite") + QLatin1String(suffix))));
  }
  const auto again = HistoryFile::prepare(*Profile::open(after.path()));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->set_aside.isEmpty());
  const auto opened = orFail(SqlReceivedLog::open(again->path, m_clock));
  EXPECT_EQ(namesOf(*opened, 'a', "/in", "x"), QStringList{text("x")});
}

TEST_F(DatabaseTest, IsReadableByItsOwnerOnly) {
  const mode_t before = ::umask(0);
  const auto log = this->log();
  ASSERT_TRUE(log->add({received("x", "x")}).ok());
  ::umask(before);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat(QFile::encodeName(file(suffix)).constData(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(DatabaseTest, KeepsItsVersionAndAWriteAheadLog) {
  prepare();
  EXPECT_EQ(withSql(QStringLiteral("PRAGMA user_version")).toInt(), kSchemaVersion);
  EXPECT_EQ(withSql(QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
}

TEST_F(DatabaseTest, Version1IsTakenOver) {
  makeVersion1();
  EXPECT_EQ(prepare(), QString());
  EXPECT_EQ(withSql(QStringLiteral("PRAGMA user_version")).toInt(), 2);
  const auto copies = log()->copiesFrom(peer('a'), text("/in"), text("x"));
  ASSERT_EQ(copies.size(), 1);
  EXPECT_EQ(copies.at(0).name, text("x (1)"));
  EXPECT_EQ(copies.at(0).transfer, QString(QLatin1String("")));
  EXPECT_EQ(copies.at(0).digest, QString(32, QLatin1Char('d')));
  EXPECT_TRUE(store()->load().isEmpty());
  // The names of a transfer are found by an index still.
  EXPECT_TRUE(withSql(QStringLiteral("SELECT sql FROM sqlite_master WHERE name = 'received_files_by_title'"))
                  .toString()
                  .contains(QStringLiteral("announced")));
}

TEST_F(DatabaseTest, AMigrationThatFailsChangesNothing) {
  makeVersion1();
  withSql(QStringLiteral("CREATE TABLE transfers (in_the_way TEXT)"));
  const auto prepared = HistoryFile::prepare(profile());
  ASSERT_FALSE(prepared.ok());
  EXPECT_EQ(prepared.error().code, codes::kInternal);
  EXPECT_EQ(withSql(QStringLiteral("PRAGMA user_version")).toInt(), 1);
  EXPECT_EQ(withSql(QStringLiteral("SELECT title FROM received_files")).toString(), text("x"));
}

TEST_F(DatabaseTest, ANewerOneIsRefusedAndLeftAsItIs) {
  ASSERT_TRUE(log()->add({received("x", "x")}).ok());
  withSql(QStringLiteral("PRAGMA user_version = %1").arg(kSchemaVersion + 1));
  const QByteArray before = contents(file());
  const QStringList files_before = files();
  const auto prepared = HistoryFile::prepare(profile());
  ASSERT_FALSE(prepared.ok());
  EXPECT_EQ(prepared.error().code, codes::kUnsupported);
  EXPECT_TRUE(prepared.error().detail.contains(file())) << qPrintable(prepared.error().detail);
  EXPECT_EQ(contents(file()), before);
  EXPECT_EQ(files(), files_before);
}

TEST_F(DatabaseTest, WhatIsNoDatabaseIsSetAside) {
  const QByteArray garbage = QByteArray("this is not a database, whatever its name says\n").repeated(100);
  put(file(), garbage);
  EXPECT_EQ(prepare(), file(".bad-1"));
  EXPECT_EQ(contents(file(".bad-1")), garbage);
  ASSERT_TRUE(log()->add({received("x", "x")}).ok());
  EXPECT_EQ(namesOf(*log(), 'a', "/in", "x"), QStringList{text("x")}) << "the new one works";

  put(file(), garbage);
  EXPECT_EQ(prepare(), file(".bad-2")) << "what was set aside before is kept";
  EXPECT_EQ(contents(file(".bad-1")), garbage);
}

TEST_F(DatabaseTest, ADamagedOneIsSetAsideWhereverItIsDamaged) {
  {
    const auto log = this->log();
    QVector<session::ReceivedFile> many;
    for (int i = 0; i < 300; ++i) {
      const QByteArray name = QByteArray::number(i);
      many.append(received(name.constData(), name.constData()));
    }
    ASSERT_TRUE(log->add(many).ok());
  }
  const QByteArray sound = contents(file());
  constexpr int kPage = 4096;
  ASSERT_GT(sound.size(), 8 * kPage);
  // Every page in turn: its header overwritten. And the file cut in the middle.
  for (int at = 0; at < sound.size(); at += kPage) {
    QByteArray damaged = sound;
    damaged.replace(at, 64, QByteArray(64, '\x5A'));
    put(file(), damaged);
    const QString aside = prepare();
    ASSERT_FALSE(aside.isEmpty()) << "damaged at " << at;
    EXPECT_EQ(contents(aside), damaged);
    EXPECT_TRUE(log()->add({received("x", "x")}).ok());
  }
  put(file(), sound.left(sound.size() / 2 / kPage * kPage));
  EXPECT_FALSE(prepare().isEmpty());
}

TEST_F(DatabaseTest, AnEmptyFileIsANewDatabase) {
  put(file(), QByteArray());
  EXPECT_EQ(prepare(), QString());
  EXPECT_TRUE(log()->add({received("x", "x")}).ok());
}

TEST_F(DatabaseTest, WhatCannotBeOpenedIsSaid) {
  ASSERT_TRUE(QDir().mkpath(file()));
  const auto prepared = HistoryFile::prepare(profile());
  ASSERT_FALSE(prepared.ok());
  EXPECT_EQ(prepared.error().code, codes::kPermission);
  EXPECT_FALSE(prepared.error().detail.isEmpty());
  EXPECT_FALSE(SqlReceivedLog::open(file(), m_clock).ok());
  EXPECT_FALSE(SqlTransferStore::open(file()).ok());
}

}  // namespace
}  // namespace landline::history
