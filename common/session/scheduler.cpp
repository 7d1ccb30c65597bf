#include "session/scheduler.h"

#include <algorithm>

namespace landline::session {

AtOnce AtOnce::within(const Limits& limits) const {
  return {std::clamp(per_peer, 1, std::max(1, limits.transfers_per_peer)),
          std::clamp(in_all, 1, std::max(1, limits.transfers_in_all))};
}

void Scheduler::take(const PeerId& peer) {
  ++m_taken;
  ++m_taken_by_peer[peer];
}

bool Scheduler::hasFree(const PeerId& peer) const {
  return !full() && m_taken_by_peer.value(peer) < m_at_once.per_peer;
}

bool Scheduler::takeFree(const PeerId& peer) {
  if (!hasFree(peer)) {
    return false;
  }
  take(peer);
  return true;
}

}  // namespace landline::session
