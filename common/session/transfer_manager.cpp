// What the faces ask for, and what every transfer ends in. The other parts are in transfer_manager_*.cpp.

#include "session/transfer_manager.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

#include "files/save_folder.h"
#include "files/stale_parts.h"

namespace landline::session {

using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

TransferManager::TransferManager(Role role, const PeerId& own, const Limits& limits, const Clock& clock,
                                 QObject* parent)
    : QObject(parent),
      m_role(role),
      m_own(own),
      m_limits(limits),
      m_clock(clock),
      m_at_once(AtOnce().within(limits)),
      m_rate_limit(std::make_shared<RateLimit>()),
      m_tickets(std::make_shared<TicketBook>(limits, clock)),
      m_mailbox(std::make_shared<Mailbox<TransferManager>>(*this)) {
  m_progress_timer.setInterval(m_limits.progress_interval);
  m_alarm.setSingleShot(true);
  m_renumber.setSingleShot(true);
  m_renumber.setInterval(m_limits.progress_interval);
  connect(&m_progress_timer, &QTimer::timeout, this, &TransferManager::reportProgress);
  connect(&m_alarm, &QTimer::timeout, this, &TransferManager::onAlarm);
  connect(&m_renumber, &QTimer::timeout, this, &TransferManager::renumberQueue);
}

TransferManager::~TransferManager() {
  m_mailbox->close();
  const QSignalBlocker silent(this);
  stop();
  join();
}

void TransferManager::setSaveFolder(const QString& folder) {
  m_save_folder = folder;
  if (!QFileInfo(folder).isDir()) {
    return;  // opening would make it
  }
  m_workers.start([folder] {
    if (const Result<files::SaveFolder> opened = files::SaveFolder::open(folder)) {
      files::removeStaleParts(*opened, SystemClock().utcMs());  // by the clock that files are stamped by
    }
  });
}
void TransferManager::setAcceptRule(AcceptRule rule) {
  m_rule = rule;
}
void TransferManager::setConflict(Conflict conflict) {
  m_conflict = conflict;
}
void TransferManager::setTransfersAtOnce(int per_peer, int in_all) {
  m_at_once = AtOnce{per_peer, in_all}.within(m_limits);
  startWaiting();
}
void TransferManager::setRateLimit(qint64 octets_per_second) {
  m_rate_limit->set(octets_per_second);
}
std::shared_ptr<RateLimit> TransferManager::rateLimit() const {
  return m_rate_limit;
}
void TransferManager::setReceivedLog(ReceivedLogMaker maker) {
  m_received_log = std::move(maker);
}
void TransferManager::setFileSystem(files::FileSystem* system) {
  m_file_system = system;
}
void TransferManager::setResultsFolder(const QString& folder) {
  m_results_folder = QDir().mkpath(folder) ? folder : QString();
  m_workers.start([folder, now = m_clock.utcMs()] { ResultFile::removeOld(folder, now); });
}
void TransferManager::setConnector(DataConnector connector) {
  m_connector = std::move(connector);
}
std::shared_ptr<TicketBook> TransferManager::tickets() const {
  return m_tickets;
}

// --- From the faces --------------------------------------------------------------------------------------------------

void TransferManager::accept(const PeerId& offerer, const QString& transfer, const AcceptChoice& choice) {
  TransferEntry* entry = unansweredFromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  const Result<SavePlace> place = placeFor(*entry, choice.save_as);
  if (place) {
    takeOn(*entry, *place, choice.conflict);
  } else if (place.error().is(codes::kNoSpace)) {
    turnDown(*entry, place.error());
  } else {
    Q_EMIT errorOccurred(place.error());  // another folder may do
  }
}

void TransferManager::decline(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = unansweredFromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  turnDown(*entry, {codes::kDeclined, QString()});
}

void TransferManager::cancel(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = fromFace(offerer, transfer);
  if (!entry || !entry->open() || entry->ending) {
    return;
  }
  const Error why{codes::kCancelled, QString()};
  tell(*entry, why);
  endBy(*entry, why);
}

void TransferManager::retry(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = fromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  if (!entry->isUpload() || entry->open() || entry->info.state == State::Done) {
    Q_EMIT errorOccurred(
        {codes::kUsage, QStringLiteral("\"%1\" cannot be sent again from here.").arg(entry->info.title)});
    return;
  }
  entry->retried = true;
  offer(PeerId(entry->info.peer), QString(entry->info.peer_name), QStringList(entry->info.roots));
}

void TransferManager::retryFailed() {
  const auto failed = m_table.select([](const TransferEntry& e) {
    return e.isUpload() && !e.open() && e.info.state != State::Done && !e.retried && !e.cleared;
  });
  for (const TransferEntry* entry : failed) {
    retry(PeerId(entry->offerer), QString(entry->info.transfer));
  }
}

void TransferManager::pause(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = openFromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  if (!entry->isUpload() && !entry->accepted) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("\"%1\" does not run.").arg(entry->info.title)});
    return;
  }
  if (entry->hold_here == Hold::Paused || entry->ending) {
    return;
  }
  entry->hold_here = Hold::Paused;
  entry->let_go = false;
  stopRun(*entry);
  sayHold(*entry);
  keep(*entry);
  show(*entry);
  startWaiting();
}

