#include "plain_fixture.h"

namespace landline::session {

/// The desk as a client: it connects to servers of the tutorials, and to another desk.
class PlainDeskClient : public PlainDeskTest {
 protected:
  RawPeer connectTo(RawServer& server) {
    if (!m_desk) {
      start();
    }
    m_peer = m_desk->connectTo(QStringLiteral("127.0.0.1"), server.port());
    RawPeer peer = server.accept();
    EXPECT_TRUE(test::waitFor([&] { return m_desk->has(m_peer); }));
    return peer;
  }
};

TEST_F(PlainDeskClient, TalksToARawServer) {
  RawServer server;
  RawPeer peer = connectTo(server);
  EXPECT_EQ(m_joined[0].id, m_peer);
  EXPECT_EQ(m_joined[0].name, QStringLiteral("plain (127.0.0.1:%1)").arg(server.port()));
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("hello"));
  EXPECT_TRUE(peer.receives("hello\n"));
  ASSERT_TRUE(peer.write(QByteArray("and you").leftJustified(128, '\0')));
  EXPECT_TRUE(hears({QStringLiteral("and you")}));
  peer.close();
  ASSERT_TRUE(isLeft());
  EXPECT_TRUE(m_why.code.isEmpty());
}

TEST_F(PlainDeskClient, ReadsWhateverTheFirstOctetIs) {
  RawServer server;
  RawPeer peer = connectTo(server);
  ASSERT_TRUE(peer.write("\x16hello\n"));
  EXPECT_TRUE(hears({QStringLiteral("\\x16hello")}));
}

TEST_F(PlainDeskClient, FindsAServerByName) {
  RawServer server;
  start();
  m_peer = m_desk->connectTo(QStringLiteral("localhost"), server.port());
  RawPeer peer = server.accept();
  EXPECT_TRUE(test::waitFor([&] { return m_desk->has(m_peer); }));
}

TEST_F(PlainDeskClient, TellsWhyThereIsNoConnection) {
  start();
  quint16 port = 0;
  { port = RawServer().port(); }
  m_peer = m_desk->connectTo(QStringLiteral("127.0.0.1"), port);
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_left[0].id, m_peer);
  EXPECT_EQ(m_why.code, QString(codes::kConnectionRefused));
  EXPECT_TRUE(m_joined.isEmpty());
}

TEST_F(PlainDeskClient, TellsThatANameIsUnknown) {
  start();
  m_desk->connectTo(QStringLiteral("no-such-host.invalid"), 1);
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kHostNotFound));
}

TEST_F(PlainDeskClient, IsDisconnectedWhileANameIsLookedUp) {
  start();
  const PeerId peer = m_desk->connectTo(QStringLiteral("no-such-host.invalid"), 1);
  m_desk->disconnectPeer(peer, {codes::kClosing, QString()});
  EXPECT_TRUE(m_left.isEmpty());  // not within the call
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kClosing));
}

TEST_F(PlainDeskClient, IsStoppedWhileItConnects) {
  RawServer server;
  start();
  m_desk->connectTo(QStringLiteral("127.0.0.1"), server.port());
  m_desk->connectTo(QStringLiteral("no-such-host.invalid"), 1);
  m_desk->stop();
  m_desk->join();
  EXPECT_TRUE(m_joined.isEmpty());
}

TEST_F(PlainDeskClient, SendsAndReceivesFilesAtARawServer) {
  RawServer server;
  RawPeer peer = connectTo(server);
  m_desk->setAcceptRule(AcceptRule::All);
  const QByteArray octets = someOctets(2'000'000);
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), octets)});
  ASSERT_TRUE(peer.receives("a.bin&2000000"));
  peer.forget();
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(peer.receives(octets));
  ASSERT_TRUE(reaches(State::Done));
  peer.forget();
  ASSERT_TRUE(peer.write("b.bin&2000000"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(octets));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("b.bin")), octets);
}

// --- One desk against the other --------------------------------------------------------------------------------------

