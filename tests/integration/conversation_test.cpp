#include "integration/room.h"

namespace landline::test {
namespace {

using session::Delivery;

using Conversation = Room;

TEST_F(Conversation, ClientAndServerTalkBothWays) {
  startServer();
  auto desk = join(QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([this] { return server.seen().peer(QStringLiteral("desk-7")) != nullptr; }));
  EXPECT_EQ(desk->seen().state.server, server.node->id());
  EXPECT_EQ(desk->seen().state.server_name, QStringLiteral("Room 301"));

  const QString up = say(*desk->node, server.node->id().hex(), QStringLiteral("hello server"));
  EXPECT_TRUE(waitFor([this] { return server.seen().hasText(QStringLiteral("hello server")); }));
  EXPECT_TRUE(waitFor([&] { return desk->seen().deliveries.value(up) == Delivery::Received; }));

  const QString down = say(*server.node, desk->node->id().hex(), QStringLiteral("hello \u684c\u5b50"));
  EXPECT_TRUE(waitFor([&] { return desk->seen().hasText(QStringLiteral("hello \u684c\u5b50")); }));
  EXPECT_TRUE(waitFor([&] { return server.seen().deliveries.value(down) == Delivery::Received; }));
  EXPECT_EQ(desk->seen().messages.last().from, server.node->id());
}

TEST_F(Conversation, MessageToEveryoneReachesAllButItsWriter) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  auto c = join(QStringLiteral("c"));
  const QString id = say(*a->node, wire::kEveryone, QStringLiteral("all hands"));
  EXPECT_TRUE(waitFor([&] {
    return b->seen().hasText(QStringLiteral("all hands")) && c->seen().hasText(QStringLiteral("all hands")) &&
           server.seen().hasText(QStringLiteral("all hands"));
  }));
  EXPECT_TRUE(waitFor([&] { return a->seen().deliveries.value(id) == Delivery::Received; }));
  EXPECT_EQ(a->seen().countText(QStringLiteral("all hands")), 0);
  EXPECT_EQ(b->seen().messages.last().from, a->node->id());
  EXPECT_EQ(b->seen().messages.last().from_name, QStringLiteral("a"));
  EXPECT_GT(b->seen().messages.last().at_ms, 1'500'000'000'000);
}

TEST_F(Conversation, PrivateMessageReachesOneAndIsReceipted) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  auto c = join(QStringLiteral("c"));
  const QString id = say(*a->node, b->node->id().hex(), QStringLiteral("psst"));
  EXPECT_TRUE(waitFor([&] { return a->seen().deliveries.value(id) == Delivery::Received; }));
  EXPECT_TRUE(b->seen().hasText(QStringLiteral("psst")));
  // A later message to everyone is the fence: had the private one gone to others, it would be there by now.
  say(*a->node, wire::kEveryone, QStringLiteral("fence"));
  ASSERT_TRUE(waitFor(
      [&] { return c->seen().hasText(QStringLiteral("fence")) && server.seen().hasText(QStringLiteral("fence")); }));
  EXPECT_FALSE(c->seen().hasText(QStringLiteral("psst")));
  EXPECT_FALSE(server.seen().hasText(QStringLiteral("psst")));
}

TEST_F(Conversation, MessageToAnAbsentPeerIsRejected) {
  startServer();
  auto a = join(QStringLiteral("a"));
  const QString id = say(*a->node, PeerId::ofPublicKey("nobody").hex(), QStringLiteral("anyone?"));
  EXPECT_TRUE(waitFor([&] { return a->seen().deliveries.value(id) == Delivery::Rejected; }));
  EXPECT_EQ(a->seen().rejections.value(id).code, codes::kAbsent);
  EXPECT_TRUE(a->seen().is(Phase::Online));
}

TEST_F(Conversation, BadInput51_TextOverTheLimitIsRejectedAndTheRestGoesOn) {
  startServer();
  auto a = join(QStringLiteral("a"));
  const QString id = say(*a->node, wire::kEveryone, QString(16 * 1024 + 1, QLatin1Char('x')));
  EXPECT_TRUE(waitFor([&] { return a->seen().deliveries.value(id) == Delivery::Rejected; }));
  say(*a->node, wire::kEveryone, QStringLiteral("still here"));
  EXPECT_TRUE(waitFor([this] { return server.seen().hasText(QStringLiteral("still here")); }));
}

