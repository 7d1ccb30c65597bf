#include "net/data_stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "trust/openssl_pointers.h"

namespace landline::net {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t kPortion = DescriptorTransport::kPortion;
constexpr std::size_t kRecord = 16 * 1024;

/// Whether the other side's alert says that it is our certificate that it does not like.
bool isCertificateAlert(int reason) {
  switch (reason) {
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return true;
    default:
      return false;
  }
}

}  // namespace

void DataStream::FreeSsl::operator()(SSL* ssl) const {
  SSL_free(ssl);
}

DataStream::DataStream(std::shared_ptr<const TlsContext> tls, const Limits& limits)
    : m_tls(std::move(tls)), m_limits(limits), m_silence(limits.transfer_silence) {}

DataStream::~DataStream() = default;

Result<void> DataStream::checkUsable() {
  if (m_failure) {
    return *m_failure;
  }
  if (m_transport.isCancelled()) {
    return fail({codes::kCancelled, QStringLiteral("The data connection was cancelled.")});
  }
  if (!m_ssl) {
    return Error{codes::kInternal, QStringLiteral("The data connection was not opened.")};
  }
  if (m_deadline && steady_clock::now() >= *m_deadline) {
    return fail({codes::kTimeout, QStringLiteral("%1 showed no valid ticket in time.").arg(m_address)});
  }
  return {};
}

Result<std::size_t> DataStream::read(char* into, std::size_t capacity) {
  if (m_inbox_taken < m_inbox.size()) {
    if (m_transport.isCancelled()) {
      return checkUsable().error();
    }
    return takeFromInbox(into, capacity);
  }
  Time moved_at = steady_clock::now();
  for (;;) {
    if (const Result<void> usable = checkUsable(); !usable) {
      return usable.error();
    }
    const std::uint64_t moved = m_transport.moved();
    Result<std::size_t> got = readSome(into, capacity);
    if (!got || *got > 0 || m_ended || capacity == 0) {
      return got;
    }
    if (const Result<void> sent = m_transport.sendSome(); !sent) {
      return fail(sent.error());
    }
    if (m_transport.moved() != moved) {
      moved_at = steady_clock::now();
    }
    const int events = POLLIN | (m_transport.unsent() > 0 ? POLLOUT : 0);
    if (const Result<short> ready = waitFor(static_cast<short>(events), moved_at); !ready) {
      return ready.error();
    }
  }
}

std::size_t DataStream::takeFromInbox(char* into, std::size_t capacity) {
  const std::size_t size = std::min(capacity, m_inbox.size() - m_inbox_taken);
  std::memcpy(into, m_inbox.data() + m_inbox_taken, size);
  m_inbox_taken += size;
  if (m_inbox_taken == m_inbox.size()) {
    m_inbox = std::string();  // it is rarely used: its memory goes back
    m_inbox_taken = 0;
  }
  return size;
}

/// What is here now, without waiting, up to `capacity`.
Result<std::size_t> DataStream::readSome(char* into, std::size_t capacity) {
  std::size_t taken = 0;
  while (taken < capacity && !m_ended) {
    std::size_t got = 0;
    ERR_clear_error();
    const int done = SSL_read_ex(m_ssl.get(), into + taken, capacity - taken, &got);
    if (done == 1) {
      taken += got;
      continue;
    }
    const int ssl_error = SSL_get_error(m_ssl.get(), done);
    if (ssl_error == SSL_ERROR_ZERO_RETURN) {
      m_ended = true;
    } else if (ssl_error != SSL_ERROR_WANT_READ) {
      const Error failure = fail(tlsFailure(ssl_error));
      return taken > 0 ? Result<std::size_t>(taken) : failure;  // the failure comes with the next call
    }
    break;
  }
  return taken;
}

Result<void> DataStream::write(std::string_view octets) {
  do {
    const std::string_view portion = octets.substr(0, kPortion);
    if (Result<void> taken = writeNow(portion); !taken) {
      return taken;
    }
    octets.remove_prefix(portion.size());
    if (m_transport.unsent() >= kPortion) {
      if (Result<void> drained = drain(); !drained) {
        return drained;
      }
    }
  } while (!octets.empty());
  return {};
}

Result<void> DataStream::flush() {
  if (Result<void> usable = checkUsable(); !usable) {
    return usable;
  }
  return drain();
}

