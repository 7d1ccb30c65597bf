#include "console/transfer_log.h"

namespace landline::console {

using session::TransferInfo;

namespace {

/// A UUID alone says too little: another peer may offer something under the same one.
QString keyOf(const TransferInfo& info) {
  return info.transfer + QLatin1Char('/') + info.peer.hex();
}

}  // namespace

TransferLog::News TransferLog::note(const TransferInfo& info) {
  const QString key = keyOf(info);
  const auto known = m_transfers.constFind(key);
  const bool is_new = known == m_transfers.cend();
  const bool was_over = !is_new && known->over();
  News news;
  news.offered = is_new || (was_over && !info.over());
  news.progressed =
      info.state >= TransferInfo::State::Running && info.bytes_done > (news.offered ? 0 : known->bytes_done);
  news.finished = info.state == TransferInfo::State::Done && !was_over;
  news.failed = info.over() && info.state != TransferInfo::State::Done && !was_over;

  m_transfers.insert(key, info);
  if (info.over() && !was_over) {
    m_over.push_back(key);
  }
  while (m_over.size() > kRemembered) {
    const auto oldest = m_transfers.constFind(m_over.front());
    if (oldest != m_transfers.cend() && oldest->over()) {
      m_transfers.erase(oldest);
    }
    m_over.pop_front();
  }
  return news;
}

Result<TransferInfo> TransferLog::find(const QString& transfer) const {
  const TransferInfo* found = nullptr;
  bool several = false;
  for (const TransferInfo& info : m_transfers) {
    if (info.transfer != transfer) {
      continue;
    }
    if (found == nullptr || found->over()) {
      found = &info;
    } else if (!info.over()) {
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

Error failureOf(const TransferInfo& info) {
  if (!info.error.code.isEmpty()) {
    return info.error;
  }
  switch (info.state) {
    case TransferInfo::State::Declined:
      return {codes::kDeclined, QStringLiteral("%1 did not want %2.").arg(info.peer_name, info.title)};
    case TransferInfo::State::Cancelled:
      return {codes::kCancelled, QStringLiteral("The transfer of %1 was cancelled.").arg(info.title)};
    default:
      return {codes::kInternal, QStringLiteral("The transfer of %1 failed.").arg(info.title)};
  }
}

}  // namespace landline::console
