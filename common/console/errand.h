#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <optional>

#include "console/exit_code.h"
#include "console/peer_book.h"
#include "console/transfer_log.h"
#include "session/node.h"

namespace landline::console {

/// What the client was told on its command line.
struct Orders {
  QString to;  ///< empty: `everyone` for messages, `server` for files
  QStringList messages;
  QStringList files;  ///< absolute paths of files and folders: one batch
  bool stay = false;
  bool can_answer = false;  ///< a script may `trust` a changed key (--json)
  std::optional<std::chrono::milliseconds> timeout;
  std::chrono::milliseconds peer_grace{5'000};  ///< how long `to` may be missing after the connection is there
  std::chrono::milliseconds gather{500};        ///< how long after that all are expected to be known who are here
};

/// Does what the headless client was told, once it is online, and decides when that is done and what the exit code is:
///
/// * not staying: done when every message was received or rejected and the batch is over at every receiver: stored,
///   refused or failed. Until then it waits through pauses, interruptions and lost connections. The code is kExitDone,
///   or that of the worst that happened, to a single file too.
/// * told to send what an earlier run began to send to the same peer and left unfinished: that goes on, and nothing is
///   offered twice.
/// * never online: kExitUnreachable at the first failure, or when the time is up. A connection that was lost may be
///   tried again once, while a batch is on its way as often as it takes.
/// * refused (denied, kicked, replaced, another key): kExitRefused, staying or not.
/// * staying: goes on until it is refused, or the time is up, which then is not a failure where it is online.
/// * over a plain connection (LinkState::plain) a message and a file are done when they were sent: nobody says more.
///   What is lost is not connected again, so that it ends with the connection: as failed, unless the server ended it in
///   order and nothing was left to do.
///
/// Lives in the main thread; the node may live in another and must outlive it. Build it before connectTo().
class Errand : public QObject {
  Q_OBJECT

 public:
  Errand(session::Node& node, Orders orders, QObject* parent = nullptr);

  /// The exit code where it is ended from outside: a failure while something that it was told is not done.
  int codeIfLeft() const { return m_orders.stay || m_finished ? kExitDone : kExitFailed; }

 Q_SIGNALS:
  /// Once. `why` has an empty code where all went well.
  void finished(int exit_code, const landline::Error& why);

 private:
  void onState(const session::LinkState& state);
  void onDelivery(const QString& id, session::Delivery delivery, const Error& reason);
  void onTransfer(const session::TransferInfo& info);
  void onFiles(const QString& transfer, const QVector<session::FileResult>& files);
  void onError(const Error& error);
  void onTimeUp();
  void onPlainLost(const Error& error);

  void begin();
  void sendAll(const QString& messages_to, const QString& files_to);
  QStringList takeUp(const QString& files_to);
  void offerFiles(const QStringList& receivers);
  bool isOurs(const session::TransferInfo& info);
  void noteFailure(const Error& error);
  void finishIfDone();
  void finish(int exit_code, const Error& why);

  session::Node& m_node;
  Orders m_orders;
  PeerBook m_peers;
  TransferLog m_transfers;
  QTimer m_time;
  QTimer m_grace;
  QTimer m_gather;
  QSet<QString> m_open_messages;
  QHash<QString, session::TransferInfo> m_earlier;  // uploads that were there before ours, and are not over
  QSet<QString> m_our_transfers;
  QSet<QString> m_open_transfers;  // of them
  Error m_worst;
  bool m_online = false;
  bool m_plain = false;  // the connection that was made last
  bool m_was_online = false;
  bool m_grace_given = false;
  bool m_gathered = false;
  bool m_sent = false;            // everything was handed to the node
  bool m_files_announced = true;  // the node has told of every transfer that it made of our files
  int m_retries = 0;
  bool m_finished = false;
};

}  // namespace landline::console
