#pragma once

#include <QString>

#include "session/node.h"

namespace landline::test {

/// The peer whose id is 64 times `digit` (0-9, a-f).
inline PeerId peerId(char digit) {
  return *PeerId::fromHex(QString(64, QLatin1Char(digit)));
}

/// A transfer with plausible values; tests change what they are about.
inline session::TransferInfo transferInfo(const QString& transfer, session::TransferInfo::Direction direction,
                                          session::TransferInfo::State state) {
  session::TransferInfo info;
  info.transfer = transfer;
  info.direction = direction;
  info.state = state;
  info.peer = peerId('a');
  info.peer_name = QStringLiteral("desk-7");
  info.title = QStringLiteral("notes.txt");
  info.bytes_total = 1000;
  return info;
}

inline session::TransferInfo upload(const QString& transfer, session::TransferInfo::State state) {
  return transferInfo(transfer, session::TransferInfo::Direction::Up, state);
}

inline session::TransferInfo download(const QString& transfer, session::TransferInfo::State state) {
  return transferInfo(transfer, session::TransferInfo::Direction::Down, state);
}

}  // namespace landline::test
