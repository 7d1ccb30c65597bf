#include "net/data_stream.h"

#include "net_fixture.h"
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <atomic>

namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::Certificate;
using test::CertificateRecipe;
using test::makeCertificate;
using test::RawTls;
using test::waitFor;
using Key = CertificateRecipe::Key;

std::string labelOf(const ::testing::TestParamInfo<CertificateRecipe>& info) {
  return info.param.label;
}

QString codeOf(const Result<void>& result) {
  return result ? QString() : result.error().code;
}
QString codeOf(const Result<std::size_t>& result) {
  return result ? QString() : result.error().code;
}

/// All octets until the other side ends its direction; what went wrong is put behind them.
std::string readAll(Stream& stream) {
  std::string all;
  std::vector<char> buffer(64 * 1024);
  for (;;) {
    const Result<std::size_t> got = stream.read(buffer.data(), buffer.size());
    if (!got || *got == 0) {
      return got ? all : all + "!" + got.error().code.toStdString();
    }
    all.append(buffer.data(), *got);
  }
}

std::string pattern(std::size_t size, unsigned seed) {
  std::string octets(size, '\0');
  for (char& octet : octets) {
    seed = seed * 1103515245U + 12345U;
    octet = static_cast<char>(seed >> 16U);
  }
  return octets;
}

/// A server whose data connections are accepted in another thread, as the programs do it. Each side of a test is a
/// task of its own; the test's thread runs the listener.
class DataStreamTest : public NetTest {
 protected:
  DataStreamTest() : m_server(m_server_tls, m_limits), m_client(m_client_tls, m_limits) {}

  void listenForData() {
    listen();
    m_listener->onData = [this](Incoming incoming) { m_incoming.set_value(std::move(incoming)); };
  }

  std::future<Result<void>> connectLater(quint16 port = 0) {
    return std::async(std::launch::async, [this, port = port != 0 ? port : m_listener->port()] {
      return m_client.connectTo(QHostAddress(QHostAddress::LocalHost), port, m_server_tls->own());
    });
  }

  std::future<Result<void>> acceptLater() {
    return std::async(std::launch::async, [this] { return m_server.accept(m_incoming.get_future().get()); });
  }

  /// Both streams are up and admitted.
  void open() {
    listenForData();
    auto accepted = acceptLater();
    auto connected = connectLater();
    const Result<void> client = resultOf(connected);
    const Result<void> server = resultOf(accepted);
    ASSERT_TRUE(client) << qPrintable(client.error().detail);
    ASSERT_TRUE(server) << qPrintable(server.error().detail);
    m_server.setAdmitted();
  }

  template <typename Function>
  static auto later(Function function) {
    return std::async(std::launch::async, std::move(function));
  }

  std::promise<Incoming> m_incoming;
  DataStream m_server;
  DataStream m_client;
};

TEST_F(DataStreamTest, EachSideKnowsWhoTheOtherIs) {
  open();
  EXPECT_EQ(m_client.peer(), m_server_tls->own());
  EXPECT_EQ(m_server.peer(), m_client_tls->own());
  EXPECT_TRUE(m_server.address().startsWith(QStringLiteral("127.0.0.1:")));
}

TEST_F(DataStreamTest, CarriesOctetsAndEndsProperly) {
  open();
  const std::string octets = pattern(3'000'001, 1);
  auto heard = later([this] { return readAll(m_server); });
  EXPECT_TRUE(m_client.write(octets));
  EXPECT_TRUE(m_client.finish());
  EXPECT_TRUE(resultOf(heard) == octets);
  // The other direction is still open.
  EXPECT_TRUE(m_server.write("stored"));
  EXPECT_TRUE(m_server.finish());
  EXPECT_EQ(readAll(m_client), "stored");
}

TEST_F(DataStreamTest, SmallWritesLeaveWithTheNextRead) {
  open();
  auto server = later([this] {
    char octets[5] = {};
    const Result<std::size_t> got = m_server.read(octets, sizeof(octets));
    (void)m_server.write("pong");
    (void)m_server.flush();
    return std::string(octets, got ? *got : 0);
  });
  ASSERT_TRUE(m_client.write("ping!"));
  char answer[4] = {};
  ASSERT_TRUE(m_client.read(answer, sizeof(answer)));
  EXPECT_EQ(std::string(answer, 4), "pong");
  EXPECT_EQ(resultOf(server), "ping!");
}

TEST_F(DataStreamTest, KnowsWhetherAReadWouldReturnAtOnce) {
  open();
  EXPECT_FALSE(m_client.hasInput());
  ASSERT_TRUE(m_server.write("x"));
  EXPECT_FALSE(m_client.hasInput()) << "it is kept back";
  ASSERT_TRUE(m_server.flush());
  EXPECT_TRUE(waitFor([this] { return m_client.hasInput(); }));
  char octet = 0;
  ASSERT_TRUE(m_client.read(&octet, 1));
  EXPECT_EQ(octet, 'x');
  EXPECT_FALSE(m_client.hasInput());
  ASSERT_TRUE(m_server.finish());
  EXPECT_TRUE(waitFor([this] { return m_client.hasInput(); })) << "the end counts";
}

