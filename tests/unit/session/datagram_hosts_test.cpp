// Datagrams between hosts, and what of them is heard at the host that sends: what loopback cannot show.

#include "datagram_fixture.h"
#include "three_hosts.h"
#include <gmock/gmock.h>

namespace landline::session {
namespace {

using test::AtHost;
using test::DatagramUser;
using test::waitFor;

const QString kLan = QStringLiteral("lan");
const QString kLab = QStringLiteral("lab");
const QString kEveryone = QStringLiteral("255.255.255.255");
const QString kEveryoneAtLan = QStringLiteral("10.77.1.255");
const QString kLeftAddress = QStringLiteral("10.77.1.1");
const QString kRightAddress = QStringLiteral("10.77.1.2");
constexpr quint16 kPort = 6666;  // these hosts have nobody else

class DatagramHosts : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!hosts.works) {
      GTEST_SKIP() << "needs to make network namespaces, which this user may not";
    }
    ASSERT_TRUE(bind(left, hosts.middle, {}));
    ASSERT_TRUE(bind(right, hosts.right, {}));
  }

  static bool bind(DatagramUser& user, const FileDescriptor& host, DatagramSettings settings) {
    const AtHost here(host);
    settings.port = kPort;
    user.desk.bind(settings);
    return user.state.bound && user.state.error.code.isEmpty();
  }

  /// From left; then something to right itself, behind which nothing more comes.
  void send(const QString& to, const QByteArray& octets) {
    const QByteArray end = "end of " + octets;
    left.desk.send({to, kPort, octets, 0});
    left.desk.send({kRightAddress, kPort, end, 0});
    EXPECT_TRUE(right.hears(end));
  }

  static DatagramSettings in(const QString& group, const QString& interface_name = kLan) {
    DatagramSettings settings;
    settings.interface_name = interface_name;
    settings.groups = {{group, interface_name}};
    return settings;
  }

  test::ThreeHosts hosts;
  DatagramUser left;
  DatagramUser right;
};

TEST_F(DatagramHosts, UnicastHasItsSender) {
  send(kRightAddress, "Hello");
  ASSERT_EQ(right.received("Hello"), 1);
  EXPECT_EQ(right.datagrams.first().address, kLeftAddress);
  EXPECT_EQ(right.datagrams.first().port, kPort);
}

TEST_F(DatagramHosts, BroadcastOfAnInterfaceReachesBothHosts) {
  send(kEveryoneAtLan, "Hello");
  EXPECT_EQ(right.received("Hello"), 1);
  EXPECT_TRUE(left.hears("Hello"));
  EXPECT_EQ(left.datagrams.first().address, kEveryoneAtLan) << "what was sent comes first";
  EXPECT_EQ(right.datagrams.first().address, kLeftAddress);
}

TEST_F(DatagramHosts, LimitedBroadcastLeavesByTheInterfaceThatIsChosen) {
  left.desk.send({kEveryone, kPort, "Hello", 0});
  EXPECT_EQ(left.lastError(), "unreachable") << "there is no default route, and so no system's choice";
  DatagramSettings by_lan;
  by_lan.interface_name = kLan;
  ASSERT_TRUE(bind(left, hosts.middle, by_lan));
  send(kEveryone, "Hello");
  EXPECT_EQ(right.received("Hello"), 1);
}

TEST_F(DatagramHosts, OfTwoInterfacesBroadcastsUseTheOneThatIsMeant) {
  DatagramUser far;
  ASSERT_TRUE(bind(far, hosts.far, {}));
  DatagramSettings by_lab;
  by_lab.interface_name = kLab;
  ASSERT_TRUE(bind(left, hosts.middle, by_lab));
  send(kEveryone, "limited");
  ASSERT_TRUE(far.hears("limited"));
  EXPECT_EQ(right.received("limited"), 0);
  send(kEveryoneAtLan, "own");
  left.desk.send({QStringLiteral("10.77.2.2"), kPort, "end", 0});
  ASSERT_TRUE(far.hears("end"));
  EXPECT_EQ(right.received("own"), 1) << "an interface's own broadcast is a matter of its address";
  EXPECT_EQ(far.received("own"), 0);
}

TEST_F(DatagramHosts, BadInput89_WhatHasNoRouteIsTold) {
  left.desk.send({QStringLiteral("198.51.100.7"), kPort, "Hello", 0});
  EXPECT_EQ(left.lastError(), "unreachable");
  left.desk.send({QStringLiteral("198.51.100.7"), kPort, "Hello", 1});
  EXPECT_FALSE(left.state.repeating);
  send(kRightAddress, "still");
  EXPECT_EQ(right.received("still"), 1);
}

TEST_F(DatagramHosts, BadInput90_ABroadcastIsEchoedByOthersOnly) {
  DatagramSettings echo;
  echo.echo = true;
  ASSERT_TRUE(bind(left, hosts.middle, echo));
  ASSERT_TRUE(bind(right, hosts.right, echo));
  left.desk.send({kEveryoneAtLan, kPort, "Hello", 0});
  ASSERT_TRUE(waitFor([this] { return left.received("Hello") == 2; })) << "once from itself, once from the other";
  left.desk.send({kRightAddress, kPort, "end", 0});
  ASSERT_TRUE(left.hears("end"));
  EXPECT_EQ(left.received("Hello"), 2);
  EXPECT_EQ(right.received("Hello"), 1) << "nobody answered the answer";
  ASSERT_TRUE(waitFor([this] { return right.state.sent == 2; }));
  EXPECT_EQ(left.state.sent, 2);
}

