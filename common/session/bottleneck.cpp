#include "session/bottleneck.h"

#include <algorithm>

#include "session/transfer_task.h"

namespace landline::session {

using Bottleneck = TransferInfo::Bottleneck;

BottleneckMeter::Sample BottleneckMeter::sampleOf(const TransferProgress& progress) {
  Sample sample;
  sample.bytes = progress.bytes;
  sample.waited_stream_ns = progress.waited_stream_ns;
  sample.waited_disk_ns = progress.waited_disk_ns;
  sample.waited_limit_ns = progress.waited_limit_ns;
  sample.peer_waits_for_disk = progress.peer_waits_for_disk;
  sample.peer_waits_for_processor = progress.peer_waits_for_processor;
  return sample;
}

void BottleneckMeter::sample(qint64 now_ms, const Sample& sample) {
  if (!m_from) {
    m_from = sample;
    m_from_ms = now_ms;
  } else if (now_ms - m_from_ms >= kWindowMs) {
    m_now = judge(now_ms - m_from_ms, sample);
    m_from = sample;
    m_from_ms = now_ms;
  }
}

Bottleneck BottleneckMeter::judge(qint64 elapsed_ms, const Sample& to) const {
  const bool up = m_direction == TransferInfo::Direction::Up;
  const qint64 stream = to.waited_stream_ns - m_from->waited_stream_ns;
  const qint64 disk = to.waited_disk_ns - m_from->waited_disk_ns;
  const qint64 limit = to.waited_limit_ns - m_from->waited_limit_ns;
  // Whoever does not wait computes: encrypts, hashes, copies.
  const qint64 busy = elapsed_ms * 1'000'000 - stream - disk - limit;
  const qint64 most = std::max({stream, disk, limit, busy});
  if (most == limit) {
    return Bottleneck::RateLimit;
  }
  if (most == disk) {
    return up ? Bottleneck::SenderDisk : Bottleneck::ReceiverDisk;
  }
  if (most == busy) {
    return Bottleneck::Processor;
  }
  // Behind the stream are the network and the other side, which says when it is not the network that it waits for.
  if (to.peer_waits_for_disk) {
    return up ? Bottleneck::ReceiverDisk : Bottleneck::SenderDisk;
  }
  if (to.peer_waits_for_processor) {
    return Bottleneck::Processor;
  }
  return to.bytes == m_from->bytes ? Bottleneck::OtherSide : Bottleneck::Network;
}

}  // namespace landline::session
