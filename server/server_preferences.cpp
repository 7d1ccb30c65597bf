#include "server/server_preferences.h"

#include <QHostAddress>
#include <QSettings>

#include "core/profile.h"
#include "net/host_interfaces.h"

namespace landline::server {

namespace {

const QLatin1String kAddress("server/address");
const QLatin1String kPort("server/port");
const QLatin1String kName("server/name");
const QLatin1String kAccess("server/access");
const QLatin1String kAcceptRule("server/acceptFiles");
const QLatin1String kSaveFolder("server/saveFolder");

}  // namespace

ServerPreferences ServerPreferences::load(QSettings& settings) {
  ServerPreferences result;
  const QString address = settings.value(kAddress).toString();
  if (!QHostAddress(address).isNull()) {
    result.address = address;
  }
  bool is_number = false;
  const int port = settings.value(kPort).toInt(&is_number);
  if (is_number && port >= 0 && port <= 65535) {
    result.port = static_cast<quint16>(port);
  }
  result.name = settings.value(kName).toString().trimmed();
  if (result.name.isEmpty()) {
    result.name = net::hostName();
  }
  // A word that is not known is the careful choice.
  if (settings.value(kAccess).toString() == QLatin1String("open")) {
    result.access = trust::Access::Open;
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

void ServerPreferences::save(QSettings& settings) const {
  settings.setValue(kAddress, address);
  settings.setValue(kPort, port);
  settings.setValue(kName, name);
  settings.setValue(kAccess, access == trust::Access::Open ? QStringLiteral("open") : QStringLiteral("ask"));
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
  settings.setValue(kSaveFolder, save_folder);
}

void ServerOverrides::applyTo(ServerPreferences& preferences) const {
  preferences.address = address.value_or(preferences.address);
  preferences.port = port.value_or(preferences.port);
  preferences.name = name.value_or(preferences.name);
  preferences.access = access.value_or(preferences.access);
  preferences.accept_rule = accept_rule.value_or(preferences.accept_rule);
  preferences.save_folder = save_folder.value_or(preferences.save_folder);
}

}  // namespace landline::server
