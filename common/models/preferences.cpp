#include "models/preferences.h"

#include <QSettings>

#include <algorithm>
#include <limits>

#include "core/profile.h"
#include "net/host_interfaces.h"

namespace landline::models {

namespace {

const QLatin1String kName("name");
const QLatin1String kAcceptRule("acceptFiles");
const QLatin1String kSaveFolder("saveFolder");
const QLatin1String kConflict("conflict");
const QLatin1String kPerPeer("transfersPerPeer");
const QLatin1String kInAll("transfersInAll");
const QLatin1String kRateLimit("rateLimit");
const QLatin1String kDiscovery("discovery");
const QLatin1String kDiscoverOn("discoverOn");

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

QString wordOf(session::Conflict conflict) {
  switch (conflict) {
    case session::Conflict::Rename:
      break;
    case session::Conflict::Overwrite:
      return QStringLiteral("overwrite");
    case session::Conflict::Skip:
      return QStringLiteral("skip");
  }
  return QStringLiteral("rename");
}

session::Conflict conflictOf(const QString& word) {
  for (const session::Conflict conflict : {session::Conflict::Overwrite, session::Conflict::Skip}) {
    if (word == wordOf(conflict)) {
      return conflict;
    }
  }
  return session::Conflict::Rename;  // loses nothing
}

/// The number that was written, kept within its bounds; the default where it is none.
qint64 numberOf(const QVariant& value, qint64 least, qint64 most, qint64 otherwise) {
  bool is_number = false;
  const qint64 number = value.toString().toLongLong(&is_number);
  return is_number ? std::clamp(number, least, most) : otherwise;
}

}  // namespace

bool TransferChoices::operator==(const TransferChoices& other) const {
  return conflict == other.conflict && per_peer == other.per_peer && in_all == other.in_all &&
         rate_limit == other.rate_limit;
}

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
  const TransferChoices usual;
  transfers.conflict = conflictOf(settings.value(kConflict).toString());
  transfers.per_peer =
      static_cast<int>(numberOf(settings.value(kPerPeer), 1, TransferChoices::kMostPerPeer, usual.per_peer));
  transfers.in_all = static_cast<int>(numberOf(settings.value(kInAll), 1, TransferChoices::kMostInAll, usual.in_all));
  transfers.rate_limit = numberOf(settings.value(kRateLimit), 0, std::numeric_limits<qint64>::max(), usual.rate_limit);
  discovery.on = settings.value(kDiscovery, true).toBool();
  discovery.also_on = settings.value(kDiscoverOn).toStringList();
}

QVariantMap Preferences::values() const {
  return {{kName, name},
          {kAcceptRule, wordOf(accept_rule)},
          {kSaveFolder, save_folder},
          {kConflict, wordOf(transfers.conflict)},
          {kPerPeer, transfers.per_peer},
          {kInAll, transfers.in_all},
          {kRateLimit, transfers.rate_limit},
          {kDiscovery, discovery.on},
          {kDiscoverOn, discovery.also_on}};
}

void Overrides::applyTo(Preferences& preferences) const {
  preferences.name = name.value_or(preferences.name);
  preferences.accept_rule = accept_rule.value_or(preferences.accept_rule);
  preferences.save_folder = save_folder.value_or(preferences.save_folder);
  preferences.discovery.on = discovery.value_or(preferences.discovery.on);
  preferences.discovery.also_on += discover_on;
  preferences.discovery.also_on.removeDuplicates();
}

void writeChanges(QSettings& settings, const QVariantMap& before, const QVariantMap& now) {
  for (auto it = now.cbegin(); it != now.cend(); ++it) {
    if (before.value(it.key()) != it.value()) {
      settings.setValue(it.key(), it.value());
    }
  }
}

}  // namespace landline::models
