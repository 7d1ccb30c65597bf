#pragma once

#include <QtGlobal>

#include <optional>

#include "session/node.h"

namespace landline::session {

struct TransferProgress;

/// What a running transfer waits for most, found from how long the thread at its stream was seen to wait for what.
/// A pure value: the caller brings the time.
class BottleneckMeter {
 public:
  static constexpr qint64 kWindowMs = 1000;  ///< the answer is about the last whole one

  /// The counters of TransferProgress at one moment; times are nanoseconds since the run began.
  struct Sample {
    qint64 bytes = 0;
    qint64 waited_stream_ns = 0;
    qint64 waited_disk_ns = 0;
    qint64 waited_limit_ns = 0;
    bool peer_waits_for_disk = false;
    bool peer_waits_for_processor = false;
  };
  static Sample sampleOf(const TransferProgress& progress);

  explicit BottleneckMeter(TransferInfo::Direction direction = TransferInfo::Direction::Up) : m_direction(direction) {}

  /// `now_ms` is of a monotonic clock; one that is earlier than the last is ignored.
  void sample(qint64 now_ms, const Sample& sample);

  /// Unknown until the first window is over.
  TransferInfo::Bottleneck now() const { return m_now; }

 private:
  TransferInfo::Bottleneck judge(qint64 elapsed_ms, const Sample& to) const;

  TransferInfo::Direction m_direction;
  std::optional<Sample> m_from;
  qint64 m_from_ms = 0;
  TransferInfo::Bottleneck m_now = TransferInfo::Bottleneck::Unknown;
};

}  // namespace landline::session
