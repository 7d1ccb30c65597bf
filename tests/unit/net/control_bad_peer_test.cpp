#include "raw_client_fixture.h"
#include <QTimer>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>

// What peers that are broken or hostile do to a control connection; one test for each line of the acceptance list.
namespace landline::net {
namespace {

using std::chrono::milliseconds;
using test::Certificate;
using test::CertificateRecipe;
using test::connectTcp;
using test::makeCertificate;
using test::RawTls;
using test::waitFor;
using Key = CertificateRecipe::Key;

std::string labelOf(const ::testing::TestParamInfo<CertificateRecipe>& info) {
  return info.param.label;
}

// --- Handshake -----------------------------------------------------------------------------------------------

TEST_F(ControlBadPeerTest, TheRawClientItselfIsAcceptable) {
  listen();
  auto talk = client([](RawTls& tls) {
    tls.write(kHelloFrame);
    return tls.read();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  server().connection->send(wire::Ping{});
  EXPECT_EQ(resultOf(talk), "ping&2\n{}");
}

TEST_F(ControlBadPeerTest, BadInput42_Tls12IsRefused) {
  listen();
  auto talk = client(listenToEnd, {&m_good, TLS1_2_VERSION});
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kTls);
  EXPECT_FALSE(server().isSecured());
  EXPECT_EQ(resultOf(talk), "no handshake");
}

TEST_F(ControlBadPeerTest, BadInput42_ATls12ServerIsRefused) {
  const test::TcpListener old = test::TcpListener::open();
  auto other = std::async(std::launch::async, [&] { return RawTls(old.accept(), {&m_good, TLS1_2_VERSION}).accept(); });
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), old.port);
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kTls);
  EXPECT_FALSE(resultOf(other));
}

TEST_F(ControlBadPeerTest, BadInput43_WithoutACertificateNobodyGetsIn) {
  listen();
  auto talk = client(listenToEnd, {});
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kBadCertificate);
  EXPECT_FALSE(server().isSecured());
  EXPECT_EQ(resultOf(talk), "") << "it was told something before it was refused";
}

class BadInput44_Control : public ControlBadPeerTest, public ::testing::WithParamInterface<CertificateRecipe> {};

TEST_P(BadInput44_Control, AClientIsRefused) {
  listen();
  const Certificate bad = makeCertificate(GetParam());
  auto talk = client(
      [](RawTls& tls) {
        tls.write(kHelloFrame);
        return tls.readToEnd();
      },
      {&bad});
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kBadCertificate) << qPrintable(server().reason.detail);
  EXPECT_FALSE(server().isSecured());
  EXPECT_TRUE(server().messages.empty());
  const std::string heard = resultOf(talk);
  EXPECT_TRUE(heard.empty() || heard.rfind("bye&", 0) == 0) << heard;
}

TEST_P(BadInput44_Control, AServerIsRefused) {
  const Certificate bad = makeCertificate(GetParam());
  const test::TcpListener listener = test::TcpListener::open();
  auto other = std::async(std::launch::async, [&] {
    RawTls tls(listener.accept(), {&bad});
    return tls.accept() ? tls.readToEnd() : std::string();
  });
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), listener.port);
  ASSERT_TRUE(waitFor([&] { return client.isClosed(); }));
  EXPECT_EQ(client.reason.code, codes::kBadCertificate) << qPrintable(client.reason.detail);
  EXPECT_FALSE(client.isSecured());
  const std::string heard = resultOf(other);
  EXPECT_TRUE(heard.empty() || heard.rfind("bye&", 0) == 0) << heard;
}

INSTANTIATE_TEST_SUITE_P(, BadInput44_Control,
                         ::testing::Values(CertificateRecipe{"Rsa", Key::Rsa},
                                           CertificateRecipe{"Sha1", Key::P256, "SHA1"},
                                           CertificateRecipe{"P384", Key::P384},
                                           CertificateRecipe{"BrokenSignature", Key::P256, "SHA256", "19700101000000Z",
                                                             "99991231235959Z", true}),
                         labelOf);

TEST_F(ControlBadPeerTest, BadInput47_WhoeverIsSilentAfterTlsIsClosedAtTheDeadline) {
  m_limits.handshake = milliseconds(400);
  listen();
  auto talk = client(listenToEnd);
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kTimeout);
  EXPECT_EQ(resultOf(talk).rfind("bye&", 0), 0U);
}

