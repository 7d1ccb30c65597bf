#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/stream.h"

namespace landline::test {

/// How one direction of a stream pair behaves.
struct PipeBehaviour {
  std::size_t capacity = 256 * 1024;                                   ///< octets in flight before the writer waits
  std::size_t largest_read = std::numeric_limits<std::size_t>::max();  ///< at most so many octets a read
  std::size_t cut_after = std::numeric_limits<std::size_t>::max();     ///< octets until the connection is lost
};

/// Two ends of one connection in memory, each used by a thread of its own:
///
///     auto [left, right] = streamPair();
///     std::thread other([&] { right->write("hello"); right->finish(); });
///     left->read(...);
///
/// A destroyed end that did not finish() reads as `connection-lost` at the other.
std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> streamPair(PipeBehaviour left_to_right = {},
                                                                       PipeBehaviour right_to_left = {});

}  // namespace landline::test
