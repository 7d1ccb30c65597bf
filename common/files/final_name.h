#pragma once

#include <QByteArray>
#include <QString>

#include "core/result.h"
#include "files/file_system.h"

namespace landline::files {

/// Renames `from` to `name`, or where that is taken (by whatever: a file, a folder, a link to nowhere) to the first
/// free of `NAME (1)`, `NAME (2)`..., without ever replacing anything. That a name is taken is decided by the file
/// system's own answer at the moment of renaming, so its idea of equal names holds and there is no race.
/// Returns the name that it became. Errors: `unsafe-name`, `too-many`, `permission`, `no-space`, `write-failed`.
Result<QString> giveFinalName(FileSystem& system, int folder, const QByteArray& from, const QString& name);

inline constexpr int kHighestNumber = 9999;

}  // namespace landline::files
