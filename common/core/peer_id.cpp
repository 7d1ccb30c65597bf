#include "core/peer_id.h"

#include <QCryptographicHash>

#include <algorithm>

namespace landline {

std::optional<PeerId> PeerId::fromHex(const QString& hex) {
  const auto is_digit = [](QChar c) {
    return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
  };
  if (hex.size() != 64 || !std::all_of(hex.cbegin(), hex.cend(), is_digit)) {
    return std::nullopt;
  }
  return PeerId(hex);
}

PeerId PeerId::ofPublicKey(const QByteArray& spki) {
  return PeerId(QString::fromLatin1(QCryptographicHash::hash(spki, QCryptographicHash::Sha256).toHex()));
}

QString PeerId::fingerprint() const {
  return isNull() ? QString() : m_hex.left(4) + QLatin1Char(' ') + m_hex.mid(4, 4);
}

}  // namespace landline
