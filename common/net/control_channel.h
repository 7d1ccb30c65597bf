#pragma once

#include <QObject>

#include "core/error.h"
#include "core/peer_id.h"
#include "wire/messages.h"

namespace landline::net {

/// One control connection as the sessions see it: messages in, messages out, one end. The real one is
/// ControlConnection (TLS); tests use a fake. Lives in one thread with whoever uses it.
///
/// Order of signals: secured() at most once; then messageReceived() any number of times; closed() exactly once, last,
/// never from within a call of close().
class ControlChannel : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  virtual PeerId peer() const = 0;      ///< null before secured()
  virtual QString address() const = 0;  ///< of the other side, `host:port` or `[host]:port`

  /// Queues a message. What the peer does not read is kept up to `Limits::unsent_control_data`, then the connection
  /// is closed with `slow-reader`. After close() it does nothing.
  virtual void send(const wire::ControlMessage& message) = 0;
  virtual void sendEncoded(const QByteArray& frame) = 0;  ///< for one frame that goes to many

  /// A person decides: the deadline of the handshake is over, heartbeats are exchanged, the small body limit stays, and
  /// the connection no longer counts as one that has not said who it is.
  virtual void setWaiting() = 0;

  /// Like setWaiting(), and from now on the larger body limit holds.
  virtual void setAdmitted() = 0;

  /// Sends `bye` with this reason, flushes for at most `Limits::goodbye`, closes. closed() then carries `reason`.
  virtual void close(const Error& reason) = 0;

 Q_SIGNALS:
  /// TLS is done and the other side's certificate is acceptable: peer() says who it is.
  void secured(const landline::PeerId& peer);

  /// Pings and pongs are answered inside and not seen here. A `bye` from the other side is not either: it becomes the
  /// reason of closed().
  void messageReceived(const landline::wire::ControlMessage& message);

  /// `by_peer` is true where the other side said `bye` with this reason.
  void closed(const landline::Error& reason, bool by_peer);
};

}  // namespace landline::net
