#pragma once

#include <QStringList>

#include <cstddef>
#include <optional>
#include <vector>

#include "core/limits.h"
#include "files/part_file.h"
#include "files/save_folder.h"
#include "session/frame_stream.h"
#include "session/transfer_task.h"

namespace landline::session {

/// The receiving side of PROTOCOL.md, "Data connection", from the manifest to both `end`s, as sequential code in the
/// worker thread. Made for one transfer. Whatever the other side sends, nothing but verified files appears under a
/// final name, and nothing outside the save folder.
class TransferReceiver {
 public:
  /// All references outlive this object.
  TransferReceiver(FrameStream& frames, const ReceiveTask& task, const Limits& limits, TransferProgress& progress);

  /// An error is one of the connection, of the other side's behaviour (`unexpected`, `malformed`) or of the save
  /// folder: nothing more can be said on the stream. What went wrong with a file is in the outcome.
  Result<TransferOutcome> run();

 private:
  struct File {
    wire::ManifestEntry entry;
    QStringList components;  // empty: not wanted
  };

  Result<void> converse();
  Result<void> readManifest();
  Result<void> checkManifest(const wire::Manifest& manifest) const;
  Result<QStringList> placeOf(const wire::ManifestEntry& entry, qint64 free_bytes) const;
  Result<void> receiveFile(const File& file);
  Result<void> receiveOctets(const File& file, std::optional<files::PartFile>& part);
  Result<void> takePiece(const File& file, std::optional<files::PartFile>& part);
  Result<void> concludeFile(const File& file, const wire::Digest& digest, files::PartFile& part);
  Result<files::Published> publish(const QString& digest, files::PartFile& part);
  Result<void> takeSkip(const File& file, const wire::Skip& skip);
  static Result<void> checkIndex(const File& file, qint64 index);
  Result<void> reportFailure(const File& file, const Error& why);
  void fail(const Error& why);
  bool allStored() const;

  FrameStream& m_frames;
  const ReceiveTask& m_task;
  const Limits& m_limits;
  TransferProgress& m_progress;
  std::optional<files::SaveFolder> m_folder;
  std::vector<File> m_files;
  TransferOutcome m_outcome;
  bool m_said_end = false;
};

}  // namespace landline::session
