#pragma once

#include <memory>
#include <vector>

#include "core/limits.h"
#include "session/frame_stream.h"
#include "session/transfer_task.h"

namespace landline::files {
class ContentDigest;
class SourceFile;
}  // namespace landline::files

namespace landline::session {

/// The sending side of PROTOCOL.md, "Data connection", from the manifest to both `end`s, as sequential code
/// in the worker thread. Made for one transfer.
class TransferSender {
 public:
  /// All references outlive this object.
  TransferSender(FrameStream& frames, const SendTask& task, const Limits& limits, TransferProgress& progress);

  /// An error is one of the connection or of the other side's behaviour, and nothing more can be said on the
  /// stream
  /// (`unexpected`, `malformed`, `interrupted`, `connection-lost`, `timeout`, `cancelled`), or of the source
  /// before anything was sent (`vanished`, `unreadable`, `not-a-file`, `changed`). What went wrong with a
  /// file while the conversation went on is in the outcome.
  Result<TransferOutcome> run();

 private:
  enum class Fate { Pending, Sending, Sent, Stored, Failed };
  struct File {
    const OutgoingFile* file = nullptr;
    qint64 mtime_ms = 0;
    Fate fate = Fate::Pending;
    Error error;
  };

  Result<void> converse();
  Result<void> sendManifest();
  Result<void> readWant();
  Result<void> sendFile(std::size_t index);
  Result<void> sendPiece(files::SourceFile& source, std::size_t index, qint64 size, files::ContentDigest& digest,
                         Error& trouble);
  Result<void> skip(std::size_t index, const Error& why);
  Result<void> takeWhatCame();
  Result<void> take(const FrameStream::Event& event);
  Result<void> takeStored(const wire::Stored& stored);
  Result<void> takeFailed(const wire::Failed& failed);
  Result<void> takeEnd(const wire::End& end);
  void fail(std::size_t index, const Error& why);
  bool isFile(qint64 index, Fate fate) const;
  QString path(qint64 index) const;
  bool allStored() const;

  FrameStream& m_frames;
  const SendTask& m_task;
  const Limits& m_limits;
  TransferProgress& m_progress;
  std::unique_ptr<char[]> m_block;
  std::vector<File> m_files;
  TransferOutcome m_outcome;
  bool m_said_end = false;
  bool m_ended = false;
};

}  // namespace landline::session
