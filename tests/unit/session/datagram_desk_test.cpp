#include "session/datagram_desk.h"

#include "datagram_fixture.h"
#include <QElapsedTimer>
#include <gmock/gmock.h>

#include "net/datagram_socket.h"

namespace landline::session {
namespace {

using test::DatagramUser;
using test::kThisHost;
using test::waitFor;

TEST(DatagramDesk, TellsWhereItIsBound) {
  DatagramUser user;
  ASSERT_TRUE(user.bind(kThisHost));
  EXPECT_EQ(user.state.address, kThisHost);
  EXPECT_NE(user.state.port, 0);
  EXPECT_TRUE(user.state.error.code.isEmpty());
  user.desk.close();
  EXPECT_FALSE(user.state.bound);
  EXPECT_EQ(user.state.port, 0);
}

TEST(DatagramDesk, TellsBothSidesOfADatagram) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(left.bind(kThisHost) && right.bind(kThisHost));
  left.send(right, "Hello");
  ASSERT_TRUE(right.hears("Hello"));
  const Datagram& heard = right.datagrams.first();
  EXPECT_TRUE(heard.incoming);
  EXPECT_EQ(heard.address, kThisHost);
  EXPECT_EQ(heard.port, left.state.port);
  EXPECT_GT(heard.at_ms, 1'600'000'000'000);
  ASSERT_TRUE(waitFor([&] { return left.sent("Hello") == 1 && left.state.sent == 1; }));
  EXPECT_EQ(left.datagrams.first().port, right.state.port);
  EXPECT_EQ(left.state.sent_octets, 5);
  ASSERT_TRUE(waitFor([&] { return right.state.received == 1; }));
  EXPECT_EQ(right.state.received_octets, 5);
  EXPECT_EQ(right.state.dropped, 0);
}

TEST(DatagramDesk, BindsToAFreePortInOrderToSend) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(right.bind(kThisHost));
  left.send(right, "Hello");
  EXPECT_TRUE(left.state.bound);
  EXPECT_NE(left.state.port, 0);
  EXPECT_TRUE(right.hears("Hello"));
}

TEST(DatagramDesk, BindsToAllAddressesWithoutEchoInOrderToSendWhateverWasBoundBefore) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(right.bind(kThisHost));
  DatagramSettings before;
  before.address = kThisHost;
  before.echo = true;
  before.ttl = 7;
  before.loopback = false;
  before.interface_name = test::loopbackInterface();
  before.groups = {{QStringLiteral("239.2.2.222"), before.interface_name}};
  left.desk.bind(before);
  ASSERT_TRUE(left.state.bound);
  left.desk.close();
  left.send(right, "Hello");
  EXPECT_TRUE(right.hears("Hello"));
  EXPECT_TRUE(QHostAddress(left.state.address) == QHostAddress(QHostAddress::AnyIPv6) ||
              QHostAddress(left.state.address) == QHostAddress(QHostAddress::AnyIPv4))
      << left.state.address.toStdString();
  EXPECT_FALSE(left.state.settings.echo);
  EXPECT_TRUE(left.state.settings.groups.isEmpty());
  EXPECT_EQ(left.state.settings.ttl, 7);
  EXPECT_FALSE(left.state.settings.loopback);
  EXPECT_EQ(left.state.settings.interface_name, before.interface_name);
}

TEST(DatagramDesk, SendsAfterItCouldNotBeBound) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(right.bind(kThisHost));
  EXPECT_FALSE(left.bind(QStringLiteral("198.51.100.7")));
  left.errors.clear();
  left.send(right, "Hello");
  EXPECT_TRUE(left.errors.isEmpty()) << left.lastError();
  EXPECT_TRUE(right.hears("Hello"));
}

TEST(DatagramDesk, BadInput86_PassesNoOctetsAndTheMostOctets) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(left.bind(kThisHost) && right.bind(kThisHost, true));
  const QByteArray most(kMostDatagramOctets, '\xfe');
  left.send(right, QByteArray());
  ASSERT_TRUE(left.hears(QByteArray())) << "the echo of nothing is nothing";
  left.send(right, most);
  ASSERT_TRUE(left.hears(most));
  left.send(right, most + 'x');
  EXPECT_EQ(left.lastError(), "too-large");
  EXPECT_EQ(left.state.sent, 2);
}

