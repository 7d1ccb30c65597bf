// The yardstick: what OpenSSL, the disk and one thread on each side give without any protocol to speak of. Sends files
// over one TLS 1.3 connection on loopback; reading, hashing (XXH3-128) and writing them in blocks of 512 KiB, blocking:
//
//     bare_tls receive FOLDER [--flush]     says its port on a line, takes one connection and ends with it
//     bare_tls send PORT PATH...            files and folders, which arrive under their own names
//
// For each file the sender writes: the length of its path and its size (64 bits each, of this machine), the path, the
// octets, the digest. Each side prints what it took as a line of JSON; the sender's ends when the receiver has verified
// the last file. --flush flushes each file to the disk, as a receiver that promises something has to.

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 512 * 1024;
constexpr std::size_t kReadAhead = 64 * 1024;
constexpr std::uint64_t kEnd = UINT64_MAX;  // in place of a path's length

struct FileHead {
  std::uint64_t path_length;
  std::uint64_t size;
};

template <typename T, void (*release)(T*)>
struct Releaser {
  void operator()(T* object) const { release(object); }
};
using Context = std::unique_ptr<SSL_CTX, Releaser<SSL_CTX, SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Releaser<SSL, SSL_free>>;
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509, X509_free>>;

[[noreturn]] void giveUp(const std::string& what) {
  std::fprintf(stderr, "bare_tls: %s\n", what.c_str());
  std::exit(1);
}

void require(bool good, const std::string& what) {
  if (!good) {
    giveUp(what + ": " + std::strerror(errno));
  }
}

void requireTls(bool good, const char* what) {
  if (!good) {
    ERR_print_errors_fp(stderr);
    giveUp(what);
  }
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (m_fd >= 0) {
      ::close(m_fd);
    }
  }
  int get() const { return m_fd; }

 private:
  int m_fd;
};

Context newContext(bool server) {
  Context context(SSL_CTX_new(TLS_method()));
  requireTls(context && SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) == 1 &&
                 SSL_CTX_set_ciphersuites(context.get(), "TLS_AES_128_GCM_SHA256") == 1,
             "no TLS 1.3 with AES-128-GCM");
  SSL_CTX_set_num_tickets(context.get(), 0);
  // Without it OpenSSL asks the system twice for each record of 16 KiB; larger ones make it move what it has read.
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_default_read_buffer_len(context.get(), kReadAhead);
  if (server) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_set_pubkey(certificate.get(), key.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24L * 3600);
    requireTls(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0 &&
                   SSL_CTX_use_certificate(context.get(), certificate.get()) == 1 &&
                   SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1,
               "no certificate");
  }
  return context;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Tls secure(SSL_CTX* context, int fd, bool server) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  Tls tls(SSL_new(context));
  requireTls(tls && SSL_set_fd(tls.get(), fd) == 1, "no TLS");
  requireTls((server ? SSL_accept(tls.get()) : SSL_connect(tls.get())) == 1, "the TLS handshake fails");
  return tls;
}

void writeAll(SSL* tls, const void* octets, std::size_t size) {
  std::size_t written = 0;
  requireTls(size == 0 || (SSL_write_ex(tls, octets, size, &written) == 1 && written == size), "sending fails");
}

void readAll(SSL* tls, void* into, std::size_t size) {
  for (std::size_t got = 0; got < size;) {
    std::size_t more = 0;
    requireTls(SSL_read_ex(tls, static_cast<char*>(into) + got, size - got, &more) == 1, "receiving fails");
    got += more;
  }
}

/// Files are hashed one after the other with one state and carried in one block.
class Mover {
 public:
  Mover() : m_state(XXH3_createState()), m_block(new char[kBlock]) {}
  ~Mover() { XXH3_freeState(m_state); }
  Mover(const Mover&) = delete;
  Mover& operator=(const Mover&) = delete;

