#include "session/peer_session.h"

#include <QSignalSpy>
#include <gtest/gtest.h>

#include "session/node.h"
#include "support/fake_channel.h"
#include "support/wait_for.h"

namespace landline::session {
namespace {

using test::FakeChannel;
using test::waitFor;

const PeerId kPeer = PeerId::ofPublicKey("peer");
const PeerId kOther = PeerId::ofPublicKey("other");
const QString kUuid = QStringLiteral("11111111-2222-4333-8444-555555555555");

class PeerSessionTest : public ::testing::Test {
 protected:
  PeerSessionTest() {
    registerMetaTypes();
    m_channel->secure(kPeer);
  }

  void greet() { m_channel->say(wire::Hello{1, QStringLiteral("desk"), QStringLiteral("test/1")}); }
  void join() {
    greet();
    m_session.admit({wire::encode(wire::Welcome{1, QStringLiteral("Room"), kPeer})});
  }
  bool endsWith(const QString& code) {
    return waitFor([this] { return m_ended.count() == 1; }, 2000) && m_channel->closeCode() == code &&
           m_passed_on.count() == 0;
  }

  FakeChannel* m_channel = new FakeChannel;  // the session owns it
  PeerSession m_session{7, m_channel, Limits()};
  QSignalSpy m_hello{&m_session, &PeerSession::helloReceived};
  QSignalSpy m_passed_on{&m_session, &PeerSession::messageReceived};
  QSignalSpy m_ended{&m_session, &PeerSession::ended};
};

TEST_F(PeerSessionTest, HelloIsPassedToWhoeverDecides) {
  greet();
  ASSERT_EQ(m_hello.count(), 1);
  EXPECT_EQ(m_hello[0][0].toULongLong(), 7u);
  EXPECT_EQ(m_hello[0][1].value<PeerId>(), kPeer);
  EXPECT_EQ(m_hello[0][2].toString(), QStringLiteral("desk"));
  EXPECT_FALSE(m_session.isMember());
}

TEST_F(PeerSessionTest, AdmittedPeerGetsTheWelcomeAndMayChat) {
  join();
  EXPECT_TRUE(m_channel->isAdmitted());
  EXPECT_TRUE(m_channel->sent<wire::Welcome>());
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), {}, {}});
  EXPECT_EQ(m_passed_on.count(), 1);
}

TEST_F(PeerSessionTest, WaitingPeerIsToldAndCanBeAdmittedLater) {
  greet();
  m_session.wait();
  EXPECT_TRUE(m_channel->isWaiting());
  EXPECT_FALSE(m_channel->isAdmitted());
  ASSERT_TRUE(m_channel->sent<wire::Waiting>());
  EXPECT_EQ(m_channel->sent<wire::Waiting>()->reason, QStringLiteral("approval"));
  m_session.admit({});
  EXPECT_TRUE(m_session.isMember());
}

TEST_F(PeerSessionTest, NothingIsSentToAPeerThatIsNotAMember) {
  greet();
  m_session.wait();
  const std::size_t before = m_channel->sentCount();
  m_session.send(wire::encode(wire::Left{kOther, QStringLiteral("x")}));
  EXPECT_EQ(m_channel->sentCount(), before);
}

TEST_F(PeerSessionTest, BadInput39_ChatBeforeHelloEndsIt) {
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), {}, {}});
  EXPECT_TRUE(endsWith(codes::kUnexpected));
}

TEST_F(PeerSessionTest, BadInput39_ChatWhileWaitingEndsIt) {
  greet();
  m_session.wait();
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), {}, {}});
  EXPECT_TRUE(endsWith(codes::kUnexpected));
}

TEST_F(PeerSessionTest, BadInput39_SecondHelloEndsIt) {
  join();
  greet();
  EXPECT_TRUE(endsWith(codes::kUnexpected));
}

