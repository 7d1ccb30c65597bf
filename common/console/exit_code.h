#pragma once

#include "core/error.h"

namespace landline::console {

/// What the programs return to the shell. Scripts rely on the figures; the README lists them.
enum ExitCode : int {
  kExitDone = 0,
  kExitFailed = 1,
  kExitUsage = 2,
  kExitUnreachable = 3,
  kExitRefused = 4,      ///< denied, kicked, declined, or another key than the pinned one
  kExitNotVerified = 5,  ///< a file arrived other than it was sent
};

/// The code for what went wrong: kExitFailed for everything that has none of its own, kExitDone where `error` is empty.
ExitCode exitCodeFor(const Error& error);

}  // namespace landline::console
