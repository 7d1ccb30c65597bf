#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/limits.h"
#include "files/part_file.h"
#include "files/save_folder.h"
#include "session/folder_times.h"
#include "session/page_planner.h"
#include "session/transfer_task.h"
#include "wire/messages.h"

namespace landline::session {

/// Everything that a receiver does on the disk for one run of a transfer, step by step in the order in which the sender
/// says it, and the count of it. What is to be said to the sender is told as messages: `have` and `want` for a page,
/// `stored` in groups, when they are safe, and `failed`. Used by one thread.
class ReceivedBatch {
 public:
  using Tell = PagePlanner::Tell;
  using GoOn = PagePlanner::GoOn;

  /// References outlive this object. `go_on` is asked in the middle of steps that take long: whether it is still worth
  /// it.
  ReceivedBatch(const ReceiveTask& task, const TransferContext& context, const Limits& limits,
                TransferProgress& progress, files::SaveFolder folder, Tell tell, GoOn go_on);

  void takePage(const ManifestBook::Page& page);

  // The file in hand. What comes for one that has failed is taken and dropped.
  void begin(qint64 index, qint64 offset);
  void write(std::string_view octets);
  void conclude(const QString& digest);

  /// The sender has given up the file in hand, or one that has not begun.
  void giveUp(qint64 index, const QString& code);

  /// Publishes what is complete: flushed and under its final name, remembered, `stored`.
  void publish();

  /// All entries are settled or will be by this: publishes, gives the last folders their times.
  void finish();

  /// The run ends before its end: what has come stays as parts.
  void interrupt();

  /// Why the run must end, if it must: the disk is full.
  const Error& trouble() const { return m_trouble; }

  const TransferOutcome& outcome() const { return m_outcome; }

 private:
  /// Verified files that wait to be published.
  struct Group {
    std::vector<files::PartFile> parts;
    std::vector<qint64> indexes;
    std::vector<QString> digests;
    qint64 bytes = 0;
  };

  PlannedEntry& entryOf(qint64 index);
  QVector<ReceivedFile> expectNames(const Group& group);
  QStringList expectedName(const PlannedEntry& planned) const;
  ReceivedFile record(const PlannedEntry& planned, const QString& name, const QString& digest) const;
  void remember(const QVector<ReceivedFile>& files);
  void settlePublished(Group& group, std::vector<Result<files::Published>>& results, QVector<ReceivedFile> expected);
  void failCurrent(const Error& why);
  void fail(PlannedEntry& planned, const Error& why, bool tell);
  void settle(PlannedEntry& planned, const FileResult& result);
  void noteRoot(const PlannedEntry& planned, const QString& saved_as);
  void passSettled();
  void giveOutResults();

  const ReceiveTask& m_task;
  const TransferContext& m_context;
  const Limits& m_limits;
  TransferProgress& m_progress;
  const files::SaveFolder m_folder;
  files::FileSystem& m_system;
  const std::unique_ptr<ReceivedLog> m_log;
  const Tell m_tell;
  const GoOn m_go_on;
  PagePlanner m_planner;
  FolderTimes m_folder_times;
  std::deque<PlannedPage> m_pages;  // until all of their entries are settled
  std::optional<files::PartFile> m_part;
  PlannedEntry* m_current = nullptr;  // of the file in hand; null also when it has failed
  bool m_in_hand = false;             // until the sender has come to its end
  Group m_group;
  QVector<FileResult> m_results;  // not given out yet
  TransferOutcome m_outcome;
  Error m_trouble;
  bool m_several_roots = false;
  qint64 m_files = 0;  // on all pages
};

}  // namespace landline::session