TEST(DatagramDesk, BadInput89_RefusesPortZeroAndWhatIsNoAddress) {
  DatagramUser user;
  ASSERT_TRUE(user.bind(kThisHost));
  user.desk.send({kThisHost, 0, "x", 0});
  EXPECT_EQ(user.lastError(), "usage");
  user.errors.clear();
  user.desk.send({kThisHost, 0, "x", 1});
  EXPECT_EQ(user.lastError(), "usage");
  EXPECT_FALSE(user.state.repeating);
  for (const char* address : {"", "example.org", "999.1.1.1", "127.0.0.1:80"}) {
    user.errors.clear();
    user.desk.send({QString::fromLatin1(address), 6666, "x", 0});
    EXPECT_EQ(user.lastError(), "usage") << address;
  }
  user.errors.clear();
  user.desk.send({kThisHost, 6666, "x", -1});
  EXPECT_EQ(user.lastError(), "usage");
  user.errors.clear();
  user.desk.send({QStringLiteral("198.51.100.7"), 6666, "x", 0});  // off the network that it is bound to
  EXPECT_NE(user.lastError(), "none");
  EXPECT_EQ(user.state.sent, 0);
  EXPECT_TRUE(user.state.bound);
}

TEST(DatagramDesk, SaysWhyItCannotBeBound) {
  DatagramUser taken;
  DatagramSettings settings;
  settings.address = kThisHost;
  settings.shared = false;
  taken.desk.bind(settings);
  DatagramUser user;
  EXPECT_FALSE(user.bind(kThisHost, false, taken.state.port));
  EXPECT_EQ(user.lastError(), "address-in-use");
  EXPECT_FALSE(user.bind(QStringLiteral("198.51.100.7")));
  EXPECT_EQ(user.lastError(), "address-unavailable");
  EXPECT_FALSE(user.bind(QStringLiteral("here")));
  EXPECT_EQ(user.lastError(), "usage");
  EXPECT_TRUE(user.bind(kThisHost)) << "and can be, after all that";
}

TEST(DatagramDesk, ChangesWhatNeedsNoOtherSocket) {
  DatagramUser user;
  ASSERT_TRUE(user.bind(kThisHost));
  const quint16 port = user.state.port;
  DatagramSettings settings = user.state.settings;
  settings.echo = true;
  settings.ttl = 7;
  user.desk.bind(settings);
  EXPECT_EQ(user.state.port, port);
  EXPECT_TRUE(user.state.settings.echo);
  EXPECT_EQ(user.state.settings.ttl, 7);
  settings.shared = false;
  user.desk.bind(settings);
  EXPECT_NE(user.state.port, port) << "sharing is a matter of binding";
}

TEST(DatagramDesk, EchoesWithTheSameOctets) {
  DatagramUser client;
  DatagramUser server;
  ASSERT_TRUE(client.bind(kThisHost) && server.bind(kThisHost, true));
  for (int i = 0; i < 100; ++i) {
    client.send(server, QByteArray::number(i));
  }
  ASSERT_TRUE(waitFor([&] { return client.received("99") == 1; }));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(client.received(QByteArray::number(i)), 1);
  }
  ASSERT_TRUE(waitFor([&] { return server.state.sent == 100; }));
  EXPECT_EQ(client.state.received, 100);
  const auto is_echo = [](const Datagram& each) { return each.incoming || each.echo; };
  EXPECT_TRUE(std::all_of(server.datagrams.begin(), server.datagrams.end(), is_echo));
}

TEST(DatagramDesk, BadInput90_TwoThatEchoAnswerOnce) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(left.bind(kThisHost, true) && right.bind(kThisHost, true));
  left.send(right, "Hello");
  ASSERT_TRUE(left.hears("Hello"));
  // What comes behind shows that nothing more came between.
  left.send(right, "end");
  ASSERT_TRUE(left.hears("end"));
  EXPECT_EQ(left.received("Hello"), 1);
  EXPECT_EQ(right.received("Hello"), 1);
  EXPECT_EQ(left.state.sent, 2);
}

