#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVector>

#include <memory>

#include "core/clock.h"
#include "core/limits.h"
#include "core/rate_limit.h"
#include "core/worker_threads.h"
#include "session/batch_count.h"
#include "session/mailbox.h"
#include "session/node.h"
#include "session/save_place.h"
#include "session/scheduler.h"
#include "session/ticket_book.h"
#include "session/transfer_job.h"
#include "session/transfer_store.h"
#include "session/transfer_table.h"
#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// The states of all transfers of one node, both ways, with all its peers. Lives in the node's thread; what blocks is
/// done by workers (walking, reading, writing files), but for a look at the free space and the end of a result file.
///
/// * A transfer is (offerer, UUID). It runs when it is accepted, neither side holds it back, the peer is here, and the
///   pause after an interruption is over. A server then issues a ticket, in the order of the queue, while it is within
///   its limits (setTransfersAtOnce); a client connects when it gets the ticket, or, beyond its own limits, says
///   `pause` (`queued`) and later `continue`.
/// * What one side has cancelled is over, whatever else crosses that message. `pause` and `continue` say how things
///   are, not what changes: they may come twice.
/// * An interrupted transfer, and any whose peer went away, waits and goes on by itself. The offerer repeats its open
///   offers whenever the peer is back; what was accepted once is not asked again, also after a restart (TransferStore).
/// * Every transfer ends in exactly one of Done, Incomplete, Declined, Cancelled and Failed.
///
/// On a client the peer of a transfer may be another client. Everything that is said about it passes through the
/// server, so what comes from the server is told apart by the UUID alone, which must not be in use already.
class TransferManager : public QObject {
  Q_OBJECT

 public:
  enum class Role { Server, Client };
  struct Receiver {
    PeerId id;
    QString name;
  };

  static constexpr int kRemembered = 1024;      ///< finished transfers, for repeats and retries
  static constexpr int kAbsentOffers = 256;     ///< unanswered offers of peers that went away
  static constexpr int kPlacesShown = 50;       ///< of the queue: TransferInfo::queue_place
  static constexpr int kCountersAtOnce = 2;     ///< batches that are being counted
  static constexpr qint64 kKeepEveryMs = 5000;  ///< how often the store is told how far a transfer is

  /// `own` is this node's identity; `clock` outlives the manager and may be read from any thread.
  TransferManager(Role role, const PeerId& own, const Limits& limits, const Clock& clock, QObject* parent = nullptr);

  /// Stops, and waits for the threads of this manager.
  ~TransferManager() override;

  void setSaveFolder(const QString& folder);  ///< parts that lie there for too long are removed (files/stale_parts.h)
  void setAcceptRule(AcceptRule rule);
  void setConflict(Conflict conflict);  ///< for what the rule accepts
  void setTransfersAtOnce(int per_peer, int in_all);
  void setRateLimit(qint64 octets_per_second);
  std::shared_ptr<RateLimit> rateLimit() const;  ///< never null, and always the same; for others who share it
  void setReceivedLog(ReceivedLogMaker maker);

  /// What was promised to others of the space where files are saved; called in the manager's thread.
  void setPromisedBesides(PromisedSpace promised) { m_promised_besides = std::move(promised); }
  qint64 promisedIn(const QString& folder) const;  ///< what this manager has promised; octets

  void setFileSystem(files::FileSystem* system);  ///< null: the real one; tests let it fail. Outlives the manager

  /// Where results are written, made where it is missing; old ones are removed. Without one there are no results.
  void setResultsFolder(const QString& folder);

  /// Takes up what the store remembers: changed() for each. Called once, before any peer is here.
  void setStore(std::unique_ptr<TransferStore> store);

  /// Client: how data connections to the server are made from now on. Set before (or when) the control
  /// connection is online; copied into each worker.
  void setConnector(DataConnector connector);

  /// Server: for the DataAcceptor. (A client has an empty one.)
  std::shared_ptr<TicketBook> tickets() const;

