#pragma once

#include <QHash>
#include <QString>

#include <memory>
#include <mutex>

#include "core/clock.h"
#include "core/limits.h"
#include "core/peer_id.h"
#include "core/result.h"
#include "wire/messages.h"

namespace landline::session {

class TransferJob;

/// The tickets that a server has given out: 32 random octets as hex, good for one data connection of one peer
/// for one transfer, for `Limits::ticket_life`. Thread-safe.
class TicketBook {
 public:
  /// `clock` outlives the book and may be read from any thread.
  TicketBook(const Limits& limits, const Clock& clock);

  /// A new ticket by which `peer` gets to `job`.
  QString issue(const PeerId& peer, const QString& transfer, std::shared_ptr<TransferJob> job);

  /// The job, if the ticket is known, not used, not expired, and given to this peer for this transfer; then
  /// it is used up. Otherwise `bad-ticket`; a ticket shown by the wrong peer stays good for the right one.
  Result<std::shared_ptr<TransferJob>> claim(const PeerId& presenter, const wire::Ticket& shown);

  /// Makes a ticket worthless. False: it was claimed before, so that its job runs.
  bool withdraw(const QString& ticket);

  int size() const;

 private:
  struct Entry {
    PeerId peer;
    QString transfer;
    std::shared_ptr<TransferJob> job;
    qint64 expires_ms = 0;
  };

  Limits m_limits;
  const Clock& m_clock;
  mutable std::mutex m_mutex;
  QHash<QString, Entry> m_entries;
};

}  // namespace landline::session
