#include "session/source_reader.h"

#include <algorithm>
#include <utility>

#include "files/block_digests.h"
#include "files/content_digest.h"
#include "files/source_file.h"

namespace landline::session {

namespace {

/// Empty files fill no block: so many of them are handed over at the latest.
constexpr std::size_t kMostParts = 256;

Error changedError(const SourceJob& job) {
  return {codes::kChanged, QStringLiteral("%1 changed after it was listed.").arg(job.source)};
}

Error stoppedError() {
  return {codes::kCancelled, QStringLiteral("The transfer was cancelled.")};
}

}  // namespace

SourceReader::SourceReader(const Limits& limits, TransferProgress& progress)
    : m_block_size(limits.transfer_block),
      m_most_blocks(limits.transfer_blocks_ahead),
      m_progress(progress),
      m_thread([this] { run(); }) {}

SourceReader::~SourceReader() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
  }
  m_for_thread.notify_one();
  m_thread.join();
}

// --- The owner -------------------------------------------------------------------------------------------------------

void SourceReader::add(std::vector<SourceJob> jobs) {
  m_unended += static_cast<qint64>(jobs.size());
  {
    const std::lock_guard lock(m_mutex);
    std::move(jobs.begin(), jobs.end(), std::back_inserter(m_jobs));
  }
  m_for_thread.notify_one();
}

std::unique_ptr<SourceBlock> SourceReader::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(m_mutex);
  if (m_ready.empty() && !m_failure && patience.count() > 0) {
    m_awaited.store(true, std::memory_order_relaxed);
    m_for_owner.wait_for(lock, patience, [this] { return !m_ready.empty() || m_failure; });
    m_awaited.store(false, std::memory_order_relaxed);
  }
  if (m_ready.empty()) {
    if (m_failure) {
      std::rethrow_exception(m_failure);
    }
    return nullptr;
  }
  std::unique_ptr<SourceBlock> block = std::move(m_ready.front());
  m_ready.pop_front();
  m_unended -= std::count_if(block->parts.cbegin(), block->parts.cend(), [](const auto& part) { return part.ends; });
  return block;
}

void SourceReader::giveBack(std::unique_ptr<SourceBlock> block) {
  block->parts.clear();
  {
    const std::lock_guard lock(m_mutex);
    m_free.push_back(std::move(block));
  }
  m_for_thread.notify_one();
}

// --- The thread ------------------------------------------------------------------------------------------------------

void SourceReader::run() noexcept {
  try {
    while (const std::optional<SourceJob> job = nextJob()) {
      read(*job);
    }
  } catch (...) {
    const std::lock_guard lock(m_mutex);
    m_failure = std::current_exception();
    m_for_owner.notify_one();
  }
}

std::optional<SourceJob> SourceReader::nextJob() {
  std::unique_lock lock(m_mutex);
  if (m_block && !m_stopped && (m_jobs.empty() || m_awaited.load(std::memory_order_relaxed))) {
    lock.unlock();
    handOver();
    lock.lock();
  }
  m_for_thread.wait(lock, [this] { return !m_jobs.empty() || m_stopped; });
  if (m_stopped) {
    return std::nullopt;
  }
  SourceJob job = std::move(m_jobs.front());
  m_jobs.pop_front();
  return job;
}

void SourceReader::read(const SourceJob& job) {
  Result<QString> digest = send(job);
  if (!makeRoom()) {
    return;
  }
  SourceBlock::Part& part = partOf(job.index);
  part.ends = true;
  if (digest) {
    part.digest = *std::move(digest);
  } else {
    part.trouble = digest.error();
  }
}

Result<QString> SourceReader::send(const SourceJob& job) {
  Result<files::SourceFile> source = files::SourceFile::open(job.source);
  if (!source) {
    return source.error();
  }
  if (source->size() != job.size || source->mtimeMs() != job.mtime_ms) {
    return changedError(job);
  }
  files::ContentDigest digest;
  const Result<qint64> offset = commonPrefix(job, *source, digest);
  if (!offset) {
    return offset.error();
  }
  if (!makeRoom()) {
    return stoppedError();
  }
  partOf(job.index).offset = *offset;
  for (qint64 left = job.size - *offset; left > 0;) {
    if (!makeRoom()) {
      return stoppedError();
    }
    const std::size_t room = m_block_size - m_filled;
    char* const into = m_block->octets.get() + m_filled;
    const Result<std::size_t> got = readSome(job, *source, std::min(room, static_cast<std::size_t>(left)));
    if (!got) {
      return got.error();
    }
    digest.update({into, *got});
    partOf(job.index).size += *got;
    m_filled += *got;
    left -= static_cast<qint64>(*got);
  }
  if (source->changed()) {
    return changedError(job);
  }
  return digest.hex();
}

