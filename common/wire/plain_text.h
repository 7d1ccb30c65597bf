#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <string_view>

#include "core/limits.h"
#include "core/result.h"

/// What a single message of a plain peer is, and how one is written. See PROTOCOL.md, section "Plain peers". Where a
/// message ends is the business of PlainReader.
namespace landline::wire {

/// What the receiver of a file answers to its header: these two octets and nothing else.
inline constexpr std::string_view kPlainOk = "ok";

/// The size of the C tutorial's buffers, in octets.
inline constexpr int kPlainBuffer = 128;

/// A message as text that can be shown: UTF-8; each octet that is no UTF-8, or belongs to a control character other
/// than tab, as `\xHH` with upper-case digits. Nothing is dropped.
QString shownPlain(std::string_view octets);

struct PlainHeader {
  QString name;     ///< as the peer says it, not percent-decoded: not a safe name
  qint64 size = 0;  ///< 0 to 2^53-1
};

/// The header that `message`, given without its end, is; none where it is text. Strict: the name is UTF-8, not empty,
/// without control characters; the size keeps the rule of header.h; the whole has at most `limits.header_line` octets.
std::optional<PlainHeader> parsePlainHeader(std::string_view message, const Limits& limits = {});

/// The header without an end, as the tutorials send it: silence ends it. Errors: `unsafe-name` for a name that no
/// header can carry, `too-large` for a size out of range or a header over `limits.header_line`.
Result<QByteArray> encodePlainHeader(const QString& name, qint64 size, const Limits& limits = {});

/// A text for a plain peer, each of its lines ended by LF and, where `from_name` is not empty, begun by `from_name: `,
/// so that no text can pass for another peer's. Control characters other than tab become U+FFFD: who reads this may
/// well be a terminal.
QByteArray encodePlainText(const QString& from_name, const QString& text);

}  // namespace landline::wire
