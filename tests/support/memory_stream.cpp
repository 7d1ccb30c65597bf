#include "support/memory_stream.h"

#include <algorithm>
#include <cstring>

namespace landline::test {

namespace {

/// Both directions of one connection under one lock, so that a waiting writer also sees what arrives.
struct Wire {
  struct Direction {
    PipeBehaviour behaviour;
    std::string octets;
    std::size_t carried = 0;
    bool finished = false;
  };
  std::mutex mutex;
  std::condition_variable moved;
  Direction directions[2];
  bool lost = false;
};

class MemoryStream final : public Stream {
 public:
  MemoryStream(std::shared_ptr<Wire> wire, int side) : m_wire(std::move(wire)), m_side(side) {}

  ~MemoryStream() override {
    const std::lock_guard lock(m_wire->mutex);
    if (!out().finished) {
      m_wire->lost = true;
    }
    m_wire->moved.notify_all();
  }

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    std::unique_lock lock(m_wire->mutex);
    const auto ready = [this] {
      return m_cancelled || !m_inbox.empty() || !in().octets.empty() || in().finished || m_wire->lost;
    };
    if (!m_wire->moved.wait_for(lock, m_silence, ready)) {
      return Error{codes::kTimeout, QStringLiteral("Nothing arrived in time.")};
    }
    if (m_cancelled) {
      return cancelledError();
    }
    takeIn();
    if (m_inbox.empty()) {
      if (in().finished) {
        return std::size_t{0};
      }
      return lostError();
    }
    const std::size_t count = std::min({capacity, m_inbox.size(), in().behaviour.largest_read});
    std::memcpy(into, m_inbox.data(), count);
    m_inbox.erase(0, count);
    return count;
  }

  Result<void> write(std::string_view octets) override {
    std::unique_lock lock(m_wire->mutex);
    while (!octets.empty()) {
      const auto ready = [this] {
        return m_cancelled || m_wire->lost || !in().octets.empty() || out().octets.size() < out().behaviour.capacity;
      };
      if (!m_wire->moved.wait_for(lock, m_silence, ready)) {
        return Error{codes::kTimeout, QStringLiteral("Nothing was taken in time.")};
      }
      if (m_cancelled) {
        return cancelledError();
      }
      if (m_wire->lost) {
        return lostError();
      }
      takeIn();
      if (out().octets.size() >= out().behaviour.capacity) {
        continue;
      }
      std::size_t count = std::min(octets.size(), out().behaviour.capacity - out().octets.size());
      count = std::min(count, out().behaviour.cut_after - out().carried);
      out().octets.append(octets.substr(0, count));
      out().carried += count;
      octets.remove_prefix(count);
      if (out().carried >= out().behaviour.cut_after) {
        m_wire->lost = true;
      }
      m_wire->moved.notify_all();
    }
    return {};
  }

  Result<void> flush() override { return {}; }

  bool hasInput() override {
    const std::lock_guard lock(m_wire->mutex);
    return m_cancelled || !m_inbox.empty() || !in().octets.empty() || in().finished || m_wire->lost;
  }

  Result<void> finish() override {
    const std::lock_guard lock(m_wire->mutex);
    out().finished = true;
    m_wire->moved.notify_all();
    return {};
  }

  void setSilenceLimit(std::chrono::milliseconds limit) override { m_silence = limit; }

  void cancel() noexcept override {
    const std::lock_guard lock(m_wire->mutex);
    m_cancelled = true;
    m_wire->moved.notify_all();
  }

 private:
  static Error cancelledError() { return {codes::kCancelled, QStringLiteral("The stream was cancelled.")}; }
  static Error lostError() { return {codes::kConnectionLost, QStringLiteral("The connection was cut.")}; }

  Wire::Direction& in() { return m_wire->directions[1 - m_side]; }
  Wire::Direction& out() { return m_wire->directions[m_side]; }

  void takeIn() {
    if (!in().octets.empty()) {
      m_inbox += in().octets;
      in().octets.clear();
      m_wire->moved.notify_all();
    }
  }

  std::shared_ptr<Wire> m_wire;
  int m_side;
  std::string m_inbox;
  std::chrono::milliseconds m_silence{20'000};
  bool m_cancelled = false;
};

}  // namespace

std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> streamPair(PipeBehaviour left_to_right,
                                                                       PipeBehaviour right_to_left) {
  auto wire = std::make_shared<Wire>();
  wire->directions[0].behaviour = left_to_right;
  wire->directions[1].behaviour = right_to_left;
  return {std::make_unique<MemoryStream>(wire, 0), std::make_unique<MemoryStream>(wire, 1)};
}

}  // namespace landline::test
