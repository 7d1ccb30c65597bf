#pragma once

#include <QString>

#include <chrono>
#include <string_view>

#include "core/result.h"
#include "files/part_file.h"
#include "session/plain_news.h"

namespace landline::session {

/// A file from a plain peer while it arrives. What PartFile promises holds here as well, but for the digest: the peer
/// says none, so the length has to do. Goes without a trace where it is not finished. Used by the worker.
class PlainReceiver {
 public:
  /// Makes the part. `announced` is the peer's name of the file. Errors: those of SaveFolder::open(),
  /// PartFile::create() and resume().
  static Result<PlainReceiver> begin(const PlainDownload& task, const PeerId& sender, const QString& announced,
                                     qint64 size);

  const QString& transfer() const { return m_task.transfer; }
  TransferProgress& progress() { return *m_task.progress; }

  /// Errors: those of PartFile::write().
  Result<void> write(std::string_view octets);

  /// All octets are here: onto the disk with them and under their name. What became of it is told, not returned.
  PlainFileEnded finish();

  /// It ends here.
  PlainFileEnded giveUp(const Error& why) const;

 private:
  PlainReceiver(PlainDownload task, files::PartFile part, QString announced);

  PlainDownload m_task;
  files::PartFile m_part;
  QString m_announced;
  std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

}  // namespace landline::session
