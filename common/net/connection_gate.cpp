#include "net/connection_gate.h"

#include <algorithm>
#include <utility>

#include "net/socket_address.h"

namespace landline::net {

namespace {
constexpr int kManyAddresses = 1024;  // remembered ones; beyond, those of which nothing need be known are forgotten
}

bool ConnectionGate::Counts::hasPlace(const Address& address, bool plain) const {
  return plain ? all.plain < limits.plain_peers && address.places.plain < limits.plain_peers_per_address
               : all.unknown < limits.unauthenticated_connections &&
                     address.places.unknown < limits.unauthenticated_per_address;
}

double ConnectionGate::Counts::arrivalsOf(const Address& address) const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - address.at;
  return std::max(0.0, address.arrivals - since.count() * limits.arrivals_per_second);
}

void ConnectionGate::Counts::forgetIdle() {
  for (auto it = addresses.begin(); it != addresses.end();) {
    const bool idle = it->places.unknown == 0 && it->places.plain == 0 && arrivalsOf(*it) <= 0;
    it = idle ? addresses.erase(it) : std::next(it);
  }
}

ConnectionGate::ConnectionGate(const Limits& limits) : m_counts(std::make_shared<Counts>(limits)) {}

std::shared_ptr<ConnectionGate::Slot> ConnectionGate::tryEnter(const QHostAddress& address) {
  const QHostAddress from = unmapped(address);
  const std::lock_guard lock(m_counts->mutex);
  if (m_counts->addresses.size() >= kManyAddresses) {
    m_counts->forgetIdle();
  }
  Address& counted = m_counts->addresses[from];
  if (!m_counts->hasPlace(counted, false)) {
    return nullptr;
  }
  ++m_counts->all.unknown;
  ++counted.places.unknown;
  return std::make_shared<Slot>(m_counts, from);
}

ConnectionGate::Slot::Slot(std::shared_ptr<Counts> counts, const QHostAddress& address)
    : m_counts(std::move(counts)), m_address(address) {}

ConnectionGate::Slot::~Slot() {
  const std::lock_guard lock(m_counts->mutex);
  --m_counts->all.of(m_plain);
  --m_counts->addresses[m_address].places.of(m_plain);
}

bool ConnectionGate::Slot::arrive() {
  const std::lock_guard lock(m_counts->mutex);
  Address& address = m_counts->addresses[m_address];
  address.arrivals = m_counts->arrivalsOf(address);
  address.at = std::chrono::steady_clock::now();
  if (address.arrivals + 1 > m_counts->limits.arrivals_at_once) {
    return false;
  }
  address.arrivals += 1;
  return true;
}

bool ConnectionGate::Slot::becomePlain() {
  return become(true);
}

bool ConnectionGate::Slot::becomeUnknown() {
  return become(false);
}

bool ConnectionGate::Slot::become(bool plain) {
  const std::lock_guard lock(m_counts->mutex);
  Address& address = m_counts->addresses[m_address];
  if (m_plain == plain) {
    return true;
  }
  if (!m_counts->hasPlace(address, plain)) {
    return false;
  }
  for (Places* places : {&m_counts->all, &address.places}) {
    --places->of(m_plain);
    ++places->of(plain);
  }
  m_plain = plain;
  return true;
}

}  // namespace landline::net
