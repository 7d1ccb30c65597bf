#include "net/heard_servers.h"

#include <QSet>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/datagram_budget.h"
#include "support/session_values.h"

namespace landline::net {
namespace {

using test::peerId;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

QHostAddress address(const char* text) {
  return QHostAddress(QLatin1String(text));
}

/// The number-th address of a large network.
QHostAddress address(int number) {
  return QHostAddress(static_cast<quint32>((10U << 24U) + static_cast<unsigned>(number)));
}

wire::Announcement said(int id, const char* name = "Room 301", quint16 port = 6677) {
  wire::Announcement result;
  result.id = peerId(id);
  result.name = QLatin1String(name);
  result.port = port;
  return result;
}

class HeardServersTest : public ::testing::Test {
 protected:
  HeardServers::Change hear(const wire::Announcement& announcement, const QHostAddress& source) {
    return m_servers.hear(announcement, source, m_now);
  }
  QVector<PeerId> lostByNow() {
    QVector<PeerId> lost;
    const auto changes = m_servers.expire(m_now);
    for (const HeardServers::Change& change : changes) {
      lost += change.lost;
    }
    return lost;
  }

  Limits m_limits;
  QSet<PeerId> m_known;
  HeardServers m_servers{peerId(0), m_limits, [this](const PeerId& id) { return m_known.contains(id); }};
  qint64 m_now = 50'000;
};

TEST_F(HeardServersTest, AServerIsFoundAtTheAddressThatItSpeaksFrom) {
  const auto change = hear(said(1, "Room 301", 7000), address("192.168.1.8"));
  ASSERT_TRUE(change.found);
  EXPECT_EQ(change.found->id, peerId(1));
  EXPECT_EQ(change.found->name, QStringLiteral("Room 301"));
  EXPECT_THAT(change.found->addresses, ElementsAre(QStringLiteral("192.168.1.8:7000")));
  EXPECT_FALSE(change.found->known);
  EXPECT_FALSE(hear(said(1, "Room 301", 7000), address("192.168.1.8")).found) << "nothing new";
}

TEST_F(HeardServersTest, OneServerOnManyWaysIsOneTheBestAddressFirst) {
  hear(said(1), address("fe80::8%eth0"));
  hear(said(1), address("127.0.0.1"));
  hear(said(1), address("169.254.9.9"));
  hear(said(1), address("fd00::8"));
  hear(said(1), address("192.168.1.8"));
  const auto change = hear(said(1), address("10.0.0.8"));
  ASSERT_TRUE(change.found);
  EXPECT_THAT(change.found->addresses,
              ElementsAre(QStringLiteral("192.168.1.8:6677"), QStringLiteral("10.0.0.8:6677"),
                          QStringLiteral("127.0.0.1:6677"), QStringLiteral("[fd00::8]:6677"),
                          QStringLiteral("169.254.9.9:6677"), QStringLiteral("[fe80::8%eth0]:6677")));
  EXPECT_EQ(m_servers.size(), 1);
}

TEST_F(HeardServersTest, ALinkLocalAddressIsAnotherOneOnEachInterface) {
  hear(said(1), address("fe80::8%eth0"));
  const auto change = hear(said(1), address("fe80::8%eth1"));
  ASSERT_TRUE(change.found);
  EXPECT_THAT(change.found->addresses,
              ElementsAre(QStringLiteral("[fe80::8%eth0]:6677"), QStringLiteral("[fe80::8%eth1]:6677")));
}

TEST_F(HeardServersTest, ANewNameIsTold) {
  hear(said(1, "Room 301"), address("192.168.1.8"));
  const auto change = hear(said(1, "Room 302"), address("192.168.1.8"));
  ASSERT_TRUE(change.found);
  EXPECT_EQ(change.found->name, QStringLiteral("Room 302"));
}

TEST_F(HeardServersTest, IsGoneWhenItWasSilentForTooLong) {
  hear(said(1), address("192.168.1.8"));
  m_now += m_limits.server_vanished.count() - 1;
  EXPECT_THAT(lostByNow(), IsEmpty());
  m_now += 1;
  EXPECT_THAT(lostByNow(), ElementsAre(peerId(1)));
  EXPECT_FALSE(m_servers.isAt(address("192.168.1.8")));
}

TEST_F(HeardServersTest, AnAddressOfItMayGoAlone) {
  hear(said(1), address("192.168.1.8"));
  m_now += m_limits.server_vanished.count() / 2;
  hear(said(1), address("10.0.0.8"));
  m_now += m_limits.server_vanished.count() / 2;
  const auto changes = m_servers.expire(m_now);
  ASSERT_EQ(changes.size(), 1);
  ASSERT_TRUE(changes.first().found);
  EXPECT_THAT(changes.first().found->addresses, ElementsAre(QStringLiteral("10.0.0.8:6677")));
}

TEST_F(HeardServersTest, SaysGoodbyeForTheAddressThatItComesFrom) {
  hear(said(1), address("192.168.1.8"));
  hear(said(1), address("10.0.0.8"));
  EXPECT_FALSE(m_servers.sayGoodbye(peerId(1), address("192.168.1.66")).found) << "somebody else said so";
  EXPECT_TRUE(m_servers.sayGoodbye(peerId(1), address("192.168.1.8")).found);
  EXPECT_THAT(m_servers.sayGoodbye(peerId(1), address("10.0.0.8")).lost, ElementsAre(peerId(1)));
  EXPECT_THAT(m_servers.sayGoodbye(peerId(1), address("10.0.0.8")).lost, IsEmpty());
}

TEST_F(HeardServersTest, TellsWhoIsKnownAndWhenThatChanges) {
  m_known = {peerId(1)};
  EXPECT_TRUE(hear(said(1), address("192.168.1.8")).found->known);
  EXPECT_FALSE(hear(said(2), address("192.168.1.9")).found->known);
  EXPECT_FALSE(m_servers.reconsider(peerId(2)).found);
  m_known.insert(peerId(2));
  ASSERT_TRUE(m_servers.reconsider(peerId(2)).found);
  EXPECT_FALSE(m_servers.reconsider(peerId(2)).found);
  EXPECT_FALSE(m_servers.reconsider(peerId(3)).found);
}

TEST_F(HeardServersTest, BadInput90_WhatIsSaidOfOneselfIsLeftOut) {
  EXPECT_FALSE(hear(said(0), address("192.168.1.8")).found);
  EXPECT_EQ(m_servers.size(), 0);
}

TEST_F(HeardServersTest, WhatIsNoServerIsLeftOut) {
  wire::Announcement other = said(1);
  other.kind = QStringLiteral("printer");
  EXPECT_FALSE(hear(other, address("192.168.1.8")).found);
}

TEST_F(HeardServersTest, BadInput87_TenThousandForgedServersAreAtMostTheLimitAndTheFirstOnesStay) {
  hear(said(1), address(1));
  for (int number = 2; number < 10'000; ++number) {
    hear(said(number), address(number));
  }
  EXPECT_EQ(m_servers.size(), m_limits.servers_found);
  EXPECT_TRUE(m_servers.isAt(address(1)));
}

TEST_F(HeardServersTest, BadInput87_KnownServersGetAPlaceInAFullListAndAreNeverPutOut) {
  m_known = {peerId(10'001), peerId(10'002)};
  hear(said(10'001), address("192.168.1.8"));
  m_now += 1;
  for (int number = 1; number < 10'000; ++number) {
    hear(said(number), address(number));
  }
  m_now += 1;
  const auto change = hear(said(10'002), address("192.168.1.9"));
  ASSERT_TRUE(change.found);
  EXPECT_EQ(change.found->id, peerId(10'002));
  EXPECT_EQ(change.lost.size(), 1) << "a stranger made room";
  EXPECT_EQ(m_servers.size(), m_limits.servers_found);
  EXPECT_TRUE(m_servers.isAt(address("192.168.1.8")));
}

TEST_F(HeardServersTest, BadInput87_AFullListOfKnownServersGrowsNoMore) {
  for (int number = 1; number <= m_limits.servers_found + 1; ++number) {
    m_known.insert(peerId(number));
    hear(said(number), address(number));
  }
  EXPECT_EQ(m_servers.size(), m_limits.servers_found);
}

TEST_F(HeardServersTest, BadInput87_OneAddressHasSoManyServersOnly) {
  for (int number = 1; number < 100; ++number) {
    hear(said(number, "x", static_cast<quint16>(number)), address("192.168.1.66"));
  }
  EXPECT_EQ(m_servers.size(), HeardServers::kServersPerAddress);
  m_known = {peerId(500)};
  EXPECT_TRUE(hear(said(500), address("192.168.1.66")).found) << "a known one all the same";
}

TEST_F(HeardServersTest, BadInput91_AForgerOfAKnownServerNeitherNamesNorHidesIt) {
  m_known = {peerId(1)};
  hear(said(1, "Room 301"), address("192.168.1.8"));
  for (int number = 0; number < 100; ++number) {
    hear(said(1, "Free beer"), address(number));
  }
  const auto change = m_servers.sayGoodbye(peerId(1), address(0));
  ASSERT_TRUE(change.found);
  EXPECT_EQ(change.found->name, QStringLiteral("Room 301"));
  EXPECT_EQ(change.found->addresses.first(), QStringLiteral("192.168.1.8:6677")) << "the one that was there first";
  EXPECT_LE(change.found->addresses.size(), HeardServers::kPlacesPerServer);
}

TEST_F(HeardServersTest, BadInput91_AForgerWhoIsFirstDoesNotKeepAKnownServerOut) {
  const QHostAddress home = address("192.168.1.8");
  m_known = {peerId(1)};
  m_servers.setMetAt([&home](const PeerId& id, const QHostAddress& at, quint16 port) {
    return id == peerId(1) && at == home && port == 6677;
  });
  for (int number = 0; number < 100; ++number) {
    hear(said(1, "Free beer"), address(number));
  }
  EXPECT_FALSE(hear(said(1, "Free beer", 7000), home).found) << "another port of its computer is as strange";
  const auto change = hear(said(1, "Room 301"), home);
  ASSERT_TRUE(change.found);
  EXPECT_EQ(change.found->name, QStringLiteral("Room 301"));
  EXPECT_EQ(change.found->addresses.first(), QStringLiteral("192.168.1.8:6677")) << "where it was met before";
  EXPECT_EQ(change.found->addresses.size(), HeardServers::kPlacesPerServer);
  EXPECT_FALSE(m_servers.isAt(address(HeardServers::kPlacesPerServer - 1))) << "one of the others made room";
  EXPECT_TRUE(m_servers.isAt(address(HeardServers::kPlacesPerServer - 2)));
}

TEST_F(HeardServersTest, WhereAServerWasMetIsItsBestAddressFromThenOn) {
  bool met = false;
  m_servers.setMetAt(
      [&met](const PeerId&, const QHostAddress& at, quint16) { return met && at == address("192.168.1.9"); });
  hear(said(1), address("192.168.1.8"));
  hear(said(1), address("192.168.1.9"));
  EXPECT_FALSE(m_servers.reconsider(peerId(1)).found);
  met = true;
  const auto change = m_servers.reconsider(peerId(1));
  ASSERT_TRUE(change.found);
  EXPECT_THAT(change.found->addresses,
              ElementsAre(QStringLiteral("192.168.1.9:6677"), QStringLiteral("192.168.1.8:6677")));
}

TEST_F(HeardServersTest, SomethingUnreadFromItsAddressKeepsAServer) {
  hear(said(1), address("192.168.1.8"));
  m_now += m_limits.server_vanished.count();
  m_servers.touch(address("192.168.1.8"), m_now);
  m_servers.touch(address("192.168.1.9"), m_now);
  EXPECT_THAT(lostByNow(), IsEmpty());
  EXPECT_FALSE(m_servers.isAt(address("192.168.1.9")));
}

TEST_F(HeardServersTest, ClearedItIsEmpty) {
  hear(said(1), address("192.168.1.8"));
  EXPECT_THAT(m_servers.clear(), ElementsAre(peerId(1)));
  EXPECT_FALSE(m_servers.isAt(address("192.168.1.8")));
  EXPECT_TRUE(hear(said(1), address("192.168.1.8")).found);
}

TEST(DatagramBudget, BadInput87_StrangersTogetherHaveOneShareAndEachItsOwn) {
  DatagramBudget budget(200, 40);
  int from_one = 0;
  for (int i = 0; i < 1000; ++i) {
    from_one += budget.take(address(1), false, 0) ? 1 : 0;
  }
  EXPECT_EQ(from_one, 40);
  int from_many = 0;
  for (int i = 0; i < 10'000; ++i) {
    from_many += budget.take(address(2 + i), false, 999) ? 1 : 0;
  }
  EXPECT_EQ(from_many, 160);
  EXPECT_TRUE(budget.take(address(1), false, 1000)) << "the next second";
}

TEST(DatagramBudget, BadInput87_AFavouredSenderIsHeardInAnyCrowd) {
  DatagramBudget budget(200, 40);
  for (int i = 0; i < 10'000; ++i) {
    budget.take(address(i + 1), false, 0);
  }
  EXPECT_FALSE(budget.take(address("192.168.1.8"), false, 0));
  int heard = 0;
  for (int i = 0; i < 100; ++i) {
    heard += budget.take(address("192.168.1.8"), true, 0) ? 1 : 0;
  }
  EXPECT_EQ(heard, 40) << "its own share";
}

}  // namespace
}  // namespace landline::net
