#include "server/headless.h"

#include <utility>

#include "console/exit_code.h"
#include "console/headless_run.h"

namespace landline::server {

int runHeadless(std::unique_ptr<Hub> hub, const console::ServerOptions& options) {
  Hub& node = *hub;
  console::HeadlessRun run(std::move(hub), options.common);
  QObject::connect(&node, &session::Node::stateChanged, &run, [&run](const session::LinkState& state) {
    if (state.phase == session::LinkState::Phase::Idle && !state.error.code.isEmpty()) {
      run.end(console::kExitFailed);  // it cannot listen, and there is nobody who could choose another port
    }
  });
  return run.exec([&node, &options] {
    node.setDiscovery({options.common.discovery.value_or(true), options.common.discover_on});
    node.listen(options.address, options.port);
  });
}

}  // namespace landline::server
