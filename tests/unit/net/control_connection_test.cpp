#include "net/control_connection.h"

#include "net_fixture.h"
#include <sys/socket.h>

// The ordinary life of a control connection between two of our own programs.
namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::waitFor;

const wire::Hello kHello{wire::kProtocolVersion, QStringLiteral("desk-7"), QStringLiteral("landline/0.1")};

wire::Chat chat(const QString& text) {
  return {wire::newUuid(), wire::kEveryone, text, std::nullopt, std::nullopt};
}

class ControlConnectionTest : public NetTest {
 protected:
  /// Secured, and each side has heard the other's first message.
  std::unique_ptr<Recorded> openPair() {
    std::unique_ptr<Recorded> client = securedPair();
    client->connection->send(kHello);
    server().connection->send(wire::Welcome{wire::kProtocolVersion, QStringLiteral("Room"), m_client_tls->own()});
    EXPECT_TRUE(waitFor([&] { return server().count<wire::Hello>() == 1 && client->count<wire::Welcome>() == 1; }));
    server().connection->setAdmitted();
    client->connection->setAdmitted();
    return client;
  }
};

TEST_F(ControlConnectionTest, EachSideKnowsWhoTheOtherIs) {
  const auto client = securedPair();
  EXPECT_EQ(client->secured, std::vector<PeerId>{m_server_tls->own()});
  EXPECT_EQ(server().secured, std::vector<PeerId>{m_client_tls->own()});
  EXPECT_EQ(client->connection->peer(), m_server_tls->own());
  EXPECT_EQ(client->connection->address(), QStringLiteral("127.0.0.1:%1").arg(m_listener->port()));
  EXPECT_TRUE(server().connection->address().startsWith(QStringLiteral("127.0.0.1:")));
}

TEST_F(ControlConnectionTest, MessagesGoBothWaysInOrder) {
  const auto client = openPair();
  constexpr int kMany = 300;
  for (int i = 0; i < kMany; ++i) {
    client->connection->send(chat(QString::number(i)));
    server().connection->sendEncoded(wire::encode(wire::ControlMessage(chat(QString::number(i)))));
  }
  ASSERT_TRUE(waitFor([&] { return server().count<wire::Chat>() == kMany && client->count<wire::Chat>() == kMany; }));
  for (const Recorded* side : {client.get(), &server()}) {
    for (int i = 0; i < kMany; ++i) {
      EXPECT_EQ(std::get<wire::Chat>(side->messages.at(static_cast<std::size_t>(i) + 1)).text, QString::number(i));
    }
  }
}

TEST_F(ControlConnectionTest, BadInput32_WorksOneOctetAtATime) {
  listen();
  test::Trickle trickle(m_listener->port());
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), trickle.port());
  ASSERT_TRUE(waitFor([&] { return client.isSecured() && !m_accepted.empty() && server().isSecured(); }));
  client.connection->send(kHello);
  client.connection->send(chat(QString(500, QLatin1Char('x'))));
  ASSERT_TRUE(waitFor([&] { return server().messages.size() == 2; }));
  EXPECT_EQ(std::get<wire::Chat>(server().messages[1]).text.size(), 500);
}

TEST_F(ControlConnectionTest, ACloseSaysWhyToTheOtherSide) {
  const auto client = openPair();
  server().connection->close({codes::kKicked, QStringLiteral("Go home.")});
  EXPECT_FALSE(server().isClosed()) << "never from within close()";
  ASSERT_TRUE(waitFor([&] { return client->isClosed() && server().isClosed(); }));
  EXPECT_EQ(client->reason, (Error{codes::kKicked, QStringLiteral("Go home.")}));
  EXPECT_TRUE(client->by_peer);
  EXPECT_EQ(server().reason, (Error{codes::kKicked, QStringLiteral("Go home.")}));
  EXPECT_FALSE(server().by_peer);
}

