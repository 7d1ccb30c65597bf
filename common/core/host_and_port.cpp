#include "core/host_and_port.h"

#include <algorithm>

namespace landline {

namespace {

/// QString::toUShort() also takes signs and spaces.
std::optional<quint16> portOf(const QString& text) {
  const bool digits =
      std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
  bool fits = false;
  const quint16 port = text.toUShort(&fits);
  return digits && fits ? std::optional<quint16>(port) : std::nullopt;
}

bool isPartOfHost(QChar c) {
  return !c.isSpace() && c != QLatin1Char('/');
}

}  // namespace

std::optional<HostAndPort> HostAndPort::parse(const QString& text, BareIpv6 bare_ipv6) {
  const QString typed = text.trimmed();
  HostAndPort result;
  QString rest;  // what stands behind the host
  if (typed.startsWith(QLatin1Char('['))) {
    const auto bracket = typed.indexOf(QLatin1Char(']'));
    result.host = typed.mid(1, bracket - 1);
    rest = typed.mid(bracket + 1);
    if (bracket < 0 || !result.host.contains(QLatin1Char(':'))) {
      return std::nullopt;
    }
  } else if (typed.count(QLatin1Char(':')) > 1 && bare_ipv6 == BareIpv6::Taken) {
    result.host = typed;
  } else {
    const auto colon = typed.indexOf(QLatin1Char(':'));
    result.host = typed.left(colon);
    rest = colon < 0 ? QString() : typed.mid(colon);
  }
  if (!rest.isEmpty()) {
    result.port = rest.startsWith(QLatin1Char(':')) ? portOf(rest.mid(1)) : std::nullopt;
    if (!result.port) {
      return std::nullopt;
    }
  }
  if (!std::all_of(result.host.cbegin(), result.host.cend(), isPartOfHost)) {
    return std::nullopt;
  }
  return result;
}

QString HostAndPort::join(const QString& host, quint16 port) {
  return (host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

}  // namespace landline
