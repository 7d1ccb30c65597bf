#include "wire/utf8.h"

#include <algorithm>
#include <string>

namespace landline::wire {

// The ranges are those of Unicode's table 3-7: the second octet rules out overlong forms, surrogates and what lies over
// U+10FFFF.
std::size_t codePointLength(std::string_view octets) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(octets[i]); };
  const auto tail = [&](std::size_t i, unsigned char low = 0x80, unsigned char high = 0xBF) {
    return i < octets.size() && at(i) >= low && at(i) <= high;
  };
  const unsigned char first = at(0);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return tail(1) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned char low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = first == 0xED ? 0x9F : 0xBF;
    return tail(1, low, high) && tail(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned char low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = first == 0xF4 ? 0x8F : 0xBF;
    return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

std::size_t unfinishedOctets(std::string_view octets) {
  for (std::size_t length = std::min<std::size_t>(octets.size(), 3); length > 0; --length) {
    const std::string begun(octets.substr(octets.size() - length));
    // If anything completes it, these do: the second octets that are allowed reach up to 0xBF, or down to 0x80.
    if (codePointLength(begun + "\xBF\xBF\xBF") > length || codePointLength(begun + "\x80\x80\x80") > length) {
      return length;
    }
  }
  return 0;
}

bool isUtf8(std::string_view octets) {
  while (!octets.empty()) {
    const std::size_t length = codePointLength(octets);
    if (length == 0) {
      return false;
    }
    octets.remove_prefix(length);
  }
  return true;
}

QString fromUtf8(std::string_view octets) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  QString marks;
  while (octets.substr(0, kMark.size()) == kMark) {
    marks += QChar(QChar::ByteOrderMark);
    octets.remove_prefix(kMark.size());
  }
  return marks + QString::fromUtf8(octets.data(), static_cast<int>(octets.size()));
}

}  // namespace landline::wire
