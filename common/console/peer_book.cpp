#include "console/peer_book.h"

#include <QStringList>

#include <algorithm>
#include <optional>

#include "wire/messages.h"

namespace landline::console {

using session::JoinRequest;
using session::LinkState;
using session::PeerInfo;

PeerBook::PeerBook(const session::Node& node, QObject* parent) : QObject(parent) {
  const auto keep = [this](const PeerInfo& peer) {
    m_peers.insert(peer.id, peer);
    Q_EMIT changed();
  };
  connect(&node, &session::Node::stateChanged, this, &PeerBook::onState);
  connect(&node, &session::Node::peerJoined, this, keep);
  connect(&node, &session::Node::peerRenamed, this, keep);
  connect(&node, &session::Node::peerLeft, this, [this](const PeerInfo& peer) {
    m_peers.remove(peer.id);
    Q_EMIT changed();
  });
  connect(&node, &session::Node::joinRequested, this,
          [this](const JoinRequest& request) { m_requests.insert(request.id, request); });
  connect(&node, &session::Node::joinRequestGone, this, [this](const PeerId& peer) { m_requests.remove(peer); });
}

void PeerBook::onState(const LinkState& state) {
  m_own = state.own;
  m_server = state.phase == LinkState::Phase::Online ? state.server : PeerId();
  Q_EMIT changed();
}

Result<QString> PeerBook::resolve(const QString& name) const {
  if (name == QLatin1String("everyone") || name == wire::kEveryone) {
    return QString(wire::kEveryone);
  }
  if (name == QLatin1String("server") && !m_server.isNull()) {
    return QString(m_server.hex());
  }
  if (const std::optional<PeerId> id = PeerId::fromHex(name); id && (m_peers.contains(*id) || *id == m_server)) {
    return QString(name);
  }
  const auto found =
      std::find_if(m_peers.cbegin(), m_peers.cend(), [&name](const PeerInfo& peer) { return peer.name == name; });
  return found != m_peers.cend() ? Result<QString>(QString(found->id.hex())) : Result<QString>(absent(name));
}

Result<PeerId> PeerBook::resolvePeer(const QString& name) const {
  if (const std::optional<PeerId> id = PeerId::fromHex(name)) {
    return *id;
  }
  // Names are unique among those who are in, but not among those who knock.
  QVector<PeerId> found;
  for (const PeerInfo& peer : m_peers) {
    if (peer.name == name) {
      found.append(peer.id);
    }
  }
  for (const JoinRequest& request : m_requests) {
    if (request.name == name) {
      found.append(request.id);
    }
  }
  if (found.size() > 1) {
    return Error{codes::kUsage, QStringLiteral("Several have the name %1: say which by its id.").arg(name)};
  }
  return found.isEmpty() ? Result<PeerId>(absent(name)) : Result<PeerId>(found.first());
}

QString PeerBook::nameOf(const PeerId& id) const {
  const auto peer = m_peers.constFind(id);
  if (peer != m_peers.cend()) {
    return peer->name;
  }
  const auto request = m_requests.constFind(id);
  return request != m_requests.cend() ? request->name : id.hex();
}

QVector<PeerId> PeerBook::here() const {
  QVector<PeerId> result;
  for (const PeerInfo& peer : m_peers) {
    result.append(peer.id);
  }
  return result;
}

Error PeerBook::absent(const QString& name) const {
  QStringList names;
  for (const PeerInfo& peer : m_peers) {
    names.append(peer.name);
  }
  names.sort();
  const QString here = names.isEmpty() ? QStringLiteral("nobody is here")
                                       : QStringLiteral("here are: %1").arg(names.join(QStringLiteral(", ")));
  return {codes::kAbsent, QStringLiteral("There is no peer %1; %2.").arg(name, here)};
}

}  // namespace landline::console
