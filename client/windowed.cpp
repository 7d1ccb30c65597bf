#include "client/windowed.h"

#include <utility>

#include "client/client_window.h"
#include "console/windowed_run.h"

namespace landline::client {

namespace {

ClientOverrides overridesOf(const console::ClientOptions& options) {
  ClientOverrides overrides;
  console::takeOverrides(options.common, overrides);
  overrides.connect = options.connect;
  if (options.connect) {
    overrides.host = options.host;
    overrides.port = options.port;
  }
  return overrides;
}

}  // namespace

int runWindowed(std::unique_ptr<ClientNode> client, const Profile& profile, const console::ClientOptions& options,
                net::SingleInstance& instance) {
  ClientNode& node = *client;
  const SystemClock clock;
  session::NodeThread thread(std::move(client));
  ClientWindow window(node, clock, profile.path(QStringLiteral("settings.ini")), overridesOf(options));
  return console::runWindow(window, node, thread, instance);
}

}  // namespace landline::client
