#include "history/schema.h"

#include <QSqlQuery>
#include <QStringList>
#include <QVariant>
#include <QVector>

#include <utility>

#include "history/sql.h"

namespace landline::history {

namespace {

Result<void> run(QSqlDatabase& database, const QString& statement) {
  QSqlQuery query(database);
  if (!query.exec(statement)) {
    return sqlError(query.lastError(), QStringLiteral("The history cannot be prepared"));
  }
  return {};
}

Result<QString> ask(QSqlDatabase& database, const QString& statement) {
  QSqlQuery query(database);
  if (!query.exec(statement) || !query.next()) {
    return sqlError(query.lastError(), QStringLiteral("The history cannot be read"));
  }
  return query.value(0).toString();
}

/// What leads from each version to the next; the first from nothing to version 1.
const QVector<QStringList>& steps() {
  static const QVector<QStringList> all{
      {QStringLiteral("CREATE TABLE received_files ("
                      " sender TEXT NOT NULL,"  // hex form of the peer
                      " title TEXT NOT NULL,"   // as announced
                      " folder TEXT NOT NULL,"  // absolute, where it was saved
                      " name TEXT NOT NULL,"    // what it is called there
                      " bytes INTEGER NOT NULL,"
                      " digest TEXT NOT NULL,"    // XXH3-128, hex
                      " at_ms INTEGER NOT NULL,"  // since 1970, UTC
                      // A path holds one file: the latest that came there is the one that counts.
                      " PRIMARY KEY (folder, name))"),
       QStringLiteral("CREATE INDEX received_files_by_title ON received_files (sender, folder, title)")},
      {QStringLiteral("ALTER TABLE received_files RENAME COLUMN title TO announced"),
       QStringLiteral("ALTER TABLE received_files ADD COLUMN transfer TEXT NOT NULL DEFAULT ''"),  // UUID; '': unknown
       QStringLiteral("CREATE TABLE transfers ("
                      " offerer TEXT NOT NULL,"    // hex form
                      " transfer TEXT NOT NULL,"   // UUID
                      " direction TEXT NOT NULL,"  // up, down
                      " stage TEXT NOT NULL,"      // offered, accepted, over
                      " peer TEXT NOT NULL,"
                      " peer_name TEXT NOT NULL,"
                      " title TEXT NOT NULL,"
                      " first TEXT NOT NULL,"      // a JSON array
                      " files INTEGER NOT NULL,"   // negative: not known
                      " bytes INTEGER NOT NULL,"   // negative: not known
                      " roots TEXT NOT NULL,"      // a JSON array of absolute paths
                      " folder TEXT NOT NULL,"     // down: where to save
                      " conflict TEXT NOT NULL,"   // down: rename, overwrite, skip
                      " save_name TEXT NOT NULL,"  // down: instead of the announced one
                      " paused_here INTEGER NOT NULL,"
                      " bytes_done INTEGER NOT NULL,"
                      " place INTEGER NOT NULL,"  // in the queue
                      " PRIMARY KEY (offerer, transfer))")},
  };
  static_assert(kSchemaVersion == 2, "each version needs its step");
  return all;
}

Result<void> migrate(QSqlDatabase& database, int from) {
  if (auto begun = run(database, QStringLiteral("BEGIN IMMEDIATE")); !begun) {
    return begun;
  }
  QStringList statements;
  for (int version = from; version < kSchemaVersion; ++version) {
    statements += steps().at(version);
  }
  statements += QStringLiteral("PRAGMA user_version = %1").arg(kSchemaVersion);
  statements += QStringLiteral("COMMIT");
  for (const QString& statement : std::as_const(statements)) {
    if (auto done = run(database, statement); !done) {
      QSqlQuery(database).exec(QStringLiteral("ROLLBACK"));
      return done;
    }
  }
  return {};
}

}  // namespace

Result<void> prepareSchema(QSqlDatabase& database) {
  // The version first: nothing is written to a database that a newer program has made.
  const auto version = ask(database, QStringLiteral("PRAGMA user_version"));
  if (!version) {
    return version.error();
  }
  const int found = version->toInt();
  if (found > kSchemaVersion) {
    return Error{codes::kUnsupported,
                 QStringLiteral("The history %1 was written by a newer version of Landline (%2; this one knows %3).")
                     .arg(database.databaseName(), QString::number(found), QString::number(kSchemaVersion))};
  }
  const auto sound = ask(database, QStringLiteral("PRAGMA quick_check(1)"));
  if (!sound) {
    return sound.error();
  }
  if (*sound != QLatin1String("ok")) {
    return Error{codes::kMalformed, QStringLiteral("The history is damaged: %1.").arg(*sound)};
  }
  // Readers do not wait for the writer.
  if (auto done = run(database, QStringLiteral("PRAGMA journal_mode = WAL")); !done) {
    return done;
  }
  return found == kSchemaVersion ? Result<void>() : migrate(database, found);
}

}  // namespace landline::history
