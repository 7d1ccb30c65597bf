#include "trust/identity.h"

#include <QFile>
#include <QFileInfo>
#include <fcntl.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/logging.h"
#include "trust/openssl_pointers.h"
#include "trust/peer_certificate.h"

namespace landline::trust {

namespace {

const QString kKeyFile = QStringLiteral("identity.key");
const QString kCertificateFile = QStringLiteral("identity.crt");

Error internal(const char* step) {
  return {codes::kInternal, QStringLiteral("No identity can be made: OpenSSL fails to %1 (%2).")
                                .arg(QLatin1String(step), takeOpenSslError())};
}

/// What is wrong with the files, and the only two ways out of it.
Error damaged(const QString& what, const Profile& profile) {
  return {codes::kBadCertificate,
          QStringLiteral("%1 Restore %2 and %3 in %4 from a backup; or remove both, then a new identity is made and "
                         "every peer will be asked about a changed key.")
              .arg(what, kKeyFile, kCertificateFile, profile.directory())};
}

QString systemError() {
  return QString::fromLocal8Bit(std::strerror(errno));
}

/// Makes the file, which must not be there, with these permissions, and flushes it to the disk.
Result<void> writeNewFile(const QString& path, const QByteArray& octets, mode_t mode) {
  const QByteArray native = QFile::encodeName(path);
  const int fd = ::open(native.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd < 0) {
    return Error{codes::kPermission, QStringLiteral("%1 cannot be made: %2.").arg(path, systemError())};
  }
  // These are a few hundred octets: a regular file takes them at once or not at all.
  const bool written =
      ::write(fd, octets.constData(), static_cast<std::size_t>(octets.size())) == octets.size() && ::fsync(fd) == 0;
  const QString reason = systemError();
  ::close(fd);
  if (!written) {
    ::unlink(native.constData());
    return Error{codes::kWriteFailed, QStringLiteral("%1 cannot be written: %2.").arg(path, reason)};
  }
  return {};
}

Result<QByteArray> readFile(const QString& path) {
  constexpr qint64 kLargest = 64 * 1024;
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{
        codes::kPermission,
        QStringLiteral("%1 cannot be read: %2. Correct its owner or permissions.").arg(path, file.errorString())};
  }
  return file.read(kLargest);
}

/// A key that others can read is no proof of who somebody is; repaired like ssh asks for, with a word in the log.
void keepPrivate(const QString& path) {
  const QByteArray native = QFile::encodeName(path);
  struct stat status {};
  if (::stat(native.constData(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    qCWarning(logTrust).noquote() << path << "could be read by others; its permissions are set to 0600";
    ::chmod(native.constData(), S_IRUSR | S_IWUSR);
  }
}

CertificatePointer selfSigned(EVP_PKEY* key) {
  CertificatePointer certificate(X509_new());
  if (!certificate) {
    return nullptr;
  }
  X509* const x = certificate.get();
  X509_NAME* const name = X509_get_subject_name(x);
  static constexpr unsigned char kCommonName[] = "landline";
  // GeneralizedTime where UTCTime cannot say the year; ASN1_TIME_set_string picks the right one.
  const bool complete =
      X509_set_version(x, X509_VERSION_3) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1 &&
      ASN1_TIME_set_string_X509(X509_getm_notBefore(x), "19700101000000Z") == 1 &&
      ASN1_TIME_set_string_X509(X509_getm_notAfter(x), "99991231235959Z") == 1 &&
      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, kCommonName, -1, -1, 0) == 1 &&
      X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key) == 1 && X509_sign(x, key, EVP_sha256()) > 0;
  return complete ? std::move(certificate) : nullptr;
}

}  // namespace

Result<Identity> Identity::generate() {
  const KeyPointer key(EVP_EC_gen("P-256"));
  if (!key) {
    return internal("make a key");
  }
  const CertificatePointer certificate = selfSigned(key.get());
  if (!certificate) {
    return internal("make a certificate");
  }
  const BioPointer key_pem(BIO_new(BIO_s_mem()));
  const BioPointer certificate_pem(BIO_new(BIO_s_mem()));
  if (!key_pem || !certificate_pem ||
      PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1) {
    return internal("write PEM");
  }
  return fromPem(contentsOf(certificate_pem.get()), contentsOf(key_pem.get()));
}

Result<Identity> Identity::fromPem(const QByteArray& certificate, const QByteArray& key) {
  const BioPointer certificate_reader = readerOf(certificate);
  const BioPointer key_reader = readerOf(key);
  const CertificatePointer x(PEM_read_bio_X509(certificate_reader.get(), nullptr, nullptr, nullptr));
  // The empty pass phrase keeps OpenSSL from asking for one at the terminal.
  char no_phrase[] = "";
  const KeyPointer private_key(PEM_read_bio_PrivateKey(key_reader.get(), nullptr, nullptr, no_phrase));
  ERR_clear_error();
  if (!private_key) {
    return Error{codes::kBadCertificate, QStringLiteral("The private key is incomplete or damaged.")};
  }
  unsigned char* octets = nullptr;
  const int size = x ? i2d_X509(x.get(), &octets) : -1;
  if (size <= 0) {
    return Error{codes::kBadCertificate, QStringLiteral("The certificate is incomplete or damaged.")};
  }
  const QByteArray der(reinterpret_cast<const char*>(octets), size);
  OPENSSL_free(octets);
  const Result<PeerId> id = peerOfCertificate(der);
  if (!id) {
    return id.error();
  }
  if (X509_check_private_key(x.get(), private_key.get()) != 1) {
    ERR_clear_error();
    return Error{codes::kBadCertificate, QStringLiteral("The private key and the certificate do not belong together.")};
  }
  return Identity(*id, certificate, key);
}

Result<Identity> Identity::loadOrCreate(const Profile& profile) {
  const QString key_path = profile.path(kKeyFile);
  const QString certificate_path = profile.path(kCertificateFile);
  const bool has_key = QFileInfo::exists(key_path) || QFileInfo(key_path).isSymLink();
  const bool has_certificate = QFileInfo::exists(certificate_path) || QFileInfo(certificate_path).isSymLink();
  if (has_key != has_certificate) {
    return damaged(QStringLiteral("The identity of this profile is incomplete: %1 is missing.")
                       .arg(has_key ? kCertificateFile : kKeyFile),
                   profile);
  }
  if (!has_key) {
    Result<Identity> made = generate();
    if (!made) {
      return made;
    }
    // The key comes first and O_EXCL: of two programs that start at once in one profile only one goes on.
    if (const Result<void> written = writeNewFile(key_path, made->keyPem(), S_IRUSR | S_IWUSR); !written) {
      return written.error();
    }
    if (const Result<void> written = writeNewFile(certificate_path, made->certificatePem(), 0644); !written) {
      ::unlink(QFile::encodeName(key_path).constData());
      return written.error();
    }
    qCInfo(logTrust).noquote() << "A new identity was made:" << made->id().hex();
    return made;
  }

  keepPrivate(key_path);
  const Result<QByteArray> key = readFile(key_path);
  if (!key) {
    return key.error();
  }
  const Result<QByteArray> certificate = readFile(certificate_path);
  if (!certificate) {
    return certificate.error();
  }
  Result<Identity> identity = fromPem(*certificate, *key);
  if (!identity) {
    return damaged(identity.error().detail, profile);
  }
  return identity;
}

}  // namespace landline::trust
