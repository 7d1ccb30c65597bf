#pragma once

#include <QHash>
#include <QHostAddress>

#include <memory>
#include <mutex>

#include "core/limits.h"

namespace landline::net {

/// Counts connections whose peer has not been recognised yet, in all and for each address
/// (`Limits::unauthenticated_connections`, `unauthenticated_per_address`), so that a flood of them costs
/// little. Thread-safe; slots may outlive the gate.
class ConnectionGate {
  struct Counts;

 public:
  /// One connection's place. Destroying it, in any thread, frees the place.
  class Slot {
   public:
    Slot(std::shared_ptr<Counts> counts, const QHostAddress& address);
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot();

   private:
    std::shared_ptr<Counts> m_counts;
    QHostAddress m_address;
  };

  explicit ConnectionGate(const Limits& limits);

  /// Null where the gate is full, in all or for this address. An IPv4-mapped address is the IPv4 address.
  std::shared_ptr<Slot> tryEnter(const QHostAddress& address);

 private:
  struct Counts {
    std::mutex mutex;
    int all = 0;
    QHash<QHostAddress, int> per_address;
  };

  int m_most_in_all;
  int m_most_per_address;
  std::shared_ptr<Counts> m_counts;
};

}  // namespace landline::net
