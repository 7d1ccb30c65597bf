#include "session/datagram_text.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "wire/utf8.h"

namespace landline::session {

namespace {

/// How many octets at the beginning of `rest`, which is not empty, make one character; 0: none.
std::size_t characterLength(std::string_view rest) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, rest.size()); ++length) {
    if (wire::isUtf8(rest.substr(0, length))) {
      return length;
    }
  }
  return 0;
}

std::optional<int> digitOf(QChar c) {
  const ushort code = c.unicode();
  if (code >= '0' && code <= '9') {
    return code - '0';
  }
  const int letter = code | 0x20;
  if (letter >= 'a' && letter <= 'f' && code < 0x80) {
    return letter - 'a' + 10;
  }
  return std::nullopt;
}

bool isSeparator(QChar c) {
  return c.isSpace() || c == QLatin1Char(':') || c == QLatin1Char(',') || c == QLatin1Char('-');
}

Error badHex(const QString& what) {
  return {codes::kUsage, what};
}

}  // namespace

QString datagramText(const QByteArray& octets) {
  std::string_view rest(octets.constData(), static_cast<std::size_t>(octets.size()));
  if (wire::isUtf8(rest)) {
    return wire::fromUtf8(rest);
  }
  QString text;
  while (!rest.empty()) {
    const std::size_t length = characterLength(rest);
    if (length > 0) {
      text += wire::fromUtf8(rest.substr(0, length));
    } else {
      text += QStringLiteral("\\x%1").arg(static_cast<unsigned char>(rest.front()), 2, 16, QLatin1Char('0'));
    }
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

QString datagramHex(const QByteArray& octets) {
  return QString::fromLatin1(octets.toHex(' '));
}

Result<QByteArray> octetsFromHex(const QString& hex) {
  QByteArray octets;
  for (int i = 0; i < hex.size();) {
    if (isSeparator(hex.at(i))) {
      ++i;
      continue;
    }
    if (hex.at(i) == QLatin1Char('0') && i + 1 < hex.size() && hex.at(i + 1).toLower() == QLatin1Char('x')) {
      i += 2;
    }
    const int end = std::min(i + 2, static_cast<int>(hex.size()));
    int value = 0;
    for (int digit = i; digit < end; ++digit) {
      const std::optional<int> figure = digitOf(hex.at(digit));
      if (!figure && digit > i && isSeparator(hex.at(digit))) {
        return badHex(QStringLiteral("Character %1: an octet needs two hex digits.").arg(digit));
      }
      if (!figure) {
        return badHex(QStringLiteral("Character %1: \"%2\" is no hex digit.").arg(digit + 1).arg(hex.at(digit)));
      }
      value = value * 16 + *figure;
    }
    if (end - i < 2) {
      return badHex(QStringLiteral("Character %1: an octet needs two hex digits.").arg(hex.size()));
    }
    octets.append(static_cast<char>(value));
    i = end;
  }
  return octets;
}

}  // namespace landline::session