TEST_F(DataStreamTest, BadInput32_WorksOneOctetAtATime) {
  listenForData();
  test::Trickle trickle(m_listener->port());
  auto accepted = acceptLater();
  auto connected = connectLater(trickle.port());
  ASSERT_TRUE(resultOf(connected));
  ASSERT_TRUE(resultOf(accepted));
  m_server.setAdmitted();
  const std::string octets = pattern(20'000, 2);
  auto heard = later([this] { return readAll(m_server); });
  ASSERT_TRUE(m_client.write(octets));
  ASSERT_TRUE(m_client.finish());
  EXPECT_TRUE(resultOf(heard) == octets);
}

TEST_F(DataStreamTest, BadInput84_BothSidesMayWriteFirst) {
  open();
  constexpr std::size_t kSize = 50 * 1024 * 1024;
  const std::string up = pattern(kSize, 3);
  const std::string down = pattern(kSize, 4);
  auto server = later([&] {
    const bool written = m_server.write(down).ok() && m_server.finish().ok();
    return written && readAll(m_server) == up;
  });
  auto client = later([&] {
    const bool written = m_client.write(up).ok() && m_client.finish().ok();
    return written && readAll(m_client) == down;
  });
  EXPECT_TRUE(resultOf(server));
  EXPECT_TRUE(resultOf(client));
}

// --- Certificates and identity -------------------------------------------------------------------------------

TEST_F(DataStreamTest, BadInput46_AServerThatIsSomebodyElseIsRefused) {
  listenForData();
  auto accepted = acceptLater();
  const PeerId expected = newContext()->own();
  auto connected =
      later([&] { return m_client.connectTo(QHostAddress(QHostAddress::LocalHost), m_listener->port(), expected); });
  EXPECT_EQ(codeOf(resultOf(connected)), codes::kKeyChanged);
  EXPECT_FALSE(resultOf(accepted));
  EXPECT_TRUE(m_client.peer().isNull());
  EXPECT_TRUE(m_server.peer().isNull()) << "the client has shown who it is";
}

/// What a server makes of a client that is made by hand.
class RawDataClientTest : public DataStreamTest {
 protected:
  Result<void> acceptRaw(const RawTls::Options& options) {
    listenForData();
    auto accepted = acceptLater();
    m_raw = later([port = m_listener->port(), options] {
      UniqueFd socket = test::connectTcp(port);
      ::send(socket.get(), "\x01", 1, MSG_NOSIGNAL);
      RawTls tls(std::move(socket), options);
      return tls.connect();
    });
    return resultOf(accepted);
  }

  std::future<bool> m_raw;
};

class BadInput44_Data : public RawDataClientTest, public ::testing::WithParamInterface<CertificateRecipe> {};

TEST_P(BadInput44_Data, IsRefused) {
  const Certificate bad = makeCertificate(GetParam());
  EXPECT_EQ(codeOf(acceptRaw({&bad})), codes::kBadCertificate);
  EXPECT_TRUE(m_server.peer().isNull());
}

INSTANTIATE_TEST_SUITE_P(, BadInput44_Data,
                         ::testing::Values(CertificateRecipe{"Rsa", Key::Rsa},
                                           CertificateRecipe{"Sha1", Key::P256, "SHA1"},
                                           CertificateRecipe{"P384", Key::P384},
                                           CertificateRecipe{"BrokenSignature", Key::P256, "SHA256", "19700101000000Z",
                                                             "99991231235959Z", true}),
                         labelOf);

class BadInput77_Data : public RawDataClientTest, public ::testing::WithParamInterface<CertificateRecipe> {};

TEST_P(BadInput77_Data, DatesDoNotMatter) {
  const Certificate odd = makeCertificate(GetParam());
  EXPECT_EQ(codeOf(acceptRaw({&odd})), QString());
  EXPECT_FALSE(m_server.peer().isNull());
}

INSTANTIATE_TEST_SUITE_P(
    , BadInput77_Data,
    ::testing::Values(CertificateRecipe{"Expired", Key::P256, "SHA256", "20000101000000Z", "20010101000000Z"},
                      CertificateRecipe{"NotYetValid", Key::P256, "SHA256", "20900101000000Z", "20910101000000Z"}),
    labelOf);

TEST_F(RawDataClientTest, BadInput42_Tls12IsRefused) {
  const Certificate good = makeCertificate({"good"});
  EXPECT_EQ(codeOf(acceptRaw({&good, TLS1_2_VERSION})), codes::kTls);
}

TEST_F(RawDataClientTest, BadInput43_WithoutACertificateNobodyGetsIn) {
  EXPECT_FALSE(acceptRaw({}));
  EXPECT_TRUE(m_server.peer().isNull());
}

// --- Time ----------------------------------------------------------------------------------------------------

TEST_F(DataStreamTest, BadInput47_SilenceInsteadOfTlsEndsAtTheDeadline) {
  m_limits.handshake = milliseconds(200);
  listenForData();
  auto accepted = acceptLater();
  const UniqueFd socket = test::connectTcp(m_listener->port());
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

// --- Networks that fail --------------------------------------------------------------------------------------

/// Ends the client's TCP in some way, without close_notify, after the client has sent a few octets.
class LostDataTest : public DataStreamTest {
 protected:
  std::string heardWhenItEnds(void (*end)(UniqueFd)) {
    listenForData();
    auto accepted = acceptLater();
    const Certificate good = makeCertificate({"good"});
    auto raw = later([port = m_listener->port(), &good, end] {
      UniqueFd socket = test::connectTcp(port);
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
  EXPECT_EQ(heardWhenItEnds([](UniqueFd descriptor) { descriptor.reset(); }), "few!connection-lost");
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
  const UniqueFd first = test::connectTcp(full.port);
  auto connected = connectLater(full.port);
  EXPECT_EQ(connected.wait_for(milliseconds(100)), std::future_status::timeout);
  m_client.cancel();
  EXPECT_EQ(codeOf(resultOf(connected)), codes::kCancelled);
}

TEST_F(DataStreamTest, CancelWhileTheServerIsSilent) {
  const test::TcpListener mute = test::TcpListener::open();
  auto connected = connectLater(mute.port);
  const UniqueFd guest = mute.accept();
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
  const UniqueFd socket = test::connectTcp(m_listener->port());
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
