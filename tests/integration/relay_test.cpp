#include "integration/transfer_room.h"

namespace landline::test {
namespace {

/// Files from one client to another.
class Relay : public TransferRoom {
 protected:
  void startAll(session::AcceptRule rule_of_b = session::AcceptRule::All) {
    startServer();
    m_a = join(QStringLiteral("a"));
    m_b = join(QStringLiteral("b"), rule_of_b);
    ASSERT_TRUE(waitFor([this] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
  }

  /// A transfer from a to b that has begun and gets no further, because a's cable lets nothing more pass.
  void startAndHold() {
    startServer();
    m_cable = std::make_unique<Cable>(port);
    m_a = joinBy(*m_cable, QStringLiteral("a"));
    m_b = join(QStringLiteral("b"));
    ASSERT_TRUE(waitFor([this] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
    m_cable->allowData(3'000'000);
    send(*m_a->node, m_b->node->id().hex(), {put(QStringLiteral("x"), octets(20'000'000))});
    ASSERT_TRUE(waitFor([this] { return m_b->seen().transfer() && m_b->seen().transfer()->bytes_done > 0; }));
  }

  void expectBothDone() {
    EXPECT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Done) && allAre(m_b->seen(), State::Done); }))
        << rows(m_a->seen()) << rows(m_b->seen());
  }

  std::unique_ptr<Cable> m_cable;
  std::unique_ptr<Client> m_a;
  std::unique_ptr<Client> m_b;
};

TEST_F(Relay, ABatchGoesFromClientToClientAndTheServerKeepsNothing) {
  startAll();
  put(QStringLiteral("tree/big"), octets(9'000'001));
  put(QStringLiteral("tree/sub/small"), "small");
  send(*m_a->node, m_b->node->id().hex(), {source(QStringLiteral("tree")), put(QStringLiteral("single"), "one")});
  expectBothDone();
  EXPECT_EQ(treeOf(m_b->saveFolder()), treeOf(sources.path()));
  EXPECT_TRUE(server.seen().transfers.isEmpty());
  EXPECT_TRUE(filesIn(server.saveFolder()).isEmpty());
  const session::TransferInfo sent = *m_a->seen().transfer();
  const session::TransferInfo got = *m_b->seen().transfer();
  EXPECT_EQ(sent.peer, m_b->node->id());
  EXPECT_EQ(sent.peer_name, QStringLiteral("b"));
  EXPECT_EQ(got.peer, m_a->node->id());
  EXPECT_EQ(got.peer_name, QStringLiteral("a"));
  EXPECT_EQ(got.title, QStringLiteral("tree (+1)"));
  EXPECT_EQ(got.transfer, sent.transfer);
  EXPECT_EQ(sent.stored, 3);
  EXPECT_EQ(got.stored, 3);
}

TEST_F(Relay, ADeclinedOfferIsToldToItsOfferer) {
  startAll(session::AcceptRule::Ask);
  send(*m_a->node, m_b->node->id().hex(), {put(QStringLiteral("n.txt"), "notes")});
  ASSERT_TRUE(waitFor([this] { return allAre(m_b->seen(), State::Offered); }));
  act(*m_b, [](auto& n, const PeerId& offerer, const QString& id) { n.declineTransfer(offerer, id); });
  EXPECT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Declined) && allAre(m_b->seen(), State::Declined); }));
  EXPECT_TRUE(filesIn(m_b->saveFolder()).isEmpty());
}

TEST_F(Relay, ToEveryoneIsOneOfferForEachWithAResultForEach) {
  startAll();
  auto c = join(QStringLiteral("c"), session::AcceptRule::None);
  ASSERT_TRUE(waitFor([this] { return m_a->seen().peer(QStringLiteral("c")) != nullptr; }));
  const QByteArray content = octets(3'000'000);
  send(*m_a->node, wire::kEveryone, {put(QStringLiteral("for all"), content)});
  ASSERT_TRUE(waitFor([&] {
    return countIn(m_a->seen(), State::Done) == 2 && countIn(m_a->seen(), State::Declined) == 1 &&
           allAre(m_b->seen(), State::Done) && allAre(server.seen(), State::Done);
  })) << rows(m_a->seen());
  EXPECT_EQ(m_a->seen().transfers.size(), 3);
  EXPECT_EQ(rowWith(m_a->seen(), c->node->id()).state, State::Declined);
  EXPECT_EQ(rowWith(m_a->seen(), m_b->node->id()).state, State::Done);
  EXPECT_EQ(rowWith(m_a->seen(), server.node->id()).state, State::Done);
  EXPECT_EQ(contentOf(m_b->saveFolder() + QStringLiteral("/for all")), content);
  EXPECT_EQ(contentOf(server.saveFolder() + QStringLiteral("/for all")), content);
  EXPECT_TRUE(filesIn(c->saveFolder()).isEmpty());
}

