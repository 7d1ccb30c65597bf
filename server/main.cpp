#include <QCoreApplication>

#include <utility>

#include "console/exit_code.h"
#include "console/options.h"
#include "console/process.h"
#include "net/single_instance.h"
#include "server/headless.h"
#include "server/windowed.h"
#include "session/node.h"
#include "widgets/application.h"
#include "widgets/language.h"

int main(int argc, char** argv) {
  using namespace landline;
  console::prepareProcess();
  const console::EarlyOptions early = console::earlyOptions(argc, argv);
  const auto application = widgets::makeApplication(early.headless, QStringLiteral("landline-server"), argc, argv);
  widgets::installLanguage(*application, early.language);
  session::registerMetaTypes();

  const auto parsed = console::parseServerOptions(QCoreApplication::arguments());
  if (const auto* answer = std::get_if<console::Answer>(&parsed)) {
    return console::give(*answer);
  }
  const auto& options = std::get<console::ServerOptions>(parsed);
  const QString directory = options.common.profile.isEmpty()
                                ? Profile::defaultDirectory(QStringLiteral("server"))
                                : options.common.profile;
  const Result<Profile> profile = Profile::open(directory);
  if (!profile) {
    return console::complain(profile.error());
  }
  net::SingleInstance instance(*profile);
  if (const Result<void> taken = instance.acquire(); !taken) {
    const bool shown = !options.common.headless && instance.askFirstToShow();
    return shown ? console::kExitDone : console::complain(taken.error());
  }

  server::HubOptions hub_options = options.common.headless ? server::headlessOptions(options)
                                                           : server::windowedOptions(*profile, options);
  Result<std::unique_ptr<server::Hub>> hub = server::Hub::create(*profile, hub_options);
  if (!hub) {
    return console::complain(hub.error());
  }
  if (options.common.headless) {
    return server::runHeadless(std::move(*hub), options);
  }
  return server::runWindowed(std::move(*hub), *profile, options, instance);
}
