#pragma once

#include <QHash>
#include <QString>
#include <QVector>

#include <deque>

#include "core/result.h"
#include "session/node.h"

namespace landline::console {

/// Who holds a transfer.
enum class HeldBy { Nobody, Me, Peer, Both, Queue };
HeldBy heldBy(const session::TransferInfo& info);

/// Tells from the stream of TransferInfo what is worth an event. Remembers every transfer that goes on, and the last
/// kRemembered that are over (so that they can be retried, and are not told twice).
class TransferLog {
 public:
  static constexpr std::size_t kRemembered = 1024;

  struct News {
    bool counted = false;     ///< its folders are being walked, and there is more than told before
    bool offered = false;     ///< new here, or offered again
    bool paused = false;      ///< held by somebody (heldBy()), and not by the same as told before
    bool waiting = false;     ///< interrupted, or the peer is away, and not for the same reason as told before
    bool started = false;     ///< runs for the first time since it was offered
    bool continued = false;   ///< runs again, after `paused` or `waiting`
    bool progressed = false;  ///< other figures than told before
    bool finished = false;    ///< Done or Incomplete
    bool failed = false;      ///< Declined, Cancelled or Failed
  };
  News note(const session::TransferInfo& info);
  void forget(const PeerId& offerer, const QString& transfer);

  /// Errors: `unknown-transfer`.
  Result<session::TransferInfo> find(const QString& transfer) const;

  /// Those that go on when the program runs again: uploads that are not over, downloads that were accepted.
  QVector<session::TransferInfo> unfinished() const;

 private:
  struct Entry {
    session::TransferInfo info;
    bool offered = false;
    bool started = false;
    bool interrupted = false;  // by a pause or a wait that was told
    HeldBy held = HeldBy::Nobody;
    QString waits_for;  // code of the reason that was told
  };
  static void noteHolds(Entry& entry, const session::TransferInfo& info, News& news);

  QHash<QString, Entry> m_transfers;
  std::deque<QString> m_over;
};

/// Why a transfer that is over is not Done: its own error, or what its state says.
Error failureOf(const session::TransferInfo& info);

}  // namespace landline::console
