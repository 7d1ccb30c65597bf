#pragma once

#include <QMetaType>

#include "core/peer_id.h"
#include "trust/known_peers.h"

namespace landline::trust {

/// Who may join a server: everybody, or whom a person has let in once.
enum class Access { Open, Ask };

enum class Admission {
  Admitted,
  Ask,     ///< a person decides; the peer waits
  Denied,  ///< blocked, whatever the access is
};

Admission decideAdmission(Access access, const KnownPeers& known, const PeerId& peer);

}  // namespace landline::trust

Q_DECLARE_METATYPE(landline::trust::Access)
