// Finding servers, from one node to the other, and what a forged announcement leads to.

#include "room.h"
#include <QMap>
#include <net/if.h>

#include "net/discovery_socket.h"
#include "support/loopback_discovery.h"

namespace landline::test {
namespace {

class DiscoveryRoom : public Room {
 protected:
  DiscoveryRoom() {
    limits.announce_first = std::chrono::milliseconds(50);
    limits.announce = std::chrono::milliseconds(100);
  }

  void runHub(Program<server::Hub>& program, const QString& name) {
    server::HubOptions options;
    options.limits = limits;
    options.name = name;
    options.access = trust::Access::Open;
    options.save_folder = program.saveFolder();
    options.discovery = m_place;
    program.run(server::Hub::create(*Profile::open(program.profile()), options));
    tell(*program.node, [](auto& hub) { hub.listen(QStringLiteral("127.0.0.1"), 0); });
    ASSERT_TRUE(waitFor([&program] { return program.seen().is(Phase::Listening); }));
  }

  void runClient() {
    client::ClientOptions options;
    options.limits = limits;
    options.save_folder = m_client.saveFolder();
    options.discovery = m_place;
    m_client.run(client::ClientNode::create(*Profile::open(m_client.profile()), options));
    QObject::connect(m_client.node, &client::ClientNode::serverFound, m_client.recorder.get(),
                     [this](const session::FoundServer& found) { m_found[found.id] = found; });
    QObject::connect(m_client.node, &client::ClientNode::serverLost, m_client.recorder.get(),
                     [this](const PeerId& id) { m_found.remove(id); });
    tell(*m_client.node, [](auto& node) { node.setDiscovery({true, {}}); });
  }

  bool waitForFound(const PeerId& id) {
    return waitFor([&] { return m_found.contains(id); });
  }
  static QString addressOf(const Program<server::Hub>& program) {
    return QStringLiteral("127.0.0.1:%1").arg(program.seen().state.port);
  }

  /// Says on the network that `id` is at 127.0.0.1 and this port.
  void forge(const PeerId& id, quint16 at_port) {
    net::DiscoverySocket socket(net::DiscoverySocket::Family::IPv4, nullptr);
    ASSERT_TRUE(socket.open(0).ok());
    wire::Announcement forged;
    forged.id = id;
    forged.name = QStringLiteral("Room 301");
    forged.port = at_port;
    ASSERT_TRUE(socket.send(wire::encodeAnnouncement(forged), QHostAddress(QStringLiteral("127.255.255.255")),
                            m_place.port, static_cast<int>(::if_nametoindex("lo")),
                            QHostAddress(QHostAddress::LocalHost)));
  }

  void connectToFound(const PeerId& id, quint16 at_port) {
    tell(*m_client.node, [id, at_port](auto& node) {
      node.connectToFound(id, QStringLiteral("127.0.0.1"), at_port, QStringLiteral("desk-7"));
    });
  }

  net::DiscoveryPlace m_place = loopbackDiscovery();
  Program<server::Hub> m_other;
  Program<client::ClientNode> m_client;
  QMap<PeerId, session::FoundServer> m_found;
};

TEST_F(DiscoveryRoom, AServerIsFoundWhileItIsAnnouncedUnderItsNameAndKnownOnceItWasMet) {
  runHub(server, QStringLiteral("Room 301"));
  runClient();
  runHub(m_other, QStringLiteral("Another room"));
  tell(*m_other.node, [](auto& hub) { hub.setDiscovery({true, {}}); });
  ASSERT_TRUE(waitForFound(m_other.node->id()));
  EXPECT_FALSE(m_found.contains(server.node->id())) << "nobody told it to announce itself";

  tell(*server.node, [](auto& hub) { hub.setDiscovery({true, {}}); });
  const PeerId id = server.node->id();
  ASSERT_TRUE(waitForFound(id));
  EXPECT_EQ(m_found[id].addresses, QStringList(addressOf(server)));
  EXPECT_FALSE(m_found[id].known);

  connectToFound(id, server.seen().state.port);
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::Online); }));
  EXPECT_TRUE(waitFor([&] { return m_found[id].known; }));

  tell(*server.node, [](auto& hub) { hub.setName(QStringLiteral("Room 302")); });
  EXPECT_TRUE(waitFor([&] { return m_found[id].name == QStringLiteral("Room 302"); }));

  tell(*server.node, [](auto& hub) { hub.stopListening(); });
  EXPECT_TRUE(waitFor([&] { return !m_found.contains(id); }));
  tell(*m_client.node, [](auto& node) { node.setDiscovery({false, {}}); });
  EXPECT_TRUE(waitFor([this] { return m_found.isEmpty(); }));
}

