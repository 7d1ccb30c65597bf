#include "data_stream_fixture.h"
#include <sys/socket.h>

#include <atomic>

// A data connection whose other side is silent, vanishes or is given up.
namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::Certificate;
using test::makeCertificate;
using test::RawTls;
using test::waitFor;

// --- Time ----------------------------------------------------------------------------------------------------

TEST_F(DataStreamTest, BadInput47_SilenceInsteadOfTlsEndsAtTheDeadline) {
  m_limits.handshake = milliseconds(200);
  listenForData();
  auto accepted = acceptLater();
  const FileDescriptor socket = test::connectTcp(m_listener->port());
  ASSERT_EQ(::send(socket.get(), "\x01", 1, MSG_NOSIGNAL), 1);
  EXPECT_EQ(codeOf(resultOf(accepted)), codes::kTimeout);
}

TEST_F(DataStreamTest, BadInput47_SilenceInsteadOfTheTicketEndsAtTheDeadline) {
  m_limits.handshake = milliseconds(500);
  listenForData();
  auto accepted = acceptLater();
  auto connected = connectLater();
  ASSERT_TRUE(resultOf(connected));
  ASSERT_TRUE(resultOf(accepted));
  auto read = later([this] {
    char octet = 0;
    return m_server.read(&octet, 1);
  });
  EXPECT_EQ(codeOf(resultOf(read)), codes::kTimeout);
}

TEST_F(DataStreamTest, OnceAdmittedTheDeadlineIsOver) {
  m_limits.handshake = milliseconds(500);
  open();
  const auto deadline = std::chrono::steady_clock::now() + m_limits.handshake;
  auto read = later([this] { return readAll(m_server); });
  waitFor([&] { return std::chrono::steady_clock::now() > deadline; });
  ASSERT_TRUE(m_client.write("late"));
  ASSERT_TRUE(m_client.finish());
  EXPECT_EQ(resultOf(read), "late");
}

TEST_F(DataStreamTest, BadInput70_AReadEndsAfterTheSilence) {
  open();
  m_server.setSilenceLimit(milliseconds(50));
  auto read = later([this] {
    char octet = 0;
    return m_server.read(&octet, 1);
  });
  EXPECT_EQ(codeOf(resultOf(read)), codes::kTimeout);
}

TEST_F(DataStreamTest, BadInput58_AWriteThatNobodyReadsEndsAfterTheSilence) {
  open();
  m_server.setSilenceLimit(milliseconds(50));
  auto written = later([this] {
    const std::string octets(1024 * 1024, 'x');
    for (int i = 0; i < 1000; ++i) {
      if (Result<void> result = m_server.write(octets); !result) {
        return result;
      }
    }
    return Result<void>();
  });
  EXPECT_EQ(codeOf(resultOf(written)), codes::kTimeout);
}

TEST_F(DataStreamTest, BadInput58_WhatIsTakenInWhileWritingIsBounded) {
  open();
  m_server.setSilenceLimit(milliseconds(300));
  m_client.setSilenceLimit(milliseconds(300));
  // Neither ever reads: once the inboxes and the system's buffers are full, both wait in vain.
  const auto write_all = [](DataStream& stream) {
    const std::string octets(16 * DataStream::kLargestInbox, 'x');
    return stream.write(octets);
  };
  auto server = later([&] { return write_all(m_server); });
  auto client = later([&] { return write_all(m_client); });
  const QStringList ends = {codeOf(resultOf(server)), codeOf(resultOf(client))};
  EXPECT_TRUE(ends.contains(codes::kTimeout));
  EXPECT_FALSE(ends.contains(QString()));
}

// --- Networks that fail --------------------------------------------------------------------------------------

/// Ends the client's TCP in some way, without close_notify, after the client has sent a few octets.
class LostDataTest : public DataStreamTest {
 protected:
  std::string heardWhenItEnds(void (*end)(FileDescriptor)) {
    listenForData();
    auto accepted = acceptLater();
    const Certificate good = makeCertificate({"good"});
    auto raw = later([port = m_listener->port(), &good, end] {
      FileDescriptor socket = test::connectTcp(port);
      ::send(socket.get(), "\x01", 1, MSG_NOSIGNAL);
      RawTls tls(std::move(socket), {&good});
      const bool up = tls.connect() && tls.write("few") && tls.read() == "seen";
      end(tls.takeDescriptor());
      return up;
    });
    EXPECT_TRUE(resultOf(accepted));
    m_server.setAdmitted();
    auto heard = later([this] {
      char octets[3] = {};
      const Result<std::size_t> got = m_server.read(octets, sizeof(octets));
      (void)m_server.write("seen");
      (void)m_server.flush();
      return std::string(octets, got ? *got : 0) + readAll(m_server);
    });
    EXPECT_TRUE(resultOf(raw));
    return resultOf(heard);
  }
};

