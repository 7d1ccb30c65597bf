#include "session/client_session.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include "core/profile.h"
#include "support/fake_channel.h"
#include "support/fake_clock.h"
#include "support/wait_for.h"

namespace landline::session {
namespace {

using test::FakeChannel;
using test::waitFor;
using Phase = LinkState::Phase;

const PeerId kOwn = PeerId::ofPublicKey("own");
const PeerId kServer = PeerId::ofPublicKey("server");
const PeerId kImpostor = PeerId::ofPublicKey("impostor");
const QString kHost = QStringLiteral("room.example");

class ClientSessionTest : public ::testing::Test {
 protected:
  ClientSessionTest() {
    registerMetaTypes();
    m_limits.reconnect_first = Limits::Milliseconds(20);
    m_limits.reconnect_longest = Limits::Milliseconds(80);
    m_session = std::make_unique<ClientSession>(
        kOwn,
        [this](const QString& host, quint16 port) {
          m_hosts.append(host + QLatin1Char(':') + QString::number(port));
          m_channel = new FakeChannel;
          return m_channel;
        },
        m_known, m_limits, m_clock);
    QObject::connect(m_session.get(), &ClientSession::stateChanged,
                     [this](const LinkState& state) { m_phases.push_back(state.phase); });
  }

  void connectToServer() { m_session->connectTo(kHost, 6677, QStringLiteral("desk")); }
  void goOnline(const PeerId& server = kServer) {
    connectToServer();
    m_channel->secure(server);
    m_channel->say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  }
  Phase phase() const { return m_session->state().phase; }

