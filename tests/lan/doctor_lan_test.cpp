// The network doctor without a window, with the real programs, across hosts on a switch that may drop things.

#include <QFile>
#include <QNetworkInterface>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <unistd.h>

#include "console/exit_code.h"
#include "support/lan_test.h"
#include "support/network_namespaces.h"
#include "support/run_program.h"
#include "support/tun_link.h"

namespace landline::test {
namespace {

class DoctorLan : public LanTest<> {
 protected:
  void SetUp() override { plugIn({kRoom, kDesk}); }

  void startServer() { startServer(m_lan->inside(kRoom)); }
  void startServer(const QStringList& before) {
    m_server = std::make_unique<RunProgram>(
        "server",
        QStringList{QStringLiteral("--profile"), m_folder.filePath(QStringLiteral("server")), QStringLiteral("--name"),
                    QStringLiteral("Room 301"), QStringLiteral("--listen"), QStringLiteral("6677"),
                    QStringLiteral("--access"), QStringLiteral("open")},
        before);
    ASSERT_FALSE(m_server->await("listening").isEmpty());
  }

  /// The exit code of a run at the desk that has ended.
  int diagnose(const QString& server = QStringLiteral("10.9.0.1:6677")) {
    return diagnose(server, m_lan->inside(kDesk));
  }
  int diagnose(const QString& server, const QStringList& before) {
    m_doctor = std::make_unique<RunProgram>(
        "client",
        QStringList{QStringLiteral("--profile"), m_folder.filePath(QStringLiteral("client")),
                    QStringLiteral("--doctor"), QStringLiteral("--connect"), server},
        before);
    const int code = m_doctor->exitCode();
    EXPECT_FALSE(m_doctor->await("doctor-finished").isEmpty());
    return code;
  }

  /// The code of the line for this step; of datagrams on an interface in one direction.
  std::string found(const char* step, const char* interface = nullptr, const char* direction = nullptr) {
    const QJsonObject line = m_doctor->await("doctor-line", [&](const QJsonObject& each) {
      const auto is = [&each](const char* key, const char* value) {
        return value == nullptr || each[QLatin1String(key)].toString() == QLatin1String(value);
      };
      return is("step", step) && is("interface", interface) && is("direction", direction);
    });
    return line[QStringLiteral("code")].toString().toStdString();
  }

  void run(const QString& host, const std::vector<const char*>& commands) {
    for (const char* command : commands) {
      QStringList words = m_lan->inside(host) + QString::fromLatin1(command).split(QLatin1Char(' '));
      ASSERT_EQ(QProcess::execute(words.takeFirst(), words), 0) << command;
    }
  }

  QString linkLocalAddressOfRoom() const {
    QString address;
    m_lan->runAt(kRoom, [&address] {
      for (const QHostAddress& each : QNetworkInterface::interfaceFromName(kCable).allAddresses()) {
        address = each.isLinkLocal() && each.protocol() == QAbstractSocket::IPv6Protocol ? each.toString() : address;
      }
    });
    return address;
  }

