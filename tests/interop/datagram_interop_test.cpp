// Datagrams, with the lessons' senders and receivers in C and in Qt. All on loopback, on free ports; the lessons' own
// ports and addresses on a local network are in datagram_lan_test.cpp.

#include "datagram_commands.h"
#include "interop_test.h"

namespace landline::test {
namespace {

/// Who is at the other side, and which of our programs at this one.
struct Pairing {
  const char* peer;
  const char* loopback;  // as the peer calls this interface
  const char* program;
};

class DatagramInterop : public InteropTest, public ::testing::WithParamInterface<Pairing> {
 protected:
  void SetUp() override {
    startServer("off");
    if (QLatin1String(GetParam().program) == QLatin1String("client")) {
      m_client = startClient(m_port, {QStringLiteral("--stay")});
      ASSERT_FALSE(m_client->await("connected").isEmpty()) << m_client->told().constData();
    }
  }

  RunProgram& program() const { return m_client ? *m_client : *m_server; }
  static QString peer() { return Peer::own(GetParam().peer); }
  static QString loopback() { return QString::fromLatin1(GetParam().loopback); }

  /// A free port that the program is bound to on all addresses, or 0.
  QString bind(QJsonObject how = {}) const {
    how[QStringLiteral("command")] = QStringLiteral("datagram-bind");
    tell(program(), how);
    const int port = program().await("datagram-bound")[QStringLiteral("port")].toInt();
    EXPECT_NE(port, 0) << program().told().constData();
    return QString::number(port);
  }

  /// Two of this text, as one alone could be chance.
  void expectHears(const char* text) const {
    EXPECT_TRUE(waitFor([&] { return heard(program(), text) >= 2; })) << program().told().constData();
  }
  static void expectSays(Peer& receiver, const char* text) {
    const QString line = QStringLiteral("got [%1]\n").arg(QString::fromUtf8(text));
    EXPECT_TRUE(waitFor([&] { return receiver.count(line) >= 2; })) << receiver.told();
  }

  std::unique_ptr<RunProgram> m_client;
};

TEST_P(DatagramInterop, UnicastIsHeard) {
  const Peer sender(peer(), sending("127.0.0.1", bind(), "Grüße"));
  expectHears("Grüße");
}

TEST_P(DatagramInterop, UnicastIsSent) {
  Peer receiver(peer(), receiving("0"));
  tell(program(), repeating("127.0.0.1", receiver.port(), "Grüße"));
  expectSays(receiver, "Grüße");
}

TEST_P(DatagramInterop, BroadcastIsHeard) {
  const Peer sender(peer(), sending("127.255.255.255", bind(), "to all"));
  expectHears("to all");
}

TEST_P(DatagramInterop, BroadcastIsSent) {
  Peer receiver(peer(), receiving("0"));
  tell(program(), repeating("127.255.255.255", receiver.port(), "to all"));
  expectSays(receiver, "to all");
}

TEST_P(DatagramInterop, MulticastIsHeard) {
  const QString port = bind(inGroup(kLessonsGroup, "lo"));
  const Peer sender(peer(), sending(kLessonsGroup, port, "to the group") << loopback());
  expectHears("to the group");
}

TEST_P(DatagramInterop, MulticastIsSent) {
  Peer receiver(peer(), receiving("0") << QLatin1String(kLessonsGroup) << loopback());
  bind(inGroup(kLessonsGroup, "lo"));
  tell(program(), repeating(kLessonsGroup, receiver.port(), "to the group"));
  expectSays(receiver, "to the group");
}

INSTANTIATE_TEST_SUITE_P(
    Peers, DatagramInterop,
    ::testing::Values(Pairing{"udp_peer", "127.0.0.1", "server"}, Pairing{"qt_udp_peer", "lo", "server"},
                      Pairing{"udp_peer", "127.0.0.1", "client"}, Pairing{"qt_udp_peer", "lo", "client"}),
    [](const auto& pairing) { return std::string(pairing.param.program) + "_" + pairing.param.peer; });

class EchoInterop : public InteropTest {
 protected:
  void SetUp() override { startServer("off"); }
};

TEST_F(EchoInterop, WeAnswerTheClient) {
  tell(*m_server, {{QStringLiteral("command"), QStringLiteral("datagram-bind")}, {QStringLiteral("echo"), true}});
  const int port = m_server->await("datagram-bound")[QStringLiteral("port")].toInt();
  Peer client(Peer::own("udp_echo"), {QStringLiteral("ask"), QStringLiteral("127.0.0.1"), QString::number(port)});
  client.type(QStringLiteral("Hello\nGrüße, 你好\n"));
  EXPECT_TRUE(client.says("echo [Hello]\n")) << client.told();
  EXPECT_TRUE(client.says("echo [Grüße, 你好]\n")) << client.told();
  client.endInput();
  EXPECT_EQ(client.exitCode(), 0) << client.told();
}

TEST_F(EchoInterop, WeAskTheServer) {
  Peer server(Peer::own("udp_echo"), {QStringLiteral("serve"), QStringLiteral("0")});
  tell(*m_server, sendingOnce("127.0.0.1", server.port(), "Is anybody there?"));
  EXPECT_TRUE(waitFor([this] { return heard(*m_server, "Is anybody there?") == 1; })) << m_server->told().constData();
  const QJsonObject answer = m_server->await("datagram");
  EXPECT_EQ(answer[QStringLiteral("from")], QStringLiteral("127.0.0.1"));
  EXPECT_EQ(answer[QStringLiteral("port")].toInt(), server.port());
}

}  // namespace
}  // namespace landline::test
