#pragma once

#include <QByteArray>
#include <QString>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

/// Owning pointers for the few OpenSSL types that are used, and OpenSSL's own words for what went wrong.
namespace landline::trust {

template <auto Function>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};

using BioPointer = std::unique_ptr<BIO, FreeWith<&BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeWith<&EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, FreeWith<&X509_free>>;

/// The oldest entry of this thread's error queue as text, e.g. "bad decrypt"; empties the queue.
inline QString takeOpenSslError() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  return reason != nullptr ? QString::fromLatin1(reason) : QStringLiteral("no reason given");
}

/// What has been written to a memory BIO.
inline QByteArray contentsOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<int>(size)};
}

/// A BIO that reads `octets`, which must outlive it.
inline BioPointer readerOf(const QByteArray& octets) {
  return BioPointer(BIO_new_mem_buf(octets.constData(), static_cast<int>(octets.size())));
}

}  // namespace landline::trust
