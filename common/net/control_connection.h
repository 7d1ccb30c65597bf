#pragma once

#include <QAbstractSocket>
#include <QSslError>
#include <QTimer>

#include <chrono>
#include <memory>

#include "core/limits.h"
#include "net/control_channel.h"
#include "net/incoming.h"
#include "net/tls_context.h"
#include "wire/frame_decoder.h"

QT_BEGIN_NAMESPACE
class QSslSocket;
QT_END_NAMESPACE

namespace landline::net {

/// A control connection over TLS, either side (PROTOCOL.md "Control connection"). Made, used and destroyed in
/// one thread with an event loop. Call accept() or connectTo(), once.
///
/// * secured() comes only after the TLS handshake and after peerOfCertificate() has taken the other side's
/// certificate.
///   Whether this peer is the expected one is the session's matter: it must judge before it sends anything.
/// * The handshake and the first message must be there by the deadline: `Incoming::deadline` at the server,
///   `Limits::connect` from connectTo() at the client; else closed(`timeout`).
/// * From the first message on silence is measured: a ping after `Limits::heartbeat`, closed(`timeout`) after
///   `Limits::silence`. No progress in sending for `Limits::silence`, or too much unsent:
///   closed(`slow-reader`).
/// * What is not as PROTOCOL.md says is answered by `bye` with the code and closed with it. A peer that
/// closes without
///   `bye` is `connection-lost`.
/// * closed() is never emitted from within a call of this object. In a slot of its signals the owner may call
///   anything here, close() included; it must destroy the object with deleteLater(), not delete.
class ControlConnection final : public ControlChannel {
  Q_OBJECT

 public:
  ControlConnection(std::shared_ptr<const TlsContext> tls, const Limits& limits, QObject* parent = nullptr);
  ~ControlConnection() override;

  /// Server side. The place at the gate is let go by setWaiting(), by setAdmitted() or with the connection.
  void accept(Incoming incoming);

  /// Client side. `host` is a name or an address (IPv6 with or without brackets). closed() says
  /// `host-not-found`, `connection-refused`, `unreachable`, `timeout`, `tls`, `bad-certificate` ... where it
  /// does not come about.
  void connectTo(const QString& host, quint16 port);

  PeerId peer() const override { return m_peer; }
  QString address() const override { return m_address; }
  void send(const wire::ControlMessage& message) override;
  void sendEncoded(const QByteArray& frame) override;
  void setWaiting() override { releaseSlot(); }
  void setAdmitted() override;
  void close(const Error& reason) override;

 private:
  using Time = std::chrono::steady_clock::time_point;
  enum class State {
    Idle,
    Handshake,  ///< TCP and TLS
    Greeting,   ///< secured, the first message is awaited
    Open,
    Closing,  ///< our `bye` is on its way; what arrives is dropped
    Ended,    ///< closed() is emitted or about to be
  };

  void makeSocket();
  void releaseSlot() { m_slot.reset(); }
  void onSslErrors(const QList<QSslError>& errors);
  void onEncrypted();
  void onReadyRead();
  bool readPortion();
  void onMessage(const wire::ControlMessage& message);
  void onSent();
  void onSocketError(QAbstractSocket::SocketError error);
  void onDisconnected();
  void onTimer();
  void checkLife();
  void scheduleHeartbeat();
  void shutDownIfSent();
  void end(const Error& reason, bool by_peer);
  bool isUp() const { return m_state == State::Greeting || m_state == State::Open; }
  qint64 unsent() const;

  std::shared_ptr<const TlsContext> m_tls;
  const Limits m_limits;
  QSslSocket* m_socket = nullptr;
  wire::FrameDecoder m_decoder;
  std::shared_ptr<ConnectionGate::Slot> m_slot;
  PeerId m_peer;
  QString m_address;
  Error m_reason;        // while Closing
  QTimer m_timer;        // the deadline, then the heartbeat, then the goodbye
  Time m_heard_at{};     // when the last octet came
  Time m_progress_at{};  // when unsent octets last became fewer, or began to be
  State m_state = State::Idle;
  bool m_server = false;
  bool m_pinged = false;       // since m_heard_at
  bool m_shut_down = false;    // our direction is ended
  bool m_read_queued = false;  // onReadyRead() comes by itself
  bool m_reading = false;      // something is being read just now
};

}  // namespace landline::net
