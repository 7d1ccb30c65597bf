#include "history/history_store.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QVariant>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "history/schema.h"

namespace landline::history {
namespace {

class HistoryTest : public ::testing::Test {
 protected:
  std::unique_ptr<HistoryStore> open() const {
    auto store = HistoryStore::open(profile());
    if (!store) {
      ADD_FAILURE() << qPrintable(store.error().code) << ": " << qPrintable(store.error().detail);
      return nullptr;
    }
    return std::move(*store);
  }
  Profile profile() const { return *Profile::open(m_folder.path()); }
  QString file(const char* suffix = "") const {
    return m_folder.filePath(QStringLiteral("history.sqlite") + QLatin1String(suffix));
  }
  QByteArray contents(const QString& path) const {
    QFile opened(path);
    EXPECT_TRUE(opened.open(QIODevice::ReadOnly)) << qPrintable(path);
    return opened.readAll();
  }
  void put(const QString& path, const QByteArray& octets) const {
    QFile opened(path);
    ASSERT_TRUE(opened.open(QIODevice::WriteOnly));
    ASSERT_EQ(opened.write(octets), octets.size());
  }
  QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }

  /// What another program with the SQLite library would do or see.
  QVariant withSql(const QString& statement) const {
    const QString connection = QStringLiteral("test");
    QVariant answer;
    {
      QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
      database.setDatabaseName(file());
      EXPECT_TRUE(database.open());
      QSqlQuery query(database);
      EXPECT_TRUE(query.exec(statement)) << qPrintable(statement);
      answer = query.next() ? query.value(0) : QVariant();
    }
    QSqlDatabase::removeDatabase(connection);
    return answer;
  }

  static PeerId peer(char digit) { return *PeerId::fromHex(QString(64, QLatin1Char(digit))); }
  static QString text(const char* utf8) { return QString::fromUtf8(utf8); }
  static HistoryStore::ReceivedFile received(const char* title, const char* saved_as, char sender = 'a',
                                             qint64 at_ms = 1) {
    return {peer(sender), text(title), text(saved_as), 10, QString(32, QLatin1Char('d')), at_ms};
  }

  QTemporaryDir m_folder;
};

TEST_F(HistoryTest, ANewOneIsEmpty) {
  const auto store = open();
  EXPECT_TRUE(store->setAside().isEmpty());
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text("x")), QStringList());
}

TEST_F(HistoryTest, TellsTheCopiesOfOneTitleFromOneSenderInOneFolder) {
  const auto store = open();
  for (const auto& file : {received("x", "/in/x"), received("x", "/in/x (1)", 'a', 2), received("y", "/in/y"),
                           received("x", "/in/x (2)", 'b'), received("x", "/other/x")}) {
    ASSERT_TRUE(store->addReceivedFile(file).ok());
  }
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text("x")), (QStringList{text("x"), text("x (1)")}));
  EXPECT_EQ(store->copiesFrom(peer('b'), text("/in"), text("x")), QStringList{text("x (2)")});
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/other"), text("x")), QStringList{text("x")});
  EXPECT_EQ(store->copiesFrom(peer('c'), text("/in"), text("x")), QStringList());
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text("X")), QStringList()) << "titles are octets";
}

TEST_F(HistoryTest, AFolderIsTheSameHoweverItIsSpelt) {
  const auto store = open();
  ASSERT_TRUE(store->addReceivedFile(received("x", "/in/./deep//x")).ok());
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in/deep/"), text("x")), QStringList{text("x")});
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in/other/../deep"), text("x")), QStringList{text("x")});
}

TEST_F(HistoryTest, APathHasOneOriginTheLatest) {
  const auto store = open();
  ASSERT_TRUE(store->addReceivedFile(received("x", "/in/x", 'a')).ok());
  ASSERT_TRUE(store->addReceivedFile(received("x", "/in/x", 'b')).ok());
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text("x")), QStringList())
      << "what is there now came from somebody else";
  EXPECT_EQ(store->copiesFrom(peer('b'), text("/in"), text("x")), QStringList{text("x")});
}

TEST_F(HistoryTest, TextIsOnlyText) {
  const auto store = open();
  const char* odd = "'; DROP TABLE received_files; -- “%s” \\ 教室 😀 &12";
  ASSERT_TRUE(store->addReceivedFile(received(odd, "/in/'; x --")).ok());
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text(odd)), QStringList{text("'; x --")});
}

TEST_F(HistoryTest, OutlivesTheProgram) {
  ASSERT_TRUE(open()->addReceivedFile(received("x", "/in/x")).ok());
  EXPECT_EQ(open()->copiesFrom(peer('a'), text("/in"), text("x")), QStringList{text("x")});
}

TEST_F(HistoryTest, BadInput74_OutlivesAKilledProgram) {
  const auto store = open();
  ASSERT_TRUE(store->addReceivedFile(received("x", "/in/x")).ok());
  // What a killed program leaves on the disk: nothing was closed, the row stands in the write-ahead log.
  const QTemporaryDir after;
  for (const char* suffix : {"", "-wal"}) {
    ASSERT_TRUE(QFile::copy(file(suffix), after.filePath(QStringLiteral("history.sqlite") + QLatin1String(suffix))));
  }
  const auto again = HistoryStore::open(*Profile::open(after.path()));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE((*again)->setAside().isEmpty());
  EXPECT_EQ((*again)->copiesFrom(peer('a'), text("/in"), text("x")), QStringList{text("x")});
}

