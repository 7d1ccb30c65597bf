#include "wire/plain_text.h"

#include <algorithm>
#include <string>

#include "wire/header.h"
#include "wire/utf8.h"

namespace landline::wire {

namespace {

/// Whether `code_point` (one, in UTF-8) is C0, DEL or C1; the latter are the two octets C2 80 to C2 9F.
bool isControl(std::string_view code_point) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(code_point[i]); };
  return code_point.size() == 1 ? at(0) < 0x20 || at(0) == 0x7F
                                : code_point.size() == 2 && at(0) == 0xC2 && at(1) <= 0x9F;
}

bool isControl(QChar c) {
  return c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() <= 0x9F);
}

bool hasControl(std::string_view utf8) {
  while (!utf8.empty()) {
    const std::size_t length = codePointLength(utf8);
    if (isControl(utf8.substr(0, length))) {
      return true;
    }
    utf8.remove_prefix(length);
  }
  return false;
}

void appendEscaped(std::string& to, std::string_view octets) {
  constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    to += "\\x";
    to += kHex[octet >> 4];
    to += kHex[octet & 0xF];
  }
}

}  // namespace

QString shownPlain(std::string_view octets) {
  std::string shown;
  shown.reserve(octets.size());
  while (!octets.empty()) {
    const std::size_t length = codePointLength(octets);
    const std::string_view code_point = octets.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0 || (isControl(code_point) && code_point != "\t")) {
      appendEscaped(shown, code_point);
    } else {
      shown += code_point;
    }
    octets.remove_prefix(code_point.size());
  }
  return fromUtf8(shown);
}

std::optional<PlainHeader> parsePlainHeader(std::string_view message, const Limits& limits) {
  const std::size_t split = message.rfind('&');
  if (split == std::string_view::npos || split == 0 || message.size() > limits.header_line) {
    return std::nullopt;
  }
  const std::string_view name = message.substr(0, split);
  const Result<std::int64_t> size = parseSize(message.substr(split + 1));
  if (!size || !isUtf8(name) || hasControl(name)) {
    return std::nullopt;
  }
  return PlainHeader{fromUtf8(name), *size};
}

Result<QByteArray> encodePlainHeader(const QString& name, qint64 size, const Limits& limits) {
  if (size < 0 || size > kLargestSize) {
    return Error{codes::kTooLarge, QStringLiteral("plain header: the size is negative or over 2^53-1")};
  }
  const QByteArray header = name.toUtf8() + '&' + QByteArray::number(size);
  const auto octets = static_cast<std::size_t>(header.size());
  if (octets > limits.header_line) {
    return Error{codes::kTooLarge, QStringLiteral("plain header: over %1 octets").arg(limits.header_line)};
  }
  // What our own reader would not take, another one would not either.
  const std::optional<PlainHeader> read = parsePlainHeader({header.constData(), octets}, limits);
  if (!read || read->name != name) {
    return Error{codes::kUnsafeName, QStringLiteral("plain header: the name is empty, has a control character or is "
                                                    "no Unicode text")};
  }
  return header;
}

QByteArray encodePlainText(const QString& from_name, const QString& text) {
  QString body = text;
  body.replace(QLatin1String("\r\n"), QLatin1String("\n"));
  body.replace(QLatin1Char('\r'), QLatin1Char('\n'));
  if (body.endsWith(QLatin1Char('\n'))) {
    body.chop(1);
  }
  for (QChar& c : body) {
    if (isControl(c) && c != QLatin1Char('\t') && c != QLatin1Char('\n')) {
      c = QChar(QChar::ReplacementCharacter);
    }
  }
  const QString begin = from_name.isEmpty() ? QString() : from_name + QLatin1String(": ");
  body.replace(QLatin1Char('\n'), QLatin1Char('\n') + begin);
  return (begin + body + QLatin1Char('\n')).toUtf8();
}

}  // namespace landline::wire