TEST_F(LostDataTest, BadInput69_AResetIsALostConnection) {
  EXPECT_EQ(heardWhenItEnds(&test::closeWithReset), "few!connection-lost");
  EXPECT_EQ(codeOf(m_server.write("more")), codes::kConnectionLost) << "later calls fail alike";
}

TEST_F(LostDataTest, BadInput35_AnEndWithoutCloseNotifyIsALostConnection) {
  EXPECT_EQ(heardWhenItEnds([](FileDescriptor descriptor) { descriptor.reset(); }), "few!connection-lost");
}

TEST_F(DataStreamTest, NobodyListens) {
  listen();
  const quint16 port = m_listener->port();
  m_listener->stop();
  auto connected = connectLater(port);
  EXPECT_EQ(codeOf(resultOf(connected)), codes::kConnectionRefused);
}

// --- Cancel, in every phase ----------------------------------------------------------------------------------

TEST_F(DataStreamTest, CancelBeforeConnecting) {
  const test::TcpListener mute = test::TcpListener::open();
  m_client.cancel();
  auto connected = connectLater(mute.port);
  EXPECT_EQ(codeOf(resultOf(connected)), codes::kCancelled);
}

TEST_F(DataStreamTest, CancelWhileTcpConnects) {
  // With its queue full the system answers nothing any more: the attempt hangs, as with a host that is switched off.
  const test::TcpListener full = test::TcpListener::open(0);
  const FileDescriptor first = test::connectTcp(full.port);
  auto connected = connectLater(full.port);
  EXPECT_EQ(connected.wait_for(milliseconds(100)), std::future_status::timeout);
  m_client.cancel();
  EXPECT_EQ(codeOf(resultOf(connected)), codes::kCancelled);
}

TEST_F(DataStreamTest, CancelWhileTheServerIsSilent) {
  const test::TcpListener mute = test::TcpListener::open();
  auto connected = connectLater(mute.port);
  const FileDescriptor guest = mute.accept();
  char first[2] = {};
  ASSERT_EQ(::recv(guest.get(), first, 2, MSG_WAITALL), 2);  // its ClientHello is there: it waits for ours
  EXPECT_EQ(first[0], '\x01');
  EXPECT_EQ(first[1], '\x16');
  m_client.cancel();
  EXPECT_EQ(codeOf(resultOf(connected)), codes::kCancelled);
}

TEST_F(DataStreamTest, CancelBeforeAndDuringAccept) {
  listenForData();
  auto accepted = acceptLater();
  const FileDescriptor socket = test::connectTcp(m_listener->port());
  ASSERT_EQ(::send(socket.get(), "\x01", 1, MSG_NOSIGNAL), 1);
  m_server.cancel();  // before or while it waits for the ClientHello: both must do
  EXPECT_EQ(codeOf(resultOf(accepted)), codes::kCancelled);
}

TEST_F(DataStreamTest, CancelWhileReading) {
  open();
  std::atomic<bool> reading{false};
  auto read = later([&] {
    reading = true;
    return readAll(m_server);
  });
  ASSERT_TRUE(waitFor([&] { return reading.load(); }));
  m_server.cancel();
  EXPECT_EQ(resultOf(read), "!cancelled");
  EXPECT_EQ(codeOf(m_server.write("x")), codes::kCancelled);
  EXPECT_EQ(codeOf(m_server.flush()), codes::kCancelled);
  EXPECT_EQ(codeOf(m_server.finish()), codes::kCancelled);
  EXPECT_TRUE(m_server.hasInput()) << "a read would return at once, with the error";
}

TEST_F(DataStreamTest, CancelWhileWriting) {
  open();
  std::atomic<int> written{0};
  auto writing = later([&] {
    const std::string octets(1024 * 1024, 'x');
    for (;;) {
      if (Result<void> result = m_server.write(octets); !result) {
        return result;
      }
      ++written;
    }
  });
  ASSERT_TRUE(waitFor([&] { return written > 0; }));
  m_server.cancel();
  m_server.cancel();
  EXPECT_EQ(codeOf(resultOf(writing)), codes::kCancelled);
}

TEST_F(DataStreamTest, ACancelledSideIsALostConnectionToTheOther) {
  listenForData();
  auto accepted = acceptLater();
  auto connected = later([this] {
    DataStream client(m_client_tls, m_limits);
    const Result<void> up =
        client.connectTo(QHostAddress(QHostAddress::LocalHost), m_listener->port(), m_server_tls->own());
    client.cancel();
    return up;
  });
  ASSERT_TRUE(resultOf(connected));
  ASSERT_TRUE(resultOf(accepted));
  auto read = later([this] { return readAll(m_server); });
  EXPECT_EQ(resultOf(read), "!connection-lost");
}

TEST_F(DataStreamTest, NothingWorksBeforeItIsOpen) {
  char octet = 0;
  EXPECT_EQ(codeOf(m_client.read(&octet, 1)), codes::kInternal);
  EXPECT_EQ(codeOf(m_client.write("x")), codes::kInternal);
}

}  // namespace
}  // namespace landline::net
