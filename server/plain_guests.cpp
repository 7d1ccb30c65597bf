#include "server/plain_guests.h"

#include <string_view>
#include <utility>

#include "core/logging.h"
#include "wire/utf8.h"

namespace landline::server {

using session::Delivery;
using session::PeerInfo;
using session::PlainDesk;

namespace {

/// The desk knows a message by one word; a receipt is about an ID and whom it went to.
QString deskId(const PeerId& to, const QString& chat_id) {
  return to.hex() + QLatin1Char(' ') + chat_id;
}

/// `text` in pieces that fit a chat: an escaped octet takes the room of four. An empty line says nothing.
QStringList pieces(const QString& text, std::size_t most_octets) {
  const QByteArray utf8 = text.toUtf8();
  QStringList result;
  std::string_view rest(utf8.constData(), static_cast<std::size_t>(utf8.size()));
  while (!rest.empty()) {
    std::string_view piece = rest.substr(0, most_octets);
    piece.remove_suffix(wire::unfinishedOctets(piece));
    result.append(wire::fromUtf8(piece));
    rest.remove_prefix(piece.size());
  }
  return result;
}

}  // namespace

PlainGuests::PlainGuests(PlainDesk& desk, Members& members, ChatRouter& chat, Tell tell, const Limits& limits,
                         QObject* parent)
    : QObject(parent), m_desk(desk), m_members(members), m_chat(chat), m_tell(std::move(tell)), m_limits(limits) {
  connect(&m_desk, &PlainDesk::joined, this, &PlainGuests::onJoined);
  connect(&m_desk, &PlainDesk::left, this, &PlainGuests::onLeft);
  connect(&m_desk, &PlainDesk::textReceived, this, &PlainGuests::onText);
  connect(&m_desk, &PlainDesk::delivered, this, &PlainGuests::onDelivered);
  m_desk.setMode(session::PlainMode::Off);
}

void PlainGuests::setMode(session::PlainMode mode) {
  m_desk.setMode(mode);
  if (mode == session::PlainMode::Off) {
    for (const PeerId& peer : m_guests.keys()) {
      forget(peer);
    }
  }
}

void PlainGuests::onJoined(const PeerInfo& peer) {
  // The gate bounds the connections. Those who have left and are still being heard are bounded here.
  if (m_members.size() >= m_limits.connections || m_guests.size() >= m_limits.plain_peers) {
    m_desk.disconnectPeer(peer.id, {codes::kTooManyConnections, QStringLiteral("The server is full.")});
    return;
  }
  const PeerInfo info = m_members.addPlain(peer).info;
  auto* const pace = new ChatPace(m_limits, this);
  m_guests.insert(info.id, {pace});
  connect(pace, &ChatPace::passed, this, [this, id = info.id](const wire::Chat& chat) {
    wire::Chat named = chat;
    named.id = wire::newUuid();
    m_chat.handle(id, named);
  });
  connect(pace, &ChatPace::dropped, this, [this, info](int count) { Q_EMIT messagesDropped(info, count); });
  connect(pace, &ChatPace::drained, this, [this, id = info.id] {
    if (m_guests.value(id).gone) {
      forget(id);
    }
  });
  m_tell(wire::Joined{info.id, info.name, info.address, true});
  Q_EMIT joined(info);
}

void PlainGuests::onLeft(const PeerInfo& peer, const Error& why) {
  const auto guest = m_guests.find(peer.id);
  if (guest == m_guests.end()) {
    return;
  }
  if (!why.code.isEmpty()) {
    qCInfo(logSession).noquote() << peer.name << "was disconnected:" << why.code << why.detail;
  }
  guest->gone = true;
  if (guest->pace->isIdle()) {
    forget(peer.id);
  }
}

void PlainGuests::forget(const PeerId& peer) {
  const PeerInfo info = m_members.find(peer)->info;
  Guest guest = m_guests.take(peer);
  guest.pace->disconnect(this);
  if (const int count = guest.pace->takeDropped(); count > 0) {
    Q_EMIT messagesDropped(info, count);
  }
  guest.pace->deleteLater();  // it may be telling us this just now
  m_members.remove(peer);
  m_tell(wire::Left{info.id, info.name});
  Q_EMIT left(info);
}

void PlainGuests::onText(const PeerId& from, const QString& text) {
  const auto guest = m_guests.constFind(from);
  if (guest == m_guests.cend()) {
    return;
  }
  for (const QString& piece : pieces(text, m_limits.chat_text)) {
    guest->pace->take({{}, wire::kEveryone, piece, from, {}});  // those that are dropped need no ID
  }
}

void PlainGuests::send(const PeerId& to, const wire::ControlMessage& message) {
  if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    m_desk.sendText(to, deskId(to, chat->id), {}, chat->text);
  }
}

void PlainGuests::sendToAll(const wire::Chat& chat, const PeerId& except) {
  const Members::Entry* from = chat.from ? m_members.findMember(*chat.from) : nullptr;
  m_desk.sendTextToAll(from != nullptr ? from->info.name : m_members.reservedName(), chat.text, except);
}

void PlainGuests::onDelivered(const QString& id, Delivery delivery, const Error& why) {
  const int space = static_cast<int>(id.indexOf(QLatin1Char(' ')));
  const std::optional<PeerId> to = PeerId::fromHex(id.left(space));
  if (!to) {
    return;
  }
  const QString chat_id = id.mid(space + 1);
  if (delivery == Delivery::Rejected) {
    m_chat.handle(*to, wire::Rejected{chat_id, why.code, why.detail});
  } else {
    m_chat.handle(*to, wire::Received{chat_id, *to});
  }
}

void PlainGuests::disconnectPeer(const PeerId& peer, const Error& reason) {
  m_desk.disconnectPeer(peer, reason);
  if (m_guests.contains(peer)) {
    forget(peer);  // at once: what it wrote and nobody has heard yet is dropped
  }
}

}  // namespace landline::server
