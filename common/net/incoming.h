#pragma once

#include <QString>

#include <chrono>
#include <memory>

#include "core/file_descriptor.h"
#include "net/connection_gate.h"

namespace landline::net {

/// A TCP connection that the listener took, on its way to the thread that will serve it. The listener has seen its
/// first octet, or, of a plain peer, waited for it long enough. Move-only.
struct Incoming {
  FileDescriptor descriptor;                   ///< connected, non-blocking, TCP_NODELAY; nothing has been taken from it
  QString address;                             ///< of the other side, `host:port` or `[host]:port`
  std::shared_ptr<ConnectionGate::Slot> slot;  ///< its place: until its peer is known; a plain peer's as long as it is
  std::chrono::steady_clock::time_point deadline;  ///< the handshake, up to the first valid message, ends here
};

}  // namespace landline::net
