#pragma once

#include <QByteArray>

#include "core/peer_id.h"
#include "core/result.h"

namespace landline::trust {

/// Who presents this certificate (DER): the SHA-256 of its public key. It must be well formed, carry a P-256
/// key (named curve, uncompressed point), be signed by itself with ecdsa-with-SHA256, and the signature must
/// hold; anything else is `bad-certificate` with what is wrong. Dates and names are not looked at: a peer is
/// its key, and clocks may be years off (design.md "Identity").
Result<PeerId> peerOfCertificate(const QByteArray& der);

}  // namespace landline::trust