// Where the octets of this side and the receiver's part ways: the end of the last block that both have. `digest` is
// then that of the prefix, and the source stands behind it.
Result<qint64> SourceReader::commonPrefix(const SourceJob& job, files::SourceFile& source,
                                          files::ContentDigest& digest) {
  const qint64 block = files::blockSizeFor(job.size);
  qint64 offset = 0;
  if (!job.held.isEmpty()) {
    handOver();  // this may take long, and what is in the block need not wait
  }
  for (int at = 0; at < job.held.size(); at += kDigestDigits) {
    const qint64 size = std::min(block, job.size - offset);
    files::ContentDigest longer = digest;
    const Result<bool> equal = hashBlock(job, source, size, {job.held.constData() + at, kDigestDigits}, longer);
    if (!equal) {
      return equal.error();
    }
    if (!*equal) {
      if (const Result<void> back = source.seek(offset); !back) {
        return back.error();
      }
      break;
    }
    digest = std::move(longer);
    offset += size;
    m_progress.bytes.fetch_add(size, std::memory_order_relaxed);
    m_progress.found.fetch_add(size, std::memory_order_relaxed);
  }
  return offset;
}

/// Reads a block of the source and adds it to `digest`. Whether the block's own digest is the one that is held.
Result<bool> SourceReader::hashBlock(const SourceJob& job, files::SourceFile& source, qint64 size,
                                     std::string_view held, files::ContentDigest& digest) {
  files::ContentDigest own;
  for (qint64 left = size; left > 0;) {
    if (!makeRoom()) {
      return stoppedError();
    }
    // The block to fill is empty and stays so: it only serves as memory.
    const Result<std::size_t> got = readSome(job, source, std::min(m_block_size, static_cast<std::size_t>(left)));
    if (!got) {
      return got.error();
    }
    const std::string_view octets(m_block->octets.get(), *got);
    own.update(octets);
    digest.update(octets);
    left -= static_cast<qint64>(*got);
  }
  return own.hex() == QLatin1String(held.data(), static_cast<int>(held.size()));
}

/// At least one octet, behind what the block is filled with already.
Result<std::size_t> SourceReader::readSome(const SourceJob& job, files::SourceFile& source, std::size_t most) {
  if (m_given_up.load(std::memory_order_relaxed) == job.index) {
    return stoppedError();
  }
  Result<std::size_t> got = source.read(m_block->octets.get() + m_filled, most);
  if (got && *got == 0) {
    return changedError(job);
  }
  return got;
}

/// Sees to a block that another part and at least one octet fit into; waits for a free one. False: stopped.
bool SourceReader::makeRoom() {
  if (m_block && (m_filled == m_block_size || m_block->parts.size() >= kMostParts)) {
    handOver();
  }
  if (m_block) {
    return !m_stopped.load(std::memory_order_relaxed);
  }
  std::unique_lock lock(m_mutex);
  m_for_thread.wait(lock, [this] { return m_stopped || !m_free.empty() || m_blocks < m_most_blocks; });
  if (m_stopped) {
    return false;
  }
  if (!m_free.empty()) {
    m_block = std::move(m_free.back());
    m_free.pop_back();
    return true;
  }
  ++m_blocks;
  m_block = std::make_unique<SourceBlock>();
  m_block->octets.reset(new char[m_block_size]);  // not make_unique(), which would fill it with zeros
  return true;
}

void SourceReader::handOver() {
  if (!m_block || m_block->parts.empty()) {
    return;
  }
  {
    const std::lock_guard lock(m_mutex);
    m_ready.push_back(std::move(m_block));
  }
  m_filled = 0;
  m_for_owner.notify_one();
}

/// The part of the block being filled that belongs to this file, which is the last one.
SourceBlock::Part& SourceReader::partOf(qint64 index) {
  std::vector<SourceBlock::Part>& parts = m_block->parts;
  if (parts.empty() || parts.back().index != index) {
    parts.emplace_back();
    parts.back().index = index;
  }
  return parts.back();
}

}  // namespace landline::session
