#include "session/client_session.h"

#include <algorithm>
#include <type_traits>

#include "core/logging.h"

namespace landline::session {

using Phase = LinkState::Phase;

namespace {

/// The reasons after which coming back by itself would be wrong: a person (or a person's copy of the key) decided.
bool isFinal(const Error& reason) {
  return reason.is(codes::kKicked) || reason.is(codes::kDenied) || reason.is(codes::kReplaced) ||
         reason.is(codes::kProtocolVersion) || reason.is(codes::kBadCertificate);
}

template <typename T, typename... Others>
constexpr bool kIsOneOf = (std::is_same_v<T, Others> || ...);

bool isFromServer(const wire::ControlMessage& message) {
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    return chat->from && chat->at;
  }
  return std::visit(
      [](const auto& m) {
        using T = std::decay_t<decltype(m)>;
        return kIsOneOf<T, wire::Received, wire::Joined, wire::Left, wire::Renamed, wire::Offer, wire::Accept,
                        wire::Decline, wire::Pause, wire::Continue, wire::Cancel, wire::Ticket, wire::Rejected,
                        wire::Probing, wire::Probed>;
      },
      message);
}

}  // namespace

ClientSession::ClientSession(const PeerId& own, Connector connector, trust::KnownPeers& known, const Limits& limits,
                             const Clock& clock, QObject* parent)
    : QObject(parent),
      m_connector(std::move(connector)),
      m_known(known),
      m_limits(limits),
      m_clock(clock),
      m_retry(this),
      m_next_delay(limits.reconnect_first) {
  m_state.own = own;
  m_retry.setSingleShot(true);
  connect(&m_retry, &QTimer::timeout, this, &ClientSession::start);
}

void ClientSession::connectTo(const QString& host, quint16 port, const QString& name, const PeerId& expected,
                              const QVector<HostAndPort>& others) {
  dropChannel({codes::kClosing, QStringLiteral("The client connects elsewhere.")});
  m_state.address = host;
  m_state.port = port;
  m_state.server = expected;  // not who answered elsewhere
  m_wanted_name = name;
  m_expected = expected;
  m_others = others;
  m_was_taken_in = false;
  m_next_delay = m_limits.reconnect_first;
  start();
}

void ClientSession::disconnectFromServer() {
  dropChannel({codes::kClosing, QStringLiteral("The client left.")});
  enter(Phase::Idle);
}

void ClientSession::retryNow() {
  if (m_state.phase == Phase::Retrying) {
    start();
  }
}

void ClientSession::trust(const PeerId& server) {
  if (m_state.phase != Phase::KeyChanged || server != m_state.server) {
    return;
  }
  if (const Result<void> pinned = m_known.pin(pinAddress(), server, QString()); !pinned) {
    enter(Phase::Idle, pinned.error());
    return;
  }
  m_expected = server;
  start();
}

void ClientSession::stop() {
  m_stopping = true;
  disconnectFromServer();
  finishStopping();
}

void ClientSession::finishStopping() {
  if (m_stopping && m_leaving == 0) {
    m_stopping = false;
    Q_EMIT stopped();
  }
}

QString ClientSession::serverAddress() const {
  return m_channel ? m_channel->address() : QString();
}

void ClientSession::send(const wire::ControlMessage& message) {
  if (online() && m_channel) {
    m_channel->send(message);
  }
}

void ClientSession::setOwnName(const QString& name) {
  m_state.own_name = name;
  Q_EMIT stateChanged(m_state);
}

void ClientSession::start() {
  m_retry.stop();
  m_channel = m_connector(m_state.address, m_state.port);
  m_channel->setParent(this);
  connect(m_channel, &net::ControlChannel::secured, this, &ClientSession::onSecured);
  connect(m_channel, &net::ControlChannel::messageReceived, this, &ClientSession::onMessage);
  connect(m_channel, &net::ControlChannel::closed, this, &ClientSession::onClosed);
  enter(Phase::Connecting);
}

void ClientSession::dropChannel(const Error& reason) {
  m_retry.stop();
  if (m_channel) {
    // Its end is of no interest any more, but it needs its time to say bye.
    disconnect(m_channel, nullptr, this, nullptr);
    connect(m_channel, &net::ControlChannel::closed, m_channel, &QObject::deleteLater);
    connect(m_channel, &net::ControlChannel::closed, this, [this] {
      --m_leaving;
      finishStopping();
    });
    ++m_leaving;
    m_channel->close(reason);
    m_channel.clear();
  }
}

