#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QVector>

#include "core/result.h"
#include "session/node.h"

namespace landline::console {

/// Who is here, by name: turns what a person or a script writes into what Node's slots take. Follows the node by queued
/// signals, so it knows what the events that were shown so far say.
class PeerBook : public QObject {
  Q_OBJECT

 public:
  explicit PeerBook(const session::Node& node, QObject* parent = nullptr);

  /// `everyone` (or `*`), `server`, the name of a peer, or its 64 hex digits, as Node::sendMessage() takes it. Errors:
  /// `absent`, with the names that are here.
  Result<QString> resolve(const QString& name) const;

  /// A peer, or somebody who waits to be let in, by name or 64 hex digits (those need not be here). Errors: `absent`;
  /// `usage` where several that wait have the name.
  Result<PeerId> resolvePeer(const QString& name) const;

  QString nameOf(const PeerId& id) const;  ///< its hex form where nothing is known
  const PeerId& own() const { return m_own; }
  bool isHere(const PeerId& peer) const { return m_peers.contains(peer); }
  QVector<PeerId> here() const;  ///< in no order

 Q_SIGNALS:
  void changed();

 private:
  void onState(const session::LinkState& state);
  Error absent(const QString& name) const;

  PeerId m_own;
  PeerId m_server;
  QHash<PeerId, session::PeerInfo> m_peers;
  QHash<PeerId, session::JoinRequest> m_requests;
};

}  // namespace landline::console