TEST_F(ControlBadPeerTest, BadInput47_PingsAreNoHello) {
  m_limits.handshake = milliseconds(400);
  listen();
  auto talk = client([](RawTls& tls) {
    tls.write("ping&2\n{}");
    return tls.readToEnd();
  });
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kTimeout);
  EXPECT_EQ(resultOf(talk).rfind("pong&2\n{}bye&", 0), 0U);
}

TEST_F(ControlBadPeerTest, BadInput48_AClientHelloInSmallPiecesIsClosedAtTheDeadline) {
  m_limits.handshake = milliseconds(300);
  listen();
  const FileDescriptor socket = connectTcp(m_listener->port());
  // The beginning of a ClientHello that announces 512 octets, an octet now and then.
  const std::string begin("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  std::size_t sent = 0;
  QTimer drip;
  QObject::connect(&drip, &QTimer::timeout, [&] {
    const char octet = sent < begin.size() ? begin[sent] : '\0';
    ::send(socket.get(), &octet, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    ++sent;
  });
  const auto began = std::chrono::steady_clock::now();
  drip.start(5);
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, codes::kTimeout);
  EXPECT_GE(std::chrono::steady_clock::now() - began, m_limits.handshake);
  EXPECT_GT(sent, 1U);
}

TEST_F(ControlBadPeerTest, BadInput49_NothingIsSentByItselfBeforeTheServerHasJudged) {
  listen();
  const auto client = connectClient();
  // The client is secured before the server knows who it is; here the server then refuses it.
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty(); }));
  QObject::connect(server().connection, &ControlChannel::secured, server().connection, [this] {
    server().connection->close({codes::kDenied, QStringLiteral("Not you.")});
  });
  ASSERT_TRUE(waitFor([&] { return client->isClosed() && server().isClosed(); }));
  EXPECT_TRUE(server().messages.empty());
  EXPECT_EQ(client->reason.code, codes::kDenied);
  EXPECT_TRUE(client->by_peer);
}

class BadInput77_Control : public ControlBadPeerTest, public ::testing::WithParamInterface<CertificateRecipe> {};

TEST_P(BadInput77_Control, DatesOfAClientDoNotMatter) {
  listen();
  const Certificate odd = makeCertificate(GetParam());
  auto talk = client(
      [](RawTls& tls) {
        tls.write(kHelloFrame);
        return tls.read();
      },
      {&odd});
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  server().connection->send(wire::Pong{});
  EXPECT_EQ(resultOf(talk), "pong&2\n{}");
}

TEST_P(BadInput77_Control, DatesOfAServerDoNotMatter) {
  const Certificate odd = makeCertificate(GetParam());
  const test::TcpListener listener = test::TcpListener::open();
  auto other = std::async(std::launch::async, [&] {
    RawTls tls(listener.accept(), {&odd});
    return tls.accept() ? tls.read() : std::string();
  });
  Recorded client(new ControlConnection(m_client_tls, m_limits));
  client.connection->connectTo(QStringLiteral("127.0.0.1"), listener.port);
  ASSERT_TRUE(waitFor([&] { return client.isSecured(); }));
  client.connection->send(wire::Ping{});
  EXPECT_EQ(resultOf(other), "ping&2\n{}");
}

INSTANTIATE_TEST_SUITE_P(
    , BadInput77_Control,
    ::testing::Values(CertificateRecipe{"Expired", Key::P256, "SHA256", "20000101000000Z", "20010101000000Z"},
                      CertificateRecipe{"NotYetValid", Key::P256, "SHA256", "20900101000000Z", "20910101000000Z"}),
    labelOf);

// --- Frames --------------------------------------------------------------------------------------------------

struct BadFrame {
  const char* label;
  std::string octets;
  QLatin1String code;
};

std::string frameLabelOf(const ::testing::TestParamInfo<BadFrame>& info) {
  return info.param.label;
}

class BadFrameTest : public ControlBadPeerTest, public ::testing::WithParamInterface<BadFrame> {};

TEST_P(BadFrameTest, IsAnsweredByByeAndClosed) {
  listen();
  auto talk = client([](RawTls& tls) {
    tls.write(std::string(kHelloFrame) + GetParam().octets + std::string(kHelloFrame));
    return tls.readToEnd();
  });
  ASSERT_TRUE(serverClosed());
  EXPECT_EQ(server().reason.code, GetParam().code) << qPrintable(server().reason.detail);
  EXPECT_FALSE(server().by_peer);
  EXPECT_EQ(server().count<wire::Hello>(), 1) << "what follows is not read";
  const std::string heard = resultOf(talk);
  EXPECT_EQ(heard.rfind("bye&", 0), 0U) << heard;
  EXPECT_NE(heard.find(GetParam().code.data()), std::string::npos) << heard;
}

