#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "core/error.h"
#include "core/peer_id.h"
#include "core/stream.h"
#include "session/node.h"
#include "session/received_log.h"

namespace landline::files {
class FileSystem;
}

namespace landline {
class RateLimit;
}

namespace landline::session {

// What a transfer's worker thread is given and what it gives back: plain values.

/// What was chosen to be sent: files and folders, walked anew by each run (files/tree_walk.h).
struct SendTask {
  QStringList roots;      ///< absolute paths
  qint64 most_files = 0;  ///< as offered: what is found beyond these is not sent (`changed`)
  qint64 most_bytes = 0;
  qint64 least_files = 0;  ///< as offered, too: where fewer are found the others have failed (`vanished`)
};

/// What was offered and where to put it. The manifest may hold less than the offer, never more.
struct ReceiveTask {
  PeerId sender;
  QString transfer;  ///< UUID
  QString folder;    ///< absolute; made where it is missing
  std::optional<qint64> most_files;
  std::optional<qint64> most_bytes;
  QString save_name;  ///< replaces the announced path of a single file; empty: as announced
  Conflict conflict = Conflict::Rename;
  ReceivedLogMaker received_log;             ///< empty: nothing is known, nothing is remembered
  files::FileSystem* file_system = nullptr;  ///< null: the real one; tests let it fail
};

/// Takes what became of files, in the worker thread (and its companion, never both at once).
using ResultSink = std::function<void(const QVector<FileResult>& files)>;

/// What both tasks have in common.
struct TransferContext {
  ResultSink results;                     ///< empty: nobody wants to know
  std::shared_ptr<RateLimit> rate_limit;  ///< null: none
};

/// How a run of a transfer ended.
struct TransferOutcome {
  Error error;           ///< empty code: every file is stored at the receiver; else the first that went wrong
  bool agreed = false;   ///< both sides have said `end`, so that the other one knows as much
  qint64 stored = 0;     ///< new at the receiver, those of earlier runs of this transfer included
  qint64 identical = 0;  ///< the receiver had them already
  qint64 renamed = 0;    ///< receiver: those of `stored` that got another name
  qint64 skipped = 0;    ///< on purpose: Conflict::Skip, links out of the tree
  qint64 failed = 0;
  QString saved_as;    ///< receiver: the only top-level file or folder, absolute; empty where there are several
  QString digest;      ///< XXH3-128 of a single file, 32 hex digits
  double seconds = 0;  ///< from `ready` on

  bool ok() const { return error.code.isEmpty(); }
};

/// How far a running transfer is: written by its worker, read by anybody. `cancelled` goes the other way.
struct TransferProgress {
  enum class Stage { Waiting, Moving, Verifying };
  std::atomic<qint64> bytes{0};  ///< moved or found
  std::atomic<qint64> found{0};  ///< of these, not sent because the receiver had them
  std::atomic<qint64> files{0};  ///< settled: stored, identical, skipped, failed
  std::atomic<Stage> stage{Stage::Waiting};
  std::atomic<bool> cancelled{false};  ///< for steps that do not touch the stream, which fails by itself

  // For finding the bottleneck: how long, in all, the thread at the stream has waited for ..., in nanoseconds
  std::atomic<qint64> waited_stream_ns{0};       ///< ... the network and what is behind it
  std::atomic<qint64> waited_disk_ns{0};         ///< ... this side's disk (its companion thread)
  std::atomic<qint64> waited_limit_ns{0};        ///< ... the rate limit
  std::atomic<bool> peer_waits_for_disk{false};  ///< the other side says so (`ping` with `slow`)
  std::atomic<bool> peer_waits_for_processor{false};

  /// The path of the file in hand.
  void setCurrent(const QString& path) {
    const std::lock_guard lock(m_mutex);
    m_current = path;
  }
  QString current() const {
    const std::lock_guard lock(m_mutex);
    return m_current;
  }

 private:
  mutable std::mutex m_mutex;
  QString m_current;
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
