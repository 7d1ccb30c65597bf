#include "server/chat_router.h"

#include <utility>

namespace landline::server {

using session::Delivery;

namespace {
Error absent() {
  return {codes::kAbsent, QStringLiteral("The peer that the message is for is not here.")};
}
}  // namespace

ChatRouter::ChatRouter(const PeerId& own, const Members& members, Post post, const Limits& limits, const Clock& clock,
                       QObject* parent)
    : QObject(parent),
      m_own(own),
      m_members(members),
      m_post(std::move(post)),
      m_limits(limits),
      m_clock(clock),
      m_seen(limits.remembered_messages) {}

void ChatRouter::sendOwn(const QString& id, const QString& to, const QString& text) {
  const wire::Chat chat{id, to, text, m_own, m_clock.utcMs()};
  Q_EMIT messageAdded({id, m_own, m_own_name, to, text, *chat.at, Delivery::Sending});
  const auto octets = static_cast<std::size_t>(text.toUtf8().size());
  if (octets > m_limits.chat_text) {
    Q_EMIT deliveryChanged(
        id, Delivery::Rejected,
        {codes::kTooLarge,
         QStringLiteral("The text has %1 octets; at most %2 are allowed.").arg(octets).arg(m_limits.chat_text)});
    return;
  }
  if (to == wire::kEveryone) {
    m_post.all(chat, PeerId());
    Q_EMIT deliveryChanged(id, Delivery::Received, {});
    return;
  }
  const std::optional<PeerId> peer = PeerId::fromHex(to);
  if (!peer || m_members.findMember(*peer) == nullptr) {
    Q_EMIT deliveryChanged(id, Delivery::Rejected, absent());
    return;
  }
  expectReceipt(id, *peer, m_own);
  m_post.one(*peer, chat);
  Q_EMIT deliveryChanged(id, Delivery::Sent, {});
}

void ChatRouter::handle(const PeerId& from, const wire::Chat& chat) {
  const bool is_new = m_seen.insert(from, chat.id);
  wire::Chat passed_on = chat;
  passed_on.from = from;
  passed_on.at = m_clock.utcMs();

  if (chat.to == wire::kEveryone) {
    if (is_new) {
      m_post.all(passed_on, from);
      show(from, passed_on);
    }
    m_post.one(from, wire::Received{chat.id, m_own});
    return;
  }
  const std::optional<PeerId> to = PeerId::fromHex(chat.to);
  if (to && *to == m_own) {
    if (is_new) {
      show(from, passed_on);
    }
    m_post.one(from, wire::Received{chat.id, m_own});
    return;
  }
  const Members::Entry* receiver = to ? m_members.findMember(*to) : nullptr;
  if (receiver == nullptr) {
    const Error error = absent();
    m_post.one(from, wire::Rejected{chat.id, error.code, error.detail});
    return;
  }
  if (receiver->info.plain && !is_new) {
    // It would show it twice. What has been answered is answered again; else the answer is still to come.
    if (!m_receipts.contains(Receipt(chat.id, *to))) {
      m_post.one(from, wire::Received{chat.id, *to});
    }
    return;
  }
  // A repeat goes on as well: whoever gets it may have it already, counts it once, and answers again. Only so does its
  // sender learn of a receipt that was lost with a connection.
  expectReceipt(chat.id, *to, from);
  m_post.one(*to, passed_on);
}

void ChatRouter::handle(const PeerId& from, const wire::Received& received) {
  const auto it = m_receipts.constFind(Receipt(received.id, from));
  if (it == m_receipts.cend()) {
    return;  // answered before, or too long ago
  }
  const PeerId writer = m_receipts.take(it.key());
  if (writer == m_own) {
    Q_EMIT deliveryChanged(received.id, Delivery::Received, {});
  } else {
    m_post.one(writer, received);
  }
}

bool ChatRouter::handle(const PeerId& from, const wire::Rejected& rejected) {
  const auto it = m_receipts.constFind(Receipt(rejected.re, from));
  if (it == m_receipts.cend()) {
    return false;
  }
  const PeerId writer = m_receipts.take(it.key());
  m_seen.forget(writer, rejected.re);  // a repeat is another attempt, not something that has arrived
  if (writer == m_own) {
    Q_EMIT deliveryChanged(rejected.re, Delivery::Rejected, {rejected.code, rejected.reason});
  } else {
    m_post.one(writer, rejected);
  }
  return true;
}

void ChatRouter::expectReceipt(const QString& id, const PeerId& to, const PeerId& from) {
  const Receipt receipt(id, to);
  if (!m_receipts.contains(receipt)) {
    m_receipt_order.enqueue(receipt);
  }
  m_receipts.insert(receipt, from);
  while (m_receipt_order.size() > m_limits.remembered_messages) {
    m_receipts.remove(m_receipt_order.dequeue());
  }
}

void ChatRouter::show(const PeerId& from, const wire::Chat& chat) {
  const Members::Entry* sender = m_members.findMember(from);
  Q_EMIT messageAdded({chat.id, from, sender != nullptr ? sender->info.name : QString(), chat.to, chat.text, *chat.at,
                       Delivery::Incoming});
}

}  // namespace landline::server
