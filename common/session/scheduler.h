#pragma once

#include <QHash>

#include "core/limits.h"
#include "core/peer_id.h"

namespace landline::session {

/// How many transfers may run at once.
struct AtOnce {
  int per_peer = 2;
  int in_all = 4;

  /// The same within what `limits` allows: at least one, at most `transfers_per_peer` and `transfers_in_all`.
  AtOnce within(const Limits& limits) const;
};

/// Counts who runs against how many may. A pure value, made anew whenever places are to be given out: take() for all
/// that run, then takeFree() for those that wait, in the order of the queue.
class Scheduler {
 public:
  explicit Scheduler(const AtOnce& at_once) : m_at_once(at_once) {}

  /// One that runs already, within the limits or (where these were lowered) beyond.
  void take(const PeerId& peer);

  bool hasFree(const PeerId& peer) const;

  /// Takes a place for a transfer with `peer`, where one is free.
  bool takeFree(const PeerId& peer);

  bool full() const { return m_taken >= m_at_once.in_all; }

 private:
  AtOnce m_at_once;
  int m_taken = 0;
  QHash<PeerId, int> m_taken_by_peer;
};

}  // namespace landline::session
