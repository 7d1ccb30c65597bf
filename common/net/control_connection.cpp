#include "net/control_connection.h"

#include <QNetworkProxy>
#include <QScopedValueRollback>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "core/logging.h"
#include "net/connect_error.h"
#include "trust/peer_certificate.h"

namespace landline::net {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const QString kPeerVerifyName = QStringLiteral("landline");  // the CN of every identity; proves nothing

constexpr std::size_t kReadPortion = 16 * 1024;
constexpr std::size_t kMostInOneTurn = 4 * kReadPortion;  // then others in this thread have theirs

milliseconds until(steady_clock::time_point time) {
  // Rounded up: a timer that fires a moment early would find nothing to do.
  return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(time - steady_clock::now()));
}

bool isHeartbeat(const wire::ControlMessage& message) {
  return std::holds_alternative<wire::Ping>(message) || std::holds_alternative<wire::Pong>(message);
}

QString secondsOf(milliseconds time) {
  return QString::number(static_cast<double>(time.count()) / 1000.0);
}

}  // namespace

ControlConnection::ControlConnection(std::shared_ptr<const TlsContext> tls, const Limits& limits, QObject* parent)
    : ControlChannel(parent),
      m_tls(std::move(tls)),
      m_limits(limits),
      m_decoder(limits, wire::FrameDecoder::Pieces::Refused) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  connect(&m_timer, &QTimer::timeout, this, &ControlConnection::onTimer);
}

ControlConnection::~ControlConnection() {
  if (m_socket != nullptr) {
    m_socket->disconnect(this);  // its destructor closes, and that must not come back here
  }
}

void ControlConnection::makeSocket() {
  m_socket = new QSslSocket(this);
  m_socket->setProxy(QNetworkProxy::NoProxy);
  m_socket->setSslConfiguration(m_tls->qtConfiguration());
  m_socket->setPeerVerifyName(kPeerVerifyName);
  m_socket->setReadBufferSize(static_cast<qint64>(m_limits.control_read_buffer));  // only heeded before encryption
  connect(m_socket, qOverload<const QList<QSslError>&>(&QSslSocket::sslErrors), this, &ControlConnection::onSslErrors);
  connect(m_socket, &QSslSocket::encrypted, this, &ControlConnection::onEncrypted);
  connect(m_socket, &QSslSocket::readyRead, this, &ControlConnection::onReadyRead);
  connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &ControlConnection::onSent);
  connect(m_socket, &QSslSocket::errorOccurred, this, &ControlConnection::onSocketError);
  connect(m_socket, &QSslSocket::disconnected, this, &ControlConnection::onDisconnected);
}

void ControlConnection::accept(Incoming incoming) {
  Q_ASSERT(m_state == State::Idle);
  m_server = true;
  m_address = incoming.address;
  m_slot = std::move(incoming.slot);
  m_state = State::Handshake;
  makeSocket();
  m_timer.start(until(incoming.deadline));
  if (!m_socket->setSocketDescriptor(incoming.descriptor.get())) {
    end({codes::kInternal, QStringLiteral("The connection cannot be taken: %1.").arg(m_socket->errorString())}, false);
    return;
  }
  incoming.descriptor.release();  // the socket's now
  m_socket->startServerEncryption();
}

void ControlConnection::connectTo(const QString& host, quint16 port) {
  Q_ASSERT(m_state == State::Idle);
  const bool in_brackets = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
  const QString bare = in_brackets ? host.mid(1, host.size() - 2) : host;
  m_address =
      (bare.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(bare).arg(port);
  m_state = State::Handshake;
  makeSocket();
  m_timer.start(m_limits.connect);
  connect(m_socket, &QSslSocket::connected, m_socket,
          [socket = m_socket] { socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); });
  m_socket->connectToHostEncrypted(bare, port, kPeerVerifyName);
}

void ControlConnection::setAdmitted() {
  m_decoder.setAdmitted(true);
  releaseSlot();
}

// --- The handshake -------------------------------------------------------------------------------------------

