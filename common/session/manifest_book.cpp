#include "session/manifest_book.h"

#include <algorithm>

#include "files/block_digests.h"
#include "wire/header.h"

namespace landline::session {

namespace {

Error wrong(const QString& detail) {
  return {codes::kUnexpected, detail};
}

bool isFile(const wire::ManifestEntry& entry) {
  return entry.kind == wire::ManifestEntry::Kind::File;
}

}  // namespace

ManifestBook::ManifestBook(const Limits& limits, std::optional<qint64> most_files, std::optional<qint64> most_bytes)
    : m_limits(limits), m_most_files(most_files), m_most_bytes(most_bytes) {}

// --- Pages -----------------------------------------------------------------------------------------------------------

Result<void> ManifestBook::open(const Page& page) {
  if (m_last_came || page->page != m_next_page) {
    return wrong(QStringLiteral("The manifest's page %1 came where page %2 was due.").arg(page->page).arg(m_next_page));
  }
  const auto open =
      std::count_if(m_pages.begin(), m_pages.end(), [](const OpenPage& other) { return other.unsettled > 0; });
  if (open >= m_limits.open_manifest_pages) {
    return wrong(QStringLiteral("The manifest's page %1 came while %2 others are open.").arg(page->page).arg(open));
  }
  if (page->files.isEmpty() && !page->last) {
    return wrong(QStringLiteral("The manifest's page %1 is empty and not the last.").arg(page->page));
  }
  if (Result<void> checked = checkEntries(*page); !checked) {
    return checked;
  }
  if (page->last && (page->files_total != m_files || page->bytes_total != m_bytes)) {
    return wrong(QStringLiteral("The manifest's totals are not the sums of its files."));
  }
  OpenPage opened;
  opened.manifest = page;
  opened.first = m_next_index;
  opened.fates.assign(static_cast<std::size_t>(page->files.size()), Fate::Asked);
  opened.unsettled = opened.fates.size();
  m_pages.push_back(std::move(opened));
  ++m_next_page;
  m_next_index += page->files.size();
  m_last_came = page->last;
  return {};
}

Result<void> ManifestBook::checkEntries(const wire::Manifest& page) {
  qint64 index = m_next_index;
  qint64 blocks = 0;
  for (const wire::ManifestEntry& entry : page.files) {
    if (entry.index != index++) {
      return wrong(QStringLiteral("The manifest's entries are not numbered one by one."));
    }
    if (!isFile(entry)) {
      continue;  // a message with a folder that has a size is malformed
    }
    if (entry.size > wire::kLargestSize - m_bytes) {
      return wrong(QStringLiteral("The manifest's files are larger than any number."));
    }
    ++m_files;
    m_bytes += entry.size;
    blocks += files::blockCount(entry.size);
  }
  if (page.files.size() > 1 && blocks > m_limits.manifest_page_blocks) {
    return wrong(QStringLiteral("The manifest's page %1 has files of too many blocks.").arg(page.page));
  }
  // What a person has agreed to is the most that may come.
  if ((m_most_files && m_files > *m_most_files) || (m_most_bytes && m_bytes > *m_most_bytes)) {
    return wrong(QStringLiteral("The manifest has more than what was offered."));
  }
  return {};
}

ManifestBook::OpenPage* ManifestBook::pageOf(qint64 index) {
  const auto found = std::find_if(m_pages.begin(), m_pages.end(), [index](const OpenPage& page) {
    return index >= page.first && index < page.first + static_cast<qint64>(page.fates.size());
  });
  return found == m_pages.end() ? nullptr : &*found;
}

ManifestBook::Fate* ManifestBook::fateOf(qint64 index) {
  OpenPage* page = pageOf(index);
  return page ? &page->fates[static_cast<std::size_t>(index - page->first)] : nullptr;
}

/// The first file that is wanted and has not begun. m_next stands on it afterwards, or where the answered pages end: to
/// be called whenever one of these changes.
const wire::ManifestEntry* ManifestBook::nextWanted() {
  for (; m_next < m_expected; ++m_next) {
    OpenPage* page = pageOf(m_next);
    if (page && page->fates[static_cast<std::size_t>(m_next - page->first)] == Fate::Wanted) {
      return &page->manifest->files.at(static_cast<int>(m_next - page->first));
    }
  }
  return nullptr;
}

// --- Files -----------------------------------------------------------------------------------------------------------

bool ManifestBook::mayBegin(const wire::ManifestEntry& entry, qint64 offset) const {
  if (offset == 0) {
    return true;
  }
  const auto held =
      std::find_if(m_held.begin(), m_held.end(), [&](const Held& other) { return other.index == entry.index; });
  return held != m_held.end() && offset > 0 && offset <= held->held &&
         (offset == entry.size || offset % held->block == 0);
}

Result<void> ManifestBook::begin(const wire::FileStart& start) {
  const wire::ManifestEntry* entry = m_current ? nullptr : nextWanted();
  if (!entry || start.index != entry->index) {
    return wrong(QStringLiteral("The sender began with file %1, which was not the next.").arg(start.index));
  }
  if (!mayBegin(*entry, start.offset)) {
    return wrong(QStringLiteral("The sender began with \"%1\" at %2, which it was not told of.")
                     .arg(entry->path)
                     .arg(start.offset));
  }
  while (!m_held.empty() && m_held.front().index <= entry->index) {
    m_held.pop_front();
  }
  *fateOf(entry->index) = Fate::Moving;
  m_next = entry->index + 1;
  static_cast<void>(nextWanted());
  m_current = entry;
  m_current_name = "./" + entry->path.toStdString();
  m_left = entry->size - start.offset;
  return {};
}

Result<void> ManifestBook::piece(std::string_view name, std::int64_t size) {
  if (!m_current || name != m_current_name) {
    return wrong(QStringLiteral("The sender sent a piece of another file than the one in hand."));
  }
  // Empty ones say nothing, and would do so for ever.
  if (size == 0 || size > m_left) {
    return wrong(QStringLiteral("The sender sent a piece of %1 octets where \"%2\" lacks %3.")
                     .arg(size)
                     .arg(m_current->path)
                     .arg(m_left));
  }
  m_left -= size;
  return {};
}

Result<void> ManifestBook::conclude(const wire::Digest& digest) {
  if (!m_current || digest.index != m_current->index || m_left != 0) {
    return wrong(QStringLiteral("The sender sent the digest of file %1, which is not complete.").arg(digest.index));
  }
  if (Fate* fate = fateOf(digest.index); *fate == Fate::Moving) {
    *fate = Fate::Received;
  }
  m_current = nullptr;
  dropSettled();
  return {};
}

Result<void> ManifestBook::giveUp(const wire::Skip& skip) {
  const wire::ManifestEntry* entry = m_current ? m_current : nextWanted();
  if (!entry || skip.index != entry->index) {
    return wrong(QStringLiteral("The sender gave up file %1, which was not in hand.").arg(skip.index));
  }
  m_current = nullptr;
  settle(skip.index);
  static_cast<void>(nextWanted());
  dropSettled();
  return {};
}

Result<void> ManifestBook::end(const wire::End& end) const {
  if (end.counts) {
    return wrong(QStringLiteral("The sender said \"end\" as only a receiver does."));
  }
  const bool answered = std::all_of(m_pages.begin(), m_pages.end(), [](const OpenPage& page) { return page.answered; });
  if (!m_last_came || !answered || awaitsFiles()) {
    return wrong(QStringLiteral("The sender said \"end\" too early."));
  }
  return {};
}

bool ManifestBook::allAnswered() const {
  return std::all_of(m_pages.begin(), m_pages.end(), [](const OpenPage& page) { return page.answered; });
}

// --- Answers ---------------------------------------------------------------------------------------------------------

void ManifestBook::told(const wire::Have& have) {
  if (m_held.empty() || m_held.back().index != have.index) {
    m_held.push_back({have.index, have.held, have.block});
  }
}

void ManifestBook::answered(const wire::Want& want) {
  const auto found = std::find_if(m_pages.begin(), m_pages.end(),
                                  [&](const OpenPage& page) { return page.manifest->page == want.page; });
  if (found == m_pages.end()) {
    return;
  }
  OpenPage& page = *found;
  for (const wire::SkipEntry& entry : want.skip) {
    settle(entry.index);
  }
  for (std::size_t i = 0; i < page.fates.size(); ++i) {
    if (page.fates[i] == Fate::Asked) {
      page.fates[i] = isFile(page.manifest->files.at(static_cast<int>(i))) ? Fate::Wanted : Fate::Received;
    }
  }
  page.answered = true;  // not before: until then nothing drops it, whatever is settled
  m_expected = page.first + static_cast<qint64>(page.fates.size());
  static_cast<void>(nextWanted());
  dropSettled();
}

void ManifestBook::settle(qint64 index) {
  OpenPage* page = pageOf(index);
  if (!page) {
    return;
  }
  Fate& fate = page->fates[static_cast<std::size_t>(index - page->first)];
  if (fate != Fate::Settled) {
    fate = Fate::Settled;
    --page->unsettled;
  }
  dropSettled();
}

/// The page of the file in hand stays, also where this side has failed with that file: its rest is still to come.
void ManifestBook::dropSettled() {
  while (!m_pages.empty()) {
    const OpenPage& page = m_pages.front();
    const bool in_hand = m_current && m_current->index >= page.first &&
                         m_current->index < page.first + static_cast<qint64>(page.fates.size());
    if (page.unsettled > 0 || !page.answered || in_hand) {
      return;
    }
    m_pages.pop_front();
  }
}

}  // namespace landline::session
