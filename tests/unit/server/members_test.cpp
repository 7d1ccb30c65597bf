#include "server/members.h"

#include <gtest/gtest.h>

#include "support/session_values.h"

namespace landline::server {
namespace {

using test::peerId;

session::PeerInfo plainPeer(int number) {
  session::PeerInfo info = test::peer(number, QStringLiteral("plain (192.168.1.%1:50000)").arg(number));
  info.plain = true;
  return info;
}

TEST(Members, PlainPeersAreMembersWithoutAConnection) {
  Members members{Limits()};
  members.setReservedName(QStringLiteral("Room 301"));
  members.add(peerId(1), QStringLiteral("desk-7"), QStringLiteral("192.168.1.1:50000"), 11, false);
  members.addPlain(plainPeer(2));
  members.addPlain(plainPeer(3));
  ASSERT_EQ(members.members().size(), 3);
  ASSERT_NE(members.findMember(peerId(3)), nullptr);
  EXPECT_TRUE(members.findMember(peerId(3))->info.plain);
  EXPECT_FALSE(members.findMember(peerId(1))->info.plain);
  EXPECT_EQ(members.findConnection(0), nullptr) << "several have none";
  members.remove(peerId(2));
  EXPECT_EQ(members.find(peerId(2)), nullptr);
  EXPECT_NE(members.find(peerId(3)), nullptr);
  EXPECT_NE(members.findConnection(11), nullptr);
}

TEST(Members, NobodyTakesTheNameOfAPlainPeerNorItThatOfAnother) {
  Members members{Limits()};
  members.add(peerId(1), plainPeer(2).name, QStringLiteral("192.168.1.1:50000"), 11, false);
  EXPECT_EQ(members.find(peerId(1))->info.name, plainPeer(2).name);
  EXPECT_NE(members.addPlain(plainPeer(2)).info.name, plainPeer(2).name);
  const QString third = members.addPlain(plainPeer(3)).info.name;
  members.add(peerId(4), third, QStringLiteral("192.168.1.4:50000"), 12, false);
  EXPECT_NE(members.find(peerId(4))->info.name, third);
}

}  // namespace
}  // namespace landline::server