void ControlConnection::onSslErrors(const QList<QSslError>& errors) {
  // A peer is its key, judged in onEncrypted(). That its certificate is self-signed is how it should be, and its dates
  // mean nothing; whatever else is found ends the handshake.
  const auto may_be = [](const QSslError& error) {
    return error.error() == QSslError::SelfSignedCertificate || error.error() == QSslError::CertificateExpired ||
           error.error() == QSslError::CertificateNotYetValid;
  };
  const auto refused = std::find_if_not(errors.cbegin(), errors.cend(), may_be);
  if (refused == errors.cend()) {
    m_socket->ignoreSslErrors(errors);
    return;
  }
  end({codes::kBadCertificate, QStringLiteral("The certificate of %1 is not acceptable: %2. It is not a Landline "
                                              "program, or a broken one.")
                                   .arg(m_address, refused->errorString())},
      false);
}

void ControlConnection::onEncrypted() {
  if (m_state != State::Handshake) {
    return;
  }
  m_state = State::Greeting;
  const Result<PeerId> peer = trust::peerOfCertificate(m_socket->peerCertificate().toDer());
  if (!peer) {
    close(peer.error());
    return;
  }
  m_peer = *peer;
  Q_EMIT secured(m_peer);
}

void ControlConnection::onSocketError(QAbstractSocket::SocketError error) {
  if (m_state == State::Handshake) {
    end(connectError(*m_socket, error, m_address, m_server), false);
    return;
  }
  onDisconnected();
}

void ControlConnection::onDisconnected() {
  if (m_state == State::Closing) {
    end(m_reason, false);
    return;
  }
  if (m_state == State::Handshake) {
    end(connectError(*m_socket, QAbstractSocket::RemoteHostClosedError, m_address, m_server), false);
    return;
  }
  if (m_reading) {
    QMetaObject::invokeMethod(this, &ControlConnection::onDisconnected, Qt::QueuedConnection);
    return;
  }
  // The last thing that came may be a `bye`, still unread because of the bound on one turn.
  const QScopedValueRollback<bool> reading(m_reading, true);
  while (isUp() && readPortion()) {
  }
  if (isUp()) {
    end({codes::kConnectionLost,
         QStringLiteral("The connection to %1 was lost: %2.").arg(m_address, m_socket->errorString())},
        false);
  }
}

// --- Reading -------------------------------------------------------------------------------------------------

void ControlConnection::onReadyRead() {
  if (m_reading) {
    // An answer to a message was sent, and sending reads, too. The loop that gave the message will see what came: were
    // it taken here, it would be decoded before what came first, and a peer could have as many calls within each other
    // as it sends messages.
    return;
  }
  const QScopedValueRollback<bool> reading(m_reading, true);
  m_read_queued = false;
  std::size_t taken = 0;
  while (taken < kMostInOneTurn) {
    if (!readPortion()) {
      return;
    }
    taken += kReadPortion;
  }
  if (!m_read_queued && m_socket->bytesAvailable() > 0) {
    m_read_queued = true;
    QMetaObject::invokeMethod(this, &ControlConnection::onReadyRead, Qt::QueuedConnection);
  }
}

bool ControlConnection::readPortion() {
  std::array<char, kReadPortion> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  const bool wanted = isUp() || m_state == State::Closing;
  const qint64 got = wanted ? m_socket->read(buffer.data(), buffer.size()) : 0;
  if (got <= 0) {
    return false;
  }
  m_heard_at = steady_clock::now();
  m_pinged = false;
  std::string_view input(buffer.data(), static_cast<std::size_t>(got));
  while (isUp()) {  // after each event anew: a slot may have closed
    const wire::FrameDecoder::Event event = m_decoder.next(input);
    if (event.kind == wire::FrameDecoder::Kind::NeedMore) {
      break;
    }
    if (event.kind != wire::FrameDecoder::Kind::Message) {
      close(event.error);  // pieces are refused, so nothing but Failed is left
      break;
    }
    const Result<wire::ControlMessage> message = wire::parseControl(event.name, event.octets);
    if (!message) {
      close(message.error());
      break;
    }
    onMessage(*message);
  }
  return true;
}

void ControlConnection::onMessage(const wire::ControlMessage& message) {
  if (isHeartbeat(message)) {
    if (std::holds_alternative<wire::Ping>(message)) {
      send(wire::Pong{});
    }
    return;
  }
  if (const auto* const bye = std::get_if<wire::Bye>(&message)) {
    end({bye->code, bye->reason}, true);
    return;
  }
  if (m_state == State::Greeting) {
    m_state = State::Open;
    scheduleHeartbeat();
  }
  Q_EMIT messageReceived(message);
}

// --- Writing -------------------------------------------------------------------------------------------------

