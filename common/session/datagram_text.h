#pragma once

#include <QByteArray>
#include <QString>

#include "core/result.h"

/// The octets of a datagram as people read and write them.
namespace landline::session {

/// UTF-8 as text; what is no UTF-8 as `\xff`. Controls stay as they are: a screen or a terminal has its own rule.
QString datagramText(const QByteArray& octets);

/// "48 65 6c 6c 6f".
QString datagramHex(const QByteArray& octets);

/// Pairs of hex digits, as in `48656c`, `48 65 6C`, `48:65:6c` or `0x48, 0x65`. Error: `usage`, with the place (the
/// first character is 1) of what is no hex digit.
Result<QByteArray> octetsFromHex(const QString& hex);

}  // namespace landline::session
