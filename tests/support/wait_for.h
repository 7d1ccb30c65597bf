#pragma once

#include <functional>

namespace landline::test {

/// Runs the event loop until `condition` holds, at most `timeout_ms`. Returns whether it held. A test waits for
/// what it needs, never for a length of time; the timeout only bounds a failure.
bool waitFor(const std::function<bool()>& condition, int timeout_ms = 20'000);

}  // namespace landline::test
