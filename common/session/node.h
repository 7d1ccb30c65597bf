#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include "core/error.h"
#include "core/peer_id.h"
#include "session/datagram_values.h"
#include "session/discovery_values.h"

namespace landline::session {

// Plain values: what a node tells its faces (windows, console). They cross threads by queued signals.

/// Another peer, as this node knows it.
struct PeerInfo {
  PeerId id;
  QString name;     ///< unique among the peers that are here
  QString address;  ///< `host:port` or `[host]:port`; empty where this node does not know it
  bool is_server = false;
  bool plain =
      false;  ///< speaks the plain wire (PROTOCOL.md, "Plain peers"): unencrypted; `id` is made up by this node
};

/// What the server lets plain peers do; for a plain client connection it is Files.
enum class PlainMode { Off, Text, Files };

/// How far the node is. One struct for both programs: a server uses Idle and Listening, a client the others.
struct LinkState {
  enum class Phase {
    Idle,        ///< not listening, not connected; `error` says why where it was not asked for
    Listening,   ///< server: `address`, `port`, `reachable`
    Connecting,  ///< client: to `address`:`port`; `server` is who was there before, or is meant to be there, if any
    Waiting,     ///< client: a person at the server decides
    Online,      ///< client: welcome was received; `server`, `server_name`, `own_name`
    Retrying,    ///< client: lost for `error`, tries again at `retry_at_ms`
    KeyChanged,  ///< client: the server at `address` has another key than before: `known`, `server`
  };
  Phase phase = Phase::Idle;
  QString address;
  quint16 port = 0;
  QStringList reachable;  ///< server: `host:port` of every address that peers can connect to
  PeerId own;             ///< this node itself
  QString own_name;
  bool plain = false;                     ///< client: the link is a plain one, unencrypted; there is no Waiting
  PlainMode plain_mode = PlainMode::Off;  ///< server: what plain peers may do
  PeerId server;
  QString server_name;
  PeerId known;
  Error error;             ///< empty code: none
  qint64 retry_at_ms = 0;  ///< monotonic
};

enum class Delivery {
  Sending,   ///< waits for a connection
  Sent,      ///< given to the connection; kept until it is answered and repeated after a reconnect
  Received,  ///< the peer it was meant for has it; for everyone: the server has passed it on
  Rejected,  ///< `reason` says why
  Incoming,  ///< somebody else wrote it
};

struct ChatMessage {
  QString id;
  PeerId from;
  QString from_name;
  QString to;  ///< wire::kEveryone or the hex form of a peer
  QString text;
  qint64 at_ms = 0;  ///< since 1970, UTC; by the server's clock where it came from there
  Delivery delivery = Delivery::Incoming;

  bool incoming() const { return delivery == Delivery::Incoming; }
};

struct JoinRequest {
  PeerId id;
  QString name;
  QString address;
};

/// What to do where a received file's name is taken by a different file. Chosen per offer, with a default.
enum class Conflict {
  Rename,     ///< the new one becomes `NAME (1)`
  Overwrite,  ///< the new one takes the name, once it is verified; the old one is gone
  Skip,       ///< the old one stays, the new one is not sent
};

/// One transfer, a batch of files and folders, as shown in a row or a card. Sent anew whenever something changed.
struct TransferInfo {
  enum class Direction { Up, Down };
  enum class State {
    Counting,  ///< up: the folders are being walked; `files_total` and `bytes_total` grow
    Offered,   ///< up: the other side has not answered; down: this side has to answer
    Queued,    ///< accepted; waits for its turn at either side, or for its data connection
    Waiting,   ///< interrupted, or the peer is away: goes on by itself (`error` says why, `retry_at_ms` when)
    Paused,    ///< by `paused_here`, `paused_there` or both
    Running,
    Verifying,   ///< all octets are through; the receiver flushes and verifies
    Done,        ///< every file is stored (or was there already) at the receiver
    Incomplete,  ///< over, and some files are stored, others not: see the result
    Declined,
    Cancelled,
    Failed,  ///< `error` says why; files are `stored` only where a run broke off for it
  };
  /// What a running transfer waits for most (issue: "Where the time goes").
  enum class Bottleneck { Unknown, Network, SenderDisk, ReceiverDisk, Processor, OtherSide, RateLimit };

