#include "models/preferences.h"

#include <QSettings>

#include "core/profile.h"
#include "net/host_interfaces.h"

namespace landline::models {

namespace {

const QLatin1String kName("name");
const QLatin1String kAcceptRule("acceptFiles");
const QLatin1String kSaveFolder("saveFolder");

QString wordOf(session::AcceptRule rule) {
  switch (rule) {
    case session::AcceptRule::Ask:
      break;
    case session::AcceptRule::All:
      return QStringLiteral("all");
    case session::AcceptRule::None:
      return QStringLiteral("none");
  }
  return QStringLiteral("ask");
}

session::AcceptRule ruleOf(const QString& word) {
  for (const session::AcceptRule rule : {session::AcceptRule::All, session::AcceptRule::None}) {
    if (word == wordOf(rule)) {
      return rule;
    }
  }
  return session::AcceptRule::Ask;  // a word that is not known is the careful choice
}

}  // namespace

void Preferences::read(const QSettings& settings) {
  name = settings.value(kName).toString().trimmed();
  if (name.isEmpty()) {
    name = net::hostName();
  }
  accept_rule = ruleOf(settings.value(kAcceptRule).toString());
  save_folder = settings.value(kSaveFolder).toString();
  if (save_folder.isEmpty()) {
    save_folder = defaultSaveFolder();
  }
}

QVariantMap Preferences::values() const {
  return {{kName, name}, {kAcceptRule, wordOf(accept_rule)}, {kSaveFolder, save_folder}};
}

void Overrides::applyTo(Preferences& preferences) const {
  preferences.name = name.value_or(preferences.name);
  preferences.accept_rule = accept_rule.value_or(preferences.accept_rule);
  preferences.save_folder = save_folder.value_or(preferences.save_folder);
}

void writeChanges(QSettings& settings, const QVariantMap& before, const QVariantMap& now) {
  for (auto it = now.cbegin(); it != now.cend(); ++it) {
    if (before.value(it.key()) != it.value()) {
      settings.setValue(it.key(), it.value());
    }
  }
}

}  // namespace landline::models
