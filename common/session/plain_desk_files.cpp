// The transfers with plain peers. A part of PlainDesk.

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

#include "files/safe_name.h"
#include "files/save_folder.h"
#include "session/plain_desk.h"
#include "session/plain_peer.h"
#include "wire/messages.h"

namespace landline::session {

using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

PlainTransfer* PlainDesk::findTransfer(const QString& transfer) {
  const auto found = m_transfers.find(transfer);
  return found == m_transfers.end() ? nullptr : &found->second;
}

PlainTransfer& PlainDesk::addTransfer(const ConnectionPointer& connection, Direction direction, const QString& title) {
  PlainTransfer transfer;
  transfer.info.transfer = wire::newUuid();
  transfer.info.direction = direction;
  transfer.info.state = direction == Direction::Up ? State::Queued : State::Offered;
  transfer.info.peer = connection->info.id;
  transfer.info.peer_name = connection->info.name;
  transfer.info.title = title;
  transfer.info.first = QStringList{title};
  transfer.info.plain = true;
  transfer.info.files_total = 1;
  transfer.info.bytes_total = -1;
  transfer.bottleneck = BottleneckMeter(direction);
  return m_transfers.emplace(transfer.info.transfer, transfer).first->second;
}

bool PlainDesk::owns(const QString& transfer) const {
  return m_transfers.count(transfer) > 0;
}

// --- Being offered ---------------------------------------------------------------------------------------------------

void PlainDesk::onOffered(const ConnectionPointer& connection, const PlainOffered& offer) {
  // A longer name is refused, and not worth keeping.
  PlainTransfer& transfer = addTransfer(connection, Direction::Down, offer.name.left(files::kPathOctets + 1));
  transfer.info.bytes_total = offer.size;
  if (const Result<void> safe = files::checkComponent(offer.name); !safe) {
    return turnDown(transfer, safe.error());
  }
  if (m_rule == AcceptRule::None || connection->ending || m_mode != PlainMode::Files) {
    return turnDown(transfer, {codes::kDeclined, QString()});
  }
  if (m_rule == AcceptRule::All) {
    const Result<Place> place = placeFor(transfer, QString());
    return place ? takeOn(transfer, *place, m_conflict) : turnDown(transfer, place.error());
  }
  show(transfer);
}

Result<PlainDesk::Place> PlainDesk::placeFor(const PlainTransfer& transfer, const QString& save_as) const {
  Place place{m_save_folder, transfer.info.title};
  if (!save_as.isEmpty()) {
    const QFileInfo wanted(save_as);
    if (!wanted.isAbsolute()) {
      return Error{codes::kUsage, QStringLiteral("\"%1\" is not an absolute path.").arg(save_as)};
    }
    place.folder = wanted.isDir() ? wanted.absoluteFilePath() : wanted.absolutePath();
    if (!wanted.isDir()) {
      place.name = wanted.fileName();
      if (const Result<void> safe = files::checkComponent(place.name); !safe) {
        return safe.error();
      }
    }
  }
  const Result<files::SaveFolder> folder = files::SaveFolder::open(place.folder);
  if (!folder) {
    return folder.error();
  }
  const Result<qint64> free_bytes = folder->freeBytes();
  if (!free_bytes) {
    return free_bytes.error();
  }
  // What was promised to others in the same folder is not free any more.
  qint64 promised = 0;
  for (const auto& [number, other] : m_transfers) {
    if (!other.isUpload() && other.open() && other.folder == place.folder) {
      promised += std::max<qint64>(0, other.info.bytes_total - other.info.bytes_done);
    }
  }
  if (transfer.info.bytes_total > *free_bytes - promised) {
    return Error{codes::kNoSpace,
                 QStringLiteral("There is no room for \"%1\" (%2 octets) in \"%3\".")
                     .arg(transfer.info.title, QString::number(transfer.info.bytes_total), place.folder)};
  }
  return place;
}

void PlainDesk::takeOn(PlainTransfer& transfer, const Place& place, Conflict conflict) {
  // Said before `ok`, not when everything has come.
  if (conflict == Conflict::Skip && QFileInfo::exists(place.folder + QLatin1Char('/') + place.name)) {
    return turnDown(transfer, {codes::kExists, QStringLiteral("\"%1\" is here already.").arg(place.name)});
  }
  const ConnectionPointer connection = find(transfer.info.peer);
  transfer.folder = place.folder;
  transfer.progress = std::make_shared<TransferProgress>();
  connection->peer->accept({transfer.info.transfer, place.folder, place.name, conflict, transfer.progress});
  run(transfer);
}

void PlainDesk::turnDown(PlainTransfer& transfer, const Error& why) {
  if (const ConnectionPointer connection = find(transfer.info.peer)) {
    connection->peer->decline(why);
  }
  settle(transfer, State::Declined, why);
}

bool PlainDesk::accept(const PeerId& /*offerer*/, const QString& transfer, const AcceptChoice& choice) {
  PlainTransfer* offered = findTransfer(transfer);
  if (!offered) {
    return false;
  }
  if (offered->isUpload() || offered->info.state != State::Offered) {
    Q_EMIT errorOccurred(
        {codes::kUsage, QStringLiteral("\"%1\" does not wait for an answer.").arg(offered->info.title)});
    return true;
  }
  const Result<Place> place = placeFor(*offered, choice.save_as);
  if (place) {
    takeOn(*offered, *place, choice.conflict);
  } else if (place.error().is(codes::kNoSpace)) {
    turnDown(*offered, place.error());
  } else {
    Q_EMIT errorOccurred(place.error());  // another folder may do
  }
  return true;
}

bool PlainDesk::decline(const PeerId& /*offerer*/, const QString& transfer) {
  PlainTransfer* offered = findTransfer(transfer);
  if (!offered) {
    return false;
  }
  if (offered->isUpload() || offered->info.state != State::Offered) {
    Q_EMIT errorOccurred(
        {codes::kUsage, QStringLiteral("\"%1\" does not wait for an answer.").arg(offered->info.title)});
  } else {
    turnDown(*offered, {codes::kDeclined, QString()});
  }
  return true;
}

bool PlainDesk::cancel(const PeerId& /*offerer*/, const QString& transfer) {
  PlainTransfer* wanted = findTransfer(transfer);
  if (wanted && wanted->open()) {
    endBy(*wanted, {codes::kCancelled, QString()});
  }
  return wanted != nullptr;
}

// --- Offering --------------------------------------------------------------------------------------------------------

void PlainDesk::offer(const PeerId& to, const QStringList& paths) {
  const ConnectionPointer connection = find(to);
  Error why;
  if (!connection || !connection->joined || connection->ending || m_stopped) {
    why = {codes::kAbsent, QStringLiteral("The plain peer is not here any more.")};
  } else if (m_mode != PlainMode::Files) {
    why = {codes::kUnsupported, QStringLiteral("Files over plain connections are switched off.")};
  } else if (paths.isEmpty()) {
    why = {codes::kUsage, QStringLiteral("There is nothing to send.")};
  } else if (connection->uploads.size() + paths.size() > kQueuedOffers) {
    why = {codes::kTooMany, QStringLiteral("Too many files wait for this plain peer.")};
  }
  if (!why.code.isEmpty()) {
    Q_EMIT errorOccurred(why);
    return;
  }
  for (const QString& path : paths) {
    const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    PlainTransfer& transfer = addTransfer(connection, Direction::Up, QFileInfo(absolute).fileName());
    transfer.info.roots = QStringList{absolute};
    transfer.info.path = absolute;
    connection->uploads.append(transfer.info.transfer);
    show(transfer);
  }
  startNext(connection);
}

void PlainDesk::startNext(const ConnectionPointer& connection) {
  while (connection->uploading.isEmpty() && !connection->uploads.isEmpty()) {
    PlainTransfer* transfer = findTransfer(connection->uploads.takeFirst());
    if (transfer && transfer->open()) {
      connection->uploading = transfer->info.transfer;
      transfer->progress = std::make_shared<TransferProgress>();
      connection->peer->upload({transfer->info.transfer, transfer->info.path, transfer->progress});
    }
  }
}

void PlainDesk::onUploadMoved(const PlainUploadMoved& moved) {
  PlainTransfer* transfer = findTransfer(moved.transfer);
  if (!transfer || !transfer->open()) {
    return;
  }
  transfer->info.bytes_total = moved.size;
  if (moved.answered) {
    return run(*transfer);
  }
  transfer->info.state = State::Offered;
  show(*transfer);
}

bool PlainDesk::retry(const PeerId& /*offerer*/, const QString& transfer) {
  PlainTransfer* failed = findTransfer(transfer);
  if (!failed) {
    return false;
  }
  if (!failed->isUpload() || failed->open() || failed->info.state == State::Done) {
    Q_EMIT errorOccurred(
        {codes::kUsage, QStringLiteral("\"%1\" cannot be sent again from here.").arg(failed->info.title)});
    return true;
  }
  failed->retried = true;
  offer(PeerId(failed->info.peer), QStringList(failed->info.roots));
  return true;
}

void PlainDesk::retryFailed() {
  QStringList failed;
  for (const QString& number : m_over) {
    const PlainTransfer* transfer = findTransfer(number);
    if (transfer && transfer->isUpload() && transfer->info.state != State::Done && !transfer->retried &&
        has(transfer->info.peer)) {
      failed.append(number);
    }
  }
  for (const QString& number : failed) {
    retry(m_own, number);
  }
}

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
    remove(m_over.front());
  }
}

void PlainDesk::endBy(PlainTransfer& transfer, const Error& why) {
  const ConnectionPointer connection = find(transfer.info.peer);
  if (connection && transfer.progress) {
    return connection->peer->cancelTransfer(transfer.info.transfer);  // onFileEnded() follows, or the connection's end
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
    remove(m_over.front());
  }
}

void PlainDesk::remove(const QString& transfer) {
  const QString number = transfer;
  const PlainTransfer* over = findTransfer(number);
  const PeerId offerer = over == nullptr || over->isUpload() ? m_own : over->info.peer;
  m_transfers.erase(number);
  m_over.erase(std::remove(m_over.begin(), m_over.end(), number), m_over.end());
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
