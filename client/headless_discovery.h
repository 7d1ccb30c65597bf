#pragma once

#include <memory>

#include "client/client_node.h"
#include "console/options.h"

namespace landline::client {

/// `--discover`: lists the servers nearby and leaves. kExitUnreachable where there are none.
int runDiscovery(std::unique_ptr<ClientNode> client, const console::ClientOptions& options);

}  // namespace landline::client
