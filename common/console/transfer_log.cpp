#include "console/transfer_log.h"

#include <algorithm>
#include <utility>

namespace landline::console {

using session::TransferInfo;
using State = TransferInfo::State;

namespace {

/// A UUID alone says too little: another peer may offer something under the same one.
QString keyOf(const TransferInfo& info) {
  return info.transfer + QLatin1Char('/') + info.peer.hex();
}

bool isUp(const TransferInfo& info) {
  return info.direction == TransferInfo::Direction::Up;
}

bool sameFigures(const TransferInfo& a, const TransferInfo& b) {
  return a.bytes_done == b.bytes_done && a.bytes_found == b.bytes_found && a.files_done == b.files_done;
}

}  // namespace

HeldBy heldBy(const TransferInfo& info) {
  if (info.state == State::Queued && info.queued_there) {
    return HeldBy::Queue;
  }
  if (info.state != State::Paused) {
    return HeldBy::Nobody;
  }
  if (info.paused_there) {
    return info.paused_here ? HeldBy::Both : HeldBy::Peer;
  }
  return HeldBy::Me;
}

TransferLog::News TransferLog::note(const TransferInfo& info) {
  const QString key = keyOf(info);
  auto entry = m_transfers.find(key);
  if (entry == m_transfers.end() || (entry->info.over() && !info.over())) {
    entry = m_transfers.insert(key, Entry());
  }
  const TransferInfo last = std::exchange(entry->info, info);
  const bool is_new = last.transfer.isEmpty();
  News news;
  if (info.state == State::Counting) {
    news.counted = is_new || last.files_total != info.files_total || last.bytes_total != info.bytes_total;
    return news;
  }
  // What fails while it is being counted was never offered.
  const bool failed_early = !is_new && last.state == State::Counting && info.over();
  news.offered = !entry->offered && !failed_early;
  entry->offered = true;
  noteHolds(*entry, info, news);
  const bool moves = info.state == State::Running || info.state == State::Verifying;
  if (moves) {
    news.continued = std::exchange(entry->interrupted, false) && entry->started;
    news.started = !std::exchange(entry->started, true);
  }
  news.progressed = info.state >= State::Running && !sameFigures(info, is_new ? TransferInfo() : last);
  const bool just_over = info.over() && !last.over();
  news.finished = just_over && (info.state == State::Done || info.state == State::Incomplete);
  news.failed = just_over && !news.finished;

  if (just_over) {
    m_over.push_back(key);
  }
  while (m_over.size() > kRemembered) {
    const auto oldest = m_transfers.constFind(m_over.front());
    if (oldest != m_transfers.cend() && oldest->info.over()) {
      m_transfers.erase(oldest);
    }
    m_over.pop_front();
  }
  return news;
}

void TransferLog::noteHolds(Entry& entry, const TransferInfo& info, News& news) {
  const HeldBy held = heldBy(info);
  news.paused = held != HeldBy::Nobody && held != entry.held;
  entry.held = held;
  news.waiting = info.state == State::Waiting && (!entry.interrupted || entry.waits_for != info.error.code);
  if (info.state == State::Waiting) {
    entry.waits_for = info.error.code;
  } else if (held != HeldBy::Nobody) {
    entry.waits_for.clear();
  }
  entry.interrupted = entry.interrupted || news.paused || news.waiting;
}

void TransferLog::forget(const PeerId& offerer, const QString& transfer) {
  for (auto entry = m_transfers.begin(); entry != m_transfers.end();) {
    const bool meant = entry->info.transfer == transfer && (isUp(entry->info) || entry->info.peer == offerer);
    entry = meant ? m_transfers.erase(entry) : std::next(entry);
  }
}

Result<TransferInfo> TransferLog::find(const QString& transfer) const {
  const TransferInfo* found = nullptr;
  bool several = false;
  for (const Entry& entry : m_transfers) {
    if (entry.info.transfer != transfer) {
      continue;
    }
    if (found == nullptr || found->over()) {
      found = &entry.info;
    } else if (!entry.info.over()) {
      several = true;
    }
  }
  if (several) {
    return Error{codes::kUsage, QStringLiteral("Several peers offer something as %1.").arg(transfer)};
  }
  if (found == nullptr) {
    return Error{codes::kUnknownTransfer, QStringLiteral("There is no transfer %1.").arg(transfer)};
  }
  return *found;
}

QVector<TransferInfo> TransferLog::unfinished() const {
  QVector<TransferInfo> result;
  for (const Entry& entry : m_transfers) {
    const bool agreed = isUp(entry.info) || entry.info.state != State::Offered;
    if (agreed && !entry.info.over()) {
      result.append(entry.info);
    }
  }
  std::sort(result.begin(), result.end(), [](const TransferInfo& a, const TransferInfo& b) {
    return std::pair(a.title, a.transfer) < std::pair(b.title, b.transfer);
  });
  return result;
}

Error failureOf(const TransferInfo& info) {
  if (!info.error.code.isEmpty()) {
    return info.error;
  }
  switch (info.state) {
    case State::Declined:
      return {codes::kDeclined, QStringLiteral("%1 did not want %2.").arg(info.peer_name, info.title)};
    case State::Cancelled:
      return {codes::kCancelled, QStringLiteral("The transfer of %1 was cancelled.").arg(info.title)};
    case State::Incomplete:
      return {codes::kInternal, QStringLiteral("%1 of the files of %2 failed.").arg(info.failed).arg(info.title)};
    default:
      return {codes::kInternal, QStringLiteral("The transfer of %1 failed.").arg(info.title)};
  }
}

}  // namespace landline::console