TEST(DatagramDesk, BadInput90_TwoThatEchoEndWhatAForgedSenderBegan) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(right.bind(kThisHost, true));
  {
    // The port is left's afterwards: as if a third host had sent in its name.
    net::DatagramSocket forger;
    ASSERT_TRUE(forger.bind(QHostAddress(kThisHost), 0, true));
    const quint16 port = forger.port();
    ASSERT_TRUE(left.bind(kThisHost, true, port));  // shared; heard by the one that was bound last
    ASSERT_TRUE(forger.send(QHostAddress(kThisHost), right.state.port, "bounce"));
  }
  ASSERT_TRUE(right.hears("bounce"));
  ASSERT_TRUE(waitFor([&] { return right.state.received >= EchoGuard::kSkipEach; }));
  left.send(right, "end");
  ASSERT_TRUE(left.hears("end"));
  EXPECT_EQ(right.received("bounce"), EchoGuard::kSkipEach);
  EXPECT_EQ(left.received("bounce"), EchoGuard::kSkipEach - 1);
}

TEST(DatagramDesk, BadInput90_DoesNotAnswerItself) {
  DatagramUser user;
  ASSERT_TRUE(user.bind(kThisHost, true));
  user.send(user, "Hello");
  ASSERT_TRUE(user.hears("Hello"));
  user.send(user, "end");
  ASSERT_TRUE(user.hears("end"));
  EXPECT_EQ(user.received("Hello"), 1);
  EXPECT_EQ(user.state.sent, 2);
}

TEST(DatagramDesk, BadInput90_DoesNotAnswerItsOwnMulticast) {
  DatagramUser user;
  DatagramSettings settings;
  settings.echo = true;
  settings.ttl = 0;
  settings.interface_name = test::loopbackInterface();
  settings.groups = {{QStringLiteral("239.2.2.222"), settings.interface_name}};
  user.desk.bind(settings);
  ASSERT_EQ(user.state.settings.groups.size(), 1) << user.lastError();
  user.desk.send({QStringLiteral("239.2.2.222"), user.state.port, "Hello", 0});
  ASSERT_TRUE(user.hears("Hello"));
  user.send(user, "end");
  ASSERT_TRUE(user.hears("end"));
  EXPECT_EQ(user.received("Hello"), 1);
}

TEST(DatagramDesk, JoinsAndLeavesGroups) {
  DatagramUser user;
  DatagramSettings settings;
  const DatagramGroup group{QStringLiteral("239.2.2.222"), test::loopbackInterface()};
  const DatagramGroup other{QStringLiteral("239.2.2.223"), test::loopbackInterface()};
  settings.groups = {group, {QStringLiteral("192.168.1.1"), {}}, other, other};
  user.desk.bind(settings);
  EXPECT_EQ(user.state.settings.groups, (QVector<DatagramGroup>{group, other})) << "what is no group is told";
  EXPECT_EQ(user.lastError(), "usage");
  EXPECT_TRUE(user.state.bound);

  user.errors.clear();
  settings.groups = {other};
  user.desk.bind(settings);
  EXPECT_EQ(user.state.settings.groups, QVector<DatagramGroup>{other});
  settings.groups = {group, other};
  user.desk.bind(settings);
  EXPECT_EQ(user.state.settings.groups, (QVector<DatagramGroup>{group, other}));
  EXPECT_TRUE(user.errors.isEmpty());
  settings.groups = {{QStringLiteral("239.2.2.222"), QStringLiteral("none0")}};
  user.desk.bind(settings);
  EXPECT_TRUE(user.state.settings.groups.isEmpty());
  EXPECT_EQ(user.lastError(), "usage");
}

