#pragma once

namespace landline::net {

/// Raises the soft limit of open descriptors to the hard one; called once at start. Returns the limit that
/// now holds (0 where it is unknown).
long raiseDescriptorLimit();

}  // namespace landline::net
