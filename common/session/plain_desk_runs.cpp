// How transfers with plain peers run and end. A part of PlainDesk.

#include <algorithm>
#include <utility>

#include "session/plain_desk.h"
#include "session/plain_peer.h"

namespace landline::session {

using State = TransferInfo::State;

// --- While they run --------------------------------------------------------------------------------------------------

void PlainDesk::run(PlainTransfer& transfer) {
  std::unique_ptr<ResultFile> file;
  if (!m_results_folder.isEmpty()) {
    file = std::make_unique<ResultFile>(
        m_results_folder + QLatin1Char('/') + transfer.info.transfer + QStringLiteral(".txt"), transfer.info,
        m_clock.utcMs());
  }
  transfer.results = std::make_shared<FileResults>(std::move(file));
  transfer.info.state = State::Running;
  m_progress_timer.start();
  show(transfer);
}

void PlainDesk::reportProgress() {
  std::vector<QString> running;
  for (const auto& [number, transfer] : m_transfers) {
    if (transfer.runs()) {
      running.push_back(number);
    }
  }
  if (running.empty()) {
    m_progress_timer.stop();
  }
  for (const QString& number : running) {
    PlainTransfer* transfer = findTransfer(number);  // a slot may have ended it meanwhile
    if (transfer && transfer->runs()) {
      measure(*transfer);
      show(*transfer);
    }
  }
}

void PlainDesk::measure(PlainTransfer& transfer) {
  const qint64 now = m_clock.monotonicMs();
  const TransferProgress& progress = *transfer.progress;
  TransferInfo& info = transfer.info;
  info.bytes_done = std::min<qint64>(progress.bytes, info.bytes_total);
  info.files_done = progress.files;
  info.current = progress.current();
  info.state = progress.stage == TransferProgress::Stage::Verifying ? State::Verifying : State::Running;
  transfer.moved.sample(now, info.bytes_done);
  transfer.bottleneck.sample(now, BottleneckMeter::sampleOf(progress));
  info.rate = transfer.moved.rate(now).value_or(-1);
  info.seconds_left = transfer.moved.secondsLeft(now, info.bytes_total).value_or(-1);
  info.stalled = info.state == State::Running && transfer.moved.stalled(now);
  info.bottleneck = transfer.bottleneck.now();
}

// --- The end ---------------------------------------------------------------------------------------------------------

void PlainDesk::onFileEnded(const ConnectionPointer& connection, const PlainFileEnded& ended) {
  if (connection->uploading == ended.transfer) {
    connection->uploading.clear();
  }
  PlainTransfer* transfer = findTransfer(ended.transfer);
  if (transfer && transfer->open()) {
    if (transfer->runs()) {
      measure(*transfer);
    }
    if (transfer->results) {
      transfer->results->add({ended.file});
    }
    TransferInfo& info = transfer->info;
    const Error& error = ended.file.error;
    info.seconds = ended.seconds;
    info.digest = ended.file.digest;
    info.renamed = ended.file.state == FileResult::State::Renamed ? 1 : 0;
    info.skipped = ended.file.state == FileResult::State::Skipped ? 1 : 0;
    info.failed = ended.file.state == FileResult::State::Failed ? 1 : 0;
    if (error.code.isEmpty()) {
      info.stored = info.files_done = 1;
      info.bytes_done = info.bytes_total;
      info.path = transfer->isUpload() ? info.path : ended.file.saved_as;
      settle(*transfer, State::Done, {});
    } else if (error.is(codes::kCancelled)) {
      settle(*transfer, State::Cancelled, error);
    } else {
      settle(*transfer, error.is(codes::kDeclined) ? State::Declined : State::Failed, error);
    }
  }
  startNext(connection);
}

void PlainDesk::settle(PlainTransfer& transfer, State state, const Error& error) {
  TransferInfo& info = transfer.info;
  info.state = state;
  info.error = error;
  info.rate = -1;
  info.seconds_left = -1;
  info.stalled = false;
  info.current.clear();
  info.bottleneck = TransferInfo::Bottleneck::Unknown;
  if (transfer.results) {
    const QVector<FileResult> files = transfer.results->take();
    if (!files.isEmpty()) {
      Q_EMIT filesFinished(QString(info.transfer), files);
    }
    info.result_path = transfer.results->conclude(info, m_clock.utcMs());
    transfer.results.reset();
  }
  transfer.progress.reset();
  m_over.push_back(info.transfer);
  show(transfer);
  while (m_over.size() > static_cast<std::size_t>(kRemembered)) {
    removeOldest();
  }
}

void PlainDesk::endBy(PlainTransfer& transfer, const Error& why) {
  const ConnectionPointer connection = find(transfer.info.peer);
  if (connection && transfer.progress) {
    return connection->peer->cancelTransfer(transfer.info.transfer,
                                            why);  // onFileEnded() follows, or the connection's end
  }
  if (!transfer.isUpload() && transfer.info.state == State::Offered && connection) {
    connection->peer->decline(why);
  }
  settle(transfer, why.is(codes::kCancelled) ? State::Cancelled : State::Failed, why);
}

void PlainDesk::endAllOf(const PeerId& peer, const Error& why) {
  std::vector<QString> open;
  for (const auto& [number, transfer] : m_transfers) {
    if (transfer.info.peer == peer && transfer.open()) {
      open.push_back(number);
    }
  }
  for (const QString& number : open) {
    if (PlainTransfer* transfer = findTransfer(number); transfer && transfer->open()) {
      settle(*transfer, why.is(codes::kCancelled) ? State::Cancelled : State::Failed, why);
    }
  }
}

void PlainDesk::clearFinished() {
  while (!m_over.empty()) {
    removeOldest();
  }
}

void PlainDesk::removeOldest() {
  const QString number = m_over.front();
  m_over.pop_front();
  const PlainTransfer* over = findTransfer(number);
  const PeerId offerer = over == nullptr || over->isUpload() ? m_own : over->info.peer;
  m_transfers.erase(number);
  Q_EMIT transferRemoved(offerer, number);
}

int PlainDesk::runningCount() const {
  return static_cast<int>(
      std::count_if(m_transfers.begin(), m_transfers.end(), [](const auto& item) { return item.second.runs(); }));
}

int PlainDesk::openCount() const {
  return static_cast<int>(
      std::count_if(m_transfers.begin(), m_transfers.end(), [](const auto& item) { return item.second.open(); }));
}

}  // namespace landline::session
