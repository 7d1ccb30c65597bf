#include "console/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "console/exit_code.h"
#include "core/logging.h"
#include "net/descriptor_limit.h"

namespace landline::console {

namespace {

// A signal handler has no argument of its own, so this is the one place where the program keeps something global. (A
// signalfd would not need it, but a blocked signal stays blocked in every program that this one starts.)
volatile std::sig_atomic_t signal_pipe = -1;

extern "C" void onTermination(int number) {
  const int saved_errno = errno;
  const char octet = 0;
  if (::write(signal_pipe, &octet, 1) != 1) {
    std::_Exit(128 + number);
  }
  std::signal(number, SIG_DFL);  // the next one ends the program at once
  errno = saved_errno;
}

}  // namespace

void prepareProcess() {
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): it cannot fail for this signal
  net::raiseDescriptorLimit();
}

int give(const Answer& answer) {
  std::fputs(qUtf8Printable(answer.text), answer.exit_code == kExitDone ? stdout : stderr);
  return answer.exit_code;
}

int complain(const Error& error) {
  std::fputs(qUtf8Printable(error.detail + QLatin1Char('\n')), stderr);
  return exitCodeFor(error);
}

TerminationSignals::TerminationSignals(QObject* parent) : QObject(parent) {
  if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    qCWarning(logApp, "Signals cannot be watched: the program ends at once when it is told to.");
    return;
  }
  signal_pipe = m_pipe[1];
  m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
  connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
    m_notifier->setEnabled(false);
    Q_EMIT received();
  });
  std::signal(SIGINT, onTermination);   // NOLINT(cert-err33-c)
  std::signal(SIGTERM, onTermination);  // NOLINT(cert-err33-c)
}

TerminationSignals::~TerminationSignals() {
  std::signal(SIGINT, SIG_DFL);   // NOLINT(cert-err33-c)
  std::signal(SIGTERM, SIG_DFL);  // NOLINT(cert-err33-c)
  signal_pipe = -1;
  for (const int descriptor : m_pipe) {
    if (descriptor >= 0) {
      ::close(descriptor);
    }
  }
}

}  // namespace landline::console
