#pragma once

#include <QSqlDatabase>
#include <QString>

#include <memory>

#include "core/profile.h"
#include "core/result.h"

namespace landline::history {

/// One connection to the history, for the thread that opened it. SQLite lets many read while one writes; a writer waits
/// for another for some seconds.
class Database {
 public:
  /// The file must have been prepared. Errors: `permission`, `internal`, `malformed`.
  static Result<std::unique_ptr<Database>> open(const QString& path);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  QSqlDatabase handle() const;

 private:
  Database(QString connection_name, const QString& path);

  QString m_connection_name;
};

/// The file that a program keeps its past in: which finished files came from whom, and the transfers that are not over.
/// An SQLite database in the profile, `history.sqlite`, readable by its owner only.
struct HistoryFile {
  QString path;
  QString set_aside;  ///< where the damaged one is that was put aside; empty: it was sound

  /// Makes or migrates it, once for each start of the program, before anybody opens it. A damaged database is set aside
  /// as `history.sqlite.bad-1` (-2, ...) and a new one is begun: history is worth less than a program that starts. One
  /// that a newer version of the program has written is left as it is and refused.
  /// Errors: `unsupported` (newer), `permission`, `internal` (the driver or the disk).
  static Result<HistoryFile> prepare(const Profile& profile);
};

}  // namespace landline::history
