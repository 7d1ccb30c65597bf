#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/file_descriptor.h"
#include "core/result.h"
#include "support/tun_link_queue.h"

namespace landline::test {

/// A link between two network namespaces: a TUN device in each, and a thread for each direction that carries packets
/// from one to the other through a TunLinkQueue. For kernels without netem; needs CAP_NET_ADMIN over both namespaces.
///
/// Carries IPv4 only: what else a device says by itself (IPv6 looking for routers) would take part in what is seeded.
/// Timing is as exact as kTick: within it packets are moved together. One core carries about 1.5 Gbit/s of packets of
/// 1500 octets; see tests/bench/links.py, which measures it.
class TunLink {
 public:
  static constexpr std::chrono::microseconds kTick{100};

  /// The namespaces are descriptors of theirs (/run/netns/NAME, /proc/PID/ns/net); they stay the caller's and are not
  /// needed any more afterwards. The devices, and the loopback devices, are up when this returns: 10.77.0.1 on the left
  /// and 10.77.0.2 on the right. `to_right` is what packets from the left meet.
  static Result<std::unique_ptr<TunLink>> create(int left_namespace, int right_namespace, const LinkQuality& to_right,
                                                 const LinkQuality& to_left);
  ~TunLink();  // the devices go
  TunLink(const TunLink&) = delete;
  TunLink& operator=(const TunLink&) = delete;

  static constexpr const char* kLeftAddress = "10.77.0.1";
  static constexpr const char* kRightAddress = "10.77.0.2";

  // Both directions. In any thread.
  void setCut(bool cut);
  void setLoss(double loss);

  /// To the right, to the left.
  std::array<TunLinkQueue::Counts, 2> counts() const;

 private:
  class Direction;
  TunLink();

  FileDescriptor m_left;  // before those who use them
  FileDescriptor m_right;
  std::unique_ptr<Direction> m_to_right;
  std::unique_ptr<Direction> m_to_left;
};

}  // namespace landline::test