TEST_F(Conversation, BadInput55_SameMessageTwiceIsOneMessage) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  const QString id = wire::newUuid();
  const QString to_b = b->node->id().hex();
  tell(*a->node, [id](auto& n) {
    n.sendMessage(id, wire::kEveryone, QStringLiteral("once"));
    n.sendMessage(id, wire::kEveryone, QStringLiteral("once"));
  });
  const QString private_id = wire::newUuid();
  tell(*a->node, [private_id, to_b](auto& n) {
    n.sendMessage(private_id, to_b, QStringLiteral("once more"));
    n.sendMessage(private_id, to_b, QStringLiteral("once more"));
    n.sendMessage(wire::newUuid(), wire::kEveryone, QStringLiteral("fence"));
  });
  ASSERT_TRUE(waitFor(
      [&] { return b->seen().hasText(QStringLiteral("fence")) && server.seen().hasText(QStringLiteral("fence")); }));
  EXPECT_EQ(b->seen().countText(QStringLiteral("once")), 1);
  EXPECT_EQ(server.seen().countText(QStringLiteral("once")), 1);
  EXPECT_EQ(b->seen().countText(QStringLiteral("once more")), 1);
}

TEST_F(Conversation, PeersSeeEachOtherComeAndGoUnderUniqueNames) {
  startServer();
  auto a = join(QStringLiteral("desk"));
  auto b = join(QStringLiteral("desk"));
  EXPECT_TRUE(waitFor([&] { return a->seen().peer(QStringLiteral("desk (2)")) != nullptr; }));
  EXPECT_TRUE(waitFor([&] { return b->seen().state.own_name == QStringLiteral("desk (2)"); }));
  EXPECT_TRUE(waitFor([&] { return b->seen().peer(QStringLiteral("desk")) != nullptr; }));
  EXPECT_NE(b->seen().peer(QStringLiteral("Room 301")), nullptr);
  b->stop();
  EXPECT_TRUE(waitFor([&] { return a->seen().peer(QStringLiteral("desk (2)")) == nullptr; }));
  EXPECT_TRUE(waitFor([this] { return server.seen().peers.size() == 1; }));
}

TEST_F(Conversation, ServerAsksAPersonOnceAndRemembers) {
  startServer(trust::Access::Ask);
  auto a = makeClient();
  connectClient(*a, QStringLiteral("a"));
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Waiting); }));
  EXPECT_TRUE(server.seen().peers.isEmpty());
  EXPECT_EQ(server.seen().requests[0].name, QStringLiteral("a"));

  tell(*server.node, [id = a->node->id()](auto& hub) { hub.admit(id); });
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Online); }));
  EXPECT_TRUE(waitFor([this] { return server.seen().requests.isEmpty(); }));

  tell(*a->node, [](auto& node) { node.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([this] { return server.seen().peers.isEmpty(); }));
  connectClient(*a, QStringLiteral("a"));
  EXPECT_TRUE(waitFor([&] { return a->seen().is(Phase::Online); }));
  EXPECT_TRUE(server.seen().requests.isEmpty());
}

TEST_F(Conversation, DeniedPeerIsToldAndDoesNotComeBackByItself) {
  limits.reconnect_first = Limits::Milliseconds(1);
  startServer(trust::Access::Ask);
  auto a = makeClient();
  connectClient(*a, QStringLiteral("a"));
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  tell(*server.node, [id = a->node->id()](auto& hub) { hub.deny(id); });
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Idle); }));
  EXPECT_EQ(a->seen().state.error.code, codes::kDenied);
  EXPECT_FALSE(a->seen().phases.contains(Phase::Retrying));
}

TEST_F(Conversation, KickedPeerIsToldAndOthersGoOn) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  tell(*server.node, [id = a->node->id()](auto& hub) { hub.disconnectPeer(id); });
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Idle); }));
  EXPECT_EQ(a->seen().state.error.code, codes::kKicked);
  EXPECT_FALSE(a->seen().phases.contains(Phase::Retrying));
  say(*b->node, server.node->id().hex(), QStringLiteral("still here"));
  EXPECT_TRUE(waitFor([this] { return server.seen().hasText(QStringLiteral("still here")); }));
}

TEST_F(Conversation, SameKeyAgainReplacesTheFirstConnection) {
  startServer();
  auto first = join(QStringLiteral("a"));
  auto second = std::make_unique<Client>();
  QDir().mkpath(second->profile());
  for (const QString& name : {QStringLiteral("identity.key"), QStringLiteral("identity.crt")}) {
    ASSERT_TRUE(QFile::copy(first->profile() + QLatin1Char('/') + name, second->profile() + QLatin1Char('/') + name));
  }
  client::ClientOptions options;
  options.limits = limits;
  options.accept_rule = session::AcceptRule::All;
  second->run(client::ClientNode::create(*Profile::open(second->profile()), options));
  connectClient(*second, QStringLiteral("a"));
  ASSERT_TRUE(waitFor([&] { return second->seen().is(Phase::Online) && first->seen().is(Phase::Idle); }));
  EXPECT_EQ(first->seen().state.error.code, codes::kReplaced);
  EXPECT_TRUE(waitFor([this] { return server.seen().peers.size() == 1; }));
}

