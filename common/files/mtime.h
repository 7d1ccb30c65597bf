#pragma once

#include <QtGlobal>
#include <sys/stat.h>

namespace landline::files {

/// A modification time as it may be given to a file: not before 1970, and not more than a day after `now_ms`
/// (clocks differ; a file from next year would confuse every tool that compares times).
qint64 clampedMtimeMs(qint64 mtime_ms, qint64 now_ms);

/// The time of `status` since 1970, UTC, rounded down also before 1970, so that a time survives being sent and set.
qint64 mtimeMs(const struct stat& status);

/// Gives what is open as `descriptor` this modification time, clamped; when it was read last stays. False: errno says
/// why.
bool setMtime(int descriptor, qint64 mtime_ms, qint64 now_ms);

}  // namespace landline::files
