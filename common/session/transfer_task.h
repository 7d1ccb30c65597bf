#pragma once

#include <QString>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "core/error.h"
#include "core/peer_id.h"
#include "core/stream.h"

namespace landline::files {
class FileSystem;
}

namespace landline::session {

// What a transfer's worker thread is given and what it gives back: plain values.

/// One file to send.
struct OutgoingFile {
  QString source;   ///< where it is, absolute
  QString path;     ///< what it is called on the wire: relative, components parted by '/'
  qint64 size = 0;  ///< octets, as offered: a source of another size has changed
};

struct SendTask {
  std::vector<OutgoingFile> files;
};

/// What was offered and where to put it. The manifest must be equal to the offer.
struct ReceiveTask {
  PeerId sender;
  QString folder;  ///< absolute; made where it is missing
  QString title;   ///< of the offer: the path of its one file
  qint64 bytes = 0;
  QString save_name;         ///< replaces the announced path; empty: as announced
  QStringList known_copies;  ///< names in `folder` that are known to have come from `sender` under this title
  files::FileSystem* file_system = nullptr;  ///< null: the real one; tests let it fail
};

/// How a transfer ended.
struct TransferOutcome {
  Error error;           ///< empty code: every file is stored at the receiver
  bool agreed = false;   ///< both sides have said `end`, so that the other one knows as much
  qint64 stored = 0;     ///< new at the receiver
  qint64 identical = 0;  ///< the receiver had them already
  qint64 failed = 0;
  QString saved_as;    ///< receiver: the (last) file, absolute
  QString digest;      ///< XXH3-128 of the (last) file, 32 hex digits
  double seconds = 0;  ///< from `ready` on

  bool ok() const { return error.code.isEmpty(); }
};

/// How far a running transfer is: written by its worker, read by anybody. `cancelled` goes the other way.
struct TransferProgress {
  enum class Stage { Waiting, Moving, Verifying };
  std::atomic<qint64> bytes{0};
  std::atomic<Stage> stage{Stage::Waiting};
  std::atomic<bool> cancelled{false};  ///< for steps that do not touch the stream, which fails by itself
};

/// A stream that is not open yet, and how to open it. open() blocks; Stream::cancel() ends it early.
struct UnopenedStream {
  std::unique_ptr<Stream> stream;
  std::function<Result<void>()> open;
};

/// Makes the stream of one data connection. Called in the worker thread in which the stream will be opened,
/// used and destroyed, so it must own all that it needs.
using DataConnector = std::function<UnopenedStream()>;

}  // namespace landline::session