TEST(DatagramDesk, SendsAgainAndAgainUntilItIsStopped) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(left.bind(kThisHost) && right.bind(kThisHost));
  QElapsedTimer time;
  time.start();
  left.send(right, "tick", 20);
  EXPECT_TRUE(left.state.repeating);
  ASSERT_TRUE(waitFor([&] { return right.state.received >= 6; }));
  EXPECT_GE(time.elapsed(), 5 * 19) << "the first at once, then one for each interval";
  left.send(right, "between");
  EXPECT_TRUE(left.state.repeating) << "one that is sent once changes nothing";
  left.send(right, "tock", 10);
  ASSERT_TRUE(right.hears("tock"));
  ASSERT_TRUE(right.hears("between"));
  left.desk.stopRepeating();
  EXPECT_FALSE(left.state.repeating);
  const qint64 sent = left.state.sent;
  left.send(right, "end");
  ASSERT_TRUE(waitFor([&] { return left.sent("end") == 1; }));
  EXPECT_EQ(left.state.sent, sent + 1);
}

TEST(DatagramDesk, StopsRepeatingWhereItFails) {
  DatagramUser left;
  DatagramUser right;
  ASSERT_TRUE(left.bind(kThisHost) && right.bind(kThisHost));
  left.send(right, "tick", 1);
  left.desk.close();
  EXPECT_FALSE(left.state.repeating);
  ASSERT_TRUE(left.bind(kThisHost));
  EXPECT_FALSE(left.state.repeating);
  left.desk.send({QStringLiteral("198.51.100.7"), 6666, "x", 1});
  EXPECT_FALSE(left.state.repeating);
  EXPECT_EQ(left.errors.size(), 1) << "told once";
}

TEST(DatagramDesk, TellsAFloodInBoundedGroupsAndCountsTheRest) {
  Limits limits;
  limits.datagram_news = std::chrono::milliseconds(50);
  limits.datagrams_at_once = 10;
  DatagramUser left;
  DatagramUser right(limits);
  ASSERT_TRUE(left.bind(kThisHost) && right.bind(kThisHost));
  QElapsedTimer time;
  time.start();
  qint64 sent = 0;
  while (sent < 2000) {
    left.send(right, QByteArray::number(sent));
    ++sent;
    if (sent % 100 == 0) {
      ASSERT_TRUE(waitFor([&] { return right.state.received >= sent - 100; }));
    }
  }
  ASSERT_TRUE(waitFor([&] { return right.state.received == sent; }));
  const qint64 groups = right.groups.size();
  EXPECT_LE(groups, time.elapsed() / 50 + 2);
  EXPECT_LE(*std::max_element(right.groups.begin(), right.groups.end()), 10);
  EXPECT_EQ(right.datagrams.size() + right.state.dropped, sent);
  EXPECT_GT(right.state.dropped, 0);
}

TEST(DatagramDesk, CountsOctetsOfAGroupToo) {
  Limits limits;
  limits.datagram_news = std::chrono::milliseconds(1000);
  limits.datagram_octets_at_once = 1000;
  DatagramUser left;
  DatagramUser right(limits);
  ASSERT_TRUE(left.bind(kThisHost) && right.bind(kThisHost));  // which is news, so the next come together
  for (int i = 0; i < 5; ++i) {
    left.send(right, QByteArray(300, static_cast<char>('a' + i)));
  }
  ASSERT_TRUE(waitFor([&] { return right.state.received == 5; }));
  EXPECT_EQ(right.datagrams.size(), 3);
  EXPECT_EQ(right.state.dropped, 2);
}

TEST(DatagramDesk, BeginsToCountAnewWhenItIsBoundAnew) {
  DatagramUser user;
  ASSERT_TRUE(user.bind(kThisHost));
  user.send(user, "x");
  ASSERT_TRUE(waitFor([&] { return user.state.received == 1; }));
  user.desk.close();
  EXPECT_EQ(user.state.received, 1) << "what was is still to be seen";
  ASSERT_TRUE(user.bind(kThisHost));
  EXPECT_EQ(user.state.received, 0);
  EXPECT_EQ(user.state.sent, 0);
}

}  // namespace
}  // namespace landline::session
