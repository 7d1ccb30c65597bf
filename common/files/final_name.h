#pragma once

#include <QByteArray>
#include <QString>

#include "core/result.h"
#include "files/file_system.h"
#include "files/on_taken.h"

namespace landline::files {

struct FinalName {
  QString name;
  bool replaced = false;  ///< a file of this name was there, and is gone
};

/// Renames `from` to `name`. Where that is taken:
///
/// * Rename: to the first free of `NAME (1)`, `NAME (2)`..., whatever it is taken by (a file, a folder, a link to
/// nowhere).
/// * Overwrite: a regular file is replaced in one step; anything else is kept and numbers are tried.
/// * Skip: nothing happens, `exists`.
///
/// But for Overwrite nothing is ever replaced. That a name is taken is decided by the file system's own answer at the
/// moment of renaming, so its idea of equal names holds and there is no race.
/// Errors: `exists`, `unsafe-name`, `too-many`, `permission`, `no-space`, `write-failed`.
Result<FinalName> giveFinalName(FileSystem& system, int folder, const QByteArray& from, const QString& name,
                                OnTaken on_taken);

inline constexpr int kHighestNumber = 9999;

}  // namespace landline::files
