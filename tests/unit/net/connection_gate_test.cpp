#include "net/connection_gate.h"

#include <gtest/gtest.h>

#include <vector>

namespace landline::net {
namespace {

class ConnectionGateTest : public ::testing::Test {
 protected:
  ConnectionGateTest() {
    m_limits.unauthenticated_connections = 5;
    m_limits.unauthenticated_per_address = 2;
  }

  static QHostAddress address(int last) { return QHostAddress(QStringLiteral("192.0.2.%1").arg(last)); }

  Limits m_limits;
};

TEST_F(ConnectionGateTest, BadInput60_OneAddressHasFewPlaces) {
  ConnectionGate gate(m_limits);
  auto first = gate.tryEnter(address(1));
  const auto second = gate.tryEnter(address(1));
  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
  EXPECT_FALSE(gate.tryEnter(address(1)));
  EXPECT_TRUE(gate.tryEnter(address(2))) << "others are not hindered";
  first.reset();
  EXPECT_TRUE(gate.tryEnter(address(1))) << "a place that was left is free";
}

TEST_F(ConnectionGateTest, BadInput60_AllAddressesTogetherAreBounded) {
  ConnectionGate gate(m_limits);
  std::vector<std::shared_ptr<ConnectionGate::Slot>> slots;
  for (int i = 0; i < 5; ++i) {
    slots.push_back(gate.tryEnter(address(i)));
    ASSERT_TRUE(slots.back());
  }
  EXPECT_FALSE(gate.tryEnter(address(5)));
  slots.clear();
  EXPECT_TRUE(gate.tryEnter(address(5)));
}

TEST_F(ConnectionGateTest, BadInput60_AMappedAddressIsTheSameAddress) {
  ConnectionGate gate(m_limits);
  const auto first = gate.tryEnter(QHostAddress(QStringLiteral("::ffff:192.0.2.1")));
  const auto second = gate.tryEnter(address(1));
  EXPECT_FALSE(gate.tryEnter(QHostAddress(QStringLiteral("::ffff:192.0.2.1"))));
  EXPECT_FALSE(gate.tryEnter(address(1)));
}

TEST_F(ConnectionGateTest, APlaceMayOutliveTheGate) {
  std::shared_ptr<ConnectionGate::Slot> slot;
  {
    ConnectionGate gate(m_limits);
    slot = gate.tryEnter(address(1));
  }
  EXPECT_TRUE(slot);
  slot.reset();
}

}  // namespace
}  // namespace landline::net
