#include "trust/peer_certificate.h"

#include <openssl/objects.h>

#include <string_view>

#include "trust/openssl_pointers.h"

namespace landline::trust {

namespace {

// SubjectPublicKeyInfo of an uncompressed point on the named curve P-256, up to the point's coordinates (RFC 5480). The
// digest of these octets is who the peer is: one key must not have a second encoding, so it is compared as a whole.
constexpr unsigned char kP256Prefix[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                         0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                         0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
constexpr int kP256Size = sizeof(kP256Prefix) + 64;

Error bad(const QString& what) {
  return {codes::kBadCertificate, QStringLiteral("The certificate is not acceptable: %1.").arg(what)};
}

QByteArray publicKeyOf(X509* certificate) {
  unsigned char* octets = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &octets);
  if (size <= 0) {
    return {};
  }
  const QByteArray key(reinterpret_cast<const char*>(octets), size);
  OPENSSL_free(octets);
  return key;
}

}  // namespace

Result<PeerId> peerOfCertificate(const QByteArray& der) {
  const auto* octets = reinterpret_cast<const unsigned char*>(der.constData());
  const unsigned char* const end = octets + der.size();
  const CertificatePointer certificate(d2i_X509(nullptr, &octets, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!certificate || octets != end) {
    return bad(QStringLiteral("it is not well formed"));
  }
  const QByteArray key = publicKeyOf(certificate.get());
  const QByteArray prefix = QByteArray::fromRawData(reinterpret_cast<const char*>(kP256Prefix), sizeof(kP256Prefix));
  if (key.size() != kP256Size || !key.startsWith(prefix)) {
    return bad(QStringLiteral("its key is not an ECDSA key on the curve P-256"));
  }
  if (X509_get_signature_nid(certificate.get()) != NID_ecdsa_with_SHA256) {
    return bad(QStringLiteral("it is not signed with ecdsa-with-SHA256"));
  }
  // Chain verification does not look at the signature of a self-signed certificate; a flipped bit would pass.
  EVP_PKEY* const public_key = X509_get0_pubkey(certificate.get());
  const bool holds = public_key != nullptr && X509_verify(certificate.get(), public_key) == 1;
  ERR_clear_error();
  if (!holds) {
    return bad(QStringLiteral("its signature does not hold"));
  }
  return PeerId::ofPublicKey(key);
}

}  // namespace landline::trust
