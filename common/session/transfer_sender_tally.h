#pragma once

#include <QString>
#include <QVector>

#include <utility>

#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// What became of the files of a run at the sender: counted into the outcome and the progress, and told in groups.
class TransferSenderTally {
 public:
  /// `progress` outlives this object; `results` may be empty.
  TransferSenderTally(TransferProgress& progress, ResultSink results)
      : m_progress(progress), m_results_to(std::move(results)) {}

  void stored(const wire::ManifestEntry& entry, const QString& digest, bool identical);

  /// Given up, by whichever side, after it was announced. One of a code that means so (`exists`) is skipped on purpose.
  void lost(const wire::ManifestEntry& entry, const Error& why);

  /// Never announced.
  void leftOut(const QString& path, qint64 size, const Error& why);

  /// Offered, and not met at all: nobody knows their names any more.
  void missed(qint64 files, qint64 offered);

  /// Hands over what has come together since the last time.
  void report();

  /// `error` is the first failure.
  TransferOutcome& outcome() { return m_outcome; }

 private:
  void add(FileResult result);

  TransferProgress& m_progress;
  const ResultSink m_results_to;
  QVector<FileResult> m_results;
  TransferOutcome m_outcome;
};

}  // namespace landline::session
