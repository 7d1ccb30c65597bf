#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

#include "core/peer_id.h"

namespace landline::session {

// Plain values of finding servers. What is announced is a hint and nothing more: TLS decides who a server is.

/// Whether a server announces itself or a client looks for servers, and where.
struct DiscoverySettings {
  bool on = true;

  /// Names of interfaces that are left out by default (VPN, container, link-local) and are to be used all the same.
  QStringList also_on;
};

/// A server that was heard of, under one ID whatever interfaces it was heard on.
struct FoundServer {
  PeerId id;              ///< as announced
  QString name;           ///< as announced: not safe as markup
  QStringList addresses;  ///< `host:port` or `[host%interface]:port`, the best to connect to first; never empty
  bool known = false;     ///< this client remembers a server with this ID
};

}  // namespace landline::session

Q_DECLARE_METATYPE(landline::session::DiscoverySettings)
Q_DECLARE_METATYPE(landline::session::FoundServer)