TEST_F(DatagramHosts, BadInput90_AForgedAnswerBetweenTwoThatEchoComesToRest) {
  DatagramSettings echo;
  echo.echo = true;
  ASSERT_TRUE(bind(right, hosts.right, echo));
  // What left sends now is forgotten when it is bound anew: as if somebody else had sent in its name.
  left.desk.send({kRightAddress, kPort, "bounce", 0});
  left.desk.close();
  ASSERT_TRUE(bind(left, hosts.middle, echo));
  ASSERT_TRUE(waitFor([this] { return right.received("bounce") == EchoGuard::kSkipEach; }));
  left.desk.send({kRightAddress, kPort, "end", 0});
  ASSERT_TRUE(left.hears("end"));
  EXPECT_EQ(right.received("bounce"), EchoGuard::kSkipEach);
}

TEST_P(DatagramHosts, GroupsAreHeardFromJoiningToLeaving) {
  const QString group = QString::fromLatin1(GetParam());
  DatagramSettings by_lan;
  by_lan.interface_name = kLan;
  ASSERT_TRUE(bind(left, hosts.middle, by_lan));
  send(group, "before");
  ASSERT_TRUE(bind(right, hosts.right, in(group))) << right.lastError();
  send(group, "within");
  ASSERT_TRUE(right.hears("within"));
  ASSERT_TRUE(bind(right, hosts.right, {}));
  send(group, "after");
  EXPECT_EQ(right.received("before"), 0);
  EXPECT_EQ(right.received("within"), 1);
  EXPECT_EQ(right.received("after"), 0);
  EXPECT_TRUE(left.errors.isEmpty()) << left.lastError();
}

TEST_P(DatagramHosts, TtlAndLoopbackSayHowFarAGroupReaches) {
  const QString group = QString::fromLatin1(GetParam());
  ASSERT_TRUE(bind(right, hosts.right, in(group)));
  DatagramSettings settings = in(group);
  settings.ttl = 0;
  ASSERT_TRUE(bind(left, hosts.middle, settings));
  send(group, "at home");
  EXPECT_TRUE(left.hears("at home"));
  EXPECT_EQ(right.received("at home"), 0);

  settings.ttl = 1;
  settings.loopback = false;
  ASSERT_TRUE(bind(left, hosts.middle, settings));
  send(group, "abroad");
  EXPECT_TRUE(right.hears("abroad"));
  left.desk.send({kLeftAddress, kPort, "to itself", 0});
  EXPECT_TRUE(left.hears("to itself"));
  EXPECT_EQ(left.received("abroad"), 0);
}

TEST_P(DatagramHosts, OfTwoInterfacesGroupsUseTheOneThatIsChosen) {
  const QString group = QString::fromLatin1(GetParam());
  DatagramUser far;
  ASSERT_TRUE(bind(far, hosts.far, in(group, kLab)));
  ASSERT_TRUE(bind(right, hosts.right, in(group)));
  DatagramSettings by_lab;
  by_lab.interface_name = kLab;
  ASSERT_TRUE(bind(left, hosts.middle, by_lab));
  send(group, "to the lab");
  ASSERT_TRUE(far.hears("to the lab"));
  EXPECT_EQ(right.received("to the lab"), 0);

  ASSERT_TRUE(bind(left, hosts.middle, in(group, kLab)));
  right.desk.send({group, kPort, "from the lan", 0});
  right.desk.send({kLeftAddress, kPort, "end", 0});
  ASSERT_TRUE(left.hears("end"));
  EXPECT_EQ(left.received("from the lan"), 0) << "it was joined in the lab only";
  far.desk.send({group, kPort, "from the lab", 0});
  EXPECT_TRUE(left.hears("from the lab"));
}

TEST_P(DatagramHosts, AGroupIsJoinedAnewWhereAnInterfaceOfTheSameNameIsAnotherOne) {
  const QString group = QString::fromLatin1(GetParam());
  ASSERT_TRUE(bind(right, hosts.right, in(group)));
  ASSERT_TRUE(hosts.renewLan());
  DatagramSettings by_lan;
  by_lan.interface_name = kLan;
  ASSERT_TRUE(bind(left, hosts.middle, by_lan));
  ASSERT_TRUE(bind(right, hosts.right, in(group))) << right.lastError();
  EXPECT_EQ(right.state.settings.groups, in(group).groups);
  send(group, "Hello");
  EXPECT_EQ(right.received("Hello"), 1);
  ASSERT_TRUE(bind(right, hosts.right, {}));
  send(group, "after");
  EXPECT_EQ(right.received("after"), 0);
}

TEST_F(DatagramHosts, AGroupThatTheSystemChoseAnInterfaceForIsJoinedAnewWhenInterfacesHaveChanged) {
  const DatagramSettings anywhere = in(QStringLiteral("239.2.2.222"), {});
  const auto route = [this] { return AtHost(hosts.right).ip("route add 224.0.0.0/4 dev lan"); };
  ASSERT_TRUE(route());
  ASSERT_TRUE(bind(right, hosts.right, anywhere)) << right.lastError();
  ASSERT_TRUE(hosts.renewLan() && route());
  DatagramSettings by_lan;
  by_lan.interface_name = kLan;
  ASSERT_TRUE(bind(left, hosts.middle, by_lan));
  ASSERT_TRUE(bind(right, hosts.right, anywhere)) << right.lastError();
  send(anywhere.groups.first().group, "Hello");
  EXPECT_EQ(right.received("Hello"), 1);
}

INSTANTIATE_TEST_SUITE_P(Families, DatagramHosts, ::testing::Values("239.2.2.222", "ff02::6677"));

}  // namespace
}  // namespace landline::session
