#pragma once

#include <QByteArray>

#include "core/peer_id.h"
#include "core/profile.h"
#include "core/result.h"

namespace landline::trust {

/// The key and certificate of one profile: who this program is to its peers. A copyable value.
///
/// Kept in the profile as `identity.key` (PEM, mode 0600) and `identity.crt` (PEM). The certificate is
/// self-signed, ECDSA P-256 with SHA-256, CN `landline`, valid from 1970-01-01 to 9999-12-31: it carries the
/// key and nothing else.
class Identity {
 public:
  /// Reads the profile's identity, or makes one where neither file exists. Where only one of the files
  /// exists, one cannot be read, or the two do not belong together, that is an error that says what to do: a
  /// new identity would make every peer ask about a changed key, so none is ever made silently. Errors:
  /// `permission`, `bad-certificate`, `internal`.
  static Result<Identity> loadOrCreate(const Profile& profile);

  /// A new identity that is kept nowhere.
  static Result<Identity> generate();

  const PeerId& id() const { return m_id; }
  const QByteArray& certificatePem() const { return m_certificate; }
  const QByteArray& keyPem() const { return m_key; }

 private:
  Identity(PeerId id, QByteArray certificate, QByteArray key)
      : m_id(std::move(id)), m_certificate(std::move(certificate)), m_key(std::move(key)) {}

  static Result<Identity> fromPem(const QByteArray& certificate, const QByteArray& key);

  PeerId m_id;
  QByteArray m_certificate;
  QByteArray m_key;
};

}  // namespace landline::trust
