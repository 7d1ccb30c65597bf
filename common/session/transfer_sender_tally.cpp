#include "session/transfer_sender_tally.h"

namespace landline::session {

namespace {

bool isOnPurpose(const Error& why) {
  return why.is(codes::kExists) || why.is(codes::kLinkOutside);
}

FileResult lostResult(const QString& path, qint64 size, const Error& why) {
  FileResult result;
  result.state = isOnPurpose(why) ? FileResult::State::Skipped : FileResult::State::Failed;
  result.path = path;
  result.bytes = size;
  result.error = why;
  return result;
}

}  // namespace

void TransferSenderTally::stored(const wire::ManifestEntry& entry, const QString& digest, bool identical) {
  if (entry.kind == wire::ManifestEntry::Kind::Directory) {
    return;  // counts and results are of files
  }
  FileResult result;
  result.state = identical ? FileResult::State::Identical : FileResult::State::Stored;
  result.path = entry.path;
  result.bytes = entry.size;
  result.digest = digest;
  ++(identical ? m_outcome.identical : m_outcome.stored);
  m_progress.files.fetch_add(1, std::memory_order_relaxed);
  add(std::move(result));
}

void TransferSenderTally::lost(const wire::ManifestEntry& entry, const Error& why) {
  if (entry.kind == wire::ManifestEntry::Kind::File) {
    m_progress.files.fetch_add(1, std::memory_order_relaxed);
  }
  add(lostResult(entry.path, entry.size, why));
}

void TransferSenderTally::leftOut(const QString& path, qint64 size, const Error& why) {
  add(lostResult(path, size, why));
}

void TransferSenderTally::missed(qint64 files, qint64 offered) {
  m_outcome.failed += files;
  if (m_outcome.ok()) {
    m_outcome.error = {codes::kVanished, QStringLiteral("Offered files that are not there any more: %1 of %2.")
                                             .arg(QString::number(files), QString::number(offered))};
  }
}

void TransferSenderTally::add(FileResult result) {
  if (result.state == FileResult::State::Skipped) {
    ++m_outcome.skipped;
  } else if (result.state == FileResult::State::Failed) {
    ++m_outcome.failed;
    if (m_outcome.ok()) {
      m_outcome.error = result.error;
    }
  }
  if (m_results_to) {
    m_results.push_back(std::move(result));
  }
}

void TransferSenderTally::report() {
  if (!m_results.isEmpty()) {
    m_results_to(std::exchange(m_results, {}));
  }
}

}  // namespace landline::session
