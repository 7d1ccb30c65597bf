#pragma once

#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QVector>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "core/clock.h"
#include "core/limits.h"
#include "core/rate_limit.h"
#include "core/worker_threads.h"
#include "net/incoming.h"
#include "session/mailbox.h"
#include "session/node.h"
#include "session/plain_news.h"
#include "session/plain_transfer.h"
#include "session/save_place.h"

QT_BEGIN_NAMESPACE
class QHostInfo;
QT_END_NAMESPACE

namespace landline::session {

class PlainPeer;

/// The plain peers of one node (PROTOCOL.md, "Plain peers"): connections without TLS on which text goes both ways and,
/// where it is switched on, files by `name&size`, `ok` and the octets. Lives in the node's thread; each connection is
/// one worker thread (plain_peer.h). What is not said to be for any thread is for the node's.
///
/// * An id is made up for each connection, by chance or by whoever connects; it says nothing about who is there. A
///   peer's name is   `plain (address:port)`.
/// * Files go one after another, one at a time each way. A transfer is known by its UUID, which this desk makes up as
///   well, and has TransferInfo::plain. It cannot pause and does not resume: a connection that ends early leaves
///   nothing. Done means for an upload that the octets have left, not that anybody has verified them.
/// * The wire has no word for taking `ok` or a header back. Cancelling a transfer whose body is on its way closes the
///   connection, which is how the other side learns that it will not be complete.
/// * While a file is on its way, from its header on, text to that peer waits: it would be taken for a part of the body,
///   or for the answer.
class PlainDesk : public QObject {
  Q_OBJECT

 public:
  static constexpr int kRemembered = 1024;   ///< finished transfers
  static constexpr int kQueuedOffers = 256;  ///< uploads to one peer that wait for their turn

  /// Octets of one text as it is written. A long name before each of many empty lines makes a megaoctet of sixteen
  /// kilooctets, and nobody shall be able to end slow readers by that.
  static constexpr int kLongestText = 128 * 1024;

  /// `clock` outlives the desk.
  PlainDesk(const Limits& limits, const Clock& clock, QObject* parent = nullptr);

  /// Stops, and waits for its threads.
  ~PlainDesk() override;

  /// This node itself, named by transferRemoved() as the offerer of its uploads.
  void setOwnId(const PeerId& own);

  /// What peers may do from now on; Off also ends those that are here (`closing`). In the beginning: Files.
  void setMode(PlainMode mode);
  void setSaveFolder(const QString& folder);
  void setAcceptRule(AcceptRule rule);
  void setConflict(Conflict conflict);           ///< for what the rule accepts
  void setResultsFolder(const QString& folder);  ///< as TransferManager::setResultsFolder(), which makes it

  /// How many texts a second are read from one peer, after the first few thousand; what is more waits at its side. For
  /// a node whose faces have no pace of their own. 0, as in the beginning: no limit.
  void setTextPace(int per_second);

  /// What was promised to others of the space where files are saved; called in the node's thread.
  void setPromisedBesides(PromisedSpace promised) { m_promised_besides = std::move(promised); }
  qint64 promisedIn(const QString& folder) const;  ///< what this desk has promised; octets

  /// Null: none. For connections to come.
  void setRateLimit(std::shared_ptr<RateLimit> limit);

  /// Any thread. Server: takes over a connection that the listener found plain: its first octet is neither 0x16 nor
  /// 0x01, or there was none for Limits::plain_first_octet. Answered by joined(). How many there may be is the affair
  /// of net::ConnectionGate, whose slot the connection keeps to its end.
  void adopt(net::Incoming incoming);

  /// Called in a worker's thread: the first octet, come after a silence, is 0x16 or 0x01 and nothing had been written,
  /// so this is no plain connection; nothing was taken from it. left() with an empty code follows. Set before adopt().
  std::function<void(net::Incoming)> onTls;

  /// Client. Answered by joined(), or by left() with the error. `host` is an address or a name.
  /// The peer gets the id `as`, or a new one where that is null; nobody who has not left() may have it.
  PeerId connectTo(const QString& host, quint16 port, const PeerId& as = {});

  /// Answered by delivered(): Sent once the octets are the system's, or Rejected (`absent`, `too-large`, `busy` where
  /// too much waits for a file already, `slow-reader`, `connection-lost`). `from_name` empty: only the text; else each
  /// of its lines as `from_name: line` (wire/plain_text.h).
  void sendText(const PeerId& peer, const QString& id, const QString& from_name, const QString& text);

  /// To all that are here but `except`. Not answered; one that is too large is dropped.
  void sendTextToAll(const QString& from_name, const QString& text, const PeerId& except = {});

  /// Ends the connection, also one that is being made. left() follows, with `reason`. Where that is `closing`, text
  /// that waits still leaves, within Limits::goodbye; else it is dropped.
  void disconnectPeer(const PeerId& peer, const Error& reason);

  bool has(const PeerId& peer) const;  ///< joined and not left
  QVector<PeerInfo> peers() const;     ///< in the order in which they joined

