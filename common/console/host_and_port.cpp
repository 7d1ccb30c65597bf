#include "console/host_and_port.h"

#include <algorithm>

namespace landline::console {

namespace {

/// QString::toUShort() also takes signs and spaces.
std::optional<quint16> portOf(const QString& text) {
  const bool digits =
      std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
  bool fits = false;
  const quint16 port = text.toUShort(&fits);
  return digits && fits ? std::optional<quint16>(port) : std::nullopt;
}

}  // namespace

std::optional<HostAndPort> hostAndPort(const QString& text, std::optional<quint16> otherwise) {
  HostAndPort result;
  QString rest;
  if (text.startsWith(QLatin1Char('['))) {
    const auto bracket = text.indexOf(QLatin1Char(']'));
    if (bracket < 0) {
      return std::nullopt;
    }
    result.host = text.mid(1, bracket - 1);
    rest = text.mid(bracket + 1);
    if (!result.host.contains(QLatin1Char(':'))) {
      return std::nullopt;
    }
  } else {
    const auto colon = text.indexOf(QLatin1Char(':'));
    result.host = text.left(colon);
    rest = colon < 0 ? QString() : text.mid(colon);
  }
  const bool spaced = std::any_of(result.host.cbegin(), result.host.cend(), [](QChar c) { return c.isSpace(); });
  std::optional<quint16> port = otherwise;
  if (!rest.isEmpty()) {
    port = rest.startsWith(QLatin1Char(':')) ? portOf(rest.mid(1)) : std::nullopt;
  }
  if (spaced || !port) {
    return std::nullopt;
  }
  result.port = *port;
  return result;
}

}  // namespace landline::console
