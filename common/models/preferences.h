#pragma once

#include <QString>
#include <QVariantMap>

#include <optional>

#include "session/node.h"

class QSettings;

namespace landline::models {

/// How transfers are to be run.
struct TransferChoices {
  static constexpr int kMostPerPeer = 4;
  static constexpr int kMostInAll = 16;

  session::Conflict conflict = session::Conflict::Rename;
  int per_peer = 2;       ///< transfers at once, 1 to kMostPerPeer
  int in_all = 4;         ///< 1 to kMostInAll
  qint64 rate_limit = 0;  ///< octets per second; 0: none

  bool operator==(const TransferChoices& other) const;
};

/// What the windows of both programs remember from one start to the next, beside their looks. Each program adds what
/// it alone has, and keeps all of it in one group of its settings.
struct Preferences {
  QString name;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
  QString save_folder;
  TransferChoices transfers;
  session::DiscoverySettings discovery;

 protected:
  /// Reads from the group that `settings` is in. Values that are missing or make no sense are the defaults: this
  /// computer's name, asking for each file, the user's downloads, those of TransferChoices.
  void read(const QSettings& settings);

  /// What is written, by key.
  QVariantMap values() const;
};

/// What the command line says instead, for this run only.
struct Overrides {
  bool begin = false;              ///< a server listens, a client connects, at once
  std::optional<QString> address;  ///< where to listen, or whom to connect to
  std::optional<quint16> port;
  std::optional<QString> name;
  std::optional<session::AcceptRule> accept_rule;
  std::optional<QString> save_folder;
  std::optional<bool> discovery;
  QStringList discover_on;  ///< interfaces beside those that are remembered

  void applyTo(Preferences& preferences) const;
};

/// Writes those of the values `now` that are not as they were in `before`: what the person chose meanwhile. What was
/// not chosen, such as a port of the command line, is not remembered in place of an earlier choice.
void writeChanges(QSettings& settings, const QVariantMap& before, const QVariantMap& now);

}  // namespace landline::models

Q_DECLARE_METATYPE(landline::models::TransferChoices)
