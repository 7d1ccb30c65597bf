#pragma once

#include <QString>

#include <optional>

#include "models/preferences.h"
#include "session/node.h"
#include "trust/admission.h"

class QSettings;

namespace landline::server {

/// What the server's window remembers from one start to the next, beside its looks.
struct ServerPreferences : models::Preferences {
  QString address;  ///< literal; empty: all addresses
  quint16 port = 6677;
  trust::Access access = trust::Access::Ask;
  session::PlainMode plain = session::PlainMode::Off;

  /// Values that are missing or make no sense are the defaults.
  static ServerPreferences load(QSettings& settings);
  /// See models::writeChanges().
  void saveChanges(QSettings& settings, const ServerPreferences& before) const;

 private:
  QVariantMap values() const;
};

/// What the command line says instead, for this run only.
struct ServerOverrides : models::Overrides {
  std::optional<trust::Access> access;
  std::optional<session::PlainMode> plain;

  void applyTo(ServerPreferences& preferences) const;
};

}  // namespace landline::server
