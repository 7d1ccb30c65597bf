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
  };
  static_assert(kSchemaVersion == 1, "each version needs its step");
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
  // Readers do not wait for the writer, and a power cut loses at most the last moment, never the whole.
  for (const QString& pragma :
       {QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = NORMAL")}) {
    if (auto done = run(database, pragma); !done) {
      return done;
    }
  }
  return found == kSchemaVersion ? Result<void>() : migrate(database, found);
}

}  // namespace landline::history
