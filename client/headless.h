#pragma once

#include <memory>

#include "client/client_node.h"
#include "console/options.h"

namespace landline::client {

/// The client without a window (`--headless`): does what it was told, leaves when that is done (or stays), and returns
/// the exit code.
int runHeadless(std::unique_ptr<ClientNode> client, const console::ClientOptions& options);

}  // namespace landline::client
