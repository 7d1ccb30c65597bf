#pragma once

#include <functional>
#include <mutex>
#include <variant>

#include "core/limits.h"
#include "core/stream.h"
#include "session/frame_stream.h"
#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// One running transfer: what its worker thread does from the first octet to the last, and the handle by
/// which others watch and cancel it. One of the two run functions is called, once, in the worker thread; all
/// else from any thread.
class TransferJob {
 public:
  using Task = std::variant<SendTask, ReceiveTask>;
  using Finished = std::function<void(const TransferOutcome&)>;

  /// `finished` is called exactly once, at the end of the run function and in its thread. A job that is never
  /// run never calls it.
  TransferJob(Task task, const Limits& limits, Finished finished, TransferContext context = {});

  /// The client's side: opens the stream, shows the ticket, waits for `ready`, transfers.
  void runConnecting(const DataConnector& connector, const wire::Ticket& ticket) noexcept;

  /// The server's side, after the ticket was read from `frames` and found good: says `ready`, transfers.
  /// `frames` reads from `stream`.
  void runAccepted(Stream& stream, FrameStream& frames) noexcept;

  /// Ends the run as soon as possible with `cancelled`; where every file is already stored, the outcome stays
  /// good.
  void cancel() noexcept;

  const TransferProgress& progress() const { return m_progress; }
  qint64 bytesDone() const { return m_progress.bytes.load(std::memory_order_relaxed); }
  TransferProgress::Stage stage() const { return m_progress.stage.load(std::memory_order_relaxed); }

 private:
  class StreamInUse;

  Result<TransferOutcome> transfer(FrameStream& frames);
  void finishWith(const std::function<Result<TransferOutcome>()>& run) noexcept;

  const Task m_task;
  const Limits m_limits;
  const Finished m_finished;
  const TransferContext m_context;
  TransferProgress m_progress;
  std::mutex m_mutex;
  Stream* m_stream = nullptr;  // while it runs; guarded by m_mutex
};

}  // namespace landline::session
