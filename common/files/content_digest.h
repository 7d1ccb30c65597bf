#pragma once

#include <QString>

#include <memory>
#include <string_view>
#include <utility>

struct XXH3_state_s;

namespace landline::files {

/// XXH3-128 over a stream of octets. It tells damage, not malice: who sent the octets is what TLS has proved.
/// A copy goes on from where the original is; a moved-from one may only be destroyed or assigned to.
class ContentDigest {
 public:
  ContentDigest();
  ContentDigest(const ContentDigest& other);
  ContentDigest(ContentDigest&& other) noexcept = default;
  ContentDigest& operator=(ContentDigest other) noexcept {
    m_state = std::move(other.m_state);
    return *this;
  }
  ~ContentDigest() = default;

  void update(std::string_view octets);

  /// Of everything so far, as 32 lower-case hex digits of the canonical (big-endian) form, as `xxh128sum` prints.
  QString hex() const;

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> m_state;
};

}  // namespace landline::files
