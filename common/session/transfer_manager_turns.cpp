// Whose turn it is, tickets, and when to try again. A part of TransferManager.

#include <algorithm>
#include <limits>
#include <utility>

#include "session/transfer_manager.h"

namespace landline::session {

using State = TransferInfo::State;

void TransferManager::startWaiting() {
  if (m_stopped) {
    return;
  }
  if (m_role == Role::Server) {
    issueTickets();
  } else {
    letGo();
  }
  setAlarm();
  if (!m_renumber.isActive()) {
    m_renumber.start();
  }
}

/// Server: to those whose turn it is.
void TransferManager::issueTickets() {
  Scheduler scheduler(m_at_once);
  m_table.forEach([&](const TransferEntry& entry) {
    if (entry.job) {
      scheduler.take(entry.info.peer);
    }
  });
  if (scheduler.full()) {
    return;
  }
  const auto may_run = [&](const TransferEntry& entry) {
    return !entry.job && m_present.contains(entry.info.peer) &&
           (entry.open() ? entry.accepted && !entry.held() && entry.retry_at_ms == 0 : entry.again);
  };
  for (TransferEntry* entry : m_table.select(may_run)) {
    if (scheduler.full()) {
      return;
    }
    if (may_run(*entry) && scheduler.takeFree(entry->info.peer)) {
      issueTicket(*entry);
    }
  }
}

/// Client: the server may begin some of those that were held back for want of places.
void TransferManager::letGo() {
  // One that was moved to the top while it waited at the server goes first: the next ones wait until it has its ticket.
  const auto goes_first = [&](const TransferEntry& entry) {
    return entry.moved_to_top && entry.let_go && entry.idle() && !entry.held() && entry.retry_at_ms == 0 &&
           m_present.contains(entry.info.peer);
  };
  if (m_table.count(goes_first) != 0) {
    return;
  }
  Scheduler scheduler(m_at_once);
  m_table.forEach([&](const TransferEntry& entry) {
    if (entry.job || (entry.open() && entry.let_go)) {
      scheduler.take(entry.info.peer);
    }
  });
  const auto is_held_back = [](const TransferEntry& entry) {
    return entry.idle() && entry.hold_here == Hold::Queued && entry.hold_there != Hold::Paused;
  };
  for (TransferEntry* entry : m_table.select(is_held_back)) {
    if (!is_held_back(*entry)) {
      continue;
    }
    // No place is kept for one that another client has no place for: it might be keeping one for what we hold back.
    const bool keeps_place = entry->hold_there == Hold::None;
    if (keeps_place ? scheduler.takeFree(entry->info.peer) : scheduler.hasFree(entry->info.peer)) {
      entry->hold_here = Hold::None;
      entry->let_go = keeps_place;
      say(*entry, wire::Continue{entry->info.transfer});
      show(*entry);
    }
  }
}

/// Tells the faces where in the queue the next ones are.
void TransferManager::renumberQueue() {
  int place = 0;
  for (TransferEntry* entry : m_table.select([&](const TransferEntry& e) {
         return e.open() && stateOf(e) == State::Queued && (!e.job || e.run_stopped);
       })) {
    const int shown = ++place <= kPlacesShown ? place : 0;
    if (entry->open() && entry->info.queue_place != shown) {
      entry->info.queue_place = shown;
      show(*entry);
    }
  }
}

void TransferManager::issueTicket(TransferEntry& entry) {
  const PeerId offerer = entry.offerer;
  const QString transfer = entry.info.transfer;
  const QString ticket = m_tickets->issue(entry.info.peer, transfer, makeJob(entry));
  entry.ticket = ticket;
  QTimer::singleShot(m_limits.ticket_life, this, [=] { onTicketExpired(offerer, transfer, ticket); });
  say(entry, wire::Ticket{transfer, ticket});
  show(entry);
}

void TransferManager::onTicketExpired(const PeerId& offerer, const QString& transfer, const QString& ticket) {
  TransferEntry* entry = m_table.find(offerer, transfer);
  if (m_stopped || !entry || entry->ticket != ticket || !takeJobBack(*entry)) {
    return;
  }
  if (!entry->open()) {
    entry->again = false;
    startWaiting();
  } else {
    breakOff(*entry, {codes::kTimeout, QStringLiteral("The other side did not open the data connection in time.")});
  }
}

/// True where the job has not begun and now never will: the ticket was not shown yet.
bool TransferManager::takeJobBack(TransferEntry& entry) {
  if (!entry.job || entry.ticket.isEmpty() || !m_tickets->withdraw(entry.ticket)) {
    return false;
  }
  entry.job.reset();
  entry.ticket.clear();
  return true;
}

/// For a pause: a run that has begun ends as soon as its worker notices.
void TransferManager::stopRun(TransferEntry& entry) {
  entry.next_ticket.clear();
  if (!takeJobBack(entry) && entry.job) {
    entry.run_stopped = true;
    entry.job->cancel();
  }
}

/// Client: connects, unless its own limits are reached.
void TransferManager::useTicket(TransferEntry& entry, const QString& ticket) {
  if (entry.job) {
    // The server has given the last run up, whose worker has yet to notice.
    stopRun(entry);
    entry.next_ticket = ticket;
    return;
  }
  // First come, first served, whatever was let go before: all clients see the tickets of a server in one order, so that
  // the first of those that wait for each other finds its places. (A person's wish comes before that. What has been
  // stopped is as good as gone.)
  Scheduler scheduler(m_at_once);
  m_table.forEach([&](const TransferEntry& other) {
    const bool wished = other.open() && other.let_go && other.moved_to_top && &other != &entry;
    if ((other.job && !other.run_stopped) || wished) {
      scheduler.take(other.info.peer);
    }
  });
  entry.let_go = false;
  if (!scheduler.takeFree(entry.info.peer)) {
    if (entry.open()) {
      entry.hold_here = Hold::Queued;
      sayHold(entry);
      show(entry);
    }
    return;
  }
  entry.retry_at_ms = entry.nudge_at_ms = 0;
  const std::shared_ptr<TransferJob> job = makeJob(entry);
  const wire::Ticket shown{entry.info.transfer, ticket};
  const bool started = m_workers.start([job, connector = m_connector, shown] { job->runConnecting(connector, shown); });
  if (!started) {
    entry.job.reset();
    if (entry.open()) {
      breakOff(entry, {codes::kBusy, QStringLiteral("The system has no thread left.")});
    }
    return;
  }
  show(entry);
  startWaiting();
}

// --- After an interruption -------------------------------------------------------------------------------------------

/// Waits, the longer the more often it was in vain. The server then issues a ticket; a client waits for it, and asks
/// where none comes.
void TransferManager::breakOff(TransferEntry& entry, const Error& why) {
  entry.trouble = why;
  std::int64_t pause_ms = m_limits.resume_first.count();
  for (int i = 0; i < entry.breaks && pause_ms < m_limits.resume_longest.count(); ++i) {
    pause_ms *= 2;
  }
  pause_ms = std::min<std::int64_t>(pause_ms, m_limits.resume_longest.count());
  ++entry.breaks;
  entry.retry_at_ms = m_clock.monotonicMs() + pause_ms;
  if (m_role == Role::Client) {
    entry.nudge_at_ms = entry.retry_at_ms + m_limits.resume_first.count();
  }
  if (!m_present.contains(entry.info.peer)) {
    entry.retry_at_ms = entry.nudge_at_ms = 0;
  }
  keep(entry);
  show(entry);
  startWaiting();
}

/// Nothing was heard about it for a while: the other side may see it otherwise.
void TransferManager::nudge(TransferEntry& entry) {
  if (!entry.idle() || !m_present.contains(entry.info.peer) || entry.held()) {
    return;
  }
  if (entry.isUpload()) {
    announce(entry);  // a receiver that has everything lets it run once more, one that cancelled it says so
    say(entry, wire::Continue{entry.info.transfer});  // a ticket that could not be used is of no use any more
  } else if (!entry.announced && !entry.accepted) {
    settle(entry, State::Failed, {codes::kConnectionLost, QStringLiteral("The offer was not repeated.")});
  } else if (!entry.announced) {
    say(entry, wire::Accept{entry.info.transfer});  // an offerer that does not know it rejects that
  } else {
    say(entry, wire::Continue{entry.info.transfer});
  }
}

void TransferManager::onAlarm() {
  const qint64 now = m_clock.monotonicMs();
  const auto is_due = [now](qint64 at_ms) { return at_ms != 0 && at_ms <= now; };
  for (TransferEntry* entry : m_table.select(
           [&](const TransferEntry& e) { return e.open() && (is_due(e.retry_at_ms) || is_due(e.nudge_at_ms)); })) {
    if (is_due(entry->retry_at_ms)) {
      entry->retry_at_ms = 0;
      show(*entry);
    }
    if (is_due(entry->nudge_at_ms)) {
      entry->nudge_at_ms = 0;
      nudge(*entry);
    }
  }
  startWaiting();
}

void TransferManager::setAlarm() {
  qint64 first = std::numeric_limits<qint64>::max();
  m_table.forEach([&](const TransferEntry& entry) {
    for (const qint64 at_ms : {entry.retry_at_ms, entry.nudge_at_ms}) {
      if (entry.open() && at_ms != 0) {
        first = std::min(first, at_ms);
      }
    }
  });
  if (first == std::numeric_limits<qint64>::max()) {
    m_alarm.stop();
  } else {
    m_alarm.start(std::chrono::milliseconds(std::max<qint64>(1, first - m_clock.monotonicMs())));
  }
}

}  // namespace landline::session
