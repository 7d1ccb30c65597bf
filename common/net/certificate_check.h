#pragma once

#include <openssl/ssl.h>

#include "core/error.h"
#include "core/peer_id.h"

namespace landline::net {

/// What is asked of the other side's certificate while the handshake of a data connection goes on, and the answer.
/// Bound to an SSL by SSL_set_app_data() and outlives it.
struct CertificateCheck {
  PeerId expected;  ///< null: anybody; whoever it is must be judged afterwards
  PeerId peer;      ///< set where the certificate was taken
  Error error;      ///< set where it was refused: the reason behind the failed handshake
};

/// For SSL_CTX_set_cert_verify_callback(). Takes the place of chain building: a peer is its key. A refused
/// certificate ends the handshake with an alert, before this side has shown its own.
int checkPeerCertificate(X509_STORE_CTX* store, void* unused);

}  // namespace landline::net
