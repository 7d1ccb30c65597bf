#include "support/tun_link_queue.h"

#include <algorithm>

namespace landline::test {

namespace {

using std::chrono::nanoseconds;

/// How long the line is busy with so many octets.
nanoseconds timeOf(std::size_t octets, std::uint64_t octets_per_second) {
  return nanoseconds(
      static_cast<std::int64_t>(static_cast<double>(octets) * 1e9 / static_cast<double>(octets_per_second)));
}

}  // namespace

TunLinkQueue::TunLinkQueue(const LinkQuality& quality) : m_quality(quality), m_random(quality.seed) {}

void TunLinkQueue::offer(Time now, std::string_view packet) {
  // Drawn for every packet, whatever else becomes of it: so which are lost depends on their number alone.
  const bool lost = m_chance(m_random) < m_quality.loss;
  if (m_cut) {
    ++m_counts.cut;
    return;
  }
  Time leaves = now;
  if (m_quality.octets_per_second > 0) {
    // What waits is what the line still needs time for: no second queue has to be kept.
    const Time begins = std::max(now, m_free_at);
    if (m_quality.queue > 0 && begins - now + timeOf(packet.size(), m_quality.octets_per_second) >
                                   timeOf(m_quality.queue, m_quality.octets_per_second)) {
      ++m_counts.overflow;
      return;
    }
    leaves = begins + timeOf(packet.size(), m_quality.octets_per_second);
    m_free_at = leaves;
  }
  if (lost) {  // on the line: it has used its share of the rate
    ++m_counts.lost;
    return;
  }
  ++m_counts.passed;
  m_counts.octets += packet.size();
  m_under_way.push_back({leaves + m_quality.delay, std::string(packet)});
}

std::optional<TunLinkQueue::Time> TunLinkQueue::due() const {
  return m_under_way.empty() ? std::nullopt : std::optional<Time>(m_under_way.front().due);
}

void TunLinkQueue::setCut(bool cut) {
  m_cut = cut;
  if (cut) {
    m_counts.cut += m_under_way.size();
    m_under_way.clear();
    m_free_at = Time{};
  }
}

}  // namespace landline::test
