#include <QCoreApplication>

#include <utility>
#include <variant>

#include "client/headless.h"
#include "client/windowed.h"
#include "console/exit_code.h"
#include "console/options.h"
#include "console/process.h"
#include "net/host_interfaces.h"
#include "net/single_instance.h"
#include "session/node.h"
#include "widgets/application.h"

namespace landline::client {

namespace {

int run(const console::ClientOptions& options) {
  const QString directory =
      options.common.profile.isEmpty() ? Profile::defaultDirectory(QStringLiteral("client")) : options.common.profile;
  const Result<Profile> profile = Profile::open(directory);
  if (!profile) {
    return console::complain(profile.error());
  }
  net::SingleInstance instance(*profile);
  if (const Result<void> taken = instance.acquire(); !taken) {
    const bool shown = !options.common.headless && instance.askFirstToShow();
    return shown ? console::kExitDone : console::complain(taken.error());
  }
  ClientOptions node_options;
  node_options.accept_rule = options.common.acceptRule();
  node_options.save_folder = options.common.save_folder.isEmpty() ? defaultSaveFolder() : options.common.save_folder;
  Result<std::unique_ptr<ClientNode>> client = ClientNode::create(*profile, node_options);
  if (!client) {
    return console::complain(client.error());
  }
  return options.common.headless ? runHeadless(std::move(*client), options)
                                 : runWindowed(std::move(*client), *profile, options, instance);
}

}  // namespace

}  // namespace landline::client

int main(int argc, char** argv) {
  using namespace landline;
  console::prepareProcess();
  const QString name = QStringLiteral("landline-client");
  std::variant<console::ClientOptions, console::Answer> parsed;
  {
    // The command line is answered before a display is needed.
    const auto application =
        widgets::makeApplication(true, name, console::earlyOptions(argc, argv).language, argc, argv);
    parsed = console::parseClientOptions(QCoreApplication::arguments());
  }
  if (const auto* answer = std::get_if<console::Answer>(&parsed)) {
    return console::give(*answer);
  }
  const auto& options = std::get<console::ClientOptions>(parsed);
  const auto application = widgets::makeApplication(options.common.headless, name, options.common.language, argc, argv);
  if (!application) {
    return console::complain(application.error());
  }
  session::registerMetaTypes();
  return client::run(options);
}
