#include "session/transfer_receiver.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/logging.h"
#include "core/rate_limit.h"

namespace landline::session {

using std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds kSlowInterval{1'000};

}  // namespace

TransferReceiver::TransferReceiver(FrameStream& frames, const ReceiveTask& task, const Limits& limits,
                                   TransferProgress& progress, const TransferContext& context)
    : m_frames(frames),
      m_task(task),
      m_context(context),
      m_limits(limits),
      m_progress(progress),
      m_book(limits, task.most_files, task.most_bytes),
      m_slow(progress, kSlowInterval),
      m_said_at(steady_clock::now()) {}

Result<TransferOutcome> TransferReceiver::run() {
  m_progress.stage = TransferProgress::Stage::Moving;
  const Result<files::SaveFolder> folder = files::SaveFolder::open(m_task.folder);
  if (!folder) {
    return folder.error();
  }
  m_writer = std::make_unique<PartWriter>(m_task, m_context, m_limits, m_progress, *folder);
  const Result<void> conversed = converse();
  if (!m_outcome) {
    m_outcome = m_book.isComplete() ? m_writer->finish() : m_writer->interrupt();
  }
  TransferOutcome& outcome = *m_outcome;
  noteMissing(outcome);
  // What has its final name is there, whatever became of the connection afterwards.
  const bool all_stored = m_book.lastPageCame() && outcome.ok() && outcome.stored + outcome.identical == m_book.files();
  if (!conversed && !all_stored) {
    return conversed.error();
  }
  if (!conversed) {
    qCWarning(logTransfer) << "Everything is stored, but the data connection ended badly:" << conversed.error().detail;
  }
  outcome.agreed = m_said_end;
  return std::move(outcome);
}

Result<void> TransferReceiver::converse() {
  while (!m_ended) {
    const Result<FrameStream::Event> event = nextEvent();
    if (!event) {
      return event.error();
    }
    if (Result<void> taken = take(*event); !taken) {
      return taken;
    }
  }
  return concludeBatch();
}

// --- What the sender says --------------------------------------------------------------------------------------------

Result<void> TransferReceiver::take(const FrameStream::Event& event) {
  switch (event.kind) {
    case FrameStream::Kind::Message:
      return takeMessage(event.message);
    case FrameStream::Kind::PieceBegin:
      return m_book.piece(event.name, event.size);
    case FrameStream::Kind::PieceOctets:
      m_progress.bytes.fetch_add(static_cast<qint64>(event.octets.size()), std::memory_order_relaxed);
      m_writer->order(PartWriter::Write{event.octets, m_frames.hold()});
      return {};
    case FrameStream::Kind::PieceEnd:
      return {};
    case FrameStream::Kind::Closed:
      break;
  }
  return FrameStream::unexpected(event);
}

Result<void> TransferReceiver::takeMessage(const wire::DataMessage& message) {
  if (const auto* start = std::get_if<wire::FileStart>(&message)) {
    return takeStart(*start);
  }
  if (const auto* digest = std::get_if<wire::Digest>(&message)) {
    if (Result<void> concluded = m_book.conclude(*digest); !concluded) {
      return concluded;
    }
    m_writer->order(PartWriter::Conclude{digest->xxh128});
    m_publish_ordered = false;
    return {};
  }
  if (const auto* skip = std::get_if<wire::Skip>(&message)) {
    if (Result<void> given_up = m_book.giveUp(*skip); !given_up) {
      return given_up;
    }
    m_writer->order(PartWriter::GiveUp{skip->index, skip->code});
    return {};
  }
  if (const auto* manifest = std::get_if<wire::Manifest>(&message)) {
    const auto page = std::make_shared<const wire::Manifest>(*manifest);
    if (Result<void> opened = m_book.open(page); !opened) {
      return opened;
    }
    m_writer->order(PartWriter::TakePage{page});
    return {};
  }
  if (const auto* end = std::get_if<wire::End>(&message)) {
    m_ended = true;
    return m_book.end(*end);
  }
  FrameStream::Event event;
  event.kind = FrameStream::Kind::Message;
  event.message = message;
  return FrameStream::unexpected(event);
}

Result<void> TransferReceiver::takeStart(const wire::FileStart& start) {
  if (Result<void> begun = m_book.begin(start); !begun) {
    return begun;
  }
  m_progress.setCurrent(m_book.current()->path);
  m_progress.bytes.fetch_add(start.offset, std::memory_order_relaxed);
  m_progress.found.fetch_add(start.offset, std::memory_order_relaxed);
  m_writer->order(PartWriter::Begin{start.index, start.offset});
  return {};
}

/// The sender has said `end`: what is left is the disk's.
Result<void> TransferReceiver::concludeBatch() {
  m_progress.stage = TransferProgress::Stage::Verifying;
  m_writer->order(PartWriter::Publish{});
  m_writer->submit();
  for (;;) {
    if (Result<void> delivered = deliverAnswers(); !delivered) {
      return delivered;
    }
    if (m_book.isComplete()) {
      break;
    }
    if (Result<void> waited = waitForWriter(); !waited) {
      return waited;
    }
  }
  m_outcome = m_writer->finish();
  if (Error trouble = m_writer->trouble(); !trouble.code.isEmpty()) {
    return trouble;
  }
  const wire::End::Counts counts{m_outcome->stored, m_outcome->identical,
                                 m_book.files() - m_outcome->stored - m_outcome->identical};
  if (Result<void> said = m_frames.write(wire::End{counts}); !said) {
    return said;
  }
  if (Result<void> flushed = m_frames.flush(); !flushed) {
    return flushed;
  }
  m_said_end = true;
  return m_frames.finish();
}

/// The manifest may hold less than the offer; then the batch is not what was offered.
void TransferReceiver::noteMissing(TransferOutcome& outcome) const {
  const qint64 missing = m_book.lastPageCame() && m_task.most_files ? *m_task.most_files - m_book.files() : 0;
  if (missing <= 0) {
    return;
  }
  outcome.failed += missing;
  if (outcome.ok()) {
    outcome.error = {codes::kVanished, QStringLiteral("Offered files that the sender did not send: %1 of %2.")
                                           .arg(QString::number(missing), QString::number(*m_task.most_files))};
  }
}

// --- Waiting for the right one ---------------------------------------------------------------------------------------

Result<FrameStream::Event> TransferReceiver::nextEvent() {
  for (;;) {
    Result<std::optional<FrameStream::Event>> event = m_frames.decoded();
    if (!event) {
      return event.error();
    }
    if (*event) {
      return std::move(**event);
    }
    m_writer->submit();
    if (const Result<void> delivered = deliverAnswers(); !delivered) {
      return delivered.error();
    }
    noteStage();
    if (mustWaitForWriter()) {
      if (const Result<void> waited = waitForWriter(); !waited) {
        return waited.error();
      }
      continue;
    }
    const Result<bool> more = readMore();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      return FrameStream::Event{};
    }
  }
}

