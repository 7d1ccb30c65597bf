#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <mutex>

#include "core/clock.h"
#include "core/limits.h"
#include "core/worker_threads.h"
#include "session/node.h"
#include "session/ticket_book.h"
#include "session/transfer_job.h"
#include "session/transfer_table.h"
#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// The states of all transfers of one node, both ways, with all its peers. Lives in the node's thread; reads
/// and writes no file's contents there (only the workers do), but looks at a source's size and at the free
/// space.
///
/// A transfer is (offerer, UUID). A server issues a ticket when a transfer's turn comes
/// (`Limits::transfers_per_direction` at once with one peer, kRunningInAll in all, the others in the order in
/// which they were accepted); a client connects when it gets the ticket. Every transfer gets to exactly one
/// of Done, Declined, Cancelled and Failed.
class TransferManager : public QObject {
  Q_OBJECT

 public:
  enum class Role { Server, Client };

  /// Names of the files in `folder` that the history knows to have come from `sender` under the title
  /// `title`.
  using CopiesFrom = std::function<QStringList(const PeerId& sender, const QString& folder, const QString& title)>;

  static constexpr int kRunningInAll = 16;
  static constexpr int kRemembered = 1024;  ///< finished transfers, for repeats and retries

  /// `own` is this node's identity; `clock` outlives the manager.
  TransferManager(Role role, const PeerId& own, const Limits& limits, const Clock& clock, QObject* parent = nullptr);

  /// Stops, and waits for the threads of this manager.
  ~TransferManager() override;

  void setSaveFolder(const QString& folder);
  void setAcceptRule(AcceptRule rule);
  void setCopiesFrom(CopiesFrom copies_from);
  void setReceivedLog(ReceivedLogMaker maker);

  /// Client: how data connections to the server are made from now on. Set before (or when) the control
  /// connection is online; copied into each worker.
  void setConnector(DataConnector connector);

  /// Server: for the DataAcceptor. (A client has an empty one.)
  std::shared_ptr<TicketBook> tickets() const;

  // --- From the faces. What makes no sense is answered by errorOccurred().
  // -----------------------------------------

  /// Offers one file to a peer that is here. A client offers to its server only.
  void offerFile(const PeerId& to, const QString& peer_name, const QString& path);

  /// `save_as`: empty, or the absolute path under which to save (a folder: there, under the announced name).
  void accept(const PeerId& offerer, const QString& transfer, const QString& save_as);
  void decline(const PeerId& offerer, const QString& transfer);

  /// Does nothing to a transfer that is over.
  void cancel(const PeerId& offerer, const QString& transfer);

  /// A new offer, with a new UUID, of an upload that failed, was cancelled or declined.
  void retry(const PeerId& offerer, const QString& transfer);

  // --- From the peers
  // ----------------------------------------------------------------------------------------------

  /// Takes offer, accept, decline, pause, continue, cancel, ticket, and a `rejected` that is about a
  /// transfer; what has no place is answered by `rejected`. False: the message is none of these, the manager
  /// did nothing.
  bool handle(const PeerId& from, const QString& from_name, const wire::ControlMessage& message);

  /// Open offers and queued transfers with this peer fail with `connection-lost`; a running one goes on until
  /// its data connection ends.
  void peerLeft(const PeerId& peer);

  /// The peer can be reached (again). For a client: its server, after welcome.
  void peerBack(const PeerId& peer, const QString& name);

  /// A new name for the rows to come.
  void peerRenamed(const PeerId& peer, const QString& name);

  /// How many are running (for the question at quitting), and how many have not ended.
  int runningCount() const;
  int openCount() const;

  /// Cancels every job and ends every transfer that is not over with `closing`. The manager does nothing from
  /// now on; join() waits for its threads. (The server's DataAcceptor is stopped besides.)
  void stop();
  void join();

 Q_SIGNALS:
  /// To be passed to that peer's control connection.
  void messageReady(const landline::PeerId& to, const landline::wire::ControlMessage& message);
  void changed(const landline::session::TransferInfo& transfer);
  void received(const landline::session::TransferInfo& transfer);  ///< a download is Done, for the history
  void errorOccurred(const landline::Error& error);

 private:
  /// Where the workers leave their outcomes: they may end after the manager is gone.
  struct Mailbox {
    std::mutex mutex;
    TransferManager* manager = nullptr;  // guarded by mutex
  };
  struct Place {
    QString folder;
    QString name;
  };

  // The life of a transfer
  void announceMore(const PeerId& peer);
  Result<Place> placeFor(const TransferEntry& entry, const QString& save_as) const;
  void takeOn(TransferEntry& entry, const Place& place);
  void turnDown(TransferEntry& entry, const Error& why);
  void startWaiting();
  void issueTicket(TransferEntry& entry);
  void onTicketExpired(const PeerId& offerer, const QString& transfer, const QString& ticket);
  std::shared_ptr<TransferJob> makeJob(TransferEntry& entry);
  void onJobEnded(const PeerId& offerer, const QString& transfer, quint64 run, const TransferOutcome& outcome);
  void breakOff(TransferEntry& entry, const Error& why);
  void endBy(TransferEntry& entry, const Error& why);
  void finish(TransferEntry& entry, const TransferOutcome& outcome);
  void settle(TransferEntry& entry, TransferInfo::State state, const Error& error);
  bool takeJobBack(TransferEntry& entry);
  void reportProgress();

  // What peers say
  void onOffer(const PeerId& from, const QString& from_name, const wire::Offer& offer);
  bool answerAgain(const TransferEntry& entry);
  void takeUpAgain(TransferEntry& entry);
  void decideOn(TransferEntry& entry);
  void onAccept(const PeerId& from, const wire::Accept& accept);
  void onDecline(const PeerId& from, const wire::Decline& decline);
  void onCancel(const PeerId& from, const wire::Cancel& cancel);
  void onTicket(const PeerId& from, const wire::Ticket& ticket);
  bool onRejected(const PeerId& from, const wire::Rejected& rejected);

  TransferEntry* fromFace(const PeerId& offerer, const QString& transfer);
  TransferEntry* fromPeer(const PeerId& peer, const QString& transfer);
  void reject(const PeerId& to, const QString& transfer, QLatin1String code, const QString& reason);
  void tell(const TransferEntry& entry, const Error& why);

  const Role m_role;
  const PeerId m_own;
  const Limits m_limits;
  const Clock& m_clock;
  QString m_save_folder;
  AcceptRule m_rule = AcceptRule::Ask;
  CopiesFrom m_copies_from;
  ReceivedLogMaker m_received_log;
  DataConnector m_connector;
  std::shared_ptr<TicketBook> m_tickets;
  std::shared_ptr<Mailbox> m_mailbox;
  TransferTable m_table;
  QSet<PeerId> m_present;
  QTimer m_progress_timer;
  quint64 m_last_turn = 0;
  quint64 m_last_run = 0;
  bool m_stopped = false;
  WorkerThreads m_workers;  // client: last, so that it is joined first
};

}  // namespace landline::session
