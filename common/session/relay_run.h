#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "core/limits.h"
#include "core/result.h"
#include "net/data_stream.h"
#include "net/stream_relay.h"

namespace landline::session {

/// One run of a transfer between two clients: where its two data connections meet at the server, and the handle by
/// which the desk (relay_desk.h) ends it. Safe to use from any thread.
///
/// The first leg waits here and costs no thread. Whoever brings the second one says `ready` to both and relays. Before
/// `ready` nobody may send: a leg that did, or is gone, ends the run before it has begun.
class RelayRun {
 public:
  struct Outcome {
    Error error;        ///< empty code: both sides ended their direction properly
    qint64 octets = 0;  ///< passed on, both ways together

    bool ok() const { return error.code.isEmpty(); }
  };
  using Finished = std::function<void(const Outcome&)>;

  /// `finished` is called at most once, in the thread of a leg: when a run that both legs came to is over, or when a
  /// leg was refused. It is not called for a run that was cancelled before.
  RelayRun(const Limits& limits, Finished finished);

  /// A leg whose ticket was good: after the handshake, admitted, and nothing read but the ticket. With the second leg
  /// this call relays, and returns when that is over. Once cancelled it returns at once. Afterwards nothing uses `leg`
  /// but, perhaps, its fellow's thread.
  void join(std::shared_ptr<net::DataStream> leg) noexcept;

  /// A leg that came and cannot be used: the run is over.
  void refuse(const Error& why) noexcept;

  /// Both legs were there.
  bool hasBegun() const { return m_begun.load(std::memory_order_acquire); }

  /// Ends the run, or keeps it from beginning.
  void cancel() noexcept;

 private:
  Outcome relay(net::DataStream& first, net::DataStream& second);
  void finish(const Outcome& outcome) noexcept;

  const Limits m_limits;
  const Finished m_finished;
  std::atomic<bool> m_begun{false};
  std::mutex m_mutex;
  bool m_over = false;                       // this and the following are guarded by m_mutex
  std::shared_ptr<net::DataStream> m_first;  // while it waits
  net::StreamRelay* m_relay = nullptr;       // while it runs
};

}  // namespace landline::session