  void send(SSL* tls, const fs::path& source, const std::string& name) {
    const Descriptor file(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    require(file.get() >= 0 && ::fstat(file.get(), &status) == 0, source);
    const FileHead head{name.size(), static_cast<std::uint64_t>(status.st_size)};
    writeAll(tls, &head, sizeof(head));
    writeAll(tls, name.data(), name.size());
    XXH3_128bits_reset(m_state);
    for (std::uint64_t left = head.size; left > 0;) {
      const ssize_t got = ::read(file.get(), m_block.get(), std::min<std::uint64_t>(left, kBlock));
      require(got > 0, source);
      const auto size = static_cast<std::size_t>(got);
      XXH3_128bits_update(m_state, m_block.get(), size);
      writeAll(tls, m_block.get(), size);
      left -= size;
    }
    const XXH128_hash_t digest = XXH3_128bits_digest(m_state);
    writeAll(tls, &digest, sizeof(digest));
  }

  void receive(SSL* tls, const FileHead& head, const fs::path& folder, bool flush) {
    std::string name(head.path_length, '\0');
    readAll(tls, name.data(), name.size());
    const fs::path target = folder / name;
    if (target.parent_path() != m_made) {
      m_made = target.parent_path();
      fs::create_directories(m_made);
    }
    const Descriptor file(::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    require(file.get() >= 0, target);
    XXH3_128bits_reset(m_state);
    for (std::uint64_t left = head.size; left > 0;) {
      const std::size_t size = std::min<std::uint64_t>(left, kBlock);
      readAll(tls, m_block.get(), size);
      XXH3_128bits_update(m_state, m_block.get(), size);
      require(::write(file.get(), m_block.get(), size) == static_cast<ssize_t>(size), target);
      left -= size;
    }
    XXH128_hash_t digest{};
    readAll(tls, &digest, sizeof(digest));
    require(XXH128_isEqual(digest, XXH3_128bits_digest(m_state)) != 0, "the digest differs: " + target.string());
    require(!flush || ::fsync(file.get()) == 0, target);
  }

 private:
  XXH3_state_t* m_state;
  std::unique_ptr<char[]> m_block;
  fs::path m_made;
};

void sendAll(std::uint16_t port, const std::vector<fs::path>& paths) {
  const Context context = newContext(false);
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  require(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0, "connect");
  const Tls tls = secure(context.get(), socket.get(), false);
  Mover mover;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) {
      mover.send(tls.get(), path, path.filename());
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) {
        mover.send(tls.get(), entry.path(), entry.path().lexically_relative(path.parent_path()));
      }
    }
  }
  const FileHead end{kEnd, 0};
  writeAll(tls.get(), &end, sizeof(end));
  char verified = 0;
  readAll(tls.get(), &verified, 1);
}

void receiveAll(const fs::path& folder, bool flush) {
  const Context context = newContext(true);
  const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  require(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
              ::listen(listener.get(), 1) == 0 &&
              ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0,
          "listen");
  std::printf("%u\n", ntohs(address.sin_port));
  std::fflush(stdout);
  const Descriptor socket(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  require(socket.get() >= 0, "accept");
  const Tls tls = secure(context.get(), socket.get(), true);
  Mover mover;
  for (;;) {
    FileHead head{};
    readAll(tls.get(), &head, sizeof(head));
    if (head.path_length == kEnd) {
      break;
    }
    mover.receive(tls.get(), head, folder, flush);
  }
  writeAll(tls.get(), "!", 1);
}

void report(std::chrono::steady_clock::time_point began) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  std::printf("{\"seconds\":%.6f,\"cpu_seconds\":%.6f}\n", took.count(),
              seconds(used.ru_utime) + seconds(used.ru_stime));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto began = std::chrono::steady_clock::now();
  std::signal(SIGPIPE, SIG_IGN);
  if (arguments.size() >= 3 && arguments[0] == "send") {
    sendAll(static_cast<std::uint16_t>(std::atoi(argv[2])), {arguments.begin() + 2, arguments.end()});
  } else if (arguments.size() >= 2 && arguments[0] == "receive") {
    receiveAll(arguments[1], arguments.size() > 2 && arguments[2] == "--flush");
  } else {
    std::fputs("usage: bare_tls receive FOLDER [--flush] | bare_tls send PORT PATH...\n", stderr);
    return 2;
  }
  report(began);
  return 0;
}
