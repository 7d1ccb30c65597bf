#include "net/diagnosis_connect.h"

#include <QSocketNotifier>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <optional>

#include "net/system_address.h"

#ifdef Q_OS_LINUX
#include <linux/errqueue.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#endif

namespace landline::net {

namespace {

QHostAddress withoutScope(QHostAddress address) {
  address.setScopeId(QString());
  return address;
}

#ifdef Q_OS_LINUX

/// The system is to keep what comes back. Old ones do not for TCP: readAnswer() then finds nothing.
void keepAnswers(int socket, int family, bool on) {
  const int value = on ? 1 : 0;
  ::setsockopt(socket, family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP, family == AF_INET6 ? IPV6_RECVERR : IP_RECVERR,
               &value, sizeof(value));
}

std::optional<UnreachableAnswer> readAnswer(int socket) {
  alignas(cmsghdr) std::array<char, 512> room{};
  msghdr message{};
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  if (::recvmsg(socket, &message, MSG_ERRQUEUE) < 0) {
    return {};
  }
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    const bool ipv6 = part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR;
    if (!ipv6 && (part->cmsg_level != IPPROTO_IP || part->cmsg_type != IP_RECVERR)) {
      continue;
    }
    const auto* const error = reinterpret_cast<const sock_extended_err*>(CMSG_DATA(part));
    const bool is_unreachable = ipv6 ? error->ee_origin == SO_EE_ORIGIN_ICMP6 && error->ee_type == ICMPV6_DEST_UNREACH
                                     : error->ee_origin == SO_EE_ORIGIN_ICMP && error->ee_type == ICMP_DEST_UNREACH;
    if (is_unreachable) {
      return UnreachableAnswer{ipv6, error->ee_code, withoutScope(QHostAddress(SO_EE_OFFENDER(error)))};
    }
  }
  return {};
}

#else

void keepAnswers(int /*socket*/, int /*family*/, bool /*on*/) {}
std::optional<UnreachableAnswer> readAnswer(int /*socket*/) {
  return {};
}

#endif

}  // namespace

bool isProhibition(const UnreachableAnswer& answer, const QHostAddress& tried) {
  // RFC 792, RFC 1122 (3.2.2.1) and RFC 4443 (3.1); IPv6: prohibited, by policy, by a route that rejects.
  const auto is_one_of = [&answer](std::initializer_list<int> codes) {
    return std::find(codes.begin(), codes.end(), answer.code) != codes.end();
  };
  constexpr int kPort4 = 3;
  constexpr int kPort6 = 4;
  const bool is_said = answer.ipv6 ? is_one_of({1, 5, 6}) : is_one_of({9, 10, 13});
  return is_said || (answer.code != (answer.ipv6 ? kPort6 : kPort4) && answer.sender == withoutScope(tried));
}

ConnectAttempt::ConnectAttempt(QObject* parent) : QObject(parent), m_deadline(this) {
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this, [this] { finish(ETIMEDOUT); });
}

ConnectAttempt::~ConnectAttempt() = default;

void ConnectAttempt::start(const QHostAddress& address, quint16 port, std::chrono::milliseconds deadline) {
  m_clock.start();
  m_tried = address;
  const SystemAddress to = SystemAddress::of(address, port);
  m_socket.reset(::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int problem = m_socket ? 0 : errno;
  if (m_socket) {
    const int on = 1;
    ::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    keepAnswers(m_socket.get(), to.family(), true);
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
  readRejection(problem);
  finish(problem);
}

/// What came after a while came by the network, even where only errno tells: unless this computer itself has sent it.
void ConnectAttempt::readRejection(int& problem) {
  SystemAddress own;
  ::getsockname(m_socket.get(), own.get(), own.sizePointer());
  const std::optional<UnreachableAnswer> answer = readAnswer(m_socket.get());
  if (problem == EPERM || (problem != 0 && answer && isProhibition(*answer, m_tried))) {
    problem = EACCES;
  }
  m_turned_away = problem == EACCES && !(answer && answer->sender == withoutScope(own.address()));
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
  } else {
    keepAnswers(m_socket.get(), m_tried.protocol() == QAbstractSocket::IPv4Protocol ? AF_INET : AF_INET6, false);
  }
  Q_EMIT finished(system_error);
}

}  // namespace landline::net
