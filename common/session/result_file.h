#pragma once

#include <QString>
#include <QVector>
#include <QtGlobal>

#include <memory>
#include <mutex>
#include <utility>

#include "core/file_descriptor.h"
#include "session/node.h"

namespace landline::session {

/// The receipt of a transfer: a text file for people, with what became of each file and a summary. Columns are parted
/// by tabs, lines by LF; control characters in names are written as `%0A`. It is begun anew by each run of a transfer,
/// because each run tells of all files; readable by its owner only.
class ResultFile {
 public:
  static constexpr qint64 kKeptForMs = qint64{90} * 24 * 60 * 60 * 1000;

  /// `path` is written to when there is something to say. `begun_ms` is since 1970, UTC.
  ResultFile(QString path, const TransferInfo& transfer, qint64 begun_ms);

  /// Thread-safe. What cannot be written is logged once, and the file goes.
  void add(const QVector<FileResult>& files);

  /// The last lines. The path of the file; empty where it could not be written.
  QString conclude(const TransferInfo& over, qint64 ended_ms);

  /// Removes the results in `folder` that are older than kKeptForMs. Blocks on the disk.
  static void removeOld(const QString& folder, qint64 now_ms);

 private:
  void write(const QByteArray& text);
  void giveUp(const QString& why);

  const QString m_path;
  const QByteArray m_head;
  std::mutex m_mutex;
  FileDescriptor m_file;
  bool m_broken = false;
};

/// What the worker of one run says of files, on its way to the result file and to the node's thread. Thread-safe.
class FileResults {
 public:
  struct Counts {
    qint64 stored = 0;  ///< those that are renamed included
    qint64 identical = 0;
    qint64 renamed = 0;
    qint64 skipped = 0;
    qint64 failed = 0;
  };

  /// `file` may be null.
  explicit FileResults(std::unique_ptr<ResultFile> file) : m_file(std::move(file)) {}

  void add(const QVector<FileResult>& files);
  QVector<FileResult> take();  ///< those that came since it was called last
  Counts counts() const;       ///< of all that have come
  QString conclude(const TransferInfo& over, qint64 ended_ms);

 private:
  const std::unique_ptr<ResultFile> m_file;
  mutable std::mutex m_mutex;  // guards what follows
  QVector<FileResult> m_new;
  Counts m_counts;
};

}  // namespace landline::session
