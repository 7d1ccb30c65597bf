#pragma once

#include <QByteArray>
#include <QString>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "core/limits.h"
#include "core/result.h"
#include "session/transfer_task.h"

namespace landline::files {
class ContentDigest;
class SourceFile;
}  // namespace landline::files

namespace landline::session {

/// How a digest is written in `SourceJob::held`: in so many hex digits.
inline constexpr int kDigestDigits = 32;

/// A file that is to be read.
struct SourceJob {
  qint64 index = 0;  ///< in the manifest
  QString source;    ///< absolute
  qint64 size = 0;   ///< as announced: a file that has another size or time now has changed
  qint64 mtime_ms = 0;
  QByteArray held;  ///< digests of the blocks that the receiver has, 32 hex digits each, one behind the other
};

/// Octets on their way from the disk to the network: a stretch of one file, or several small files whole.
struct SourceBlock {
  /// What of them belongs to one file. A file begins once and ends once, here or in a later block.
  struct Part {
    qint64 index = 0;
    std::size_t size = 0;
    std::optional<qint64> offset;  ///< the file begins: where its octets are sent from
    bool ends = false;
    QString digest;  ///< ends: XXH3-128 of the whole file, 32 hex digits; empty where there is `trouble`
    Error trouble;   ///< ends: why it cannot be sent; then it need not have begun
  };
  std::vector<Part> parts;  ///< never empty, in the order of the octets
  std::unique_ptr<char[]> octets;
};

/// The sender's companion thread: reads files in the order in which they are wanted, hashes them, and is at most
/// Limits::transfer_blocks_ahead blocks of Limits::transfer_block octets ahead of the thread at the stream. Where the
/// receiver holds a part of a file, it finds out how much of it is right (PROTOCOL.md, "Resuming").
///
/// One thread, the owner, calls everything here.
class SourceReader {
 public:
  /// `progress` outlives this object: octets that the receiver has already are counted there as they are found.
  SourceReader(const Limits& limits, TransferProgress& progress);

  /// Ends the thread as soon as the read in hand returns.
  ~SourceReader();

  SourceReader(const SourceReader&) = delete;
  SourceReader& operator=(const SourceReader&) = delete;

  void add(std::vector<SourceJob> jobs);

  /// Whether some of what was added has not ended yet in a block that was taken.
  bool busy() const { return m_unended > 0; }

  /// The next block, waited for at most so long; null: there is none yet. A failure of the thread itself (no memory) is
  /// thrown on here.
  std::unique_ptr<SourceBlock> take(std::chrono::milliseconds patience);

  /// A block that was taken and is done with.
  void giveBack(std::unique_ptr<SourceBlock> block);

  /// The rest of a file that has begun is not needed. It still ends, with some trouble or with its digest.
  void giveUp(qint64 index) { m_given_up.store(index, std::memory_order_relaxed); }

 private:
  // In the thread
  void run() noexcept;
  std::optional<SourceJob> nextJob();
  void read(const SourceJob& job);
  Result<QString> send(const SourceJob& job);
  Result<qint64> commonPrefix(const SourceJob& job, files::SourceFile& source, files::ContentDigest& digest);
  Result<bool> hashBlock(const SourceJob& job, files::SourceFile& source, qint64 size, std::string_view held,
                         files::ContentDigest& digest);
  Result<std::size_t> readSome(const SourceJob& job, files::SourceFile& source, std::size_t most);
  bool makeRoom();
  void handOver();
  SourceBlock::Part& partOf(qint64 index);

  const std::size_t m_block_size;
  const int m_most_blocks;
  TransferProgress& m_progress;

  // Of the thread
  std::unique_ptr<SourceBlock> m_block;  // being filled
  std::size_t m_filled = 0;

  // Of the owner
  qint64 m_unended = 0;

  std::atomic<bool> m_awaited{false};  // the owner waits: hand over what there is
  std::atomic<bool> m_stopped{false};
  std::atomic<qint64> m_given_up{-1};

  std::mutex m_mutex;  // guards what follows
  std::condition_variable m_for_thread;
  std::condition_variable m_for_owner;
  std::deque<SourceJob> m_jobs;
  std::deque<std::unique_ptr<SourceBlock>> m_ready;
  std::vector<std::unique_ptr<SourceBlock>> m_free;
  int m_blocks = 0;  // made so far
  std::exception_ptr m_failure;

  std::thread m_thread;  // last: it begins when all else is there
};

}  // namespace landline::session