  // --- From the faces. What makes no sense is answered by errorOccurred(). -------------------------------------------

  /// Offers these files and folders (absolute paths) as one batch, once they are counted.
  void offer(const PeerId& to, const QString& peer_name, const QStringList& paths);

  /// The same for several peers, one transfer each; they are counted once.
  void offer(const QVector<Receiver>& to, const QStringList& paths);

  void accept(const PeerId& offerer, const QString& transfer, const AcceptChoice& choice);
  void decline(const PeerId& offerer, const QString& transfer);

  /// Does nothing to a transfer that is over.
  void cancel(const PeerId& offerer, const QString& transfer);

  /// A new offer, with a new UUID, of an upload that is over and not Done.
  void retry(const PeerId& offerer, const QString& transfer);
  void retryFailed();

  /// resume() takes back what pause() did; where the transfer waits after an interruption, it tries at once.
  void pause(const PeerId& offerer, const QString& transfer);
  void resume(const PeerId& offerer, const QString& transfer);
  void pauseAll();
  void resumeAll();

  /// Its turn comes next; what runs goes on.
  void moveToTop(const PeerId& offerer, const QString& transfer);

  /// removed() for each that is over.
  void clearFinished();

  // --- From the peers ------------------------------------------------------------------------------------------------

  /// Takes offer, accept, decline, pause, continue, cancel, ticket, and a `rejected` that is about a
  /// transfer; what has no place is answered by `rejected`. False: the message is none of these, the manager
  /// did nothing. `from` is who is at the other end of the control connection; `from_name` is the name of who says it:
  /// for an offer with `from`, that peer's.
  bool handle(const PeerId& from, const QString& from_name, const wire::ControlMessage& message);

  /// Transfers with this peer wait for its return; one that runs goes on until its data connection ends.
  void peerLeft(const PeerId& peer);

  /// The peer can be reached (again). For a client: its server after welcome, and the clients that it tells of.
  void peerBack(const PeerId& peer, const QString& name);

  /// A new name for the rows to come.
  void peerRenamed(const PeerId& peer, const QString& name);

  /// How many are running (for the question at quitting), and how many have not ended.
  int runningCount() const;
  int openCount() const;

  /// Cancels every job. What the store keeps is left open for the next start; all else ends with `closing`. The manager
  /// does nothing from now on; join() waits for its threads. (The server's DataAcceptor is stopped besides.)
  void stop();
  void join();

 Q_SIGNALS:
  /// To be passed to that peer's control connection; by a client to its server, whoever the peer is.
  void messageReady(const landline::PeerId& to, const landline::wire::ControlMessage& message);
  void changed(const landline::session::TransferInfo& transfer);
  void removed(const landline::PeerId& offerer, const QString& transfer);

  /// In groups, at most one for each progress_interval. A run that resumes tells again of what was done before it.
  void filesFinished(const QString& transfer, const QVector<landline::session::FileResult>& files);
  void errorOccurred(const landline::Error& error);

 private:
  // Offers (transfer_manager_offers.cpp)
  void countNext();
  void onCounted(const std::shared_ptr<BatchCount>& count, const BatchCount::Found& found);
  void takeCount(TransferEntry& entry, const BatchCount::Found& found);
  void dropCount(TransferEntry& entry);
  void announceMore(const PeerId& peer);
  void announce(TransferEntry& entry);
  void onOffer(const PeerId& from, const QString& from_name, const wire::Offer& offer);
  void answerAgain(TransferEntry& entry);
  void decideOn(TransferEntry& entry);
  Result<SavePlace> placeFor(const TransferEntry& entry, const QString& save_as) const;
  void takeOn(TransferEntry& entry, const SavePlace& place, Conflict conflict);
  void turnDown(TransferEntry& entry, const Error& why);
  void boundAbsentOffers();

