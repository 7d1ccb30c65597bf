#include "net/listener.h"

#include "net_fixture.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "net/descriptor_limit.h"

namespace landline::net {
namespace {

using test::connectTcp;
using test::waitFor;

/// Whether the other side has closed; takes nothing that was sent.
bool isClosed(const FileDescriptor& socket) {
  char octet = 0;
  return ::recv(socket.get(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void send(const FileDescriptor& socket, std::string_view octets) {
  ASSERT_EQ(::send(socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
}

class ListenerTest : public ::testing::Test {
 protected:
  void listen() {
    m_listener = std::make_unique<Listener>(m_limits, std::make_shared<ConnectionGate>(m_limits));
    m_listener->onControl = [this](Incoming incoming) { m_control.push_back(std::move(incoming)); };
    m_listener->onData = [this](Incoming incoming) { m_data.push_back(std::move(incoming)); };
    const Result<void> listening = m_listener->listen(QHostAddress(QHostAddress::LocalHost), 0);
    ASSERT_TRUE(listening) << qPrintable(listening.error().detail);
  }

  Limits m_limits;
  std::unique_ptr<Listener> m_listener;
  std::vector<Incoming> m_control;
  std::vector<Incoming> m_data;
};

TEST_F(ListenerTest, TheFirstOctetDecidesAndIsNotTaken) {
  listen();
  const FileDescriptor control = connectTcp(m_listener->port());
  const FileDescriptor data = connectTcp(m_listener->port());
  send(control, "\x16yes");
  send(data, "\x01yes");
  ASSERT_TRUE(waitFor([this] { return m_control.size() == 1 && m_data.size() == 1; }));
  char octets[4] = {};
  EXPECT_EQ(::recv(m_control[0].descriptor.get(), octets, 4, 0), 4);
  EXPECT_EQ(std::string(octets, 4), "\x16yes");
  EXPECT_EQ(::recv(m_data[0].descriptor.get(), octets, 4, 0), 4);
  EXPECT_EQ(std::string(octets, 4), "\x01yes");
  EXPECT_TRUE(m_control[0].slot);
  EXPECT_TRUE(m_control[0].address.startsWith(QStringLiteral("127.0.0.1:")));
  EXPECT_LE(m_control[0].deadline, std::chrono::steady_clock::now() + m_limits.handshake);
}

TEST_F(ListenerTest, BadInput41_HttpIsToldWhatThisIsAndClosed) {
  listen();
  auto browser = std::async(std::launch::async, [port = m_listener->port()] {
    const FileDescriptor socket = connectTcp(port);
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n" + std::string(20'000, 'h') + "\r\n\r\n";
    ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL);
    return test::readToEnd(socket.get());
  });
  const std::string answer = resultOf(browser);
  EXPECT_EQ(answer.rfind("This is Landline", 0), 0U) << answer;
  EXPECT_EQ(std::count(answer.begin(), answer.end(), '\n'), 1);
  EXPECT_TRUE(m_control.empty());
  EXPECT_TRUE(m_data.empty());
}

TEST_F(ListenerTest, BadInput41_WhoeverKeepsTalkingIsClosedAfterTheGoodbye) {
  m_limits.goodbye = std::chrono::milliseconds(50);
  listen();
  const FileDescriptor socket = connectTcp(m_listener->port());
  send(socket, "G");
  ASSERT_TRUE(waitFor([&] { return ::send(socket.get(), "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0; }));
}

TEST_F(ListenerTest, BadInput47_ASilentConnectionIsClosedAtTheDeadline) {
  m_limits.handshake = std::chrono::milliseconds(100);
  listen();
  const auto began = std::chrono::steady_clock::now();
  const FileDescriptor socket = connectTcp(m_listener->port());
  ASSERT_TRUE(waitFor([&] { return isClosed(socket); }));
  EXPECT_GE(std::chrono::steady_clock::now() - began, m_limits.handshake);
}

TEST_F(ListenerTest, AConnectionThatClosesAtOnceLeavesItsPlace) {
  m_limits.unauthenticated_connections = 1;
  listen();
  connectTcp(m_listener->port());
  ASSERT_TRUE(waitFor([this] {
    const FileDescriptor next = connectTcp(m_listener->port());
    send(next, "\x01");
    waitFor([&] { return !m_data.empty() || isClosed(next); });
    return !m_data.empty();
  }));
}

TEST_F(ListenerTest, BadInput60_FiveHundredConnectionsFromOneAddressAreCapped) {
  raiseDescriptorLimit();
  listen();
  std::vector<FileDescriptor> sockets;
  for (int i = 0; i < 500; ++i) {
    sockets.push_back(connectTcp(m_listener->port()));
  }
  const auto open = [&sockets] {
    return std::count_if(sockets.begin(), sockets.end(),
                         [](const FileDescriptor& socket) { return !isClosed(socket); });
  };
  EXPECT_TRUE(waitFor([&] { return open() == m_limits.unauthenticated_per_address; })) << open();
  for (const FileDescriptor& socket : sockets) {
    if (!isClosed(socket)) {
      send(socket, "\x01");
    }
  }
  EXPECT_TRUE(waitFor([&] { return m_data.size() == static_cast<std::size_t>(m_limits.unauthenticated_per_address); }));
}

// Counts the listener's word about descriptors: how often it was woken for nothing.
std::atomic<int> pauses{0};
void countPauses(QtMsgType, const QMessageLogContext&, const QString& text) {
  pauses += text.contains(QStringLiteral("descriptors")) ? 1 : 0;
}

TEST_F(ListenerTest, BadInput61_WithoutDescriptorsItWaitsAndRecovers) {
  listen();
  const FileDescriptor socket = connectTcp(m_listener->port());  // waits in the backlog
  send(socket, "\x01");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(FileDescriptor(::dup(socket.get())).get());  // the lowest one that is free
  pauses = 0;
  const QtMessageHandler handler = qInstallMessageHandler(&countPauses);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const bool noticed = waitFor([] { return pauses > 1; });
  const auto from = std::chrono::steady_clock::now();
  const int pauses_before = pauses;
  const bool paused_twice = waitFor([&] { return pauses >= pauses_before + 2; });
  const auto took = std::chrono::steady_clock::now() - from;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  qInstallMessageHandler(handler);
  EXPECT_TRUE(noticed && paused_twice);
  EXPECT_GE(took, std::chrono::milliseconds(400)) << "it spins";
  EXPECT_TRUE(m_data.empty());
  EXPECT_TRUE(waitFor([this] { return m_data.size() == 1; }, 1000)) << "it does not recover within 1 s";
}

TEST_F(ListenerTest, SaysThatThePortIsTaken) {
  listen();
  Listener second(m_limits, std::make_shared<ConnectionGate>(m_limits));
  const Result<void> listening = second.listen(QHostAddress(QHostAddress::LocalHost), m_listener->port());
  ASSERT_FALSE(listening);
  EXPECT_EQ(listening.error().code, codes::kAddressInUse);
  EXPECT_TRUE(listening.error().detail.contains(QString::number(m_listener->port())));
  EXPECT_FALSE(second.isListening());
}

TEST_F(ListenerTest, SaysThatTheAddressIsNotOurs) {
  Listener listener(m_limits, std::make_shared<ConnectionGate>(m_limits));
  const Result<void> listening = listener.listen(QHostAddress(QStringLiteral("192.0.2.1")), 0);
  ASSERT_FALSE(listening);
  EXPECT_EQ(listening.error().code, codes::kAddressUnavailable);
}

TEST_F(ListenerTest, AnyTakesIPv4AndShowsItPlainly) {
  Listener listener(m_limits, std::make_shared<ConnectionGate>(m_limits));
  std::vector<Incoming> incoming;
  listener.onData = [&incoming](Incoming one) { incoming.push_back(std::move(one)); };
  ASSERT_TRUE(listener.listen(QHostAddress(QHostAddress::Any), 0));
  const FileDescriptor socket = connectTcp(listener.port());
  send(socket, "\x01");
  ASSERT_TRUE(waitFor([&] { return incoming.size() == 1; }));
  EXPECT_TRUE(incoming[0].address.startsWith(QStringLiteral("127.0.0.1:"))) << qPrintable(incoming[0].address);
}

TEST_F(ListenerTest, StopClosesWhatWaitsAndFreesThePort) {
  listen();
  const quint16 port = m_listener->port();
  const FileDescriptor socket = connectTcp(port);
  ASSERT_TRUE(waitFor([&] {  // taken: it answers
    const FileDescriptor probe = connectTcp(port);
    send(probe, "\x01");
    return waitFor([this] { return !m_data.empty(); });
  }));
  m_listener->stop();
  EXPECT_FALSE(m_listener->isListening());
  EXPECT_EQ(m_listener->port(), 0);
  EXPECT_TRUE(waitFor([&] { return isClosed(socket); }));
  EXPECT_TRUE(m_listener->listen(QHostAddress(QHostAddress::LocalHost), port));
}

TEST_F(ListenerTest, BadInput82_ItMayBeStoppedFromItsOwnCallback) {
  listen();
  m_listener->onData = [this](Incoming incoming) {
    m_data.push_back(std::move(incoming));
    m_listener->stop();
  };
  const FileDescriptor first = connectTcp(m_listener->port());
  const FileDescriptor second = connectTcp(m_listener->port());
  send(first, "\x01");
  send(second, "\x01");
  ASSERT_TRUE(waitFor([&] { return isClosed(first) || isClosed(second); }));
  EXPECT_EQ(m_data.size(), 1U);
}

}  // namespace
}  // namespace landline::net
