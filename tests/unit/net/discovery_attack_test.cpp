// Announcers and browsers under fire.

#include "discovery_fixture.h"
#include <QCoreApplication>
#include <QThread>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "core/file_descriptor.h"
#include "support/fake_clock.h"

namespace landline::net {
namespace {

using test::peerId;
using test::waitFor;
using ::testing::Each;
using ::testing::SizeIs;

QHostAddress address(int number) {
  return QHostAddress(static_cast<quint32>((127U << 24U) + static_cast<unsigned>(number)));
}

TEST_F(DiscoveryTest, BadInput87_TenThousandForgedAnnouncementsASecondAreSurvived) {
  limits.server_vanished = std::chrono::seconds(2);
  known = {peerId(1), peerId(2)};
  const auto announcer = announced(1);
  browse();
  ASSERT_TRUE(waitForFound(1));

  std::atomic<bool> done{false};
  const std::unique_ptr<QThread> flood(QThread::create([this, &done] {
    constexpr int kForged = 30'000;
    constexpr int kAtOnce = 100;
    DiscoverySocket socket(DiscoverySocket::Family::IPv4, nullptr);
    EXPECT_TRUE(socket.open(0).ok());
    auto next = std::chrono::steady_clock::now();
    for (int number = 0; number < kForged; ++number) {
      socket.send(wire::encodeAnnouncement(server(1000 + number)), QHostAddress(QHostAddress::LocalHost), place.port,
                  loopbackNumber(), address(0x10000 + number));
      if (number % kAtOnce == 0) {
        next += std::chrono::milliseconds(10);
        std::this_thread::sleep_until(next);  // the rate that is meant
      }
    }
    done = true;
  }));
  flood->start();
  EXPECT_TRUE(waitFor([&] { return done.load(); }));
  flood->wait();
  EXPECT_GT(most_found, 2) << "the flood did not come in at all";
  EXPECT_LE(most_found, limits.servers_found);
  EXPECT_FALSE(lost.contains(peerId(1))) << "a known server was lost";
  const auto second = announced(2);
  EXPECT_TRUE(waitForFound(2)) << "a known server finds a place in a full list";
  EXPECT_LE(most_found, limits.servers_found);
}

TEST_F(DiscoveryTest, BadInput87_WhatComesFromOffTheNetworkLeavesTheirShareToThoseOnIt) {
  limits.announcements_per_second = 5;
  bool on_network = false;
  place.interfaces = [&on_network] { return on_network ? test::loopbackOnly() : QVector<HostInterface>(); };
  const test::FakeClock still;  // no second passes, and so no new share comes
  DiscoverySockets sockets(place, limits, still, nullptr);
  int heard = 0;
  QObject::connect(&sockets, &DiscoverySockets::received, &sockets, [&heard] { ++heard; });
  sockets.open({});
  Stranger stranger(place);
  DiscoverySocket witness(DiscoverySocket::Family::IPv4, nullptr);
  int witnessed = 0;
  QObject::connect(&witness, &DiscoverySocket::received, &witness, [&witnessed] { ++witnessed; });
  ASSERT_TRUE(witness.open(place.port).ok());
  constexpr int kFlood = 20;
  for (int number = 1; number <= kFlood; ++number) {
    stranger.say(wire::encodeQuery(), address(number));
  }
  ASSERT_TRUE(waitFor([&] { return witnessed == kFlood; }));
  QCoreApplication::processEvents();  // what has reached the one socket has reached the others
  EXPECT_EQ(heard, 0);
  on_network = true;
  sockets.open({});
  stranger.say(wire::encodeQuery());
  EXPECT_TRUE(waitFor([&] { return heard == 1; }));
}

/// Servers that are listed, so that all that comes from their addresses is read, and that change as often as they like.
class FickleServers : public DiscoveryTest {
 protected:
  static constexpr int kFickle = 3;
  static constexpr int kTimes = 200;

  FickleServers() {
    limits.announcements_per_second = 100'000;
    limits.announcements_per_sender = 100'000;
    limits.server_news = std::chrono::milliseconds(100);
    browse();
  }
  void say(int id, const QByteArray& name) {
    ASSERT_TRUE(m_stranger.say(wire::encodeAnnouncement(server(id, name.constData())), address(id)));
  }
  void sayGoodbye(int id) { ASSERT_TRUE(m_stranger.say(wire::encodeGoodbye(peerId(id)), address(id))); }

  /// `once` for each of them, again and again, as fast as they are read.
  template <typename Change>
  void change(Change once) {
    m_told_before = told;
    m_began_ms = clock.monotonicMs();
    for (int time = 0; time < kTimes; ++time) {
      for (int id = 1; id <= kFickle; ++id) {
        once(id, time);
      }
      QCoreApplication::processEvents();
    }
  }
  int toldMeanwhile() const { return told - m_told_before; }
  int intervals() const {
    return static_cast<int>((clock.monotonicMs() - m_began_ms) / limits.server_news.count()) + 2;  // begun, and ended
  }

