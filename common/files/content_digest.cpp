#include "files/content_digest.h"

#include <QByteArray>
#include <xxhash.h>

#include <new>

namespace landline::files {

ContentDigest::ContentDigest() : m_state(XXH3_createState()) {
  if (!m_state) {
    throw std::bad_alloc();
  }
  XXH3_128bits_reset(m_state.get());
}

ContentDigest::ContentDigest(const ContentDigest& other) : m_state(XXH3_createState()) {
  if (!m_state) {
    throw std::bad_alloc();
  }
  XXH3_copyState(m_state.get(), other.m_state.get());
}

void ContentDigest::update(std::string_view octets) {
  XXH3_128bits_update(m_state.get(), octets.data(), octets.size());
}

QString ContentDigest::hex() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(m_state.get()));
  const auto* octets = reinterpret_cast<const char*>(canonical.digest);
  return QString::fromLatin1(QByteArray::fromRawData(octets, int(sizeof canonical.digest)).toHex());
}

void ContentDigest::Free::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}

}  // namespace landline::files
