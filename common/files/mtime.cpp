#include "files/mtime.h"

#include <algorithm>

namespace landline::files {

qint64 clampedMtimeMs(qint64 mtime_ms, qint64 now_ms) {
  constexpr qint64 kDayMs = 24 * 3600 * 1000;
  return std::clamp(mtime_ms, qint64{0}, std::max(qint64{0}, now_ms) + kDayMs);
}

qint64 mtimeMs(const struct stat& status) {
  return qint64(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

bool setMtime(int descriptor, qint64 mtime_ms, qint64 now_ms) {
  const qint64 clamped = clampedMtimeMs(mtime_ms, now_ms);
  timespec times[2] = {};
  times[0].tv_nsec = UTIME_OMIT;
  times[1].tv_sec = time_t(clamped / 1000);
  times[1].tv_nsec = long(clamped % 1000) * 1'000'000;
  return ::futimens(descriptor, times) == 0;
}

}  // namespace landline::files
