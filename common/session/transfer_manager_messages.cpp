// What the peers say about transfers, and what is said to them. A part of TransferManager.

#include <type_traits>
#include <utility>

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
        } else if constexpr (std::is_same_v<Message, wire::Pause>) {
          onPause(from, m);
        } else if constexpr (std::is_same_v<Message, wire::Continue>) {
          onContinue(from, m);
        } else if constexpr (std::is_same_v<Message, wire::Rejected>) {
          return onRejected(from, m);
        } else {
          return false;
        }
        return true;
      },
      message);
}

void TransferManager::onAccept(const PeerId& from, const wire::Accept& accept) {
  TransferEntry* entry = ownOffer(from, accept.transfer);
  if (!entry) {
    return reject(from, accept.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such offer."));
  }
  if (!entry->open()) {
    if (entry->info.state != State::Done) {
      return tell(*entry, entry->info.error);
    }
    // The other side was ended after it had said so and before it had noted it: running again tells it so.
    entry->again = m_role == Role::Server;
    return startWaiting();
  }
  entry->nudge_at_ms = 0;
  if (!entry->accepted) {
    entry->accepted = true;
    if (!entry->moved_to_top) {
      m_table.putLast(*entry);
    }
    keep(*entry);
  }
  show(*entry);
  startWaiting();
}

void TransferManager::onDecline(const PeerId& from, const wire::Decline& decline) {
  TransferEntry* entry = ownOffer(from, decline.transfer);
  if (!entry) {
    return reject(from, decline.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such offer."));
  }
  takeJobBack(*entry);
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

void TransferManager::onPause(const PeerId& from, const wire::Pause& pause) {
  TransferEntry* entry = fromPeer(from, pause.transfer);
  if (!entry) {
    return reject(from, pause.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such transfer."));
  }
  if (!entry->open() || entry->ending) {
    return;
  }
  entry->hold_there = pause.code == codes::kQueued ? Hold::Queued : Hold::Paused;
  entry->let_go = false;
  stopRun(*entry);
  keep(*entry);
  show(*entry);
  startWaiting();
}

void TransferManager::onContinue(const PeerId& from, const wire::Continue& go_on) {
  TransferEntry* entry = fromPeer(from, go_on.transfer);
  if (!entry) {
    return reject(from, go_on.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such transfer."));
  }
  if (!entry->open() || entry->ending) {
    return;
  }
  entry->hold_there = Hold::None;
  entry->retry_at_ms = 0;  // somebody wants it now
  takeJobBack(*entry);     // a ticket that was not used is not on its way any more: the next one follows
  show(*entry);
  startWaiting();
}

void TransferManager::onTicket(const PeerId& from, const wire::Ticket& ticket) {
  TransferEntry* entry = fromPeer(from, ticket.transfer);
  if (!entry) {
    return reject(from, ticket.transfer, codes::kUnknownTransfer, QStringLiteral("There is no such transfer."));
  }
  if (entry->isUpload() && entry->open() && !entry->count && !entry->accepted) {
    // The `accept` is still to come again: the one before was lost with an earlier run of this program.
    entry->accepted = true;
    keep(*entry);
  }
  if (m_role != Role::Client || !m_connector || !entry->accepted || m_stopped) {
    return reject(from, ticket.transfer, codes::kUnexpected, QStringLiteral("No ticket is waited for."));
  }
  if (!entry->open()) {
    const bool whole = entry->info.state == State::Done || entry->info.state == State::Incomplete;
    if (!whole) {
      return tell(*entry, entry->info.error);
    }
    entry->again = true;  // the other side missed the end
    return useTicket(*entry, ticket.ticket);
  }
  if (entry->held() || entry->ending) {
    return;  // the other side is about to hear of it
  }
  useTicket(*entry, ticket.ticket);
}

bool TransferManager::onRejected(const PeerId& from, const wire::Rejected& rejected) {
  TransferEntry* entry = fromPeer(from, rejected.re);
  if (!entry) {
    return false;
  }
  takeJobBack(*entry);
  if (!entry->idle()) {
    return true;
  }
  const bool lost_by_the_server = entry->info.peer != from && rejected.code == codes::kUnknownTransfer;
  if (rejected.code == codes::kAbsent || lost_by_the_server) {
    entry->announced = false;  // until it is offered again
    entry->trouble = {rejected.code, rejected.reason};
    if (!lost_by_the_server) {
      m_present.remove(entry->info.peer);
    }
    show(*entry);
  } else {
    settle(*entry, State::Failed, {rejected.code, rejected.reason});
  }
  return true;
}

// --- Peers that come and go ------------------------------------------------------------------------------------------

void TransferManager::peerLeft(const PeerId& peer) {
  m_present.remove(peer);
  if (m_stopped) {
    return;
  }
  for (TransferEntry* entry : m_table.select([&](const TransferEntry& e) { return e.info.peer == peer; })) {
    takeJobBack(*entry);
    entry->announced = false;
    entry->let_go = false;
    entry->next_ticket.clear();
    entry->retry_at_ms = entry->nudge_at_ms = 0;
    // Each side says again how things are when they meet again.
    entry->hold_there = Hold::None;
    entry->hold_here = entry->hold_here == Hold::Queued ? Hold::None : entry->hold_here;
    if (entry->idle()) {
      entry->trouble = {codes::kConnectionLost, QStringLiteral("The other side went away.")};
      show(*entry);
    }
  }
  boundAbsentOffers();
  startWaiting();
}

void TransferManager::peerBack(const PeerId& peer, const QString& name) {
  if (m_stopped) {
    return;
  }
  m_present.insert(peer);
  peerRenamed(peer, name);
  for (TransferEntry* entry : m_table.select([&](const TransferEntry& e) { return e.info.peer == peer; })) {
    if (std::exchange(entry->untold, false)) {
      tell(*entry, entry->info.error);
    }
    if (entry->idle()) {
      entry->trouble = {};
      if (!entry->isUpload()) {
        entry->nudge_at_ms = m_clock.monotonicMs() + m_limits.resume_first.count();  // until then it offers again
      }
      show(*entry);
    }
  }
  announceMore(peer);
  startWaiting();
}

void TransferManager::peerRenamed(const PeerId& peer, const QString& name) {
  for (TransferEntry* entry : m_table.select([&](const TransferEntry& e) { return e.info.peer == peer; })) {
    entry->info.peer_name = name;
  }
}

// --- Helpers ---------------------------------------------------------------------------------------------------------

/// One that this node has offered and the other side may answer.
TransferEntry* TransferManager::ownOffer(const PeerId& from, const QString& transfer) {
  TransferEntry* entry =
      m_role == Role::Client ? m_table.find(m_own, transfer) : m_table.findWith(from, m_own, transfer);
  return entry && (entry->announced || entry->accepted || !entry->open()) ? entry : nullptr;
}

/// Messages name the UUID alone: either side may have been the offerer, onOffer() sees to it that not both were.
TransferEntry* TransferManager::fromPeer(const PeerId& from, const QString& transfer) {
  if (m_role == Role::Client) {
    TransferEntry* entry = m_table.find(m_own, transfer);
    return entry ? entry : m_table.findOther(m_own, transfer);
  }
  TransferEntry* entry = m_table.findWith(from, m_own, transfer);
  return entry ? entry : m_table.find(from, transfer);
}

/// To the peer of the transfer, if it is here.
void TransferManager::say(const TransferEntry& entry, const wire::ControlMessage& message) {
  if (m_present.contains(entry.info.peer)) {
    Q_EMIT messageReady(PeerId(entry.info.peer), message);
  }
}

/// That this side holds the transfer, where it does and the other side knows the transfer.
void TransferManager::sayHold(const TransferEntry& entry) {
  if (entry.announced && entry.hold_here != Hold::None) {
    say(entry, wire::Pause{entry.info.transfer, entry.hold_here == Hold::Queued ? QString(codes::kQueued) : QString()});
  }
}

void TransferManager::reject(const PeerId& to, const QString& transfer, QLatin1String code, const QString& reason) {
  Q_EMIT messageReady(to, wire::Rejected{transfer, code, reason});
}

/// Ends the transfer at the other side. Details may name files and folders of this host: only the code is told.
void TransferManager::tell(TransferEntry& entry, const Error& why) {
  if (m_present.contains(entry.info.peer)) {
    if (entry.announced || entry.accepted || !entry.isUpload()) {
      say(entry, wire::Cancel{entry.info.transfer, why.code, QString()});
    }
  } else {
    entry.untold = entry.isUpload() && entry.accepted;
  }
}

}  // namespace landline::session
