#pragma once

#include <QByteArray>
#include <QHash>
#include <QMetaType>
#include <QString>

#include <optional>

namespace landline {

/// Who a peer is: the SHA-256 of its public key (SubjectPublicKeyInfo, DER). On the wire and in files it is
/// 64 lower-case hex digits. A default-made one names nobody.
class PeerId {
 public:
  PeerId() = default;

  /// Exactly 64 lower-case hex digits; anything else names nobody.
  static std::optional<PeerId> fromHex(const QString& hex);

  /// The peer whose SubjectPublicKeyInfo, in DER, is `spki`.
  static PeerId ofPublicKey(const QByteArray& spki);

  bool isNull() const { return m_hex.isEmpty(); }
  const QString& hex() const { return m_hex; }

  /// Eight hex digits in two groups, for people to tell apart peers of the same or a similar name.
  QString fingerprint() const;

  bool operator==(const PeerId& other) const { return m_hex == other.m_hex; }
  bool operator!=(const PeerId& other) const { return m_hex != other.m_hex; }
  bool operator<(const PeerId& other) const { return m_hex < other.m_hex; }

 private:
  explicit PeerId(QString hex) : m_hex(std::move(hex)) {}

  QString m_hex;
};

#if QT_VERSION_MAJOR >= 6
inline size_t qHash(const PeerId& id, size_t seed = 0) {
  return qHash(id.hex(), seed);
}
#else
inline uint qHash(const PeerId& id, uint seed = 0) {
  return qHash(id.hex(), seed);
}
#endif

}  // namespace landline

Q_DECLARE_METATYPE(landline::PeerId)
