#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/limits.h"
#include "core/result.h"
#include "wire/messages.h"

namespace landline::session {

/// What a receiver knows of the sender's manifest: the open pages and what becomes of each entry. It says whether what
/// the sender does next has its place (PROTOCOL.md, "Data connection"); every error is `unexpected` or `too-large` and
/// ends the connection. Knows no disk: used by the stream's thread.
class ManifestBook {
 public:
  using Page = std::shared_ptr<const wire::Manifest>;

  /// At most `most_files` files and `most_bytes` octets were offered; nothing: that was not said.
  ManifestBook(const Limits& limits, std::optional<qint64> most_files, std::optional<qint64> most_bytes);

  // --- What the sender says -------------------------------------------------------------------------------------

  Result<void> open(const Page& page);

  /// A file begins: the next one that is wanted, from an offset that it was told of.
  Result<void> begin(const wire::FileStart& start);

  /// A piece of the file in hand. `name` as in the header, with its "./".
  Result<void> piece(std::string_view name, std::int64_t size);

  /// The file in hand is complete.
  Result<void> conclude(const wire::Digest& digest);

  /// The sender gives up the file in hand or, between two files, the next one.
  Result<void> giveUp(const wire::Skip& skip);

  /// Nothing more comes.
  Result<void> end(const wire::End& end) const;

  // --- What this side says, in the moment in which it is written -----------------------------------------------

  void told(const wire::Have& have);
  void answered(const wire::Want& want);
  void settle(qint64 index);

  // --- How things stand ------------------------------------------------------------------------------------------

  /// The file in hand; null between two files.
  const wire::ManifestEntry* current() const { return m_current; }

  /// Whether the sender has something to send without another word from this side.
  bool awaitsFiles() const { return m_current || m_next < m_expected; }

  /// Whether this side has something to say: an answer to a page, or what became of a file.
  bool owesAnswers() const { return !m_pages.empty(); }

  /// Whether every page that came was answered.
  bool allAnswered() const;

  /// The last page came and everything on it and before it is settled.
  bool isComplete() const { return m_last_came && m_pages.empty(); }

  bool lastPageCame() const { return m_last_came; }

  qint64 files() const { return m_files; }  ///< of all pages that came, directories not counted

 private:
  enum class Fate : unsigned char { Asked, Wanted, Moving, Received, Settled };
  struct OpenPage {
    Page manifest;
    qint64 first = 0;  // the index of the first entry
    std::vector<Fate> fates;
    std::size_t unsettled = 0;
    bool answered = false;
  };
  struct Held {
    qint64 index = 0;
    qint64 held = 0;
    qint64 block = 0;
  };

  Result<void> checkEntries(const wire::Manifest& page);
  OpenPage* pageOf(qint64 index);
  Fate* fateOf(qint64 index);
  const wire::ManifestEntry* nextWanted();
  bool mayBegin(const wire::ManifestEntry& entry, qint64 offset) const;
  void dropSettled();

  const Limits& m_limits;
  const std::optional<qint64> m_most_files;
  const std::optional<qint64> m_most_bytes;
  std::deque<OpenPage> m_pages;
  std::deque<Held> m_held;  // of answered pages, by index, from the next file on
  qint64 m_next_page = 0;
  qint64 m_next_index = 0;  // of the next page's first entry
  qint64 m_files = 0;
  qint64 m_bytes = 0;
  bool m_last_came = false;
  qint64 m_next = 0;      // no file before this index is still to begin ...
  qint64 m_expected = 0;  // ... and none from here on was answered; equal: none at all
  const wire::ManifestEntry* m_current = nullptr;
  std::string m_current_name;  // with "./"
  qint64 m_left = 0;           // octets that the file in hand lacks
};

}  // namespace landline::session
