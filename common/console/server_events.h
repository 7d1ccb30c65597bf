#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QHash>
#include <QVector>

#include "session/discovery_values.h"

namespace landline::console {

/// What the programs without a window say of servers nearby.
namespace events {
QByteArray serverFound(const session::FoundServer& server);
QByteArray serverLost(const PeerId& server);
}  // namespace events

/// The servers that are there just now, for a list at the end.
class ServerList {
  Q_DECLARE_TR_FUNCTIONS(landline::console::ServerList)

 public:
  void add(const session::FoundServer& server) { m_servers.insert(server.id, server); }
  void remove(const PeerId& server) { m_servers.remove(server); }
  bool isEmpty() const { return m_servers.isEmpty(); }

  /// For people: a line for each, known ones first, else by name; or one that says that there are none.
  QString text() const;

  static QString lineOf(const session::FoundServer& server);

 private:
  QHash<PeerId, session::FoundServer> m_servers;
};

}  // namespace landline::console
