#include "json_face_fixture.h"
#include <QSignalSpy>

#include "wire/messages.h"

namespace landline::console {
namespace {

using session::LinkState;
using test::JsonFaceTest;
using test::kA;
using test::kB;
using test::kC;
using test::online;
using test::peerId;
using test::peerInfo;
using test::stateOf;
using test::uuid;
using test::waitFor;
using Phase = LinkState::Phase;

TEST_F(JsonFaceTest, TellsThatItListens) {
  LinkState state = stateOf(Phase::Listening);
  state.reachable = QStringList{QStringLiteral("192.168.1.8:6677")};
  Q_EMIT node.stateChanged(state);
  Q_EMIT node.stateChanged(state);
  EXPECT_EQ(events(),
            std::vector<std::string>{R"({"event":"listening","address":"127.0.0.1","port":6677,"id":")" +
                                     kA.toStdString() + R"(","name":"desk-7","reachable":["192.168.1.8:6677"]})"})
      << "once, with these keys, in this order";
}

TEST_F(JsonFaceTest, TellsTheLifeOfAConnection) {
  Q_EMIT node.stateChanged(stateOf(Phase::Idle));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  EXPECT_TRUE(events().empty());
  Q_EMIT node.stateChanged(stateOf(Phase::Waiting));
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "waiting"}, {"for", "approval"}}));
  Q_EMIT node.stateChanged(online());
  const nlohmann::json connected = onlyEvent();
  EXPECT_EQ(connected["event"], "connected");
  EXPECT_EQ(connected["id"], kA.toStdString());
  EXPECT_EQ(connected["server"], kB.toStdString());
  LinkState lost = stateOf(Phase::Retrying, {codes::kConnectionLost, QStringLiteral("It broke.")});
  lost.retry_at_ms = 1;
  Q_EMIT node.stateChanged(lost);
  EXPECT_EQ(
      onlyEvent(),
      nlohmann::json({{"event", "closed"}, {"code", "connection-lost"}, {"reason", "It broke."}, {"retrying", true}}));
  Q_EMIT node.stateChanged(stateOf(Phase::Connecting));
  Q_EMIT node.stateChanged(stateOf(Phase::Idle, {codes::kKicked, QStringLiteral("Out.")}));
  const nlohmann::json closed = onlyEvent();
  EXPECT_EQ(closed["code"], "kicked");
  EXPECT_EQ(closed["retrying"], false);
}

TEST_F(JsonFaceTest, TellsThatItCannotListen) {
  Q_EMIT node.stateChanged(stateOf(Phase::Idle));
  Q_EMIT node.stateChanged(stateOf(Phase::Idle, {codes::kAddressInUse, QStringLiteral("Port 6677 is in use.")}));
  EXPECT_EQ(onlyEvent(),
            nlohmann::json({{"event", "error"}, {"code", "address-in-use"}, {"reason", "Port 6677 is in use."}}));
}

TEST_F(JsonFaceTest, TellsOfAChangedKey) {
  LinkState state = stateOf(Phase::KeyChanged);
  state.known = peerId('c');
  Q_EMIT node.stateChanged(state);
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "key-changed"},
                                         {"address", "127.0.0.1:6677"},
                                         {"known", kC.toStdString()},
                                         {"presented", kB.toStdString()}}));
}

TEST_F(JsonFaceTest, TellsWhoComesAndGoes) {
  Q_EMIT node.peerJoined(peerInfo('c', QStringLiteral("desk-9")));
  const nlohmann::json joined = onlyEvent();
  EXPECT_EQ(joined["event"], "peer-joined");
  EXPECT_EQ(joined["id"], kC.toStdString());
  EXPECT_EQ(joined["name"], "desk-9");
  EXPECT_EQ(joined["address"], "192.168.1.9:5000");
  EXPECT_EQ(joined["plain"], false);
  Q_EMIT node.peerRenamed(peerInfo('c', QStringLiteral("desk-10")));
  EXPECT_EQ(onlyEvent()["event"], "peer-renamed");
  Q_EMIT node.peerLeft(peerInfo('c', QStringLiteral("desk-10")));
  EXPECT_EQ(onlyEvent()["event"], "peer-left");
}

TEST_F(JsonFaceTest, SaysThatAPeerIsPlain) {
  session::PeerInfo peer = peerInfo('c', QStringLiteral("plain (192.168.1.9:5000)"));
  peer.plain = true;
  Q_EMIT node.peerJoined(peer);
  EXPECT_EQ(onlyEvent()["plain"], true);
}