TEST_F(HistoryTest, IsReadableByItsOwnerOnly) {
  const mode_t before = ::umask(0);
  const auto store = open();
  ASSERT_TRUE(store->addReceivedFile(received("x", "/in/x")).ok());
  ::umask(before);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat(QFile::encodeName(file(suffix)).constData(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(HistoryTest, KeepsItsVersionAndAWriteAheadLog) {
  open();
  EXPECT_EQ(withSql(QStringLiteral("PRAGMA user_version")).toInt(), kSchemaVersion);
  EXPECT_EQ(withSql(QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
}

TEST_F(HistoryTest, ANewerOneIsRefusedAndLeftAsItIs) {
  ASSERT_TRUE(open()->addReceivedFile(received("x", "/in/x")).ok());
  withSql(QStringLiteral("PRAGMA user_version = %1").arg(kSchemaVersion + 1));
  const QByteArray before = contents(file());
  const QStringList files_before = files();
  const auto store = HistoryStore::open(profile());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, codes::kUnsupported);
  EXPECT_TRUE(store.error().detail.contains(file())) << qPrintable(store.error().detail);
  EXPECT_EQ(contents(file()), before);
  EXPECT_EQ(files(), files_before);
}

TEST_F(HistoryTest, WhatIsNoDatabaseIsSetAside) {
  const QByteArray garbage = QByteArray("this is not a database, whatever its name says\n").repeated(100);
  put(file(), garbage);
  {
    const auto store = open();
    EXPECT_EQ(store->setAside(), file(".bad-1"));
    ASSERT_TRUE(store->addReceivedFile(received("x", "/in/x")).ok());
  }
  EXPECT_EQ(contents(file(".bad-1")), garbage);
  EXPECT_EQ(open()->copiesFrom(peer('a'), text("/in"), text("x")), QStringList{text("x")}) << "the new one works";

  put(file(), garbage);
  EXPECT_EQ(open()->setAside(), file(".bad-2")) << "what was set aside before is kept";
  EXPECT_EQ(contents(file(".bad-1")), garbage);
}

TEST_F(HistoryTest, ADamagedDatabaseIsSetAsideWhereverItIsDamaged) {
  {
    const auto store = open();
    for (int i = 0; i < 300; ++i) {
      const QByteArray name = QByteArray::number(i);
      ASSERT_TRUE(store->addReceivedFile(received(name.constData(), ("/in/" + name).constData())).ok());
    }
  }
  const QByteArray sound = contents(file());
  constexpr int kPage = 4096;
  ASSERT_GT(sound.size(), 8 * kPage);
  // Every page in turn: its header overwritten. And the file cut in the middle.
  for (int at = 0; at < sound.size(); at += kPage) {
    QByteArray damaged = sound;
    damaged.replace(at, 64, QByteArray(64, '\x5A'));
    put(file(), damaged);
    const auto store = open();
    ASSERT_TRUE(store);
    EXPECT_FALSE(store->setAside().isEmpty()) << "damaged at " << at;
    EXPECT_EQ(contents(store->setAside()), damaged);
    EXPECT_TRUE(store->addReceivedFile(received("x", "/in/x")).ok());
  }
  put(file(), sound.left(sound.size() / 2 / kPage * kPage));
  EXPECT_FALSE(open()->setAside().isEmpty());
}

TEST_F(HistoryTest, AnEmptyFileIsANewDatabase) {
  put(file(), QByteArray());
  const auto store = open();
  EXPECT_TRUE(store->setAside().isEmpty());
  EXPECT_TRUE(store->addReceivedFile(received("x", "/in/x")).ok());
}

TEST_F(HistoryTest, WhatCannotBeOpenedIsSaid) {
  ASSERT_TRUE(QDir().mkpath(file()));
  const auto store = HistoryStore::open(profile());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, codes::kPermission);
  EXPECT_FALSE(store.error().detail.isEmpty());
}

TEST_F(HistoryTest, AWriteThatCannotBeDoneIsSaid) {
  const auto store = open();
  withSql(QStringLiteral("DROP TABLE received_files"));
  const auto added = store->addReceivedFile(received("x", "/in/x"));
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, codes::kInternal);
  EXPECT_TRUE(added.error().detail.contains(text("received_files"))) << qPrintable(added.error().detail);
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text("x")), QStringList());
}

TEST_F(HistoryTest, EachThreadMayHaveItsOwn) {
  const QTemporaryDir other;
  std::thread thread([&other] {
    const auto store = HistoryStore::open(*Profile::open(other.path()));
    ASSERT_TRUE(store.ok());
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE((*store)->addReceivedFile(received("x", "/in/other", 'b', i)).ok());
    }
  });
  const auto store = open();
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(store->addReceivedFile(received("x", "/in/x", 'a', i)).ok());
  }
  thread.join();
  EXPECT_EQ(store->copiesFrom(peer('b'), text("/in"), text("x")), QStringList());
  EXPECT_EQ(store->copiesFrom(peer('a'), text("/in"), text("x")), QStringList{text("x")});
}

}  // namespace
}  // namespace landline::history
