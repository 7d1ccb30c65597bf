#pragma once

#include <QHash>
#include <QObject>
#include <QPair>
#include <QQueue>
#include <QSet>

#include <array>
#include <map>
#include <memory>

#include "core/limits.h"
#include "core/peer_id.h"
#include "session/mailbox.h"
#include "session/relay_run.h"
#include "session/ticket_book.h"
#include "wire/messages.h"

namespace landline::session {

/// The server's part in transfers between two clients (PROTOCOL.md "Relayed"): passes on what they say about them,
/// gives both a ticket when the transfer may run, and again after an interruption. Lives in the hub's thread. Of the
/// files it sees neither names nor octets, and it keeps nothing: after a restart the desk is empty, and the offerers
/// repeat their offers.
///
/// A transfer is known by its UUID alone, because answers carry nothing else. So one UUID belongs to one pair of
/// offerer and receiver: an offer under a UUID of another pair is `rejected` (`unexpected`). So are offers to somebody
/// who is not here (`absent`), to oneself (`unsupported`), beyond `Limits::queued_offers_per_peer` of one offerer that
/// do not run (`too-many`), and with texts that would not fit a message once `from` is added (`too-large`). Answers are
/// taken from the receiver only; from anybody else they are `rejected` (`unknown-transfer`), which is the manager's
/// answer to transfers that the desk does not know.
///
/// What the two clients do, as in transfers with the server but for this:
/// * All messages go to and come from the server's connection. Only `offer` says who the other side is: `to` and, as
///   set by the server, `from`. In all others the UUID tells, so a client looks it up among all its transfers.
/// * Both get a ticket of their own and connect to the server. `ready` may take as long as the other one needs, at most
///   `Limits::ticket_life`; that wait is no fault.
/// * The offerer repeats an open offer (accepted ones, too) whenever it has come back or `joined` brings the receiver
///   back. The receiver answers it without asking again: `accept`, and `pause` behind it where it holds the transfer;
///   the offerer says `pause` again behind its offer likewise. Whoever left holds nothing until it says so again.
/// * Neither asks for a ticket after an interruption. It comes when both are here and neither holds the transfer.
/// * A ticket that comes while the last run is still ending means that the server has given that run up: the client
/// stops
///   it, and uses the ticket once it has ended.
/// * `rejected` with `unknown-transfer` about a transfer that waits for the other side means that the server was
///   restarted or the offerer is away: it goes on with the next offer.
/// * Who ends a transfer while the other side is away may say `cancel` again when it is back: the desk passes it on.
class RelayDesk : public QObject {
  Q_OBJECT

 public:
  static constexpr int kRemembered = 4096;  ///< pairs of transfers that are over, for late words about them

  explicit RelayDesk(std::shared_ptr<TicketBook> tickets, const Limits& limits, QObject* parent = nullptr);

  /// Stops.
  ~RelayDesk() override;

  void peerBack(const PeerId& peer);

  /// The control connection is gone. What runs goes on until it ends; nothing new begins.
  void peerLeft(const PeerId& peer);

  /// Ends every data connection of this peer that is relayed; peerLeft() follows.
  void cut(const PeerId& peer);

  /// Takes every offer, and what else is about a transfer between two clients. False: it is not about one of those, the
  /// desk did nothing. `from` is whoever the connection belongs to: an offer that names another one was refused before.
  bool handle(const PeerId& from, const wire::ControlMessage& message);

  int runningCount() const;  ///< tickets out, or relaying
  int openCount() const { return static_cast<int>(m_relays.size()); }

  /// Ends every run. The desk does nothing from now on. (The threads are the DataAcceptor's.)
  void stop();

 Q_SIGNALS:
  /// To be passed to that peer's control connection; dropped where it is not here any more.
  void messageReady(const landline::PeerId& to, const landline::wire::ControlMessage& message);

 private:
  enum Side { Offerer, Receiver };
  struct Relay {
    QString transfer;
    std::array<PeerId, 2> peers;        // by Side
    std::array<bool, 2> holds{};        // whom the transfer waits for: it runs when neither holds it
    quint64 turn = 0;                   // of its being accepted; 0: not since both have been here
    std::shared_ptr<RelayRun> run;      // from the tickets on until it is over
    std::array<QString, 2> tickets;     // issued for `run`
    quint64 run_number = 0;             // tells the end of this run from that of an earlier one
    bool rests = false;                 // after an interruption
    std::chrono::milliseconds rest{0};  // how long the last time

    bool isBetween(const PeerId& offerer, const PeerId& receiver) const {
      return peers[Offerer] == offerer && peers[Receiver] == receiver;
    }
    bool involves(const PeerId& peer) const { return peers[Offerer] == peer || peers[Receiver] == peer; }
  };
  using Pair = QPair<PeerId, PeerId>;  // offerer, receiver

  void onOffer(const PeerId& from, const wire::Offer& offer);
  void onWord(Relay& relay, Side side, const wire::ControlMessage& message);
  void onRejected(Relay& relay, Side side, const wire::Rejected& rejected);
  bool handleLate(const PeerId& from, const QString& transfer, const wire::ControlMessage& message);
  void pass(const Relay& relay, Side from, const wire::ControlMessage& message);
  void reject(const PeerId& to, const QString& transfer, QLatin1String code, const QString& reason);

  void startWaiting();
  bool mayRun(const Relay& relay) const;
  int runsOf(const PeerId& peer) const;
  void issueTickets(Relay& relay);
  void onTicketsExpired(const QString& transfer, quint64 run_number);
  void onRunEnded(const QString& transfer, quint64 run_number, const RelayRun::Outcome& outcome);
  void takeBack(Relay& relay);
  void restBeforeNext(Relay& relay);
  void end(const QString& transfer);

  const std::shared_ptr<TicketBook> m_tickets;
  const Limits m_limits;
  const std::shared_ptr<Mailbox<RelayDesk>> m_mailbox;  // where the workers leave their outcomes
  QSet<PeerId> m_present;
  std::map<QString, Relay> m_relays;  // by UUID; references stay good until end()
  QHash<QString, Pair> m_over;
  QQueue<QString> m_over_order;
  quint64 m_last_turn = 0;
  quint64 m_last_run = 0;
  bool m_stopped = false;
};

}  // namespace landline::session
