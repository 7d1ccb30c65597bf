#pragma once

#include <QString>

#include <chrono>
#include <memory>

#include "core/file_descriptor.h"
#include "net/connection_gate.h"

namespace landline::net {

/// A TCP connection that the listener took and whose first octet it has seen, on its way to the thread that
/// will serve it. Move-only.
struct Incoming {
  FileDescriptor descriptor;                   ///< connected, non-blocking, TCP_NODELAY; nothing has been taken from it
  QString address;                             ///< of the other side, `host:port` or `[host]:port`
  std::shared_ptr<ConnectionGate::Slot> slot;  ///< its place among the unauthenticated ones
  std::chrono::steady_clock::time_point deadline;  ///< the handshake, up to the first valid message, ends here
};

}  // namespace landline::net
