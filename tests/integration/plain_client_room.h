#pragma once

#include "integration/room.h"
#include "integration/tiny_server.h"

namespace landline::test {

/// A client that is to connect to servers which know nothing of Landline.
class PlainClientTest : public Room {
 protected:
  std::unique_ptr<Client> m_client;

  void start(session::AcceptRule rule = session::AcceptRule::All) { m_client = makeClient(rule); }

  NodeRecorder& seen() const { return m_client->seen(); }
  client::ClientNode& node() const { return *m_client->node; }

  void connectPlain(quint16 to) {
    tell(node(), [to](auto& n) { n.connectPlain(QStringLiteral("127.0.0.1"), to); });
  }
  /// Connects; whether it is online then.
  bool join(const TinyServer& to) {
    connectPlain(to.port());
    return waitFor([this] { return seen().is(Phase::Online) && seen().peers.size() == 1; });
  }
  PeerId serverId() const { return seen().state.server; }
  bool serverHas(int peers) const { return server.seen().peers.size() == peers; }
  void send(const QStringList& paths) {
    tell(node(), [to = serverId().hex(), paths](auto& n) { n.sendFiles(to, paths); });
  }
  QString sayToServer(const QString& text) { return say(node(), serverId().hex(), text); }
  bool transferEnds(State wanted) {
    return waitFor([this, wanted] { return seen().transferIs(wanted); });
  }
  bool isOver() {
    return waitFor([this] { return seen().is(Phase::Idle); });
  }
};

}  // namespace landline::test
