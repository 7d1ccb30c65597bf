#include "integration/plain_room.h"

#include <future>

// Peers that know nothing of Landline, at a real server.
namespace landline::test {
namespace {

using session::Delivery;
using std::chrono::milliseconds;

using PlainServer = PlainRoom;

TEST_F(PlainServer, NetcatTalksWithEveryone) {
  startPlainServer(PlainMode::Text);
  auto desk = join(QStringLiteral("desk-7"));
  auto other = joinTalking();
  RawPeer netcat(port);
  netcat.send("hello, is anybody there?\n");
  ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("hello, is anybody there?")); }));
  ASSERT_EQ(plainPeers().size(), 2);
  const session::PeerInfo listed = plainPeers().last();
  EXPECT_TRUE(listed.name.startsWith(QStringLiteral("plain (127.0.0.1:"))) << listed.name.toStdString();
  EXPECT_EQ(listed.name, QStringLiteral("plain (%1)").arg(listed.address));
  EXPECT_EQ(server.seen().messages.last().from, listed.id);
  EXPECT_EQ(server.seen().messages.last().to, wire::kEveryone);

  ASSERT_TRUE(waitFor([&] { return desk->seen().hasText(QStringLiteral("hello, is anybody there?")); }));
  EXPECT_EQ(desk->seen().messages.last().from, listed.id);
  EXPECT_EQ(desk->seen().messages.last().from_name, listed.name);
  ASSERT_NE(desk->seen().peer(listed.name), nullptr);
  EXPECT_TRUE(desk->seen().peer(listed.name)->plain);
  EXPECT_TRUE(other->hears(listed.name.toStdString() + ": hello, is anybody there?\n"));

  say(*desk->node, wire::kEveryone, QStringLiteral("I am"));
  EXPECT_TRUE(netcat.hears("desk-7: I am\n"));
  EXPECT_TRUE(other->hears("desk-7: I am\n"));
  say(*server.node, wire::kEveryone, QStringLiteral("all hands \u684c"));
  EXPECT_TRUE(netcat.hears("Room 301: all hands \xE6\xA1\x8C\n"));
  EXPECT_EQ(netcat.heard().find("hello"), std::string::npos) << "it does not hear itself";
}

TEST_F(PlainServer, WhoeverComesLaterLearnsOfPlainPeers) {
  startPlainServer(PlainMode::Text);
  auto netcat = joinPlain();
  auto desk = join(QStringLiteral("desk-7"));
  const QString name = plainPeers().first().name;
  ASSERT_TRUE(waitFor([&] { return desk->seen().peer(name) != nullptr; }));
  EXPECT_TRUE(desk->seen().peer(name)->plain);
  EXPECT_FALSE(desk->seen().peer(QStringLiteral("Room 301"))->plain);
  netcat->leave();
  EXPECT_TRUE(waitFor([&] { return desk->seen().peer(name) == nullptr; }));
  EXPECT_TRUE(waitFor([&] { return plainPeers().isEmpty(); }));
}

TEST_F(PlainServer, WhatIsWrittenToOneAloneIsTheBareText) {
  startPlainServer(PlainMode::Text);
  auto desk = join(QStringLiteral("desk-7"));
  auto other = joinTalking();
  auto netcat = joinPlain();
  const PeerId id = lastPlain();
  ASSERT_TRUE(waitFor([&] { return desk->seen().peers.size() == 3; }));
  const QString from_server = say(*server.node, id.hex(), QStringLiteral("psst"));
  EXPECT_TRUE(netcat->hears("psst\n"));
  EXPECT_TRUE(waitFor([&] { return server.seen().deliveries.value(from_server) == Delivery::Received; }));
  const QString from_desk = say(*desk->node, id.hex(), QStringLiteral("hey"));
  EXPECT_TRUE(netcat->hears("hey\n"));
  EXPECT_TRUE(waitFor([&] { return desk->seen().deliveries.value(from_desk) == Delivery::Received; }));
  EXPECT_EQ(netcat->heard(), "psst\nhey\n");
  say(*server.node, wire::kEveryone, QStringLiteral("fence"));
  ASSERT_TRUE(other->hears("fence"));
  EXPECT_EQ(other->heard(), "Room 301: fence\n");
}

TEST_F(PlainServer, AClientOfFixedBuffersIsUnderstood) {
  limits.plain_quiet = milliseconds(30);
  startPlainServer(PlainMode::Text);
  RawPeer tutorial(port);
  std::string buffer(128, 'S');  // what an earlier, longer message left behind
  const auto send = [&](std::string_view text) {
    buffer.replace(0, text.size() + 1, std::string(text) + '\0');
    tutorial.send(buffer);
  };
  send("the first one");
  ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("the first one")); }));
  send("second");
  ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("second")); }));
  EXPECT_EQ(server.seen().messages.size(), 2) << "the stale rest is no message";
}