TEST_F(DiscoveryRoom, BadInput91_AForgedAnnouncementOfAKnownServerEndsInTheQuestionAndNothingIsSent) {
  runHub(server, QStringLiteral("Room 301"));
  runHub(m_other, QStringLiteral("Forger"));
  runClient();
  const PeerId known = server.node->id();
  connectToFound(known, server.seen().state.port);
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::Online); }));
  tell(*m_client.node, [](auto& node) { node.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::Idle); }));

  forge(known, m_other.seen().state.port);
  ASSERT_TRUE(waitForFound(known));
  EXPECT_EQ(m_found[known].addresses, QStringList(addressOf(m_other)));
  EXPECT_TRUE(m_found[known].known) << "the list cannot know better: it shows what is said";

  connectToFound(known, m_other.seen().state.port);
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::KeyChanged); }));
  const session::LinkState& state = m_client.seen().state;
  EXPECT_EQ(state.known, known);
  EXPECT_EQ(state.server, m_other.node->id());
  EXPECT_TRUE(state.error.is(codes::kKeyChanged));
  tell(*m_client.node, [](auto& node) { node.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::Idle); }));
  // When the forger's own port is closed, all that ever reached it was handled.
  tell(*m_other.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([this] { return m_other.seen().is(Phase::Idle); }));
  EXPECT_TRUE(m_other.seen().peers.isEmpty()) << "not even a name was told";
  EXPECT_TRUE(m_other.seen().requests.isEmpty());
}

TEST_F(DiscoveryRoom, BadInput91_WhereAForgerAnswersTheServerIsFoundAtItsOtherAddressAndTheForgerHearsNothing) {
  runHub(server, QStringLiteral("Room 301"));
  runHub(m_other, QStringLiteral("Forger"));
  runClient();
  tell(*m_other.node, [](auto& hub) { hub.setDiscovery({true, {}}); });
  ASSERT_TRUE(waitForFound(m_other.node->id())) << "the client listens";
  const PeerId id = server.node->id();
  forge(id, m_other.seen().state.port);
  ASSERT_TRUE(waitForFound(id));
  tell(*server.node, [](auto& hub) { hub.setDiscovery({true, {}}); });
  ASSERT_TRUE(waitFor([&] { return m_found[id].addresses.size() == 2; }));
  EXPECT_EQ(m_found[id].addresses.first(), addressOf(m_other)) << "it was first";

  connectToFound(id, m_other.seen().state.port);
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::Online); }));
  EXPECT_EQ(m_client.seen().state.server, id);
  EXPECT_EQ(m_client.seen().state.port, server.seen().state.port);
  ASSERT_TRUE(waitFor([&] { return m_found[id].addresses.first() == addressOf(server); })) << "it was met there";
  tell(*m_other.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([this] { return m_other.seen().is(Phase::Idle); }));
  EXPECT_TRUE(m_other.seen().peers.isEmpty()) << "not even a name was told";
}

TEST_F(DiscoveryRoom, BadInput91_AnAnnouncementOfANewServerWithAnothersKeyIsAskedAboutAndCanBeTrusted) {
  runHub(m_other, QStringLiteral("Forger"));
  runClient();
  tell(*m_other.node, [](auto& hub) { hub.setDiscovery({true, {}}); });
  ASSERT_TRUE(waitForFound(m_other.node->id())) << "the client listens";
  const PeerId made_up = PeerId::ofPublicKey("nobody");
  forge(made_up, m_other.seen().state.port);
  ASSERT_TRUE(waitForFound(made_up));
  connectToFound(made_up, m_other.seen().state.port);
  ASSERT_TRUE(waitFor([this] { return m_client.seen().is(Phase::KeyChanged); }));
  EXPECT_EQ(m_client.seen().state.known, made_up);
  EXPECT_TRUE(m_client.seen().state.error.is(codes::kForged)) << "it was never met, so nothing has changed";

  const PeerId real = m_other.node->id();
  tell(*m_client.node, [real](auto& node) { node.trust(real); });
  EXPECT_TRUE(waitFor([this] { return m_client.seen().is(Phase::Online); })) << "a person has decided";
}

}  // namespace
}  // namespace landline::test