class PlainDesks : public PlainDeskClient {
 protected:
  /// The fixture's desk is the client; this is the server.
  void meet() {
    m_limits.plain_quiet = std::chrono::milliseconds(150);  // more than a thread waits for its turn
    start();
    m_desk->setAcceptRule(AcceptRule::All);
    m_server = std::make_unique<PlainDesk>(m_limits, m_clock);
    m_server_folder = m_directory.filePath(QStringLiteral("server"));
    m_server->setSaveFolder(m_server_folder);
    m_server->setAcceptRule(AcceptRule::All);
    QObject::connect(m_server.get(), &PlainDesk::joined, m_server.get(),
                     [this](const PeerInfo& peer) { m_client = peer.id; });
    QObject::connect(m_server.get(), &PlainDesk::textReceived, m_server.get(),
                     [this](const PeerId&, const QString& text) { m_server_texts.append(text); });
    QObject::connect(m_server.get(), &PlainDesk::transferChanged, m_server.get(),
                     [this](const TransferInfo& info) { m_server_rows[info.transfer] = info; });
    RawServer listener;
    m_peer = m_desk->connectTo(QStringLiteral("127.0.0.1"), listener.port());
    const RawPeer taken = listener.accept();
    net::Incoming incoming;
    incoming.descriptor = FileDescriptor(::dup(taken.descriptor()));
    incoming.address = QStringLiteral("127.0.0.1:1");
    m_server->adopt(std::move(incoming));
    ASSERT_TRUE(test::waitFor([&] { return m_desk->has(m_peer) && !m_client.isNull(); }));
  }
  int serverDone() const {
    int done = 0;
    for (const TransferInfo& info : m_server_rows) {
      done += info.state == State::Done ? 1 : 0;
    }
    return done;
  }
  QByteArray serverContent(const QString& name) const {
    QFile file(m_server_folder + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("there is no such file");
  }

  QString m_server_folder;
  std::unique_ptr<PlainDesk> m_server;
  PeerId m_client;
  QStringList m_server_texts;
  QHash<QString, TransferInfo> m_server_rows;
};

TEST_F(PlainDesks, PassTextAndFilesBothWays) {
  meet();
  const QByteArray octets = someOctets(5'000'000);
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("up"));
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), octets), writeSource(QStringLiteral("b.txt"), "b")});
  m_desk->sendText(m_peer, QStringLiteral("2"), {}, QStringLiteral("behind"));
  ASSERT_TRUE(test::waitFor([&] { return serverDone() == 2; }));
  EXPECT_EQ(serverContent(QStringLiteral("a.bin")), octets);
  EXPECT_EQ(serverContent(QStringLiteral("b.txt")), QByteArray("b"));
  ASSERT_TRUE(reaches(State::Done, 1));
  m_server->sendText(m_client, QStringLiteral("3"), QStringLiteral("Ann"), QStringLiteral("down"));
  EXPECT_TRUE(hears({QStringLiteral("Ann: down")}));
  EXPECT_TRUE(test::waitFor([&] { return m_server_texts.size() == 2; }));
}

TEST_F(PlainDesks, BadInput84_AnnounceFilesAtTheSameMoment) {
  meet();
  const QByteArray octets = someOctets(300'000);
  m_desk->offer(m_peer, {writeSource(QStringLiteral("up.bin"), octets)});
  m_server->offer(m_client, {writeSource(QStringLiteral("down.bin"), octets)});
  ASSERT_TRUE(test::waitFor([&] { return serverDone() == 2; }));
  EXPECT_EQ(serverContent(QStringLiteral("up.bin")), octets);
  EXPECT_EQ(content(QStringLiteral("down.bin")), octets);
  EXPECT_TRUE(m_texts.isEmpty());
  EXPECT_TRUE(m_server_texts.isEmpty());
}

TEST_F(PlainDesks, DeclineInWordsThatTheOtherUnderstands) {
  meet();
  m_server->setAcceptRule(AcceptRule::None);
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), "x")});
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.detail, QStringLiteral("not wanted"));
  EXPECT_TRUE(m_desk->has(m_peer));
}

}  // namespace landline::session
