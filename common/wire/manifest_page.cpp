#include "wire/manifest_page.h"

#include <utility>

namespace landline::wire {

namespace {

/// What a page has around its entries, at the most: the names of its keys and four of the largest numbers.
constexpr std::size_t kAround = 128;

}  // namespace

ManifestPage::ManifestPage(qint64 page, qint64 first, const Limits& limits)
    : m_limits(limits), m_first(first), m_octets(kAround) {
  m_manifest.page = page;
}

bool ManifestPage::add(ManifestEntry entry, qint64 blocks) {
  entry.index = nextIndex();
  const std::size_t octets = encodedSize(entry) + 1;  // a comma
  if (!isEmpty() && (m_manifest.files.size() >= m_limits.manifest_page_entries ||
                     m_octets + octets > m_limits.message_body || m_blocks + blocks > m_limits.manifest_page_blocks)) {
    return false;
  }
  m_octets += octets;
  m_blocks += blocks;
  m_manifest.files.push_back(std::move(entry));
  return true;
}

Manifest ManifestPage::last(qint64 files_total, qint64 bytes_total) const {
  Manifest manifest = m_manifest;
  manifest.last = true;
  manifest.files_total = files_total;
  manifest.bytes_total = bytes_total;
  return manifest;
}

}  // namespace landline::wire
