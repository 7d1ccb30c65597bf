#pragma once

#include <memory>
#include <utility>

#include "core/stream.h"

namespace landline::test {

/// Passes everything on to another stream. What a test wants otherwise it overrides, and calls next() itself.
class PassingStream : public Stream {
 public:
  explicit PassingStream(std::unique_ptr<Stream> next) : m_owned(std::move(next)), m_next(*m_owned) {}

  /// `next` outlives this object.
  explicit PassingStream(Stream& next) : m_next(next) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override { return m_next.read(into, capacity); }
  Result<void> write(std::string_view octets) override { return m_next.write(octets); }
  Result<void> flush() override { return m_next.flush(); }
  bool hasInput() override { return m_next.hasInput(); }
  Result<void> finish() override { return m_next.finish(); }
  void setSilenceLimit(std::chrono::milliseconds limit) override { m_next.setSilenceLimit(limit); }
  std::chrono::nanoseconds waited() const override { return m_next.waited(); }
  void cancel() noexcept override { m_next.cancel(); }

 protected:
  Stream& next() { return m_next; }

 private:
  const std::unique_ptr<Stream> m_owned;
  Stream& m_next;
};

}  // namespace landline::test
