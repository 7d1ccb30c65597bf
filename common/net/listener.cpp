#include "net/listener.h"

#include <QSocketNotifier>
#include <QTimer>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>

#include "core/logging.h"
#include "net/socket_address.h"
#include "net/system_address.h"

namespace landline::net {

namespace {

constexpr char kTlsFirst = 0x16;
constexpr char kDataFirst = 0x01;

// As long a queue as the system allows: whoever the gate refuses is taken and closed at once, so it stays short.
constexpr int kBacklog = SOMAXCONN;
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{250};
constexpr int kMostAtOnce = 64;  // connections taken in one turn of the event loop

constexpr std::string_view kWhatThisIs =
    "This is Landline. It speaks TLS 1.3 to other Landline programs and nothing else on this port.\r\n";

Error listenError(int number, const QHostAddress& address, quint16 port) {
  const QString where = displayAddress(address, port);
  switch (number) {
    case EADDRINUSE:
      return {codes::kAddressInUse,
              QStringLiteral("Another program listens at %1 already. End it, or choose another port.").arg(where)};
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return {codes::kAddressUnavailable,
              QStringLiteral("No interface of this computer has the address of %1. Choose one from the list, or "
                             "0.0.0.0 for all.")
                  .arg(where)};
    case EACCES:
    case EPERM:
      return {codes::kPermission,
              QStringLiteral("This user may not listen at %1. Choose a port from 1024 on.").arg(where)};
    default:
      return {codes::kInternal,
              QStringLiteral("Listening at %1 fails: %2.").arg(where, QString::fromLocal8Bit(std::strerror(number)))};
  }
}

void setOption(int fd, int level, int option, int value) {
  ::setsockopt(fd, level, option, &value, sizeof(value));
}

/// For notifiers and timers, which may be given up in a slot of their own signal. They are children of the listener
/// too.
struct Retire {
  void operator()(QSocketNotifier* notifier) const {
    notifier->setEnabled(false);  // now: its descriptor is about to be closed or to belong to another thread
    notifier->disconnect();
    notifier->deleteLater();
  }
  void operator()(QTimer* timer) const {
    timer->stop();
    timer->disconnect();
    timer->deleteLater();
  }
};
using NotifierPointer = std::unique_ptr<QSocketNotifier, Retire>;
using TimerPointer = std::unique_ptr<QTimer, Retire>;

bool outOfResources(int number) {
  return number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM;
}

}  // namespace

class Listener::Private {
 public:
  Private(Listener& owner, const Limits& limits, std::shared_ptr<ConnectionGate> gate)
      : m_owner(owner), m_limits(limits), m_gate(std::move(gate)) {}

  Result<void> listen(const QHostAddress& address, quint16 port);
  void stop();

  bool isListening() const { return static_cast<bool>(m_socket); }
  const QHostAddress& address() const { return m_address; }
  quint16 port() const { return m_port; }

 private:
  /// A connection that is not handed on yet: its first octet is awaited, or the line of text is on its way out.
  struct Guest {
    Incoming incoming;
    NotifierPointer notifier;
    TimerPointer timer;
    bool refused = false;
  };

  static Result<FileDescriptor> openSocket(const QHostAddress& address, quint16 port);
  void takeConnections();
  void pause();
  void welcome(FileDescriptor descriptor, const SystemAddress& from);
  void look(int fd);
  void refuse(Guest& guest);
  void drop(int fd) { m_guests.erase(fd); }

