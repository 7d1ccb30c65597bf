#include "session/transfer_sender_manifest.h"

#include <string>
#include <utility>

#include "files/block_digests.h"
#include "wire/header.h"

namespace landline::session {

namespace {

constexpr int kEntriesAtATime = 64;

/// Whether the header of a piece of `path` keeps its limit: percent-encoding can make a path three times as long.
bool fitsHeader(const QString& path, const Limits& limits) {
  constexpr std::size_t kAround = 32;  // "./", "&" and a size
  if (static_cast<std::size_t>(path.size()) * 3 + kAround <= limits.header_line) {
    return true;
  }
  std::string header;
  return wire::appendHeader(header, "./" + path.toStdString(), limits.file_piece, limits).ok();
}

}  // namespace

TransferSenderManifest::TransferSenderManifest(const SendTask& task, const Limits& limits, TransferSenderTally& tally)
    : m_task(task), m_limits(limits), m_tally(tally), m_walk(task.roots), m_page(0, 0, limits) {}

std::optional<TransferSenderManifest::Page> TransferSenderManifest::walkOn() {
  for (int i = 0; i < kEntriesAtATime; ++i) {
    std::optional<files::TreeEntry> entry = m_waiting ? std::exchange(m_waiting, std::nullopt) : m_walk.next();
    if (!entry) {
      m_over = true;
      noteMissing();
      return finish(m_page.last(m_files, m_bytes));
    }
    if (!take(*entry)) {
      Page full = finish(m_page.ordinary());
      m_page = wire::ManifestPage(full.manifest.page + 1, m_page.nextIndex(), m_limits);
      m_waiting = std::move(entry);
      return full;
    }
  }
  return std::nullopt;
}

/// False where the entry belongs on the next page.
bool TransferSenderManifest::take(const files::TreeEntry& entry) {
  if (const Error reason = reasonToLeaveOut(entry); !reason.code.isEmpty()) {
    m_tally.leftOut(entry.path, entry.size, reason);
    m_left_out += entry.kind == files::TreeEntry::Kind::File || reason.is(codes::kVanished) ? 1 : 0;
    return true;
  }
  const bool is_file = entry.kind == files::TreeEntry::Kind::File;
  wire::ManifestEntry announced;
  announced.path = entry.path;
  announced.size = is_file ? entry.size : 0;
  announced.mtime = entry.mtime_ms;
  announced.kind = is_file ? wire::ManifestEntry::Kind::File : wire::ManifestEntry::Kind::Directory;
  if (!m_page.add(announced, files::blockCount(announced.size))) {
    return false;
  }
  m_sources.push_back(entry.source);
  m_files += is_file ? 1 : 0;
  m_bytes += announced.size;
  return true;
}

Error TransferSenderManifest::reasonToLeaveOut(const files::TreeEntry& entry) const {
  if (entry.kind == files::TreeEntry::Kind::LeftOut) {
    return entry.note;
  }
  if (!fitsHeader(entry.path, m_limits)) {
    return {codes::kUnsafeName, QStringLiteral("The path \"%1\" is too long to be sent.").arg(entry.path)};
  }
  if (entry.kind == files::TreeEntry::Kind::File &&
      (m_files == m_task.most_files || entry.size > m_task.most_bytes - m_bytes)) {
    return {codes::kChanged, QStringLiteral("\"%1\" is more than what was offered.").arg(entry.path)};
  }
  return {};
}

/// What could not be sent even then was not offered: a link that leads outside makes up for no file that is gone.
void TransferSenderManifest::noteMissing() {
  const qint64 missing = m_task.least_files - m_files - m_left_out;
  if (missing > 0) {
    m_tally.missed(missing, m_task.least_files);
  }
}

TransferSenderManifest::Page TransferSenderManifest::finish(wire::Manifest manifest) {
  return {std::move(manifest), std::exchange(m_sources, {})};
}

}  // namespace landline::session
