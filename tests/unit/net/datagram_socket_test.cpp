#include "net/datagram_socket.h"

#include <QFile>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "net/host_interfaces.h"
#include "support/wait_for.h"

namespace landline::net {
namespace {

using test::waitFor;

const QHostAddress kLoopback(QHostAddress::LocalHost);

struct Received {
  QHostAddress from;
  quint16 port = 0;
  QByteArray octets;
};

/// A socket that keeps what it hears.
class Listening {
 public:
  explicit Listening(const QHostAddress& address = kLoopback, quint16 port = 0, bool shared = false) {
    bound = socket.bind(address, port, shared);
    QObject::connect(&socket, &DatagramSocket::received, &socket,
                     [this](const QHostAddress& from, quint16 from_port, const QByteArray& octets) {
                       heard.push_back({from, from_port, octets});
                     });
  }

  bool hears(std::size_t count) {
    return waitFor([&] { return heard.size() >= count; });
  }
  QByteArray last() const { return heard.empty() ? QByteArray("nothing") : heard.back().octets; }

  DatagramSocket socket;
  Result<void> bound = Error{};
  std::vector<Received> heard;
};

std::string codeOf(const Result<void>& result) {
  return result ? std::string("no error") : result.error().code.toStdString();
}

std::string_view view(const QByteArray& octets) {
  return {octets.constData(), static_cast<std::size_t>(octets.size())};
}

/// Interfaces that carry multicast to this host itself.
QString loopbackInterface() {
  for (const HostInterface& interface : hostInterfaces()) {
    if (interface.loopback) {
      return interface.name;
    }
  }
  return {};
}

bool hasIpv6() {
  return QFile::exists(QStringLiteral("/proc/net/if_inet6")) &&
         Listening(QHostAddress(QHostAddress::LocalHostIPv6)).bound;
}

TEST(DatagramSocket, CarriesOctetsAndSaysWhoSentThem) {
  Listening left;
  Listening right;
  ASSERT_TRUE(left.bound);
  ASSERT_TRUE(left.socket.send(kLoopback, right.socket.port(), "Hello"));
  ASSERT_TRUE(right.hears(1));
  EXPECT_EQ(right.last(), QByteArray("Hello"));
  EXPECT_EQ(right.heard.front().from, kLoopback);
  EXPECT_EQ(right.heard.front().port, left.socket.port());
}

TEST(DatagramSocket, BadInput86_NoOctetsAndTheMostOctetsAndAnyOctetsComeThrough) {
  Listening left;
  Listening right;
  std::mt19937 random(86);
  QByteArray octets(65'507, '\0');
  std::generate(octets.begin(), octets.end(), [&random] { return static_cast<char>(random()); });
  for (const int size : {0, 1, 1'472, 1'473, 65'507, 0}) {
    ASSERT_TRUE(left.socket.send(kLoopback, right.socket.port(), view(octets.left(size))));
    const std::size_t before = right.heard.size();
    ASSERT_TRUE(right.hears(before + 1)) << size;
    EXPECT_EQ(right.last(), octets.left(size));
  }
  EXPECT_EQ(codeOf(left.socket.send(kLoopback, right.socket.port(), view(QByteArray(65'508, 'x')))), "too-large");
}

TEST(DatagramSocket, BadInput89_PortZeroAndPlacesWithoutARouteAreRefused) {
  Listening left;
  EXPECT_EQ(codeOf(left.socket.send(kLoopback, 0, "x")), "usage");
  // Bound to loopback nothing off this host can be sent to, whatever routes there are.
  EXPECT_NE(codeOf(left.socket.send(QHostAddress(QStringLiteral("198.51.100.7")), 6666, "x")), "no error");
  EXPECT_EQ(codeOf(left.socket.send(QHostAddress(QStringLiteral("::1")), 6666, "x")), "usage");
  EXPECT_EQ(codeOf(left.socket.send(QHostAddress(), 6666, "x")), "usage");
  EXPECT_TRUE(left.socket.isBound());
}

TEST(DatagramSocket, SpeaksBothFamiliesWhereItIsBoundToAllAddresses) {
  Listening all(QHostAddress{QHostAddress::Any});
  ASSERT_TRUE(all.bound);
  Listening ipv4;
  ASSERT_TRUE(ipv4.socket.send(kLoopback, all.socket.port(), "four"));
  ASSERT_TRUE(all.hears(1));
  EXPECT_EQ(all.heard.front().from, kLoopback) << "not in its mapped form";
  ASSERT_TRUE(all.socket.send(kLoopback, ipv4.socket.port(), "back"));
  EXPECT_TRUE(ipv4.hears(1));
  if (!hasIpv6()) {
    GTEST_SKIP() << "this host has no IPv6";
  }
  const QHostAddress loopback6(QHostAddress::LocalHostIPv6);
  Listening ipv6(loopback6);
  ASSERT_TRUE(ipv6.socket.send(loopback6, all.socket.port(), "six"));
  ASSERT_TRUE(all.hears(2));
  EXPECT_EQ(all.heard.back().from, loopback6);
  ASSERT_TRUE(all.socket.send(loopback6, ipv6.socket.port(), "back"));
  EXPECT_TRUE(ipv6.hears(1));
}

TEST(DatagramSocket, SharesItsPortOnlyIfBothSaySo) {
  Listening first(kLoopback, 0, true);
  EXPECT_TRUE(Listening(kLoopback, first.socket.port(), true).bound);
  EXPECT_EQ(codeOf(Listening(kLoopback, first.socket.port(), false).bound), "address-in-use");
  Listening alone(kLoopback, 0, false);
  EXPECT_EQ(codeOf(Listening(kLoopback, alone.socket.port(), true).bound), "address-in-use");
}

TEST(DatagramSocket, SaysWhyItCannotBeBound) {
  EXPECT_EQ(codeOf(Listening(QHostAddress(QStringLiteral("198.51.100.7"))).bound), "address-unavailable");
}

TEST(DatagramSocket, BindsAnewAndCloses) {
  Listening left;
  const quint16 first_port = left.socket.port();
  ASSERT_TRUE(left.socket.bind(kLoopback, 0, false));
  EXPECT_NE(left.socket.port(), first_port);
  EXPECT_TRUE(Listening(kLoopback, first_port).bound) << "the first one is free again";
  left.socket.close();
  EXPECT_FALSE(left.socket.isBound());
  EXPECT_EQ(codeOf(left.socket.send(kLoopback, first_port, "x")), "usage");
}

TEST(DatagramSocket, MayBeClosedOrDeletedByWhoHearsOfADatagram) {
  Listening sender;
  auto closing = std::make_unique<DatagramSocket>();
  ASSERT_TRUE(closing->bind(kLoopback, 0, false));
  int heard = 0;
  QObject::connect(closing.get(), &DatagramSocket::received, &sender.socket, [&] {
    ++heard;
    closing->close();
  });
  ASSERT_TRUE(sender.socket.send(kLoopback, closing->port(), "1"));
  ASSERT_TRUE(sender.socket.send(kLoopback, closing->port(), "2"));
  ASSERT_TRUE(waitFor([&] { return heard > 0; }));
  EXPECT_FALSE(closing->isBound());
  EXPECT_EQ(heard, 1) << "the second was thrown away with the socket";

  auto deleted = std::make_unique<DatagramSocket>();
  ASSERT_TRUE(deleted->bind(kLoopback, 0, false));
  QObject::connect(deleted.get(), &DatagramSocket::received, &sender.socket, [&] { deleted.reset(); });
  ASSERT_TRUE(sender.socket.send(kLoopback, deleted->port(), "1"));
  EXPECT_TRUE(waitFor([&] { return deleted == nullptr; }));
}

TEST(DatagramSocket, LetsOthersHaveTheirTurnInABurst) {
  Listening left;
  Listening right;
  constexpr int kMany = DatagramSocket::kReadAtOnce + 10;
  std::size_t heard_when_others_had_their_turn = 0;
  QObject::connect(&right.socket, &DatagramSocket::received, &right.socket, [&] {
    if (right.heard.size() == 1) {
      QMetaObject::invokeMethod(
          &right.socket, [&] { heard_when_others_had_their_turn = right.heard.size(); }, Qt::QueuedConnection);
    }
  });
  for (int i = 0; i < kMany; ++i) {
    ASSERT_TRUE(left.socket.send(kLoopback, right.socket.port(), std::to_string(i)));
  }
  ASSERT_TRUE(right.hears(kMany));
  EXPECT_EQ(heard_when_others_had_their_turn, static_cast<std::size_t>(DatagramSocket::kReadAtOnce));
  for (int i = 0; i < kMany; ++i) {
    EXPECT_EQ(right.heard[static_cast<std::size_t>(i)].octets, QByteArray::number(i));
  }
}

// Between hosts, and IPv6, which loopback has no groups of: tests/unit/session/datagram_hosts_test.cpp.
class Multicast : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(member.bound);
    ASSERT_TRUE(sender.bound);
    ASSERT_TRUE(sender.socket.setMulticast(0, true, interface_name)) << "a TTL of 0 keeps it on this host";
  }

  /// Whether it hears what is sent to the group: what is sent to itself comes behind that.
  bool isMember() {
    member.heard.clear();
    EXPECT_TRUE(sender.socket.send(group, member.socket.port(), "to the group"));
    EXPECT_TRUE(sender.socket.send(kLoopback, member.socket.port(), "to itself"));
    EXPECT_TRUE(waitFor([&] { return member.last() == "to itself"; }));
    return member.heard.size() == 2;
  }

  const QHostAddress group{QStringLiteral("239.2.2.222")};
  const QString interface_name = loopbackInterface();
  Listening member{QHostAddress(QHostAddress::Any)};
  Listening sender{QHostAddress(QHostAddress::Any)};
};

TEST_F(Multicast, IsHeardFromJoiningToLeaving) {
  EXPECT_FALSE(isMember());
  ASSERT_TRUE(member.socket.join(group, interface_name));
  EXPECT_TRUE(isMember());
  EXPECT_EQ(codeOf(member.socket.join(group, interface_name)), "usage") << "it is in already";
  ASSERT_TRUE(member.socket.leave(group, interface_name));
  EXPECT_FALSE(isMember());
  EXPECT_FALSE(member.socket.leave(group, interface_name));
}

TEST_F(Multicast, OfOthersOnThisHostIsNotHeard) {
  Listening joined(QHostAddress{QHostAddress::Any});
  ASSERT_TRUE(joined.socket.join(group, interface_name));
  EXPECT_FALSE(isMember()) << "another socket is in the group, this one is not";
}

TEST_F(Multicast, HasRoomForSoManyGroupsOnly) {
  std::string refused = "no error";
  for (int i = 0; i < 2'000 && refused == "no error"; ++i) {
    refused = codeOf(member.socket.join(QHostAddress(0xEF020000U + static_cast<quint32>(i)), interface_name));
  }
  if (refused == "no error") {
    GTEST_SKIP() << "this system takes any number of groups";
  }
  EXPECT_EQ(refused, "too-many");
}

TEST(DatagramSocket, RefusesGroupsThatAreNoneAndInterfacesThatAreNotThere) {
  Listening left(QHostAddress{QHostAddress::Any});
  EXPECT_EQ(codeOf(left.socket.join(QHostAddress(QStringLiteral("192.168.1.1")), {})), "usage");
  EXPECT_EQ(codeOf(left.socket.join(QHostAddress(QStringLiteral("239.1.1.1")), QStringLiteral("none0"))), "usage");
  EXPECT_EQ(codeOf(left.socket.setMulticast(1, true, QStringLiteral("none0"))), "usage");
  EXPECT_EQ(codeOf(left.socket.setMulticast(256, true, {})), "usage");
  EXPECT_EQ(codeOf(left.socket.setMulticast(-1, true, {})), "usage");
  Listening ipv4;
  EXPECT_EQ(codeOf(ipv4.socket.join(QHostAddress(QStringLiteral("ff02::1")), {})), "usage");
}

}  // namespace
}  // namespace landline::net
