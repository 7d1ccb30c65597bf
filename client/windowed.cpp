#include "client/windowed.h"

#include <QApplication>

#include <utility>

#include "client/client_window.h"
#include "console/exit_code.h"
#include "console/process.h"
#include "session/node_thread.h"
#include "widgets/raise_window.h"

namespace landline::client {

namespace {

ClientOverrides overridesOf(const console::ClientOptions& options) {
  ClientOverrides overrides;
  overrides.connect = options.connect;
  if (options.connect) {
    overrides.host = options.host;
    overrides.port = options.port;
  }
  if (!options.common.name.isEmpty()) {
    overrides.name = options.common.name;
  }
  if (!options.common.save_folder.isEmpty()) {
    overrides.save_folder = options.common.save_folder;
  }
  overrides.accept_rule = options.common.accept;
  return overrides;
}

}  // namespace

int runWindowed(std::unique_ptr<ClientNode> client, const Profile& profile, const console::ClientOptions& options,
                net::SingleInstance& instance) {
  ClientNode& node = *client;
  const SystemClock clock;
  session::NodeThread thread(std::move(client));
  ClientWindow window(node, clock, profile.path(QStringLiteral("settings.ini")), overridesOf(options));
  const console::TerminationSignals signals_of_process;

  QApplication::setQuitOnLastWindowClosed(false);  // the server is told first
  QObject::connect(&window, &ClientWindow::closed, qApp, [&thread] { thread.stop(); });
  QObject::connect(&signals_of_process, &console::TerminationSignals::received, qApp, [&thread] { thread.stop(); });
  QObject::connect(&node, &session::Node::stopped, qApp, &QCoreApplication::quit);
  QObject::connect(&instance, &net::SingleInstance::showRequested, &window, [&window] { widgets::raise(window); });
  instance.listen();

  thread.start();
  window.show();
  QApplication::exec();
  return console::kExitDone;
}

}  // namespace landline::client
