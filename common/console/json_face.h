#pragma once

#include <QObject>

#include "console/command.h"
#include "console/datagram_events.h"
#include "console/line_input.h"
#include "console/link_watch.h"
#include "console/output.h"
#include "console/peer_book.h"
#include "console/transfer_log.h"
#include "session/node.h"

namespace landline::console {

/// The face of `--headless --json`: a node's signals become events (events.h) on one descriptor, commands (command.h)
/// on the other become calls of its slots. Lives in the main thread; the node may live in another and must outlive it.
/// Build it before the node is told to do anything, so that nothing is missed.
///
/// A command that makes no sense is answered by an `error` event and has no effect. The end of the input changes
/// nothing: what runs goes on.
class JsonFace : public QObject {
  Q_OBJECT

 public:
  /// `conflict` is for offers that are accepted without a word about it.
  JsonFace(session::Node& node, session::Conflict conflict, int input, int output, QObject* parent = nullptr);

  /// One more `error` event, e.g. why the program is about to end.
  void showError(const Error& error);

  /// One more event: a line of JSON without its end.
  void tell(const QByteArray& event) { m_output.writeLine(event); }

  /// Tells what is left unfinished, and writes what is still kept, for at most two seconds. For the end of main().
  void finish();

 Q_SIGNALS:
  void quitRequested();  ///< the command `quit`
  void outputFailed();   ///< nobody reads the events any more: end, as failed

 private:
  void followNode();
  void onState(const session::LinkState& state);
  void onDelivery(const QString& id, session::Delivery delivery, const Error& reason);
  void onTransfer(const session::TransferInfo& info);
  void onFiles(const QString& transfer, const QVector<session::FileResult>& files);
  void onDatagramState(const session::DatagramState& state);
  void onDatagrams(const QVector<session::Datagram>& datagrams);
  void onLine(const QByteArray& line);

  Result<void> run(const MessageCommand& command);
  Result<void> run(const SendCommand& command);
  Result<void> run(const TransferCommand& command);
  Result<void> run(const QueueCommand& command);
  Result<void> run(const ConflictCommand& command);
  Result<void> run(const RateLimitCommand& command);
  Result<void> run(const PeerCommand& command);
  Result<void> run(const TrustCommand& command);
  Result<void> run(const DatagramCommand& command);
  Result<void> run(const QuitCommand& command);

  session::Node& m_node;
  session::Conflict m_conflict;
  Output m_output;
  LineInput m_input;
  PeerBook m_peers;
  TransferLog m_transfers;
  LinkWatch m_link;
  DatagramNews m_datagrams;
  bool m_plain = false;  // the link is a plain one
};

}  // namespace landline::console
