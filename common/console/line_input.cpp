#include "console/line_input.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace landline::console {

LineInput::LineInput(int descriptor, QObject* parent)
    : QObject(parent),
      m_descriptor(descriptor),
      m_readable(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read)) {
  connect(m_readable.get(), &QSocketNotifier::activated, this, &LineInput::readSome);
}

void LineInput::readSome() {
  char octets[16 * 1024];
  const ssize_t count = ::read(m_descriptor, octets, sizeof octets);
  if (count > 0) {
    take(octets, static_cast<int>(count));
  } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
    // An input that fails has ended: there is nobody whom an error could help.
    m_readable->setEnabled(false);
    endLine();
    Q_EMIT ended();
  }
}

void LineInput::take(const char* octets, int count) {
  const char* const end = octets + count;
  while (octets != end) {
    const char* const line_end = std::find(octets, end, '\n');
    if (!m_skipping) {
      m_line.append(octets, static_cast<int>(line_end - octets));
      if (m_line.size() > kLongestLine) {
        m_skipping = true;
        m_line.clear();
        Q_EMIT tooLong();
      }
    }
    if (line_end == end) {
      return;
    }
    endLine();
    octets = line_end + 1;
  }
}

void LineInput::endLine() {
  QByteArray line = std::exchange(m_line, {});
  if (std::exchange(m_skipping, false)) {
    return;
  }
  if (line.endsWith('\r')) {
    line.chop(1);
  }
  if (!line.isEmpty()) {
    Q_EMIT lineRead(line);
  }
}

}  // namespace landline::console
