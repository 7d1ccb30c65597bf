#include "session/transfer_job.h"

#include <chrono>
#include <exception>
#include <utility>

#include "core/logging.h"
#include "core/rate_limit.h"
#include "session/transfer_receiver.h"
#include "session/transfer_sender.h"

namespace landline::session {

namespace {

// What happened to the stream says little to a person; that the transfer broke off does.
Error interruptedBy(const Error& error) {
  if (error.is(codes::kConnectionLost) || error.is(codes::kTimeout) || error.is(codes::kTls)) {
    return {codes::kInterrupted, error.detail};
  }
  return error;
}

}  // namespace

/// Lets cancel() reach the stream for as long as it exists.
class TransferJob::StreamInUse {
 public:
  StreamInUse(TransferJob& job, Stream& stream) : m_job(job) {
    const std::lock_guard lock(m_job.m_mutex);
    m_job.m_stream = &stream;
    if (m_job.m_progress.cancelled) {
      stream.cancel();
    }
  }
  StreamInUse(const StreamInUse&) = delete;
  StreamInUse& operator=(const StreamInUse&) = delete;
  ~StreamInUse() {
    const std::lock_guard lock(m_job.m_mutex);
    m_job.m_stream = nullptr;
  }

 private:
  TransferJob& m_job;
};

TransferJob::TransferJob(Task task, const Limits& limits, Finished finished, TransferContext context)
    : m_task(std::move(task)), m_limits(limits), m_finished(std::move(finished)), m_context(std::move(context)) {}

void TransferJob::runConnecting(const DataConnector& connector, const wire::Ticket& ticket) noexcept {
  finishWith([&]() -> Result<TransferOutcome> {
    const UnopenedStream connection = connector();
    Stream& stream = *connection.stream;
    const StreamInUse in_use(*this, stream);
    if (const Result<void> opened = connection.open(); !opened) {
      return opened.error();
    }
    stream.setSilenceLimit(m_limits.transfer_silence);
    FrameStream frames(stream, m_limits);
    if (const Result<void> shown = frames.write(ticket); !shown) {
      return interruptedBy(shown.error());
    }
    if (const Result<wire::Ready> ready = frames.expect<wire::Ready>(); !ready) {
      return interruptedBy(ready.error());
    }
    return transfer(frames);
  });
}

void TransferJob::runAccepted(Stream& stream, FrameStream& frames) noexcept {
  finishWith([&]() -> Result<TransferOutcome> {
    const StreamInUse in_use(*this, stream);
    stream.setSilenceLimit(m_limits.transfer_silence);
    if (const Result<void> said = frames.write(wire::Ready{}); !said) {
      return interruptedBy(said.error());
    }
    if (const Result<void> said = frames.flush(); !said) {
      return interruptedBy(said.error());
    }
    return transfer(frames);
  });
}

Result<TransferOutcome> TransferJob::transfer(FrameStream& frames) {
  const auto begin = std::chrono::steady_clock::now();
  Result<TransferOutcome> outcome =
      std::holds_alternative<SendTask>(m_task)
          ? TransferSender(frames, std::get<SendTask>(m_task), m_limits, m_progress, m_context).run()
          : TransferReceiver(frames, std::get<ReceiveTask>(m_task), m_limits, m_progress, m_context).run();
  if (!outcome) {
    return interruptedBy(outcome.error());
  }
  outcome->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

void TransferJob::finishWith(const std::function<Result<TransferOutcome>()>& run) noexcept {
  TransferOutcome outcome;
  try {
    Result<TransferOutcome> result = run();
    if (result) {
      outcome = std::move(*result);
    } else {
      outcome.error = result.error();
    }
  } catch (const std::exception& exception) {
    outcome.error = {codes::kInternal, QString::fromLocal8Bit(exception.what())};
  }
  if (!outcome.ok()) {
    qCInfo(logTransfer).noquote() << "A transfer ended:" << outcome.error.code;
    qCDebug(logTransfer).noquote() << outcome.error.detail;
  }
  m_finished(outcome);
}

void TransferJob::cancel() noexcept {
  const std::lock_guard lock(m_mutex);
  m_progress.cancelled = true;
  if (m_stream) {
    m_stream->cancel();
  }
  if (m_context.rate_limit) {
    m_context.rate_limit->wake();
  }
}

}  // namespace landline::session
