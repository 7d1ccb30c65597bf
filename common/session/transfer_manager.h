#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

#include "core/clock.h"
#include "core/limits.h"
#include "core/worker_threads.h"
#include "session/node.h"
#include "session/ticket_book.h"
#include "session/transfer_job.h"
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
  using CopiesFrom =
      std::function<QStringList(const PeerId& sender, const QString& folder, const QString& title)>;

  static constexpr int kRunningInAll = 16;
  static constexpr int kRemembered = 1024;  ///< finished transfers, for repeats and retries

  /// `own` is this node's identity; `clock` outlives the manager.
  TransferManager(Role role, const PeerId& own, const Limits& limits, const Clock& clock,
                  QObject* parent = nullptr);

  /// Stops, and waits for the threads of this manager.
  ~TransferManager() override;

  void setSaveFolder(const QString& folder);
  void setAcceptRule(AcceptRule rule);
  void setCopiesFrom(CopiesFrom copies_from);

  /// Client: how data connections to the server are made from now on. Set before (or when) the control
  /// connection is online; copied into each worker.
  void setConnector(Connector connector);

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
};

}  // namespace landline::session
