// Datagrams with the addresses, ports and TTL of the lessons, between two hosts on a local network. Needs to be root,
// skips otherwise.

#include "datagram_commands.h"
#include "interop_test.h"

#include "support/lan_test.h"

namespace landline::test {
namespace {

constexpr int kLessonsPort = 6666;  // unicast and broadcast
constexpr int kGroupsPort = 8888;   // multicast and echo

class DatagramLan : public LanTest<InteropTest>, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    plugIn({QStringLiteral("room"), QStringLiteral("board")});
    if (!m_lan) {
      return;
    }
    Peer route(QStringLiteral("ip"), QStringLiteral("route add default dev eth0").split(QLatin1Char(' ')), at("board"));
    ASSERT_EQ(route.exitCode(), 0) << route.told();  // of old the only thing that says whereto 255.255.255.255 goes
    m_server = std::make_unique<RunProgram>(
        "server",
        QStringList{QStringLiteral("--profile"), path("server"), QStringLiteral("--listen"), QStringLiteral("6677"),
                    QStringLiteral("--discovery"), QStringLiteral("off")},
        at("room"));
    ASSERT_FALSE(m_server->await("listening").isEmpty());
  }

  QStringList at(const char* host) const { return m_lan->inside(QLatin1String(host)); }
  static QString peer() { return Peer::own(GetParam()); }
  /// As this peer calls the board's.
  static QString interface() {
    return QLatin1String(GetParam()) == QLatin1String("udp_peer") ? QStringLiteral("10.9.0.2") : QStringLiteral("eth0");
  }

  void bind(int port, QJsonObject how = {}) const {
    how[QStringLiteral("command")] = QStringLiteral("datagram-bind");
    how[QStringLiteral("port")] = port;
    how[QStringLiteral("interface")] = QStringLiteral("eth0");
    tell(*m_server, how);
    EXPECT_EQ(m_server->await("datagram-bound")[QStringLiteral("port")].toInt(), port) << m_server->told().constData();
  }

  void expectHears(const char* text) const {
    EXPECT_TRUE(waitFor([&] { return heard(*m_server, text) >= 2; })) << m_server->told().constData();
    EXPECT_EQ(m_server->await("datagram")[QStringLiteral("from")], QStringLiteral("10.9.0.2"));
  }
  static void expectSays(Peer& receiver, const char* text) {
    const QString line = QStringLiteral("from 10.9.0.1 got [%1]\n").arg(QString::fromUtf8(text));
    EXPECT_TRUE(waitFor([&] { return receiver.count(line) >= 2; })) << receiver.told();
  }
};

TEST_P(DatagramLan, UnicastBothWays) {
  bind(kLessonsPort);
  const Peer sender(peer(), sending("10.9.0.1", QString::number(kLessonsPort), "to the room"), at("board"));
  expectHears("to the room");
  Peer receiver(peer(), receiving("6666"), at("board"));
  tell(*m_server, repeating("10.9.0.2", receiver.port(), "to the board"));
  expectSays(receiver, "to the board");
}

TEST_P(DatagramLan, LimitedBroadcastBothWays) {
  bind(kLessonsPort);
  const Peer sender(peer(), sending("255.255.255.255", QString::number(kLessonsPort), "to all"), at("board"));
  expectHears("to all");
  Peer receiver(peer(), receiving("6666"), at("board"));
  tell(*m_server, repeating("255.255.255.255", receiver.port(), "to all from the room"));
  expectSays(receiver, "to all from the room");
}

TEST_P(DatagramLan, BroadcastOfTheInterfaceBothWays) {
  bind(kLessonsPort);
  const Peer sender(peer(), sending("10.9.0.255", QString::number(kLessonsPort), "to all"), at("board"));
  expectHears("to all");
  Peer receiver(peer(), receiving("6666"), at("board"));
  tell(*m_server, repeating("10.9.0.255", receiver.port(), "to all from the room"));
  expectSays(receiver, "to all from the room");
}

TEST_P(DatagramLan, MulticastBothWays) {
  bind(kGroupsPort, inGroup(kLessonsGroup, "eth0"));
  const Peer sender(peer(), sending(kLessonsGroup, QString::number(kGroupsPort), "to the group") << interface(),
                    at("board"));
  expectHears("to the group");
  Peer receiver(peer(), receiving("8888") << QLatin1String(kLessonsGroup) << interface(), at("board"));
  tell(*m_server, repeating(kLessonsGroup, receiver.port(), "to the group from the room"));
  expectSays(receiver, "to the group from the room");
}

INSTANTIATE_TEST_SUITE_P(Peers, DatagramLan, ::testing::Values("udp_peer", "qt_udp_peer"),
                         [](const auto& peer) { return std::string(peer.param); });

}  // namespace
}  // namespace landline::test
