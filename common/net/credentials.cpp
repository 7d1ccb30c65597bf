#include "net/credentials.h"

#include <utility>

namespace landline::net {

Result<Credentials> openCredentials(const Profile& profile) {
  Result<trust::Identity> identity = trust::Identity::loadOrCreate(profile);
  if (!identity) {
    return identity.error();
  }
  Result<trust::KnownPeers> known = trust::KnownPeers::open(profile);
  if (!known) {
    return known.error();
  }
  Result<std::shared_ptr<const TlsContext>> tls = TlsContext::create(*identity);
  if (!tls) {
    return tls.error();
  }
  return Credentials{std::move(*identity), std::move(*known), std::move(*tls)};
}

}  // namespace landline::net
