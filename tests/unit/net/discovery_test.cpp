// Announcers and browsers, real ones, on loopback.

#include "discovery_fixture.h"
#include <gmock/gmock.h>

namespace landline::net {
namespace {

using test::peerId;
using test::waitFor;
using ::testing::ElementsAre;

TEST_F(DiscoveryTest, AServerThatIsThereAnswersWhoAsks) {
  makeAnnouncementsRare();
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  const HeardServer& server = found[peerId(1)];
  EXPECT_EQ(server.name, QStringLiteral("Room 301"));
  EXPECT_THAT(server.addresses, ElementsAre(QStringLiteral("127.0.0.1:6677")));
  EXPECT_FALSE(server.known);
}

TEST_F(DiscoveryTest, AServerThatComesLaterIsHeard) {
  browse();
  const auto announcer = announced(1);
  EXPECT_TRUE(waitForFound(1));
}

TEST_F(DiscoveryTest, SeveralServersOnOneComputerAreAllFound) {
  const auto first = announced(1);
  const auto second = makeAnnouncer();
  second->announce(server(2, "教室", 7000), QHostAddress(QHostAddress::Any));
  browse();
  ASSERT_TRUE(waitForFound(1));
  ASSERT_TRUE(waitForFound(2));
  EXPECT_EQ(found[peerId(2)].name, QStringLiteral("教室"));
  EXPECT_THAT(found[peerId(2)].addresses, ElementsAre(QStringLiteral("127.0.0.1:7000")));
}

TEST_F(DiscoveryTest, TwoClientsOnOneComputerBothHear) {
  browse();
  DiscoveryBrowser second(
      peerId(9), [](const PeerId&) { return false; }, limits, clock, place);
  int heard = 0;
  QObject::connect(&second, &DiscoveryBrowser::found, &second, [&heard] { ++heard; });
  second.setOn(true, {});
  makeAnnouncementsRare();  // for the server: only its first one, which nobody asked for
  const auto announcer = announced(1);
  EXPECT_TRUE(waitForFound(1));
  EXPECT_TRUE(waitFor([&] { return heard == 1; }));
}

TEST_F(DiscoveryTest, AServerThatStopsIsGoneAtOnceAndComesBack) {
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  announcer->stop();
  EXPECT_TRUE(waitForLost(1));
  announcer->announce(server(1), QHostAddress(QHostAddress::Any));
  EXPECT_TRUE(waitForFound(1));
}

TEST_F(DiscoveryTest, AServerThatEndsSaysGoodbye) {
  auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  announcer.reset();
  EXPECT_TRUE(waitForLost(1));
}

TEST_F(DiscoveryTest, AServerThatIsKilledIsGoneAfterAWhile) {
  limits.server_vanished = std::chrono::milliseconds(300);
  browse();
  Stranger killed(place);
  ASSERT_TRUE(killed.say(wire::encodeAnnouncement(server(1))));
  ASSERT_TRUE(waitForFound(1));
  EXPECT_TRUE(waitForLost(1));
}

TEST_F(DiscoveryTest, AServerThatGoesOnAnnouncingStays) {
  limits.announce = std::chrono::milliseconds(20);
  limits.server_vanished = std::chrono::milliseconds(400);
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  Stranger killed(place);  // measures the time: when this one is gone, the other one must be there still
  ASSERT_TRUE(killed.say(wire::encodeAnnouncement(server(2)), QHostAddress(QStringLiteral("127.0.0.2"))));
  ASSERT_TRUE(waitForFound(2));
  ASSERT_TRUE(waitForLost(2));
  EXPECT_THAT(lost, ElementsAre(peerId(2)));
}

TEST_F(DiscoveryTest, ANewNameIsAnnouncedAtOnce) {
  makeAnnouncementsRare();
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  announcer->announce(server(1, "Room 302"), QHostAddress(QHostAddress::Any));
  EXPECT_TRUE(waitFor([&] { return found[peerId(1)].name == QStringLiteral("Room 302"); }));
}

TEST_F(DiscoveryTest, SwitchedOffNothingIsAnnounced) {
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  announcer->setOn(false, {});
  EXPECT_TRUE(waitForLost(1));
  announcer->announce(server(1, "Room 302"), QHostAddress(QHostAddress::Any));
  const auto other = announced(2);
  ASSERT_TRUE(waitForFound(2));
  EXPECT_FALSE(isFound(1));
  announcer->setOn(true, {});
  ASSERT_TRUE(waitForFound(1));
  EXPECT_EQ(found[peerId(1)].name, QStringLiteral("Room 302"));
}

/// Loopback in the guise of a tunnel, which takes part where a person says so.
class DiscoveryByTunnel : public DiscoveryTest {
 protected:
  DiscoveryPlace throughTunnel() const {
    DiscoveryPlace result = place;
    result.interfaces = [] {
      QVector<HostInterface> all = test::loopbackOnly();
      for (HostInterface& interface : all) {
        interface.name = QStringLiteral("wg0");
        interface.loopback = false;
        interface.point_to_point = true;
        interface.multicast = true;
      }
      return all;
    };
    result.number = [](const QString& /*name*/) { return loopbackNumber(); };
    return result;
  }
};

TEST_F(DiscoveryByTunnel, GoodbyeIsSaidOnAnInterfaceThatAPersonLeavesOutAgain) {
  limits.server_vanished = std::chrono::hours(1);  // nobody is lost by silence
  DiscoveryAnnouncer announcer(limits, clock, throughTunnel());
  announcer.setOn(true, {QStringLiteral("wg0")});
  announcer.announce(server(1), QHostAddress(QHostAddress::Any));
  browse();
  ASSERT_TRUE(waitForFound(1));
  announcer.setOn(true, {QStringLiteral("wg0"), QStringLiteral("wg1")});
  const auto other = announced(2);
  ASSERT_TRUE(waitForFound(2));
  EXPECT_TRUE(lost.isEmpty());
  announcer.setOn(true, {QStringLiteral("wg1")});
  EXPECT_TRUE(waitForLost(1));
}

TEST_F(DiscoveryTest, AnInterfaceOfTheSameNameAndAddressesWithAnotherNumberIsAnotherOne) {
  int number = loopbackNumber() + 1;
  place.number = [&number](const QString& /*name*/) { return number; };
  DiscoverySockets sockets(place, limits, clock, nullptr);
  int heard = 0;
  int changed = 0;
  QObject::connect(&sockets, &DiscoverySockets::received, &sockets, [&heard] { ++heard; });
  QObject::connect(&sockets, &DiscoverySockets::interfacesChanged, &sockets, [&changed] { ++changed; });
  sockets.open({});
  sockets.open({});
  EXPECT_EQ(changed, 0);
  number = loopbackNumber();
  sockets.open({});
  EXPECT_EQ(changed, 1);
  Stranger stranger(place);
  stranger.say(wire::encodeQuery());
  EXPECT_TRUE(waitFor([&heard] { return heard == 1; }));
}

TEST_F(DiscoveryTest, SwitchedOffNothingIsFoundAndWhatWasIsLost) {
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  browser->setOn(false, {});
  EXPECT_FALSE(isFound(1));
  browser->setOn(true, {});
  EXPECT_TRUE(waitForFound(1));
}

TEST_F(DiscoveryTest, AServerThatListensElsewhereOnlyIsNotAnnouncedHere) {
  const auto elsewhere = makeAnnouncer();
  elsewhere->announce(server(1), QHostAddress(QStringLiteral("192.0.2.7")));
  const auto ipv6_only = makeAnnouncer();
  ipv6_only->announce(server(2), QHostAddress(QHostAddress::AnyIPv6));
  const auto here = makeAnnouncer();
  here->announce(server(3), QHostAddress(QHostAddress::LocalHost));
  browse();
  ASSERT_TRUE(waitForFound(3));
  EXPECT_EQ(found.size(), 1);
}

TEST_F(DiscoveryTest, AKnownServerIsMarkedAlsoWhenItBecomesKnown) {
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));
  known.insert(peerId(1));
  browser->reconsider(peerId(1));
  EXPECT_TRUE(found[peerId(1)].known);
}

TEST_F(DiscoveryTest, APortThatAnotherProgramHoldsForItselfStopsNobodyWhoAsks) {
  DiscoverySocket selfish(DiscoverySocket::Family::IPv4, nullptr);
  const auto announcer = announced(1);  // listens already
  auto second_place = place;
  ASSERT_TRUE(selfish.open(0).ok());
  second_place.port = selfish.port();
  makeBrowser();
  DiscoverySockets deaf(second_place, limits, clock, nullptr);
  deaf.open({});
  EXPECT_FALSE(deaf.isListening());
  deaf.sendToAll(wire::encodeQuery());  // from its own port all the same
  EXPECT_TRUE(deaf.isOpen());
}

TEST_F(DiscoveryTest, BadInput90_OnesOwnEchoIsNobody) {
  const auto announcer = announced(1);
  browse(1);
  const auto other = announced(2);
  ASSERT_TRUE(waitForFound(2));
  EXPECT_EQ(found.size(), 1);
}

}  // namespace
}  // namespace landline::net
