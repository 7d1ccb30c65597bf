#include "net_fixture.h"
#include <QEventLoop>
#include <QTimer>
#include <sys/socket.h>

#include <atomic>
#include <thread>

#include "net/listener.h"

// What the listener does where plain peers are taken.
namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::connectTcp;
using test::waitFor;

void send(const FileDescriptor& socket, std::string_view octets) {
  ASSERT_EQ(::send(socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
}

std::string peek(const Incoming& incoming) {
  char octets[64] = {};
  const ssize_t got = ::recv(incoming.descriptor.get(), octets, sizeof(octets), MSG_PEEK | MSG_DONTWAIT);
  return got > 0 ? std::string(octets, static_cast<std::size_t>(got)) : std::string();
}

class PlainListener : public ::testing::Test {
 protected:
  PlainListener() { m_limits.plain_first_octet = milliseconds(20); }

  void listen(bool plain = true) {
    m_listener = std::make_unique<Listener>(m_limits, std::make_shared<ConnectionGate>(m_limits));
    m_listener->onControl = [this](Incoming incoming) { m_control.push_back(std::move(incoming)); };
    m_listener->onData = [this](Incoming incoming) { m_data.push_back(std::move(incoming)); };
    m_listener->onPlain = [this](Incoming incoming) { m_plain.push_back(std::move(incoming)); };
    m_listener->setTakesPlainPeers(plain);
    ASSERT_TRUE(m_listener->listen(QHostAddress(QHostAddress::LocalHost), 0));
  }

  FileDescriptor connectAndSend(std::string_view octets) {
    FileDescriptor socket = connectTcp(m_listener->port());
    send(socket, octets);
    return socket;
  }

  Limits m_limits;
  std::unique_ptr<Listener> m_listener;
  std::vector<Incoming> m_control;
  std::vector<Incoming> m_data;
  std::vector<Incoming> m_plain;
};

TEST_F(PlainListener, TheFirstOctetDecidesAtOnce) {
  m_limits.plain_first_octet = milliseconds(60'000);
  listen();
  const FileDescriptor control = connectAndSend("\x16yes");
  const FileDescriptor data = connectAndSend("\x01yes");
  const FileDescriptor plain = connectAndSend("hello");
  ASSERT_TRUE(waitFor([this] { return m_control.size() == 1 && m_data.size() == 1 && m_plain.size() == 1; }));
  EXPECT_EQ(peek(m_plain[0]), "hello") << "nothing is taken";
  EXPECT_TRUE(m_plain[0].slot);
}

TEST_F(PlainListener, SilenceMakesAPlainPeer) {
  listen();
  const auto began = std::chrono::steady_clock::now();
  const FileDescriptor socket = connectTcp(m_listener->port());
  ASSERT_TRUE(waitFor([this] { return m_plain.size() == 1; }));
  EXPECT_GE(std::chrono::steady_clock::now() - began, m_limits.plain_first_octet);
  char octet = 0;
  EXPECT_LT(::recv(socket.get(), &octet, 1, MSG_DONTWAIT), 0) << "it got something unasked, or was closed";
}

TEST_F(PlainListener, WhoeverSaysTlsAfterTheSilenceIsTakenBack) {
  m_limits.handshake = milliseconds(50);
  listen();
  const FileDescriptor control = connectTcp(m_listener->port());
  const FileDescriptor data = connectTcp(m_listener->port());
  ASSERT_TRUE(waitFor([this] { return m_plain.size() == 2; }));
  ASSERT_TRUE(waitFor([this] { return m_plain[0].deadline < std::chrono::steady_clock::now(); }));
  send(control, "\x16yes");
  send(data, "\x01yes");
  for (Incoming& incoming : m_plain) {
    m_listener->takeBack(std::move(incoming));
  }
  ASSERT_TRUE(waitFor([this] { return m_control.size() == 1 && m_data.size() == 1; }));
  EXPECT_EQ(peek(m_control[0]), "\x16yes");
  EXPECT_EQ(m_plain.size(), 2u);
}

TEST_F(PlainListener, BadInput47_WhileTheyAreOffASilentConnectionIsClosedAtTheDeadline) {
  m_limits.handshake = milliseconds(60);
  listen(false);
  const FileDescriptor socket = connectTcp(m_listener->port());
  char octet = 0;
  ASSERT_TRUE(waitFor([&] { return ::recv(socket.get(), &octet, 1, MSG_DONTWAIT) == 0; }));
  EXPECT_TRUE(m_plain.empty());
}

TEST_F(PlainListener, SwitchingCountsForThoseWhoAreSilentJustNow) {
  listen(false);
  const FileDescriptor before = connectTcp(m_listener->port());
  const FileDescriptor fence = connectAndSend("\x01");
  ASSERT_TRUE(waitFor([this] { return m_data.size() == 1; }));
  EXPECT_TRUE(m_plain.empty());
  m_listener->setTakesPlainPeers(true);
  ASSERT_TRUE(waitFor([this] { return m_plain.size() == 1; }));

  m_listener->setTakesPlainPeers(false);
  auto refused = std::async(std::launch::async, [port = m_listener->port()] {
    const FileDescriptor socket = connectTcp(port);
    ::send(socket.get(), "hello\n", 6, MSG_NOSIGNAL);
    return test::readToEnd(socket.get());
  });
  EXPECT_EQ(resultOf(refused).rfind("This is Landline", 0), 0u);
  EXPECT_EQ(m_plain.size(), 1u);
}

TEST_F(PlainListener, WithoutAPlaceASilentOneMayStillSayTlsAndATalkingOneIsTold) {
  m_limits.plain_peers = 1;
  m_limits.handshake = milliseconds(60'000);
  listen();
  const FileDescriptor first = connectTcp(m_listener->port());
  ASSERT_TRUE(waitFor([this] { return m_plain.size() == 1; }));
  const FileDescriptor silent = connectTcp(m_listener->port());
  auto talking = std::async(std::launch::async, [port = m_listener->port()] {
    const FileDescriptor socket = connectTcp(port);
    ::send(socket.get(), "hello\n", 6, MSG_NOSIGNAL);
    return test::readToEnd(socket.get());
  });
  EXPECT_NE(resultOf(talking).find("no place"), std::string::npos);
  // By now the silent one's second has passed many times.
  send(silent, "\x16");
  EXPECT_TRUE(waitFor([this] { return m_control.size() == 1; }));
  EXPECT_EQ(m_plain.size(), 1u);
  m_plain.clear();
  const FileDescriptor next = connectTcp(m_listener->port());
  EXPECT_TRUE(waitFor([this] { return m_plain.size() == 1; })) << "a place that was left is free";
}

TEST_F(PlainListener, BadInput60_APlainPeerLeavesItsPlaceAmongTheUnknown) {
  m_limits.unauthenticated_connections = 1;
  m_limits.unauthenticated_per_address = 1;
  m_limits.plain_peers_per_address = 3;
  listen();
  std::vector<FileDescriptor> sockets;
  for (std::size_t i = 1; i <= 3; ++i) {
    sockets.push_back(connectTcp(m_listener->port()));
    ASSERT_TRUE(waitFor([&] { return m_plain.size() == i; }));
  }
  const FileDescriptor native = connectAndSend("\x01");
  EXPECT_TRUE(waitFor([this] { return m_data.size() == 1; }));
}

// Each comes, is known, and goes at once: only the pace hinders them.
TEST_F(PlainListener, BadInput64_AThousandReconnectionsASecondAreLimited) {
  m_limits.arrivals_at_once = 10;
  m_limits.arrivals_per_second = 20;
  listen();
  int arrived = 0;
  const auto count = [&arrived](const Incoming&) { ++arrived; };
  m_listener->onControl = count;
  m_listener->onPlain = count;
  const auto began = std::chrono::steady_clock::now();
  // Not waitFor(), which rests between its looks.
  QEventLoop loop;
  std::atomic<bool> too_late{false};
  QTimer::singleShot(20'000, &loop, [&] {
    too_late = true;
    loop.quit();
  });
  std::thread storm([&loop, &too_late, port = m_listener->port()] {
    for (int i = 0; i < 1000 && !too_late; ++i) {
      const FileDescriptor socket = connectTcp(port);
      ::send(socket.get(), i % 2 == 0 ? "\x16" : "h", 1, MSG_NOSIGNAL);
      test::readToEnd(socket.get());  // it is closed, perhaps with a word
    }
    QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
  });
  loop.exec();
  storm.join();
  ASSERT_FALSE(too_late);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(arrived, 10);
  EXPECT_LE(arrived, 10 + 20 * took.count() + 1);

  // Data connections show a ticket and are not counted.
  const FileDescriptor data = connectAndSend("\x01");
  EXPECT_TRUE(waitFor([this] { return m_data.size() == 1; }));
  ASSERT_TRUE(waitFor([&] {
    const int before = arrived;
    const FileDescriptor socket = connectAndSend("\x16");
    char octet = 0;
    waitFor([&] { return ::recv(socket.get(), &octet, 1, MSG_DONTWAIT) >= 0; });
    return arrived > before;
  })) << "it never comes in again";
}

}  // namespace
}  // namespace landline::net
