#pragma once

#include <QSqlQuery>

#include <memory>

#include "core/clock.h"
#include "history/database.h"
#include "session/received_log.h"

namespace landline::history {

/// The ReceivedLog in the history: a connection of its own, for the thread that opened it.
///
/// The record decides what a sender may learn: a file that is sent again is compared with files that this very
/// sender has sent before, and with no others, so that guessing names yields nothing about other people's files.
class SqlReceivedLog final : public session::ReceivedLog {
 public:
  /// `clock` outlives the log. Errors: those of Database::open(), and `internal` where a table is missing.
  static Result<std::unique_ptr<SqlReceivedLog>> open(const QString& path, const Clock& clock);

  QVector<Copy> copiesFrom(const PeerId& sender, const QString& folder, const QString& announced) override;
  Result<void> add(const QVector<session::ReceivedFile>& files) override;

 private:
  SqlReceivedLog(std::unique_ptr<Database> database, const Clock& clock);

  QString keyOf(const QString& folder);

  const std::unique_ptr<Database> m_database;  // first: the statements must go before it
  const Clock& m_clock;
  QSqlQuery m_find;
  QSqlQuery m_add;
  QString m_folder;  // the last one asked for, and its one spelling
  QString m_folder_key;
};

}  // namespace landline::history
