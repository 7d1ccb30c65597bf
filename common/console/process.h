#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

#include "console/options.h"
#include "core/error.h"

namespace landline::console {

/// What both programs want of their process before anything else: writes to a closed pipe fail instead of killing it,
/// and as many descriptors as the system allows.
void prepareProcess();

/// Prints what a command line is answered with, and returns its exit code: for main().
int give(const Answer& answer);

/// Prints why the program cannot start, and returns the exit code for it: for main().
int complain(const Error& error);

/// SIGINT and SIGTERM as a signal of Qt: a program that is told to end says goodbye to its peers first. A second one
/// ends it at once. At most one object of this class at a time.
class TerminationSignals : public QObject {
  Q_OBJECT

 public:
  explicit TerminationSignals(QObject* parent = nullptr);
  ~TerminationSignals() override;

 Q_SIGNALS:
  void received();

 private:
  std::array<int, 2> m_pipe{-1, -1};
  std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace landline::console
