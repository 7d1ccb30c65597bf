#include "client/outbox.h"

#include <algorithm>

namespace landline::client {

using session::Delivery;

void Outbox::add(const wire::Chat& chat, const Limits& limits) {
  const auto octets = static_cast<std::size_t>(chat.text.toUtf8().size());
  if (octets > limits.chat_text) {
    Q_EMIT deliveryChanged(
        chat.id, Delivery::Rejected,
        {codes::kTooLarge,
         QStringLiteral("The text has %1 octets; at most %2 are allowed.").arg(octets).arg(limits.chat_text)});
    return;
  }
  if (m_unanswered.size() >= kCapacity) {
    Q_EMIT deliveryChanged(chat.id, Delivery::Rejected,
                           {codes::kTooMany, QStringLiteral("Too many messages wait for an answer.")});
    return;
  }
  m_unanswered.append(chat);
  if (m_online) {
    Q_EMIT messageReady(chat);
    Q_EMIT deliveryChanged(chat.id, Delivery::Sent, {});
  }
}

void Outbox::onReceived(const QString& id) {
  if (remove(id)) {
    Q_EMIT deliveryChanged(id, Delivery::Received, {});
  }
}

bool Outbox::onRejected(const QString& id, const Error& reason) {
  if (!remove(id)) {
    return false;
  }
  Q_EMIT deliveryChanged(id, Delivery::Rejected, reason);
  return true;
}

void Outbox::setOnline(bool online) {
  if (m_online == online) {
    return;
  }
  m_online = online;
  for (const wire::Chat& chat : std::as_const(m_unanswered)) {
    if (m_online) {
      Q_EMIT messageReady(chat);
    }
    Q_EMIT deliveryChanged(chat.id, m_online ? Delivery::Sent : Delivery::Sending, {});
  }
}

bool Outbox::remove(const QString& id) {
  const auto it =
      std::find_if(m_unanswered.begin(), m_unanswered.end(), [&id](const wire::Chat& chat) { return chat.id == id; });
  if (it == m_unanswered.end()) {
    return false;
  }
  m_unanswered.erase(it);
  return true;
}

}  // namespace landline::client
