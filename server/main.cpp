#include <QCoreApplication>

#include <utility>
#include <variant>

#include "console/exit_code.h"
#include "console/options.h"
#include "console/process.h"
#include "net/host_interfaces.h"
#include "net/single_instance.h"
#include "server/headless.h"
#include "server/windowed.h"
#include "session/node.h"
#include "widgets/application.h"

namespace landline::server {

namespace {

int run(const console::ServerOptions& options) {
  const QString directory =
      options.common.profile.isEmpty() ? Profile::defaultDirectory(QStringLiteral("server")) : options.common.profile;
  const Result<Profile> profile = Profile::open(directory);
  if (!profile) {
    return console::complain(profile.error());
  }
  net::SingleInstance instance(*profile);
  if (const Result<void> taken = instance.acquire(); !taken) {
    const bool shown = !options.common.headless && instance.askFirstToShow();
    return shown ? console::kExitDone : console::complain(taken.error());
  }
  HubOptions hub_options;
  hub_options.name = options.common.name.isEmpty() ? net::hostName() : options.common.name;
  hub_options.access = options.access.value_or(trust::Access::Ask);
  hub_options.accept_rule = options.common.acceptRule();
  hub_options.save_folder = options.common.save_folder.isEmpty() ? defaultSaveFolder() : options.common.save_folder;
  Result<std::unique_ptr<Hub>> hub = Hub::create(*profile, hub_options);
  if (!hub) {
    return console::complain(hub.error());
  }
  return options.common.headless ? runHeadless(std::move(*hub), options)
                                 : runWindowed(std::move(*hub), *profile, options, instance);
}

}  // namespace

}  // namespace landline::server

int main(int argc, char** argv) {
  using namespace landline;
  console::prepareProcess();
  const QString name = QStringLiteral("landline-server");
  std::variant<console::ServerOptions, console::Answer> parsed;
  {
    // The command line is answered before a display is needed.
    const auto application =
        widgets::makeApplication(true, name, console::earlyOptions(argc, argv).language, argc, argv);
    parsed = console::parseServerOptions(QCoreApplication::arguments());
  }
  if (const auto* answer = std::get_if<console::Answer>(&parsed)) {
    return console::give(*answer);
  }
  const auto& options = std::get<console::ServerOptions>(parsed);
  const auto application = widgets::makeApplication(options.common.headless, name, options.common.language, argc, argv);
  if (!application) {
    return console::complain(application.error());
  }
  session::registerMetaTypes();
  return server::run(options);
}
