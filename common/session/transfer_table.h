#pragma once

#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/peer_id.h"
#include "core/rate_meter.h"
#include "session/batch_count.h"
#include "session/bottleneck.h"
#include "session/node.h"
#include "session/result_file.h"
#include "session/transfer_job.h"

namespace landline::session {

/// Why a side does not let a transfer run.
enum class Hold {
  None,
  Queued,  ///< others come first
  Paused,  ///< a person wants it so, or the disk is full
};

/// All that a node knows about one transfer: what it shows and what it needs to go on with it.
struct TransferEntry {
  TransferInfo info;
  PeerId offerer;
  qint64 place = 0;           ///< in the queue: the lower, the earlier; of its beginning, then of its being accepted
  bool moved_to_top = false;  ///< keeps its place when it is accepted
  quint64 ended = 0;          ///< of its end; 0: not over
  bool announced = false;     ///< the offer was sent (up) or heard (down) since the peer is here
  bool accepted = false;
  bool cleared = false;  ///< over, and not shown any more
  bool retried = false;  ///< over, and offered again under another number
  bool untold = false;   ///< over, and the peer, which was away, does not know
  bool again = false;    ///< over at this side: runs once more, unseen, because the other side missed the end
  Hold hold_here = Hold::None;
  Hold hold_there = Hold::None;
  qint64 offered_files = -1;  ///< negative: not known
  qint64 offered_bytes = -1;
  Error trouble;      ///< why it broke off, or was paused by this side itself
  QString folder;     ///< down: where to save, once accepted
  QString save_name;  ///< down: replaces the announced path; empty: as announced
  Conflict conflict = Conflict::Rename;
  std::shared_ptr<BatchCount> count;  ///< up: while it is being counted; shared by all who get the same

  // One run of the data connection
  std::shared_ptr<TransferJob> job;  ///< from the ticket on until its worker has ended
  quint64 run = 0;                   ///< tells the end of this job from that of an earlier one
  QString ticket;                    ///< server: issued for `job`
  QString next_ticket;               ///< client: came while the worker of the last run was still about to end
  std::shared_ptr<FileResults> results;
  RateMeter moved;  ///< what went over the wire
  RateMeter alive;  ///< whatever was got ahead with
  BottleneckMeter bottleneck;
  std::optional<Error> ending;  ///< someone has cancelled the running job: why
  bool run_stopped = false;     ///< this side has ended the run, for a pause
  bool let_go = false;          ///< client: was held as Queued and may run when its ticket comes

  // After an interruption; monotonic, 0: nothing to come
  int breaks = 0;           ///< in a row, without an octet between them
  qint64 retry_at_ms = 0;   ///< not before
  qint64 nudge_at_ms = 0;   ///< when to ask what the other side thinks
  qint64 kept_at_ms = 0;    ///< when it was given to the store last
  qint64 bytes_before = 0;  ///< bytes_done before this run: it goes on from there

  bool open() const { return !info.over(); }
  bool isUpload() const { return info.direction == TransferInfo::Direction::Up; }
  bool held() const { return hold_here != Hold::None || hold_there != Hold::None; }
  bool paused() const { return hold_here == Hold::Paused || hold_there == Hold::Paused; }

  /// `info` says nothing of a run.
  void showNoRun() {
    info.rate = -1;
    info.seconds_left = -1;
    info.stalled = false;
    info.current.clear();
    info.bottleneck = TransferInfo::Bottleneck::Unknown;
  }

  /// Open, and no worker has it in hand.
  bool idle() const { return open() && !job; }
};

/// The transfers of one node by (offerer, UUID). References stay good until forget() removes the entry.
class TransferTable {
 public:
  using Wanted = std::function<bool(const TransferEntry&)>;
  using Visit = std::function<void(const TransferEntry&)>;

  /// Null where there is none.
  TransferEntry* find(const PeerId& offerer, const QString& transfer);

  /// The one with the peer `peer` that was offered by `offerer`.
  TransferEntry* findWith(const PeerId& peer, const PeerId& offerer, const QString& transfer);

  /// The one that was offered by somebody else than `offerer`.
  TransferEntry* findOther(const PeerId& offerer, const QString& transfer);

  /// At the end of the queue.
  TransferEntry& add(const PeerId& offerer, const TransferInfo& info);

  void putLast(TransferEntry& entry) { entry.place = ++m_last; }
  void putFirst(TransferEntry& entry) { entry.place = --m_first; }

  /// Marks as over, so that forget() counts it.
  void end(TransferEntry& entry);

  /// Removes the oldest finished ones until at most `most` are left.
  void forget(int most);

  /// Those that `wanted` is true for, in the order of the queue.
  std::vector<TransferEntry*> select(const Wanted& wanted);
  int count(const Wanted& wanted) const;

  /// Each once, in no order that means anything. `visit` must not add any.
  void forEach(const Visit& visit) const;

 private:
  using Key = std::pair<QString, PeerId>;  // the number first: it is what others name

  std::map<Key, TransferEntry> m_entries;
  std::map<quint64, Key> m_over;  // by the order of their ends
  quint64 m_ends = 0;
  qint64 m_first = 0;
  qint64 m_last = 0;
};

}  // namespace landline::session
