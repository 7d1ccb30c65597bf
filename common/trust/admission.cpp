#include "trust/admission.h"

namespace landline::trust {

Admission decideAdmission(Access access, const KnownPeers& known, const PeerId& peer) {
  if (known.isBlocked(peer)) {
    return Admission::Denied;
  }
  return access == Access::Open || known.isAdmitted(peer) ? Admission::Admitted : Admission::Ask;
}

}  // namespace landline::trust
