#include "core/host_and_port.h"

#include <gtest/gtest.h>

namespace landline {
namespace {

using BareIpv6 = HostAndPort::BareIpv6;

/// "host|port", with "-" for a port that was not given; "wrong" where it is neither.
QString read(const char* text, BareIpv6 bare_ipv6 = BareIpv6::Taken) {
  const std::optional<HostAndPort> parsed = HostAndPort::parse(QString::fromUtf8(text), bare_ipv6);
  if (!parsed) {
    return QStringLiteral("wrong");
  }
  return parsed->host + QLatin1Char('|') + (parsed->port ? QString::number(*parsed->port) : QStringLiteral("-"));
}

TEST(HostAndPortTest, IsReadAsPeopleTypeIt) {
  EXPECT_EQ(read("host"), QStringLiteral("host|-"));
  EXPECT_EQ(read(" host:80 "), QStringLiteral("host|80"));
  EXPECT_EQ(read("[fe80::1%eth0]:80"), QStringLiteral("fe80::1%eth0|80"));
  EXPECT_EQ(read("[::1]"), QStringLiteral("::1|-"));
  EXPECT_EQ(read(":6677"), QStringLiteral("|6677")) << "all addresses";
  EXPECT_EQ(read("host:0"), QStringLiteral("host|0")) << "any free port";
  EXPECT_EQ(read(""), QStringLiteral("|-"));
}

TEST(HostAndPortTest, WhatIsNeitherIsRefused) {
  for (const char* wrong : {"host:", "host:x", "host:+1", "host: 1", "host:65536", "[::1", "[::1]x",
                            "[::1]:", "[room]:7", "a b", "http://x", "a/b", "a b:7"}) {
    EXPECT_EQ(read(wrong), QStringLiteral("wrong")) << wrong;
    EXPECT_EQ(read(wrong, BareIpv6::Refused), QStringLiteral("wrong")) << wrong;
  }
}

TEST(HostAndPortTest, AnIpv6AddressWithoutBracketsIsTakenOnlyWhereItIsMeant) {
  EXPECT_EQ(read("fe80::1"), QStringLiteral("fe80::1|-"));
  EXPECT_EQ(read("fe80::1", BareIpv6::Refused), QStringLiteral("wrong"));
  EXPECT_EQ(read("::1:6677", BareIpv6::Refused), QStringLiteral("wrong"));
}

TEST(HostAndPortTest, JoinsWhatItReads) {
  for (const char* text : {"host:80", "[fe80::1]:7000", "192.168.1.8:6677"}) {
    const std::optional<HostAndPort> parsed = HostAndPort::parse(QString::fromUtf8(text), BareIpv6::Refused);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(HostAndPort::join(parsed->host, *parsed->port), QString::fromUtf8(text));
  }
}

}  // namespace
}  // namespace landline
