#include "client/client_preferences.h"

#include <QSettings>

#include "core/profile.h"
#include "net/host_interfaces.h"

namespace landline::client {

namespace {

const QLatin1String kHosts("client/hosts");
const QLatin1String kHost("client/host");
const QLatin1String kPort("client/port");
const QLatin1String kName("client/name");
const QLatin1String kAcceptRule("client/acceptFiles");
const QLatin1String kSaveFolder("client/saveFolder");

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
  result.hosts = settings.value(kHosts).toStringList().mid(0, kHostsKept);
  result.host = settings.value(kHost).toString();
  result.port = portOf(settings.value(kPort).toString()).value_or(result.port);
  result.name = settings.value(kName).toString().trimmed();
  if (result.name.isEmpty()) {
    result.name = net::hostName();
  }
  const QString rule = settings.value(kAcceptRule).toString();
  if (rule == QLatin1String("all")) {
    result.accept_rule = session::AcceptRule::All;
  } else if (rule == QLatin1String("none")) {
    result.accept_rule = session::AcceptRule::None;
  }
  result.save_folder = settings.value(kSaveFolder).toString();
  if (result.save_folder.isEmpty()) {
    result.save_folder = defaultSaveFolder();
  }
  return result;
}

void ClientPreferences::save(QSettings& settings) const {
  settings.setValue(kHosts, hosts);
  settings.setValue(kHost, host);
  settings.setValue(kPort, port);
  settings.setValue(kName, name);
  settings.setValue(kSaveFolder, save_folder);
  switch (accept_rule) {
    case session::AcceptRule::Ask:
      settings.setValue(kAcceptRule, QStringLiteral("ask"));
      break;
    case session::AcceptRule::All:
      settings.setValue(kAcceptRule, QStringLiteral("all"));
      break;
    case session::AcceptRule::None:
      settings.setValue(kAcceptRule, QStringLiteral("none"));
      break;
  }
}

void ClientPreferences::rememberHost(const QString& reached, quint16 reached_port) {
  const QString entry = HostAndPort::join(reached, reached_port);
  hosts.removeAll(entry);
  hosts.prepend(entry);
  hosts = hosts.mid(0, kHostsKept);
}

void ClientOverrides::applyTo(ClientPreferences& preferences) const {
  preferences.host = host.value_or(preferences.host);
  preferences.port = port.value_or(preferences.port);
  preferences.name = name.value_or(preferences.name);
  preferences.accept_rule = accept_rule.value_or(preferences.accept_rule);
  preferences.save_folder = save_folder.value_or(preferences.save_folder);
}

}  // namespace landline::client
