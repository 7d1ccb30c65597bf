#include "support/lan.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <utility>

#include "support/network_namespaces.h"

namespace landline::test {

namespace {

QString pathOf(const FileDescriptor& network_namespace) {
  return QStringLiteral("/proc/%1/fd/%2").arg(::getpid()).arg(network_namespace.get());
}

QStringList entering(const FileDescriptor& network_namespace) {
  return {QStringLiteral("nsenter"), QStringLiteral("--net=") + pathOf(network_namespace)};
}

/// Words parted by spaces, in that namespace. What it says is shown where it fails.
bool run(const FileDescriptor& network_namespace, const QString& command) {
  QStringList words = entering(network_namespace) + command.split(QLatin1Char(' '));
  QProcess process;
  process.setProcessChannelMode(QProcess::ForwardedChannels);
  process.start(words.takeFirst(), words);
  return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

void mustRun(const FileDescriptor& network_namespace, const QString& command) {
  EXPECT_TRUE(run(network_namespace, command)) << command.toStdString();
}

}  // namespace

Result<std::unique_ptr<Lan>> Lan::create() {
  std::unique_ptr<Lan> lan(new Lan);
  lan->m_switch = makeNetworkNamespace();
  if (!lan->m_switch || QStandardPaths::findExecutable(QStringLiteral("ip")).isEmpty() ||
      !run(lan->m_switch, QStringLiteral("ip link add name switch0 type bridge"))) {
    return Error{codes::kPermission,
                 QStringLiteral("needs to make network namespaces and bridges, which this user may not")};
  }
  mustRun(lan->m_switch, QStringLiteral("ip link set switch0 up"));
  return lan;
}

void Lan::makeHost(const QString& host) {
  auto made = std::make_unique<FileDescriptor>(makeNetworkNamespace());
  ASSERT_TRUE(*made);
  mustRun(*made, QStringLiteral("ip link set lo up"));
  m_hosts[host] = std::move(made);
  // Nobody else has these addresses: nothing is to be waited for.
  runAt(host, [] {
    QFile file(QStringLiteral("/proc/sys/net/ipv6/conf/default/accept_dad"));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write("0") == 1 && file.flush());
  });
}

void Lan::plug(const QString& host, const QString& interface, const QString& address) {
  if (m_hosts.count(host) == 0) {
    makeHost(host);
  }
  const FileDescriptor& there = *m_hosts.at(host);
  const QString port = QStringLiteral("port%1").arg(m_ports.size());
  m_ports.insert(host + QLatin1Char('/') + interface, port);
  mustRun(m_switch,
          QStringLiteral("ip link add name %1 type veth peer name %2 netns %3").arg(port, interface, pathOf(there)));
  mustRun(m_switch, QStringLiteral("ip link set %1 master switch0 up").arg(port));
  if (!address.isEmpty()) {
    mustRun(there, QStringLiteral("ip addr add %1 brd + dev %2").arg(address, interface));
  }
  mustRun(there, QStringLiteral("ip link set %1 up").arg(interface));
}

void Lan::unplug(const QString& host, const QString& interface) {
  const QString port = m_ports.take(host + QLatin1Char('/') + interface);
  mustRun(m_switch, QStringLiteral("ip link del %1").arg(port));
}

void Lan::setMulticast(const QString& host, const QString& interface, bool passes) {
  setPort(host, interface, "mcast_flood", passes);
}

void Lan::setBroadcast(const QString& host, const QString& interface, bool passes) {
  setPort(host, interface, "bcast_flood", passes);
}

void Lan::setPort(const QString& host, const QString& interface, const char* what, bool passes) {
  mustRun(m_switch, QStringLiteral("ip link set %1 type bridge_slave %2 %3")
                        .arg(m_ports.value(host + QLatin1Char('/') + interface), QLatin1String(what),
                             passes ? QStringLiteral("on") : QStringLiteral("off")));
}

QStringList Lan::inside(const QString& host) const {
  return entering(*m_hosts.at(host));
}

void Lan::runAt(const QString& host, const std::function<void()>& what) const {
  const std::unique_ptr<QThread> thread(QThread::create([this, &host, &what] {
    ASSERT_EQ(::setns(descriptorOf(host), CLONE_NEWNET), 0);
    what();
  }));
  thread->start();
  thread->wait();
}

}  // namespace landline::test
