#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace landline::session {

/// A piece of memory that the network is read into. Views of it stay valid for as long as somebody holds it.
class ReadBlock {
 public:
  explicit ReadBlock(std::size_t size) : m_octets(new char[size]) {}

  char* octets() { return m_octets.get(); }

  /// Nobody holds it, and whatever the last holder did with it has happened before.
  bool isFree() const { return m_holds.load(std::memory_order_acquire) == 0; }

 private:
  friend class BlockHold;
  std::unique_ptr<char[]> m_octets;
  std::atomic<int> m_holds{0};
};

/// Keeps a block from being read into again. Given from thread to thread; the block must outlive it. Move-only.
class BlockHold {
 public:
  BlockHold() = default;
  explicit BlockHold(ReadBlock& block) : m_block(&block) { block.m_holds.fetch_add(1, std::memory_order_relaxed); }
  BlockHold(BlockHold&& other) noexcept : m_block(std::exchange(other.m_block, nullptr)) {}
  BlockHold& operator=(BlockHold&& other) noexcept {
    BlockHold(std::move(other)).swap(*this);
    return *this;
  }
  ~BlockHold() { release(); }

  /// Lets go. True where nobody holds the block any more.
  bool release() {
    ReadBlock* block = std::exchange(m_block, nullptr);
    return block && block->m_holds.fetch_sub(1, std::memory_order_release) == 1;
  }
  void swap(BlockHold& other) noexcept { std::swap(m_block, other.m_block); }

 private:
  ReadBlock* m_block = nullptr;
};

/// The blocks of one stream: a bounded number of equal ones, filled one after the other by the stream's thread and
/// used again when they are free. A block is filled in several reads where these bring little, so that a slow network
/// does not use up blocks with nothing in them.
class ReadBlocks {
 public:
  /// At most `count` blocks of `size` octets, each made when it is needed first.
  ReadBlocks(std::size_t size, int count);

  /// Whether room() has some. May become true by what holders in other threads do, never false.
  bool hasRoom();

  /// Where to read into: not empty where hasRoom().
  std::pair<char*, std::size_t> room();

  /// So many octets were put at the beginning of room().
  void filled(std::size_t count) { m_used += count; }

  /// Of the block that was filled last.
  BlockHold hold() { return BlockHold(*m_blocks[m_current]); }

 private:
  bool currentHasRoom();

  const std::size_t m_size;
  const std::size_t m_count;
  std::vector<std::unique_ptr<ReadBlock>> m_blocks;
  std::size_t m_current = 0;
  std::size_t m_used = 0;  // of the current one
};

}  // namespace landline::session
