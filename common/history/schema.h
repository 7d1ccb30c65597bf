#pragma once

#include <QSqlDatabase>

#include "core/result.h"

namespace landline::history {

/// The version of the tables that this program reads and writes (`PRAGMA user_version`).
inline constexpr int kSchemaVersion = 2;

/// Brings the open database to kSchemaVersion: makes the tables in a new one, changes those of an older version.
/// All or nothing, in one transaction. Errors: `unsupported` (the database is newer), `malformed` (it is damaged, or
/// no database), `internal`.
Result<void> prepareSchema(QSqlDatabase& database);

}  // namespace landline::history