/// Waits until everything is given to the operating system, and takes in what arrives meanwhile.
Result<void> DataStream::drain() {
  Time moved_at = steady_clock::now();
  for (;;) {
    const std::uint64_t moved = m_transport.moved();
    if (const Result<void> sent = m_transport.sendSome(); !sent) {
      return fail(sent.error());
    }
    if (m_transport.unsent() == 0) {
      return m_transport.isCancelled() ? checkUsable() : Result<void>();
    }
    const bool takes_in = !m_ended && m_inbox.size() - m_inbox_taken < kLargestInbox;
    if (takes_in) {
      if (Result<void> taken = takeIn(); !taken) {
        return taken;
      }
    }
    if (m_transport.moved() != moved) {
      moved_at = steady_clock::now();
    }
    const int events = POLLOUT | (takes_in ? POLLIN : 0);
    if (const Result<short> ready = waitFor(static_cast<short>(events), moved_at); !ready) {
      return ready.error();
    }
  }
}

Result<void> DataStream::takeIn() {
  std::array<char, kRecord> record;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by readSome()
  while (!m_ended && m_inbox.size() - m_inbox_taken < kLargestInbox) {
    const Result<std::size_t> got = readSome(record.data(), record.size());
    if (!got) {
      return got.error();
    }
    if (*got == 0) {
      break;
    }
    m_inbox.append(record.data(), *got);
  }
  return {};
}

bool DataStream::hasInput() {
  if (m_inbox_taken == m_inbox.size() && checkUsable().ok() && !m_ended) {
    (void)takeIn();  // a failure is kept, and read() tells it
  }
  return m_inbox_taken < m_inbox.size() || m_ended || m_failure;
}

Result<void> DataStream::finish() {
  const bool was_finished = m_finished;
  const Result<void> finished = finishNow();
  return finished && !was_finished ? drain() : finished;
}

// --- Without waiting -------------------------------------------------------------------------------------------------

Result<std::size_t> DataStream::readNow(char* into, std::size_t capacity) {
  if (const Result<void> usable = checkUsable(); !usable) {
    return usable.error();
  }
  if (m_inbox_taken < m_inbox.size()) {
    return takeFromInbox(into, capacity);
  }
  m_transport.setLargestReceive(capacity);
  return readSome(into, capacity);
}

Result<void> DataStream::writeNow(std::string_view octets) {
  if (const Result<void> usable = checkUsable(); !usable) {
    return usable;
  }
  if (m_finished) {
    return Error{codes::kInternal, QStringLiteral("The data connection is finished: nothing more can be written.")};
  }
  while (!octets.empty()) {
    std::size_t taken = 0;
    ERR_clear_error();
    const int done = SSL_write_ex(m_ssl.get(), octets.data(), octets.size(), &taken);
    if (done != 1) {
      return fail(tlsFailure(SSL_get_error(m_ssl.get(), done)));
    }
    octets.remove_prefix(taken);
  }
  return {};
}

Result<void> DataStream::finishNow() {
  if (const Result<void> usable = checkUsable(); !usable || m_finished) {
    return usable;
  }
  m_finished = true;
  ERR_clear_error();
  if (const int done = SSL_shutdown(m_ssl.get()); done < 0) {
    return fail(tlsFailure(SSL_get_error(m_ssl.get(), done)));
  }
  return {};
}

Result<void> DataStream::sendNow() {
  if (const Result<void> usable = checkUsable(); !usable) {
    return usable;
  }
  const Result<void> sent = m_transport.sendSome();
  return sent ? sent : fail(sent.error());
}

// ---------------------------------------------------------------------------------------------------------------------

void DataStream::cancel() noexcept {
  m_transport.cancel();
}

Result<short> DataStream::waitFor(short events, Time since) {
  const Time until = m_deadline ? std::min(*m_deadline, since + m_silence) : since + m_silence;
  const Time begin = steady_clock::now();
  Result<short> ready = m_transport.wait(events, until);
  m_waited += steady_clock::now() - begin;
  return ready ? ready : fail(ready.error());
}

Error DataStream::fail(Error error) {
  if (!m_failure) {
    m_failure = std::move(error);
  }
  return *m_failure;
}

Error DataStream::tlsFailure(int ssl_error) {
  if (!m_check.error.code.isEmpty()) {
    return m_check.error;
  }
  if (!m_transport.lost().isEmpty()) {
    return {codes::kConnectionLost,
            QStringLiteral("The data connection to %1 was lost: %2.").arg(m_address, m_transport.lost())};
  }
  const bool refused = ssl_error == SSL_ERROR_SSL && isCertificateAlert(ERR_GET_REASON(ERR_peek_error()));
  const QString reason = trust::takeOpenSslError();
  return {refused ? codes::kBadCertificate : codes::kTls,
          refused ? QStringLiteral("%1 refused this side's certificate: %2.").arg(m_address, reason)
                  : QStringLiteral("TLS on the data connection to %1 failed: %2.").arg(m_address, reason)};
}

}  // namespace landline::net
