#pragma once

#include <QStringList>

#include <vector>

#include "core/limits.h"
#include "session/frame_stream.h"
#include "session/transfer_task.h"

namespace landline::session {

/// The receiving side of PROTOCOL.md, "Data connection", from the manifest to both `end`s, as sequential code
/// in the worker thread. Made for one transfer. Whatever the other side sends, nothing but verified files
/// appears under a final name, and nothing outside the save folder.
class TransferReceiver {
 public:
  /// All references outlive this object.
  TransferReceiver(FrameStream& frames, const ReceiveTask& task, const Limits& limits,
                   TransferProgress& progress);

  /// An error is one of the connection, of the other side's behaviour (`unexpected`, `malformed`) or of the
  /// save folder: nothing more can be said on the stream. What went wrong with a file is in the outcome.
  Result<TransferOutcome> run();
};

}  // namespace landline::session
