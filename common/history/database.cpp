#include "history/database.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>
#include <QStringList>
#include <QUuid>
#include <fcntl.h>

#include <cerrno>

#include "core/file_descriptor.h"
#include "core/logging.h"
#include "history/schema.h"
#include "history/sql.h"

namespace landline::history {

namespace {

constexpr int kBusyMs = 5000;  // how long another thread's transaction, a database tool or a backup may hold it

/// What SQLite keeps beside the database, and what has to move with it.
const QStringList& companions() {
  static const QStringList suffixes{QString(), QStringLiteral("-wal"), QStringLiteral("-shm")};
  return suffixes;
}

/// SQLite would make it with the umask, and its companions with the mode that it finds.
Result<void> makePrivateFile(const QString& path) {
  if (!FileDescriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))) {
    return Error{codes::kPermission,
                 QStringLiteral("The history %1 cannot be opened: %2.").arg(path, qt_error_string(errno))};
  }
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

Result<void> openAndPrepare(const QString& path) {
  if (auto made = makePrivateFile(path); !made) {
    return made;
  }
  const Result<std::unique_ptr<Database>> database = Database::open(path);
  if (!database) {
    return database.error();
  }
  QSqlDatabase handle = (*database)->handle();
  return prepareSchema(handle);
}

}  // namespace

Database::Database(QString connection_name, const QString& path) : m_connection_name(std::move(connection_name)) {
  QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection_name);
  database.setDatabaseName(path);
  database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyMs));
}

Database::~Database() {
  handle().close();
  QSqlDatabase::removeDatabase(m_connection_name);
}

QSqlDatabase Database::handle() const {
  return QSqlDatabase::database(m_connection_name, false);
}

Result<std::unique_ptr<Database>> Database::open(const QString& path) {
  if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE"))) {
    return Error{codes::kInternal, QStringLiteral("Qt's SQLite driver is not installed.")};
  }
  // Qt knows connections by name, for the whole process; a fresh name makes this one ours alone.
  std::unique_ptr<Database> database(new Database(QUuid::createUuid().toString(), path));
  QSqlDatabase handle = database->handle();
  const QString what = QStringLiteral("The history cannot be opened");
  if (!handle.open()) {
    return sqlError(handle.lastError(), what);
  }
  // A power cut loses at most the last moment, never the whole; a killed program loses nothing. Moving the log's pages
  // (4 KiB each) to their place costs more than all else where many files are added, so it is done seldom.
  QSqlQuery pragma(handle);
  for (const QString& setting :
       {QStringLiteral("PRAGMA synchronous = NORMAL"), QStringLiteral("PRAGMA wal_autocheckpoint = 4000")}) {
    if (!pragma.exec(setting)) {
      return sqlError(pragma.lastError(), what);
    }
  }
  return database;
}

Result<HistoryFile> HistoryFile::prepare(const Profile& profile) {
  HistoryFile file{profile.path(QStringLiteral("history.sqlite")), QString()};
  Result<void> prepared = openAndPrepare(file.path);
  if (!prepared && prepared.error().is(codes::kMalformed)) {
    const Result<QString> aside = moveAside(file.path);
    if (!aside) {
      return aside.error();
    }
    qCWarning(logHistory) << "history set aside as" << *aside << "because:" << prepared.error().detail;
    file.set_aside = *aside;
    prepared = openAndPrepare(file.path);
  }
  if (!prepared) {
    return prepared.error();
  }
  return file;
}

}  // namespace landline::history
