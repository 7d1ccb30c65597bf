#include "session/transfer_sender_ledger.h"

#include <QLatin1String>

#include <algorithm>

#include "files/block_digests.h"

namespace landline::session {

namespace {

Error wrong(const QString& detail) {
  return {codes::kUnexpected, detail};
}

}  // namespace

TransferSenderLedger::TransferSenderLedger(const Limits& limits, TransferSenderTally& tally)
    : m_limits(limits), m_tally(tally) {}

std::size_t TransferSenderLedger::entriesHeld() const {
  std::size_t entries = 0;
  for (const Page& page : m_pages) {
    entries += page.entries.size();
  }
  return entries;
}

void TransferSenderLedger::open(const TransferSenderManifest::Page& announced) {
  Page page;
  page.number = m_opened++;
  page.first = m_entries;
  page.entries.reserve(announced.sources.size());
  for (std::size_t i = 0; i < announced.sources.size(); ++i) {
    Entry entry;
    entry.announced = announced.manifest.files.at(static_cast<int>(i));
    entry.source = announced.sources[i];
    page.entries.push_back(std::move(entry));
  }
  page.unsettled = page.entries.size();
  m_entries += static_cast<qint64>(page.entries.size());
  m_pages.push_back(std::move(page));
}

// --- What the receiver says ------------------------------------------------------------------------------------------

Result<void> TransferSenderLedger::take(const wire::Have& have) {
  const auto [page, entry] = find(have.index);
  if (!entry || page->number != m_answered || !entry->isFile()) {
    return wrong(QStringLiteral("The receiver tells of file %1, which it was not asked about.").arg(have.index));
  }
  const qint64 size = entry->announced.size;
  const qint64 known = entry->digests.size() / kDigestDigits;
  const bool first = entry->held < 0;
  if (have.held > size || have.block != files::blockSizeFor(size) || (!first && have.held != entry->held)) {
    return wrong(QStringLiteral("The receiver has file %1 in another shape than it was announced.").arg(have.index));
  }
  // One message after the first has to bring something, or there need not be an end of them.
  if (have.at != known * have.block || (!first && have.digests.isEmpty()) ||
      known + have.digests.size() > files::digestCount(have.held, size)) {
    return wrong(QStringLiteral("The receiver's digests of file %1 are not one for each block.").arg(have.index));
  }
  entry->held = have.held;
  for (const QString& digest : have.digests) {
    entry->digests += digest.toLatin1();
  }
  return {};
}

Result<std::vector<SourceJob>> TransferSenderLedger::take(const wire::Want& want) {
  const auto page =
      std::find_if(m_pages.begin(), m_pages.end(), [this](const Page& open) { return open.number == m_answered; });
  if (page == m_pages.end() || want.page != m_answered) {
    return wrong(QStringLiteral("The receiver answered page %1 out of turn.").arg(want.page));
  }
  for (const wire::SkipEntry& skip : want.skip) {
    const Place place = find(skip.index);
    if (!place.second || place.first != page || place.second->fate != Fate::Announced) {
      return wrong(QStringLiteral("The receiver skips file %1, which is not on the page.").arg(skip.index));
    }
    const wire::ManifestEntry& entry = place.second->announced;
    m_tally.lost(entry, {skip.code, QStringLiteral("The receiver does not take \"%1\".").arg(entry.path)});
    settle(place);
  }
  std::vector<SourceJob> jobs;
  for (Entry& entry : page->entries) {
    if (entry.fate != Fate::Announced) {
      continue;
    }
    entry.fate = Fate::Wanted;
    if (entry.isFile()) {
      const wire::ManifestEntry& file = entry.announced;
      jobs.push_back({file.index, entry.source, file.size, file.mtime, std::exchange(entry.digests, {})});
    }
  }
  ++m_answered;
  closeIfSettled(page);
  return jobs;
}

Result<void> TransferSenderLedger::take(const wire::Stored& stored) {
  std::vector<qint64> identical(stored.identical.cbegin(), stored.identical.cend());
  std::sort(identical.begin(), identical.end());
  std::size_t found = 0;
  for (const qint64 index : stored.indexes) {
    const Place place = find(index);
    Entry* const entry = place.second;
    if (!entry || entry->fate != (entry->isFile() ? Fate::Sent : Fate::Wanted)) {
      return wrong(QStringLiteral("The receiver says that it stored file %1, which it was not sent.").arg(index));
    }
    const bool was_there = std::binary_search(identical.cbegin(), identical.cend(), index);
    found += was_there ? 1 : 0;
    m_tally.stored(entry->announced, entry->digest, was_there);
    settle(place);
  }
  if (found != identical.size()) {
    return wrong(QStringLiteral("The receiver says of a file that it had it, and not that it is stored."));
  }
  return {};
}

Result<void> TransferSenderLedger::take(const wire::Failed& failed) {
  const Place place = find(failed.index);
  Entry* const entry = place.second;
  const bool answerable = entry && (entry->fate == Fate::Sending || entry->fate == Fate::Sent ||
                                    (entry->fate == Fate::Wanted && !entry->isFile()));
  if (!answerable) {
    // This side has given the file up, and the two messages crossed. Its page may be forgotten meanwhile.
    const bool gone = failed.index < m_entries && (!entry || entry->fate == Fate::Settled);
    if (gone && m_crossings > 0) {
      --m_crossings;
      return {};
    }
    return wrong(QStringLiteral("The receiver failed with file %1, which it was not sent.").arg(failed.index));
  }
  const Error why{failed.code, failed.reason};
  m_tally.lost(entry->announced, why);
  if (entry->fate == Fate::Sending) {
    entry->fate = Fate::Refused;  // its end is to be said first
    entry->refusal = why;
  } else {
    settle(place);
  }
  return {};
}

// --- What the sender does --------------------------------------------------------------------------------------------

const wire::ManifestEntry& TransferSenderLedger::begin(qint64 index) {
  Entry& entry = at(index);
  entry.fate = Fate::Sending;
  return entry.announced;
}

void TransferSenderLedger::sent(qint64 index, const QString& digest) {
  Entry& entry = at(index);
  entry.fate = Fate::Sent;
  entry.digest = digest;
}

void TransferSenderLedger::giveUp(qint64 index, const Error& why) {
  const Place place = find(index);
  if (place.second->fate != Fate::Refused) {
    m_tally.lost(place.second->announced, why);
    m_crossings += place.second->fate == Fate::Sending ? 1 : 0;
  }
  settle(place);
}

const Error* TransferSenderLedger::refusal(qint64 index) {
  const Entry& entry = at(index);
  return entry.fate == Fate::Refused ? &entry.refusal : nullptr;
}

// --- The pages -------------------------------------------------------------------------------------------------------

TransferSenderLedger::Place TransferSenderLedger::find(qint64 index) {
  for (auto page = m_pages.begin(); page != m_pages.end(); ++page) {
    const qint64 at = index - page->first;
    if (at >= 0 && at < static_cast<qint64>(page->entries.size())) {
      return {page, &page->entries[static_cast<std::size_t>(at)]};
    }
  }
  return {m_pages.end(), nullptr};
}

void TransferSenderLedger::settle(const Place& place) {
  place.second->fate = Fate::Settled;
  --place.first->unsettled;
  closeIfSettled(place.first);
}

void TransferSenderLedger::closeIfSettled(std::list<Page>::iterator page) {
  if (page->unsettled == 0 && isAnswered(*page)) {
    m_pages.erase(page);
  }
}

}  // namespace landline::session
