#pragma once

#include <memory>

#include "client/client_node.h"
#include "console/options.h"
#include "core/profile.h"
#include "net/single_instance.h"

namespace landline::client {

/// The client with its window: runs until the window is closed. Another start on the same profile raises the window.
/// Returns the exit code.
int runWindowed(std::unique_ptr<ClientNode> client, const Profile& profile, const console::ClientOptions& options,
                net::SingleInstance& instance);

}  // namespace landline::client
