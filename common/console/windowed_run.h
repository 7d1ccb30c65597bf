#pragma once

#include "console/options.h"
#include "models/preferences.h"
#include "net/single_instance.h"
#include "session/node_thread.h"
#include "widgets/program_window.h"

namespace landline::console {

/// Puts into `overrides` what both programs' command lines say in place of what their windows remember.
void takeOverrides(const CommonOptions& options, models::Overrides& overrides);

/// One run of either program with its window, from its first sight to the orderly end of `node`, which lives in
/// `thread`: until the window is closed or the process is told to end. Meanwhile another start on the same profile
/// raises the window. Returns the exit code.
int runWindow(widgets::ProgramWindow& window, session::Node& node, session::NodeThread& thread,
              net::SingleInstance& instance);

}  // namespace landline::console
