#include "console/windowed_run.h"

#include <QApplication>

#include "console/exit_code.h"
#include "console/process.h"
#include "widgets/raise_window.h"

namespace landline::console {

models::Overrides overridesOf(const CommonOptions& options, bool begin, const QString& address, quint16 port) {
  models::Overrides overrides;
  overrides.begin = begin;
  if (begin) {
    overrides.address = address;
    overrides.port = port;
  }
  if (!options.name.isEmpty()) {
    overrides.name = options.name;
  }
  if (!options.save_folder.isEmpty()) {
    overrides.save_folder = options.save_folder;
  }
  overrides.accept_rule = options.accept;
  overrides.discovery = options.discovery;
  overrides.discover_on = options.discover_on;
  return overrides;
}

int runWindow(widgets::ProgramWindow& window, session::Node& node, session::NodeThread& thread,
              net::SingleInstance& instance) {
  const TerminationSignals signals_of_process;
  const auto stop = [&thread] { thread.stop(); };
  QApplication::setQuitOnLastWindowClosed(false);  // the peers are told first
  // The connections end with `context`, as the references do that they hold.
  QObject context;
  QObject::connect(&window, &widgets::ProgramWindow::closed, &context, stop);
  QObject::connect(&signals_of_process, &TerminationSignals::received, &context, stop);
  QObject::connect(&node, &session::Node::stopped, &context, [] { QCoreApplication::quit(); });
  QObject::connect(&instance, &net::SingleInstance::showRequested, &context, [&window] { widgets::raise(window); });
  instance.listen();

  thread.start();
  window.show();
  QApplication::exec();
  return kExitDone;
}

}  // namespace landline::console
