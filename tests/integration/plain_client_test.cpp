// The client as it is, over plain connections, against servers of a few lines that know nothing but sockets
// (PROTOCOL.md, "Plain peers").

#include "integration/plain_client_room.h"

#include <future>

namespace landline::test {
namespace {

using session::Delivery;

TEST_F(PlainClientTest, TalksToAServerThatEchoesText) {
  TinyServer echo([](TinyConnection& client) {
    for (std::string text = client.read(); !text.empty(); text = client.read()) {
      client.write(text);
    }
  });
  start();
  ASSERT_TRUE(join(echo));
  EXPECT_TRUE(seen().state.plain);
  EXPECT_FALSE(seen().state.own_name.isEmpty()) << "what its own messages are shown under";
  EXPECT_TRUE(seen().peers.first().plain);
  EXPECT_TRUE(seen().peers.first().is_server);
  EXPECT_EQ(seen().peers.first().id, serverId());
  EXPECT_TRUE(seen().peers.first().name.contains(QString::number(echo.port())))
      << seen().peers.first().name.toStdString();
  const QString id = sayToServer(QStringLiteral("Grüße, 你好"));
  ASSERT_TRUE(waitFor([this] { return seen().hasText(QStringLiteral("Grüße, 你好")); }));
  EXPECT_EQ(seen().messages.first().from_name, seen().state.own_name);
  EXPECT_EQ(seen().deliveries.value(id), Delivery::Sent) << "nobody says that it was received";
  const session::ChatMessage answer = seen().messages.last();
  EXPECT_EQ(answer.from, serverId());
  EXPECT_EQ(answer.to, seen().state.own.hex());
}

TEST_F(PlainClientTest, AMessageEndsWithALineFeed) {
  std::promise<std::string> received;
  TinyServer quiet([&received](TinyConnection& client) { received.set_value(client.readToTheEnd()); });
  start();
  ASSERT_TRUE(join(quiet));
  sayToServer(QStringLiteral("one"));
  const QString last = say(node(), wire::kEveryone, QStringLiteral("two"));
  ASSERT_TRUE(waitFor([this, last] { return seen().deliveries.value(last) == Delivery::Sent; }));
  tell(node(), [](auto& n) { n.disconnectFromServer(); });
  EXPECT_EQ(received.get_future().get(), "one\ntwo\n") << "everyone is the server, there is nobody else";
}

TEST_F(PlainClientTest, WhatWasSaidLeavesBeforeTheProgramDoes) {
  std::promise<std::string> received;
  TinyServer slow([&received](TinyConnection& client) {
    client.write("Welcome, stranger\n");  // which the client may never read
    received.set_value(client.readToTheEnd());
  });
  start();
  ASSERT_TRUE(join(slow));
  const QString text(10'000, QLatin1Char('a'));
  for (int i = 0; i < 20; ++i) {
    sayToServer(text);
  }
  m_client->stop();
  EXPECT_EQ(received.get_future().get().size(), 20U * 10'001U);
}

TEST_F(PlainClientTest, TakesBuffersThatArePaddedWithNul) {
  TinyServer padded([](TinyConnection& client) {
    client.writeBuffer("first, and long enough to leave something behind");
    client.writeBuffer("second", 'y');
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(padded));
  ASSERT_TRUE(waitFor([this] { return seen().messages.size() == 2; }));
  EXPECT_EQ(seen().messages.at(0).text, QStringLiteral("first, and long enough to leave something behind"));
  EXPECT_EQ(seen().messages.at(1).text, QStringLiteral("second")) << "what was left in the buffer is nobody's text";
}

TEST_F(PlainClientTest, BadInput54_AServerThatWritesWithoutEndIsReadAtAPace) {
  limits.plain_texts_per_second = 1;
  constexpr std::size_t kFarTooMuch = 32 * 1024 * 1024;  // the systems between the two hold less
  std::promise<std::size_t> written;
  TinyServer flood([&written](TinyConnection& client) {
    std::string line(1000, 'y');
    line.back() = '\n';
    written.set_value(client.writeUntilStuck(line, kFarTooMuch));
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(flood));
  EXPECT_LT(written.get_future().get(), kFarTooMuch);
  const QString id = sayToServer(QStringLiteral("stop"));
  EXPECT_TRUE(waitFor([this, id] { return seen().deliveries.value(id) == Delivery::Sent; }));
  EXPECT_LT(seen().messages.size(), 100);
}

TEST_F(PlainClientTest, AnEndInOrderIsToldToo) {
  TinyServer brief([](TinyConnection& client) { client.write("Goodbye\n"); });
  start();
  connectPlain(brief.port());
  ASSERT_TRUE(waitFor([this] { return seen().hasText(QStringLiteral("Goodbye")); }));
  ASSERT_TRUE(isOver());
  EXPECT_EQ(seen().state.error.code, codes::kClosing);
  EXPECT_FALSE(seen().state.plain);
}

TEST_F(PlainClientTest, SaysWhyThereIsNoConnection) {
  start();
  connectPlain(closedPort());
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Idle) && !seen().state.error.code.isEmpty(); }));
  EXPECT_EQ(seen().state.error.code, codes::kConnectionRefused);
  EXPECT_TRUE(seen().phases.contains(Phase::Connecting));
  EXPECT_TRUE(seen().peers.isEmpty());
}

TEST_F(PlainClientTest, WhatIsSaidToAServerThatIsGoneIsRejected) {
  TinyServer brief([](TinyConnection& client) { client.write("Goodbye\n"); });
  start();
  connectPlain(brief.port());
  ASSERT_TRUE(waitFor([this] { return seen().phases.contains(Phase::Online); }));
  ASSERT_TRUE(isOver());
  const QString id = sayToServer(QStringLiteral("wait"));
  ASSERT_TRUE(waitFor([this, id] { return seen().deliveries.value(id) == Delivery::Rejected; }));
  EXPECT_EQ(seen().rejections.value(id).code, codes::kAbsent);
  send({makeFile(QStringLiteral("a"), "aaa")});
  ASSERT_TRUE(waitFor([this] { return seen().errors.size() == 1; }));
  EXPECT_EQ(seen().errors.first().code, codes::kAbsent);
}

TEST_F(PlainClientTest, TheSameServerIsTheSameConversationAgain) {
  TinyServer greeting([](TinyConnection& client) {
    client.write("Hello again\n");
    client.readToTheEnd();
  });
  start();
  ASSERT_TRUE(join(greeting));
  const PeerId before = serverId();
  for (int times = 1; times < 5; ++times) {
    ASSERT_TRUE(waitFor([this, times] { return seen().countText(QStringLiteral("Hello again")) == times; }));
    connectPlain(greeting.port());  // at once, while the one before is being ended
    ASSERT_TRUE(waitFor([this, times] { return seen().phases.count(Phase::Online) == times + 1; }));
    EXPECT_EQ(serverId(), before);
  }
  EXPECT_EQ(greeting.connections(), 5);
  ASSERT_TRUE(waitFor([this] { return seen().peers.size() == 1; }));
}

TEST_F(PlainClientTest, OneConnectionTakesThePlaceOfTheOther) {
  TinyServer tiny([](TinyConnection& client) { client.readToTheEnd(); });
  startServer();
  start();
  connectClient(*m_client, QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online) && serverHas(1); }));
  connectPlain(tiny.port());
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online) && seen().state.plain; }));
  ASSERT_TRUE(waitFor([this] { return seen().peers.size() == 1 && serverHas(0); })) << "the room was left";
  EXPECT_TRUE(seen().peers.first().plain);
  connectClient(*m_client, QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return seen().is(Phase::Online) && !seen().state.plain; }));
  ASSERT_TRUE(waitFor([this] { return seen().peers.size() == 1 && serverHas(1); }));
  EXPECT_FALSE(seen().peers.first().plain);
  EXPECT_EQ(tiny.connections(), 1);
}

}  // namespace
}  // namespace landline::test