INSTANTIATE_TEST_SUITE_P(, BadFrameTest,
                         ::testing::Values(BadFrame{"BadInput1_EmptyLine", "\n", codes::kMalformed},
                                           BadFrame{"BadInput10_UnknownName", "frobnicate&2\n{}", codes::kMalformed},
                                           BadFrame{"BadInput34_BodyTooLarge", "chat&65537\n", codes::kTooLarge},
                                           BadFrame{"BadInput34_BodyTooLargeBeforeAdmission", "chat&4097\n",
                                                    codes::kTooLarge},
                                           BadFrame{"BadInput39_APiece", "./a.txt&3\nabc", codes::kUnexpected},
                                           BadFrame{"BadInput40_NoObject", "chat&2\n[]", codes::kMalformed}),
                         frameLabelOf);

TEST_F(ControlBadPeerTest, BadInput34_AWholeChatFitsOnceAdmitted) {
  listen();
  std::string text(16 * 1024, 'x');
  const std::string body = "{\"id\":\"0d5c3f2a-1b2c-4d5e-8f90-a1b2c3d4e5f6\",\"to\":\"*\",\"text\":\"" + text + "\"}";
  std::promise<void> admitted;
  auto talk = client([&, ready = admitted.get_future().share()](RawTls& tls) {
    tls.write(kHelloFrame);
    ready.wait_for(kPatience);
    tls.write("chat&" + std::to_string(body.size()) + "\n" + body);
    return tls.readToEnd();
  });
  ASSERT_TRUE(waitFor([this] { return !m_accepted.empty() && server().count<wire::Hello>() == 1; }));
  server().connection->setAdmitted();
  admitted.set_value();
  ASSERT_TRUE(waitFor([this] { return server().count<wire::Chat>() == 1; }));
  server().connection->close({codes::kClosing, {}});
  resultOf(talk);
}

TEST_F(ControlBadPeerTest, BadInput35_AnEndAfterEveryOctetOfAMessageIsALostConnection) {
  m_limits.unauthenticated_per_address = m_limits.unauthenticated_connections;
  listen();
  std::vector<std::future<std::string>> talks;
  for (std::size_t cut = 0; cut <= kHelloFrame.size(); ++cut) {
    talks.push_back(client([cut](RawTls& tls) {
      tls.write(kHelloFrame.substr(0, cut));
      return std::string();
    }));
  }
  const auto is_closed = [](const auto& side) { return side->isClosed(); };
  EXPECT_TRUE(waitFor([&] {
    return m_accepted.size() == talks.size() && std::all_of(m_accepted.begin(), m_accepted.end(), is_closed);
  }));
  int hellos = 0;
  for (const auto& side : m_accepted) {
    EXPECT_EQ(side->reason.code, codes::kConnectionLost);
    hellos += side->count<wire::Hello>();
  }
  EXPECT_EQ(hellos, 1) << "the whole one";
}

TEST_F(ControlBadPeerTest, BadInput54_AnsweringAFloodKeepsItsOrderAndTheStack) {
  constexpr int kGroups = 20;
  constexpr int kPingsInAGroup = 1000;
  listen();
  auto talk = client([](RawTls& tls) {
    std::string flood(kHelloFrame);
    for (int group = 0; group < kGroups; ++group) {
      for (int i = 0; i < kPingsInAGroup; ++i) {
        flood += "ping&2\n{}";
      }
      const std::string body =
          "{\"id\":\"0d5c3f2a-1b2c-4d5e-8f90-a1b2c3d4e5f6\",\"to\":\"*\",\"text\":\"" + std::to_string(group) + "\"}";
      flood += "chat&" + std::to_string(body.size()) + "\n" + body;
    }
    tls.write(flood);
    const std::string pong = "pong&2\n{}";
    std::string answers;
    while (answers.size() < kGroups * kPingsInAGroup * pong.size()) {
      const std::string more = tls.read();
      if (more.empty()) {
        break;
      }
      answers += more;
    }
    return answers;
  });
  const std::string answers = resultOf(talk);
  EXPECT_EQ(answers.size(), std::size_t{kGroups} * kPingsInAGroup * 9);
  ASSERT_EQ(server().count<wire::Chat>(), kGroups);
  int expected = 0;
  for (const wire::ControlMessage& message : server().messages) {
    if (const auto* chat = std::get_if<wire::Chat>(&message)) {
      EXPECT_EQ(chat->text, QString::number(expected++));
    }
  }
}

}  // namespace
}  // namespace landline::net
