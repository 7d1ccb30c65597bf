#pragma once

#include <QString>
#include <QStringList>

#include <optional>

#include "session/node.h"

class QSettings;

namespace landline::client {

/// What the client's window remembers from one start to the next, beside its looks.
struct ClientPreferences {
  static constexpr int kHostsKept = 10;

  QStringList hosts;  ///< `host:port` or `[host]:port` of servers that were reached, the newest first
  QString host;       ///< as typed
  quint16 port = 6677;
  QString name;
  session::AcceptRule accept_rule = session::AcceptRule::Ask;
  QString save_folder;

  /// Values that are missing or make no sense are the defaults: this computer's name, the user's downloads.
  static ClientPreferences load(QSettings& settings);
  void save(QSettings& settings) const;

  void rememberHost(const QString& host, quint16 port);
};

/// What the command line says instead; each is taken for this run and remembered like a choice in the window.
struct ClientOverrides {
  std::optional<QString> host;
  std::optional<quint16> port;
  std::optional<QString> name;
  std::optional<session::AcceptRule> accept_rule;
  std::optional<QString> save_folder;
  bool connect = false;  ///< at once

  void applyTo(ClientPreferences& preferences) const;
};

/// A server as people type it: `host`, `host:port`, `[IPv6]:port`, or a bare IPv6 address.
struct HostAndPort {
  QString host;  ///< empty: nothing that could be one
  std::optional<quint16> port;

  static HostAndPort parse(const QString& typed);
  static QString join(const QString& host, quint16 port);
};

}  // namespace landline::client
