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

TEST_F(ConnectionGateTest, PlainPeersHavePlacesOfTheirOwn) {
  m_limits.unauthenticated_per_address = 1;
  m_limits.plain_peers = 3;
  m_limits.plain_peers_per_address = 2;
  ConnectionGate gate(m_limits);
  std::vector<std::shared_ptr<ConnectionGate::Slot>> plain;
  for (int i = 0; i < 2; ++i) {
    plain.push_back(gate.tryEnter(address(1)));
    ASSERT_TRUE(plain.back() && plain.back()->becomePlain());
  }
  const auto third = gate.tryEnter(address(1));
  ASSERT_TRUE(third);
  EXPECT_FALSE(third->becomePlain()) << "of this address there are enough";
  EXPECT_FALSE(gate.tryEnter(address(1))) << "its place among the unknown is kept";
  plain.push_back(gate.tryEnter(address(2)));
  EXPECT_TRUE(plain.back()->becomePlain());
  const auto other = gate.tryEnter(address(3));
  EXPECT_FALSE(other->becomePlain()) << "there are enough in all";
  EXPECT_FALSE(plain[0]->becomeUnknown()) << "this place is taken";
  EXPECT_TRUE(plain[2]->becomeUnknown());
  EXPECT_TRUE(other->becomePlain());
}

TEST_F(ConnectionGateTest, BadInput64_PeersOfOneAddressAreTakenOnlySoFast) {
  m_limits.arrivals_at_once = 3;
  m_limits.arrivals_per_second = 0;
  ConnectionGate gate(m_limits);
  int arrived = 0;
  for (int i = 0; i < 10; ++i) {
    arrived += gate.tryEnter(address(1))->arrive() ? 1 : 0;
  }
  EXPECT_EQ(arrived, 3);
  EXPECT_TRUE(gate.tryEnter(address(2))->arrive()) << "others are not hindered";
}

TEST_F(ConnectionGateTest, BadInput64_ThousandsOfAddressesDoNotMakeItForgetOne) {
  m_limits.unauthenticated_per_address = 1;
  m_limits.arrivals_at_once = 1;
  m_limits.arrivals_per_second = 0;
  ConnectionGate gate(m_limits);
  const auto stays = gate.tryEnter(address(1));
  EXPECT_TRUE(gate.tryEnter(address(2))->arrive());
  for (quint32 i = 0; i < 5000; ++i) {
    ASSERT_TRUE(gate.tryEnter(QHostAddress(0x0A000000 + i)));
  }
  EXPECT_FALSE(gate.tryEnter(address(1)));
  EXPECT_FALSE(gate.tryEnter(address(2))->arrive());
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
