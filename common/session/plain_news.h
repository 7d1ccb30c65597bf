#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <variant>

#include "core/error.h"
#include "core/peer_id.h"
#include "session/node.h"
#include "session/transfer_task.h"

namespace landline::session {

// What a plain peer's worker (plain_peer.h) is given, and what it tells: plain values.

/// A file that is to be sent.
struct PlainUpload {
  QString transfer;
  QString path;  ///< absolute
  std::shared_ptr<TransferProgress> progress;
};

/// Where to put the file that the peer has announced. `name` is a safe component.
struct PlainDownload {
  QString transfer;
  QString folder;  ///< absolute; made where it is missing
  QString name;
  Conflict conflict = Conflict::Rename;
  std::shared_ptr<TransferProgress> progress;
};

/// The connection is there.
struct PlainUp {
  QString address;
};

/// No others follow before PlainPeer::textsTaken(): who writes faster than he is read waits.
struct PlainTexts {
  QStringList texts;
};

/// Texts that have left (an empty code), or never will.
struct PlainDelivered {
  QStringList ids;
  Error why;
};

/// The peer wants to send a file. It is not read from until accept() or decline().
struct PlainOffered {
  QString name;  ///< as the peer says it
  qint64 size = 0;
};

/// An upload gets on: its header has left (`answered` is false), or `ok` has come.
struct PlainUploadMoved {
  QString transfer;
  qint64 size = 0;
  bool answered = false;
};

/// An upload is in line again: the peer offered a file at the same moment, and that one goes first.
struct PlainUploadDelayed {
  QString transfer;
};

/// Of either direction. `file.error` with an empty code: it is here, or has left.
struct PlainFileEnded {
  QString transfer;
  FileResult file;
  double seconds = 0;
};

/// The last news. An empty code: the other side has ended the connection, or it goes on elsewhere.
struct PlainGone {
  Error why;
};

using PlainNews = std::variant<PlainUp, PlainTexts, PlainDelivered, PlainOffered, PlainUploadMoved, PlainUploadDelayed,
                               PlainFileEnded, PlainGone>;

/// Called in the worker's thread.
using PlainSink = std::function<void(PlainNews news)>;

}  // namespace landline::session
