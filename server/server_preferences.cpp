#include "server/server_preferences.h"

#include <QHostAddress>
#include <QSettings>

namespace landline::server {

namespace {

const QLatin1String kGroup("server");
const QLatin1String kAddress("address");
const QLatin1String kPort("port");
const QLatin1String kAccess("access");
const QLatin1String kOpen("open");
const QLatin1String kPlain("plain");

struct PlainWord {
  session::PlainMode mode;
  const char* word;
};
constexpr PlainWord kPlainWords[] = {
    {session::PlainMode::Off, "off"}, {session::PlainMode::Text, "text"}, {session::PlainMode::Files, "files"}};

}  // namespace

ServerPreferences ServerPreferences::load(QSettings& settings) {
  ServerPreferences result;
  settings.beginGroup(kGroup);
  result.read(settings);
  const QString address = settings.value(kAddress).toString();
  if (!QHostAddress(address).isNull()) {
    result.address = address;
  }
  bool is_number = false;
  const int port = settings.value(kPort).toInt(&is_number);
  if (is_number && port >= 0 && port <= 65535) {
    result.port = static_cast<quint16>(port);
  }
  // A word that is not known is the careful choice.
  if (settings.value(kAccess).toString() == kOpen) {
    result.access = trust::Access::Open;
  }
  for (const PlainWord& known : kPlainWords) {
    if (settings.value(kPlain).toString() == QLatin1String(known.word)) {
      result.plain = known.mode;
    }
  }
  settings.endGroup();
  return result;
}

void ServerPreferences::saveChanges(QSettings& settings, const ServerPreferences& before) const {
  settings.beginGroup(kGroup);
  models::writeChanges(settings, before.values(), values());
  settings.endGroup();
}

QVariantMap ServerPreferences::values() const {
  QVariantMap result = Preferences::values();
  result.insert(kAddress, address);
  result.insert(kPort, port);
  result.insert(kAccess, access == trust::Access::Open ? QString(kOpen) : QStringLiteral("ask"));
  result.insert(kPlain, QString::fromLatin1(kPlainWords[static_cast<int>(plain)].word));
  return result;
}

void ServerOverrides::applyTo(ServerPreferences& preferences) const {
  Overrides::applyTo(preferences);
  preferences.address = address.value_or(preferences.address);
  preferences.port = port.value_or(preferences.port);
  preferences.access = access.value_or(preferences.access);
  preferences.plain = plain.value_or(preferences.plain);
}

}  // namespace landline::server
