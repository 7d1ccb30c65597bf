#include "session/transfer_sender.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/logging.h"
#include "session/slow_watch.h"

namespace landline::session {

namespace {

/// While it waits for the disk, the thread at the stream looks at what has come this often.
constexpr std::chrono::milliseconds kLookAround{20};
constexpr std::chrono::milliseconds kAtOnce{0};

Error wrong(const QString& detail) {
  return {codes::kUnexpected, detail};
}

}  // namespace

TransferSender::TransferSender(FrameStream& frames, const SendTask& task, const Limits& limits,
                               TransferProgress& progress, const TransferContext& context)
    : m_frames(frames),
      m_progress(progress),
      m_tally(progress, context.results),
      m_manifest(task, limits, m_tally),
      m_ledger(limits, m_tally),
      m_output(frames, limits, progress, context.rate_limit),
      m_reader(limits, progress) {}

Result<TransferOutcome> TransferSender::run() {
  m_progress.stage = TransferProgress::Stage::Moving;
  const Result<void> conversed = converse();
  m_tally.report();
  noteWaits();
  TransferOutcome& outcome = m_tally.outcome();
  // What is stored is stored, whatever became of the connection afterwards.
  const bool all_stored = allSaid() && m_ledger.isEmpty() && outcome.ok();
  if (!conversed && !all_stored) {
    return conversed.error();
  }
  if (!conversed) {
    qCWarning(logTransfer) << "Everything is stored, but the data connection ended badly:" << conversed.error().detail;
  }
  if (m_files != 1) {
    outcome.digest.clear();
  }
  outcome.agreed = m_ended;
  return outcome;
}

// Pages ahead, files of answered pages in order, answers as they come: whatever can go on goes on.
Result<void> TransferSender::converse() {
  for (;;) {
    if (Result<void> done = takeWhatCame(); !done) {
      return done;
    }
    if (allSaid()) {
      return conclude();
    }
    const bool walking = !m_manifest.over() && m_ledger.mayOpen();
    if (walking) {
      if (Result<void> done = walkOn(); !done) {
        return done;
      }
    }
    if (m_reader.busy()) {
      if (Result<void> done = sendBlock(walking ? kAtOnce : kLookAround); !done) {
        return done;
      }
    } else if (!walking) {
      if (Result<void> done = waitForAnswer(); !done) {
        return done;
      }
    }
    if (Result<void> done = m_output.pingWhenDue(); !done) {
      return done;
    }
    m_tally.report();
    noteWaits();
  }
}

bool TransferSender::allSaid() const {
  return m_manifest.over() && m_ledger.allAnswered() && !m_reader.busy();
}

Result<void> TransferSender::conclude() {
  m_progress.stage = TransferProgress::Stage::Verifying;
  m_progress.setCurrent({});
  m_said_end = true;
  if (Result<void> done = m_output.say(wire::End{}); !done) {
    return done;
  }
  while (!m_ended) {
    if (Result<void> done = waitForAnswer(); !done) {
      return done;
    }
    m_tally.report();
    noteWaits();
  }
  return m_frames.finish();
}

Result<void> TransferSender::walkOn() {
  if (m_progress.cancelled) {
    return Error{codes::kCancelled, QStringLiteral("The transfer was cancelled.")};
  }
  const std::optional<TransferSenderManifest::Page> page = m_manifest.walkOn();
  if (!page) {
    return {};
  }
  const wire::Manifest& manifest = page->manifest;
  if (manifest.last && manifest.page == 0 && manifest.files.isEmpty() && !m_tally.outcome().ok()) {
    return m_tally.outcome().error;
  }
  m_files += std::count_if(manifest.files.cbegin(), manifest.files.cend(), [](const wire::ManifestEntry& entry) {
    return entry.kind == wire::ManifestEntry::Kind::File;
  });
  m_ledger.open(*page);
  if (Result<void> done = m_output.say(manifest); !done) {
    return done;
  }
  return m_output.flush();  // the other side has something to do meanwhile
}

// --- Files -----------------------------------------------------------------------------------------------------------

Result<void> TransferSender::sendBlock(std::chrono::milliseconds patience) {
  std::unique_ptr<SourceBlock> block = m_reader.take(kAtOnce);
  if (!block) {
    if (Result<void> done = m_output.flush(); !done) {
      return done;
    }
    if (m_progress.cancelled) {
      return Error{codes::kCancelled, QStringLiteral("The transfer was cancelled.")};
    }
    const WaitingTime waiting(m_progress.waited_disk_ns);
    block = m_reader.take(patience);
  }
  if (!block) {
    return {};
  }
  std::string_view octets(block->octets.get(), 0);
  for (const SourceBlock::Part& part : block->parts) {
    octets = {octets.data() + octets.size(), part.size};
    if (Result<void> done = sendPart(part, octets); !done) {
      return done;
    }
  }
  m_reader.giveBack(std::move(block));
  return {};
}

Result<void> TransferSender::sendPart(const SourceBlock::Part& part, std::string_view octets) {
  if (part.index == m_dropped) {
    return {};
  }
  if (part.offset) {
    const wire::ManifestEntry& entry = m_ledger.begin(part.index);
    m_piece_name = "./" + entry.path.toStdString();
    m_progress.setCurrent(entry.path);
    if (Result<void> done = m_output.say(wire::FileStart{part.index, *part.offset}); !done) {
      return done;
    }
  }
  if (Result<void> done = sendOctets(part.index, octets); !done) {
    return done;
  }
  if (const Error* refusal = m_ledger.refusal(part.index)) {
    return giveUp(part, *refusal);
  }
  if (!part.trouble.code.isEmpty()) {
    return giveUp(part, part.trouble);
  }
  if (part.ends) {
    m_ledger.sent(part.index, part.digest);
    m_tally.outcome().digest = part.digest;
    return m_output.say(wire::Digest{part.index, part.digest});
  }
  return {};
}

Result<void> TransferSender::sendOctets(qint64 index, std::string_view octets) {
  while (!octets.empty() && !m_ledger.refusal(index)) {
    const std::string_view piece = octets.substr(0, m_output.largestPiece());
    if (Result<void> done = m_output.sayPiece(m_piece_name, piece); !done) {
      return done;
    }
    octets.remove_prefix(piece.size());
    if (!octets.empty()) {
      if (Result<void> done = takeWhatCame(); !done) {
        return done;
      }
    }
  }
  return {};
}

Result<void> TransferSender::giveUp(const SourceBlock::Part& part, const Error& why) {
  const QString code = why.code;
  m_ledger.giveUp(part.index, why);  // and `why` may be gone with it
  if (!part.ends) {
    m_dropped = part.index;
    m_reader.giveUp(part.index);
  }
  return m_output.say(wire::Skip{part.index, code});
}

// --- Answers ---------------------------------------------------------------------------------------------------------

Result<void> TransferSender::waitForAnswer() {
  if (Result<void> done = m_output.flush(); !done) {
    return done;
  }
  const Result<FrameStream::Event> event = m_frames.next();
  return event ? take(*event) : event.error();
}

Result<void> TransferSender::takeWhatCame() {
  for (;;) {
    const Result<std::optional<FrameStream::Event>> event = m_frames.poll();
    if (!event) {
      return event.error();
    }
    if (!*event) {
      return {};
    }
    if (Result<void> done = take(**event); !done) {
      return done;
    }
  }
}

Result<void> TransferSender::take(const FrameStream::Event& event) {
  if (event.kind != FrameStream::Kind::Message) {
    return FrameStream::unexpected(event);
  }
  if (const auto* stored = std::get_if<wire::Stored>(&event.message)) {
    return m_ledger.take(*stored);
  }
  if (const auto* have = std::get_if<wire::Have>(&event.message)) {
    return m_ledger.take(*have);
  }
  if (const auto* want = std::get_if<wire::Want>(&event.message)) {
    return takeWant(*want);
  }
  if (const auto* failed = std::get_if<wire::Failed>(&event.message)) {
    return m_ledger.take(*failed);
  }
  if (const auto* end = std::get_if<wire::End>(&event.message)) {
    return takeEnd(*end);
  }
  return FrameStream::unexpected(event);
}

Result<void> TransferSender::takeWant(const wire::Want& want) {
  Result<std::vector<SourceJob>> jobs = m_ledger.take(want);
  if (!jobs) {
    return jobs.error();
  }
  m_reader.add(std::move(*jobs));
  return {};
}

Result<void> TransferSender::takeEnd(const wire::End& end) {
  if (!m_said_end || !m_ledger.isEmpty()) {
    return wrong(QStringLiteral("The receiver said \"end\" too early."));
  }
  const TransferOutcome& told = m_tally.outcome();
  if (!end.counts || end.counts->stored != told.stored || end.counts->identical != told.identical ||
      end.counts->failed != m_files - told.stored - told.identical) {
    return wrong(QStringLiteral("The receiver's final count is not what happened."));
  }
  m_ended = true;
  return {};
}

/// What the other side waits for, and how long this one has, for those who look for the bottleneck.
void TransferSender::noteWaits() {
  notePeerSlow(m_progress, m_frames.peerSlow());
  m_progress.waited_stream_ns.store(m_frames.waited().count(), std::memory_order_relaxed);
}

}  // namespace landline::session