TEST_F(PlainServer, TextsAreJoinedAcrossSegmentsAndBadOctetsAreShown) {
  limits.plain_quiet = milliseconds(50);
  startPlainServer(PlainMode::Text);
  RawPeer peer(port);
  peer.sendInSingleOctets("\xE6\xA1\x8C\xE5\xAD\x90\n");
  peer.send("no line end");
  ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("no line end")); }));
  peer.send("a\xFFz\r\n");
  ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("a\\xFFz")); }));
  EXPECT_TRUE(server.seen().hasText(QStringLiteral("\u684c\u5b50")));
}

TEST_F(PlainServer, BadInput47_ASilentPeerIsListedAndStaysAndGetsNothingUnasked) {
  limits.handshake = milliseconds(100);
  startPlainServer(PlainMode::Text);
  auto silent = joinPlain();
  const auto listed = std::chrono::steady_clock::now();
  RawPeer native(port);
  native.send("\x16");  // is closed at the deadline, which has passed for the silent one as well by then
  ASSERT_TRUE(waitFor([&] { return native.isClosed(); }));
  EXPECT_GE(std::chrono::steady_clock::now() - listed, limits.handshake);
  EXPECT_FALSE(silent->isClosed());
  EXPECT_TRUE(silent->heard().empty());
  silent->send("here after all\n");
  EXPECT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("here after all")); }));
}

TEST_F(PlainServer, BadInput48_AClientHelloAtAnOctetEachTimeIsClosedAtTheDeadline) {
  limits.handshake = milliseconds(300);
  startPlainServer(PlainMode::Text);
  RawPeer slow(port);
  const auto began = std::chrono::steady_clock::now();
  slow.send("\x16");
  std::string_view rest("\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 10);
  ASSERT_TRUE(waitFor([&] {
    if (!rest.empty() && !slow.isClosed()) {
      slow.send(rest.substr(0, 1));
      rest.remove_prefix(1);
    }
    return slow.isClosed();
  }));
  EXPECT_GE(std::chrono::steady_clock::now() - began, limits.handshake);
  EXPECT_LT(std::chrono::steady_clock::now() - began, limits.handshake + std::chrono::seconds(5));
  EXPECT_TRUE(slow.heard().empty());
  EXPECT_TRUE(plainPeers().isEmpty());
}

TEST_F(PlainServer, BadInput71_ASilentPeerMayStillBeginTlsAndHearsNothingBefore) {
  startPlainServer(PlainMode::Text);
  auto late = joinPlain();
  auto other = joinTalking();
  say(*server.node, wire::kEveryone, QStringLiteral("not for those who may be none of us"));
  ASSERT_TRUE(other->hears("not for"));
  EXPECT_TRUE(late->heard().empty());
  std::promise<void> seen;
  auto welcome = std::async(std::launch::async, [&seen, descriptor = late->takeDescriptor().release()] {
    const Certificate certificate = makeCertificate({"late"});
    RawTls tls(FileDescriptor(descriptor), {&certificate});
    if (!tls.connect()) {
      return std::string("no handshake");
    }
    tls.write("hello&49\n{\"protocol\":1,\"name\":\"late\",\"app\":\"landline/0.1\"}");
    const std::string answer = tls.read();
    seen.get_future().wait_for(std::chrono::seconds(30));
    return answer;
  });
  EXPECT_TRUE(waitFor([&] { return server.seen().peer(QStringLiteral("late")) != nullptr; }));
  ASSERT_NE(server.seen().peer(QStringLiteral("late")), nullptr);
  EXPECT_FALSE(server.seen().peer(QStringLiteral("late"))->plain);
  EXPECT_TRUE(waitFor([&] { return plainPeers().size() == 1; }));
  seen.set_value();
  EXPECT_EQ(welcome.get().rfind("welcome&", 0), 0u);
}

TEST_F(PlainServer, BadInput41_OnceSomethingWasWrittenToItTlsIsText) {
  startPlainServer(PlainMode::Text);
  auto peer = joinPlain();
  say(*server.node, lastPlain().hex(), QStringLiteral("who are you?"));
  ASSERT_TRUE(peer->hears("who are you?\n"));
  peer->send("\x16\x03\x01\n");
  ASSERT_TRUE(waitFor([&] { return !server.seen().messages.isEmpty() && server.seen().messages.last().incoming(); }));
  EXPECT_EQ(server.seen().messages.last().text, QStringLiteral("\\x16\\x03\\x01"));
  EXPECT_FALSE(peer->isClosed());
}

TEST_F(PlainServer, APersonSendsOneAway) {
  startPlainServer(PlainMode::Text);
  auto desk = join(QStringLiteral("desk-7"));
  auto stays = joinPlain();
  auto goes = joinPlain();
  tell(*server.node, [id = lastPlain()](auto& hub) { hub.disconnectPeer(id); });
  EXPECT_TRUE(waitFor([&] { return goes->isClosed(); }));
  EXPECT_TRUE(waitFor([&] { return plainPeers().size() == 1; }));
  EXPECT_TRUE(waitFor([&] { return desk->seen().peers.size() == 2; }));
  EXPECT_FALSE(stays->isClosed());
}

TEST_F(PlainServer, TheSwitchWorksWhileItListens) {
  startPlainServer(PlainMode::Text);
  auto desk = join(QStringLiteral("desk-7"));
  auto silent = joinPlain();
  setMode(PlainMode::Off);
  EXPECT_TRUE(waitFor([&] { return silent->isClosed() && plainPeers().isEmpty(); }));
  RawPeer refused(port);
  refused.send("hello\n");
  EXPECT_TRUE(refused.hears("This is Landline."));
  EXPECT_TRUE(waitFor([&] { return refused.isClosed(); }));
  setMode(PlainMode::Text);
  RawPeer taken(port);
  taken.send("hello again\n");
  EXPECT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("hello again")); }));
  EXPECT_TRUE(desk->seen().is(Phase::Online));
}

