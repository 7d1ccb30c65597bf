// What Debian has: nc and socat, at both ends.

#include "interop_test.h"
#include <QStandardPaths>

#include "console/exit_code.h"

namespace landline::test {
namespace {

class ToolInterop : public InteropTest {
 protected:
  /// Where it is; where it is not, skip.
  static QString find(const char* tool) { return QStandardPaths::findExecutable(QLatin1String(tool)); }
};

#define FIND_OR_SKIP(variable, tool)               \
  const QString variable = find(tool);             \
  if (variable.isEmpty()) {                        \
    GTEST_SKIP() << (tool) << " is not installed"; \
  }

TEST_F(ToolInterop, NcAtTheServer) {
  FIND_OR_SKIP(nc, "nc")
  startServer("text");
  Peer learner(nc, toServer());
  learner.typeLine(QStringLiteral("hello, is anybody there?"));
  ASSERT_FALSE(awaitText(*m_server, "hello, is anybody there?").isEmpty()) << m_server->told().constData();
  say(*m_server, QStringLiteral("everyone"), "yes, hello\nand welcome");
  EXPECT_TRUE(learner.says("Room 301: yes, hello\nRoom 301: and welcome\n")) << learner.told();
}

TEST_F(ToolInterop, OurClientAtNc) {
  FIND_OR_SKIP(nc, "nc")
  Peer learner(nc, {QStringLiteral("-l"), QStringLiteral("-v"), QStringLiteral("127.0.0.1"), QStringLiteral("0")});
  const quint16 port = learner.port();
  if (port == 0) {
    GTEST_SKIP() << "this nc does not say where it listens: " << learner.told();
  }
  const auto client = startPlainClient(port, {QStringLiteral("--stay")});
  ASSERT_FALSE(client->await("connected").isEmpty()) << client->told().constData() << learner.told();
  say(*client, QStringLiteral("server"), "Grüße, 你好");
  EXPECT_TRUE(learner.says("Grüße, 你好\n")) << learner.told();
  learner.typeLine(QStringLiteral("I can hear you"));
  EXPECT_FALSE(awaitText(*client, "I can hear you").isEmpty()) << client->told().constData();
}

TEST_F(ToolInterop, FileFromNc) {
  FIND_OR_SKIP(nc, "nc")
  startServer("files");
  Peer learner(nc, toServer());
  learner.typeLine(QStringLiteral("note.txt&6"));
  EXPECT_TRUE(learner.says("ok")) << learner.told();
  learner.type(QStringLiteral("hello\n"));
  EXPECT_FALSE(m_server->await("stored").isEmpty()) << m_server->told().constData();
  EXPECT_EQ(read("saved/note.txt"), "hello\n");
  learner.typeLine(QStringLiteral("that was it"));
  EXPECT_FALSE(awaitText(*m_server, "that was it").isEmpty()) << m_server->told().constData();
}

TEST_F(ToolInterop, FileToNc) {
  FIND_OR_SKIP(nc, "nc")
  const QByteArray octets("octets without an end");
  QFile file(path("note.txt"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(octets) == octets.size());
  file.close();
  Peer learner(nc, {QStringLiteral("-l"), QStringLiteral("-v"), QStringLiteral("127.0.0.1"), QStringLiteral("0")});
  const quint16 port = learner.port();
  if (port == 0) {
    GTEST_SKIP() << "this nc does not say where it listens: " << learner.told();
  }
  const auto client = startPlainClient(port, {QStringLiteral("--send"), path("note.txt")});
  EXPECT_TRUE(learner.says("note.txt&21")) << learner.told();
  learner.typeLine(QStringLiteral("ok"));
  EXPECT_EQ(client->exitCode(), console::kExitDone) << client->told().constData();
  EXPECT_TRUE(learner.says("octets without an end")) << learner.told();
}

TEST_F(ToolInterop, SocatAtTheServer) {
  FIND_OR_SKIP(socat, "socat")
  startServer("text");
  Peer learner(socat,
               {QStringLiteral("-"), QStringLiteral("TCP:127.0.0.1:%1,crlf").arg(m_port)});  // as telnet ends lines
  learner.typeLine(QStringLiteral("a line as telnet ends it"));
  ASSERT_FALSE(awaitText(*m_server, "a line as telnet ends it").isEmpty()) << m_server->told().constData();
  say(*m_server, QStringLiteral("everyone"), "yes, hello");
  EXPECT_TRUE(learner.says("Room 301: yes, hello\n")) << learner.told();
}

TEST_F(ToolInterop, OurClientAtSocat) {
  FIND_OR_SKIP(socat, "socat")
  Peer echo(socat, {QStringLiteral("-d"), QStringLiteral("-d"), QStringLiteral("TCP-LISTEN:0,bind=127.0.0.1"),
                    QStringLiteral("EXEC:cat")});
  const auto client = startPlainClient(echo.port(), {QStringLiteral("--stay")});
  ASSERT_FALSE(client->await("connected").isEmpty()) << client->told().constData() << echo.told();
  say(*client, QStringLiteral("server"), "back to me");
  EXPECT_TRUE(waitFor([&] {
    return client->count("message", [&](const QJsonObject& event) {
      return event[QStringLiteral("text")] == QStringLiteral("back to me");
    }) == 2;
  })) << "its own and the echo\n"
      << client->told().constData();
}

TEST_F(ToolInterop, DatagramsOfNcAndSocatAreEchoed) {
  FIND_OR_SKIP(nc, "nc")
  FIND_OR_SKIP(socat, "socat")
  startServer("off");
  m_server->tell(R"({"command":"datagram-bind","echo":true})");
  const QString port = QString::number(m_server->await("datagram-bound")[QStringLiteral("port")].toInt());
  Peer by_nc(nc, {QStringLiteral("-u"), QStringLiteral("127.0.0.1"), port});
  by_nc.typeLine(QStringLiteral("by nc"));
  EXPECT_TRUE(by_nc.says("by nc\n")) << by_nc.told();
  Peer by_socat(socat, {QStringLiteral("-"), QStringLiteral("UDP:127.0.0.1:%1").arg(port)});
  by_socat.typeLine(QStringLiteral("by socat"));
  EXPECT_TRUE(by_socat.says("by socat\n")) << by_socat.told();
}

}  // namespace
}  // namespace landline::test
