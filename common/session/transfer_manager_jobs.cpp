// Whose turn it is, tickets, workers and what they report: the second part of TransferManager.

#include <algorithm>

#include "session/transfer_manager.h"

namespace landline::session {

using State = TransferInfo::State;

void TransferManager::startWaiting() {
  if (m_role != Role::Server || m_stopped) {
    return;
  }
  std::vector<TransferEntry*> waiting = m_table.select([](const TransferEntry& e) { return e.waitsForTurn(); });
  std::sort(waiting.begin(), waiting.end(),
            [](const TransferEntry* a, const TransferEntry* b) { return a->turn < b->turn; });
  for (TransferEntry* entry : waiting) {
    if (runningCount() >= kRunningInAll) {
      return;
    }
    const int beside = m_table.count([&](const TransferEntry& other) {
      return other.job && other.info.peer == entry->info.peer && other.info.direction == entry->info.direction;
    });
    if (entry->waitsForTurn() && beside < m_limits.transfers_per_direction) {
      issueTicket(*entry);
    }
  }
}

void TransferManager::issueTicket(TransferEntry& entry) {
  const PeerId offerer = entry.offerer;
  const QString transfer = entry.info.transfer;
  const QString ticket = m_tickets->issue(entry.info.peer, transfer, makeJob(entry));
  entry.ticket = ticket;
  QTimer::singleShot(m_limits.ticket_life, this, [=] { onTicketExpired(offerer, transfer, ticket); });
  Q_EMIT messageReady(entry.info.peer, wire::Ticket{transfer, ticket});
}

void TransferManager::onTicketExpired(const PeerId& offerer, const QString& transfer, const QString& ticket) {
  TransferEntry* entry = m_table.find(offerer, transfer);
  if (!entry || !entry->open() || entry->ticket != ticket || !takeJobBack(*entry)) {
    return;
  }
  const Error why{codes::kTimeout, QStringLiteral("The other side did not open the data connection in time.")};
  tell(*entry, why);
  settle(*entry, State::Failed, why);
}

/// True where the job has not begun and now never will: the ticket was not shown yet.
bool TransferManager::takeJobBack(TransferEntry& entry) {
  if (!entry.job || entry.ticket.isEmpty() || !m_tickets->withdraw(entry.ticket)) {
    return false;
  }
  entry.job.reset();
  return true;
}

std::shared_ptr<TransferJob> TransferManager::makeJob(TransferEntry& entry) {
  const TransferInfo& info = entry.info;
  TransferJob::Task task;
  if (entry.isUpload()) {
    SendTask send;
    send.files = {{info.path, info.title, info.bytes_total}};
    send.roots = QStringList{info.path};
    send.most_files = 1;
    send.most_bytes = info.bytes_total;
    task = send;
  } else {
    ReceiveTask receive;
    receive.sender = info.peer;
    receive.folder = entry.folder;
    receive.title = info.title;
    receive.bytes = info.bytes_total;
    receive.transfer = info.transfer;
    receive.most_files = 1;
    receive.most_bytes = info.bytes_total;
    receive.save_name = entry.save_name;
    receive.received_log = m_received_log;
    if (m_copies_from) {
      receive.known_copies = m_copies_from(info.peer, entry.folder, info.title);
    }
    task = receive;
  }
  entry.run = ++m_last_run;
  entry.meter = {};
  entry.ending.reset();
  const auto ended = [mailbox = m_mailbox, offerer = entry.offerer, transfer = info.transfer,
                      run = entry.run](const TransferOutcome& outcome) {
    const std::lock_guard lock(mailbox->mutex);
    if (TransferManager* manager = mailbox->manager) {
      QMetaObject::invokeMethod(
          manager, [=] { manager->onJobEnded(offerer, transfer, run, outcome); }, Qt::QueuedConnection);
    }
  };
  entry.job = std::make_shared<TransferJob>(std::move(task), m_limits, ended);
  m_progress_timer.start();
  return entry.job;
}

void TransferManager::onJobEnded(const PeerId& offerer, const QString& transfer, quint64 run,
                                 const TransferOutcome& outcome) {
  TransferEntry* entry = m_table.find(offerer, transfer);
  if (!entry || !entry->open() || entry->run != run) {
    return;
  }
  entry->info.bytes_done = std::min(entry->job->bytesDone(), entry->info.bytes_total);
  entry->job.reset();
  if (outcome.ok()) {
    finish(*entry, outcome);
  } else if (entry->ending) {
    endBy(*entry, *entry->ending);
  } else if (outcome.error.is(codes::kInterrupted) && m_present.contains(entry->info.peer)) {
    breakOff(*entry, outcome.error);
  } else if (outcome.error.is(codes::kCancelled)) {
    settle(*entry, State::Failed, {codes::kClosing, QStringLiteral("The connections were closed.")});
  } else {
    if (!outcome.agreed) {
      tell(*entry, outcome.error);
    }
    settle(*entry, State::Failed, outcome.error);
  }
}

/// The data connection is gone, the control connection is not: usually the other side is about to say why.
void TransferManager::breakOff(TransferEntry& entry, const Error& why) {
  entry.broken_off = true;
  entry.info.error = why;
  QTimer::singleShot(m_limits.goodbye, this,
                     [this, offerer = entry.offerer, transfer = entry.info.transfer, run = entry.run] {
                       TransferEntry* found = m_table.find(offerer, transfer);
                       if (found && found->open() && found->run == run) {
                         tell(*found, found->info.error);
                         settle(*found, State::Failed, found->info.error);
                       }
                     });
  startWaiting();
}

void TransferManager::finish(TransferEntry& entry, const TransferOutcome& outcome) {
  entry.info.bytes_done = entry.info.bytes_total;
  entry.info.digest = outcome.digest;
  entry.info.identical = outcome.identical > 0;
  entry.info.seconds = outcome.seconds;
  if (!entry.isUpload()) {
    entry.info.path = outcome.saved_as;
    TransferInfo done = entry.info;
    done.state = State::Done;
    Q_EMIT received(done);
  }
  settle(entry, State::Done, {});
}

void TransferManager::reportProgress() {
  const qint64 now = m_clock.monotonicMs();
  const std::vector<TransferEntry*> running = m_table.select([](const TransferEntry& e) { return e.job != nullptr; });
  if (running.empty()) {
    m_progress_timer.stop();
  }
  for (TransferEntry* entry : running) {
    // A slot of changed() may have ended this one meanwhile.
    if (!entry->job || entry->job->stage() == TransferProgress::Stage::Waiting) {
      continue;
    }
    const TransferProgress::Stage stage = entry->job->stage();
    TransferInfo& info = entry->info;
    info.state = stage == TransferProgress::Stage::Verifying ? State::Verifying : State::Running;
    info.bytes_done = std::min(entry->job->bytesDone(), info.bytes_total);
    entry->meter.sample(now, info.bytes_done);
    info.rate = entry->meter.rate(now).value_or(-1);
    info.seconds_left = entry->meter.secondsLeft(now, info.bytes_total).value_or(-1);
    info.stalled = info.state == State::Running && entry->meter.stalled(now);
    Q_EMIT changed(info);
  }
}

}  // namespace landline::session