  /// One transfer for each of `paths` (absolute). Folders fail with `unsupported`. What cannot even begin is answered
  /// by errorOccurred().
  void offer(const PeerId& to, const QStringList& paths);

  // Whether the transfer is this desk's; then it was done, or answered by errorOccurred(). `offerer` does not matter.
  bool accept(const PeerId& offerer, const QString& transfer, const AcceptChoice& choice);
  bool decline(const PeerId& offerer, const QString& transfer);
  bool cancel(const PeerId& offerer, const QString& transfer);
  bool retry(const PeerId& offerer, const QString& transfer);
  bool owns(const QString& transfer) const;

  void retryFailed();
  void clearFinished();

  int runningCount() const;
  int openCount() const;

  /// Ends every connection: text that is waiting still leaves, within Limits::goodbye. Transfers end with `closing`.
  /// The desk does nothing from now on; join() waits for its threads.
  void stop();
  void join();

 Q_SIGNALS:
  void joined(const landline::session::PeerInfo& peer);

  /// Also for a connection that never came to be. An empty code: the other side has ended it, or onTls() has it.
  void left(const landline::session::PeerInfo& peer, const landline::Error& why);
  void textReceived(const landline::PeerId& from, const QString& text);
  void delivered(const QString& id, landline::session::Delivery delivery, const landline::Error& why);
  void transferChanged(const landline::session::TransferInfo& transfer);
  void transferRemoved(const landline::PeerId& offerer, const QString& transfer);
  void filesFinished(const QString& transfer, const QVector<landline::session::FileResult>& files);
  void errorOccurred(const landline::Error& error);

 private:
  /// One of them, from adopt() or connectTo() to left().
  struct Connection {
    PeerInfo info;
    std::shared_ptr<PlainPeer> peer;  // null while its name is looked up
    int lookup = -1;
    bool joined = false;
    bool ending = false;  // by disconnectPeer(): what it still says does not count
    QSet<QString> texts;  // numbers of those that were not answered
    QStringList uploads;  // in line
    QString uploading;    // the one that the worker has
  };
  using ConnectionPointer = std::shared_ptr<Connection>;

  // Connections (plain_desk.cpp)
  ConnectionPointer find(const PeerId& peer) const;
  ConnectionPointer add(const QString& address, const PeerId& id);
  void begin(const ConnectionPointer& connection, const std::function<void(PlainPeer& peer)>& run);
  void take(net::Incoming incoming);
  void onLookedUp(const PeerId& peer, const QHostInfo& host, quint16 port);
  void onNews(const PeerId& peer, const PlainNews& news);
  void onTexts(const ConnectionPointer& connection, const QStringList& texts);
  void onDelivered(const ConnectionPointer& connection, const PlainDelivered& told);
  void drop(const ConnectionPointer& connection, const Error& why);
  void dropLater(const PeerId& peer, const Error& why);

  // Transfers (plain_desk_files.cpp)
  PlainTransfer* findTransfer(const QString& transfer);
  PlainTransfer& addTransfer(const ConnectionPointer& connection, TransferInfo::Direction direction,
                             const QString& title);
  void onOffered(const ConnectionPointer& connection, const PlainOffered& offer);
  Result<SavePlace> placeFor(const PlainTransfer& transfer, const QString& save_as) const;
  void takeOn(PlainTransfer& transfer, const SavePlace& place, Conflict conflict);
  void turnDown(PlainTransfer& transfer, const Error& why);
  PlainTransfer* offerToAnswer(const QString& transfer);
  void startNext(const ConnectionPointer& connection);
  void onUploadMoved(const PlainUploadMoved& moved);

  // How they run and end (plain_desk_runs.cpp)
  void run(PlainTransfer& transfer);
  void reportProgress();
  void measure(PlainTransfer& transfer);
  void onFileEnded(const ConnectionPointer& connection, const PlainFileEnded& ended);
  void settle(PlainTransfer& transfer, TransferInfo::State state, const Error& error);
  void endBy(PlainTransfer& transfer, const Error& why);
  void endAllOf(const PeerId& peer, const Error& why);
  void removeOldest();
  void show(const PlainTransfer& transfer) { Q_EMIT transferChanged(TransferInfo(transfer.info)); }

  const Limits m_limits;
  const Clock& m_clock;
  PeerId m_own;
  int m_texts_per_second = 0;
  PlainMode m_mode = PlainMode::Files;
  QString m_save_folder;
  QString m_results_folder;
  AcceptRule m_rule = AcceptRule::Ask;
  Conflict m_conflict = Conflict::Rename;
  PromisedSpace m_promised_besides;
  std::shared_ptr<RateLimit> m_rate_limit;
  std::shared_ptr<Mailbox<PlainDesk>> m_mailbox;
  std::vector<ConnectionPointer> m_connections;  // in the order in which they began
  std::map<QString, PlainTransfer> m_transfers;  // by UUID
  std::deque<QString> m_over;                    // of these, those that have ended, oldest first
  QTimer m_progress_timer;
  bool m_stopped = false;
  WorkerThreads m_workers;  // last, so that it is joined first
};

}  // namespace landline::session
