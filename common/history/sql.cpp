#include "history/sql.h"

namespace landline::history {

namespace {

// The primary result codes of SQLite, which stand in the low eight bits of the extended ones.
enum SqliteCode { kPerm = 3, kReadOnly = 8, kCorrupt = 11, kCantOpen = 14, kAuth = 23, kNotADatabase = 26 };

QLatin1String codeOf(int sqlite_code) {
  switch (sqlite_code & 0xFF) {
    case kCorrupt:
    case kNotADatabase:
      return codes::kMalformed;
    case kPerm:
    case kReadOnly:
    case kCantOpen:
    case kAuth:
      return codes::kPermission;
    default:
      return codes::kInternal;
  }
}

}  // namespace

Error sqlError(const QSqlError& error, const QString& what) {
  return {codeOf(error.nativeErrorCode().toInt()), QStringLiteral("%1: %2.").arg(what, error.databaseText())};
}

}  // namespace landline::history
