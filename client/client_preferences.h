#pragma once

#include <QString>
#include <QStringList>

#include <optional>

#include "models/preferences.h"

class QSettings;

namespace landline::client {

/// What the client's window remembers from one start to the next, beside its looks.
struct ClientPreferences : models::Preferences {
  static constexpr int kHostsKept = 10;

  QStringList hosts;  ///< `host:port` or `[host]:port` of servers that were reached, the newest first
  QString host;       ///< as typed
  quint16 port = 6677;
  bool plain = false;  ///< the server speaks the plain wire: unencrypted

  /// Values that are missing or make no sense are the defaults.
  static ClientPreferences load(QSettings& settings);
  /// See models::writeChanges().
  void saveChanges(QSettings& settings, const ClientPreferences& before) const;

  void rememberHost(const QString& host, quint16 port);

 private:
  QVariantMap values() const;
};

/// What the command line says instead, for this run only.
struct ClientOverrides : models::Overrides {
  std::optional<bool> plain;

  void applyTo(ClientPreferences& preferences) const;
};

}  // namespace landline::client
