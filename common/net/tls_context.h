#pragma once

#include <QSslConfiguration>

#include <memory>

#include "core/peer_id.h"
#include "core/result.h"
#include "trust/identity.h"

using SSL_CTX = struct ssl_ctx_st;

namespace landline::net {

/// Everything about TLS that the connections of one node share: TLS 1.3 only, the own certificate, the other
/// side's demanded, no resumption (each connection proves its key). Immutable, shared by threads.
class TlsContext {
 public:
  /// Errors: `tls` where a library does not take the identity.
  static Result<std::shared_ptr<const TlsContext>> create(const trust::Identity& identity);

  /// For control connections (QSslSocket), both sides. Whoever uses it must still judge the certificate.
  QSslConfiguration qtConfiguration() const { return m_qt; }

  /// For data connections, both sides. It refuses certificates that peerOfCertificate() refuses.
  SSL_CTX* openssl() const { return m_openssl.get(); }

  const PeerId& own() const { return m_own; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const;
  };

  TlsContext() = default;

  PeerId m_own;
  QSslConfiguration m_qt;
  std::unique_ptr<SSL_CTX, Free> m_openssl;
};

}  // namespace landline::net
