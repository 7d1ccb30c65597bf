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
/// Where plain peers are taken, whoever is silent for `Limits::plain_first_octet` is one as well. Those for whom the
/// gate has no place wait on like before, or are told so and closed if they have spoken.
///
/// Lives in a thread with an event loop; its functions are called in it. Running out of descriptors pauses
/// taking for a moment and nothing else.
class Listener : public QObject {
  Q_OBJECT

 public:
  Listener(const Limits& limits, std::shared_ptr<ConnectionGate> gate, QObject* parent = nullptr);
  ~Listener() override;

  std::function<void(Incoming)> onControl;  ///< the first octet is 0x16: a TLS ClientHello
  std::function<void(Incoming)> onData;     ///< the first octet is 0x01: a data connection
  std::function<void(Incoming)> onPlain;    ///< any other first octet, or none: a plain peer, where these are taken
  // Else: one line of text that says what this is, and close.

  /// At the beginning plain peers are not taken. Counts for those that are silent just now as well.
  void setTakesPlainPeers(bool takes);

  /// A connection that came back from onPlain(): its first octet has come after all, and it is 0x16 or 0x01. From here
  /// on it has `Limits::handshake` like a new one.
  void takeBack(Incoming incoming);

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
