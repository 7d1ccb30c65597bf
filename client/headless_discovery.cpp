#include "client/headless_discovery.h"

#include <QTimer>

#include <utility>

#include "console/exit_code.h"
#include "console/headless_run.h"
#include "console/server_events.h"

namespace landline::client {

namespace {
constexpr std::chrono::seconds kUsualTime{3};
}

int runDiscovery(std::unique_ptr<ClientNode> client, const console::ClientOptions& options) {
  ClientNode& node = *client;
  console::HeadlessRun run(std::move(client), options.common);
  console::ServerList servers;
  QObject::connect(&node, &ClientNode::serverFound, &run, [&](const session::FoundServer& server) {
    servers.add(server);
    run.tell(console::events::serverFound(server), {});
  });
  QObject::connect(&node, &ClientNode::serverLost, &run, [&](const PeerId& server) {
    servers.remove(server);
    run.tell(console::events::serverLost(server), {});
  });
  const auto code = [&servers] { return servers.isEmpty() ? console::kExitUnreachable : console::kExitDone; };
  run.setCodeWhenTold(code);
  QTimer time;
  time.setSingleShot(true);
  QObject::connect(&time, &QTimer::timeout, &run, [&] {
    run.tell({}, servers.text());
    run.end(code());
  });
  time.start(options.timeout.value_or(kUsualTime));
  return run.exec([&node, also_on = options.common.discover_on] { node.setDiscovery({true, also_on}); });
}

}  // namespace landline::client
