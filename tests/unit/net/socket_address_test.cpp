#include "net/socket_address.h"

#include <gtest/gtest.h>

#include "net/descriptor_limit.h"
#include "net/system_address.h"

namespace landline::net {
namespace {

QString shown(const char* address, quint16 port) {
  return displayAddress(QHostAddress(QLatin1String(address)), port);
}

TEST(SocketAddress, IsShownWithItsPort) {
  EXPECT_EQ(shown("192.0.2.7", 6677), QStringLiteral("192.0.2.7:6677"));
  EXPECT_EQ(shown("2001:db8::7", 6677), QStringLiteral("[2001:db8::7]:6677"));
}

TEST(SocketAddress, AMappedOneIsShownAsIPv4) {
  EXPECT_EQ(shown("::ffff:192.0.2.7", 6677), QStringLiteral("192.0.2.7:6677"));
}

TEST(SystemAddress, KeepsAddressAndPort) {
  for (const char* text : {"192.0.2.7", "2001:db8::7", "127.0.0.1", "::1"}) {
    const QHostAddress address{QLatin1String(text)};
    const SystemAddress system = SystemAddress::of(address, 6677);
    EXPECT_EQ(system.address(), address) << text;
    EXPECT_EQ(system.port(), 6677) << text;
  }
}

TEST(SystemAddress, AnyIsTheIPv6OneForBoth) {
  EXPECT_EQ(SystemAddress::of(QHostAddress(QHostAddress::Any), 1).family(), AF_INET6);
}

TEST(DescriptorLimit, IsRaisedToTheHardOne) {
  const long raised = raiseDescriptorLimit();
  EXPECT_GT(raised, 0);
  EXPECT_EQ(raiseDescriptorLimit(), raised);
}

}  // namespace
}  // namespace landline::net
