#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace landline::test {

/// What one direction of a link does to packets.
struct LinkQuality {
  std::chrono::nanoseconds delay{0};    ///< from the moment a packet has left the queue
  std::uint64_t octets_per_second = 0;  ///< 0: as fast as they come
  std::size_t queue = 0;                ///< octets that may wait for their turn; 0: any number
  double loss = 0;                      ///< probability for each packet
  std::uint64_t seed = 1;               ///< the same seed loses the same packets
};

/// One direction of a link: a queue that drops what does not fit, a line of a certain rate, random loss and a delay.
/// Knows no clock: time is passed in and never goes back. Packets leave in the order in which they came.
class TunLinkQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Counts {
    std::uint64_t passed = 0;    ///< taken in; they come out unless the cable is cut
    std::uint64_t octets = 0;    ///< of those
    std::uint64_t lost = 0;      ///< by chance
    std::uint64_t overflow = 0;  ///< did not fit into the queue
    std::uint64_t cut = 0;       ///< came or were under way while the cable was cut
  };

  explicit TunLinkQueue(const LinkQuality& quality);

  void offer(Time now, std::string_view packet);

  /// When the next packet arrives at the other end; none where there is none.
  std::optional<Time> due() const;

  /// The packet that due() speaks of; there must be one.
  std::string_view front() const { return m_under_way.front().octets; }
  void pop() { m_under_way.pop_front(); }

  /// A cut cable loses what is under way and what is offered.
  void setCut(bool cut);
  void setLoss(double loss) { m_quality.loss = loss; }

  const Counts& counts() const { return m_counts; }

 private:
  struct Packet {
    Time due;
    std::string octets;
  };

  LinkQuality m_quality;
  std::mt19937_64 m_random;
  std::uniform_real_distribution<double> m_chance{0.0, 1.0};
  std::deque<Packet> m_under_way;
  Time m_free_at{};  // the line has sent everything that waits
  bool m_cut = false;
  Counts m_counts;
};

}  // namespace landline::test