  Listener& m_owner;
  const Limits m_limits;
  const std::shared_ptr<ConnectionGate> m_gate;
  FileDescriptor m_socket;
  NotifierPointer m_notifier;
  QHostAddress m_address;
  quint16 m_port = 0;
  std::unordered_map<int, Guest> m_guests;  // by descriptor
};

Result<FileDescriptor> Listener::Private::openSocket(const QHostAddress& address, quint16 port) {
  const bool both = address.protocol() == QAbstractSocket::AnyIPProtocol;
  const SystemAddress wanted = SystemAddress::of(address, port);
  FileDescriptor socket(::socket(wanted.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket && both && errno == EAFNOSUPPORT) {
    return openSocket(QHostAddress(QHostAddress::AnyIPv4), port);  // a kernel without IPv6
  }
  if (!socket) {
    return listenError(errno, address, port);
  }
  // A restart must not wait for old connections in TIME_WAIT; two listeners at one address stay impossible.
  setOption(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (wanted.family() == AF_INET6) {
    setOption(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, both ? 0 : 1);
  }
  if (::bind(socket.get(), wanted.get(), wanted.size()) != 0 || ::listen(socket.get(), kBacklog) != 0) {
    return listenError(errno, address, port);
  }
  return socket;
}

Result<void> Listener::Private::listen(const QHostAddress& address, quint16 port) {
  stop();
  Result<FileDescriptor> socket = openSocket(address, port);
  if (!socket) {
    return socket.error();
  }
  m_socket = *std::move(socket);
  SystemAddress real;
  ::getsockname(m_socket.get(), real.get(), real.sizePointer());
  m_address = address;
  m_port = real.port();
  m_notifier.reset(new QSocketNotifier(m_socket.get(), QSocketNotifier::Read, &m_owner));
  QObject::connect(m_notifier.get(), &QSocketNotifier::activated, &m_owner, [this] { takeConnections(); });
  return {};
}

void Listener::Private::stop() {
  m_guests.clear();
  m_notifier.reset();
  m_socket.reset();
  m_address = QHostAddress();
  m_port = 0;
}

void Listener::Private::takeConnections() {
  for (int taken = 0; taken < kMostAtOnce && m_socket; ++taken) {
    SystemAddress from;
    FileDescriptor descriptor(::accept4(m_socket.get(), from.get(), from.sizePointer(), SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (descriptor) {
      welcome(std::move(descriptor), from);
    } else if (outOfResources(errno)) {
      pause();
      return;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    }
    // else: this one was reset while it waited, or the like; the next may be well.
  }
}

void Listener::Private::pause() {
  // Without a descriptor the socket stays readable and the loop would spin. Connections wait in the backlog meanwhile.
  qCWarning(logNet, "No descriptors are left; connections are taken again in a moment");
  m_notifier->setEnabled(false);
  QTimer::singleShot(kPauseWithoutDescriptors, m_notifier.get(),
                     [notifier = m_notifier.get()] { notifier->setEnabled(true); });
}

void Listener::Private::welcome(FileDescriptor descriptor, const SystemAddress& from) {
  const QHostAddress address = from.address();
  std::shared_ptr<ConnectionGate::Slot> slot = m_gate->tryEnter(address);
  if (!slot) {
    qCDebug(logNet).noquote() << "Too many unknown connections; closed one from" << address.toString();
    return;
  }
  const int fd = descriptor.get();
  setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  Guest guest;
  guest.incoming = {std::move(descriptor), displayAddress(address, from.port()), std::move(slot),
                    std::chrono::steady_clock::now() + m_limits.handshake};
  guest.notifier.reset(new QSocketNotifier(fd, QSocketNotifier::Read, &m_owner));
  QObject::connect(guest.notifier.get(), &QSocketNotifier::activated, &m_owner, [this, fd] { look(fd); });
  guest.timer.reset(new QTimer(&m_owner));
  guest.timer->setSingleShot(true);
  guest.timer->setTimerType(Qt::PreciseTimer);
  QObject::connect(guest.timer.get(), &QTimer::timeout, &m_owner, [this, fd] { drop(fd); });
  guest.timer->start(m_limits.handshake);
  m_guests.emplace(fd, std::move(guest));
}

void Listener::Private::look(int fd) {
  const auto found = m_guests.find(fd);
  if (found == m_guests.end()) {
    return;
  }
  Guest& guest = found->second;
  if (guest.refused) {
    // What it still sends is taken and dropped: closing over unread octets would be a reset, and that can
    // overtake the line of text.
    char octets[4096];
    const ssize_t got = ::recv(fd, octets, sizeof(octets), 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      drop(fd);
    }
    return;
  }
  char first = 0;
  const ssize_t got = ::recv(fd, &first, 1, MSG_PEEK);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  if (got <= 0) {
    drop(fd);
    return;
  }
  if (first != kTlsFirst && first != kDataFirst) {
    refuse(guest);
    return;
  }
  Incoming incoming = std::move(guest.incoming);
  drop(fd);
  const auto& next = first == kTlsFirst ? m_owner.onControl : m_owner.onData;
  if (next) {
    next(std::move(incoming));
  }
}

void Listener::Private::refuse(Guest& guest) {
  const int fd = guest.incoming.descriptor.get();
  guest.refused = true;
  ::send(fd, kWhatThisIs.data(), kWhatThisIs.size(), MSG_NOSIGNAL);  // a fresh send buffer holds one line
  ::shutdown(fd, SHUT_WR);
  guest.timer->start(m_limits.goodbye);
}

Listener::Listener(const Limits& limits, std::shared_ptr<ConnectionGate> gate, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(*this, limits, std::move(gate))) {}

Listener::~Listener() = default;

Result<void> Listener::listen(const QHostAddress& address, quint16 port) {
  return m_private->listen(address, port);
}

void Listener::stop() {
  m_private->stop();
}

bool Listener::isListening() const {
  return m_private->isListening();
}

QHostAddress Listener::address() const {
  return m_private->address();
}

quint16 Listener::port() const {
  return m_private->port();
}

}  // namespace landline::net
