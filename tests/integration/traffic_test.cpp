#include "integration/transfer_room.h"

namespace landline::test {
namespace {

/// Much at once.
class Traffic : public TransferRoom {
 protected:
  /// A handler may make it leave again.
  void connectClientIfIdle(Client& client) {
    if (client.seen().is(Phase::Idle)) {
      const int before = client.seen().phases.size();
      connectClient(client, QStringLiteral("again"));
      ASSERT_TRUE(waitFor([&client, before] { return client.seen().phases.size() > before; }));
    }
  }
};

TEST_F(Traffic, BadInput84_AllDirectionsAtOnceWithChatBetween) {
  limits.transfer_silence = Limits::Milliseconds(15'000);  // a deadlock fails the test by its end
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] {
    return a->seen().peer(QStringLiteral("b")) != nullptr && b->seen().peer(QStringLiteral("a")) != nullptr;
  }));
  constexpr int kSize = 15'000'000;
  const QString to_server = put(QStringLiteral("to server"), octets(kSize, 1));
  const QString to_a = put(QStringLiteral("to a"), octets(kSize, 2));
  const QString to_b = put(QStringLiteral("to b"), octets(kSize, 3));
  send(*a->node, server.node->id().hex(), {to_server});
  send(*server.node, a->node->id().hex(), {to_a});
  send(*a->node, b->node->id().hex(), {to_b});
  send(*b->node, a->node->id().hex(), {to_b});
  QStringList said;
  for (int i = 0; i < 50; ++i) {
    said.append(say(*a->node, wire::kEveryone, QStringLiteral("a %1").arg(i)));
    say(*b->node, a->node->id().hex(), QStringLiteral("b %1").arg(i));
  }
  ASSERT_TRUE(waitFor([&] {
    return countIn(a->seen(), State::Done) == 4 && countIn(b->seen(), State::Done) == 2 &&
           countIn(server.seen(), State::Done) == 2;
  })) << rows(a->seen())
      << rows(b->seen()) << rows(server.seen());
  ASSERT_TRUE(
      waitFor([&] { return b->seen().hasText(QStringLiteral("a 49")) && a->seen().hasText(QStringLiteral("b 49")); }));
  EXPECT_EQ(b->seen().messages.size(), 100);  // 50 of its own
  for (const QString& id : said) {
    EXPECT_EQ(a->seen().deliveries.value(id), session::Delivery::Received);
  }
  EXPECT_EQ(contentOf(server.saveFolder() + QStringLiteral("/to server")), contentOf(to_server));
  EXPECT_EQ(contentOf(a->saveFolder() + QStringLiteral("/to a")), contentOf(to_a));
  EXPECT_EQ(contentOf(a->saveFolder() + QStringLiteral("/to b")), contentOf(to_b));
  EXPECT_EQ(contentOf(b->saveFolder() + QStringLiteral("/to b")), contentOf(to_b));
}

TEST_F(Traffic, ManyOffersWaitForTheirTurnAndAllArrive) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return a->seen().peer(QStringLiteral("b")) != nullptr; }));
  constexpr int kMany = 100;  // more than a queue holds
  for (int i = 0; i < kMany; ++i) {
    const QString path = put(QStringLiteral("f%1").arg(i), QByteArray::number(i));
    send(*a->node, b->node->id().hex(), {path});
  }
  ASSERT_TRUE(
      waitFor([&] { return allAre(a->seen(), State::Done, kMany) && allAre(b->seen(), State::Done, kMany); }, 60'000))
      << rows(a->seen()) << rows(b->seen());
  EXPECT_EQ(treeOf(b->saveFolder()).size(), kMany);
}

TEST_F(Traffic, ClientsThatWaitForEachOtherInARingDoNotWaitForEver) {
  startServer();
  std::vector<std::unique_ptr<Client>> ring;
  constexpr int kMany = 10;
  for (const QString& name : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}) {
    ring.push_back(join(name));
    tell(*ring.back()->node, [](auto& n) { n.setTransfersAtOnce(1, 1); });
  }
  ASSERT_TRUE(waitFor([&] {
    return std::all_of(ring.begin(), ring.end(), [](const auto& client) { return client->seen().peers.size() == 3; });
  }));
  for (std::size_t i = 0; i < ring.size(); ++i) {
    for (int j = 0; j < kMany; ++j) {
      const QString path = put(QStringLiteral("%1-%2").arg(i).arg(j), octets(200'000, static_cast<quint32>(j)));
      send(*ring[i]->node, ring[(i + 1) % ring.size()]->node->id().hex(), {path});
      send(*ring[i]->node, ring[(i + 2) % ring.size()]->node->id().hex(), {path});
    }
  }
  ASSERT_TRUE(waitFor(
      [&] {
        return std::all_of(ring.begin(), ring.end(),
                           [](const auto& client) { return allAre(client->seen(), State::Done, 4 * kMany); });
      },
      60'000))
      << rows(ring[0]->seen()) << rows(ring[1]->seen()) << rows(ring[2]->seen());
}

TEST_F(Traffic, BadInput82_DisconnectingInsideAHandlerIsSafe) {
  startServer();
  auto a = join(QStringLiteral("a"));
  auto b = join(QStringLiteral("b"));
  ASSERT_TRUE(waitFor([&] { return a->seen().peer(QStringLiteral("b")) != nullptr; }));
  // These run in the nodes' own threads, in the middle of handling a message or the end of a run.
  const auto leave_at = [](client::ClientNode* node, State state) {
    QObject::connect(node, &session::Node::transferChanged, node,
                     [node, state, left = false](const session::TransferInfo& row) mutable {
                       if (row.state == state && !std::exchange(left, true)) {
                         node->disconnectFromServer();
                       }
                     });
  };
  leave_at(a->node, State::Queued);
  leave_at(b->node, State::Queued);
  QObject::connect(server.node, &session::Node::transferChanged, server.node,
                   [hub = server.node, kicked = false](const session::TransferInfo& row) mutable {
                     if (!std::exchange(kicked, true)) {
                       hub->disconnectPeer(row.peer);
                     }
                   });
  const QString x = put(QStringLiteral("x"), octets(5'000'000));
  send(*a->node, b->node->id().hex(), {x});
  send(*a->node, server.node->id().hex(), {x});
  ASSERT_TRUE(waitFor([&] {
    connectClientIfIdle(*a);
    connectClientIfIdle(*b);
    return countIn(a->seen(), State::Done) == 2 && allAre(b->seen(), State::Done) && allAre(server.seen(), State::Done);
  })) << rows(a->seen())
      << rows(b->seen()) << rows(server.seen());
  EXPECT_GE(a->seen().phases.count(Phase::Online), 2) << "it has left, or was thrown out, in the middle";
  EXPECT_GE(b->seen().phases.count(Phase::Online), 2);
}

}  // namespace
}  // namespace landline::test
