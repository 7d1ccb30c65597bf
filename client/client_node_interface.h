#pragma once

#include "session/doctor_values.h"
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

  /// connectTo() for a server that was found (serverFound()): what it was announced as is compared with what TLS says.
  /// Nothing is sent to whoever has any other key: the other addresses that it was found at are tried, and with none
  /// left the last one's key is asked about, by stateChanged(KeyChanged): LinkState::error is `key-changed` where
  /// `server` is a known one, else `forged`.
  virtual void connectToFound(const landline::PeerId& server, const QString& host, quint16 port,
                              const QString& name) = 0;

  /// Cancels an attempt, a countdown or the connection. Answered by stateChanged(Idle).
  virtual void disconnectFromServer() = 0;

  /// Ends the countdown of Phase::Retrying early.
  virtual void retryNow() = 0;

  /// Connects to a server that speaks the plain wire (PROTOCOL.md, "Plain peers"): unencrypted text, and files by
  /// `name&size`. Online has LinkState::plain; the server is the only peer. A lost connection is not made again.
  virtual void connectPlain(const QString& host, quint16 port) = 0;

  /// "Why can't I connect?" Answered by diagnosisChanged() as the lines come in; a second call drops the first.
  virtual void diagnose(const QString& host, quint16 port) = 0;
  virtual void cancelDiagnosis() = 0;

 Q_SIGNALS:
  /// New, or changed: addresses, name, known.
  void serverFound(const landline::session::FoundServer& server);
  void serverLost(const landline::PeerId& server);
  void diagnosisChanged(const landline::session::DoctorReport& report);
};

}  // namespace landline::client
