#include "net/usable_interfaces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landline::net {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

InterfaceAddress ipv4(const char* address, int prefix = 24, const char* broadcast = "") {
  return {QLatin1String(address), QString(), QLatin1String(broadcast), prefix, false};
}

InterfaceAddress ipv6(const char* address, int prefix = 64) {
  return {QLatin1String(address), QString(), QString(), prefix, true};
}

HostInterface wired(const char* name, const QVector<InterfaceAddress>& addresses) {
  HostInterface result;
  result.name = QLatin1String(name);
  result.up = true;
  result.running = true;
  result.multicast = true;
  result.addresses = addresses;
  return result;
}

HostInterface eth0() {
  return wired("eth0", {ipv4("192.168.1.20", 24, "192.168.1.255"), ipv6("fe80::20")});
}

HostInterface loopback() {
  HostInterface result = wired("lo", {ipv4("127.0.0.1", 8), ipv6("::1", 128)});
  result.loopback = true;
  result.multicast = false;
  return result;
}

HostInterface tunnel() {
  HostInterface result = wired("office", {ipv4("10.8.0.2")});
  result.point_to_point = true;
  return result;
}

QStringList namesOf(const QVector<HostInterface>& interfaces) {
  QStringList names;
  for (const HostInterface& interface : interfaces) {
    names.append(interface.name);
  }
  return names;
}

bool isOn(const char* source, const HostInterface& interface) {
  return isOnNetwork(QHostAddress(QLatin1String(source)), interface, {eth0(), loopback(), tunnel()});
}

TEST(UsableInterfaces, AreThoseThatPeopleMeanByTheirNetworkAndLoopback) {
  for (const char* name : {"eth0", "enp3s0", "wlp2s0", "wlan0", "usb0", "br0", "bond0", "lan", "weird"}) {
    EXPECT_EQ(whyLeftOut(wired(name, {ipv4("192.168.1.20")})), LeftOut::No) << name;
  }
  EXPECT_EQ(whyLeftOut(loopback()), LeftOut::No);
}

TEST(UsableInterfaces, LeaveOutVirtualPrivateNetworks) {
  for (const char* name :
       {"tun0", "tap1", "wg0", "wg-office", "ppp0", "utun3", "tailscale0", "ztabcdefgh", "nordlynx"}) {
    EXPECT_EQ(whyLeftOut(wired(name, {ipv4("10.8.0.2")})), LeftOut::Tunnel) << name;
  }
  EXPECT_EQ(whyLeftOut(tunnel()), LeftOut::Tunnel) << "whatever its name";
  HostInterface wireguard = tunnel();
  wireguard.multicast = false;
  EXPECT_EQ(whyLeftOut(wireguard), LeftOut::Tunnel) << "it can be chosen";
}

TEST(UsableInterfaces, LeaveOutContainers) {
  for (const char* name : {"docker0", "br-9f3e21ab", "veth12ab", "virbr0", "cni0", "cni-podman0", "lxcbr0", "vmnet8"}) {
    EXPECT_EQ(whyLeftOut(wired(name, {ipv4("172.17.0.1")})), LeftOut::Container) << name;
  }
}

TEST(UsableInterfaces, LeaveOutThoseThatNobodyGaveAnAddress) {
  EXPECT_EQ(whyLeftOut(wired("eth0", {ipv6("fe80::20")})), LeftOut::LinkLocalOnly);
  EXPECT_EQ(whyLeftOut(wired("eth0", {ipv4("169.254.3.4", 16), ipv6("fe80::20")})), LeftOut::LinkLocalOnly);
  EXPECT_EQ(whyLeftOut(wired("eth0", {ipv4("169.254.3.4", 16), ipv6("fd00::20")})), LeftOut::No);
}

TEST(UsableInterfaces, LeaveOutWhatCannotReachAnybody) {
  HostInterface down = eth0();
  down.up = false;
  EXPECT_EQ(whyLeftOut(down), LeftOut::Unusable);
  HostInterface unplugged = eth0();
  unplugged.running = false;
  EXPECT_EQ(whyLeftOut(unplugged), LeftOut::Unusable);
  EXPECT_EQ(whyLeftOut(wired("eth0", {})), LeftOut::Unusable);
  HostInterface silent = wired("eth0", {ipv4("192.168.1.20")});
  silent.multicast = false;
  EXPECT_EQ(whyLeftOut(silent), LeftOut::Unusable) << "neither multicast nor broadcast";
  silent.addresses = {ipv4("192.168.1.20", 24, "192.168.1.255")};
  EXPECT_EQ(whyLeftOut(silent), LeftOut::No) << "broadcast is enough";
}

TEST(UsableInterfaces, LeftOutOnesCanBeChosenButNotThoseThatAreDown) {
  HostInterface down = tunnel();
  down.name = QStringLiteral("wg1");
  down.up = false;
  const QVector<HostInterface> all{eth0(), tunnel(), down, wired("docker0", {ipv4("172.17.0.1")}), loopback()};
  EXPECT_THAT(namesOf(usableInterfaces(all, {})), ElementsAre(QStringLiteral("eth0"), QStringLiteral("lo")));
  EXPECT_THAT(namesOf(usableInterfaces(all, {QStringLiteral("office"), QStringLiteral("wg1"), QStringLiteral("gone")})),
              ElementsAre(QStringLiteral("eth0"), QStringLiteral("office"), QStringLiteral("lo")));
  EXPECT_THAT(usableInterfaces({}, {QStringLiteral("eth0")}), IsEmpty());
}

TEST(IsOnNetwork, BadInput89_OnlyAddressesOfTheNetworkOfTheInterfaceAre) {
  EXPECT_TRUE(isOn("192.168.1.77", eth0()));
  EXPECT_TRUE(isOn("fe80::77%eth0", eth0()));
  EXPECT_TRUE(isOn("192.168.1.20", eth0())) << "a program on this computer";
  for (const char* source : {"192.168.2.77", "8.8.8.8", "127.0.0.1", "::1", "2001:db8::7", "0.0.0.0",
                             "::", "255.255.255.255", "192.168.1.255", "239.255.66.77", "ff02::1", ""}) {
    EXPECT_FALSE(isOn(source, eth0())) << source;
  }
}

TEST(IsOnNetwork, BadInput89_LoopbackIsForThisComputerAlone) {
  EXPECT_TRUE(isOn("127.0.0.1", loopback()));
  EXPECT_TRUE(isOn("127.3.4.5", loopback()));
  EXPECT_TRUE(isOn("192.168.1.20", loopback())) << "this computer by its other name";
  EXPECT_FALSE(isOn("192.168.1.77", loopback()));
}

TEST(IsOnNetwork, WhateverComesOutOfAChosenTunnelIs) {
  EXPECT_TRUE(isOn("10.99.1.1", tunnel()));
  EXPECT_FALSE(isOn("127.0.0.1", tunnel()));
  EXPECT_FALSE(isOn("239.255.66.77", tunnel()));
}

}  // namespace
}  // namespace landline::net
