#include "integration/transfer_room.h"

namespace landline::test {
namespace {

constexpr int kSize = 24 * 1024 * 1024 + 1;
constexpr qint64 kHalf = 13 * 1024 * 1024;

/// What TLS, pages and answers add to the octets of a file.
constexpr qint64 kAround = kSize / 100 + 256 * 1024;

/// Transfers whose data connection, control connection, server or address goes away in the middle. The client `a`
/// reaches the server by a cable.
class Interruption : public TransferRoom {
 protected:
  void startWithCable() {
    startServer();
    m_cable = std::make_unique<Cable>(port);
    m_a = joinBy(*m_cable, QStringLiteral("a"));
    m_path = put(QStringLiteral("x.bin"), m_content);
  }

  /// Begins to send from `from` to `to` and stops in the middle: the rest is held in the cable, and all that passed it
  /// has been taken in.
  template <typename From, typename To>
  void sendHalf(From& from, To& to) {
    m_cable->allowData(kHalf);
    send(*from.node, to.node->id().hex(), {m_path});
    ASSERT_TRUE(waitFor([&] {
      return m_cable->data() == kHalf && to.seen().transfer() && to.seen().transfer()->bytes_done > kHalf - kBlock / 8;
    })) << rows(from.seen())
        << rows(to.seen());
  }

  template <typename Sender, typename Receiver>
  void expectResumed(const Sender& sender, const Receiver& receiver, qint64 lost_at_most = kBlock) {
    ASSERT_TRUE(waitFor([&] { return allAre(sender.seen(), State::Done) && allAre(receiver.seen(), State::Done); }))
        << rows(sender.seen()) << rows(receiver.seen());
    EXPECT_EQ(treeOf(receiver.saveFolder()), (QMap<QString, QByteArray>{{QStringLiteral("x.bin"), m_content}}));
    EXPECT_GE(m_cable->dataConnections(), 2);
    const qint64 again = m_cable->data() - kSize;
    EXPECT_LT(again, lost_at_most + kAround) << "octets were sent again";
  }

  void letGo() { m_cable->allowData(Cable::kEverything); }

  std::unique_ptr<Cable> m_cable;
  std::unique_ptr<Client> m_a;
  QByteArray m_content = octets(kSize);
  QString m_path;
};

TEST_F(Interruption, BadInput69_AnUploadGoesOnAfterItsDataConnectionWasCut) {
  startWithCable();
  sendHalf(*m_a, server);
  m_cable->cutData();
  letGo();
  expectResumed(*m_a, server);
  EXPECT_GT(m_a->seen().transfer()->bytes_found, 0);
}

TEST_F(Interruption, BadInput69_ADownloadGoesOnAfterItsDataConnectionWasCut) {
  startWithCable();
  sendHalf(server, *m_a);
  m_cable->cutData();
  letGo();
  expectResumed(server, *m_a);
}

TEST_F(Interruption, BadInput69_ARelayedTransferGoesOnAfterEitherLegWasCut) {
  startWithCable();
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
  sendHalf(*m_a, *b);
  m_cable->cutData();
  letGo();
  // What the relay had taken over and not passed on is lost with a leg, too.
  expectResumed(*m_a, *b, 2 * kBlock);
}

TEST_F(Interruption, BadInput69_ARelayedTransferGoesOnAfterTheReceiversLegWasCut) {
  startWithCable();
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return b->seen().peer(QStringLiteral("a")) != nullptr; }));
  sendHalf(*b, *m_a);
  m_cable->cutData();
  letGo();
  expectResumed(*b, *m_a, 2 * kBlock);
}

TEST_F(Interruption, CutAgainAndAgainItStillArrives) {
  startWithCable();
  m_cable->allowData(kHalf / 2);
  send(*m_a->node, server.node->id().hex(), {m_path});
  for (int i = 1; i <= 4; ++i) {
    ASSERT_TRUE(waitFor([this] { return m_cable->data() >= kHalf / 2; })) << rows(m_a->seen());
    const int connections = m_cable->dataConnections();
    m_cable->cutData();
    m_cable->allowData(5'000'000);
    ASSERT_TRUE(waitFor([&] { return m_cable->dataConnections() > connections; })) << rows(m_a->seen());
  }
  letGo();
  expectResumed(*m_a, server, 5 * kBlock);
}

