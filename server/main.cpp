#include <utility>

#include "console/program.h"
#include "net/host_interfaces.h"
#include "server/headless.h"
#include "server/windowed.h"

namespace landline {

namespace {

int run(const console::ServerOptions& options) {
  const console::CommonOptions& common = options.common;
  return console::runInProfile(
      common, QStringLiteral("server"), [&](const Profile& profile, net::SingleInstance& instance) -> int {
        server::HubOptions hub_options;
        hub_options.name = common.name.isEmpty() ? net::hostName() : common.name;
        hub_options.access = options.access.value_or(trust::Access::Ask);
        hub_options.plain_mode = options.plain.value_or(session::PlainMode::Off);
        hub_options.accept_rule = common.acceptRule();
        hub_options.save_folder = common.save_folder.isEmpty() ? defaultSaveFolder() : common.save_folder;
        Result<std::unique_ptr<server::Hub>> hub = server::Hub::create(profile, hub_options);
        if (!hub) {
          return console::complain(hub.error());
        }
        return common.headless ? server::runHeadless(std::move(*hub), options)
                               : server::runWindowed(std::move(*hub), profile, options, instance);
      });
}

}  // namespace

}  // namespace landline

int main(int argc, char** argv) {
  return landline::console::runProgram(argc, argv, QStringLiteral("landline-server"),
                                       landline::console::parseServerOptions, landline::run);
}
