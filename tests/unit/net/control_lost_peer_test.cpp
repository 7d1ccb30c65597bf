#include "raw_client_fixture.h"

#include <algorithm>
#include <atomic>

// Peers that stop reading, fall silent or are cut off.
namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::RawTls;
using test::waitFor;

/// Sends to the peer until the connection takes no more or has ended.
bool sendUntilClosed(Recorded& side) {
  const wire::Chat chat{wire::newUuid(), wire::kEveryone, QString(16 * 1024, QLatin1Char('x')), {}, {}};
  const QByteArray frame = wire::encode(wire::ControlMessage(chat));
  return waitFor([&] {
    for (int i = 0; i < 8; ++i) {
      side.connection->sendEncoded(frame);
    }
    return side.isClosed();
  });
}

TEST_F(ControlBadPeerTest, BadInput58_TooMuchForAReaderThatStoppedClosesIt) {
  listen();
  std::promise<void> over;
  auto talk = client([ready = over.get_future().share()](RawTls& tls) {
    tls.write(kHelloFrame);
    ready.wait_for(kPatience);
    return std::string();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  EXPECT_TRUE(sendUntilClosed(server()));
  EXPECT_EQ(server().reason.code, codes::kSlowReader);
  over.set_value();
  resultOf(talk);
}

TEST_F(ControlBadPeerTest, BadInput58_AReaderThatStoppedIsClosedAfterTheSilenceThoughItTalks) {
  m_limits.heartbeat = milliseconds(150);
  m_limits.silence = milliseconds(300);
  m_limits.unsent_control_data = 64 * 1024 * 1024;  // so that only time is left to close it
  listen();
  std::atomic<bool> over{false};
  auto talk = client([&over](RawTls& tls) {
    bool written = tls.write(kHelloFrame);
    while (written && !over) {
      written = tls.write("ping&2\n{}");  // it is alive, it only does not read
      std::this_thread::sleep_for(milliseconds(5));
    }
    return std::string();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  const wire::Chat chat{wire::newUuid(), wire::kEveryone, QString(16 * 1024, QLatin1Char('x')), {}, {}};
  for (int i = 0; i < 1000; ++i) {  // more than the system's buffers hold
    server().connection->send(chat);
  }
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kSlowReader) << qPrintable(server().reason.detail);
  over = true;
  resultOf(talk);
}

TEST_F(ControlBadPeerTest, BadInput70_APeerThatFallsSilentIsPingedAndThenClosed) {
  m_limits.heartbeat = milliseconds(50);
  m_limits.silence = milliseconds(300);
  listen();
  auto talk = client([](RawTls& tls) {
    tls.write(kHelloFrame);
    return tls.readToEnd();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kTimeout);
  EXPECT_EQ(resultOf(talk), "ping&2\n{}");
}

TEST_F(ControlBadPeerTest, BadInput69_AResetIsALostConnection) {
  listen();
  auto talk = client([](RawTls& tls) {
    tls.write(kHelloFrame);
    tls.read();
    test::closeWithReset(tls.takeDescriptor());
    return std::string();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  server().connection->send(wire::Ping{});
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kConnectionLost);
  resultOf(talk);
}

TEST_F(ControlBadPeerTest, AByeThatNobodyTakesDelaysTheEndByAtMostTheGoodbye) {
  m_limits.goodbye = milliseconds(100);
  listen();
  std::promise<void> over;
  auto talk = client([ready = over.get_future().share()](RawTls& tls) {
    tls.write(kHelloFrame);
    ready.wait_for(kPatience);
    return std::string();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  server().connection->close({codes::kKicked, {}});
  EXPECT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kKicked);
  over.set_value();
  resultOf(talk);
}

}  // namespace
}  // namespace landline::net
