#include "client/headless.h"

#include <utility>

#include "console/errand.h"
#include "console/headless_run.h"
#include "console/server_events.h"
#include "net/host_interfaces.h"

namespace landline::client {

int runHeadless(std::unique_ptr<ClientNode> client, const console::ClientOptions& options) {
  ClientNode& node = *client;
  console::HeadlessRun run(std::move(client), options.common);
  console::Orders orders;
  orders.to = options.to;
  orders.messages = options.messages;
  orders.files = options.files;
  orders.stay = options.stay;
  orders.can_answer = options.common.json;
  orders.timeout = options.timeout;
  const console::Errand errand(node, orders);
  run.setCodeWhenTold([&errand] { return errand.codeIfLeft(); });
  QObject::connect(&errand, &console::Errand::finished, &run, [&run](int exit_code, const Error& why) {
    if (!why.code.isEmpty()) {
      run.showError(why);
    }
    run.end(exit_code);
  });
  const QString name = options.common.name.isEmpty() ? net::hostName() : options.common.name;
  if (options.common.discovery.value_or(false)) {
    QObject::connect(&node, &ClientNode::serverFound, &run, [&run](const session::FoundServer& server) {
      run.tell(console::events::serverFound(server), console::ServerList::lineOf(server));
    });
    QObject::connect(&node, &ClientNode::serverLost, &run,
                     [&run](const PeerId& server) { run.tell(console::events::serverLost(server), {}); });
  }
  return run.exec([&node, &options, name] {
    node.setDiscovery({options.common.discovery.value_or(false), options.common.discover_on});
    if (options.plain) {
      node.connectPlain(options.host, options.port);
    } else {
      node.connectTo(options.host, options.port, name);
    }
  });
}

}  // namespace landline::client