bool TransferReceiver::mustWaitForWriter() {
  if (!m_frames.hasRoom() || !m_writer->hasRoom()) {
    return true;
  }
  if (m_book.awaitsFiles() || !m_book.owesAnswers() || m_frames.hasInput()) {
    return false;
  }
  // The sender may have no page to go on with until it is told what is stored: nothing may be kept back.
  if (!m_publish_ordered) {
    m_publish_ordered = true;
    m_writer->order(PartWriter::Publish{});
    m_writer->submit();
  }
  return true;
}

/// Hashing or flushing may take longer than the sender bears silence: this thread says meanwhile that it lives.
Result<void> TransferReceiver::waitForWriter() {
  if (m_progress.cancelled) {
    return Error{codes::kCancelled, QStringLiteral("The transfer was cancelled.")};
  }
  const auto ping_at = m_said_at + m_limits.transfer_ping;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(ping_at - steady_clock::now());
  {
    const WaitingTime waiting(m_progress.waited_disk_ns);
    m_writer->waitForNews(std::clamp(left, std::chrono::milliseconds(0), kSlowInterval));
  }
  if (steady_clock::now() >= ping_at) {
    return say(wire::Ping{m_slow.told()});
  }
  return saySlow();
}

Result<void> TransferReceiver::saySlow() {
  const std::optional<QString> slow = m_slow.news(steady_clock::now());
  return slow ? say(wire::Ping{*slow}) : Result<void>();
}

Result<bool> TransferReceiver::readMore() {
  if (const Result<void> said = saySlow(); !said) {
    return said.error();
  }
  RateLimit* const limit = m_context.rate_limit.get();
  const auto block = static_cast<std::int64_t>(m_limits.transfer_block);
  Result<std::size_t> count = [&] {
    const WaitingTime waiting(m_progress.waited_stream_ns);
    return m_frames.fill(static_cast<std::size_t>(limit ? limit->portion(block) : block));
  }();
  if (!count) {
    return count.error();
  }
  if (limit && limit->octetsPerSecond() != 0) {
    const WaitingTime waiting(m_progress.waited_limit_ns);
    limit->take(static_cast<std::int64_t>(*count), m_progress.cancelled);
  }
  notePeerSlow(m_progress, m_frames.peerSlow());
  return *count != 0;
}

void TransferReceiver::noteStage() {
  const bool moving = m_book.awaitsFiles() || !m_book.lastPageCame() || !m_book.allAnswered();
  m_progress.stage = moving ? TransferProgress::Stage::Moving : TransferProgress::Stage::Verifying;
}

// --- Answers ---------------------------------------------------------------------------------------------------------

Result<void> TransferReceiver::deliverAnswers() {
  const Error trouble = m_writer->trouble();  // asked before: its answers come first
  const std::vector<wire::DataMessage> answers = m_writer->takeAnswers();
  for (const wire::DataMessage& answer : answers) {
    if (Result<void> delivered = deliver(answer); !delivered) {
      return delivered;
    }
  }
  if (!answers.empty()) {
    m_said_at = steady_clock::now();
    if (Result<void> flushed = m_frames.flush(); !flushed) {
      return flushed;
    }
  }
  return trouble.code.isEmpty() ? Result<void>() : trouble;
}

Result<void> TransferReceiver::deliver(const wire::DataMessage& message) {
  if (Result<void> written = m_frames.write(message); !written) {
    return written;
  }
  if (const auto* have = std::get_if<wire::Have>(&message)) {
    m_book.told(*have);
  } else if (const auto* want = std::get_if<wire::Want>(&message)) {
    m_book.answered(*want);
  } else if (const auto* failed = std::get_if<wire::Failed>(&message)) {
    m_book.settle(failed->index);
  } else if (const auto* stored = std::get_if<wire::Stored>(&message)) {
    for (const qint64 index : stored->indexes) {
      m_book.settle(index);
    }
  }
  return {};
}

Result<void> TransferReceiver::say(const wire::DataMessage& message) {
  m_said_at = steady_clock::now();
  if (Result<void> written = m_frames.write(message); !written) {
    return written;
  }
  return m_frames.flush();
}

}  // namespace landline::session
