#include "net/host_interfaces.h"

#include <QNetworkInterface>
#include <QSocketNotifier>
#include <QSysInfo>

#include <algorithm>
#include <chrono>

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace landline::net {

namespace {

constexpr std::chrono::milliseconds kSettle{200};
constexpr std::chrono::milliseconds kPollInterval{5000};

InterfaceAddress describe(const QNetworkAddressEntry& entry) {
  InterfaceAddress result;
  result.address = withoutScope(entry.ip()).toString();
  result.netmask = entry.netmask().toString();
  result.broadcast = entry.broadcast().toString();
  result.prefix = entry.prefixLength();
  result.ipv6 = entry.ip().protocol() == QAbstractSocket::IPv6Protocol;
  return result;
}

HostInterface describe(const QNetworkInterface& interface) {
  const QNetworkInterface::InterfaceFlags flags = interface.flags();
  HostInterface result;
  result.name = interface.humanReadableName();
  result.mtu = interface.maximumTransmissionUnit();
  result.up = flags.testFlag(QNetworkInterface::IsUp);
  result.running = flags.testFlag(QNetworkInterface::IsRunning);
  result.loopback = flags.testFlag(QNetworkInterface::IsLoopBack);
  result.multicast = flags.testFlag(QNetworkInterface::CanMulticast);
  result.point_to_point = flags.testFlag(QNetworkInterface::IsPointToPoint);
  // Loopback's is all zeros, which says nothing.
  result.hardware_address = result.loopback ? QString() : interface.hardwareAddress();
  for (const QNetworkAddressEntry& entry : interface.addressEntries()) {
    result.addresses.append(describe(entry));
  }
  std::stable_partition(result.addresses.begin(), result.addresses.end(),
                        [](const InterfaceAddress& address) { return !address.ipv6; });
  return result;
}

QString endpoint(const QHostAddress& address, quint16 port) {
  const bool ipv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
  return (ipv6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(address.toString()).arg(port);
}

bool isWildcard(const QHostAddress& address) {
  return address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4) ||
         address == QHostAddress(QHostAddress::AnyIPv6);
}

}  // namespace

bool InterfaceAddress::operator==(const InterfaceAddress& other) const {
  return address == other.address && netmask == other.netmask && broadcast == other.broadcast &&
         prefix == other.prefix && ipv6 == other.ipv6;
}

bool HostInterface::operator==(const HostInterface& other) const {
  return name == other.name && hardware_address == other.hardware_address && mtu == other.mtu && up == other.up &&
         running == other.running && loopback == other.loopback && multicast == other.multicast &&
         point_to_point == other.point_to_point && addresses == other.addresses;
}

QHostAddress broadcastOf(const HostInterface& interface, const InterfaceAddress& own) {
  constexpr int kPrefixOfTwo = 31;
  if (own.ipv6) {
    return {};
  }
  if (interface.loopback) {
    return QHostAddress(QStringLiteral("127.255.255.255"));
  }
  return own.prefix < kPrefixOfTwo ? QHostAddress(own.broadcast) : QHostAddress();
}

QHostAddress withoutScope(QHostAddress address) {
  address.setScopeId(QString());
  return address;
}

QString hostName() {
  return QSysInfo::machineHostName();
}

QVector<HostInterface> hostInterfaces() {
  QVector<HostInterface> result;
  for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
    result.append(describe(interface));
  }
  std::stable_partition(result.begin(), result.end(),
                        [](const HostInterface& interface) { return !interface.loopback; });
  return result;
}

QStringList reachableAddresses(const QHostAddress& bound, quint16 port, const QVector<HostInterface>& interfaces) {
  if (!isWildcard(bound)) {
    return bound.isNull() ? QStringList() : QStringList(endpoint(bound, port));
  }
  const bool want_ipv4 = bound != QHostAddress(QHostAddress::AnyIPv6);
  const bool want_ipv6 = bound != QHostAddress(QHostAddress::AnyIPv4);
  QStringList ipv4;
  QStringList ipv6;
  for (const HostInterface& interface : interfaces) {
    if (!interface.up || !interface.running || interface.loopback) {
      continue;
    }
    for (const InterfaceAddress& entry : interface.addresses) {
      const QHostAddress address(entry.address);
      if (!entry.ipv6 && want_ipv4) {
        ipv4.append(endpoint(address, port));
      } else if (entry.ipv6 && want_ipv6 && !address.isLinkLocal()) {
        ipv6.append(endpoint(address, port));
      }
    }
  }
  return ipv4 + ipv6;
}

QStringList reachableAddresses(const QHostAddress& bound, quint16 port) {
  return reachableAddresses(bound, port, isWildcard(bound) ? hostInterfaces() : QVector<HostInterface>());
}

InterfaceWatcher::InterfaceWatcher(QObject* parent) : QObject(parent) {
  m_settle.setSingleShot(true);
  m_settle.setInterval(kSettle);
  connect(&m_settle, &QTimer::timeout, this, &InterfaceWatcher::changed);
  if (!openNative()) {
    m_last = hostInterfaces();
    connect(&m_poll, &QTimer::timeout, this, &InterfaceWatcher::compare);
    m_poll.start(kPollInterval);
  }
}

void InterfaceWatcher::compare() {
  QVector<HostInterface> now = hostInterfaces();
  if (now != m_last) {
    m_last = std::move(now);
    Q_EMIT changed();
  }
}

#ifdef Q_OS_LINUX

InterfaceWatcher::~InterfaceWatcher() {
  // The notifier must not outlive the descriptor that it watches.
  qDeleteAll(findChildren<QSocketNotifier*>());
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
}

bool InterfaceWatcher::openNative() {
  const int descriptor = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (descriptor < 0) {
    return false;
  }
  sockaddr_nl groups{};
  groups.nl_family = AF_NETLINK;
  groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&groups), sizeof groups) != 0) {
    ::close(descriptor);
    return false;
  }
  m_descriptor = descriptor;
  auto* notifier = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
  connect(notifier, &QSocketNotifier::activated, this, &InterfaceWatcher::drain);
  return true;
}

void InterfaceWatcher::drain() {
  // What changed does not matter: whoever listens reads the whole list. ENOBUFS (the kernel dropped some) is
  // a change like any other, and clears itself by being read.
  char message[8192];
  while (::recv(m_descriptor, message, sizeof message, 0) > 0) {
  }
  if (!m_settle.isActive()) {
    m_settle.start();
  }
}

#else

InterfaceWatcher::~InterfaceWatcher() = default;

bool InterfaceWatcher::openNative() {
  return false;
}

void InterfaceWatcher::drain() {}

#endif

}  // namespace landline::net
