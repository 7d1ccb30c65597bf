#pragma once

#include <QByteArray>

#include "session/node.h"

/// The events of `--headless --json`, one line of JSON each, without LF. Names and keys are part of the program's
/// interface: the README documents them, scripts depend on them. `event` is always the first key.
namespace landline::console::events {

QByteArray listening(const session::LinkState& state);
QByteArray connected(const session::LinkState& state);
QByteArray waiting();
QByteArray closed(const Error& reason, bool retrying);
QByteArray keyChanged(const session::LinkState& state);
QByteArray peerJoined(const session::PeerInfo& peer);
QByteArray peerLeft(const session::PeerInfo& peer);
QByteArray peerRenamed(const session::PeerInfo& peer);
QByteArray joinRequest(const session::JoinRequest& request);
QByteArray joinRequestGone(const PeerId& peer);
QByteArray message(const session::ChatMessage& message);
QByteArray delivered(const QString& id);
QByteArray sent(const QString& id);  ///< over a plain connection, where `delivered` never comes
QByteArray counting(const session::TransferInfo& info);
QByteArray offer(const session::TransferInfo& info, const PeerId& own);
QByteArray paused(const session::TransferInfo& info);
QByteArray continued(const session::TransferInfo& info);
QByteArray waitingForPeer(const session::TransferInfo& info);
QByteArray progress(const session::TransferInfo& info);
QByteArray fileFinished(const QString& transfer, const session::FileResult& file);  ///< `stored`, `file-skipped` ...
/// The same of a plain transfer: `stored` says that nothing was verified, and what was sent is only `file-sent`.
QByteArray plainFileFinished(const session::TransferInfo& info, const session::FileResult& file);
QByteArray transferFinished(const session::TransferInfo& info);
QByteArray transferFailed(const session::TransferInfo& info, const Error& reason);
QByteArray transferRemoved(const QString& transfer);
QByteArray unfinished(const session::TransferInfo& info);
QByteArray error(const Error& error);
QByteArray rejected(const QString& id, const Error& error);  ///< the `error` of one message

}  // namespace landline::console::events
