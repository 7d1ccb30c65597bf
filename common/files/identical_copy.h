#pragma once

#include <QString>
#include <QStringList>

#include "files/file_system.h"

namespace landline::files {

/// The first of `names` in `folder` that is a regular file (no link) of exactly `size` octets with this digest, and is
/// safely on the disk; empty where there is none. Reads every one of that size to its end, so it takes its time.
QString findIdenticalCopy(FileSystem& system, int folder, const QStringList& names, qint64 size, const QString& digest);

}  // namespace landline::files