void TransferManager::resume(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = openFromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  const bool waits = entry->idle() && entry->accepted && !entry->held() && entry->retry_at_ms != 0;
  if (entry->hold_here != Hold::Paused && !waits) {
    return;
  }
  entry->hold_here = entry->hold_here == Hold::Paused ? Hold::None : entry->hold_here;
  entry->trouble = {};
  entry->retry_at_ms = 0;
  if (entry->announced && entry->hold_here == Hold::None) {
    say(*entry, wire::Continue{entry->info.transfer});
  }
  keep(*entry);
  show(*entry);
  startWaiting();
}

void TransferManager::pauseAll() {
  for (const TransferEntry* entry :
       m_table.select([](const TransferEntry& e) { return e.open() && (e.isUpload() || e.accepted); })) {
    pause(PeerId(entry->offerer), QString(entry->info.transfer));
  }
}

void TransferManager::resumeAll() {
  for (const TransferEntry* entry :
       m_table.select([](const TransferEntry& e) { return e.open() && e.hold_here == Hold::Paused; })) {
    resume(PeerId(entry->offerer), QString(entry->info.transfer));
  }
}

void TransferManager::moveToTop(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = openFromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  m_table.putFirst(*entry);
  entry->moved_to_top = true;
  keep(*entry);
  if (m_role == Role::Client && entry->accepted && entry->idle() && !entry->paused()) {
    // The server may have others of ours in hand to begin next: they are held back until this one has its turn.
    for (TransferEntry* other : m_table.select([&](const TransferEntry& e) {
           return e.idle() && e.accepted && !e.held() && m_present.contains(e.info.peer) && &e != entry;
         })) {
      other->hold_here = Hold::Queued;
      other->let_go = false;
      sayHold(*other);
      show(*other);
    }
    entry->let_go = !entry->held();
  }
  startWaiting();
}

void TransferManager::clearFinished() {
  for (TransferEntry* entry : m_table.select([](const TransferEntry& e) { return !e.open() && !e.cleared; })) {
    entry->cleared = true;
    Q_EMIT removed(PeerId(entry->offerer), QString(entry->info.transfer));
  }
}

int TransferManager::runningCount() const {
  return m_table.count([](const TransferEntry& entry) { return entry.open() && entry.job; });
}

int TransferManager::openCount() const {
  return m_table.count([](const TransferEntry& entry) { return entry.open(); });
}

void TransferManager::stop() {
  if (m_stopped) {
    return;
  }
  m_stopped = true;
  m_alarm.stop();
  m_renumber.stop();
  for (const std::shared_ptr<BatchCount>& count : std::as_const(m_to_count)) {
    count->cancel();
  }
  m_to_count.clear();
  const Error why{codes::kClosing, QStringLiteral("This program stopped.")};
  for (TransferEntry* entry : m_table.select([](const TransferEntry& e) { return e.open() || e.job; })) {
    if (!takeJobBack(*entry) && entry->job) {
      entry->job->cancel();
    }
    if (!entry->open()) {
      continue;
    }
    dropCount(*entry);
    if (m_store && (entry->isUpload() || entry->accepted)) {
      keep(*entry);
      entry->job.reset();
      entry->hold_there = Hold::None;
      entry->trouble = why;
      entry->retry_at_ms = m_clock.monotonicMs() + 1;
      show(*entry);
    } else {
      settle(*entry, State::Failed, why);
    }
  }
}

