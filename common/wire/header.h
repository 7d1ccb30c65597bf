#pragma once

#include <QByteArray>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/result.h"
#include "wire/utf8.h"

/// The header of every frame: `name "&" size`, ended by LF. See PROTOCOL.md, section "Header".
namespace landline::wire {

/// The largest size a header may announce, and the largest integer in JSON: 2^53-1.
inline constexpr std::int64_t kLargestSize = (std::int64_t{1} << 53) - 1;

/// What the name of a frame begins with that carries a piece of a file.
inline constexpr std::string_view kPiecePrefix = "./";

struct Header {
  std::string name;       ///< UTF-8, percent-decoded, never empty, never just kPiecePrefix
  std::int64_t size = 0;  ///< octets of the body

  bool isPiece() const { return name.size() > 2 && name[0] == '.' && name[1] == '/'; }
};

/// Reads one header, given without its LF, of any length. Errors: `malformed` (which rule is broken stands in the
/// detail), `too-large` for a size over 2^53-1.
Result<Header> parseHeader(std::string_view line);

/// The size of a header by its rule. Errors as parseHeader()'s.
Result<std::int64_t> parseSize(std::string_view digits);

/// The header with its LF. Errors: `malformed` for a name that no header can carry (empty, just "./", not UTF-8, with
/// a NUL), `too-large` for a size out of range or a header over `limits.header_line`, the LF not counted.
Result<QByteArray> encodeHeader(std::string_view name, std::int64_t size, const Limits& limits = {});

/// As encodeHeader(), behind what stands in `to` already; on an error `to` is as it was.
Result<void> appendHeader(std::string& to, std::string_view name, std::int64_t size, const Limits& limits = {});

/// Octets from a peer for the detail of an error: percent-encoded, at most 64 of them.
QString inQuotes(std::string_view octets);

}  // namespace landline::wire
