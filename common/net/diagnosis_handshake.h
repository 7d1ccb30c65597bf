#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>

#include "core/file_descriptor.h"
#include "core/peer_id.h"
#include "net/certificate_check.h"
#include "net/tls_context.h"

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace landline::net {

/// Finds out what answers on a connection: says the ClientHello that a Landline client says, and looks at the first
/// octets of the answer before TLS does. A Landline server that it talks to sees a client that has changed its mind:
/// no `hello` is sent. Lives in a thread with an event loop; its destructor cancels.
class HandshakeAttempt : public QObject {
  Q_OBJECT

 public:
  struct Answer {
    enum class Kind {
      Landline,   ///< TLS 1.3, a certificate as Landline makes them, and ours was asked for: `peer`
      OtherTls,   ///< a server of something else: `detail` says why
      TlsFailed,  ///< it answers in TLS, but there is no handshake: `detail` is the library's
      Http,       ///< `detail` is the first line
      Text,       ///< readable text: `detail` is the first line
      Octets,     ///< `detail` are the first of them, in hex
      Silent,     ///< nothing by the deadline
      Closed,     ///< closed without a word
      Reset,      ///< the same, rudely
    };
    Kind kind = Kind::Silent;
    PeerId peer;
    QString detail;
  };

  explicit HandshakeAttempt(std::shared_ptr<const TlsContext> tls, QObject* parent = nullptr);
  ~HandshakeAttempt() override;

  /// Once. `connection` is connected and non-blocking.
  void start(FileDescriptor connection, std::chrono::milliseconds deadline);

 Q_SIGNALS:
  /// Once, never from within start().
  void finished(const landline::net::HandshakeAttempt::Answer& answer);

 private:
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  void onReadable();
  void goOn();
  bool flush();
  void onFailure();
  void finish(Answer::Kind kind, const QString& detail = {});

  std::shared_ptr<const TlsContext> m_tls;
  FileDescriptor m_socket;
  std::unique_ptr<SSL, FreeSsl> m_ssl;
  std::unique_ptr<QSocketNotifier> m_readable;
  QTimer m_deadline;
  CertificateCheck m_check;
  bool m_asked = false;  // the server wants our certificate
  bool m_heard = false;  // its first octets, which are those of TLS
  bool m_finished = false;
};

}  // namespace landline::net