void TransferManager::join() {
  m_workers.joinAll();
}

// --- What all of these end in ----------------------------------------------------------------------------------------

TransferEntry* TransferManager::fromFace(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = m_stopped ? nullptr : m_table.find(offerer, transfer);
  if (!entry) {
    Q_EMIT errorOccurred({codes::kUnknownTransfer, QStringLiteral("There is no transfer %1.").arg(transfer)});
  }
  return entry;
}

/// Null, and an error, for one that is over.
TransferEntry* TransferManager::openFromFace(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = fromFace(offerer, transfer);
  if (entry && !entry->open()) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("\"%1\" is over.").arg(entry->info.title)});
    return nullptr;
  }
  return entry;
}

/// Null, and an error, for one that is no offer to this node, or was answered.
TransferEntry* TransferManager::unansweredFromFace(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = fromFace(offerer, transfer);
  if (entry && (entry->isUpload() || !entry->open() || entry->accepted)) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("\"%1\" does not wait for an answer.").arg(entry->info.title)});
    return nullptr;
  }
  return entry;
}

/// Of one that is open.
State TransferManager::stateOf(const TransferEntry& entry) const {
  const bool here = m_present.contains(entry.info.peer);
  if (entry.count) {
    return State::Counting;
  }
  if (!entry.accepted) {
    return here ? State::Offered : State::Waiting;
  }
  if (entry.paused()) {
    return State::Paused;
  }
  if (entry.job && !entry.run_stopped && entry.job->stage() != TransferProgress::Stage::Waiting) {
    return entry.job->stage() == TransferProgress::Stage::Verifying ? State::Verifying : State::Running;
  }
  return entry.idle() && (!here || entry.retry_at_ms != 0) ? State::Waiting : State::Queued;
}

void TransferManager::show(TransferEntry& entry) {
  if (!entry.open()) {
    return;
  }
  TransferInfo& info = entry.info;
  const bool here = m_present.contains(info.peer);
  info.state = stateOf(entry);
  info.paused_here = entry.hold_here == Hold::Paused;
  info.paused_there = entry.hold_there == Hold::Paused;
  info.queued_there = info.state == State::Queued && entry.hold_there == Hold::Queued;
  info.retry_at_ms = info.state == State::Waiting && here ? entry.retry_at_ms : 0;
  info.error = info.state == State::Waiting || info.paused_here ? entry.trouble : Error{};
  if (info.state == State::Waiting && !here && info.error.code.isEmpty()) {
    info.error = {codes::kAbsent, QStringLiteral("The other side is not here.")};
  }
  if (info.state != State::Running && info.state != State::Verifying) {
    entry.showNoRun();
  }
  if (info.state != State::Queued) {
    info.queue_place = 0;
  }
  Q_EMIT changed(TransferInfo(info));
}

/// Somebody ends it: at once, or when its worker has noticed.
void TransferManager::endBy(TransferEntry& entry, const Error& why) {
  takeJobBack(entry);
  if (entry.job) {
    entry.ending = why;
    entry.job->cancel();
    return;
  }
  settle(entry, why.is(codes::kCancelled) ? State::Cancelled : State::Failed, why);
}

void TransferManager::settle(TransferEntry& entry, State state, const Error& error) {
  dropCount(entry);
  entry.showNoRun();
  TransferInfo& info = entry.info;
  info.state = state;
  info.error = error;
  info.paused_here = info.paused_there = info.queued_there = false;
  info.retry_at_ms = 0;
  info.queue_place = 0;
  entry.hold_here = entry.hold_there = Hold::None;
  entry.ticket.clear();
  entry.next_ticket.clear();
  entry.ending.reset();
  entry.run_stopped = entry.let_go = false;
  entry.retry_at_ms = entry.nudge_at_ms = 0;
  publishFiles(entry);
  if (entry.results) {
    countResults(entry);
    info.result_path = entry.results->conclude(info, m_clock.utcMs());
    entry.results.reset();
  }
  entry.job.reset();
  keep(entry);
  m_table.end(entry);
  const TransferInfo over = info;
  m_table.forget(kRemembered);
  Q_EMIT changed(over);
  if (!m_stopped) {
    announceMore(over.peer);
    startWaiting();
  }
}

}  // namespace landline::session