  QString transfer;  ///< UUID; unique together with the offerer
  Direction direction = Direction::Up;
  State state = State::Offered;
  PeerId peer;
  QString peer_name;
  QString title;      ///< as announced: not safe as a path, shown as plain text
  QStringList first;  ///< some of the top-level names, as announced
  QStringList roots;  ///< up: what was chosen, absolute paths
  bool paused_here = false;
  bool paused_there = false;
  bool plain = false;         ///< over the plain wire: Done means, up, sent and not verified; cannot pause or resume
  bool queued_there = false;  ///< Queued: it is the other side that has others to do first
  int queue_place = 0;        ///< Queued here: 1 is the next one; 0: not known

  qint64 files_total = 0;    ///< negative: not known
  qint64 files_done = 0;     ///< of this run: stored, identical, skipped or failed
  qint64 bytes_total = 0;    ///< negative: not known
  qint64 bytes_done = 0;     ///< what was found at the receiver included
  qint64 bytes_found = 0;    ///< of bytes_done, those that were not sent (again): resumed and identical files
  QString current;           ///< path of the file that is being moved, as announced; empty: none
  double rate = -1;          ///< octets per second; negative: unknown
  qint64 seconds_left = -1;  ///< negative: unknown
  bool stalled = false;
  Bottleneck bottleneck = Bottleneck::Unknown;
  qint64 retry_at_ms = 0;  ///< Waiting: monotonic; 0: when the peer is back

  // The result, once over
  qint64 stored = 0;     ///< new at the receiver, `renamed` included
  qint64 identical = 0;  ///< the receiver had them already
  qint64 renamed = 0;    ///< the receiver knows; 0 at the sender
  qint64 skipped = 0;    ///< on purpose: links out of the tree, files kept by Conflict::Skip
  qint64 failed = 0;
  QString path;    ///< down: the only top-level file or folder (else the save folder), absolute; up: the first root
  QString digest;  ///< XXH3-128, 32 hex digits, of a single file
  QString result_path;  ///< a text file with one line for each file; empty: none was written
  double seconds = 0;   ///< how long the data took, all runs together
  Error error;

  bool over() const { return state >= State::Done; }
  bool isIdentical() const { return state == State::Done && identical > 0 && stored == 0; }
};

/// What became of one file of a transfer. Told by the worker in groups while it runs.
struct FileResult {
  enum class State { Stored, Identical, Renamed, Skipped, Failed };
  State state = State::Stored;
  QString path;      ///< as announced
  QString saved_as;  ///< receiver: absolute; empty where there is none
  qint64 bytes = 0;
  QString digest;  ///< XXH3-128, 32 hex digits; empty where it was not read to its end
  Error error;     ///< Skipped, Failed: why
};

/// How a person (or a rule) takes an offer on.
struct AcceptChoice {
  /// Empty: the save folder; else the absolute path of a folder or, for a single file, of the file.
  QString save_as = {};
  Conflict conflict = Conflict::Rename;
};

/// What to do with offers that come in.
enum class AcceptRule { Ask, All, None };

/// One instance of either program without its face: the server's hub or the client's connection, with its
/// conversations and transfers. Lives in a thread of its own; faces connect to the signals and call the slots by
/// queued connections only. Nothing is returned: every answer is a signal.
class Node : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

 public Q_SLOTS:
  /// Makes what must be made in the node's own thread. Called once, before everything else (see node_thread.h).
  virtual void start() = 0;

  /// `id` is a new UUID made by the caller, so that a face can tell the answer; `to` is wire::kEveryone or the hex
  /// form.
  virtual void sendMessage(const QString& id, const QString& to, const QString& text) = 0;

  /// Offers these files and folders, as one batch, to `to` (wire::kEveryone: one offer per peer that is here).
  virtual void sendFiles(const QString& to, const QStringList& paths) = 0;

  virtual void acceptTransfer(const landline::PeerId& offerer, const QString& transfer,
                              const landline::session::AcceptChoice& choice) = 0;
  virtual void declineTransfer(const landline::PeerId& offerer, const QString& transfer) = 0;
  virtual void cancelTransfer(const landline::PeerId& offerer, const QString& transfer) = 0;
  virtual void retryTransfer(const landline::PeerId& offerer, const QString& transfer) = 0;

