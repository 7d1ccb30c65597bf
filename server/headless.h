#pragma once

#include <memory>

#include "console/options.h"
#include "server/hub.h"

namespace landline::server {

/// The server without a window (`--headless`): runs until it is told to end. Returns the exit code.
int runHeadless(std::unique_ptr<Hub> hub, const console::ServerOptions& options);

}  // namespace landline::server
