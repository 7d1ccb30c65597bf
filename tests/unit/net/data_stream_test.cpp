#include "data_stream_fixture.h"
#include <openssl/ssl.h>
#include <sys/socket.h>

// A data connection between two of our own programs, and who is let in.
namespace landline::net {
namespace {

using test::Certificate;
using test::CertificateRecipe;
using test::makeCertificate;
using test::RawTls;
using test::waitFor;
using Key = CertificateRecipe::Key;

std::string labelOf(const ::testing::TestParamInfo<CertificateRecipe>& info) {
  return info.param.label;
}

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
  constexpr std::size_t kSize = DataStream::kLargestInbox;
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
      FileDescriptor socket = test::connectTcp(port);
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

}  // namespace
}  // namespace landline::net