  static const QString kRoom, kDesk, kCable;
  QTemporaryDir m_folder;
  std::unique_ptr<RunProgram> m_server;
  std::unique_ptr<RunProgram> m_doctor;
};

const QString DoctorLan::kRoom = QStringLiteral("room");
const QString DoctorLan::kDesk = QStringLiteral("desk");
const QString DoctorLan::kCable = QStringLiteral("eth0");

TEST_F(DoctorLan, AllIsWellOnAnOrdinaryNetwork) {
  startServer();
  EXPECT_EQ(diagnose(), console::kExitDone) << m_doctor->told().toStdString();
  EXPECT_EQ(found("route", "eth0"), "route-direct");
  for (const char* kind : {"unicast", "broadcast", "multicast"}) {
    for (const char* direction : {"to-server", "from-server"}) {
      EXPECT_EQ(found(kind, "eth0", direction), "heard") << kind << " " << direction;
    }
  }
}

TEST_F(DoctorLan, ASwitchThatDropsMulticastsIsTold) {
  m_lan->setMulticast(kRoom, kCable, false);
  startServer();
  EXPECT_EQ(diagnose(), console::kExitFailed);
  EXPECT_EQ(found("admission"), "let-in");
  EXPECT_EQ(found("multicast", "eth0", "to-server"), "not-heard") << m_doctor->told().toStdString();
  EXPECT_EQ(found("multicast", "eth0", "from-server"), "heard") << "the other direction is not in the way";
  EXPECT_EQ(found("broadcast", "eth0", "to-server"), "heard");
}

TEST_F(DoctorLan, ASwitchThatDropsBroadcastsIsTold) {
  m_lan->setBroadcast(kDesk, kCable, false);  // the desk still asks for the room's hardware address
  startServer();
  EXPECT_EQ(diagnose(), console::kExitFailed);
  EXPECT_EQ(found("broadcast", "eth0", "from-server"), "not-heard") << m_doctor->told().toStdString();
  EXPECT_EQ(found("broadcast", "eth0", "to-server"), "heard");
  EXPECT_EQ(found("multicast", "eth0", "from-server"), "heard");
  EXPECT_EQ(found("unicast", "eth0", "from-server"), "heard");
}

TEST_F(DoctorLan, AnInterfaceThatDoesNotLeadToTheServerIsNoProblem) {
  // A cable that ends at the desk itself: nothing of it reaches the switch.
  run(kDesk, {"ip link add name eth1 type veth peer name veth9", "ip addr add 10.77.0.2/24 brd + dev eth1",
              "ip link set veth9 up", "ip link set eth1 up"});
  startServer();
  EXPECT_EQ(diagnose(), console::kExitDone) << m_doctor->told().toStdString();
  EXPECT_EQ(found("multicast", "eth0", "to-server"), "heard");
  EXPECT_EQ(found("multicast", "eth1", "from-server"), "not-shared");
}

TEST_F(DoctorLan, ASecondNetworkThatBothSidesShareIsJudgedAsTheFirst) {
  m_lan->plug(kRoom, QStringLiteral("eth1"), QStringLiteral("10.9.1.1/24"));
  m_lan->plug(kDesk, QStringLiteral("eth1"), QStringLiteral("10.9.1.2/24"));
  m_lan->setMulticast(kDesk, QStringLiteral("eth1"), false);
  startServer();
  EXPECT_EQ(diagnose(), console::kExitFailed);
  EXPECT_EQ(found("broadcast", "eth1", "to-server"), "heard") << m_doctor->told().toStdString();
  EXPECT_EQ(found("broadcast", "eth1", "from-server"), "heard");
  EXPECT_EQ(found("multicast", "eth1", "from-server"), "not-heard");
}

TEST_F(DoctorLan, MulticastIsHeardWhereOneSideHasIpv6Only) {
  run(kRoom, {"ip -4 addr flush dev eth0"});
  startServer();
  diagnose(QStringLiteral("[%1]:6677").arg(linkLocalAddressOfRoom()));
  EXPECT_EQ(found("multicast", "eth0", "to-server"), "heard") << m_doctor->told().toStdString();
  EXPECT_EQ(found("multicast", "eth0", "from-server"), "heard");
}

TEST_F(DoctorLan, ARouterOnTheWayIsNoExcuseForANetworkThatBothSidesShare) {
  m_lan->plug(kRoom, QStringLiteral("eth1"), QStringLiteral("10.9.1.1/24"));
  m_lan->plug(kDesk, QStringLiteral("eth1"), QStringLiteral("10.9.1.2/24"));
  m_lan->setMulticast(kDesk, QStringLiteral("eth1"), false);
  m_lan->setMulticast(kDesk, kCable, false);
  run(kRoom, {"ip addr add 10.50.0.1/32 dev lo"});
  run(kDesk, {"ip route add 10.50.0.1/32 via 10.9.0.1"});
  startServer();
  EXPECT_EQ(diagnose(QStringLiteral("10.50.0.1:6677")), console::kExitFailed);
  EXPECT_EQ(found("route", "eth0"), "route-router") << m_doctor->told().toStdString();
  EXPECT_EQ(found("multicast", "eth0", "from-server"), "other-network");
  EXPECT_EQ(found("multicast", "eth1", "from-server"), "not-heard");
}

TEST_F(DoctorLan, AServerIsReachedByItsIpv6LinkLocalAddressToo) {
  startServer();
  const QString address = linkLocalAddressOfRoom();
  ASSERT_TRUE(address.endsWith(QStringLiteral("%eth0"))) << address.toStdString();
  EXPECT_EQ(diagnose(QStringLiteral("[%1]:6677").arg(address)), console::kExitDone) << m_doctor->told().toStdString();
  EXPECT_EQ(found("unicast", "eth0", "to-server"), "heard");
  EXPECT_EQ(found("unicast", "eth0", "from-server"), "heard");
  EXPECT_EQ(diagnose(QStringLiteral("[%1]:6677").arg(address.section(QLatin1Char('%'), 0, 0))), console::kExitFailed);
  EXPECT_EQ(found("resolve"), "no-scope");
}

TEST_F(DoctorLan, AnAddressThatNobodyHasAndANetworkThatNobodyIsInAreToldApart) {
  EXPECT_EQ(diagnose(QStringLiteral("10.9.0.99:6677")), console::kExitFailed);
  EXPECT_EQ(found("route", "eth0"), "route-direct");
  EXPECT_EQ(found("tcp"), "no-host") << m_doctor->told().toStdString();
  EXPECT_EQ(diagnose(QStringLiteral("192.0.2.1:6677")), console::kExitFailed);
  EXPECT_EQ(found("route"), "no-route");
  EXPECT_EQ(found("tcp"), "not-tried");
}

TEST_F(DoctorLan, AFirewallThatSaysNoIsToldFromANetworkWithoutThatComputer) {
  // The room is a router, and forbids or denies what is behind it by ICMP, as a firewall does.
  m_lan->runAt(kRoom, [] {
    for (const char* family : {"ipv4", "ipv6"}) {
      QFile forwarding(QStringLiteral("/proc/sys/net/%1/conf/all/forwarding").arg(QLatin1String(family)));
      ASSERT_TRUE(forwarding.open(QIODevice::WriteOnly));
      forwarding.write("1");
    }
  });
  run(kRoom, {"ip addr add fd00:9::1/64 dev eth0 nodad", "ip route add prohibit 10.99.0.0/24",
              "ip route add unreachable 10.98.0.0/24", "ip route add prohibit fd00:99::/64"});
  run(kDesk, {"ip addr add fd00:9::2/64 dev eth0 nodad", "ip route add 10.99.0.0/24 via 10.9.0.1",
              "ip route add 10.98.0.0/24 via 10.9.0.1", "ip route add fd00:99::/64 via fd00:9::1",
              "ip route add prohibit 10.97.0.0/24"});
  for (const char* server : {"10.99.0.1:6677", "[fd00:99::1]:6677"}) {
    EXPECT_EQ(diagnose(QLatin1String(server)), console::kExitFailed);
    EXPECT_EQ(found("tcp"), "turned-away") << server << " " << m_doctor->told().toStdString();
  }
  EXPECT_EQ(diagnose(QStringLiteral("10.98.0.1:6677")), console::kExitFailed);
  EXPECT_EQ(found("tcp"), "no-host") << m_doctor->told().toStdString();
  EXPECT_EQ(diagnose(QStringLiteral("10.97.0.1:6677")), console::kExitFailed);
  EXPECT_EQ(found("route"), "permission") << m_doctor->told().toStdString();
}

TEST_F(DoctorLan, WithoutACableThatIsTold) {
  m_lan->unplug(kDesk, kCable);
  EXPECT_EQ(diagnose(), console::kExitFailed);
  EXPECT_EQ(found("route"), "offline");
}

TEST_F(DoctorLan, ThroughATunnelThereAreNoBroadcastsAndThatIsNoProblem) {
  Result<TwoNamespaces> hosts = TwoNamespaces::make();
  if (!hosts) {
    GTEST_SKIP() << hosts.error().detail.toStdString();
  }
  auto link = TunLink::create(hosts->left.get(), hosts->right.get(), {}, {});
  ASSERT_TRUE(link) << link.error().detail.toStdString();
  const auto inside = [](const FileDescriptor& host) {
    return QStringList{QStringLiteral("nsenter"),
                       QStringLiteral("--net=/proc/%1/fd/%2").arg(::getpid()).arg(host.get())};
  };
  startServer(inside(hosts->right));
  EXPECT_EQ(diagnose(QStringLiteral("10.77.0.2:6677"), inside(hosts->left)), console::kExitDone)
      << m_doctor->told().toStdString();
  EXPECT_EQ(found("route"), "route-tunnel");
  EXPECT_EQ(found("unicast", nullptr, "to-server"), "heard");
  EXPECT_EQ(found("unicast", nullptr, "from-server"), "heard");
  EXPECT_EQ(found("broadcast", nullptr, "to-server"), "unsupported");
}

TEST_F(DoctorLan, AServerThatIsNotStartedIsRefused) {
  EXPECT_EQ(diagnose(), console::kExitFailed);
  EXPECT_EQ(found("tcp"), "connection-refused");
}

}  // namespace
}  // namespace landline::test
