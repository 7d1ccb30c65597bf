#include "net/diagnosis_connect.h"

#include <QSocketNotifier>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "net/system_address.h"

namespace landline::net {

ConnectAttempt::ConnectAttempt(QObject* parent) : QObject(parent), m_deadline(this) {
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this, [this] { finish(ETIMEDOUT); });
}

ConnectAttempt::~ConnectAttempt() = default;

void ConnectAttempt::start(const QHostAddress& address, quint16 port, std::chrono::milliseconds deadline) {
  m_clock.start();
  const SystemAddress to = SystemAddress::of(address, port);
  m_socket.reset(::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int problem = m_socket ? 0 : errno;
  if (m_socket) {
    const int on = 1;
    ::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    problem = ::connect(m_socket.get(), to.get(), to.size()) == 0 ? 0 : errno;
  }
  if (problem != EINPROGRESS) {
    QTimer::singleShot(0, this, [this, problem] { finish(problem); });
    return;
  }
  m_writable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Write);
  connect(m_writable.get(), &QSocketNotifier::activated, this, &ConnectAttempt::onWritable);
  m_deadline.start(deadline);
}

void ConnectAttempt::onWritable() {
  int problem = 0;
  socklen_t size = sizeof(problem);
  ::getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &problem, &size);
  finish(problem);
}

void ConnectAttempt::finish(int system_error) {
  m_milliseconds = m_clock.elapsed();
  m_deadline.stop();
  if (m_writable) {
    m_writable->setEnabled(false);
    m_writable.release()->deleteLater();  // this may be its own signal
  }
  if (system_error != 0) {
    m_socket.reset();
  }
  Q_EMIT finished(system_error);
}

}  // namespace landline::net
