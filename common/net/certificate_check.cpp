#include "net/certificate_check.h"

#include "trust/peer_certificate.h"

namespace landline::net {

namespace {

QByteArray derOf(X509* certificate) {
  unsigned char* octets = nullptr;
  const int size = certificate != nullptr ? i2d_X509(certificate, &octets) : -1;
  if (size <= 0) {
    return {};
  }
  const QByteArray der(reinterpret_cast<const char*>(octets), size);
  OPENSSL_free(octets);
  return der;
}

Error judge(X509* certificate, CertificateCheck& check) {
  const Result<PeerId> presented = trust::peerOfCertificate(derOf(certificate));
  if (!presented) {
    return presented.error();
  }
  if (!check.expected.isNull() && *presented != check.expected) {
    return {codes::kKeyChanged, QStringLiteral("The other side of the data connection has the key %1, but %2 was "
                                               "expected: something else answers at this address.")
                                    .arg(presented->fingerprint(), check.expected.fingerprint())};
  }
  check.peer = *presented;
  return {};
}

}  // namespace

int checkPeerCertificate(X509_STORE_CTX* store, void* /*unused*/) {
  const auto* const ssl =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* const check = ssl != nullptr ? static_cast<CertificateCheck*>(SSL_get_app_data(ssl)) : nullptr;
  if (check != nullptr) {
    check->error = judge(X509_STORE_CTX_get0_cert(store), *check);
    if (check->error.code.isEmpty()) {
      X509_STORE_CTX_set_error(store, X509_V_OK);
      return 1;
    }
  }
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

}  // namespace landline::net
