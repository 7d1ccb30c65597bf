// Text, with the Qt lesson's programs (no line ends) and the C lesson's (buffers of 128 octets).

#include "interop_test.h"

#include "console/exit_code.h"

namespace landline::test {
namespace {

using TextInterop = InteropTest;

TEST_F(TextInterop, QtClientAtTheServer) {
  startServer("text");
  Peer client(Peer::own("qt_text_client"), toServer());
  client.typeLine(QStringLiteral("Grüße, 你好"));
  const QJsonObject heard = awaitText(*m_server, "Grüße, 你好");
  ASSERT_FALSE(heard.isEmpty()) << m_server->told().constData();
  EXPECT_TRUE(heard[QStringLiteral("name")].toString().startsWith(QStringLiteral("plain (127.0.0.1:")));
  EXPECT_EQ(heard[QStringLiteral("to")], QStringLiteral("everyone"));
  EXPECT_EQ(heard[QStringLiteral("from")], awaitPlainPeer());

  say(*m_server, QStringLiteral("everyone"), "谢谢");
  EXPECT_TRUE(client.says("got [Room 301: 谢谢\n]")) << client.told();
  say(*m_server, awaitPlainPeer(), "for you alone");
  EXPECT_TRUE(client.says("got [for you alone\n]")) << client.told();

  m_server->tell(R"({"command":"disconnect","peer":")" + awaitPlainPeer().toLatin1() + "\"}");
  EXPECT_EQ(client.exitCode(), 0);
  EXPECT_TRUE(client.says("disconnected"));
  EXPECT_FALSE(m_server->await("peer-left").isEmpty());
}

TEST_F(TextInterop, QtClientsAndAMemberInOneRoom) {
  startServer("text");
  const auto member = startClient(m_port, {QStringLiteral("--stay")});
  ASSERT_FALSE(member->await("connected").isEmpty()) << member->told().constData();
  Peer first(Peer::own("qt_text_client"), toServer());
  first.typeLine(QStringLiteral("one"));
  const QString name = awaitText(*member, "one")[QStringLiteral("name")].toString();
  Peer second(Peer::own("qt_text_client"), toServer());
  second.typeLine(QStringLiteral("two"));
  ASSERT_FALSE(awaitText(*member, "two").isEmpty()) << member->told().constData();

  first.typeLine(QStringLiteral("three"));
  EXPECT_TRUE(second.says(QStringLiteral("got [%1: three\n]").arg(name))) << second.told();
  say(*member, QStringLiteral("everyone"), "four");
  EXPECT_TRUE(first.says("desk-7: four\n")) << first.told();
  EXPECT_TRUE(second.says("desk-7: four\n")) << second.told();
  EXPECT_EQ(first.count(QStringLiteral("three")), 0) << "one's own words do not come back";
}

TEST_F(TextInterop, OurClientAtAQtServer) {
  Peer server(Peer::own("qt_text_server"), {QStringLiteral("0")});
  const auto client = startPlainClient(server.port(), {QStringLiteral("--stay")});
  ASSERT_TRUE(client->await("connected")[QStringLiteral("plain")].toBool()) << client->told().constData();
  say(*client, QStringLiteral("server"), "Grüße, 你好");
  EXPECT_TRUE(server.says("got [Grüße, 你好\n]")) << server.told();
  EXPECT_FALSE(awaitText(*client, "You said: Grüße, 你好").isEmpty()) << client->told().constData();
  server.typeLine(QStringLiteral("unasked"));
  EXPECT_FALSE(awaitText(*client, "unasked").isEmpty()) << client->told().constData();
  client->tell(R"({"command":"quit"})");
  EXPECT_EQ(client->exitCode(), console::kExitDone);
  EXPECT_TRUE(server.says("disconnected"));
}

TEST_F(TextInterop, OurClientSaysOneThingToAQtServerAndLeaves) {
  Peer server(Peer::own("qt_text_server"), {QStringLiteral("0")});
  const auto client =
      startPlainClient(server.port(), {QStringLiteral("--message"), QStringLiteral("The build is done")});
  EXPECT_EQ(client->exitCode(), console::kExitDone) << client->told().constData();
  EXPECT_TRUE(server.says("got [The build is done\n]")) << server.told();
  EXPECT_TRUE(server.says("disconnected"));
}

TEST_F(TextInterop, ClientWithBuffersAtTheServer) {
  startServer("text");
  Peer client(Peer::own("buffer_peer"), QStringList{QStringLiteral("connect")} + toServer());
  client.type(QStringLiteral("the first is long enough to leave a rest\nhi\n"));  // may come in one burst
  ASSERT_FALSE(awaitText(*m_server, "the first is long enough to leave a rest").isEmpty())
      << m_server->told().constData();
  ASSERT_FALSE(awaitText(*m_server, "hi").isEmpty()) << m_server->told().constData();
  client.typeLine(QStringLiteral("and once more"));
  ASSERT_FALSE(awaitText(*m_server, "and once more").isEmpty()) << m_server->told().constData();
  EXPECT_EQ(m_server->count("message"), 3)
      << "what was left in the buffer is nobody's text" << m_server->told().constData();

  say(*m_server, QStringLiteral("everyone"), "yes, hello");
  EXPECT_TRUE(client.says("got [Room 301: yes, hello\n]")) << client.told();
  client.endInput();
  EXPECT_EQ(client.exitCode(), 0);
  EXPECT_FALSE(m_server->await("peer-left").isEmpty());
}

TEST_F(TextInterop, OurClientAtAServerWithBuffers) {
  Peer server(Peer::own("buffer_peer"), {QStringLiteral("listen"), QStringLiteral("0")});
  const auto client = startPlainClient(server.port(), {QStringLiteral("--stay")});
  ASSERT_FALSE(client->await("connected").isEmpty()) << client->told().constData();
  say(*client, QStringLiteral("server"), "is anybody there?");
  EXPECT_TRUE(server.says("got [is anybody there?\n]")) << server.told();
  server.typeLine(QStringLiteral("an answer that leaves a rest"));
  ASSERT_FALSE(awaitText(*client, "an answer that leaves a rest").isEmpty()) << client->told().constData();
  server.typeLine(QStringLiteral("yes"));
  ASSERT_FALSE(awaitText(*client, "yes").isEmpty()) << client->told().constData();
  EXPECT_EQ(client->count("message"), 3) << "its own and two" << client->told().constData();
  server.endInput();
  EXPECT_FALSE(client->await("closed").isEmpty()) << client->told().constData();
}

}  // namespace
}  // namespace landline::test
