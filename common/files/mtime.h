#pragma once

#include <QtGlobal>

namespace landline::files {

/// A modification time as it may be given to a file: not before 1970, and not more than a day after `now_ms`
/// (clocks differ; a file from next year would confuse every tool that compares times).
qint64 clampedMtimeMs(qint64 mtime_ms, qint64 now_ms);

/// Gives what is open as `descriptor` this modification time, clamped; when it was read last stays. False: errno says
/// why.
bool setMtime(int descriptor, qint64 mtime_ms, qint64 now_ms);

}  // namespace landline::files
