// What the peers say about transfers, and what is said to them: the third part of TransferManager.

#include <type_traits>

#include "files/safe_name.h"
#include "session/transfer_manager.h"

namespace landline::session {

using Direction = TransferInfo::Direction;
using State = TransferInfo::State;

bool TransferManager::handle(const PeerId& from, const QString& from_name, const wire::ControlMessage& message) {
  return std::visit(
      [&](const auto& m) {
        using Message = std::decay_t<decltype(m)>;
        if constexpr (std::is_same_v<Message, wire::Offer>) {
          onOffer(from, from_name, m);
        } else if constexpr (std::is_same_v<Message, wire::Accept>) {
          onAccept(from, m);
        } else if constexpr (std::is_same_v<Message, wire::Decline>) {
          onDecline(from, m);
        } else if constexpr (std::is_same_v<Message, wire::Cancel>) {
          onCancel(from, m);
        } else if constexpr (std::is_same_v<Message, wire::Ticket>) {
          onTicket(from, m);
        } else if constexpr (std::is_same_v<Message, wire::Pause> || std::is_same_v<Message, wire::Continue>) {
          reject(from, m.transfer, codes::kUnsupported, QStringLiteral("Pausing is not supported yet."));
        } else if constexpr (std::is_same_v<Message, wire::Rejected>) {
          return onRejected(from, m);
        } else {
          return false;
        }
        return true;
      },
      message);
}

void TransferManager::onOffer(const PeerId& from, const QString& from_name, const wire::Offer& offer) {
  if (m_stopped) {
    return;
  }
  m_present.insert(from);
  if (offer.to != m_own || (offer.from && *offer.from != from)) {
    return reject(from, offer.transfer, codes::kUnsupported,
                  QStringLiteral("Files from one client to another are not supported yet."));
  }
  if (offer.files != 1 || !offer.bytes) {
    return reject(from, offer.transfer, codes::kUnsupported,
                  QStringLiteral("Offers of other than one file are not supported yet."));
  }
  if (m_table.findWith(from, m_own, offer.transfer)) {
    return reject(from, offer.transfer, codes::kUnexpected, QStringLiteral("This is the number of another transfer."));
  }
  TransferEntry* known = m_table.find(from, offer.transfer);
  if (known && answerAgain(*known)) {
    return;
  }
  const int waiting = m_table.count(
      [&](const TransferEntry& entry) { return !entry.isUpload() && entry.idle() && entry.info.peer == from; });
  if (waiting >= m_limits.queued_offers_per_peer) {
    return reject(from, offer.transfer, codes::kTooMany, QStringLiteral("Too many of your offers wait for an answer."));
  }
  if (known) {
    return takeUpAgain(*known);
  }
  TransferInfo info;
  info.transfer = offer.transfer;
  info.direction = Direction::Down;
  info.peer = from;
  info.peer_name = from_name;
  info.title = offer.title.left(files::kPathOctets + 1);  // a longer one is refused, and not worth keeping
  info.bytes_total = *offer.bytes;
  decideOn(m_table.add(from, info));
}

void TransferManager::decideOn(TransferEntry& entry) {
  if (const Result<QStringList> safe = files::safeComponents(entry.info.title); !safe) {
    return turnDown(entry, safe.error());
  }
  if (m_rule == AcceptRule::None) {
    return turnDown(entry, {codes::kDeclined, QString()});
  }
  if (m_rule == AcceptRule::All) {
    const Result<Place> place = placeFor(entry, QString());
    return place ? takeOn(entry, *place) : turnDown(entry, place.error());
  }
  Q_EMIT changed(entry.info);
}

/// The offerer was not sure that it had been heard: it gets the answer that it got before, and nobody is asked twice.
/// False where it may try again.
bool TransferManager::answerAgain(const TransferEntry& entry) {
  switch (entry.info.state) {
    case State::Offered:
      return true;  // the answer will come
    case State::Queued:
    case State::Waiting:
    case State::Paused:
    case State::Running:
    case State::Verifying:
      Q_EMIT messageReady(entry.info.peer, wire::Accept{entry.info.transfer});
      return true;
    case State::Declined:
      Q_EMIT messageReady(entry.info.peer, wire::Decline{entry.info.transfer, entry.info.error.code, QString()});
      return true;
    case State::Cancelled:
      tell(entry, entry.info.error);
      return true;
    case State::Counting:
    case State::Done:
    case State::Incomplete:
    case State::Failed:
      break;
  }
  return false;
}

/// What was agreed to before is agreed to now.
void TransferManager::takeUpAgain(TransferEntry& entry) {
  entry.info.state = State::Offered;
  entry.info.error = {};
  entry.info.bytes_done = 0;
  if (entry.turn != 0) {
    takeOn(entry, {entry.folder, entry.save_name});
  } else {
    decideOn(entry);
  }
}

void TransferManager::onAccept(const PeerId& from, const wire::Accept& accept) {
  TransferEntry* entry = m_table.findWith(from, m_own, accept.transfer);
  if (!entry || !entry->announced) {
    return reject(from, accept.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such offer."));
  }
  if (entry->info.state == State::Offered) {
    entry->turn = ++m_last_turn;
    entry->info.state = State::Queued;
    Q_EMIT changed(entry->info);
    startWaiting();
  }
}

void TransferManager::onDecline(const PeerId& from, const wire::Decline& decline) {
  TransferEntry* entry = m_table.findWith(from, m_own, decline.transfer);
  if (!entry || !entry->announced) {
    return reject(from, decline.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such offer."));
  }
  if (entry->idle()) {
    settle(*entry, State::Declined,
           {decline.code.isEmpty() ? QString(codes::kDeclined) : decline.code, decline.reason});
  }
}

void TransferManager::onCancel(const PeerId& from, const wire::Cancel& cancel) {
  TransferEntry* entry = fromPeer(from, cancel.transfer);
  if (!entry) {
    return reject(from, cancel.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such transfer."));
  }
  if (entry->open() && !entry->ending) {
    endBy(*entry, {cancel.code.isEmpty() ? QString(codes::kCancelled) : cancel.code, cancel.reason});
  }
}

void TransferManager::onTicket(const PeerId& from, const wire::Ticket& ticket) {
  TransferEntry* entry = fromPeer(from, ticket.transfer);
  if (!entry) {
    return reject(from, ticket.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such transfer."));
  }
  if (!entry->open()) {
    return;  // it was ended while the ticket was on its way
  }
  if (m_role != Role::Client || !m_connector || !entry->waitsForTurn()) {
    return reject(from, ticket.transfer, codes::kUnexpected, QStringLiteral("No ticket is waited for."));
  }
  const std::shared_ptr<TransferJob> job = makeJob(*entry);
  const bool started =
      m_workers.start([job, connector = m_connector, ticket] { job->runConnecting(connector, ticket); });
  if (!started) {
    settle(*entry, State::Failed, {codes::kClosing, QStringLiteral("This program stopped.")});
  }
}

bool TransferManager::onRejected(const PeerId& from, const wire::Rejected& rejected) {
  TransferEntry* entry = fromPeer(from, rejected.re);
  if (!entry) {
    return false;
  }
  if (entry->idle()) {
    settle(*entry, State::Failed, {rejected.code, rejected.reason});
  }
  return true;
}

// --- Helpers ---------------------------------------------------------------------------------------------------------

TransferEntry* TransferManager::fromFace(const PeerId& offerer, const QString& transfer) {
  TransferEntry* entry = m_table.find(offerer, transfer);
  if (!entry) {
    Q_EMIT errorOccurred({codes::kUnknownTransfer, QStringLiteral("There is no transfer %1.").arg(transfer)});
  }
  return entry;
}

/// Messages name the UUID alone: either side may have been the offerer, onOffer() sees to it that not both were.
TransferEntry* TransferManager::fromPeer(const PeerId& peer, const QString& transfer) {
  TransferEntry* entry = m_table.findWith(peer, m_own, transfer);
  return entry ? entry : m_table.find(peer, transfer);
}

void TransferManager::reject(const PeerId& to, const QString& transfer, QLatin1String code, const QString& reason) {
  Q_EMIT messageReady(to, wire::Rejected{transfer, code, reason});
}

/// Ends the transfer at the other side. Details may name files and folders of this host: only the code is told.
void TransferManager::tell(const TransferEntry& entry, const Error& why) {
  if (entry.turn != 0 || entry.announced || !entry.isUpload()) {
    Q_EMIT messageReady(entry.info.peer, wire::Cancel{entry.info.transfer, why.code, QString()});
  }
}

}  // namespace landline::session
