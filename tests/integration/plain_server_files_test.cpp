#include "integration/plain_room.h"

#include <future>
#include <optional>

#include "net/control_connection.h"
#include "net/tls_context.h"
#include "trust/identity.h"

// Files from and to peers that know nothing of Landline, at a real server.
namespace landline::test {
namespace {

class PlainServerFiles : public PlainRoom {
 protected:
  PlainServerFiles() {
    limits.plain_quiet = Limits::Milliseconds(30);
    limits.plain_answer = Limits::Milliseconds(10'000);
  }

  QByteArray saved(const QString& name) const { return contentOf(server.saveFolder() + QLatin1Char('/') + name); }
  bool isDone(int count) const { return countIn(server.seen(), State::Done) == count; }
};

TEST_F(PlainServerFiles, ThreeStepsMakeAFile) {
  startPlainServer(PlainMode::Files);
  const QByteArray content = octets(1'000'003);
  RawPeer peer(port);
  peer.send("here it comes\n");
  ASSERT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("here it comes")); }));
  peer.send("a&b \xE6\xA1\x8C.bin&" + std::to_string(content.size()));  // no end, as in the tutorials
  ASSERT_TRUE(peer.hears("ok"));
  peer.send({content.constData(), static_cast<std::size_t>(content.size())});
  ASSERT_TRUE(waitFor([&] { return isDone(1); }));
  EXPECT_EQ(saved(QStringLiteral("a&b \u684c.bin")), content);
  const session::TransferInfo row = *server.seen().transfer();
  EXPECT_TRUE(row.plain);
  EXPECT_EQ(row.direction, Direction::Down);
  EXPECT_EQ(row.bytes_done, content.size());
  EXPECT_EQ(row.peer, lastPlain());
  peer.send("that was it\n");
  EXPECT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("that was it")); }));
}

TEST_F(PlainServerFiles, OneRateLimitIsForNativeAndPlainTransfersTogether) {
  constexpr int kSize = 384 * 1024;
  constexpr int kRate = 512 * 1024;
  startPlainServer(PlainMode::Files);
  tell(*server.node, [](auto& hub) { hub.setRateLimit(kRate); });
  auto desk = join(QStringLiteral("desk-7"));
  const QByteArray content = octets(kSize);
  const QString path = makeFile(QStringLiteral("native.bin"), content);
  RawPeer peer(port);
  const auto began = std::chrono::steady_clock::now();
  sendFile(*desk->node, server.seen().state.own, path);
  peer.send("plain.bin&" + std::to_string(kSize) + '\n');
  auto body = std::async(std::launch::async, [&peer, &content] {
    peer.send({content.constData(), static_cast<std::size_t>(content.size())});
  });
  ASSERT_TRUE(waitFor([&] { return isDone(2); })) << rows(server.seen());
  body.get();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took.count(), 2.0 * kSize / kRate - 0.2) << "each alone would take half of that";
  EXPECT_EQ(saved(QStringLiteral("native.bin")), content);
  EXPECT_EQ(saved(QStringLiteral("plain.bin")), content);
}

TEST_F(PlainServerFiles, BadInput33_SeveralInOneSegmentWithChatBetween) {
  startPlainServer(PlainMode::Files);
  RawPeer peer(port);
  peer.send("before\none.txt&3\nabcbetween\nempty.txt&0\ntwo.txt&2\nxyafter\n");
  ASSERT_TRUE(waitFor([&] { return isDone(3) && server.seen().hasText(QStringLiteral("after")); }))
      << rows(server.seen());
  EXPECT_EQ(saved(QStringLiteral("one.txt")), "abc");
  EXPECT_EQ(saved(QStringLiteral("empty.txt")), "");
  EXPECT_EQ(saved(QStringLiteral("two.txt")), "xy");
  EXPECT_TRUE(server.seen().hasText(QStringLiteral("before")));
  EXPECT_TRUE(server.seen().hasText(QStringLiteral("between")));
  EXPECT_EQ(server.seen().messages.size(), 3);
}

TEST_F(PlainServerFiles, BadInput32_SingleOctetsMakeTheSameFile) {
  startPlainServer(PlainMode::Files);
  RawPeer peer(port);
  peer.sendInSingleOctets("slow.txt&11\nhello world");
  ASSERT_TRUE(waitFor([&] { return isDone(1); }));
  EXPECT_EQ(saved(QStringLiteral("slow.txt")), "hello world");
}

TEST_F(PlainServerFiles, BadInput27_AnEarlyEndLeavesNothing) {
  startPlainServer(PlainMode::Files);
  RawPeer peer(port);
  peer.send("half.bin&1000\n" + std::string(500, 'x'));
  ASSERT_TRUE(waitFor([&] { return countIn(server.seen(), State::Running) == 1; })) << rows(server.seen());
  peer.leave();
  ASSERT_TRUE(waitFor([&] { return countIn(server.seen(), State::Failed) == 1; })) << rows(server.seen());
  EXPECT_TRUE(filesIn(server.saveFolder()).isEmpty())
      << filesIn(server.saveFolder()).join(QLatin1Char(' ')).toStdString();
}

