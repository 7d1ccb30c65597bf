#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "core/limits.h"
#include "session/frame_stream.h"
#include "session/manifest_book.h"
#include "session/part_writer.h"
#include "session/slow_watch.h"
#include "session/transfer_task.h"

namespace landline::session {

/// The receiving side of PROTOCOL.md, "Data connection", from the manifest to both `end`s, as sequential code in the
/// worker thread. Made for one transfer. Whatever the other side sends, nothing but verified files appears under a
/// final name, and nothing outside the save folder.
///
/// Three parts share the work. The ManifestBook says whether what comes has its place, the PartWriter, in a thread of
/// its own, puts it on the disk, and this one reads frames, hands them on and writes the answers. It may wait for the
/// stream only while the sender has something to send of its own accord; where the sender may be waiting for an answer,
/// it waits for the PartWriter instead.
class TransferReceiver {
 public:
  /// All references but that of `context` outlive this object.
  TransferReceiver(FrameStream& frames, const ReceiveTask& task, const Limits& limits, TransferProgress& progress,
                   const TransferContext& context = {});

  /// An error is one of the connection, of the other side's behaviour (`unexpected`, `malformed`), or of the save
  /// folder (`no-space` when it became full on the way): nothing more can be said on the stream. What went wrong with a
  /// single file is in the outcome.
  Result<TransferOutcome> run();

 private:
  using Time = std::chrono::steady_clock::time_point;

  Result<void> converse();
  Result<FrameStream::Event> nextEvent();
  Result<void> take(const FrameStream::Event& event);
  Result<void> takeMessage(const wire::DataMessage& message);
  Result<void> takeStart(const wire::FileStart& start);
  Result<void> concludeBatch();
  void noteMissing(TransferOutcome& outcome) const;
  Result<void> deliverAnswers();
  Result<void> deliver(const wire::DataMessage& message);
  bool mustWaitForWriter();
  Result<void> waitForWriter();
  Result<bool> readMore();
  Result<void> saySlow();
  Result<void> say(const wire::DataMessage& message);
  void noteStage();

  FrameStream& m_frames;
  const ReceiveTask& m_task;
  const TransferContext m_context;
  const Limits& m_limits;
  TransferProgress& m_progress;
  ManifestBook m_book;
  SlowWatch m_slow;
  std::unique_ptr<PartWriter> m_writer;
  std::optional<TransferOutcome> m_outcome;  // once the writer has ended
  bool m_publish_ordered = false;            // since the last file
  bool m_ended = false;                      // the sender has said so
  bool m_said_end = false;
  Time m_said_at;  // when something was written last
};

}  // namespace landline::session
