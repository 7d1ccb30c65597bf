#pragma once

#include "console/options.h"
#include "models/preferences.h"
#include "net/single_instance.h"
#include "session/node_thread.h"
#include "widgets/program_window.h"

namespace landline::console {

/// What both programs' command lines say in place of what their windows remember. `address` and `port` were given where
/// `begin` is true.
models::Overrides overridesOf(const CommonOptions& options, bool begin, const QString& address, quint16 port);

/// One run of either program with its window, from its first sight to the orderly end of `node`, which lives in
/// `thread`: until the window is closed or the process is told to end. Meanwhile another start on the same profile
/// raises the window. Returns the exit code.
int runWindow(widgets::ProgramWindow& window, session::Node& node, session::NodeThread& thread,
              net::SingleInstance& instance);

}  // namespace landline::console
