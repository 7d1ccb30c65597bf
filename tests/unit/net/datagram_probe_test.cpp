#include "net/datagram_probe.h"

#include <QElapsedTimer>
#include <gtest/gtest.h>

#include "net/discovery_socket.h"
#include "support/wait_for.h"
#include "wire/announcement.h"

namespace landline::net {
namespace {

using std::chrono::milliseconds;
using wire::ProbeKind;

const QHostAddress kLoopback(QHostAddress::LocalHost);

class DatagramProbeTest : public ::testing::Test {
 protected:
  static bool heard(const DatagramProbe& probe, ProbeKind kind) {
    return std::any_of(probe.heard().cbegin(), probe.heard().cend(), [kind](const DatagramProbe::Heard& each) {
      return each.kind == kind && each.label == QStringLiteral("lo") && each.interface > 0;
    });
  }

  const QString m_id = wire::newUuid();
  const QVector<ProbeInterface> m_interfaces = probeInterfaces(kLoopback);
};

TEST_F(DatagramProbeTest, TheWayToThePeerComesFirst) {
  ASSERT_FALSE(m_interfaces.isEmpty());
  EXPECT_EQ(m_interfaces.first().name, QStringLiteral("lo"));
  EXPECT_EQ(m_interfaces.first().broadcast, QHostAddress(QStringLiteral("127.255.255.255")));
  EXPECT_TRUE(m_interfaces.first().multicast);
  EXPECT_TRUE(m_interfaces.first().ipv4);
}

TEST_F(DatagramProbeTest, EachSideHearsAllThreeKindsOfTheOther) {
  DatagramProbe client(m_id, m_interfaces);
  ASSERT_TRUE(client.open());
  DatagramProbe server(m_id, m_interfaces);
  ASSERT_TRUE(server.open(client.port()));
  EXPECT_NE(server.port(), client.port());
  client.send(kLoopback, server.port(), milliseconds(10));
  server.send(kLoopback, client.port(), milliseconds(10));
  for (const DatagramProbe* probe : {&client, &server}) {
    EXPECT_TRUE(test::waitFor([&] {
      return heard(*probe, ProbeKind::Unicast) && heard(*probe, ProbeKind::Broadcast) &&
             heard(*probe, ProbeKind::Multicast);
    })) << probe->heard().size()
        << (probe == &client ? " at the client" : " at the server");
  }
  EXPECT_TRUE(client.unsent().isEmpty());
}

TEST_F(DatagramProbeTest, RepeatsAreOneAndForeignOnesAreNone) {
  DatagramProbe probe(m_id, m_interfaces);
  ASSERT_TRUE(probe.open());
  DiscoverySocket other(DiscoverySocket::Family::IPv4, nullptr);
  ASSERT_TRUE(other.open(0));
  const auto send = [&](const QByteArray& octets) { ASSERT_TRUE(other.send(octets, kLoopback, probe.port(), 0)); };
  const auto datagram = [](const QString& id, const char* label) {
    return wire::encodeProbeDatagram({id, ProbeKind::Unicast, QLatin1String(label)});
  };
  send("nonsense");
  send(QByteArray(1400, 'x'));
  send(datagram(wire::newUuid(), "foreign"));
  for (int i = 0; i < 3; ++i) {
    send(datagram(m_id, "eth0"));
  }
  send(datagram(m_id, "last"));
  ASSERT_TRUE(
      test::waitFor([&] { return !probe.heard().isEmpty() && probe.heard().last().label == QStringLiteral("last"); }));
  ASSERT_EQ(probe.heard().size(), 2);
  EXPECT_EQ(probe.heard().first().label, QStringLiteral("eth0"));
}

TEST_F(DatagramProbeTest, WhatIsHeardIsBounded) {
  DatagramProbe probe(m_id, m_interfaces);
  ASSERT_TRUE(probe.open());
  DiscoverySocket other(DiscoverySocket::Family::IPv4, nullptr);
  ASSERT_TRUE(other.open(0));
  for (int i = 0; i < 3 * wire::kMostHeardProbes; ++i) {
    ASSERT_TRUE(other.send(wire::encodeProbeDatagram({m_id, ProbeKind::Unicast, QString::number(i)}), kLoopback,
                           probe.port(), 0));
  }
  EXPECT_TRUE(test::waitFor([&] { return probe.heard().size() == wire::kMostHeardProbes; }));
  EXPECT_FALSE(test::waitFor([&] { return probe.heard().size() > wire::kMostHeardProbes; }, 50));
}

TEST_F(DatagramProbeTest, SendsFromAnotherPortThanTheOneThatListens) {
  // A firewall that lets answers in would let the other side's in as such: what it does with others is asked.
  DiscoverySocket other(DiscoverySocket::Family::IPv4, nullptr);
  ASSERT_TRUE(other.open(0));
  DatagramProbe probe(m_id, m_interfaces);
  ASSERT_TRUE(probe.open());
  int heard_of_it = 0;
  QObject::connect(&other, &DiscoverySocket::received, &other, [&](const DiscoverySocket::Datagram& datagram) {
    ++heard_of_it;
    EXPECT_NE(datagram.source_port, probe.port());
  });
  probe.send(kLoopback, other.port(), milliseconds(5));
  EXPECT_TRUE(test::waitFor([&] { return heard_of_it >= 2 * DatagramProbe::kRounds; })) << "unicast and broadcast";
}

TEST_F(DatagramProbeTest, SendsThreeOfEachAndNoMore) {
  DiscoverySocket counter(DiscoverySocket::Family::IPv4, nullptr);
  ASSERT_TRUE(counter.open(0));
  QHash<int, int> counts;
  QObject::connect(&counter, &DiscoverySocket::received, &counter, [&](const DiscoverySocket::Datagram& datagram) {
    const auto parsed = wire::parseProbeDatagram(datagram.octets);
    ASSERT_TRUE(parsed);
    ++counts[static_cast<int>(parsed->kind)];
  });
  DatagramProbe probe(m_id, m_interfaces.mid(0, 1));
  ASSERT_TRUE(probe.open());
  probe.send(kLoopback, counter.port(), milliseconds(5));
  const int unicast = static_cast<int>(ProbeKind::Unicast);
  const int broadcast = static_cast<int>(ProbeKind::Broadcast);
  ASSERT_TRUE(test::waitFor([&] { return counts[unicast] == 3 && counts[broadcast] == 3; }));
  EXPECT_FALSE(test::waitFor([&] { return counts[unicast] > 3 || counts[broadcast] > 3; }, 100));
}

}  // namespace
}  // namespace landline::net
