#include "client/client_preferences.h"

#include <QSettings>

#include "core/host_and_port.h"

namespace landline::client {

namespace {

const QLatin1String kGroup("client");
const QLatin1String kHosts("hosts");
const QLatin1String kHost("host");
const QLatin1String kPort("port");
const QLatin1String kPlain("plain");

std::optional<quint16> portOf(const QString& text) {
  bool is_number = false;
  const ushort port = text.toUShort(&is_number);
  return is_number && port > 0 ? std::optional<quint16>(port) : std::nullopt;
}

}  // namespace

ClientPreferences ClientPreferences::load(QSettings& settings) {
  ClientPreferences result;
  settings.beginGroup(kGroup);
  result.read(settings);
  result.hosts = settings.value(kHosts).toStringList().mid(0, kHostsKept);
  result.host = settings.value(kHost).toString();
  result.port = portOf(settings.value(kPort).toString()).value_or(result.port);
  result.plain = settings.value(kPlain).toBool();
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
  result.insert(kPlain, plain);
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
  preferences.host = address.value_or(preferences.host);
  preferences.port = port.value_or(preferences.port);
  preferences.plain = plain.value_or(preferences.plain);
}

}  // namespace landline::client
