#pragma once

#include <QByteArray>
#include <QString>

#include <list>
#include <utility>
#include <vector>

#include "core/limits.h"
#include "core/result.h"
#include "session/source_reader.h"
#include "session/transfer_sender_manifest.h"
#include "session/transfer_sender_tally.h"
#include "wire/messages.h"

namespace landline::session {

/// The sender's book of the open pages (PROTOCOL.md, "Pages"): how far each of their entries is, and whether what the
/// receiver says of it is right. What breaks the rules is `unexpected` and ends the connection. Knows no stream and no
/// file.
class TransferSenderLedger {
 public:
  /// `tally` outlives this object.
  TransferSenderLedger(const Limits& limits, TransferSenderTally& tally);

  bool mayOpen() const { return static_cast<int>(m_pages.size()) < m_limits.open_manifest_pages; }
  bool isEmpty() const { return m_pages.empty(); }

  /// Whether every page that was opened has been answered by `want`.
  bool allAnswered() const { return m_answered == m_opened; }

  /// Entries of open pages: what a batch costs in memory.
  std::size_t entriesHeld() const;

  void open(const TransferSenderManifest::Page& page);

  // What the receiver says
  Result<void> take(const wire::Have& have);
  Result<std::vector<SourceJob>> take(const wire::Want& want);
  Result<void> take(const wire::Stored& stored);
  Result<void> take(const wire::Failed& failed);

  // What the sender does with a wanted file: begin(), then sent() or giveUp(); or giveUp() at once.
  const wire::ManifestEntry& begin(qint64 index);
  void sent(qint64 index, const QString& digest);
  void giveUp(qint64 index, const Error& why);

  /// The receiver cannot take a file that has begun: why. Null: it can.
  const Error* refusal(qint64 index);

 private:
  enum class Fate {
    Announced,
    Wanted,
    Sending,
    Refused,  ///< by the receiver, while it is sent
    Sent,
    Settled,
  };
  struct Entry {
    wire::ManifestEntry announced;
    QString source;
    Fate fate = Fate::Announced;
    qint64 held = -1;    // octets; negative: the receiver has said nothing
    QByteArray digests;  // of the blocks of `held`
    QString digest;      // once it is sent
    Error refusal;

    bool isFile() const { return announced.kind == wire::ManifestEntry::Kind::File; }
  };
  struct Page {
    qint64 number = 0;
    qint64 first = 0;  // index
    std::vector<Entry> entries;
    std::size_t unsettled = 0;
  };
  using Place = std::pair<std::list<Page>::iterator, Entry*>;

  Place find(qint64 index);
  Entry& at(qint64 index) { return *find(index).second; }
  bool isAnswered(const Page& page) const { return page.number < m_answered; }
  void settle(const Place& place);
  void closeIfSettled(std::list<Page>::iterator page);

  const Limits& m_limits;
  TransferSenderTally& m_tally;
  std::list<Page> m_pages;
  qint64 m_opened = 0;    // pages
  qint64 m_answered = 0;  // the receiver answers them in order
  qint64 m_entries = 0;
  qint64 m_crossings = 0;  // given up by this side while the receiver may be saying that it failed with them
};

}  // namespace landline::session
