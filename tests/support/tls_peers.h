#pragma once

#include <QByteArray>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "core/file_descriptor.h"

/// The other side of a TLS connection made by hand, so that it can do what our own programs never would. Everything
/// here blocks: it belongs into a thread of its own (std::async) while the test runs the event loop.
namespace landline::test {

/// A certificate and its key, both PEM.
struct Certificate {
  QByteArray certificate;
  QByteArray key;

  QByteArray der() const;
};

/// How a certificate differs from one that Landline makes.
struct CertificateRecipe {
  enum class Key { P256, P384, Rsa };

  const char* label;
  Key key = Key::P256;
  const char* digest = "SHA256";
  const char* not_before = "19700101000000Z";
  const char* not_after = "99991231235959Z";
  bool break_signature = false;
};

Certificate makeCertificate(const CertificateRecipe& recipe);

/// A connected TCP socket to 127.0.0.1:`port`; blocking, reads give up after 10 s. `receive_buffer` is SO_RCVBUF, 0 the
/// system's choice.
FileDescriptor connectTcp(quint16 port, int receive_buffer = 0);

/// All that comes until the end or a reset, at most 1 MiB.
std::string readToEnd(int descriptor);

/// The next close() of the descriptor is a reset.
void closeWithReset(FileDescriptor descriptor);

/// A listening socket on 127.0.0.1.
struct TcpListener {
  FileDescriptor descriptor;
  quint16 port = 0;

  static TcpListener open(int backlog = 16);
  FileDescriptor accept() const;  ///< blocking
};

/// One TLS connection over a blocking descriptor.
class RawTls {
 public:
  struct Options {
    const Certificate* certificate = nullptr;  ///< none: presents nothing
    int highest_version = 0;                   ///< e.g. TLS1_2_VERSION
    bool asks = true;                          ///< for the other side's certificate
  };

  RawTls(FileDescriptor descriptor, const Options& options);
  ~RawTls();

  bool connect();  ///< the handshake, as client or as server; false where it fails
  bool accept();
  bool write(std::string_view octets);
  std::string read();  ///< what the next record brings; empty at the end or on an error
  std::string readToEnd();
  int descriptor() const;
  FileDescriptor takeDescriptor();  ///< TLS is over; the caller decides how TCP ends

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

/// Passes octets between whoever connects to port() and 127.0.0.1:`target`, one at a time: every portion that a reader
/// could see, it sees.
class Trickle {
 public:
  explicit Trickle(quint16 target);
  ~Trickle();  ///< ends the relay

  quint16 port() const { return m_listener.port; }

 private:
  void run(quint16 target);

  TcpListener m_listener;
  FileDescriptor m_stop;
  std::thread m_thread;
};

}  // namespace landline::test
