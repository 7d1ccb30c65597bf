#pragma once

#include <QString>

#include <optional>

#include "session/node.h"
#include "trust/admission.h"

class QSettings;

namespace landline::server {

/// What the server's window remembers from one start to the next, beside its looks.
struct ServerPreferences {
  QString address;  ///< literal; empty: all addresses
  quint16 port = 6677;
  QString name;
  trust::Access access = trust::Access::Ask;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
  QString save_folder;

  /// Values that are missing or make no sense are the defaults: this computer's name, the user's downloads.
  static ServerPreferences load(QSettings& settings);
  void save(QSettings& settings) const;
};

/// What the command line says instead; each is taken for this run and remembered like a choice in the window.
struct ServerOverrides {
  std::optional<QString> address;
  std::optional<quint16> port;
  std::optional<QString> name;
  std::optional<trust::Access> access;
  std::optional<session::AcceptRule> accept_rule;
  std::optional<QString> save_folder;
  bool listen = false;  ///< at once

  void applyTo(ServerPreferences& preferences) const;
};

}  // namespace landline::server
