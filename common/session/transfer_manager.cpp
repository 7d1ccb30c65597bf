#include "session/transfer_manager.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

#include "files/safe_name.h"
#include "files/save_folder.h"
#include "files/source_file.h"

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
      m_tickets(std::make_shared<TicketBook>(limits, clock)),
      m_mailbox(std::make_shared<Mailbox>()) {
  m_mailbox->manager = this;
  m_progress_timer.setInterval(m_limits.progress_interval);
  connect(&m_progress_timer, &QTimer::timeout, this, &TransferManager::reportProgress);
}

TransferManager::~TransferManager() {
  {
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->manager = nullptr;
  }
  const QSignalBlocker silent(this);
  stop();
  join();
}

void TransferManager::setSaveFolder(const QString& folder) {
  m_save_folder = folder;
}
void TransferManager::setAcceptRule(AcceptRule rule) {
  m_rule = rule;
}
void TransferManager::setCopiesFrom(CopiesFrom copies_from) {
  m_copies_from = std::move(copies_from);
}
void TransferManager::setReceivedLog(ReceivedLogMaker maker) {
  m_received_log = std::move(maker);
}
void TransferManager::setConnector(DataConnector connector) {
  m_connector = std::move(connector);
}
std::shared_ptr<TicketBook> TransferManager::tickets() const {
  return m_tickets;
}

// --- From the faces --------------------------------------------------------------------------------------------------

void TransferManager::offerFile(const PeerId& to, const QString& peer_name, const QString& path) {
  if (m_stopped) {
    return;
  }
  // Only a look at the file: its octets are read by the worker.
  const Result<files::SourceFile> source = files::SourceFile::open(path);
  if (!source) {
    Q_EMIT errorOccurred(source.error());
    return;
  }
  if (const Result<void> safe = files::checkComponent(source->name()); !safe) {
    Q_EMIT errorOccurred(safe.error());  // every receiver would refuse it
    return;
  }
  m_present.insert(to);
  TransferInfo info;
  info.transfer = wire::newUuid();
  info.direction = Direction::Up;
  info.peer = to;
  info.peer_name = peer_name;
  info.title = source->name();
  info.bytes_total = source->size();
  info.path = QFileInfo(path).absoluteFilePath();
  m_table.add(m_own, info);
  Q_EMIT changed(info);
  announceMore(to);
}

void TransferManager::accept(const PeerId& offerer, const QString& transfer, const QString& save_as) {
  TransferEntry* entry = fromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  if (entry->isUpload() || entry->info.state != State::Offered) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("\"%1\" does not wait for an answer.").arg(entry->info.title)});
    return;
  }
  const Result<Place> place = placeFor(*entry, save_as);
  if (place) {
    takeOn(*entry, *place);
  } else if (place.error().is(codes::kNoSpace)) {
    turnDown(*entry, place.error());
  } else {
    Q_EMIT errorOccurred(place.error());  // another folder may do
  }
}

void TransferManager::decline(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = fromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  if (entry->isUpload() || entry->info.state != State::Offered) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("\"%1\" does not wait for an answer.").arg(entry->info.title)});
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
  const TransferEntry* entry = fromFace(offerer, transfer);
  if (!entry) {
    return;
  }
  const TransferInfo& info = entry->info;
  if (!entry->isUpload() || entry->open() || info.state == State::Done) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("\"%1\" cannot be sent again from here.").arg(info.title)});
  } else if (!m_present.contains(info.peer)) {
    Q_EMIT errorOccurred({codes::kAbsent, QStringLiteral("%1 is not here.").arg(info.peer_name)});
  } else {
    offerFile(PeerId(info.peer), QString(info.peer_name), QString(info.path));
  }
}

void TransferManager::peerLeft(const PeerId& peer) {
  m_present.remove(peer);
  const Error lost{codes::kConnectionLost, QStringLiteral("The other side went away.")};
  for (TransferEntry* entry : m_table.select([&](const TransferEntry& e) { return e.open() && e.info.peer == peer; })) {
    if (entry->broken_off) {
      settle(*entry, State::Failed, entry->info.error);
    } else if (!entry->open()) {
      continue;  // ended by a slot of changed()
    } else if (entry->idle() || takeJobBack(*entry)) {
      settle(*entry, State::Failed, lost);
    }
  }
}

void TransferManager::peerBack(const PeerId& peer, const QString& name) {
  m_present.insert(peer);
  peerRenamed(peer, name);
}

