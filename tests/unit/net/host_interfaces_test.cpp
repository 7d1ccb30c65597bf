#include "net/host_interfaces.h"

#include <QRegularExpression>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace landline::net {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

InterfaceAddress ipv4(const char* address) {
  return {QLatin1String(address), QStringLiteral("255.255.255.0"), QStringLiteral("192.168.1.255"), 24, false};
}

InterfaceAddress ipv6(const char* address) {
  return {QLatin1String(address), QString(), QString(), 64, true};
}

HostInterface interfaceWith(const QVector<InterfaceAddress>& addresses) {
  HostInterface result;
  result.name = QStringLiteral("eth0");
  result.up = true;
  result.running = true;
  result.addresses = addresses;
  return result;
}

/// One of each kind that matters: a wired one with both families, one without a cable, one that is down,
/// loopback.
QVector<HostInterface> sampleHost() {
  HostInterface wired = interfaceWith({ipv4("192.168.1.20"), ipv6("2001:db8::20"), ipv6("fe80::20")});
  HostInterface unplugged = interfaceWith({ipv4("192.168.2.20")});
  unplugged.running = false;
  HostInterface down = interfaceWith({ipv4("192.168.3.20")});
  down.up = false;
  HostInterface loopback = interfaceWith({ipv4("127.0.0.1"), ipv6("::1")});
  loopback.loopback = true;
  return {loopback, wired, unplugged, down};
}

QStringList reachable(const QHostAddress& bound) {
  return reachableAddresses(bound, 6677, sampleHost());
}

TEST(Broadcast, IsThatOfTheNetworkWhereThereIsOne) {
  HostInterface wired = interfaceWith({});
  EXPECT_EQ(broadcastOf(wired, ipv4("192.168.1.20")), QHostAddress(QStringLiteral("192.168.1.255")));
  EXPECT_TRUE(broadcastOf(wired, ipv6("fe80::20")).isNull());
  const InterfaceAddress of_two{QStringLiteral("10.0.0.0"), QStringLiteral("255.255.255.254"),
                                QStringLiteral("10.0.0.1"), 31, false};
  EXPECT_TRUE(broadcastOf(wired, of_two).isNull()) << "that is the other one's address";
  wired.loopback = true;
  EXPECT_EQ(broadcastOf(wired, ipv4("127.0.0.1")), QHostAddress(QStringLiteral("127.255.255.255")));
}

TEST(Broadcast, AnAddressIsOneWithoutItsScope) {
  EXPECT_EQ(withoutScope(QHostAddress(QStringLiteral("fe80::1%eth0"))).toString(), QStringLiteral("fe80::1"));
  EXPECT_EQ(withoutScope(QHostAddress(QStringLiteral("10.0.0.1"))).toString(), QStringLiteral("10.0.0.1"));
}

TEST(ReachableAddresses, OfAllAddressesAreThoseOfRunningInterfacesIPv4First) {
  EXPECT_THAT(reachable(QHostAddress(QHostAddress::Any)),
              ElementsAre(QStringLiteral("192.168.1.20:6677"), QStringLiteral("[2001:db8::20]:6677")));
}

TEST(ReachableAddresses, OfOneFamilyAreOfThatFamilyOnly) {
  EXPECT_THAT(reachable(QHostAddress(QHostAddress::AnyIPv4)), ElementsAre(QStringLiteral("192.168.1.20:6677")));
  EXPECT_THAT(reachable(QHostAddress(QHostAddress::AnyIPv6)), ElementsAre(QStringLiteral("[2001:db8::20]:6677")));
}

TEST(ReachableAddresses, OfOneAddressIsThatAddress) {
  EXPECT_THAT(reachable(QHostAddress(QStringLiteral("192.168.1.20"))),
              ElementsAre(QStringLiteral("192.168.1.20:6677")));
  EXPECT_THAT(reachable(QHostAddress(QHostAddress::LocalHost)), ElementsAre(QStringLiteral("127.0.0.1:6677")));
  EXPECT_THAT(reachable(QHostAddress(QHostAddress::LocalHostIPv6)), ElementsAre(QStringLiteral("[::1]:6677")));
}

TEST(ReachableAddresses, OfNoAddressAreNone) {
  EXPECT_THAT(reachable(QHostAddress()), IsEmpty());
}

TEST(ReachableAddresses, WithoutInterfacesAreNone) {
  EXPECT_THAT(reachableAddresses(QHostAddress(QHostAddress::Any), 6677, {}), IsEmpty());
}

TEST(HostInterfaces, NameOfTheHostIsNotEmpty) {
  EXPECT_FALSE(hostName().isEmpty());
}

TEST(HostInterfaces, HaveLoopbackAsTheLastWithItsAddressAndMask) {
  const QVector<HostInterface> interfaces = hostInterfaces();
  ASSERT_FALSE(interfaces.isEmpty());
  const HostInterface& loopback = interfaces.last();
  ASSERT_TRUE(loopback.loopback);
  EXPECT_TRUE(loopback.up);
  EXPECT_GT(loopback.mtu, 0);
  EXPECT_TRUE(loopback.hardware_address.isEmpty());
  ASSERT_FALSE(loopback.addresses.isEmpty());
  EXPECT_EQ(loopback.addresses.first().address, QStringLiteral("127.0.0.1"));
  EXPECT_EQ(loopback.addresses.first().netmask, QStringLiteral("255.0.0.0"));
  EXPECT_EQ(loopback.addresses.first().prefix, 8);
}

TEST(HostInterfaces, PutIPv4FirstAndLeaveScopesOut) {
  for (const HostInterface& interface : hostInterfaces()) {
    EXPECT_TRUE(std::is_partitioned(interface.addresses.begin(), interface.addresses.end(),
                                    [](const InterfaceAddress& address) { return !address.ipv6; }));
    for (const InterfaceAddress& address : interface.addresses) {
      EXPECT_FALSE(address.address.contains(QLatin1Char('%'))) << address.address.toStdString();
    }
  }
}

TEST(HostInterfaces, HaveHardwareAddressesInOneSpelling) {
  const QRegularExpression spelling(QStringLiteral("^([0-9A-F]{2}(:[0-9A-F]{2})+)?$"));
  for (const HostInterface& interface : hostInterfaces()) {
    EXPECT_TRUE(spelling.match(interface.hardware_address).hasMatch()) << interface.hardware_address.toStdString();
  }
}

TEST(HostInterfaces, DifferWhenAnyValueDoes) {
  const HostInterface one = interfaceWith({ipv4("192.168.1.20")});
  HostInterface other = one;
  EXPECT_TRUE(one == other);
  other.addresses[0].prefix = 16;
  EXPECT_FALSE(one == other);
  other = one;
  other.running = false;
  EXPECT_FALSE(one == other);
}

#ifdef Q_OS_LINUX
TEST(InterfaceWatcher, IsToldByTheKernelOnLinux) {
  const InterfaceWatcher watcher;
  EXPECT_TRUE(watcher.isNative());
}
#endif

}  // namespace
}  // namespace landline::net
