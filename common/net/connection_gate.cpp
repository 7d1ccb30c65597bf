#include "net/connection_gate.h"

#include <utility>

#include "net/socket_address.h"

namespace landline::net {

ConnectionGate::ConnectionGate(const Limits& limits)
    : m_most_in_all(limits.unauthenticated_connections),
      m_most_per_address(limits.unauthenticated_per_address),
      m_counts(std::make_shared<Counts>()) {}

std::shared_ptr<ConnectionGate::Slot> ConnectionGate::tryEnter(const QHostAddress& address) {
  const QHostAddress from = unmapped(address);
  const std::lock_guard lock(m_counts->mutex);
  if (m_counts->all >= m_most_in_all || m_counts->per_address.value(from) >= m_most_per_address) {
    return nullptr;
  }
  ++m_counts->all;
  ++m_counts->per_address[from];
  return std::make_shared<Slot>(m_counts, from);
}

ConnectionGate::Slot::Slot(std::shared_ptr<Counts> counts, const QHostAddress& address)
    : m_counts(std::move(counts)), m_address(address) {}

ConnectionGate::Slot::~Slot() {
  const std::lock_guard lock(m_counts->mutex);
  --m_counts->all;
  if (--m_counts->per_address[m_address] == 0) {
    m_counts->per_address.remove(m_address);
  }
}

}  // namespace landline::net
