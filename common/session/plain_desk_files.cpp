// How transfers with plain peers begin, and what faces want of them. A part of PlainDesk.

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

#include "files/safe_name.h"
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
  const Result<QStringList> components = files::safeComponents(offer.name);
  if (!components) {
    return turnDown(transfer, components.error());
  }
  if (components->size() != 1) {
    return turnDown(transfer, {codes::kUnsafeName, QStringLiteral("A plain peer sends files, not folders.")});
  }
  if (m_rule == AcceptRule::None || connection->ending || m_mode != PlainMode::Files) {
    return turnDown(transfer, {codes::kDeclined, QString()});
  }
  if (m_rule == AcceptRule::All) {
    const Result<SavePlace> place = placeFor(transfer, QString());
    return place ? takeOn(transfer, *place, m_conflict) : turnDown(transfer, place.error());
  }
  show(transfer);
}

qint64 PlainDesk::promisedIn(const QString& folder) const {
  qint64 promised = 0;
  for (const auto& [number, other] : m_transfers) {
    if (!other.isUpload() && other.open() && other.folder == folder) {
      promised += octetsToCome(other.info);
    }
  }
  return promised;
}

Result<SavePlace> PlainDesk::placeFor(const PlainTransfer& transfer, const QString& save_as) const {
  Result<SavePlace> place = savePlaceFor(transfer.info, save_as, m_save_folder, [this](const QString& folder) {
    return promisedIn(folder) + (m_promised_besides ? m_promised_besides(folder) : 0);
  });
  if (place && place->name.isEmpty()) {
    place->name = transfer.info.title;
  }
  return place;
}

void PlainDesk::takeOn(PlainTransfer& transfer, const SavePlace& place, Conflict conflict) {
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

/// The transfer that waits for an answer of ours. One that does not is told of.
PlainTransfer* PlainDesk::offerToAnswer(const QString& transfer) {
  PlainTransfer* const offered = findTransfer(transfer);
  if (offered && (offered->isUpload() || offered->info.state != State::Offered)) {
    Q_EMIT errorOccurred(
        {codes::kUsage, QStringLiteral("\"%1\" does not wait for an answer.").arg(offered->info.title)});
    return nullptr;
  }
  return offered;
}

bool PlainDesk::accept(const PeerId& /*offerer*/, const QString& transfer, const AcceptChoice& choice) {
  PlainTransfer* const offered = offerToAnswer(transfer);
  if (!offered) {
    return owns(transfer);
  }
  const Result<SavePlace> place = placeFor(*offered, choice.save_as);
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
  if (PlainTransfer* const offered = offerToAnswer(transfer)) {
    turnDown(*offered, {codes::kDeclined, QString()});
  }
  return owns(transfer);
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

}  // namespace landline::session
