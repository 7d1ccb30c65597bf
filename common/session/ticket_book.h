#pragma once

#include <QHash>
#include <QString>

#include <memory>
#include <mutex>
#include <variant>

#include "core/clock.h"
#include "core/limits.h"
#include "core/peer_id.h"
#include "core/result.h"
#include "wire/messages.h"

namespace landline::session {

class RelayRun;
class TransferJob;

/// What a ticket leads to: a transfer of the server's own, or the meeting place of one between two clients.
using Destination = std::variant<std::shared_ptr<TransferJob>, std::shared_ptr<RelayRun>>;

/// The tickets that a server has given out: 32 random octets as hex, good for one data connection of one peer
/// for one transfer, for `Limits::ticket_life`. Thread-safe.
class TicketBook {
 public:
  /// `clock` outlives the book and may be read from any thread.
  TicketBook(const Limits& limits, const Clock& clock);

  /// A new ticket by which `peer` gets to `destination`.
  QString issue(const PeerId& peer, const QString& transfer, Destination destination);

  /// The destination, if the ticket is known, not used, not expired, and given to this peer for this transfer; then
  /// it is used up. Otherwise `bad-ticket`; a ticket shown by the wrong peer stays good for the right one.
  Result<Destination> claim(const PeerId& presenter, const wire::Ticket& shown);

  /// Makes a ticket worthless. False: it was claimed before, so that its job runs or its leg is there.
  bool withdraw(const QString& ticket);

  int size() const;

 private:
  struct Entry {
    PeerId peer;
    QString transfer;
    Destination destination;
    qint64 expires_ms = 0;
  };

  Limits m_limits;
  const Clock& m_clock;
  mutable std::mutex m_mutex;
  QHash<QString, Entry> m_entries;
};

}  // namespace landline::session
