#pragma once

#include "session/node.h"

namespace landline::client {

/// What a face of the client may ask beyond what every node does. ClientNode is the real one; tests of the window use
/// a fake.
class ClientNodeInterface : public session::Node {
  Q_OBJECT

 public:
  using session::Node::Node;

 public Q_SLOTS:
  /// Connects, and stays connected until told otherwise: a lost connection is tried again after 1, 2, 4 ... 30 s unless
  /// the server said not to. Answered by stateChanged(). A second call drops what the first one began.
  virtual void connectTo(const QString& host, quint16 port, const QString& name) = 0;

  /// Cancels an attempt, a countdown or the connection. Answered by stateChanged(Idle).
  virtual void disconnectFromServer() = 0;

  /// Ends the countdown of Phase::Retrying early.
  virtual void retryNow() = 0;
};

}  // namespace landline::client
