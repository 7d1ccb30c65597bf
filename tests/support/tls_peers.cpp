#include "support/tls_peers.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "trust/openssl_pointers.h"

namespace landline::test {

namespace {

constexpr std::size_t kMostRead = 1024 * 1024;

sockaddr_in loopback(quint16 port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void setOption(int fd, int level, int option, int value) {
  ::setsockopt(fd, level, option, &value, sizeof(value));
}

/// A failure here is one of the test's own means, not of what is tested.
void require(bool condition, const char* what) {
  if (!condition) {
    throw std::runtime_error(what);
  }
}

trust::KeyPointer makeKey(CertificateRecipe::Key kind) {
  switch (kind) {
    case CertificateRecipe::Key::P256:
      return trust::KeyPointer(EVP_EC_gen("P-256"));
    case CertificateRecipe::Key::P384:
      return trust::KeyPointer(EVP_EC_gen("P-384"));
    case CertificateRecipe::Key::Rsa:
      return trust::KeyPointer(EVP_RSA_gen(2048));
  }
  return nullptr;
}

QByteArray toDer(X509* certificate) {
  unsigned char* octets = nullptr;
  const int size = i2d_X509(certificate, &octets);
  const QByteArray der(reinterpret_cast<const char*>(octets), size);
  OPENSSL_free(octets);
  return der;
}

/// Sends what has come, one octet a call. False at the end of `from`.
bool passOn(int from, int to) {
  std::array<char, 4096> octets{};
  const ssize_t got = ::recv(from, octets.data(), octets.size(), 0);
  for (ssize_t i = 0; i < got; ++i) {
    if (::send(to, octets.data() + i, 1, MSG_NOSIGNAL) != 1) {
      return false;
    }
  }
  return got > 0;
}

}  // namespace

QByteArray Certificate::der() const {
  const trust::BioPointer reader = trust::readerOf(certificate);
  const trust::CertificatePointer x(PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr));
  require(x != nullptr, "a certificate that was just made does not parse");
  return toDer(x.get());
}

Certificate makeCertificate(const CertificateRecipe& recipe) {
  const trust::KeyPointer key = makeKey(recipe.key);
  trust::CertificatePointer certificate(X509_new());
  require(key && certificate, "no key");
  X509* x = certificate.get();
  X509_NAME* const name = X509_get_subject_name(x);
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 7);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(x), recipe.not_before);
  ASN1_TIME_set_string_X509(X509_getm_notAfter(x), recipe.not_after);
  const std::string common_name = "landline";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common_name.c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(x, name);
  X509_set_pubkey(x, key.get());
  require(X509_sign(x, key.get(), EVP_get_digestbyname(recipe.digest)) > 0, "no signature");
  if (recipe.break_signature) {
    // The last octet of the DER form belongs to the signature's second number.
    QByteArray der = toDer(x);
    der[der.size() - 1] = static_cast<char>(der[der.size() - 1] ^ 1);
    const auto* octets = reinterpret_cast<const unsigned char*>(der.constData());
    certificate.reset(d2i_X509(nullptr, &octets, der.size()));
    require(certificate != nullptr, "the broken certificate does not even parse");
    x = certificate.get();
  }
  const trust::BioPointer certificate_pem(BIO_new(BIO_s_mem()));
  const trust::BioPointer key_pem(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_pem.get(), x);
  PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {trust::contentsOf(certificate_pem.get()), trust::contentsOf(key_pem.get())};
}