void ClientSession::enter(Phase phase, const Error& error) {
  m_state.phase = phase;
  m_state.error = error;
  Q_EMIT stateChanged(m_state);
}

void ClientSession::onSecured(const PeerId& peer) {
  const trust::KnownPeers::Judgement judgement = m_known.judge(pinAddress(), peer);
  m_state.server = peer;
  if (!m_expected.isNull() && peer != m_expected) {
    if (!m_others.isEmpty()) {
      dropChannel({codes::kForged, QStringLiteral("The client looks for another server.")});
      tryNext();
      return;
    }
    askAbout(peer, m_expected);
    return;
  }
  m_others.clear();
  if (judgement.verdict == trust::KnownPeers::Verdict::Changed) {
    askAbout(peer, judgement.known);
    return;
  }
  m_channel->send(wire::Hello{wire::kProtocolVersion, m_wanted_name, QStringLiteral("landline/" LANDLINE_VERSION)});
}

bool ClientSession::tryNext() {
  if (m_others.isEmpty()) {
    return false;
  }
  const HostAndPort next = m_others.takeFirst();
  m_state.address = next.host;
  m_state.port = next.port.value_or(quint16(0));
  m_state.server = m_expected;
  start();
  return true;
}

/// Nothing was said to it yet, and nothing is until a person has decided.
void ClientSession::askAbout(const PeerId& peer, const PeerId& instead_of) {
  m_state.known = instead_of;
  // Whoever was announced and never met is nobody that one could have trusted before.
  const bool is_hearsay = instead_of == m_expected && !m_known.isPinned(instead_of);
  const QString keys = is_hearsay ? QStringLiteral("%1 shows the key %2; it was announced as %3.")
                                  : QStringLiteral("%1 shows the key %2; %3 was known there before.");
  const Error error{is_hearsay ? codes::kForged : codes::kKeyChanged,
                    keys.arg(pinAddress(), peer.fingerprint(), instead_of.fingerprint())};
  dropChannel(error);
  enter(Phase::KeyChanged, error);
}

void ClientSession::onMessage(const wire::ControlMessage& message) {
  if (m_state.phase == Phase::Online) {
    if (isFromServer(message)) {
      Q_EMIT messageReceived(message);
    } else {
      refuse(message);
    }
    return;
  }
  if (const auto* welcome = std::get_if<wire::Welcome>(&message); welcome && welcome->you == m_state.own) {
    m_channel->setAdmitted();
    m_was_taken_in = true;
    m_next_delay = m_limits.reconnect_first;
    m_state.server_name = welcome->name;
    m_state.own_name = m_wanted_name;
    if (const Result<void> pinned = m_known.pin(pinAddress(), m_state.server, welcome->name); !pinned) {
      qCWarning(logSession, "The server's key cannot be remembered: %s", qUtf8Printable(pinned.error().detail));
    }
    enter(Phase::Online);
    return;
  }
  if (std::holds_alternative<wire::Waiting>(message) && m_state.phase == Phase::Connecting) {
    m_channel->setWaiting();
    m_was_taken_in = true;
    enter(Phase::Waiting);
    return;
  }
  refuse(message);
}

void ClientSession::onClosed(const Error& reason, bool by_peer) {
  m_channel->deleteLater();
  m_channel.clear();
  if (tryNext()) {
    return;
  }
  if (!m_was_taken_in || (by_peer && isFinal(reason))) {
    enter(Phase::Idle, reason);
    return;
  }
  m_state.retry_at_ms = m_clock.monotonicMs() + m_next_delay.count();
  m_retry.start(m_next_delay);
  m_next_delay = std::min(m_next_delay * 2, m_limits.reconnect_longest);
  enter(Phase::Retrying, reason);
}

void ClientSession::refuse(const wire::ControlMessage& message) {
  const std::string_view name = wire::nameOf(message);
  m_channel->close({codes::kUnexpected, QStringLiteral("The message \"%1\" has no place here.")
                                            .arg(QString::fromUtf8(name.data(), static_cast<int>(name.size())))});
}

QString ClientSession::pinAddress() const {
  return trust::KnownPeers::addressOf(m_state.address, m_state.port);
}

}  // namespace landline::session