void TransferManager::peerRenamed(const PeerId& peer, const QString& name) {
  for (TransferEntry* entry : m_table.select([&](const TransferEntry& e) { return e.info.peer == peer; })) {
    entry->info.peer_name = name;
  }
}

int TransferManager::runningCount() const {
  return m_table.count([](const TransferEntry& entry) { return entry.job != nullptr; });
}

int TransferManager::openCount() const {
  return m_table.count([](const TransferEntry& entry) { return entry.open(); });
}

void TransferManager::stop() {
  if (m_stopped) {
    return;
  }
  m_stopped = true;
  for (TransferEntry* entry : m_table.select([](const TransferEntry& e) { return e.open(); })) {
    if (!takeJobBack(*entry) && entry->job) {
      entry->job->cancel();
    }
    settle(*entry, State::Failed, {codes::kClosing, QStringLiteral("This program stopped.")});
  }
}

void TransferManager::join() {
  m_workers.joinAll();
}

// --- The life of a transfer ------------------------------------------------------------------------------------------

/// Sends the offers that the peer's queue has room for; the others wait here rather than be refused there.
void TransferManager::announceMore(const PeerId& peer) {
  const auto uploads_to_peer = [&](const TransferEntry& entry) {
    return entry.isUpload() && entry.open() && entry.info.peer == peer;
  };
  int announced = m_table.count([&](const TransferEntry& e) { return uploads_to_peer(e) && e.announced; });
  for (TransferEntry* entry :
       m_table.select([&](const TransferEntry& e) { return uploads_to_peer(e) && !e.announced; })) {
    if (announced >= m_limits.queued_offers_per_peer) {
      return;
    }
    if (!entry->open() || entry->announced) {
      continue;
    }
    ++announced;
    entry->announced = true;
    wire::Offer offer;
    offer.transfer = entry->info.transfer;
    offer.to = peer;
    offer.title = entry->info.title;
    offer.files = 1;
    offer.bytes = entry->info.bytes_total;
    offer.first = QStringList{entry->info.title};
    Q_EMIT messageReady(peer, offer);
  }
}

Result<TransferManager::Place> TransferManager::placeFor(const TransferEntry& entry, const QString& save_as) const {
  Place place{m_save_folder, QString()};
  if (!save_as.isEmpty()) {
    const QFileInfo wanted(save_as);
    if (!wanted.isAbsolute()) {
      return Error{codes::kUsage, QStringLiteral("\"%1\" is not an absolute path.").arg(save_as)};
    }
    place.folder = wanted.isDir() ? wanted.absoluteFilePath() : wanted.absolutePath();
    place.name = wanted.isDir() ? QString() : wanted.fileName();
    if (!place.name.isEmpty()) {
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
  m_table.count([&](const TransferEntry& other) {
    if (!other.isUpload() && other.open() && other.turn != 0 && other.folder == place.folder) {
      promised += other.info.bytes_total - other.info.bytes_done;
    }
    return false;
  });
  if (entry.info.bytes_total > *free_bytes - promised) {
    return Error{codes::kNoSpace, QStringLiteral("There is no room for \"%1\" (%2 octets) in \"%3\".")
                                      .arg(entry.info.title, QString::number(entry.info.bytes_total), place.folder)};
  }
  return place;
}

void TransferManager::takeOn(TransferEntry& entry, const Place& place) {
  entry.folder = place.folder;
  entry.save_name = place.name;
  entry.turn = ++m_last_turn;
  entry.info.state = State::Queued;
  Q_EMIT messageReady(entry.info.peer, wire::Accept{entry.info.transfer});
  Q_EMIT changed(entry.info);
  startWaiting();
}

void TransferManager::turnDown(TransferEntry& entry, const Error& why) {
  Q_EMIT messageReady(entry.info.peer, wire::Decline{entry.info.transfer, why.code, QString()});
  settle(entry, State::Declined, why);
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
  entry.info.state = state;
  entry.info.error = error;
  entry.info.rate = -1;
  entry.info.seconds_left = -1;
  entry.info.stalled = false;
  entry.job.reset();
  entry.ticket.clear();
  entry.ending.reset();
  entry.broken_off = false;
  m_table.end(entry);
  const TransferInfo info = entry.info;
  m_table.forget(kRemembered);
  Q_EMIT changed(info);
  if (!m_stopped) {
    announceMore(info.peer);
    startWaiting();
  }
}

}  // namespace landline::session
