#pragma once

#include <cstddef>

#include "core/limits.h"
#include "wire/messages.h"

namespace landline::wire {

/// Collects entries until a page of the manifest is full (PROTOCOL.md, "Pages"): at most 512 of them, in a message of
/// at most 64 KiB, files of at most 16,384 blocks together. A single entry always fits: a file has no more blocks than
/// that, and a path that a header can carry is far smaller than a message.
class ManifestPage {
 public:
  /// What is announced first has the index `first`.
  ManifestPage(qint64 page, qint64 first, const Limits& limits);

  /// Takes `entry`, whose index is set here, a file of so many blocks (files/block_digests.h). False where it does not
  /// fit: it belongs on the next page.
  bool add(ManifestEntry entry, qint64 blocks);

  bool isEmpty() const { return m_manifest.files.isEmpty(); }
  qint64 nextIndex() const { return m_first + m_manifest.files.size(); }

  /// The message; the totals of all pages where it is the last one.
  const Manifest& ordinary() const { return m_manifest; }
  Manifest last(qint64 files_total, qint64 bytes_total) const;

 private:
  Limits m_limits;
  Manifest m_manifest;
  qint64 m_first = 0;
  std::size_t m_octets = 0;
  qint64 m_blocks = 0;
};

}  // namespace landline::wire
