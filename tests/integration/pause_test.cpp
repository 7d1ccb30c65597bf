#include "integration/transfer_room.h"

namespace landline::test {
namespace {

constexpr int kSize = 20'000'000;
constexpr qint64 kHalf = 9'000'000;

/// Transfers that a person, or both, hold in the middle. The client `a` reaches the server by a cable.
class Pause : public TransferRoom {
 protected:
  void startWithCable() {
    startServer();
    m_cable = std::make_unique<Cable>(port);
    m_a = joinBy(*m_cable, QStringLiteral("a"));
  }

  std::unique_ptr<Client> joinB() {
    auto b = join(QStringLiteral("b"));
    EXPECT_TRUE(waitFor([this] { return m_a->seen().peer(QStringLiteral("b")) != nullptr; }));
    return b;
  }

  template <typename From, typename To>
  void sendHalf(From& from, To& to) {
    m_cable->allowData(kHalf);
    send(*from.node, to.node->id().hex(), {put(QStringLiteral("x"), m_content)});
    ASSERT_TRUE(waitFor([&] {
      return m_cable->data() == kHalf && to.seen().transfer() && to.seen().transfer()->bytes_done > kHalf - kBlock / 8;
    })) << rows(from.seen())
        << rows(to.seen());
  }

  /// Both rows are Paused, by `here` and, as the other shows it, there.
  template <typename One, typename Other>
  static bool isPausedBy(const One& here, const Other& there) {
    return allAre(here.seen(), State::Paused) && here.seen().transfer()->paused_here &&
           !here.seen().transfer()->paused_there && allAre(there.seen(), State::Paused) &&
           there.seen().transfer()->paused_there && !there.seen().transfer()->paused_here;
  }

  /// In the middle of a transfer from `from` to `to` one of them, `who`, pauses and later goes on.
  template <typename From, typename To, typename Who, typename Other>
  void pauseAndGoOn(From& from, To& to, Who& who, Other& other) {
    sendHalf(from, to);
    pause(who);
    ASSERT_TRUE(waitFor([&] { return isPausedBy(who, other); })) << rows(who.seen()) << rows(other.seen());
    ASSERT_TRUE(waitFor([this] { return m_cable->openData() == 0; })) << "a pause closes the data connection";
    m_cable->allowData(Cable::kEverything);
    const int connections = m_cable->dataConnections();
    fence(from, to);
    EXPECT_EQ(m_cable->data(), kHalf);
    EXPECT_EQ(m_cable->dataConnections(), connections);
    goOn(who);
    expectDone(from, to);
    EXPECT_LT(m_cable->data() - kSize, kBlock + kSize / 50) << "octets were sent again";
  }

  /// Something said later has arrived.
  template <typename From, typename To>
  void fence(From& from, To& to) {
    const QString text = wire::newUuid();
    say(*from.node, to.node->id().hex(), text);
    ASSERT_TRUE(waitFor([&] { return to.seen().hasText(text); }));
  }

  template <typename From, typename To>
  void expectDone(From& from, To& to) {
    ASSERT_TRUE(waitFor([&] { return allAre(from.seen(), State::Done) && allAre(to.seen(), State::Done); }))
        << rows(from.seen()) << rows(to.seen());
    EXPECT_TRUE(contentOf(to.saveFolder() + QStringLiteral("/x")) == m_content);
  }

  std::unique_ptr<Cable> m_cable;
  std::unique_ptr<Client> m_a;
  QByteArray m_content = octets(kSize);
};

TEST_F(Pause, AnUploadByItsSender) {
  startWithCable();
  pauseAndGoOn(*m_a, server, *m_a, server);
}

TEST_F(Pause, AnUploadByTheServer) {
  startWithCable();
  pauseAndGoOn(*m_a, server, server, *m_a);
}

TEST_F(Pause, ADownloadByItsReceiver) {
  startWithCable();
  pauseAndGoOn(server, *m_a, *m_a, server);
}

TEST_F(Pause, ADownloadByTheServer) {
  startWithCable();
  pauseAndGoOn(server, *m_a, server, *m_a);
}

TEST_F(Pause, ARelayedOneByItsSender) {
  startWithCable();
  auto b = joinB();
  pauseAndGoOn(*m_a, *b, *m_a, *b);
}

TEST_F(Pause, ARelayedOneByItsReceiver) {
  startWithCable();
  auto b = joinB();
  pauseAndGoOn(*m_a, *b, *b, *m_a);
}

TEST_F(Pause, BothMustGoOn) {
  startWithCable();
  auto b = joinB();
  sendHalf(*m_a, *b);
  pause(*m_a);
  pause(*b);
  const auto both = [](const Client& client) {
    const auto row = client.seen().transfer();
    return row && row->state == State::Paused && row->paused_here && row->paused_there;
  };
  ASSERT_TRUE(waitFor([&] { return both(*m_a) && both(*b); })) << rows(m_a->seen()) << rows(b->seen());
  m_cable->allowData(Cable::kEverything);
  goOn(*m_a);
  ASSERT_TRUE(waitFor([&] { return isPausedBy(*b, *m_a); })) << rows(m_a->seen()) << rows(b->seen());
  fence(*m_a, *b);
  EXPECT_TRUE(isPausedBy(*b, *m_a));
  goOn(*b);
  expectDone(*m_a, *b);
}

TEST_F(Pause, APauseSurvivesALostConnection) {
  startWithCable();
  auto b = joinB();
  sendHalf(*m_a, *b);
  pause(*b);
  ASSERT_TRUE(waitFor([&] { return isPausedBy(*b, *m_a); })) << rows(m_a->seen()) << rows(b->seen());
  m_cable->cutAll();
  ASSERT_TRUE(waitFor([this] { return m_a->seen().phases.count(Phase::Online) == 2; }));
  ASSERT_TRUE(waitFor([&] { return isPausedBy(*b, *m_a); })) << rows(m_a->seen()) << rows(b->seen());
  m_cable->allowData(Cable::kEverything);
  goOn(*b);
  expectDone(*m_a, *b);
}

TEST_F(Pause, BadInput80_BothMayCancelAtOnce) {
  startWithCable();
  sendHalf(*m_a, server);
  cancel(*m_a);
  cancel(server);
  ASSERT_TRUE(waitFor([this] {
    return allAre(m_a->seen(), State::Cancelled) && allAre(server.seen(), State::Cancelled);
  })) << rows(m_a->seen())
      << rows(server.seen());
  m_cable->allowData(Cable::kEverything);
  m_a->seen().transfers.clear();
  server.seen().transfers.clear();
  send(*m_a->node, server.node->id().hex(), {source(QStringLiteral("x"))});
  expectDone(*m_a, server);
  EXPECT_GT(m_a->seen().transfer()->bytes_found, 0) << "sent again it goes on where it was";
}

}  // namespace
}  // namespace landline::test
