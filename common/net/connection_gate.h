#pragma once

#include <QHash>
#include <QHostAddress>

#include <chrono>
#include <memory>
#include <mutex>

#include "core/limits.h"

namespace landline::net {

/// Counts connections by what is known of their peer, in all and for each address, so that a flood of them costs
/// little: those of which nothing is known yet (`Limits::unauthenticated_connections`, `unauthenticated_per_address`)
/// and plain peers, of which nothing ever will be (`plain_peers`, `plain_peers_per_address`). And it bounds how fast
/// peers of one address come (`arrivals_at_once`, `arrivals_per_second`). Thread-safe; slots may outlive the gate.
class ConnectionGate {
  struct Counts;

 public:
  /// One connection's place, at first among the unknown ones. Destroying it, in any thread, frees the place.
  class Slot {
   public:
    Slot(std::shared_ptr<Counts> counts, const QHostAddress& address);
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot();

    /// Counts a peer that comes. False: this address has sent too many of late.
    bool arrive();

    /// Takes a place among the plain peers, or among the unknown ones again, and leaves the other. False, and nothing
    /// has changed: there is none.
    bool becomePlain();
    bool becomeUnknown();

   private:
    bool become(bool plain);

    std::shared_ptr<Counts> m_counts;
    QHostAddress m_address;
    bool m_plain = false;  // guarded by the mutex of the counts
  };

  explicit ConnectionGate(const Limits& limits);

  /// Null where the gate is full, in all or for this address. An IPv4-mapped address is the IPv4 address.
  std::shared_ptr<Slot> tryEnter(const QHostAddress& address);

 private:
  struct Places {
    int unknown = 0;
    int plain = 0;

    int& of(bool is_plain) { return is_plain ? plain : unknown; }
  };
  struct Address {
    Places places;
    double arrivals = 0;  // of late: falls by Limits::arrivals_per_second
    std::chrono::steady_clock::time_point at;
  };
  struct Counts {
    explicit Counts(const Limits& most) : limits(most) {}
    bool hasPlace(const Address& address, bool plain) const;
    double arrivalsOf(const Address& address) const;
    void forgetIdle();

    const Limits limits;
    std::mutex mutex;
    Places all;
    QHash<QHostAddress, Address> addresses;
  };

  std::shared_ptr<Counts> m_counts;
};

}  // namespace landline::net
