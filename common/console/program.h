#pragma once

#include <QCoreApplication>

#include <functional>
#include <variant>

#include "console/options.h"
#include "console/process.h"
#include "core/profile.h"
#include "net/single_instance.h"
#include "session/node.h"
#include "widgets/application.h"

namespace landline::console {

/// Opens the profile that the options name, or else the default one of `program` ("client", "server"), makes sure that
/// no other instance has it, and calls `run` with both. Where another instance has it, that one's window is raised.
/// Returns the exit code.
int runInProfile(const CommonOptions& options, const QString& program,
                 const std::function<int(const Profile& profile, net::SingleInstance& instance)>& run);

/// main() of either program, from its arguments to its exit code. `name` is that of the program and its desktop file.
template <typename Options>
int runProgram(int argc, char** argv, const QString& name,
               std::variant<Options, Answer> (*parse)(const QStringList& arguments),
               int (*run)(const Options& options)) {
  prepareProcess();
  std::variant<Options, Answer> parsed;
  {
    // The command line is answered before a display is needed.
    const auto application = widgets::makeApplication(true, name, earlyOptions(argc, argv).language, argc, argv);
    parsed = parse(QCoreApplication::arguments());
  }
  if (const auto* answer = std::get_if<Answer>(&parsed)) {
    return give(*answer);
  }
  const Options& options = std::get<Options>(parsed);
  const auto application = widgets::makeApplication(options.common.headless, name, options.common.language, argc, argv);
  if (!application) {
    return complain(application.error());
  }
  session::registerMetaTypes();
  return run(options);
}

}  // namespace landline::console