TEST_F(Relay, BadInput81_TheSameNameFromTwoPeersIsTwoFiles) {
  startAll();
  auto c = join(QStringLiteral("c"));
  ASSERT_TRUE(waitFor([&] { return c->seen().peer(QStringLiteral("b")) != nullptr; }));
  const QByteArray of_a = octets(5'000'000, 1);
  const QByteArray of_c = octets(5'000'000, 2);
  send(*m_a->node, m_b->node->id().hex(), {put(QStringLiteral("a/x.bin"), of_a)});
  send(*c->node, m_b->node->id().hex(), {put(QStringLiteral("c/x.bin"), of_c)});
  ASSERT_TRUE(waitFor([this] { return allAre(m_b->seen(), State::Done, 2); })) << rows(m_b->seen());
  const QMap<QString, QByteArray> saved = treeOf(m_b->saveFolder());
  ASSERT_EQ(saved.keys(), QStringList({QStringLiteral("x (1).bin"), QStringLiteral("x.bin")}));
  EXPECT_TRUE(saved.values().contains(of_a));
  EXPECT_TRUE(saved.values().contains(of_c));
}

TEST_F(Relay, AnOfferWaitsForAReceiverThatIsAwayForAWhile) {
  startAll(session::AcceptRule::Ask);
  send(*m_a->node, m_b->node->id().hex(), {put(QStringLiteral("n.txt"), "notes")});
  ASSERT_TRUE(waitFor([this] { return allAre(m_b->seen(), State::Offered); }));
  tell(*m_b->node, [](auto& n) { n.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Waiting); })) << rows(m_a->seen());
  connectClient(*m_b, QStringLiteral("b"));
  ASSERT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Offered) && allAre(m_b->seen(), State::Offered); }))
      << rows(m_a->seen()) << rows(m_b->seen());
  act(*m_b, [](auto& n, const PeerId& offerer, const QString& id) { n.acceptTransfer(offerer, id, {}); });
  expectBothDone();
}

TEST_F(Relay, BadInput80_BothMayCancelAtOnce) {
  startAndHold();
  cancel(*m_a);
  cancel(*m_b);
  EXPECT_TRUE(waitFor([this] {
    return allAre(m_a->seen(), State::Cancelled) && allAre(m_b->seen(), State::Cancelled);
  })) << rows(m_a->seen())
      << rows(m_b->seen());
  // Neither is upset: the next one goes through.
  m_cable->allowData(Cable::kEverything);
  m_a->seen().transfers.clear();
  m_b->seen().transfers.clear();
  send(*m_a->node, m_b->node->id().hex(), {put(QStringLiteral("y"), "next")});
  expectBothDone();
}

TEST_F(Relay, AKickedPeersDataConnectionsEndAtOnceAndTheOtherWaits) {
  startAndHold();
  tell(*server.node, [id = m_a->node->id()](auto& hub) { hub.disconnectPeer(id); });
  // Its data connection is held by the cable, so nothing but the server can have ended it.
  ASSERT_TRUE(waitFor([this] { return allAre(m_b->seen(), State::Waiting); })) << rows(m_b->seen());
  ASSERT_TRUE(waitFor([this] { return allAre(m_a->seen(), State::Waiting); })) << rows(m_a->seen());
  EXPECT_EQ(m_a->seen().state.error.code, codes::kKicked);
  m_cable->allowData(Cable::kEverything);
  connectClient(*m_a, QStringLiteral("a"));
  expectBothDone();
}

}  // namespace
}  // namespace landline::test
