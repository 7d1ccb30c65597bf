#pragma once

#include <memory>

#include "console/options.h"
#include "core/profile.h"
#include "net/single_instance.h"
#include "server/hub.h"

namespace landline::server {

/// The server with its window: runs until the window is closed. Another start on the same profile raises the window.
/// Returns the exit code.
int runWindowed(std::unique_ptr<Hub> hub, const Profile& profile, const console::ServerOptions& options,
                net::SingleInstance& instance);

}  // namespace landline::server
