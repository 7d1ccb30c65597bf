#include "client/client_preferences.h"

#include <QSettings>

namespace landline::client {

namespace {

const QLatin1String kGroup("client");
const QLatin1String kHosts("hosts");
const QLatin1String kHost("host");
const QLatin1String kPort("port");

std::optional<quint16> portOf(const QString& text) {
  bool is_number = false;
  const ushort port = text.toUShort(&is_number);
  return is_number && port > 0 ? std::optional<quint16>(port) : std::nullopt;
}

}  // namespace

HostAndPort HostAndPort::parse(const QString& typed) {
  const QString text = typed.trimmed();
  if (text.startsWith(QLatin1Char('['))) {
    const int close = static_cast<int>(text.indexOf(QLatin1Char(']')));
    const QString rest = text.mid(close + 1);
    const bool has_port = rest.startsWith(QLatin1Char(':'));
    const auto port = has_port ? portOf(rest.mid(1)) : std::nullopt;
    if (close < 0 || (has_port ? !port.has_value() : !rest.isEmpty())) {
      return {};
    }
    return {text.mid(1, close - 1), port};
  }
  if (text.count(QLatin1Char(':')) == 1) {
    const int colon = static_cast<int>(text.indexOf(QLatin1Char(':')));
    const auto port = portOf(text.mid(colon + 1));
    return port ? HostAndPort{text.left(colon), port} : HostAndPort{};
  }
  for (const QChar c : text) {
    if (c.isSpace() || c == QLatin1Char('/')) {
      return {};
    }
  }
  return {text, std::nullopt};
}

QString HostAndPort::join(const QString& host, quint16 port) {
  return (host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

ClientPreferences ClientPreferences::load(QSettings& settings) {
  ClientPreferences result;
  settings.beginGroup(kGroup);
  result.read(settings);
  result.hosts = settings.value(kHosts).toStringList().mid(0, kHostsKept);
  result.host = settings.value(kHost).toString();
  result.port = portOf(settings.value(kPort).toString()).value_or(result.port);
  settings.endGroup();
  return result;
}

void ClientPreferences::saveChanges(QSettings& settings, const ClientPreferences& before) const {
  settings.beginGroup(kGroup);
  models::writeChanges(settings, before.values(), values());
  settings.endGroup();
}

QVariantMap ClientPreferences::values() const {
  QVariantMap result = Preferences::values();
  result.insert(kHosts, hosts);
  result.insert(kHost, host);
  result.insert(kPort, port);
  return result;
}

void ClientPreferences::rememberHost(const QString& reached, quint16 reached_port) {
  const QString entry = HostAndPort::join(reached, reached_port);
  hosts.removeAll(entry);
  hosts.prepend(entry);
  hosts = hosts.mid(0, kHostsKept);
}

void ClientOverrides::applyTo(ClientPreferences& preferences) const {
  Overrides::applyTo(preferences);
  preferences.host = host.value_or(preferences.host);
  preferences.port = port.value_or(preferences.port);
}

}  // namespace landline::client
