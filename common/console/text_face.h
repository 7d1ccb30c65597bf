#pragma once

#include <QHash>
#include <QObject>

#include "console/link_watch.h"
#include "console/output.h"
#include "console/peer_book.h"
#include "console/transfer_log.h"
#include "session/node.h"

namespace landline::console {

/// The face of `--headless` for people: what happens, a line each, on one descriptor; it takes no input. So nobody can
/// answer a question: whoever asks to join is denied, an offer that would be asked about is declined, a changed key is
/// not trusted, and each time it says so. What peers wrote is shown with control characters escaped: a terminal obeys
/// them. Of a transfer it tells how it starts, stops, goes on and ends, and which files failed (the first
/// kMostFilesTold of them): no progress. Lives in the main thread; the node may live in another and must outlive it.
class TextFace : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMostFilesTold = 20;

  TextFace(session::Node& node, session::AcceptRule rule, int output, QObject* parent = nullptr);

  void showError(const Error& error);

  /// One line more, or several.
  void say(const QString& line);

  /// Says what is left unfinished, and writes what is still kept, for at most two seconds. For the end of main().
  void finish();

 Q_SIGNALS:
  void outputFailed();  ///< nobody reads any more: end, as failed

 private:
  void onState(const session::LinkState& state);
  void onMessage(const session::ChatMessage& message);
  void onDelivery(session::Delivery delivery, const Error& reason);
  void onJoinRequest(const session::JoinRequest& request);
  void onTransfer(const session::TransferInfo& info);
  void onOffer(const session::TransferInfo& info);
  void onFiles(const QString& transfer, const QVector<session::FileResult>& files);

  session::Node& m_node;
  session::AcceptRule m_rule;
  Output m_output;
  PeerBook m_peers;
  TransferLog m_transfers;
  LinkWatch m_link;
  QHash<QString, int> m_files_told;  // by transfer: how many were not stored
};

}  // namespace landline::console
