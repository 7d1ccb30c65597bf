#pragma once

#include <memory>

#include "client/client_node.h"
#include "console/options.h"

namespace landline::client {

/// `--doctor`: examines the way to the server of --connect and leaves. kExitDone where all is well, else kExitFailed.
int runDoctor(std::unique_ptr<ClientNode> client, const console::ClientOptions& options);

}  // namespace landline::client
