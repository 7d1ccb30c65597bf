#pragma once

namespace landline::net {

/// What the first octet of a connection says (PROTOCOL.md, "Connections"); everything else is a plain peer.
constexpr char kTlsFirst = 0x16;   ///< a control connection: the type of a TLS handshake record
constexpr char kDataFirst = 0x01;  ///< a data connection: TLS follows

}  // namespace landline::net
