#include "net/diagnosis_handshake.h"

#include <QSocketNotifier>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "net/first_octet.h"
#include "trust/openssl_pointers.h"

namespace landline::net {

namespace {

using Kind = HandshakeAttempt::Answer::Kind;

constexpr int kMostOfLine = 80;    // characters of a foreign answer that are shown
constexpr int kMostOfOctets = 12;  // ... and octets
constexpr char kTlsAlert = 0x15;
constexpr char kTlsMajor = 0x03;

bool isText(std::string_view octets) {
  const bool no_control = std::all_of(octets.begin(), octets.end(), [](char each) {
    const auto octet = static_cast<unsigned char>(each);
    return octet >= 0x20 || octet == '\t' || octet == '\n' || octet == '\r';
  });
  return no_control &&
         !QString::fromUtf8(octets.data(), static_cast<int>(octets.size())).contains(QChar::ReplacementCharacter);
}

QString firstLine(std::string_view octets) {
  const QString text = QString::fromUtf8(octets.data(), static_cast<int>(octets.size()));
  return text.section(QLatin1Char('\n'), 0, 0).trimmed().left(kMostOfLine);
}

HandshakeAttempt::Answer describeForeign(std::string_view octets) {
  HandshakeAttempt::Answer answer;
  answer.detail = firstLine(octets);
  if (octets.substr(0, 5) == "HTTP/" || octets.substr(0, 1) == "<") {
    answer.kind = Kind::Http;
  } else if (isText(octets)) {
    answer.kind = Kind::Text;
  } else {
    answer.kind = Kind::Octets;
    answer.detail = QString::fromLatin1(
        QByteArray(octets.data(), std::min(kMostOfOctets, static_cast<int>(octets.size()))).toHex(' '));
  }
  return answer;
}

/// By the first octet that comes; where there is a second one, by that, too.
bool isTls(std::string_view first) {
  return (first[0] == kTlsFirst || first[0] == kTlsAlert) && (first.size() == 1 || first[1] == kTlsMajor);
}

/// Called when the server asks for our certificate, which the context has.
int noteRequest(SSL* /*ssl*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return 1;
}

}  // namespace

HandshakeAttempt::HandshakeAttempt(std::shared_ptr<const TlsContext> tls, QObject* parent)
    : QObject(parent), m_tls(std::move(tls)), m_deadline(this) {
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this,
          [this] { finish(m_heard ? Kind::TlsFailed : Kind::Silent, QStringLiteral("the answer stopped half-way")); });
}

HandshakeAttempt::~HandshakeAttempt() = default;

void HandshakeAttempt::start(FileDescriptor connection, std::chrono::milliseconds deadline) {
  m_socket = std::move(connection);
  m_ssl.reset(SSL_new(m_tls->openssl()));
  BIO* const in = BIO_new(BIO_s_mem());
  BIO* const out = BIO_new(BIO_s_mem());
  if (!m_ssl || in == nullptr || out == nullptr) {
    BIO_free(in);
    BIO_free(out);
    QTimer::singleShot(0, this, [this] { finish(Kind::TlsFailed, trust::takeOpenSslError()); });
    return;
  }
  BIO_set_mem_eof_return(in, -1);  // empty means "not yet"
  SSL_set_bio(m_ssl.get(), in, out);
  SSL_set_app_data(m_ssl.get(), &m_check);
  SSL_set_cert_cb(m_ssl.get(), &noteRequest, &m_asked);
  SSL_set_connect_state(m_ssl.get());
  m_readable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
  connect(m_readable.get(), &QSocketNotifier::activated, this, &HandshakeAttempt::onReadable);
  m_deadline.start(deadline);
  QTimer::singleShot(0, this, &HandshakeAttempt::goOn);
}

void HandshakeAttempt::onReadable() {
  std::array<char, 4096> octets;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv()
  const ssize_t got = ::recv(m_socket.get(), octets.data(), octets.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  if (got <= 0) {
    if (m_heard) {
      finish(Kind::TlsFailed, QStringLiteral("the connection ended half-way"));
    } else {
      finish(got < 0 ? Kind::Reset : Kind::Closed);
    }
    return;
  }
  const std::string_view input(octets.data(), static_cast<std::size_t>(got));
  if (!m_heard && !isTls(input)) {
    const Answer answer = describeForeign(input);
    finish(answer.kind, answer.detail);
    return;
  }
  m_heard = true;
  BIO_write(SSL_get_rbio(m_ssl.get()), input.data(), static_cast<int>(input.size()));
  goOn();
}

void HandshakeAttempt::goOn() {
  if (m_finished) {
    return;
  }
  ERR_clear_error();
  const int done = SSL_do_handshake(m_ssl.get());
  const int ssl_error = SSL_get_error(m_ssl.get(), done);
  if (done != 1 && ssl_error != SSL_ERROR_WANT_READ) {
    onFailure();
    return;
  }
  if (!flush()) {
    finish(m_heard ? Kind::TlsFailed : Kind::Reset, QStringLiteral("the connection ended half-way"));
  } else if (done == 1 && m_asked) {
    finish(Kind::Landline);
  } else if (done == 1) {
    finish(Kind::OtherTls, QStringLiteral("it does not ask for this client's certificate"));
  }
}

/// Sends what TLS has written: a few KiB, which a fresh send buffer takes at once.
bool HandshakeAttempt::flush() {
  BIO* const out = SSL_get_wbio(m_ssl.get());
  const QByteArray octets = trust::contentsOf(out);
  (void)BIO_reset(out);
  return octets.isEmpty() || ::send(m_socket.get(), octets.constData(), static_cast<std::size_t>(octets.size()),
                                    MSG_NOSIGNAL) == octets.size();
}

void HandshakeAttempt::onFailure() {
  const QString said = trust::takeOpenSslError();
  (void)flush();  // the alert, so that its log says why
  if (m_check.error.code.isEmpty()) {
    finish(Kind::TlsFailed, said);
  } else {
    finish(Kind::OtherTls, m_check.error.detail);
  }
}

void HandshakeAttempt::finish(Answer::Kind kind, const QString& detail) {
  if (m_finished) {
    return;
  }
  m_finished = true;
  m_deadline.stop();
  if (m_readable) {
    m_readable->setEnabled(false);
    m_readable.release()->deleteLater();  // this may be its own signal
  }
  m_ssl.reset();
  m_socket.reset();
  const bool has_detail = kind != Kind::Landline && kind != Kind::Silent;
  Q_EMIT finished({kind, kind == Kind::Landline ? m_check.peer : PeerId(), has_detail ? detail : QString()});
}

}  // namespace landline::net