void ControlConnection::send(const wire::ControlMessage& message) {
  sendEncoded(wire::encode(message));
}

void ControlConnection::sendEncoded(const QByteArray& frame) {
  if (!isUp()) {
    return;
  }
  const qint64 waiting = unsent();
  if (waiting + frame.size() > static_cast<qint64>(m_limits.unsent_control_data)) {
    end({codes::kSlowReader,
         QStringLiteral("%1 did not read what was sent to it: %2 octets were waiting.").arg(m_address).arg(waiting)},
        false);
    return;
  }
  if (waiting == 0) {
    m_progress_at = steady_clock::now();
  }
  m_socket->write(frame);
  // At once: otherwise a burst (the welcome and all who are there) piles up in both of the socket's buffers, which keep
  // for good the memory that they once took.
  m_socket->flush();
}

qint64 ControlConnection::unsent() const {
  // Encrypted octets leave the first count long before they leave this computer.
  return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void ControlConnection::onSent() {
  m_progress_at = steady_clock::now();
  if (m_state == State::Closing) {
    shutDownIfSent();
  }
}

// --- Time ----------------------------------------------------------------------------------------------------

void ControlConnection::onTimer() {
  switch (m_state) {
    case State::Handshake:
      end({codes::kTimeout, QStringLiteral("%1 did not finish the TLS handshake in time. Check the address and that "
                                           "a Landline program is what answers there.")
                                .arg(m_address)},
          false);
      return;
    case State::Greeting:
      close({codes::kTimeout, QStringLiteral("%1 made a connection but sent no message in time.").arg(m_address)});
      return;
    case State::Open:
      checkLife();
      return;
    case State::Closing:
      end(m_reason, false);
      return;
    case State::Idle:
    case State::Ended:
      return;
  }
}

void ControlConnection::checkLife() {
  const Time now = steady_clock::now();
  if (now - m_heard_at >= m_limits.silence) {
    end({codes::kTimeout,
         QStringLiteral("Nothing was heard of %1 for %2 s; it was switched off, or the network failed.")
             .arg(m_address, secondsOf(m_limits.silence))},
        false);
    return;
  }
  if (unsent() > 0 && now - m_progress_at >= m_limits.silence) {
    end({codes::kSlowReader,
         QStringLiteral("%1 did not read what was sent to it for %2 s.").arg(m_address, secondsOf(m_limits.silence))},
        false);
    return;
  }
  if (!m_pinged && now - m_heard_at >= m_limits.heartbeat) {
    m_pinged = true;
    send(wire::Ping{});
  }
  scheduleHeartbeat();
}

void ControlConnection::scheduleHeartbeat() {
  if (m_state != State::Open) {
    return;
  }
  // What arrives only moves m_heard_at; the timer is set anew when it fires, not with every message.
  Time due = m_heard_at + (m_pinged ? m_limits.silence : std::min(m_limits.heartbeat, m_limits.silence));
  due = std::min(due, unsent() > 0 ? m_progress_at + m_limits.silence : steady_clock::now() + m_limits.silence);
  m_timer.start(until(due));
}

// --- The end -------------------------------------------------------------------------------------------------

void ControlConnection::close(const Error& reason) {
  if (!isUp()) {
    if (m_state == State::Idle || m_state == State::Handshake) {
      end(reason, false);
    }
    return;
  }
  m_state = State::Closing;
  m_reason = reason;
  m_timer.start(m_limits.goodbye);
  m_socket->write(wire::encode(wire::ControlMessage(wire::Bye{reason.code, reason.detail})));
  releaseSlot();
}

void ControlConnection::shutDownIfSent() {
  // Only our direction is ended, and what still arrives is read and dropped: closing over unread octets would be a
  // reset, which can overtake the `bye`. The other side closes when it has read it.
  if (!m_shut_down && unsent() == 0) {
    m_shut_down = true;
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
  }
}

void ControlConnection::end(const Error& reason, bool by_peer) {
  if (m_state == State::Ended) {
    return;
  }
  m_state = State::Ended;
  m_timer.stop();
  releaseSlot();
  // Not at once: this may be a call from the owner, or a signal of the very socket that is to be cut.
  QMetaObject::invokeMethod(
      this,
      [this, reason, by_peer] {
        if (m_socket != nullptr) {
          m_socket->abort();
        }
        Q_EMIT closed(reason, by_peer);
      },
      Qt::QueuedConnection);
}

}  // namespace landline::net
