#pragma once

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>
#include <QTemporaryDir>
#include <QVariant>
#include <gtest/gtest.h>

#include <memory>

#include "history/database.h"
#include "history/sql_received_log.h"
#include "history/sql_transfer_store.h"
#include "support/fake_clock.h"
#include "support/transfers.h"

namespace landline::history {

/// A profile with its history, and what another program with the SQLite library would do to it.
class HistoryTest : public ::testing::Test {
 protected:
  Profile profile() const { return *Profile::open(m_folder.path()); }
  QString file(const char* suffix = "") const {
    return m_folder.filePath(QStringLiteral("history.sqlite") + QLatin1String(suffix));
  }

  /// Makes it ready; where the damaged one was put, if it was damaged.
  QString prepare() const {
    const Result<HistoryFile> prepared = HistoryFile::prepare(profile());
    if (!prepared) {
      ADD_FAILURE() << qPrintable(prepared.error().code) << ": " << qPrintable(prepared.error().detail);
      return {};
    }
    EXPECT_EQ(prepared->path, file());
    return prepared->set_aside;
  }
  template <typename Opened>
  static std::unique_ptr<Opened> orFail(Result<std::unique_ptr<Opened>> opened) {
    if (!opened) {
      ADD_FAILURE() << qPrintable(opened.error().code) << ": " << qPrintable(opened.error().detail);
      return nullptr;
    }
    return std::move(*opened);
  }
  std::unique_ptr<SqlReceivedLog> log() {
    prepare();
    return orFail(SqlReceivedLog::open(file(), m_clock));
  }
  std::unique_ptr<SqlTransferStore> store() {
    prepare();
    return orFail(SqlTransferStore::open(file()));
  }

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

  static PeerId peer(char digit) { return test::peerId(digit); }
  static QString text(const char* utf8) { return QString::fromUtf8(utf8); }
  static session::ReceivedFile received(const char* announced, const char* name, char sender = 'a',
                                        const char* folder = "/in") {
    return {peer(sender), text("uuid"), text(folder), text(announced), text(name), 10, QString(32, QLatin1Char('d'))};
  }

  /// The names among what the log says.
  static QStringList namesOf(session::ReceivedLog& log, char sender, const char* folder, const char* announced) {
    QStringList names;
    for (const session::ReceivedLog::Copy& copy : log.copiesFrom(peer(sender), text(folder), text(announced))) {
      names.append(copy.name);
    }
    return names;
  }

  QTemporaryDir m_folder;
  test::FakeClock m_clock;
};

}  // namespace landline::history