TEST_F(JsonFaceTest, AsksAboutWhoeverWantsToJoin) {
  Q_EMIT node.joinRequested({peerId('c'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.9:1")});
  EXPECT_EQ(onlyEvent(),
            nlohmann::json(
                {{"event", "join-request"}, {"id", kC.toStdString()}, {"name", "desk-9"}, {"address", "10.0.0.9:1"}}));
  EXPECT_EQ(told(R"({"command":"admit","peer":"desk-9"})"), QStringLiteral("admit ") + kC);
  EXPECT_EQ(told(R"({"command":"deny","peer":")" + kC.toLatin1() + R"("})"), QStringLiteral("deny ") + kC);
  Q_EMIT node.joinRequestGone(peerId('c'));
  EXPECT_EQ(onlyEvent()["event"], "join-request-gone");
  EXPECT_EQ(refused(R"({"command":"admit","peer":"desk-9"})"), "absent");
}

TEST_F(JsonFaceTest, DoesNotGuessWhoOfTheSameNameIsMeant) {
  Q_EMIT node.joinRequested({peerId('c'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.9:1")});
  Q_EMIT node.joinRequested({peerId('d'), QStringLiteral("desk-9"), QStringLiteral("10.0.0.8:1")});
  EXPECT_EQ(refused(R"({"command":"admit","peer":"desk-9"})"), "usage");
}

TEST_F(JsonFaceTest, TellsMessagesAndTheirDelivery) {
  Q_EMIT node.messageAdded({uuid(1), peerId('c'), QStringLiteral("desk-9"), QString(wire::kEveryone),
                            QStringLiteral("a \"b\"\n\x1b"), 1790, session::Delivery::Incoming});
  EXPECT_EQ(events(), std::vector<std::string>{
                          R"({"event":"message","id":")" + uuid(1).toStdString() + R"(","from":")" + kC.toStdString() +
                          R"(","name":"desk-9","to":"everyone","text":"a \"b\"\n\u001b","at":1790})"});
  Q_EMIT node.deliveryChanged(uuid(1), session::Delivery::Sent, {});
  EXPECT_TRUE(events().empty());
  Q_EMIT node.deliveryChanged(uuid(1), session::Delivery::Received, {});
  EXPECT_EQ(onlyEvent(), nlohmann::json({{"event", "delivered"}, {"id", uuid(1).toStdString()}}));
  Q_EMIT node.deliveryChanged(uuid(2), session::Delivery::Rejected, {codes::kAbsent, QStringLiteral("Gone.")});
  EXPECT_EQ(
      onlyEvent(),
      nlohmann::json({{"event", "error"}, {"code", "absent"}, {"reason", "Gone."}, {"id", uuid(2).toStdString()}}));
}

TEST_F(JsonFaceTest, PassesMessagesOn) {
  Q_EMIT node.stateChanged(online());
  Q_EMIT node.peerJoined(peerInfo('c', QStringLiteral("desk-9")));
  EXPECT_EQ(told(R"({"command":"message","to":"everyone","text":"x"})"), QStringLiteral("sendMessage * x"));
  EXPECT_EQ(told(R"({"command":"message","to":"server","text":"x"})"), QStringLiteral("sendMessage %1 x").arg(kB));
  EXPECT_EQ(told(R"({"command":"message","to":"desk-9","text":"x","id":")" + uuid(9).toLatin1() + R"("})"),
            QStringLiteral("sendMessage %1 x").arg(kC));
  EXPECT_EQ(node.message_ids.last(), uuid(9));
  EXPECT_EQ(refused(R"({"command":"message","to":"desk-8","text":"x"})"), "absent");
}

TEST_F(JsonFaceTest, PassesTrustAndDisconnectOn) {
  EXPECT_EQ(told(R"({"command":"trust","id":")" + kC.toLatin1() + R"("})"), QStringLiteral("trust ") + kC);
  EXPECT_EQ(told(R"({"command":"disconnect","peer":")" + kC.toLatin1() + R"("})"), QStringLiteral("disconnect ") + kC);
}

TEST_F(JsonFaceTest, AnswersNonsenseAndGoesOn) {
  EXPECT_EQ(refused("hello"), "malformed");
  EXPECT_EQ(refused(R"({"command":"shout"})"), "usage");
  EXPECT_EQ(refused(QByteArray(LineInput::kLongestLine / 32, ' ') + "x"), "malformed");
  const QSignalSpy quit(&face, &JsonFace::quitRequested);
  m_input.write(R"({"command":"quit"})"
                "\n");
  EXPECT_TRUE(waitFor([&quit] { return quit.count() == 1; }));
}

}  // namespace
}  // namespace landline::console
