#pragma once

#include "session/node.h"
#include "trust/admission.h"

namespace landline::server {

/// What a face of the server may ask beyond what every node does. Hub is the real one; tests of the window use a fake.
class ServerNode : public session::Node {
  Q_OBJECT

 public:
  using session::Node::Node;

 public Q_SLOTS:
  /// `address` is a literal IP address; empty means all addresses. Port 0 picks a free one. Answered by stateChanged():
  /// Listening, or Idle with the error (`address-in-use`, `address-unavailable`, `permission`).
  virtual void listen(const QString& address, quint16 port) = 0;

  /// Says goodbye to every peer and closes the port. Answered by stateChanged(Idle).
  virtual void stopListening() = 0;

  virtual void setAccess(landline::trust::Access access) = 0;
  virtual void setName(const QString& name) = 0;

  /// What plain peers may do. Off ends those that are here. Answered by stateChanged().
  virtual void setPlainMode(landline::session::PlainMode mode) = 0;
};

}  // namespace landline::server
