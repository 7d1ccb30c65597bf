#pragma once

#include <QString>

#include <cstddef>
#include <string_view>

/// The wire is UTF-8 everywhere. See PROTOCOL.md, sections "Header" and "JSON rules".
namespace landline::wire {

/// The length of the well-formed code point that `octets` (not empty) begin with; 0 where there is none.
std::size_t codePointLength(std::string_view octets);

/// How many octets at the end of `octets` begin a code point that others could complete: 0 to 3.
std::size_t unfinishedOctets(std::string_view octets);

/// Whether `octets` are well-formed UTF-8: no overlong forms, no surrogates, nothing over U+10FFFF.
bool isUtf8(std::string_view octets);

/// Well-formed UTF-8 as a QString, every code point of it: QString::fromUtf8() drops a leading U+FEFF, and a path
/// that lost its first character would no longer be the path of the manifest.
QString fromUtf8(std::string_view octets);

}  // namespace landline::wire
