#pragma once

#include <QSqlError>
#include <QString>

#include "core/error.h"

namespace landline::history {

/// `malformed` where SQLite says that the file is damaged or no database at all, else `permission` or `internal`.
/// `what` says in one sentence without its full stop what could not be done.
Error sqlError(const QSqlError& error, const QString& what);

}  // namespace landline::history