TEST_F(ControlConnectionTest, WhatWasSentBeforeACloseArrives) {
  const auto client = openPair();
  for (int i = 0; i < 50; ++i) {
    server().connection->send(chat(QString(10'000, QLatin1Char('x'))));
  }
  server().connection->close({codes::kClosing, {}});
  ASSERT_TRUE(waitFor([&] { return client->isClosed(); }));
  EXPECT_EQ(client->count<wire::Chat>(), 50);
  EXPECT_EQ(client->reason.code, codes::kClosing);
}

TEST_F(ControlConnectionTest, ItEndsOnceHoweverOftenItIsClosed) {
  const auto client = openPair();
  for (int i = 0; i < 3; ++i) {
    server().connection->close({codes::kKicked, {}});
    client->connection->close({codes::kClosing, {}});
  }
  ASSERT_TRUE(waitFor([&] { return client->isClosed() && server().isClosed(); }));
  server().connection->close({codes::kDenied, {}});
  server().connection->send(kHello);
  m_listener.reset();
  waitFor([] { return false; }, 20);
  EXPECT_EQ(client->closed_count, 1);
  EXPECT_EQ(server().closed_count, 1);
  EXPECT_EQ(server().reason.code, codes::kKicked);
  EXPECT_EQ(client->reason.code, codes::kClosing);
}

TEST_F(ControlConnectionTest, APeerThatClosesWithoutAWordIsLost) {
  auto client = openPair();
  client.reset();
  ASSERT_TRUE(waitFor([&] { return server().isClosed(); }));
  EXPECT_EQ(server().reason.code, codes::kConnectionLost);
  EXPECT_FALSE(server().by_peer);
}

TEST_F(ControlConnectionTest, BadInput82_ItMayBeClosedAndGivenUpInItsOwnSignals) {
  listen();
  m_listener->onControl = [this](Incoming incoming) {
    auto* const connection = new ControlConnection(m_server_tls, m_limits, m_listener.get());
    QObject::connect(connection, &ControlChannel::messageReceived, connection, [connection] {
      connection->close({codes::kDenied, {}});
      connection->deleteLater();
    });
    connection->accept(std::move(incoming));
  };
  const auto client = connectClient();
  ASSERT_TRUE(waitFor([&] { return client->isSecured(); }));
  for (int i = 0; i < 20; ++i) {  // more is there to be read when the first one closes
    client->connection->send(kHello);
  }
  ASSERT_TRUE(waitFor([&] { return client->isClosed(); }));
}

TEST_F(ControlConnectionTest, AnIdleConnectionStaysBecauseOfPings) {
  m_limits.heartbeat = milliseconds(20);
  m_limits.silence = milliseconds(1000);
  const auto client = openPair();
  // Over twice the silence passes, and nobody sends anything but heartbeats.
  EXPECT_FALSE(waitFor([&] { return client->isClosed() || server().isClosed(); }, 2200));
}

TEST_F(ControlConnectionTest, APeerThatWaitsForAPersonKeepsNoPlaceAtTheGate) {
  m_limits.unauthenticated_connections = 1;
  const auto first = securedPair();
  first->connection->send(kHello);
  ASSERT_TRUE(waitFor([&] { return server().count<wire::Hello>() == 1; }));
  const auto refused = connectClient();
  ASSERT_TRUE(waitFor([&] { return refused->isClosed(); }));
  EXPECT_EQ(refused->reason.code, codes::kConnectionLost);
  server().connection->setWaiting();
  const auto second = connectClient();
  EXPECT_TRUE(waitFor([&] { return second->isSecured(); }));
  EXPECT_FALSE(first->isClosed());
}

// --- Where no connection comes about -------------------------------------------------------------------------

TEST_F(ControlConnectionTest, NobodyListens) {
  listen();
  const quint16 port = m_listener->port();
  m_listener->stop();
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), port);
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kConnectionRefused);
  EXPECT_TRUE(client.reason.detail.contains(QString::number(port)));
}

TEST_F(ControlConnectionTest, AHostThatCannotBe) {
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("no such host"), 6677);
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kHostNotFound);
}

TEST_F(ControlConnectionTest, AServerThatIsSilentIsGivenUp) {
  m_limits.connect = milliseconds(100);
  const test::TcpListener mute = test::TcpListener::open();
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), mute.port);
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kTimeout);
}

TEST_F(ControlConnectionTest, AServerThatNeverWelcomesIsGivenUp) {
  m_limits.connect = milliseconds(300);
  const auto client = securedPair();
  ASSERT_TRUE(waitFor([&] { return client->isClosed(); }));
  EXPECT_EQ(client->reason.code, codes::kTimeout);
}

TEST_F(ControlConnectionTest, ConnectingCanBeCancelled) {
  const test::TcpListener mute = test::TcpListener::open();
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), mute.port);
  client.connection->close({codes::kCancelled, {}});
  EXPECT_FALSE(client.isClosed());
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kCancelled);
}

TEST_F(ControlConnectionTest, AnotherProgramThatGreetsFirstIsNoServer) {
  const test::TcpListener other = test::TcpListener::open();
  auto program = std::async(std::launch::async, [&other] {
    const FileDescriptor guest = other.accept();
    const std::string_view greeting = "220 mail.example ESMTP\r\n";
    ::send(guest.get(), greeting.data(), greeting.size(), MSG_NOSIGNAL);
    test::readToEnd(guest.get());
    return true;
  });
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), other.port);
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kTls);
  EXPECT_TRUE(resultOf(program));
}

}  // namespace
}  // namespace landline::net
