#include <utility>

#include "client/headless.h"
#include "client/headless_discovery.h"
#include "client/headless_doctor.h"
#include "client/windowed.h"
#include "console/program.h"

namespace landline {

namespace {

int run(const console::ClientOptions& options) {
  const console::CommonOptions& common = options.common;
  return console::runInProfile(
      common, QStringLiteral("client"), [&](const Profile& profile, net::SingleInstance& instance) -> int {
        client::ClientOptions node_options;
        node_options.name = common.name;
        node_options.accept_rule = common.acceptRule();
        node_options.save_folder = common.save_folder.isEmpty() ? defaultSaveFolder() : common.save_folder;
        Result<std::unique_ptr<client::ClientNode>> node = client::ClientNode::create(profile, node_options);
        if (!node) {
          return console::complain(node.error());
        }
        if (options.doctor) {
          return client::runDoctor(std::move(*node), options);
        }
        if (options.discover) {
          return client::runDiscovery(std::move(*node), options);
        }
        return common.headless ? client::runHeadless(std::move(*node), options)
                               : client::runWindowed(std::move(*node), profile, options, instance);
      });
}

}  // namespace

}  // namespace landline

int main(int argc, char** argv) {
  return landline::console::runProgram(argc, argv, QStringLiteral("landline-client"),
                                       landline::console::parseClientOptions, landline::run);
}
