#pragma once

#include <QString>

#include <string_view>

/// The wire is UTF-8 everywhere. See PROTOCOL.md, sections "Header" and "JSON rules".
namespace landline::wire {

/// Whether `octets` are well-formed UTF-8: no overlong forms, no surrogates, nothing over U+10FFFF.
bool isUtf8(std::string_view octets);

/// Well-formed UTF-8 as a QString, every code point of it: QString::fromUtf8() drops a leading U+FEFF, and a path
/// that lost its first character would no longer be the path of the manifest.
QString fromUtf8(std::string_view octets);

}  // namespace landline::wire