FileDescriptor connectTcp(quint16 port, int receive_buffer) {
  FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  require(static_cast<bool>(socket), "no socket");
  if (receive_buffer > 0) {
    setOption(socket.get(), SOL_SOCKET, SO_RCVBUF, receive_buffer);
  }
  setOption(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  timeval patience{};
  patience.tv_sec = 10;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const sockaddr_in address = loopback(port);
  require(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0, "no connection");
  return socket;
}

std::string readToEnd(int descriptor) {
  std::string all;
  std::array<char, 4096> octets{};
  while (all.size() < kMostRead) {
    const ssize_t got = ::recv(descriptor, octets.data(), octets.size(), 0);
    if (got <= 0) {
      break;
    }
    all.append(octets.data(), static_cast<std::size_t>(got));
  }
  return all;
}

void closeWithReset(FileDescriptor descriptor) {
  const linger at_once{1, 0};
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

TcpListener TcpListener::open(int backlog) {
  TcpListener listener;
  listener.descriptor.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  require(::bind(listener.descriptor.get(), generic, size) == 0, "no port");
  require(::listen(listener.descriptor.get(), backlog) == 0, "no listening");
  ::getsockname(listener.descriptor.get(), generic, &size);
  listener.port = ntohs(address.sin_port);
  return listener;
}

FileDescriptor TcpListener::accept() const {
  return FileDescriptor(::accept4(descriptor.get(), nullptr, nullptr, SOCK_CLOEXEC));
}

// --- TLS -----------------------------------------------------------------------------------------------------

struct RawTls::Private {
  FileDescriptor descriptor;
  std::unique_ptr<SSL_CTX, trust::FreeWith<&SSL_CTX_free>> context;
  std::unique_ptr<SSL, trust::FreeWith<&SSL_free>> ssl;
};

RawTls::RawTls(FileDescriptor descriptor, const Options& options) : m_private(std::make_unique<Private>()) {
  m_private->descriptor = std::move(descriptor);
  m_private->context.reset(SSL_CTX_new(TLS_method()));
  SSL_CTX* const context = m_private->context.get();
  SSL_CTX_set_security_level(context, 0);  // this side is to be able to do everything
  if (options.highest_version != 0) {
    SSL_CTX_set_max_proto_version(context, options.highest_version);
  }
  // Asks for the other side's certificate and takes any.
  SSL_CTX_set_verify(context, options.asks ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, [](int, X509_STORE_CTX*) { return 1; });
  if (options.certificate != nullptr) {
    const trust::BioPointer certificate_reader = trust::readerOf(options.certificate->certificate);
    const trust::BioPointer key_reader = trust::readerOf(options.certificate->key);
    const trust::CertificatePointer x(PEM_read_bio_X509(certificate_reader.get(), nullptr, nullptr, nullptr));
    const trust::KeyPointer key(PEM_read_bio_PrivateKey(key_reader.get(), nullptr, nullptr, nullptr));
    require(SSL_CTX_use_certificate(context, x.get()) == 1, "OpenSSL refuses the certificate");
    require(SSL_CTX_use_PrivateKey(context, key.get()) == 1, "OpenSSL refuses the key");
  }
  m_private->ssl.reset(SSL_new(context));
  SSL_set_fd(m_private->ssl.get(), m_private->descriptor.get());
}

RawTls::~RawTls() = default;

bool RawTls::connect() {
  return SSL_connect(m_private->ssl.get()) == 1;
}

bool RawTls::accept() {
  return SSL_accept(m_private->ssl.get()) == 1;
}

bool RawTls::write(std::string_view octets) {
  return SSL_write(m_private->ssl.get(), octets.data(), static_cast<int>(octets.size())) ==
         static_cast<int>(octets.size());
}

std::string RawTls::read() {
  std::array<char, 16 * 1024> octets{};
  const int got = SSL_read(m_private->ssl.get(), octets.data(), static_cast<int>(octets.size()));
  return got > 0 ? std::string(octets.data(), static_cast<std::size_t>(got)) : std::string();
}

std::string RawTls::readToEnd() {
  std::string all;
  for (std::string more = read(); !more.empty() && all.size() < kMostRead; more = read()) {
    all += more;
  }
  return all;
}

int RawTls::descriptor() const {
  return m_private->descriptor.get();
}

FileDescriptor RawTls::takeDescriptor() {
  return std::move(m_private->descriptor);
}

// --- One octet at a time -------------------------------------------------------------------------------------

Trickle::Trickle(quint16 target)
    : m_listener(TcpListener::open()), m_stop(::eventfd(0, EFD_CLOEXEC)), m_thread([this, target] { run(target); }) {}

Trickle::~Trickle() {
  ::eventfd_write(m_stop.get(), 1);
  m_thread.join();
}

void Trickle::run(quint16 target) {
  std::array<pollfd, 2> waiting{{{m_stop.get(), POLLIN, 0}, {m_listener.descriptor.get(), POLLIN, 0}}};
  ::poll(waiting.data(), waiting.size(), -1);
  if (waiting[0].revents != 0) {
    return;
  }
  const FileDescriptor left = m_listener.accept();
  setOption(left.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  const FileDescriptor right = connectTcp(target);
  for (;;) {
    std::array<pollfd, 3> watched{{{m_stop.get(), POLLIN, 0}, {left.get(), POLLIN, 0}, {right.get(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), -1);
    const bool stopped = watched[0].revents != 0;
    if (stopped || (watched[1].revents != 0 && !passOn(left.get(), right.get())) ||
        (watched[2].revents != 0 && !passOn(right.get(), left.get()))) {
      return;
    }
  }
}

}  // namespace landline::test
