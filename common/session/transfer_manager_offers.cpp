// How transfers begin: counting, offering, being offered, deciding. A part of TransferManager.

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

#include "files/safe_name.h"
#include "files/save_folder.h"
#include "session/transfer_manager.h"

namespace landline::session {

using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

void TransferManager::offer(const PeerId& to, const QString& peer_name, const QStringList& paths) {
  offer({{to, peer_name}}, paths);
}

void TransferManager::offer(const QVector<Receiver>& to, const QStringList& paths) {
  if (m_stopped || to.isEmpty()) {
    return;
  }
  if (paths.isEmpty()) {
    Q_EMIT errorOccurred({codes::kUsage, QStringLiteral("There is nothing to send.")});
    return;
  }
  QStringList roots;
  for (const QString& path : paths) {
    roots.append(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
  }
  const auto count = std::make_shared<BatchCount>(roots);
  m_to_count.append(count);
  for (const Receiver& receiver : to) {
    TransferInfo info;
    info.transfer = wire::newUuid();
    info.direction = Direction::Up;
    info.state = State::Counting;
    info.peer = receiver.id;
    info.peer_name = receiver.name;
    info.title = titleOf(roots);
    info.roots = roots;
    info.path = roots.first();
    TransferEntry& entry = m_table.add(m_own, info);
    entry.count = count;
    keep(entry);
    show(entry);
  }
  countNext();
}

// --- Counting --------------------------------------------------------------------------------------------------------

/// Several may: what is offered to many is counted once.
static TransferTable::Wanted waitsFor(const std::shared_ptr<BatchCount>& count) {
  return [count](const TransferEntry& entry) { return entry.count == count; };
}

void TransferManager::countNext() {
  while (m_counting < kCountersAtOnce && !m_to_count.isEmpty()) {
    const std::shared_ptr<BatchCount> count = m_to_count.takeFirst();
    if (m_table.count(waitsFor(count)) == 0) {
      continue;  // cancelled before it began
    }
    ++m_counting;
    const bool started = m_workers.start([count, mailbox = m_mailbox] {
      const BatchCount::Found found = count->run();
      mailbox->post([count, found](TransferManager& manager) { manager.onCounted(count, found); });
    });
    if (!started) {
      BatchCount::Found none;
      none.trouble = {codes::kBusy, QStringLiteral("The system has no thread left.")};
      onCounted(count, none);
      return;
    }
    m_progress_timer.start();
  }
}

void TransferManager::onCounted(const std::shared_ptr<BatchCount>& count, const BatchCount::Found& found) {
  --m_counting;
  if (m_stopped) {
    return;
  }
  for (TransferEntry* entry : m_table.select(waitsFor(count))) {
    takeCount(*entry, found);
  }
  countNext();
}

void TransferManager::takeCount(TransferEntry& entry, const BatchCount::Found& found) {
  entry.count.reset();
  TransferInfo& info = entry.info;
  entry.offered_files = info.files_total = found.files;
  entry.offered_bytes = info.bytes_total = found.bytes;
  if (found.files == 0 && found.folders == 0) {
    const Error nothing{codes::kVanished, QStringLiteral("There is nothing to send.")};
    return settle(entry, State::Failed, found.trouble.code.isEmpty() ? nothing : found.trouble);
  }
  info.title = found.title();
  info.first = found.first;
  keep(entry);
  show(entry);
  if (entry.open()) {
    announceMore(PeerId(info.peer));
  }
}

/// A count that nobody waits for any more ends.
void TransferManager::dropCount(TransferEntry& entry) {
  const std::shared_ptr<BatchCount> count = std::exchange(entry.count, nullptr);
  if (count && m_table.count(waitsFor(count)) == 0) {
    count->cancel();
  }
}

// --- Offering --------------------------------------------------------------------------------------------------------

/// Sends the offers that the peer's queue has room for; the others wait here rather than be refused there.
void TransferManager::announceMore(const PeerId& peer) {
  if (!m_present.contains(peer)) {
    return;
  }
  const auto uploads_to_peer = [&](const TransferEntry& entry) {
    return entry.isUpload() && entry.open() && !entry.count && entry.info.peer == peer;
  };
  int announced = m_table.count([&](const TransferEntry& e) { return uploads_to_peer(e) && e.announced; });
  for (TransferEntry* entry :
       m_table.select([&](const TransferEntry& e) { return uploads_to_peer(e) && !e.announced; })) {
    if (announced >= m_limits.queued_offers_per_peer) {
      return;
    }
    if (entry->open() && !entry->announced) {
      ++announced;
      announce(*entry);
    }
  }
}

void TransferManager::announce(TransferEntry& entry) {
  entry.announced = true;
  wire::Offer offer;
  offer.transfer = entry.info.transfer;
  offer.to = entry.info.peer;
  offer.title = entry.info.title;
  offer.files = entry.offered_files;
  offer.bytes = entry.offered_bytes;
  offer.first = entry.info.first;
  say(entry, offer);
  sayHold(entry);
}

// --- Being offered ---------------------------------------------------------------------------------------------------

void TransferManager::onOffer(const PeerId& from, const QString& from_name, const wire::Offer& offer) {
  if (m_stopped) {
    return;
  }
  const PeerId offerer = offer.from.value_or(from);
  if (offer.to != m_own || (m_role == Role::Server && offerer != from) || offerer == m_own) {
    return reject(from, offer.transfer, codes::kUnsupported, QStringLiteral("This offer is for somebody else."));
  }
  m_present.insert(offerer);
  if (m_table.findOther(offerer, offer.transfer)) {
    return reject(from, offer.transfer, codes::kUnexpected, QStringLiteral("This is the number of another transfer."));
  }
  if (TransferEntry* known = m_table.find(offerer, offer.transfer)) {
    known->announced = true;
    known->nudge_at_ms = 0;
    return answerAgain(*known);
  }
  const int waiting = m_table.count(
      [&](const TransferEntry& entry) { return !entry.isUpload() && entry.idle() && entry.info.peer == offerer; });
  if (waiting >= m_limits.queued_offers_per_peer) {
    return reject(from, offer.transfer, codes::kTooMany, QStringLiteral("Too many of your offers wait for an answer."));
  }
  TransferInfo info;
  info.transfer = offer.transfer;
  info.direction = Direction::Down;
  info.peer = offerer;
  info.peer_name = from_name;
  info.title = offer.title.left(files::kPathOctets + 1);  // a longer one is refused, and not worth keeping
  for (const QString& name : offer.first) {
    info.first.append(name.left(files::kPathOctets + 1));
  }
  info.files_total = offer.files.value_or(-1);
  info.bytes_total = offer.bytes.value_or(-1);
  TransferEntry& entry = m_table.add(offerer, info);
  entry.offered_files = info.files_total;
  entry.offered_bytes = info.bytes_total;
  entry.announced = true;
  decideOn(entry);
}

/// Whether nothing of it could be saved: everything that is named has a name that must not be used.
static bool allUnsafe(const TransferInfo& info) {
  const QStringList names = info.first.isEmpty() ? QStringList{info.title} : info.first;
  return names.size() < wire::kMostFirstNames &&
         std::all_of(names.begin(), names.end(), [](const QString& name) { return !files::safeComponents(name); });
}

void TransferManager::decideOn(TransferEntry& entry) {
  if (allUnsafe(entry.info)) {
    return turnDown(entry, {codes::kUnsafeName, QStringLiteral("Nothing under this name can be saved.")});
  }
  if (m_rule == AcceptRule::None) {
    return turnDown(entry, {codes::kDeclined, QString()});
  }
  if (m_rule == AcceptRule::All) {
    const Result<SavePlace> place = placeFor(entry, QString());
    return place ? takeOn(entry, *place, m_conflict) : turnDown(entry, place.error());
  }
  show(entry);
}

/// The offerer was not sure that it had been heard, or did not hear the answer: it gets the one that it got before, and
/// nobody is asked twice.
void TransferManager::answerAgain(TransferEntry& entry) {
  const Error error = entry.info.error;
  switch (entry.info.state) {
    case State::Counting:
    case State::Offered:
    case State::Queued:
    case State::Waiting:
    case State::Paused:
    case State::Running:
    case State::Verifying:
      if (entry.accepted) {
        say(entry, wire::Accept{entry.info.transfer});
        sayHold(entry);
      }
      show(entry);
      startWaiting();
      return;
    case State::Declined:
      return say(entry, wire::Decline{entry.info.transfer, error.code, QString()});
    case State::Cancelled:
      return tell(entry, error);
    case State::Done:
    case State::Incomplete:
      // It missed the end. Everything is here; running again tells it so.
      say(entry, wire::Accept{entry.info.transfer});
      entry.again = true;
      return startWaiting();
    case State::Failed:
      break;
  }
  if (!error.is(codes::kConnectionLost) && !error.is(codes::kClosing) && !error.is(codes::kUnknownTransfer)) {
    return tell(entry, error);
  }
  // It failed only because the other side was not to be reached any more.
  entry.info.state = State::Offered;
  entry.info.error = {};
  if (entry.accepted) {
    takeOn(entry, {entry.folder, entry.save_name}, entry.conflict);
  } else {
    decideOn(entry);
  }
}

qint64 TransferManager::promisedIn(const QString& folder) const {
  qint64 promised = 0;
  m_table.forEach([&](const TransferEntry& other) {
    if (!other.isUpload() && other.open() && other.accepted && other.folder == folder) {
      promised += octetsToCome(other.info);
    }
  });
  return promised;
}

Result<SavePlace> TransferManager::placeFor(const TransferEntry& entry, const QString& save_as) const {
  return savePlaceFor(entry.info, save_as, m_save_folder, [this](const QString& folder) {
    return promisedIn(folder) + (m_promised_besides ? m_promised_besides(folder) : 0);
  });
}

void TransferManager::takeOn(TransferEntry& entry, const SavePlace& place, Conflict conflict) {
  entry.folder = place.folder;
  entry.save_name = place.name;
  entry.conflict = conflict;
  entry.accepted = true;
  if (!entry.moved_to_top) {
    m_table.putLast(entry);
  }
  say(entry, wire::Accept{entry.info.transfer});
  keep(entry);
  show(entry);
  startWaiting();
}

void TransferManager::turnDown(TransferEntry& entry, const Error& why) {
  say(entry, wire::Decline{entry.info.transfer, why.code, QString()});
  settle(entry, State::Declined, why);
}

/// Peers may come under ever new keys, offer and go: what waits for their return must not grow without end.
void TransferManager::boundAbsentOffers() {
  auto absent = m_table.select([&](const TransferEntry& e) {
    return !e.isUpload() && e.open() && !e.accepted && !m_present.contains(e.info.peer);
  });
  const Error why{codes::kConnectionLost, QStringLiteral("The other side went away.")};
  for (std::size_t i = 0; i + kAbsentOffers < absent.size(); ++i) {
    settle(*absent[i], State::Failed, why);
  }
}

}  // namespace landline::session
