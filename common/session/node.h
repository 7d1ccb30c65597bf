#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include "core/error.h"
#include "core/peer_id.h"

namespace landline::session {

// Plain values: what a node tells its faces (windows, console). They cross threads by queued signals.

/// Another peer, as this node knows it.
struct PeerInfo {
  PeerId id;
  QString name;     ///< unique among the peers that are here
  QString address;  ///< `host:port` or `[host]:port`; empty where this node does not know it
  bool is_server = false;
};

/// How far the node is. One struct for both programs: a server uses Idle and Listening, a client the others.
struct LinkState {
  enum class Phase {
    Idle,        ///< not listening, not connected; `error` says why where it was not asked for
    Listening,   ///< server: `address`, `port`, `reachable`
    Connecting,  ///< client: to `address`:`port`
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

/// One transfer (one file, so far) as shown in a row or a card. Sent anew whenever something changed.
struct TransferInfo {
  enum class Direction { Up, Down };
  enum class State {
    Offered,  ///< up: the other side has not answered; down: this side has to answer
    Queued,   ///< accepted, waits for its turn or its data connection
    Running,
    Verifying,  ///< all octets are through; the receiver flushes and verifies
    Done,       ///< written, digest equal, flushed, renamed at the receiver
    Declined,
    Cancelled,
    Failed,  ///< `error` says why; retry() offers it again
  };
  QString transfer;  ///< UUID; unique together with the offerer
  Direction direction = Direction::Up;
  State state = State::Offered;
  PeerId peer;
  QString peer_name;
  QString title;  ///< as announced: not safe as a path, shown as plain text
  qint64 bytes_total = 0;
  qint64 bytes_done = 0;
  double rate = -1;          ///< octets per second; negative: unknown
  qint64 seconds_left = -1;  ///< negative: unknown
  bool stalled = false;
  QString path;            ///< up: the source; down: where it was saved, absolute, once Done
  QString digest;          ///< XXH3-128, 32 hex digits, once Done
  bool identical = false;  ///< the receiver had this very file already
  double seconds = 0;      ///< how long the data took, once Done
  Error error;

  bool over() const { return state >= State::Done; }
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

  /// Offers each of the files to `to` (wire::kEveryone: one offer per peer that is here).
  virtual void sendFiles(const QString& to, const QStringList& paths) = 0;

  virtual void acceptTransfer(const landline::PeerId& offerer, const QString& transfer, const QString& save_as) = 0;
  virtual void declineTransfer(const landline::PeerId& offerer, const QString& transfer) = 0;
  virtual void cancelTransfer(const landline::PeerId& offerer, const QString& transfer) = 0;
  virtual void retryTransfer(const landline::PeerId& offerer, const QString& transfer) = 0;

  virtual void setSaveFolder(const QString& folder) = 0;
  virtual void setAcceptRule(landline::session::AcceptRule rule) = 0;

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
