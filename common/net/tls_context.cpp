#include "net/tls_context.h"

#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>
#include <openssl/ssl.h>

#include <mutex>

#include "net/certificate_check.h"
#include "trust/openssl_pointers.h"

namespace landline::net {

namespace {

Error refused(const QString& library, const QString& why) {
  return {codes::kTls, QStringLiteral("%1 does not take this profile's identity: %2.").arg(library, why)};
}

QSslConfiguration qtConfigurationFor(const QSslCertificate& certificate, const QSslKey& key) {
  QSslConfiguration configuration;
  configuration.setProtocol(QSsl::TlsV1_3OrLater);
  configuration.setLocalCertificate(certificate);
  configuration.setPrivateKey(key);
  // At a server, too: without it the client's certificate is not asked for.
  configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
  // Said explicitly: otherwise every connection loads the system's store, hundreds of KiB of it.
  configuration.setCaCertificates({});
  configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
  configuration.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
  configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
  return configuration;
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const trust::Identity& identity) {
  const QSslCertificate certificate(identity.certificatePem(), QSsl::Pem);
  const QSslKey key(identity.keyPem(), QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
  if (certificate.isNull() || key.isNull()) {
    return refused(QStringLiteral("Qt"), QStringLiteral("it reads as empty"));
  }
  const std::shared_ptr<TlsContext> context(new TlsContext);
  context->m_own = identity.id();
  context->m_qt = qtConfigurationFor(certificate, key);

  context->m_openssl.reset(SSL_CTX_new(TLS_method()));
  SSL_CTX* const ssl = context->m_openssl.get();
  const trust::BioPointer certificate_reader = trust::readerOf(identity.certificatePem());
  const trust::BioPointer key_reader = trust::readerOf(identity.keyPem());
  const trust::CertificatePointer x(PEM_read_bio_X509(certificate_reader.get(), nullptr, nullptr, nullptr));
  const trust::KeyPointer private_key(PEM_read_bio_PrivateKey(key_reader.get(), nullptr, nullptr, nullptr));
  // AES-128 first: with files it is what limits, and on a local network nothing speaks for the longer key.
  constexpr char kCiphers[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
  const bool complete = ssl != nullptr && x && private_key && SSL_CTX_set_min_proto_version(ssl, TLS1_3_VERSION) == 1 &&
                        SSL_CTX_set_ciphersuites(ssl, kCiphers) == 1 && SSL_CTX_use_certificate(ssl, x.get()) == 1 &&
                        SSL_CTX_use_PrivateKey(ssl, private_key.get()) == 1 && SSL_CTX_check_private_key(ssl) == 1;
  if (!complete) {
    return refused(QStringLiteral("OpenSSL"), trust::takeOpenSslError());
  }
  SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_num_tickets(ssl, 0);
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(ssl, &checkPeerCertificate, nullptr);
  return std::shared_ptr<const TlsContext>(context);
}

}  // namespace landline::net