TEST_F(PeerSessionTest, BadInput39_WhatOnlyServersSayEndsIt) {
  const std::vector<wire::ControlMessage> of_servers = {
      wire::Welcome{1, QStringLiteral("x"), kPeer},  wire::Waiting{QStringLiteral("approval")},
      wire::Joined{kOther, QStringLiteral("x"), {}}, wire::Left{kOther, QStringLiteral("x")},
      wire::Renamed{kOther, QStringLiteral("x")},    wire::Ticket{kUuid, kPeer.hex()}};
  for (const wire::ControlMessage& message : of_servers) {
    auto* channel = new FakeChannel;
    PeerSession session(1, channel, Limits());
    channel->secure(kPeer);
    channel->say(wire::Hello{1, QStringLiteral("desk"), QStringLiteral("test/1")});
    session.admit({});
    channel->say(message);
    EXPECT_EQ(channel->closeCode(), codes::kUnexpected) << wire::nameOf(message);
  }
}

TEST_F(PeerSessionTest, BadInput56_ForgedSenderOfAChatEndsIt) {
  join();
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), kOther, {}});
  EXPECT_TRUE(endsWith(codes::kForged));
}

TEST_F(PeerSessionTest, BadInput56_ForgedReceiptAndOfferEndIt) {
  join();
  m_channel->say(wire::Received{kUuid, kOther});
  EXPECT_TRUE(endsWith(codes::kForged));

  auto* channel = new FakeChannel;
  PeerSession session(1, channel, Limits());
  channel->secure(kPeer);
  channel->say(wire::Hello{1, QStringLiteral("desk"), QStringLiteral("test/1")});
  session.admit({});
  channel->say(wire::Offer{kUuid, kOther, QStringLiteral("a"), 1, 1, {}, kOther});
  EXPECT_EQ(channel->closeCode(), codes::kForged);
}

TEST_F(PeerSessionTest, OwnNameAsTheSenderIsFine) {
  join();
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), kPeer, {}});
  EXPECT_EQ(m_passed_on.count(), 1);
  EXPECT_FALSE(m_channel->isClosed());
}

TEST_F(PeerSessionTest, BadInput51_TooLongATextIsRejectedAndTheConnectionStays) {
  join();
  const QString longest(16 * 1024, QLatin1Char('x'));
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, longest, {}, {}});
  EXPECT_EQ(m_passed_on.count(), 1);
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, longest + QLatin1Char('x'), {}, {}});
  EXPECT_EQ(m_passed_on.count(), 1);
  ASSERT_TRUE(m_channel->sent<wire::Rejected>());
  EXPECT_EQ(m_channel->sent<wire::Rejected>()->re, kUuid);
  EXPECT_EQ(m_channel->sent<wire::Rejected>()->code, codes::kTooLarge);
  EXPECT_FALSE(m_channel->isClosed());
}

TEST_F(PeerSessionTest, WhatArrivesAfterTheEndIsDropped) {
  join();
  m_session.end({codes::kKicked, QStringLiteral("out")});
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), {}, {}});
  EXPECT_EQ(m_passed_on.count(), 0);
  EXPECT_TRUE(endsWith(codes::kKicked));
}

TEST_F(PeerSessionTest, BadInput82_EndingInsideAHandlerIsSafe) {
  join();
  QObject::connect(&m_session, &PeerSession::messageReceived, [this] {
    m_session.end({codes::kKicked, QStringLiteral("out")});
  });
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), {}, {}});
  m_channel->say(wire::Chat{kUuid, wire::kEveryone, QStringLiteral("hi"), {}, {}});
  EXPECT_EQ(m_passed_on.count(), 1);
  EXPECT_TRUE(waitFor([this] { return m_ended.count() == 1; }));
}

TEST_F(PeerSessionTest, AdmittingAPeerThatIsGoneDoesNothing) {
  greet();
  m_channel->hangUp({codes::kConnectionLost, QString()}, false);
  EXPECT_EQ(m_ended.count(), 1);
  m_session.admit({});
  EXPECT_FALSE(m_session.isMember());
}

}  // namespace
}  // namespace landline::session