  // Messages (transfer_manager_messages.cpp)
  void onAccept(const PeerId& from, const wire::Accept& accept);
  void onDecline(const PeerId& from, const wire::Decline& decline);
  void onCancel(const PeerId& from, const wire::Cancel& cancel);
  void onPause(const PeerId& from, const wire::Pause& pause);
  void onContinue(const PeerId& from, const wire::Continue& go_on);
  void onTicket(const PeerId& from, const wire::Ticket& ticket);
  bool onRejected(const PeerId& from, const wire::Rejected& rejected);
  TransferEntry* ownOffer(const PeerId& from, const QString& transfer);
  TransferEntry* fromPeer(const PeerId& from, const QString& transfer);
  void say(const TransferEntry& entry, const wire::ControlMessage& message);
  void sayHold(const TransferEntry& entry);
  void reject(const PeerId& to, const QString& transfer, QLatin1String code, const QString& reason);
  void tell(TransferEntry& entry, const Error& why);

  // Turns and runs (transfer_manager_turns.cpp, transfer_manager_runs.cpp)
  void startWaiting();
  void issueTickets();
  void letGo();
  void renumberQueue();
  void issueTicket(TransferEntry& entry);
  void useTicket(TransferEntry& entry, const QString& ticket);
  void onTicketExpired(const PeerId& offerer, const QString& transfer, const QString& ticket);
  bool takeJobBack(TransferEntry& entry);
  void stopRun(TransferEntry& entry);
  std::shared_ptr<TransferJob> makeJob(TransferEntry& entry);
  TransferContext contextFor(TransferEntry& entry);
  void onJobEnded(const PeerId& offerer, const QString& transfer, quint64 run, const TransferOutcome& outcome);
  void breakOff(TransferEntry& entry, const Error& why);
  void holdForSpace(TransferEntry& entry, const Error& why);
  void finish(TransferEntry& entry, const TransferOutcome& outcome);
  static void countResults(TransferEntry& entry);
  void nudge(TransferEntry& entry);
  void onAlarm();
  void setAlarm();
  void reportProgress();
  void measure(TransferEntry& entry);
  void publishFiles(TransferEntry& entry);

  // What all of these end in (transfer_manager.cpp)
  TransferEntry* fromFace(const PeerId& offerer, const QString& transfer);
  TransferEntry* openFromFace(const PeerId& offerer, const QString& transfer);
  TransferEntry* unansweredFromFace(const PeerId& offerer, const QString& transfer);
  TransferInfo::State stateOf(const TransferEntry& entry) const;
  void show(TransferEntry& entry);
  void endBy(TransferEntry& entry, const Error& why);
  void settle(TransferEntry& entry, TransferInfo::State state, const Error& error);

  // The store (transfer_manager_store.cpp)
  void keep(TransferEntry& entry);
  void restore(const KeptTransfer& kept);

  const Role m_role;
  const PeerId m_own;
  const Limits m_limits;
  const Clock& m_clock;
  QString m_save_folder;
  PromisedSpace m_promised_besides;
  QString m_results_folder;
  AcceptRule m_rule = AcceptRule::Ask;
  Conflict m_conflict = Conflict::Rename;
  AtOnce m_at_once;
  ReceivedLogMaker m_received_log;
  files::FileSystem* m_file_system = nullptr;
  DataConnector m_connector;
  std::shared_ptr<RateLimit> m_rate_limit;
  std::shared_ptr<TicketBook> m_tickets;
  std::shared_ptr<Mailbox<TransferManager>> m_mailbox;  // where the workers leave their outcomes
  std::unique_ptr<TransferStore> m_store;
  TransferTable m_table;
  QSet<PeerId> m_present;
  QVector<std::shared_ptr<BatchCount>> m_to_count;  // in the order of sendFiles()
  int m_counting = 0;
  QTimer m_progress_timer;
  QTimer m_alarm;     // the earliest retry_at_ms or nudge_at_ms
  QTimer m_renumber;  // once for many changes
  quint64 m_last_run = 0;
  bool m_stopped = false;
  WorkerThreads m_workers;  // last, so that it is joined first
};

}  // namespace landline::session
