#include "session/peer_session.h"

#include <type_traits>

namespace landline::session {

namespace {

template <typename T, typename... Others>
constexpr bool kIsOneOf = (std::is_same_v<T, Others> || ...);

/// Whether the message names somebody else than `peer` as the one who speaks.
bool isForged(const wire::ControlMessage& message, const PeerId& peer) {
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    return chat->from && *chat->from != peer;
  }
  if (const auto* received = std::get_if<wire::Received>(&message)) {
    return received->by != peer;
  }
  if (const auto* offer = std::get_if<wire::Offer>(&message)) {
    return offer->from && *offer->from != peer;
  }
  return false;
}

}  // namespace

PeerSession::PeerSession(quint64 connection, net::ControlChannel* channel, const Limits& limits, QObject* parent)
    : QObject(parent), m_connection(connection), m_channel(channel), m_limits(limits) {
  channel->setParent(this);
  connect(channel, &net::ControlChannel::messageReceived, this, &PeerSession::onMessage);
  connect(channel, &net::ControlChannel::closed, this, [this](const Error& reason) {
    m_state = State::Ended;
    Q_EMIT ended(m_connection, reason);
  });
}

void PeerSession::admit(const QVector<QByteArray>& frames) {
  if (m_state != State::Deciding && m_state != State::Waiting) {
    return;  // the peer went away while the hub was deciding
  }
  m_state = State::Member;
  m_channel->setAdmitted();
  for (const QByteArray& frame : frames) {
    m_channel->sendEncoded(frame);
  }
}

void PeerSession::wait() {
  if (m_state == State::Deciding) {
    m_state = State::Waiting;
    m_channel->setWaiting();
    m_channel->send(wire::Waiting{QStringLiteral("approval")});
  }
}

void PeerSession::end(const Error& reason) {
  if (m_state != State::Ended) {
    m_state = State::Ended;
    m_channel->close(reason);
  }
}

void PeerSession::send(const QByteArray& frame) {
  if (m_state == State::Member) {
    m_channel->sendEncoded(frame);
  }
}

void PeerSession::onMessage(const wire::ControlMessage& message) {
  switch (m_state) {
    case State::Greeting:
      if (const auto* hello = std::get_if<wire::Hello>(&message)) {
        m_state = State::Deciding;
        Q_EMIT helloReceived(m_connection, m_channel->peer(), hello->name, m_channel->address());
        return;
      }
      break;
    case State::Member:
      onMemberMessage(message);
      return;
    case State::Ended:
      return;  // what was already under way when we said bye
    case State::Deciding:
    case State::Waiting:
      break;
  }
  refuseState(message);
}

void PeerSession::onMemberMessage(const wire::ControlMessage& message) {
  const bool has_place = std::visit(
      [](const auto& m) {
        using T = std::decay_t<decltype(m)>;
        return kIsOneOf<T, wire::Chat, wire::Received, wire::Offer, wire::Accept, wire::Decline, wire::Pause,
                        wire::Continue, wire::Cancel, wire::Rejected, wire::Probe>;
      },
      message);
  if (!has_place) {
    refuseState(message);
    return;
  }
  if (isForged(message, m_channel->peer())) {
    end({codes::kForged, QStringLiteral("A message named somebody else as its sender.")});
    return;
  }
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    const auto octets = static_cast<std::size_t>(chat->text.toUtf8().size());
    if (octets > m_limits.chat_text) {
      m_channel->send(wire::Rejected{
          chat->id, codes::kTooLarge,
          QStringLiteral("The text has %1 octets; at most %2 are allowed.").arg(octets).arg(m_limits.chat_text)});
      return;
    }
  }
  Q_EMIT messageReceived(m_connection, message);
}

void PeerSession::refuseState(const wire::ControlMessage& message) {
  const std::string_view name = wire::nameOf(message);
  end({codes::kUnexpected, QStringLiteral("The message \"%1\" has no place here.")
                               .arg(QString::fromUtf8(name.data(), static_cast<int>(name.size())))});
}

}  // namespace landline::session
