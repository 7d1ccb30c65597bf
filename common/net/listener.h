#pragma once

#include <QHostAddress>
#include <QObject>

#include <functional>
#include <memory>

#include "core/limits.h"
#include "core/result.h"
#include "net/connection_gate.h"
#include "net/incoming.h"

namespace landline::net {

/// Takes TCP connections, looks at the first octet of each without taking it, and hands the connection on.
/// Whoever is silent until `Limits::handshake` is over is closed, whoever finds the gate full at once. No
/// socket object is made here: one must be made in the thread where it is going to live.
///
/// Lives in a thread with an event loop; both functions are called in it. Running out of descriptors pauses
/// taking for a moment and nothing else.
class Listener : public QObject {
  Q_OBJECT

 public:
  Listener(const Limits& limits, std::shared_ptr<ConnectionGate> gate, QObject* parent = nullptr);
  ~Listener() override;

  std::function<void(Incoming)> onControl;  ///< the first octet is 0x16: a TLS ClientHello
  std::function<void(Incoming)> onData;     ///< the first octet is 0x01: a data connection
  // Any other first octet: one line of text that says what this is, and close.

  /// `QHostAddress::Any` is IPv4 and IPv6. Port 0 picks a free one. What it listened to before is given up
  /// first. Errors: `address-in-use`, `address-unavailable`, `permission`, `internal`.
  Result<void> listen(const QHostAddress& address, quint16 port);

  /// Closes the listening socket and every connection that has not been handed on.
  void stop();

  bool isListening() const;
  QHostAddress address() const;  ///< as given to listen(); null when stopped
  quint16 port() const;          ///< the real one; 0 when stopped

 private:
  class Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace landline::net
