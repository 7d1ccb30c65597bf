#include "wire/header.h"

#include <optional>

namespace landline::wire {

namespace {

Error malformed(const char* rule) {
  return {codes::kMalformed, QStringLiteral("header: ") + QLatin1String(rule)};
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int> upperHexValue(char c) {
  if (isDigit(c)) {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return std::nullopt;
}

void appendPercent(std::string& to, char c) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  to += '%';
  to += kHex[octet >> 4];
  to += kHex[octet & 0xF];
}

/// C0, DEL, C1 (in UTF-8 the two octets C2 80 to C2 9F) and "%" as percent and upper-case hex, all else as it is.
void appendPercentEncoded(std::string& to, std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto octet = static_cast<unsigned char>(name[i]);
    const bool is_c1 = octet == 0xC2 && i + 1 < name.size() && static_cast<unsigned char>(name[i + 1]) <= 0x9F;
    if (is_c1) {
      appendPercent(to, name[i]);
      appendPercent(to, name[++i]);
    } else if (octet < 0x20 || octet == 0x7F || octet == '%') {
      appendPercent(to, name[i]);
    } else {
      to += name[i];
    }
  }
}

std::string percentEncoded(std::string_view name) {
  std::string encoded;
  encoded.reserve(name.size());
  appendPercentEncoded(encoded, name);
  return encoded;
}

std::optional<std::string> percentDecoded(std::string_view encoded) {
  std::string name;
  name.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      name += encoded[i];
      continue;
    }
    if (encoded.size() - i < 3) {
      return std::nullopt;
    }
    const std::optional<int> high = upperHexValue(encoded[i + 1]);
    const std::optional<int> low = upperHexValue(encoded[i + 2]);
    if (!high || !low) {
      return std::nullopt;
    }
    name += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return name;
}

/// The rules for a decoded name; null where it keeps them.
const char* brokenNameRule(std::string_view name) {
  if (name.empty()) {
    return "the name is empty";
  }
  if (name == kPiecePrefix) {
    return "the name of a piece has no path";
  }
  if (name.find('\0') != std::string_view::npos) {
    return "a NUL in the name";
  }
  if (!isUtf8(name)) {
    return "the name is not UTF-8";
  }
  return nullptr;
}

}  // namespace

Result<std::int64_t> parseSize(std::string_view digits) {
  if (digits.empty()) {
    return malformed("the size is empty");
  }
  if (digits.size() > 1 && digits[0] == '0') {
    return malformed("the size has a leading zero");
  }
  for (const char c : digits) {
    if (!isDigit(c)) {
      return malformed("the size is not decimal digits");
    }
  }
  // Not over 16 digits, so that the sum below cannot overflow: 2^53-1 has 16.
  constexpr std::size_t kMostDigits = 16;
  std::int64_t size = 0;
  for (const char c : digits.substr(0, kMostDigits)) {
    size = size * 10 + (c - '0');
  }
  if (digits.size() > kMostDigits || size > kLargestSize) {
    return Error{codes::kTooLarge, QStringLiteral("header: the size is over 2^53-1")};
  }
  return size;
}

Result<Header> parseHeader(std::string_view line) {
  if (line.empty()) {
    return malformed("an empty line");
  }
  const std::size_t split = line.rfind('&');
  if (split == std::string_view::npos) {
    return malformed("no '&'");
  }
  const std::string_view encoded = line.substr(0, split);
  std::optional<std::string> name = percentDecoded(encoded);
  if (!name) {
    return malformed("a '%' without two upper-case hex digits");
  }
  if (const char* rule = brokenNameRule(*name)) {
    return malformed(rule);
  }
  // One comparison holds the rest of the coding: bare control characters, and percent where none is due.
  if (percentEncoded(*name) != encoded) {
    return malformed("the name is not percent-encoded as it must be");
  }
  const Result<std::int64_t> size = parseSize(line.substr(split + 1));
  if (!size) {
    return size.error();
  }
  return Header{*std::move(name), *size};
}

Result<void> appendHeader(std::string& to, std::string_view name, std::int64_t size, const Limits& limits) {
  if (const char* rule = brokenNameRule(name)) {
    return malformed(rule);
  }
  if (size < 0 || size > kLargestSize) {
    return Error{codes::kTooLarge, QStringLiteral("header: the size is negative or over 2^53-1")};
  }
  const std::size_t begin = to.size();
  appendPercentEncoded(to, name);
  to += '&';
  to += std::to_string(size);
  if (to.size() - begin > limits.header_line) {
    to.resize(begin);
    return Error{codes::kTooLarge, QStringLiteral("header: over %1 octets").arg(limits.header_line)};
  }
  to += '\n';
  return {};
}

Result<QByteArray> encodeHeader(std::string_view name, std::int64_t size, const Limits& limits) {
  std::string header;
  if (const Result<void> appended = appendHeader(header, name, size, limits); !appended) {
    return appended.error();
  }
  return QByteArray(header.data(), static_cast<int>(header.size()));
}

QString inQuotes(std::string_view octets) {
  constexpr std::size_t kMost = 64;
  const std::string_view shown = octets.substr(0, kMost);
  std::string text;
  for (const char c : shown) {
    if (c >= 0x20 && c < 0x7F && c != '%') {
      text += c;
    } else {
      appendPercent(text, c);
    }
  }
  if (shown.size() < octets.size()) {
    text += "...";
  }
  return QLatin1Char('"') + QString::fromLatin1(text.data(), static_cast<int>(text.size())) + QLatin1Char('"');
}

}  // namespace landline::wire
