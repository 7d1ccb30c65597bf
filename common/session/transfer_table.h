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
#include "session/node.h"
#include "session/transfer_job.h"

namespace landline::session {

/// All that a node knows about one transfer: what it shows and what it needs to go on with it.
struct TransferEntry {
  TransferInfo info;
  PeerId offerer;
  quint64 order = 0;       ///< of its beginning
  quint64 turn = 0;        ///< of its being accepted; 0: not yet
  quint64 ended = 0;       ///< of its end; 0: not over
  bool announced = false;  ///< up: the offer was sent
  QString folder;          ///< down: where to save, once accepted
  QString save_name;       ///< down: replaces the announced path; empty: as announced

  // One run of the data connection
  std::shared_ptr<TransferJob> job;  ///< from the ticket on until its worker has ended
  quint64 run = 0;                   ///< tells the end of this job from that of an earlier one
  QString ticket;                    ///< server: issued for `job`
  RateMeter meter;
  std::optional<Error> ending;  ///< someone has cancelled the running job: why
  bool broken_off = false;      ///< interrupted; waits whether the other side says why

  bool open() const { return !info.over(); }
  bool isUpload() const { return info.direction == TransferInfo::Direction::Up; }
  bool waitsForTurn() const { return info.state == TransferInfo::State::Queued && !job && !broken_off; }

  /// Neither accepted and running nor on its way to its end: the peer's absence ends it.
  bool idle() const { return info.state == TransferInfo::State::Offered || waitsForTurn(); }
};

/// The transfers of one node by (offerer, UUID). References stay good until forget() removes the entry.
class TransferTable {
 public:
  /// Null where there is none.
  TransferEntry* find(const PeerId& offerer, const QString& transfer);

  /// The one with the peer `peer` that was offered by `offerer`.
  TransferEntry* findWith(const PeerId& peer, const PeerId& offerer, const QString& transfer);

  TransferEntry& add(const PeerId& offerer, const TransferInfo& info);

  /// Marks as over, so that forget() counts it.
  void end(TransferEntry& entry);

  /// Removes the oldest finished ones until at most `most` are left.
  void forget(int most);

  /// Those that `wanted` is true for, oldest first.
  std::vector<TransferEntry*> select(const std::function<bool(const TransferEntry&)>& wanted);
  int count(const std::function<bool(const TransferEntry&)>& wanted) const;

 private:
  using Key = std::pair<QString, QString>;

  std::map<Key, TransferEntry> m_entries;
  std::map<quint64, Key> m_over;  // by the order of their ends
  quint64 m_order = 0;
};

}  // namespace landline::session