TEST_F(PlainServer, StopListeningEndsThemAndListeningTakesThemAgain) {
  startPlainServer(PlainMode::Text);
  auto peer = joinPlain();
  tell(*server.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([&] { return server.seen().is(Phase::Idle) && peer->isClosed() && plainPeers().isEmpty(); }));
  listen(0);
  auto next = joinPlain();
  next->send("back\n");
  EXPECT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("back")); }));
}

TEST_F(PlainServer, WhoeverWritesAPoemAndLeavesIsHeardToItsEnd) {
  limits.chat_at_once = 5;
  limits.chat_per_second = 500;
  startPlainServer(PlainMode::Text);
  RawPeer netcat(port);
  constexpr int kLines = 100;
  std::string poem;
  for (int i = 1; i <= kLines; ++i) {
    poem += "line " + std::to_string(i) + '\n';
  }
  netcat.send(poem);
  netcat.leave();
  ASSERT_TRUE(waitFor([&] { return server.seen().messages.size() == kLines; })) << server.seen().messages.size();
  for (int i = 0; i < kLines; ++i) {
    EXPECT_EQ(server.seen().messages[i].text, QStringLiteral("line %1").arg(i + 1));
    EXPECT_TRUE(server.seen().messages[i].from_name.startsWith(QStringLiteral("plain ("))) << "it was still listed";
  }
  EXPECT_TRUE(waitFor([&] { return plainPeers().isEmpty(); }));
}

TEST_F(PlainServer, BadInput60_WhoeverTalksKeepsItsPlaceAmongThoseOfItsAddress) {
  limits.plain_peers_per_address = 3;
  startPlainServer(PlainMode::Text);
  std::vector<std::unique_ptr<RawPeer>> peers;
  for (int i = 0; i < limits.plain_peers_per_address; ++i) {
    const std::string line = "line " + std::to_string(i);
    peers.push_back(std::make_unique<RawPeer>(port));
    peers.back()->send(line + '\n');
    ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QString::fromStdString(line)); }));
  }
  RawPeer too_many(port);
  too_many.send("one too many\n");
  EXPECT_TRUE(too_many.hears("no place"));
  EXPECT_TRUE(waitFor([&] { return too_many.isClosed(); }));

  RawPeer elsewhere = RawPeer::from(2, port);
  elsewhere.send("from elsewhere\n");
  EXPECT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("from elsewhere")); }));
  EXPECT_EQ(plainPeers().size(), 4);

  peers.pop_back();
  ASSERT_TRUE(waitFor([&] { return plainPeers().size() == 3; }));
  ASSERT_TRUE(waitFor([&] {
    RawPeer next(port);
    next.send("a place was left\n");
    return waitFor([&] { return next.isClosed() || server.seen().hasText(QStringLiteral("a place was left")); }) &&
           server.seen().hasText(QStringLiteral("a place was left"));
  }));
  EXPECT_FALSE(server.seen().hasText(QStringLiteral("one too many")));
}

TEST_F(PlainServer, ALongMessageOfBadOctetsStillFitsAChat) {
  startPlainServer(PlainMode::Text);
  auto desk = join(QStringLiteral("desk-7"));
  RawPeer peer(port);
  peer.send(std::string(limits.plain_message, '\xFF') + '\n' + "fence\n");  // each is shown as four octets
  ASSERT_TRUE(waitFor([&] { return desk->seen().hasText(QStringLiteral("fence")); }));
  qint64 octets = 0;
  for (const session::ChatMessage& message : desk->seen().messages) {
    EXPECT_LE(message.text.size(), static_cast<int>(limits.chat_text));
    octets += message.text.size();
  }
  EXPECT_EQ(octets, 4 * static_cast<qint64>(limits.plain_message) + 5);
  EXPECT_TRUE(desk->seen().is(Phase::Online));
}

}  // namespace
}  // namespace landline::test
