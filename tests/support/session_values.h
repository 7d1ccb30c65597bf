#pragma once

#include "session/node.h"
#include "wire/messages.h"

namespace landline::test {

/// A peer of its own for each number.
inline PeerId peerId(int number) {
  return PeerId::ofPublicKey(QByteArray::number(number));
}

inline session::PeerInfo peer(int number, const QString& name) {
  session::PeerInfo info;
  info.id = peerId(number);
  info.name = name;
  info.address = QStringLiteral("192.168.1.%1:50000").arg(number);
  return info;
}

inline session::ChatMessage incoming(const QString& id, int from, const QString& text,
                                     const QString& to = wire::kEveryone) {
  session::ChatMessage message;
  message.id = id;
  message.from = peerId(from);
  message.from_name = QStringLiteral("peer %1").arg(from);
  message.to = to;
  message.text = text;
  message.at_ms = 1'790'000'000'000;
  return message;
}

inline session::ChatMessage outgoing(const QString& id, const QString& text, const QString& to = wire::kEveryone) {
  session::ChatMessage message = incoming(id, 0, text, to);
  message.delivery = session::Delivery::Sending;
  return message;
}

inline session::TransferInfo offer(const QString& transfer, int from, const QString& title) {
  session::TransferInfo info;
  info.transfer = transfer;
  info.direction = session::TransferInfo::Direction::Down;
  info.peer = peerId(from);
  info.peer_name = QStringLiteral("peer %1").arg(from);
  info.title = title;
  info.files_total = 1;
  info.bytes_total = 12'000'000;
  return info;
}

}  // namespace landline::test
