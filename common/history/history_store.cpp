#include "history/history_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "core/logging.h"
#include "history/schema.h"
#include "history/sql.h"

namespace landline::history {

namespace {

constexpr int kBusyMs = 5000;  // how long a copy of the database tool or a backup may hold it

/// What SQLite keeps beside the database, and what has to move with it.
const QStringList& companions() {
  static const QStringList suffixes{QString(), QStringLiteral("-wal"), QStringLiteral("-shm")};
  return suffixes;
}

/// SQLite would make it with the umask, and its companions with the mode that it finds.
Result<void> makePrivateFile(const QString& path) {
  const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error{codes::kPermission,
                 QStringLiteral("The history %1 cannot be opened: %2.").arg(path, qt_error_string(errno))};
  }
  ::close(descriptor);
  return {};
}

Result<QString> moveAside(const QString& path) {
  QString aside;
  for (int number = 1; aside.isEmpty() || QFileInfo::exists(aside); ++number) {
    aside = QStringLiteral("%1.bad-%2").arg(path).arg(number);
  }
  for (const QString& suffix : companions()) {
    if (QFileInfo::exists(path + suffix) && !QFile::rename(path + suffix, aside + suffix)) {
      return Error{codes::kPermission,
                   QStringLiteral("The damaged history %1 cannot be set aside.").arg(path + suffix)};
    }
  }
  return aside;
}

Result<void> openAndPrepare(QSqlDatabase database) {
  if (auto made = makePrivateFile(database.databaseName()); !made) {
    return made;
  }
  if (!database.open()) {
    return sqlError(database.lastError(), QStringLiteral("The history cannot be opened"));
  }
  return prepareSchema(database);
}

/// One spelling for each folder, so that what is put in is found again.
QString folderKey(const QString& folder) {
  return QDir::cleanPath(QDir(folder).absolutePath());
}

}  // namespace

HistoryStore::HistoryStore(QString connection_name) : m_connection_name(std::move(connection_name)) {}

HistoryStore::~HistoryStore() {
  database().close();
  QSqlDatabase::removeDatabase(m_connection_name);
}

QSqlDatabase HistoryStore::database() const {
  return QSqlDatabase::database(m_connection_name, false);
}

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(const Profile& profile) {
  const QString driver = QStringLiteral("QSQLITE");
  if (!QSqlDatabase::isDriverAvailable(driver)) {
    return Error{codes::kInternal, QStringLiteral("Qt's SQLite driver is not installed.")};
  }
  // Qt knows connections by name, for the whole process; a fresh name makes this one ours alone.
  std::unique_ptr<HistoryStore> store(new HistoryStore(QUuid::createUuid().toString()));
  const QString path = profile.path(QStringLiteral("history.sqlite"));
  {
    QSqlDatabase database = QSqlDatabase::addDatabase(driver, store->m_connection_name);
    database.setDatabaseName(path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyMs));
  }
  auto prepared = openAndPrepare(store->database());
  if (!prepared && prepared.error().is(codes::kMalformed)) {
    store->database().close();
    auto aside = moveAside(path);
    if (!aside) {
      return aside.error();
    }
    qCWarning(logHistory) << "history set aside as" << *aside << "because:" << prepared.error().detail;
    store->m_set_aside = *aside;
    prepared = openAndPrepare(store->database());
  }
  if (!prepared) {
    return prepared.error();
  }
  return store;
}

Result<void> HistoryStore::addReceivedFile(const ReceivedFile& file) {
  const QFileInfo where(file.saved_as);
  QSqlQuery query(database());
  // Where preparing fails, exec() below fails too, but without saying why.
  const bool prepared = query.prepare(
      QStringLiteral("INSERT OR REPLACE INTO received_files (sender, title, folder, name, bytes, digest, at_ms)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)"));
  query.addBindValue(file.sender.hex());
  query.addBindValue(file.title);
  query.addBindValue(folderKey(where.path()));
  query.addBindValue(where.fileName());
  query.addBindValue(file.bytes);
  query.addBindValue(file.digest);
  query.addBindValue(file.at_ms);
  if (!prepared || !query.exec()) {
    return sqlError(query.lastError(), QStringLiteral("A received file cannot be noted in the history"));
  }
  return {};
}

QStringList HistoryStore::copiesFrom(const PeerId& sender, const QString& folder, const QString& title) {
  QSqlQuery query(database());
  query.setForwardOnly(true);
  const bool prepared =
      query.prepare(QStringLiteral("SELECT name FROM received_files WHERE sender = ? AND folder = ? AND title = ?"
                                   " ORDER BY at_ms, rowid"));
  query.addBindValue(sender.hex());
  query.addBindValue(folderKey(folder));
  query.addBindValue(title);
  QStringList names;
  if (!prepared || !query.exec()) {
    qCWarning(logHistory) << "history cannot be read:" << query.lastError().databaseText();
    return names;
  }
  while (query.next()) {
    names += query.value(0).toString();
  }
  return names;
}

}  // namespace landline::history
