#include "session/read_blocks.h"

#include <algorithm>

namespace landline::session {

ReadBlocks::ReadBlocks(std::size_t size, int count)
    : m_size(std::max<std::size_t>(size, 1)), m_count(static_cast<std::size_t>(std::max(count, 1))) {
  m_blocks.push_back(std::make_unique<ReadBlock>(m_size));
}

// What is read into the rest of a block that is in use is a small read: these cost speed.
bool ReadBlocks::currentHasRoom() {
  if (m_used > 0 && m_blocks[m_current]->isFree()) {
    m_used = 0;
  }
  return m_size - m_used > m_size / 4;
}

bool ReadBlocks::hasRoom() {
  if (currentHasRoom() || m_blocks.size() < m_count) {
    return true;
  }
  return std::any_of(m_blocks.begin(), m_blocks.end(), [](const auto& block) { return block->isFree(); });
}

std::pair<char*, std::size_t> ReadBlocks::room() {
  if (!currentHasRoom()) {
    const auto found =
        std::find_if(m_blocks.begin(), m_blocks.end(), [](const auto& block) { return block->isFree(); });
    if (found != m_blocks.end()) {
      m_current = static_cast<std::size_t>(found - m_blocks.begin());
    } else if (m_blocks.size() < m_count) {
      m_blocks.push_back(std::make_unique<ReadBlock>(m_size));
      m_current = m_blocks.size() - 1;
    } else {
      return {nullptr, 0};
    }
    m_used = 0;
  }
  return {m_blocks[m_current]->octets() + m_used, m_size - m_used};
}

}  // namespace landline::session
