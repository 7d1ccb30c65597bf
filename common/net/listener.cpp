#include "net/listener.h"

#include <QSocketNotifier>
#include <QTimer>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_map>

#include "core/logging.h"
#include "net/first_octet.h"
#include "net/socket_address.h"
#include "net/system_address.h"

namespace landline::net {

namespace {

// As long a queue as the system allows: whoever the gate refuses is taken and closed at once, so it stays short.
constexpr int kBacklog = SOMAXCONN;
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{250};
constexpr int kMostAtOnce = 64;  // connections taken in one turn of the event loop

constexpr std::string_view kWhatThisIs =
    "This is Landline. It speaks TLS 1.3 to other Landline programs and nothing else on this port.\r\n";
constexpr std::string_view kNoPlace = "This is Landline. It has no place for one more plain peer just now.\r\n";

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
  void setTakesPlainPeers(bool takes);
  void takeBack(Incoming incoming);

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
    bool may_be_plain = true;  // it has not been tried yet
  };

  static Result<FileDescriptor> openSocket(const QHostAddress& address, quint16 port);
  void takeConnections();
  void pause();
  void welcome(FileDescriptor descriptor, const SystemAddress& from);
  void add(Incoming incoming, bool may_be_plain);
  void await(Guest& guest);
  void look(int fd);
  void onTimeout(int fd);
  bool becomesPlain(Guest& guest);
  void refuse(Guest& guest, std::string_view reason);
  void drop(int fd) { m_guests.erase(fd); }

  Listener& m_owner;
  const Limits m_limits;
  const std::shared_ptr<ConnectionGate> m_gate;
  FileDescriptor m_socket;
  NotifierPointer m_notifier;
  QHostAddress m_address;
  quint16 m_port = 0;
  bool m_takes_plain = false;
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
  setOption(descriptor.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  add({std::move(descriptor), displayAddress(address, from.port()), std::move(slot),
       std::chrono::steady_clock::now() + m_limits.handshake},
      true);
}

void Listener::Private::takeBack(Incoming incoming) {
  if (m_socket && incoming.slot->becomeUnknown()) {
    incoming.deadline = std::chrono::steady_clock::now() + m_limits.handshake;
    add(std::move(incoming), false);
  }
}

void Listener::Private::add(Incoming incoming, bool may_be_plain) {
  const int fd = incoming.descriptor.get();
  Guest guest;
  guest.incoming = std::move(incoming);
  guest.may_be_plain = may_be_plain;
  guest.notifier.reset(new QSocketNotifier(fd, QSocketNotifier::Read, &m_owner));
  QObject::connect(guest.notifier.get(), &QSocketNotifier::activated, &m_owner, [this, fd] { look(fd); });
  guest.timer.reset(new QTimer(&m_owner));
  guest.timer->setSingleShot(true);
  guest.timer->setTimerType(Qt::PreciseTimer);
  QObject::connect(guest.timer.get(), &QTimer::timeout, &m_owner, [this, fd] { onTimeout(fd); });
  await(guest);
  m_guests.emplace(fd, std::move(guest));
}

/// Starts the timer of a guest that has said nothing.
void Listener::Private::await(Guest& guest) {
  using Milliseconds = Limits::Milliseconds;
  const auto left = std::chrono::ceil<Milliseconds>(guest.incoming.deadline - std::chrono::steady_clock::now());
  const Milliseconds wait = m_takes_plain && guest.may_be_plain ? std::min(left, m_limits.plain_first_octet) : left;
  guest.timer->start(std::max(wait, Milliseconds(0)));
}

void Listener::Private::setTakesPlainPeers(bool takes) {
  m_takes_plain = takes;
  for (auto& [fd, guest] : m_guests) {
    if (!guest.refused) {
      await(guest);
    }
  }
}

void Listener::Private::onTimeout(int fd) {
  Guest& guest = m_guests.at(fd);
  if (!guest.refused && becomesPlain(guest)) {
    return;
  }
  if (guest.refused || std::chrono::steady_clock::now() >= guest.incoming.deadline) {
    drop(fd);
    return;
  }
  guest.may_be_plain = false;  // there was no place; it has until the deadline
  await(guest);
}

/// Hands it on as a plain peer, where these are taken and there is a place. False: the guest is still here.
bool Listener::Private::becomesPlain(Guest& guest) {
  if (!m_takes_plain || !m_owner.onPlain || !guest.incoming.slot->becomePlain()) {
    return false;
  }
  if (!guest.incoming.slot->arrive()) {
    guest.incoming.slot->becomeUnknown();
    return false;
  }
  Incoming incoming = std::move(guest.incoming);
  drop(incoming.descriptor.get());
  m_owner.onPlain(std::move(incoming));
  return true;
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
    if (!becomesPlain(guest)) {
      refuse(guest, m_takes_plain ? kNoPlace : kWhatThisIs);
    }
    return;
  }
  if (first == kTlsFirst && !guest.incoming.slot->arrive()) {
    qCDebug(logNet).noquote() << "Connects too often; closed one from" << guest.incoming.address;
    drop(fd);
    return;
  }
  Incoming incoming = std::move(guest.incoming);
  drop(fd);
  const auto& next = first == kTlsFirst ? m_owner.onControl : m_owner.onData;
  if (next) {
    next(std::move(incoming));
  }
}

void Listener::Private::refuse(Guest& guest, std::string_view reason) {
  const int fd = guest.incoming.descriptor.get();
  guest.refused = true;
  ::send(fd, reason.data(), reason.size(), MSG_NOSIGNAL);  // a fresh send buffer holds one line
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

void Listener::setTakesPlainPeers(bool takes) {
  m_private->setTakesPlainPeers(takes);
}

void Listener::takeBack(Incoming incoming) {
  m_private->takeBack(std::move(incoming));
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