TEST_F(Interruption, AClientThatDisconnectsInTheMiddleAndIsBackGoesOnByItself) {
  startWithCable();
  sendHalf(*m_a, server);
  tell(*m_a->node, [](auto& n) { n.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([this] { return m_a->seen().is(Phase::Idle) && server.seen().peers.isEmpty(); }));
  m_cable->cutData();
  ASSERT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Waiting) && allAre(server.seen(), State::Waiting); }))
      << rows(m_a->seen()) << rows(server.seen());
  letGo();
  const quint16 direct = std::exchange(port, m_cable->port());
  connectClient(*m_a, QStringLiteral("a"));
  port = direct;
  expectResumed(*m_a, server);
}

TEST_F(Interruption, AReceiverThatLeavesTheRelayInTheMiddleIsWaitedFor) {
  startWithCable();
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
  sendHalf(*m_a, *b);
  tell(*b->node, [](auto& n) { n.disconnectFromServer(); });
  m_cable->cutData();
  ASSERT_TRUE(waitFor([&] { return allAre(m_a->seen(), State::Waiting) && allAre(b->seen(), State::Waiting); }))
      << rows(m_a->seen()) << rows(b->seen());
  letGo();
  connectClient(*b, QStringLiteral("b"));
  expectResumed(*m_a, *b, 2 * kBlock);
}

TEST_F(Interruption, BadInput75_AnOffererThatIsStartedAgainGoesOn) {
  startWithCable();
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
  sendHalf(*m_a, *b);
  m_a->stop();
  m_cable->cutData();  // what it had written is held there, and the end behind it
  ASSERT_TRUE(waitFor([&] { return allAre(b->seen(), State::Waiting); })) << rows(b->seen());
  letGo();
  m_a = makeClient(session::AcceptRule::All, m_a.get());
  const quint16 direct = std::exchange(port, m_cable->port());
  connectClient(*m_a, QStringLiteral("a"));
  port = direct;
  expectResumed(*m_a, *b, 2 * kBlock);
}

TEST_F(Interruption, BadInput73_AfterARestartOfTheServerAnUploadGoesOn) {
  startWithCable();
  sendHalf(*m_a, server);
  server.stop();
  letGo();
  startServer();
  expectResumed(*m_a, server);
}

TEST_F(Interruption, BadInput73_AfterARestartOfTheServerARelayGoesOn) {
  startWithCable();
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
  sendHalf(*m_a, *b);
  server.stop();
  letGo();
  startServer();
  expectResumed(*m_a, *b, 2 * kBlock);
}

TEST_F(Interruption, BadInput72_AClientAtAnotherAddressTakesItsTransfersWithIt) {
  startWithCable();
  sendHalf(*m_a, server);
  m_cable->freeze();  // its old address is gone, and nobody is told
  letGo();
  // The same key from elsewhere: for the server a new connection that replaces the old one.
  tell(*m_a->node, [](auto& n) { n.disconnectFromServer(); });
  const quint16 direct = std::exchange(port, m_cable->port());
  connectClient(*m_a, QStringLiteral("a"));
  port = direct;
  expectResumed(*m_a, server);
}

TEST_F(Interruption, BadInput72_ARelayFollowsAClientToAnotherAddress) {
  startWithCable();
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return b->seen().peer(QStringLiteral("a")) != nullptr; }));
  sendHalf(*b, *m_a);
  m_cable->freeze();
  letGo();
  tell(*m_a->node, [](auto& n) { n.disconnectFromServer(); });
  const quint16 direct = std::exchange(port, m_cable->port());
  connectClient(*m_a, QStringLiteral("a"));
  port = direct;
  expectResumed(*b, *m_a, 2 * kBlock);
}

TEST_F(Interruption, WhatRunsGoesOnWhenTheServerStopsListening) {
  startWithCable();
  sendHalf(*m_a, server);
  tell(*server.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([this] { return server.seen().is(Phase::Idle) && server.seen().peers.isEmpty(); }));
  letGo();
  ASSERT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Done) && allAre(server.seen(), State::Done); }))
      << rows(m_a->seen()) << rows(server.seen());
  EXPECT_EQ(m_cable->dataConnections(), 1);
}

}  // namespace
}  // namespace landline::test
