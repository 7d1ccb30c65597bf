#include "session/slow_watch.h"

#include <algorithm>
#include <ctime>

namespace landline::session {

namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

// The words of `slow`
const QLatin1String kDisk("disk");
const QLatin1String kProcessor("processor");

/// What this thread has worked so far.
qint64 workedNs() {
  timespec time{};
  return ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 ? qint64{time.tv_sec} * 1'000'000'000 + time.tv_nsec : 0;
}

}  // namespace

std::optional<QString> SlowWatch::news(steady_clock::time_point now) {
  if (now - m_since < m_interval) {
    return {};
  }
  const auto passed = static_cast<double>(nanoseconds(now - m_since).count());
  const Waited waited{m_progress.waited_stream_ns, m_progress.waited_disk_ns, m_progress.waited_limit_ns};
  const auto share = [passed](qint64 after, qint64 before) { return static_cast<double>(after - before) / passed; };
  const double disk = share(waited.disk, m_before.disk);
  const double all = disk + share(waited.stream, m_before.stream) + share(waited.limit, m_before.limit);
  m_since = now;
  m_before = waited;
  QString slow;
  if (disk > 0.5) {
    slow = kDisk;
  } else if (all < 0.1) {
    slow = kProcessor;
  }
  if (slow == m_told) {
    return {};
  }
  m_told = slow;
  return slow;
}

void notePeerSlow(TransferProgress& progress, const QString& slow) {
  progress.peer_waits_for_disk = slow == kDisk;
  progress.peer_waits_for_processor = slow == kProcessor;
}

WaitingTime::WaitingTime(std::atomic<qint64>& nanoseconds_waited)
    : m_nanoseconds(nanoseconds_waited), m_begin(steady_clock::now()), m_worked(workedNs()) {}

WaitingTime::~WaitingTime() {
  const qint64 passed = nanoseconds(steady_clock::now() - m_begin).count();
  m_nanoseconds.fetch_add(std::max<qint64>(0, passed - (workedNs() - m_worked)), std::memory_order_relaxed);
}

}  // namespace landline::session
