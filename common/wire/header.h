#pragma once

#include <QByteArray>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/result.h"

/// The header line of every frame: `name "&" size LF`. See PROTOCOL.md, section "Header".
namespace landline::wire {

inline constexpr std::int64_t kLargestSize = (std::int64_t{1} << 53) - 1;

struct Header {
  std::string name;       ///< UTF-8, percent-decoded, never empty
  std::int64_t size = 0;  ///< octets of the body

  bool isPiece() const { return name.size() > 2 && name[0] == '.' && name[1] == '/'; }
};

/// Reads one header line, given without its LF. Errors: `malformed` (which rule is broken stands in the detail),
/// `too-large` for a size over 2^53-1.
Result<Header> parseHeader(std::string_view line);

/// The header line with its LF. Errors: `malformed` for an empty or non-UTF-8 name, `too-large` for a size out of
/// range or a line over `limits.header_line`.
Result<QByteArray> encodeHeader(std::string_view name, std::int64_t size, const Limits& limits = {});

/// Whether `octets` are well-formed UTF-8: no overlong forms, no surrogates, nothing over U+10FFFF.
bool isUtf8(std::string_view octets);

}  // namespace landline::wire
