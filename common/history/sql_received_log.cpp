#include "history/sql_received_log.h"

#include <QDir>
#include <QSqlError>
#include <QVariant>

#include <utility>

#include "core/logging.h"
#include "history/sql.h"

namespace landline::history {

namespace {

/// QString() would be NULL, and is a text of no characters.
QString orEmpty(const QString& text) {
  return text.isNull() ? QString(QLatin1String("")) : text;
}

}  // namespace

SqlReceivedLog::SqlReceivedLog(std::unique_ptr<Database> database, const Clock& clock)
    : m_database(std::move(database)), m_clock(clock), m_find(m_database->handle()), m_add(m_database->handle()) {
  m_find.setForwardOnly(true);
}

Result<std::unique_ptr<SqlReceivedLog>> SqlReceivedLog::open(const QString& path, const Clock& clock) {
  Result<std::unique_ptr<Database>> database = Database::open(path);
  if (!database) {
    return database.error();
  }
  std::unique_ptr<SqlReceivedLog> log(new SqlReceivedLog(std::move(*database), clock));
  for (const auto& [query, text] :
       {std::pair(&log->m_find, QStringLiteral("SELECT name, transfer, digest, bytes FROM received_files"
                                               " WHERE sender = ? AND folder = ? AND announced = ?"
                                               " ORDER BY at_ms, rowid")),
        std::pair(&log->m_add, QStringLiteral("INSERT OR REPLACE INTO received_files"
                                              " (sender, transfer, folder, announced, name, bytes, digest, at_ms)"
                                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"))}) {
    if (!query->prepare(text)) {
      return sqlError(query->lastError(), QStringLiteral("The history cannot be used"));
    }
  }
  return log;
}

/// One spelling for each folder, so that what is put in is found again.
QString SqlReceivedLog::keyOf(const QString& folder) {
  if (folder != m_folder || m_folder_key.isEmpty()) {
    m_folder = folder;
    m_folder_key = QDir::cleanPath(QDir(folder).absolutePath());
  }
  return m_folder_key;
}

QVector<session::ReceivedLog::Copy> SqlReceivedLog::copiesFrom(const PeerId& sender, const QString& folder,
                                                               const QString& announced) {
  m_find.bindValue(0, sender.hex());
  m_find.bindValue(1, keyOf(folder));
  m_find.bindValue(2, announced);
  QVector<Copy> copies;
  if (!m_find.exec()) {
    qCWarning(logHistory) << "history cannot be read:" << m_find.lastError().databaseText();
    return copies;
  }
  while (m_find.next()) {
    copies.append({m_find.value(0).toString(), m_find.value(1).toString(), m_find.value(2).toString(),
                   m_find.value(3).toLongLong()});
  }
  m_find.finish();  // or the read lock stays
  return copies;
}

Result<void> SqlReceivedLog::add(const QVector<session::ReceivedFile>& files) {
  QSqlDatabase database = m_database->handle();
  const QString what = QStringLiteral("Received files cannot be noted in the history");
  // At once for writing: a transaction that begins by reading cannot wait for another writer.
  QSqlQuery transaction(database);
  if (!transaction.exec(QStringLiteral("BEGIN IMMEDIATE"))) {
    return sqlError(transaction.lastError(), what);
  }
  const qint64 now = m_clock.utcMs();
  for (const session::ReceivedFile& file : files) {
    m_add.bindValue(0, file.sender.hex());
    m_add.bindValue(1, orEmpty(file.transfer));
    m_add.bindValue(2, keyOf(file.folder));
    m_add.bindValue(3, file.announced);
    m_add.bindValue(4, file.name);
    m_add.bindValue(5, file.bytes);
    m_add.bindValue(6, orEmpty(file.digest));
    m_add.bindValue(7, now);
    if (!m_add.exec()) {
      const Error error = sqlError(m_add.lastError(), what);
      transaction.exec(QStringLiteral("ROLLBACK"));
      return error;
    }
  }
  if (!transaction.exec(QStringLiteral("COMMIT"))) {
    const Error error = sqlError(transaction.lastError(), what);
    transaction.exec(QStringLiteral("ROLLBACK"));
    return error;
  }
  return {};
}

}  // namespace landline::history