TEST_F(Conversation, LostServerIsNoticedAndFoundAgainAndUnansweredTextArrivesOnce) {
  limits.reconnect_first = Limits::Milliseconds(20);
  limits.reconnect_longest = Limits::Milliseconds(100);
  startServer();
  auto a = join(QStringLiteral("a"));
  tell(*server.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Retrying) || a->seen().is(Phase::Connecting); }));
  ASSERT_TRUE(waitFor([&] { return a->seen().peers.isEmpty(); }));
  const QString id = say(*a->node, wire::kEveryone, QStringLiteral("written while away"));
  listen(port);
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Online); }));
  EXPECT_TRUE(waitFor([&] { return a->seen().deliveries.value(id) == Delivery::Received; }));
  EXPECT_EQ(server.seen().countText(QStringLiteral("written while away")), 1);
}

TEST_F(Conversation, BadInput73_ServerThatRestartsIsFoundAgain) {
  limits.reconnect_first = Limits::Milliseconds(20);
  limits.reconnect_longest = Limits::Milliseconds(100);
  startServer();
  auto a = join(QStringLiteral("a"));
  server.stop();
  ASSERT_TRUE(waitFor([&] { return a->seen().phases.contains(Phase::Retrying); }));
  startServer();  // the same profile, so the same key, at the same port
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Online); }));
  say(*a->node, wire::kEveryone, QStringLiteral("back again"));
  EXPECT_TRUE(waitFor([this] { return server.seen().hasText(QStringLiteral("back again")); }));
}

TEST_F(Conversation, BadInput82_DisconnectingInsideAHandlerIsSafe) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  // These run in the nodes' own threads, in the middle of handling a message.
  QObject::connect(server.node, &session::Node::messageAdded, server.node,
                   [hub = server.node](const session::ChatMessage& m) { hub->disconnectPeer(m.from); });
  QObject::connect(b->node, &session::Node::messageAdded, b->node,
                   [node = b->node](const session::ChatMessage&) { node->disconnectFromServer(); });
  for (int i = 0; i < 20; ++i) {
    say(*a->node, wire::kEveryone, QStringLiteral("bye"));
  }
  EXPECT_TRUE(waitFor([&] { return a->seen().is(Phase::Idle) && b->seen().is(Phase::Idle); }));
  EXPECT_TRUE(waitFor([this] { return server.seen().peers.isEmpty(); }));
}

TEST_F(Conversation, BadInput45_AnotherKeyAtTheSameAddressIsAskedAboutFirst) {
  startServer();
  auto a = join(QStringLiteral("a"));
  const PeerId known = server.node->id();
  tell(*a->node, [](auto& node) { node.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::Idle); }));
  server.stop();
  server.folder = std::make_unique<QTemporaryDir>();
  startServer();
  ASSERT_NE(server.node->id(), known);

  connectClient(*a, QStringLiteral("a"));
  ASSERT_TRUE(waitFor([&] { return a->seen().is(Phase::KeyChanged); }));
  EXPECT_EQ(a->seen().state.known, known);
  EXPECT_EQ(a->seen().state.server, server.node->id());
  EXPECT_TRUE(server.seen().peers.isEmpty());
  tell(*a->node, [id = server.node->id()](auto& node) { node.trust(id); });
  EXPECT_TRUE(waitFor([&] { return a->seen().is(Phase::Online); }));
}

TEST_F(Conversation, WrongPortAndWrongHostAreToldAsWhatTheyAre) {
  startServer();
  auto a = makeClient();
  const quint16 closed_port = port;
  tell(*server.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([this] { return server.seen().is(Phase::Idle); }));
  tell(*a->node,
       [closed_port](auto& n) { n.connectTo(QStringLiteral("127.0.0.1"), closed_port, QStringLiteral("a")); });
  ASSERT_TRUE(waitFor([&] { return a->seen().state.error.code == codes::kConnectionRefused; }));
  EXPECT_TRUE(a->seen().is(Phase::Idle));
}

TEST_F(Conversation, PortInUseIsToldByTheServer) {
  startServer();
  Program<server::Hub> second;
  server::HubOptions options;
  options.limits = limits;
  options.save_folder = second.saveFolder();
  second.run(server::Hub::create(*Profile::open(second.profile()), options));
  tell(*second.node, [to = port](auto& hub) { hub.listen(QStringLiteral("127.0.0.1"), to); });
  EXPECT_TRUE(waitFor([&] { return second.seen().state.error.code == codes::kAddressInUse; }));
  tell(*second.node, [](auto& hub) { hub.listen(QStringLiteral("not an address"), 0); });
  EXPECT_TRUE(waitFor([&] { return second.seen().state.error.code == codes::kAddressUnavailable; }));
}

}  // namespace
}  // namespace landline::test
