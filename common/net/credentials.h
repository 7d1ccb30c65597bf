#pragma once

#include <memory>

#include "core/profile.h"
#include "core/result.h"
#include "net/tls_context.h"
#include "trust/identity.h"
#include "trust/known_peers.h"

namespace landline::net {

/// Who a node is and whom it knows: what its profile keeps that connections need. Move-only.
struct Credentials {
  trust::Identity identity;
  trust::KnownPeers known;
  std::shared_ptr<const TlsContext> tls;
};

/// Opens what the profile keeps, and makes it on the first start. Errors: those of Identity, KnownPeers, TlsContext.
Result<Credentials> openCredentials(const Profile& profile);

}  // namespace landline::net