  virtual void setSaveFolder(const QString& folder) = 0;
  virtual void setAcceptRule(landline::session::AcceptRule rule) = 0;

  // The queue. `offerer` and `transfer` name a transfer of this node; what makes no sense is answered by errorOccurred.
  virtual void pauseTransfer(const landline::PeerId& offerer, const QString& transfer);
  virtual void continueTransfer(const landline::PeerId& offerer, const QString& transfer);
  virtual void moveToTop(const landline::PeerId& offerer, const QString& transfer);
  virtual void pauseAll();
  virtual void continueAll();
  virtual void retryFailed();    ///< retryTransfer() for every upload that is over and not Done
  virtual void clearFinished();  ///< transferRemoved() for every one that is over
  virtual void setConflict(landline::session::Conflict conflict);  ///< for offers that a rule accepts
  virtual void setTransfersAtOnce(int per_peer, int in_all);
  virtual void setRateLimit(qint64 octets_per_second);  ///< of all transfers together, both ways; 0: none

  // One UDP socket, for whatever a person wants to try with it.
  /// Binds; where address and port are as before, only changes the rest. Answered by datagramStateChanged().
  virtual void bindDatagrams(const landline::session::DatagramSettings& settings);
  virtual void closeDatagrams();
  virtual void sendDatagram(const landline::session::DatagramRequest& request);  ///< binds to a free port if need be
  virtual void stopDatagrams();  ///< ends what DatagramRequest::interval_ms began

  virtual void setDiscovery(const landline::session::DiscoverySettings& settings);

  // Server only; a client answers with errorOccurred(`unsupported`).
  virtual void admit(const landline::PeerId& peer);
  virtual void deny(const landline::PeerId& peer);
  virtual void disconnectPeer(const landline::PeerId& peer);

  // Client only.
  virtual void trust(const landline::PeerId& server);

  /// Ends everything in order: sessions, transfers, threads. stopped() follows, once, last.
  virtual void stop() = 0;

 Q_SIGNALS:
  void stateChanged(const landline::session::LinkState& state);
  void peerJoined(const landline::session::PeerInfo& peer);
  void peerLeft(const landline::session::PeerInfo& peer);
  void peerRenamed(const landline::session::PeerInfo& peer);
  void messageAdded(const landline::session::ChatMessage& message);  ///< own ones too, when they are taken on
  void deliveryChanged(const QString& id, landline::session::Delivery delivery, const landline::Error& reason);
  void joinRequested(const landline::session::JoinRequest& request);
  void joinRequestGone(const landline::PeerId& peer);  ///< answered, or the peer went away
  void transferChanged(const landline::session::TransferInfo& transfer);
  void transferRemoved(const landline::PeerId& offerer, const QString& transfer);
  void filesFinished(const QString& transfer, const QVector<landline::session::FileResult>& files);
  void datagramStateChanged(const landline::session::DatagramState& state);
  void datagramsMoved(const QVector<landline::session::Datagram>& datagrams);  ///< in groups, in their order
  void errorOccurred(const landline::Error& error);
  void stopped();
};

/// Makes the values above known to queued connections. Called once, by each main() and by tests.
void registerMetaTypes();

}  // namespace landline::session

Q_DECLARE_METATYPE(landline::session::PeerInfo)
Q_DECLARE_METATYPE(landline::session::LinkState)
Q_DECLARE_METATYPE(landline::session::ChatMessage)
Q_DECLARE_METATYPE(landline::session::Delivery)
Q_DECLARE_METATYPE(landline::session::JoinRequest)
Q_DECLARE_METATYPE(landline::session::TransferInfo)
Q_DECLARE_METATYPE(landline::session::AcceptRule)
Q_DECLARE_METATYPE(landline::session::AcceptChoice)
Q_DECLARE_METATYPE(landline::session::Conflict)
Q_DECLARE_METATYPE(landline::session::FileResult)
Q_DECLARE_METATYPE(QVector<landline::session::FileResult>)
