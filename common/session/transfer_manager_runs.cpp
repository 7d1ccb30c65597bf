// What workers are given, and what they report. A part of TransferManager.

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "session/transfer_manager.h"

namespace landline::session {

using State = TransferInfo::State;

namespace {

/// Whether a transfer that ended so can go on as if nothing had been. (`cancelled` by nobody: all connections were
/// closed.)
bool isBreak(const Error& error) {
  for (const QLatin1String code :
       {codes::kInterrupted, codes::kConnectionLost, codes::kTimeout, codes::kUnreachable, codes::kConnectionRefused,
        codes::kHostNotFound, codes::kTls, codes::kBusy, codes::kClosing, codes::kCancelled}) {
    if (error.is(code)) {
      return true;
    }
  }
  return false;
}

void setCounts(TransferInfo& info, const FileResults::Counts& counts) {
  info.stored = counts.stored;
  info.identical = counts.identical;
  info.renamed = counts.renamed;
  info.skipped = counts.skipped;
  info.failed = counts.failed;
}

}  // namespace

std::shared_ptr<TransferJob> TransferManager::makeJob(TransferEntry& entry) {
  const TransferInfo& info = entry.info;
  const auto known = [](qint64 most) { return most < 0 ? std::optional<qint64>() : most; };
  TransferJob::Task task;
  if (entry.isUpload()) {
    SendTask send;
    send.roots = info.roots;
    send.most_files = send.least_files = entry.offered_files;
    send.most_bytes = entry.offered_bytes;
    task = send;
  } else {
    ReceiveTask receive;
    receive.sender = info.peer;
    receive.transfer = info.transfer;
    receive.folder = entry.folder;
    receive.most_files = known(entry.offered_files);
    receive.most_bytes = known(entry.offered_bytes);
    receive.save_name = entry.save_name;
    receive.conflict = entry.conflict;
    receive.received_log = m_received_log;
    receive.file_system = m_file_system;
    task = receive;
  }
  entry.run = ++m_last_run;
  entry.moved = {};
  entry.alive = {};
  entry.bottleneck = BottleneckMeter(info.direction);
  entry.run_stopped = false;
  entry.bytes_before = info.bytes_done;
  if (entry.open()) {
    setCounts(entry.info, {});  // each run tells of all files
  }
  const auto ended = [mailbox = m_mailbox, offerer = entry.offerer, transfer = info.transfer,
                      run = entry.run](const TransferOutcome& outcome) {
    mailbox->post([=](TransferManager& manager) { manager.onJobEnded(offerer, transfer, run, outcome); });
  };
  entry.job = std::make_shared<TransferJob>(std::move(task), m_limits, ended, contextFor(entry));
  m_progress_timer.start();
  return entry.job;
}

TransferContext TransferManager::contextFor(TransferEntry& entry) {
  TransferContext context;
  context.rate_limit = m_rate_limit;
  if (entry.open()) {
    std::unique_ptr<ResultFile> file;
    if (!m_results_folder.isEmpty()) {
      file = std::make_unique<ResultFile>(
          m_results_folder + QLatin1Char('/') + entry.info.transfer + QStringLiteral(".txt"), entry.info,
          m_clock.utcMs());
    }
    entry.results = std::make_shared<FileResults>(std::move(file));
    context.results = [results = entry.results](const QVector<FileResult>& files) { results->add(files); };
  }
  return context;
}

void TransferManager::onJobEnded(const PeerId& offerer, const QString& transfer, quint64 run,
                                 const TransferOutcome& outcome) {
  TransferEntry* entry = m_table.find(offerer, transfer);
  if (m_stopped || !entry || entry->run != run || !entry->job) {
    return;
  }
  const QString next_ticket = std::exchange(entry->next_ticket, QString());
  if (!entry->open()) {  // it ran once more for the other side's sake
    entry->job.reset();
    entry->ticket.clear();
    entry->run_stopped = false;
    entry->again = !next_ticket.isEmpty();
    return entry->again ? useTicket(*entry, next_ticket) : startWaiting();
  }
  measure(*entry);
  const TransferProgress& progress = entry->job->progress();
  if (progress.bytes > progress.found) {
    entry->breaks = 0;  // it gets ahead
  }
  entry->info.seconds += outcome.seconds;
  entry->job.reset();
  entry->ticket.clear();
  const bool stopped = std::exchange(entry->run_stopped, false);
  const bool no_space = !entry->isUpload() && !outcome.agreed && outcome.error.is(codes::kNoSpace);
  if (outcome.ok() || (outcome.agreed && !isBreak(outcome.error))) {
    finish(*entry, outcome);
  } else if (entry->ending) {
    endBy(*entry, *entry->ending);
  } else if (no_space) {
    holdForSpace(*entry, outcome.error);
  } else if (!next_ticket.isEmpty()) {
    useTicket(*entry, next_ticket);
  } else if (stopped || entry->held()) {
    keep(*entry);
    show(*entry);
    startWaiting();
  } else if (isBreak(outcome.error)) {
    breakOff(*entry, outcome.error);
  } else {
    tell(*entry, outcome.error);
    finish(*entry, outcome);
  }
}

/// It goes on when a person has made room.
void TransferManager::holdForSpace(TransferEntry& entry, const Error& why) {
  entry.hold_here = Hold::Paused;
  entry.trouble = why;
  sayHold(entry);
  keep(entry);
  show(entry);
  startWaiting();
}

void TransferManager::finish(TransferEntry& entry, const TransferOutcome& outcome) {
  TransferInfo& info = entry.info;
  info.digest = outcome.digest;
  setCounts(info, {outcome.stored, outcome.identical, outcome.renamed, outcome.skipped, outcome.failed});
  if (!entry.isUpload()) {
    info.path = outcome.saved_as.isEmpty() ? entry.folder : outcome.saved_as;
  }
  if (outcome.ok()) {
    // What was left out on purpose, or was not there any more, is not part of the whole.
    info.bytes_total = info.bytes_done;
    info.files_done = info.files_total = outcome.stored + outcome.identical + outcome.skipped;
    settle(entry, State::Done, {});
  } else {
    settle(entry, outcome.stored + outcome.identical > 0 ? State::Incomplete : State::Failed, outcome.error);
  }
}

/// Of a run that did not come to its end (cancelled, or a fault of the other side) there is no outcome to count, but
/// what it has said of files.
void TransferManager::countResults(TransferEntry& entry) {
  const TransferInfo& info = entry.info;
  if (info.stored + info.identical + info.skipped + info.failed == 0) {
    setCounts(entry.info, entry.results->counts());
  }
}

// --- Progress --------------------------------------------------------------------------------------------------------

void TransferManager::reportProgress() {
  const auto in_hand = m_table.select([](const TransferEntry& e) { return e.open() && (e.job || e.count); });
  if (in_hand.empty()) {
    m_progress_timer.stop();
  }
  for (TransferEntry* entry : in_hand) {
    // A slot of changed() may have ended this one meanwhile.
    if (entry->count) {
      entry->info.files_total = entry->count->files();
      entry->info.bytes_total = entry->count->bytes();
      show(*entry);
    } else if (entry->open() && entry->job && !entry->run_stopped &&
               entry->job->stage() != TransferProgress::Stage::Waiting) {
      measure(*entry);
      publishFiles(*entry);
      if (m_clock.monotonicMs() - entry->kept_at_ms >= kKeepEveryMs) {
        keep(*entry);
      }
      show(*entry);
    }
  }
}

/// Reads the job's counters.
void TransferManager::measure(TransferEntry& entry) {
  const qint64 now = m_clock.monotonicMs();
  const TransferProgress& progress = entry.job->progress();
  TransferInfo& info = entry.info;
  const qint64 most = info.bytes_total < 0 ? std::numeric_limits<qint64>::max() : info.bytes_total;
  const qint64 bytes = std::min<qint64>(progress.bytes, most);
  const qint64 found = std::min<qint64>(progress.found, bytes);
  // A run that resumes finds again what was done before: the row goes on from there.
  info.bytes_done = std::max(bytes, std::min(entry.bytes_before, most));
  info.bytes_found = found;
  info.files_done = progress.files;
  info.current = progress.current();
  if (progress.stage != TransferProgress::Stage::Waiting) {
    entry.trouble = {};
    entry.moved.sample(now, bytes - found);
    entry.alive.sample(now, bytes);
    entry.bottleneck.sample(now, BottleneckMeter::sampleOf(progress));
    info.rate = entry.moved.rate(now).value_or(-1);
    info.seconds_left = info.bytes_total < 0 ? -1 : entry.moved.secondsLeft(now, most - found).value_or(-1);
    info.stalled = progress.stage == TransferProgress::Stage::Moving && entry.alive.stalled(now);
    info.bottleneck = entry.bottleneck.now();
  }
}

void TransferManager::publishFiles(TransferEntry& entry) {
  const QVector<FileResult> files = entry.results ? entry.results->take() : QVector<FileResult>();
  if (!files.isEmpty()) {
    Q_EMIT filesFinished(QString(entry.info.transfer), files);
  }
}

}  // namespace landline::session
