#pragma once

#include "console/command_keys.h"

/// The commands `datagram-...`: how they are read. The README documents their keys.
namespace landline::console {

Result<Command> datagramBindCommand(CommandKeys keys);
Result<Command> datagramSendCommand(CommandKeys keys);
Result<Command> datagramCloseCommand(CommandKeys keys);
Result<Command> datagramStopCommand(CommandKeys keys);

}  // namespace landline::console
