#include "client/windowed.h"

#include <utility>

#include "client/client_window.h"
#include "console/windowed_run.h"

namespace landline::client {

int runWindowed(std::unique_ptr<ClientNode> client, const Profile& profile, const console::ClientOptions& options,
                net::SingleInstance& instance) {
  ClientNode& node = *client;
  const SystemClock clock;
  session::NodeThread thread(std::move(client));
  ClientOverrides overrides{console::overridesOf(options.common, options.connect, options.host, options.port), {}};
  if (options.connect || options.plain) {
    overrides.plain = options.plain;  // a server that is named without --plain is an encrypted one
  }
  ClientWindow window(node, clock, profile.path(QStringLiteral("settings.ini")), overrides);
  return console::runWindow(window, node, thread, instance);
}

}  // namespace landline::client
