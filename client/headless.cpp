#include "client/headless.h"

#include <utility>

#include "console/errand.h"
#include "console/headless_run.h"
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
  return run.exec([&node, &options, name] { node.connectTo(options.host, options.port, name); });
}

}  // namespace landline::client
