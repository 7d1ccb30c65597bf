#include "console/output.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace landline::console {

namespace {

bool takesMore(int descriptor, int timeout_ms) {
  pollfd entry{descriptor, POLLOUT, 0};
  return ::poll(&entry, 1, timeout_ms) > 0;  // an error counts: write() then says which
}

}  // namespace

Output::Output(int descriptor, QObject* parent)
    : QObject(parent),
      m_descriptor(descriptor),
      m_writable(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write)) {
  m_writable->setEnabled(false);
  connect(m_writable.get(), &QSocketNotifier::activated, this, &Output::pump);
}

void Output::writeLine(const QByteArray& line) {
  if (m_given_up) {
    return;
  }
  if (m_waiting.size() + line.size() >= kMostWaiting) {
    giveUp();
    return;
  }
  m_waiting += line;
  m_waiting += '\n';
  pump();
}

void Output::pump() {
  while (m_written < m_waiting.size() && takesMore(m_descriptor, 0)) {
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(m_waiting.size() - m_written), PIPE_BUF);
    const ssize_t taken = ::write(m_descriptor, m_waiting.constData() + m_written, count);
    if (taken < 0 && errno != EINTR && errno != EAGAIN) {
      giveUp();
      return;
    }
    m_written += static_cast<int>(std::max<ssize_t>(taken, 0));
  }
  // The written part goes when it is most of it, so that a slow reader costs no more than twice what waits.
  if (m_written * 2 >= m_waiting.size()) {
    m_waiting.remove(0, m_written);
    m_written = 0;
  }
  m_writable->setEnabled(!m_waiting.isEmpty());
}

void Output::giveUp() {
  m_given_up = true;
  m_waiting.clear();
  m_written = 0;
  m_writable->setEnabled(false);
  // Not from within the call that wrote: its caller may be in the middle of something.
  QMetaObject::invokeMethod(this, &Output::failed, Qt::QueuedConnection);
}

bool Output::finish(std::chrono::milliseconds limit) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point deadline = Clock::now() + limit;
  while (!m_waiting.isEmpty() && !m_given_up) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0 || !takesMore(m_descriptor, static_cast<int>(left.count()))) {
      return false;
    }
    pump();
  }
  return !m_given_up;
}

}  // namespace landline::console