 private:
  Stranger m_stranger{place};
  int m_told_before = 0;
  qint64 m_began_ms = 0;
};

TEST_F(FickleServers, BadInput87_NewNamesAreToldNowAndThenAndTheLastOneInTheEnd) {
  for (int id = 1; id <= kFickle; ++id) {
    say(id, "first");
    ASSERT_TRUE(waitForFound(id));
  }
  change([this](int id, int time) { say(id, "name " + QByteArray::number(time)); });
  EXPECT_LE(toldMeanwhile(), kFickle * intervals());
  for (int id = 1; id <= kFickle; ++id) {
    say(id, "last");
    EXPECT_TRUE(waitFor([&] { return found[peerId(id)].name == QStringLiteral("last"); }));
  }
  EXPECT_TRUE(lost.isEmpty());
}

TEST_F(FickleServers, BadInput87_ComingAndGoingIsToldNowAndThenAndWhoIsThereInTheEnd) {
  constexpr int kAtOnce = 64;  // as DiscoveryBrowser has it
  change([this](int id, int /*time*/) {
    say(id, "here");
    sayGoodbye(id);
  });
  EXPECT_LE(toldMeanwhile(), (kAtOnce + kFickle) * intervals());
  say(1, "here");
  say(2, "here");
  sayGoodbye(2);
  say(3, "here");
  ASSERT_TRUE(waitFor([&] { return isFound(1) && !isFound(2) && isFound(3); }));
  browser->setOn(false, {});
  EXPECT_TRUE(found.isEmpty());
}

TEST_F(DiscoveryTest, BadInput88_AnAnswerIsNeverLargerThanTheQuestion) {
  const QString longest_name = QString::fromUtf8("教").repeated(limits.name_code_points);
  const auto announcer = makeAnnouncer();
  wire::Announcement largest = server(1);
  largest.name = longest_name;
  largest.port = 65535;
  announcer->announce(largest, QHostAddress(QHostAddress::Any));
  Stranger asker(place);
  const QByteArray question = wire::encodeQuery();
  asker.say(question.trimmed());  // each shorter than its answer
  asker.say(question.left(100));
  asker.say("{\"landline\":1,\"query\":true}");
  asker.say("?");
  asker.say({});
  asker.say(question);
  ASSERT_TRUE(waitFor([&] { return !asker.heard.isEmpty(); }));
  EXPECT_LE(asker.heard.first().size(), question.size());
  asker.say(question);
  ASSERT_TRUE(waitFor([&] { return asker.heard.size() >= 2; }));
  EXPECT_THAT(asker.heard, SizeIs(2)) << "one answer for each whole question";
}

TEST_F(DiscoveryTest, BadInput88_WhoAsksTooMuchIsAnsweredLittleAndOthersAllTheSame) {
  limits.announcements_per_sender = 5;
  makeAnnouncementsRare();
  const auto announcer = announced(1);
  Stranger greedy(place);
  const QByteArray question = wire::encodeQuery();
  const qint64 began = clock.monotonicMs();
  for (int i = 0; i < 50; ++i) {
    greedy.say(question, address(5));
  }
  Stranger modest(place);
  modest.say(question, address(6));
  ASSERT_TRUE(waitFor([&] { return modest.heard.size() == 1; }));
  const auto seconds = static_cast<int>((clock.monotonicMs() - began) / 1000) + 1;
  EXPECT_LE(greedy.heard.size(), 5 * (seconds + 1));
  EXPECT_GE(greedy.heard.size(), 5);
}

TEST_F(DiscoveryTest, BadInput86_NoiseOfAnySizeIsPassedOver) {
  browse();
  const auto announcer = announced(1);
  Stranger noisy(place);
  for (const int size : {0, 1, 511, 512, 513, 1472, 9000, 65'507}) {
    noisy.say(QByteArray(size, '\0'));
    noisy.say(QByteArray(size, '{'));
    noisy.say(QByteArray(size, '\xff'));
  }
  noisy.say(wire::encodeAnnouncement(server(2)));
  EXPECT_TRUE(waitForFound(2));
  EXPECT_TRUE(waitForFound(1));
  EXPECT_EQ(found.size(), 2);
}

/// A datagram whose header says that it comes from port 0; false where this user may not forge one.
bool sendFromPortZero(const QByteArray& octets, quint16 to) {
  const FileDescriptor raw(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_UDP));
  if (!raw) {
    return false;
  }
  QByteArray packet(sizeof(udphdr), '\0');
  udphdr header{};
  header.dest = htons(to);
  header.len = htons(static_cast<quint16>(sizeof(header) + static_cast<std::size_t>(octets.size())));
  std::memcpy(packet.data(), &header, sizeof(header));
  packet += octets;
  sockaddr_in target{};
  target.sin_family = AF_INET;
  target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::sendto(raw.get(), packet.constData(), static_cast<std::size_t>(packet.size()), 0,
                  reinterpret_cast<const sockaddr*>(&target), sizeof(target)) == packet.size();
}

TEST_F(DiscoveryTest, BadInput89_WhatComesFromPortZeroIsDropped) {
  browse();
  if (!sendFromPortZero(wire::encodeAnnouncement(server(1)), place.port)) {
    GTEST_SKIP() << "needs a raw socket, which this user may not open";
  }
  Stranger honest(place);
  honest.say(wire::encodeAnnouncement(server(2)));
  ASSERT_TRUE(waitForFound(2));
  EXPECT_FALSE(isFound(1));
}

TEST_F(DiscoveryTest, BadInput89_AnAnnouncementOfPortZeroIsDropped) {
  browse();
  Stranger odd(place);
  QByteArray forged = wire::encodeAnnouncement(server(1));
  ASSERT_TRUE(forged.contains("6677"));
  odd.say(forged.replace("6677", "0"));
  odd.say(wire::encodeAnnouncement(server(2)));
  ASSERT_TRUE(waitForFound(2));
  EXPECT_FALSE(isFound(1));
}

}  // namespace
}  // namespace landline::net