TEST_F(PlainServerFiles, BadInput11_UnsafeNamesAreDeclinedAndTheConnectionStays) {
  startPlainServer(PlainMode::Files);
  RawPeer peer(port);
  for (const char* header : {"../x&1\n", "/etc/x&1\n", "..&1\n"}) {
    RawPeer each(port);
    each.send(header);
    EXPECT_TRUE(each.hears("declined: ")) << header;
    EXPECT_EQ(each.heard().find("ok"), std::string::npos);
    each.send("still here\n");
  }
  EXPECT_TRUE(waitFor([&] { return server.seen().countText(QStringLiteral("still here")) == 3; }));
  EXPECT_TRUE(filesIn(server.saveFolder()).isEmpty());
}

TEST_F(PlainServerFiles, OkComesOnlyAfterAPersonHasSaidYes) {
  startPlainServer(PlainMode::Files, session::AcceptRule::Ask);
  RawPeer peer(port);
  peer.send("ask.txt&5");
  ASSERT_TRUE(waitFor([&] { return countIn(server.seen(), State::Offered) == 1; }));
  EXPECT_EQ(peer.heard(), "");
  const session::TransferInfo offer = *server.seen().transfer();
  tell(*server.node, [offer](auto& hub) { hub.acceptTransfer(offer.peer, offer.transfer, {}); });
  ASSERT_TRUE(peer.hears("ok"));
  peer.send("hello");
  ASSERT_TRUE(waitFor([&] { return isDone(1); }));
  EXPECT_EQ(saved(QStringLiteral("ask.txt")), "hello");
}

TEST_F(PlainServerFiles, WhereOnlyTextIsOnAHeaderIsText) {
  startPlainServer(PlainMode::Text);
  RawPeer peer(port);
  peer.send("Q&A&2024\n");
  EXPECT_TRUE(waitFor([&] { return server.seen().hasText(QStringLiteral("Q&A&2024")); }));
  EXPECT_TRUE(server.seen().transfers.isEmpty());
}

TEST_F(PlainServerFiles, TheServerSendsAFileToAPlainPeer) {
  startPlainServer(PlainMode::Files);
  auto peer = joinPlain();
  const QByteArray content = octets(300'001);
  send(*server.node, lastPlain().hex(), {put(QStringLiteral("for you.bin"), content)});
  ASSERT_TRUE(peer->hears("for you.bin&300001"));
  const std::size_t header = peer->heard().size();
  peer->send("ok");
  ASSERT_TRUE(waitFor([&] { return peer->heard().size() == header + static_cast<std::size_t>(content.size()); }));
  EXPECT_EQ(QByteArray::fromStdString(peer->heard().substr(header)), content);
  ASSERT_TRUE(waitFor([&] { return isDone(1); }));
  EXPECT_TRUE(server.seen().transfer()->plain);
}

TEST_F(PlainServerFiles, AnOfferOfAMemberToAPlainPeerIsRejected) {
  startPlainServer(PlainMode::Files);
  auto peer = joinPlain();
  net::ControlConnection member(*net::TlsContext::create(*trust::Identity::generate()), limits);
  std::optional<wire::Rejected> rejected;
  const wire::Offer offer{wire::newUuid(), lastPlain(), QStringLiteral("x"), 1, 1, {}, {}};
  QObject::connect(&member, &net::ControlChannel::secured, &member, [&] {
    member.send(wire::Hello{wire::kProtocolVersion, QStringLiteral("desk-7"), QStringLiteral("test")});
  });
  QObject::connect(&member, &net::ControlChannel::messageReceived, &member, [&](const wire::ControlMessage& message) {
    if (std::holds_alternative<wire::Welcome>(message)) {
      member.setAdmitted();
      member.send(offer);
    } else if (const auto* answer = std::get_if<wire::Rejected>(&message)) {
      rejected = *answer;
    }
  });
  member.connectTo(QStringLiteral("127.0.0.1"), port);
  ASSERT_TRUE(waitFor([&] { return rejected.has_value(); }));
  EXPECT_EQ(rejected->re, offer.transfer);
  EXPECT_EQ(rejected->code, codes::kUnsupported);
  EXPECT_EQ(peer->heard(), "");
}

TEST_F(PlainServerFiles, FilesForEveryoneLeavePlainPeersOut) {
  startPlainServer(PlainMode::Files);
  auto peer = joinPlain();
  const QString path = put(QStringLiteral("x.txt"), "x");
  send(*server.node, wire::kEveryone, {path});
  ASSERT_TRUE(waitFor([&] { return server.seen().errors.size() == 1; }));
  EXPECT_EQ(server.seen().errors.first().code, codes::kAbsent);
  auto desk = join(QStringLiteral("desk-7"));
  auto other = join(QStringLiteral("desk-8"));
  send(*server.node, wire::kEveryone, {path});
  ASSERT_TRUE(waitFor([&] { return isDone(2); })) << rows(server.seen());
  EXPECT_EQ(server.seen().transfers.size(), 2) << "one for each member";
  EXPECT_EQ(peer->heard(), "");
}

}  // namespace
}  // namespace landline::test