  QTemporaryDir m_folder;
  trust::KnownPeers m_known = std::move(*trust::KnownPeers::open(*Profile::open(m_folder.path())));
  test::FakeClock m_clock;
  Limits m_limits;
  QPointer<FakeChannel> m_channel;  // the latest one
  QStringList m_hosts;
  std::vector<Phase> m_phases;
  std::unique_ptr<ClientSession> m_session;
};

TEST_F(ClientSessionTest, SaysHelloAndIsOnlineWhenWelcomed) {
  goOnline();
  EXPECT_EQ(m_hosts, QStringList{QStringLiteral("room.example:6677")});
  ASSERT_TRUE(m_channel->sent<wire::Hello>());
  EXPECT_EQ(m_channel->sent<wire::Hello>()->name, QStringLiteral("desk"));
  EXPECT_EQ(phase(), Phase::Online);
  EXPECT_TRUE(m_channel->isAdmitted());
  EXPECT_EQ(m_session->state().server, kServer);
  EXPECT_EQ(m_session->state().server_name, QStringLiteral("Room"));
}

TEST_F(ClientSessionTest, BadInput49_NothingButTheHelloIsSentBeforeTheWelcome) {
  connectToServer();
  EXPECT_EQ(m_channel->sentCount(), 0u);
  m_channel->secure(kServer);
  m_session->send(wire::Chat{QStringLiteral("x"), wire::kEveryone, QStringLiteral("secret"), {}, {}});
  EXPECT_EQ(m_channel->sentCount(), 1u);
  EXPECT_TRUE(m_channel->sent<wire::Hello>());
  m_channel->hangUp({codes::kDenied, QStringLiteral("no")});
  EXPECT_EQ(phase(), Phase::Idle);
}

TEST_F(ClientSessionTest, WaitsForAPersonThenGoesOnline) {
  connectToServer();
  m_channel->secure(kServer);
  m_channel->say(wire::Waiting{QStringLiteral("approval")});
  EXPECT_EQ(phase(), Phase::Waiting);
  m_channel->say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  EXPECT_EQ(phase(), Phase::Online);
}

TEST_F(ClientSessionTest, FirstAttemptThatFailsIsToldAndNotRepeated) {
  connectToServer();
  m_channel->hangUp({codes::kConnectionRefused, QStringLiteral("nobody listens")}, false);
  EXPECT_EQ(phase(), Phase::Idle);
  EXPECT_EQ(m_session->state().error.code, codes::kConnectionRefused);
}

TEST_F(ClientSessionTest, LostConnectionIsTriedAgainWithGrowingDelays) {
  goOnline();
  std::vector<qint64> delays;
  for (int i = 0; i < 4; ++i) {
    m_channel->hangUp({codes::kConnectionLost, QStringLiteral("gone")}, false);
    ASSERT_EQ(phase(), Phase::Retrying);
    delays.push_back(m_session->state().retry_at_ms - m_clock.monotonicMs());
    ASSERT_TRUE(waitFor([this] { return phase() == Phase::Connecting; }));
  }
  EXPECT_EQ(delays, (std::vector<qint64>{20, 40, 80, 80}));
  m_channel->secure(kServer);
  m_channel->say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  EXPECT_EQ(phase(), Phase::Online);
  m_channel->hangUp({codes::kConnectionLost, QString()}, false);
  EXPECT_EQ(m_session->state().retry_at_ms - m_clock.monotonicMs(), 20);
}

TEST_F(ClientSessionTest, RetryNowEndsTheCountdown) {
  m_limits.reconnect_first = Limits::Milliseconds(3'600'000);
  m_session = std::make_unique<ClientSession>(
      kOwn, [this](const QString&, quint16) { return m_channel = new FakeChannel; }, m_known, m_limits, m_clock);
  goOnline();
  m_channel->hangUp({codes::kTimeout, QString()}, false);
  ASSERT_EQ(phase(), Phase::Retrying);
  m_session->retryNow();
  EXPECT_EQ(phase(), Phase::Connecting);
}

TEST_F(ClientSessionTest, ServerThatStopsIsTriedAgain) {
  goOnline();
  m_channel->hangUp({codes::kClosing, QStringLiteral("The server stops.")}, true);
  EXPECT_EQ(phase(), Phase::Retrying);
}

TEST_F(ClientSessionTest, DecisionsOfTheServerStopReconnecting) {
  for (const QLatin1String code : {codes::kKicked, codes::kDenied, codes::kReplaced}) {
    goOnline();
    m_channel->hangUp({code, QStringLiteral("because")}, true);
    EXPECT_EQ(phase(), Phase::Idle) << code.data();
    EXPECT_EQ(m_session->state().error.code, code);
  }
}

TEST_F(ClientSessionTest, AttemptCanBeCancelled) {
  connectToServer();
  const QPointer<FakeChannel> attempt = m_channel;
  m_session->disconnectFromServer();
  EXPECT_EQ(phase(), Phase::Idle);
  EXPECT_TRUE(attempt->isClosed());
  EXPECT_TRUE(waitFor([&attempt] { return attempt.isNull(); }));
}

TEST_F(ClientSessionTest, SecondConnectDropsTheFirst) {
  connectToServer();
  const QPointer<FakeChannel> first = m_channel;
  m_session->connectTo(QStringLiteral("other.example"), 1, QStringLiteral("desk"));
  EXPECT_TRUE(first->isClosed());
  EXPECT_TRUE(waitFor([&first] { return first.isNull(); }));
  EXPECT_EQ(phase(), Phase::Connecting);
  EXPECT_EQ(m_hosts.back(), QStringLiteral("other.example:1"));
}

TEST_F(ClientSessionTest, BadInput45_ChangedKeyBlocksUntilAPersonTrustsIt) {
  goOnline();
  m_session->disconnectFromServer();

  connectToServer();
  m_channel->secure(kImpostor);
  EXPECT_EQ(phase(), Phase::KeyChanged);
  EXPECT_EQ(m_session->state().known, kServer);
  EXPECT_EQ(m_session->state().server, kImpostor);
  EXPECT_EQ(m_channel.isNull() ? 0u : m_channel->sentCount(), 0u);  // not even a hello

  m_session->trust(kServer);  // not the one that was shown
  EXPECT_EQ(phase(), Phase::KeyChanged);
  m_session->trust(kImpostor);
  EXPECT_EQ(phase(), Phase::Connecting);
  m_channel->secure(kImpostor);
  EXPECT_TRUE(m_channel->sent<wire::Hello>());
}

TEST_F(ClientSessionTest, KnownKeyAtANewAddressIsNoQuestion) {
  goOnline();
  m_session->connectTo(QStringLiteral("192.0.2.44"), 6677, QStringLiteral("desk"));
  m_channel->secure(kServer);
  EXPECT_TRUE(m_channel->sent<wire::Hello>());
}

TEST_F(ClientSessionTest, BadInput39_WelcomeForSomebodyElseEndsIt) {
  connectToServer();
  m_channel->secure(kServer);
  m_channel->say(wire::Welcome{1, QStringLiteral("Room"), kImpostor});
  EXPECT_EQ(m_channel->closeCode(), codes::kUnexpected);
}

TEST_F(ClientSessionTest, BadInput39_ChatBeforeWelcomeAndChatWithoutSenderEndIt) {
  const QString id = QStringLiteral("11111111-2222-4333-8444-555555555555");
  connectToServer();
  m_channel->secure(kServer);
  m_channel->say(wire::Chat{id, wire::kEveryone, QStringLiteral("x"), kServer, 1});
  EXPECT_EQ(m_channel->closeCode(), codes::kUnexpected);

  goOnline();
  QSignalSpy passed_on(m_session.get(), &ClientSession::messageReceived);
  m_channel->say(wire::Chat{id, wire::kEveryone, QStringLiteral("x"), kServer, 1});
  EXPECT_EQ(passed_on.count(), 1);
  m_channel->say(wire::Chat{id, wire::kEveryone, QStringLiteral("x"), {}, {}});
  EXPECT_EQ(passed_on.count(), 1);
  EXPECT_EQ(m_channel->closeCode(), codes::kUnexpected);
}

TEST_F(ClientSessionTest, StopWaitsUntilTheGoodbyeIsSaid) {
  goOnline();
  QSignalSpy stopped(m_session.get(), &ClientSession::stopped);
  m_session->stop();
  EXPECT_EQ(stopped.count(), 0);
  EXPECT_EQ(m_channel->closeCode(), codes::kClosing);
  EXPECT_TRUE(waitFor([&stopped] { return stopped.count() == 1; }));
}

TEST_F(ClientSessionTest, StopWithoutAConnectionIsImmediate) {
  QSignalSpy stopped(m_session.get(), &ClientSession::stopped);
  m_session->stop();
  EXPECT_EQ(stopped.count(), 1);
}

TEST_F(ClientSessionTest, BadInput91_AnyOtherKeyThanTheAnnouncedOneIsAskedAboutBeforeAWordIsSaid) {
  ASSERT_TRUE(m_known.pin(QStringLiteral("elsewhere:6677"), kServer, QStringLiteral("Room")));
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"), kServer);
  const QPointer<FakeChannel> channel = m_channel;
  channel->secure(kImpostor);
  EXPECT_EQ(phase(), Phase::KeyChanged);
  EXPECT_EQ(m_session->state().known, kServer);
  EXPECT_EQ(m_session->state().server, kImpostor);
  EXPECT_EQ(m_session->state().error.code, codes::kKeyChanged);
  EXPECT_EQ(channel->sentCount(), 0u);
}

TEST_F(ClientSessionTest, BadInput91_WhereSomebodyElseAnswersTheOtherAddressesAreTriedWithoutAWord) {
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"), kServer,
                       {{QStringLiteral("192.0.2.1"), quint16(1)},
                        {QStringLiteral("192.0.2.2"), quint16(2)},
                        {QStringLiteral("192.0.2.3"), quint16(3)}});
  const QPointer<FakeChannel> first = m_channel;
  first->secure(kImpostor);
  EXPECT_EQ(first->sentCount(), 0u);
  EXPECT_TRUE(first->isClosed());
  ASSERT_EQ(m_hosts.back(), QStringLiteral("192.0.2.1:1"));
  m_channel->hangUp({codes::kUnreachable, QStringLiteral("nobody")}, false);
  ASSERT_EQ(m_hosts.back(), QStringLiteral("192.0.2.2:2"));
  m_channel->secure(kServer);
  m_channel->say(wire::Welcome{1, QStringLiteral("Room"), kOwn});
  EXPECT_EQ(phase(), Phase::Online);
  EXPECT_EQ(m_session->state().address, QStringLiteral("192.0.2.2"));
  EXPECT_TRUE(m_known.isPinnedAt(QStringLiteral("192.0.2.2:2"), kServer));
  EXPECT_FALSE(m_known.isPinnedAt(QStringLiteral("room.example:6677"), kServer));
  m_channel->hangUp({codes::kDenied, QStringLiteral("no")});
  EXPECT_EQ(phase(), Phase::Idle) << "it was found: there is nothing more to look for";
  EXPECT_EQ(m_hosts.size(), 3);
}

TEST_F(ClientSessionTest, BadInput91_WhereNobodyElseIsLeftTheLastOneIsAskedAbout) {
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"), kServer, {{QStringLiteral("192.0.2.1"), quint16(1)}});
  m_channel->secure(kImpostor);
  EXPECT_EQ(phase(), Phase::Connecting);
  m_channel->secure(kImpostor);
  EXPECT_EQ(phase(), Phase::KeyChanged);
  EXPECT_EQ(m_session->state().address, QStringLiteral("192.0.2.1"));
  m_session->disconnectFromServer();
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"));
  m_channel->hangUp({codes::kUnreachable, QStringLiteral("nobody")}, false);
  EXPECT_EQ(phase(), Phase::Idle);
}

TEST_F(ClientSessionTest, BadInput91_AlsoAKnownKeyIsAskedAboutWhereAnotherWasMeant) {
  ASSERT_TRUE(m_known.pin(QStringLiteral("room.example:6677"), kImpostor, QStringLiteral("Other room")));
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"), kServer);
  m_channel->secure(kImpostor);
  EXPECT_EQ(phase(), Phase::KeyChanged);
  EXPECT_EQ(m_session->state().error.code, codes::kForged) << "the announced one was never met";
}

TEST_F(ClientSessionTest, TheAnnouncedKeyIsLetPassAndATrustedOneTakesItsPlace) {
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"), kServer);
  m_channel->secure(kServer);
  EXPECT_TRUE(m_channel->sent<wire::Hello>());
  m_session->connectTo(kHost, 6677, QStringLiteral("desk"), kServer);
  m_channel->secure(kImpostor);
  m_session->trust(kImpostor);
  m_channel->secure(kImpostor);
  EXPECT_TRUE(m_channel->sent<wire::Hello>());
  connectToServer();  // typed: nobody was announced
  m_channel->secure(kServer);
  EXPECT_EQ(phase(), Phase::KeyChanged) << "the pin holds";
}

}  // namespace
}  // namespace landline::session
