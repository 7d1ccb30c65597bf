// What the network doctor asks of the network, one step at a time, of tiny servers that are what it may meet.

#include "net_fixture.h"
#include <QEventLoop>
#include <gmock/gmock.h>
#include <openssl/ssl.h>
#include <sched.h>
#include <sys/socket.h>

#include <cerrno>
#include <functional>
#include <optional>
#include <thread>

#include "net/diagnosis_connect.h"
#include "net/diagnosis_handshake.h"
#include "net/diagnosis_route.h"
#include "support/network_namespaces.h"

namespace landline::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = HandshakeAttempt::Answer;

const QHostAddress kLoopback(QHostAddress::LocalHost);

// --- Route ---------------------------------------------------------------------------------------------------

TEST(DiagnosisRouteTest, ThisComputerItselfIsLocal) {
  for (const char* address : {"127.0.0.1", "::ffff:127.0.0.1"}) {
    const Result<Route> route = routeTo(QHostAddress(QLatin1String(address)));
    ASSERT_TRUE(route) << route.error().detail.toStdString();
    EXPECT_EQ(route->kind, Route::Kind::Local) << address;
    EXPECT_EQ(route->interface_name, QStringLiteral("lo"));
    EXPECT_GT(route->interface_index, 0);
  }
}

/// Runs `what` in a namespace that has nothing but what `ip` is told there; false where this user may not.
bool inEmptyNetwork(const std::vector<const char*>& commands, const std::function<void()>& what) {
  const FileDescriptor made = test::makeNetworkNamespace();
  if (!made || std::system("ip -V > /dev/null 2>&1") != 0) {
    return false;
  }
  bool ready = true;
  std::thread([&] {
    ready = ::setns(made.get(), CLONE_NEWNET) == 0;
    for (const char* command : commands) {
      ready = ready && std::system(command) == 0;  // NOLINT(concurrency-mt-unsafe)
    }
    if (ready) {
      what();
    }
  }).join();
  return ready;
}

const std::vector<const char*> kOneNetwork{"ip link set lo up", "ip link add eth7 type veth peer name far7",
                                           "ip addr add 10.7.0.1/24 dev eth7", "ip link set eth7 up",
                                           "ip link set far7 up"};

TEST(DiagnosisRouteTest, TellsOwnNetworkRouterTunnelRulesAndNoWayApart) {
  std::vector<const char*> commands = kOneNetwork;
  commands.insert(commands.end(), {"ip route add 10.8.0.0/16 via 10.7.0.254", "ip route add prohibit 10.66.0.0/16",
                                   "ip route add blackhole 10.67.0.0/16", "ip route add unreachable 10.68.0.0/16",
                                   "ip tuntap add dev office0 mode tun", "ip addr add 10.9.0.1/24 dev office0",
                                   "ip link set office0 up"});
  const auto route = [](const char* address) { return routeTo(QHostAddress(QLatin1String(address))); };
  const bool ran = inEmptyNetwork(commands, [&] {
    const Result<Route> direct = route("10.7.0.9");
    ASSERT_TRUE(direct) << direct.error().detail.toStdString();
    EXPECT_EQ(direct->kind, Route::Kind::Direct);
    EXPECT_EQ(direct->interface_name, QStringLiteral("eth7"));
    EXPECT_EQ(direct->own, QHostAddress(QStringLiteral("10.7.0.1")));

    const Result<Route> router = route("10.8.1.2");
    ASSERT_TRUE(router);
    EXPECT_EQ(router->kind, Route::Kind::Router);
    EXPECT_EQ(router->router, QHostAddress(QStringLiteral("10.7.0.254")));

    const Result<Route> tunnel = route("10.9.0.2");
    ASSERT_TRUE(tunnel);
    EXPECT_EQ(tunnel->kind, Route::Kind::Tunnel);
    EXPECT_EQ(tunnel->interface_name, QStringLiteral("office0"));

    const Result<Route> own = route("10.7.0.1");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->kind, Route::Kind::Local);

    EXPECT_TRUE(route("10.66.0.1").error().is(codes::kPermission));
    EXPECT_TRUE(route("10.67.0.1").error().is(codes::kPermission));
    EXPECT_TRUE(route("10.68.0.1").error().is(codes::kUnreachable));
    EXPECT_TRUE(route("192.0.2.1").error().is(codes::kUnreachable)) << "there is no default route";
    EXPECT_TRUE(route("2001:db8::1").error().is(codes::kUnreachable));
  });
  if (!ran) {
    GTEST_SKIP() << "needs to make network namespaces, and iproute2";
  }
}

// --- Connection ----------------------------------------------------------------------------------------------

/// The number that one attempt ends with; negative where it does not end.
int connectTo(const QHostAddress& address, quint16 port, milliseconds deadline = seconds(10)) {
  ConnectAttempt attempt;
  int finished = 0;
  int result = -1;
  QObject::connect(&attempt, &ConnectAttempt::finished, &attempt, [&](int system_error) {
    ++finished;
    result = system_error;
  });
  attempt.start(address, port, deadline);
  EXPECT_EQ(finished, 0) << "not from within start()";
  EXPECT_TRUE(test::waitFor([&] { return finished > 0; }));
  EXPECT_EQ(static_cast<bool>(attempt.takeDescriptor()), result == 0);
  return finished == 1 ? result : -1;
}

TEST(DiagnosisConnectTest, TellsAcceptedRefusedAndDroppedApart) {
  const auto open = test::TcpListener::open();
  EXPECT_EQ(connectTo(kLoopback, open.port), 0);

  quint16 closed_port = 0;
  { closed_port = test::TcpListener::open().port; }
  EXPECT_EQ(connectTo(kLoopback, closed_port), ECONNREFUSED);

  // With its backlog full the system drops what comes: as a firewall does.
  const auto full = test::TcpListener::open(0);
  const FileDescriptor first = test::connectTcp(full.port);
  EXPECT_EQ(connectTo(kLoopback, full.port, milliseconds(300)), ETIMEDOUT);
}

TEST(DiagnosisConnectTest, SaysWhyThereIsNoWay) {
  int no_route = 0;
  int no_host = 0;
  const bool ran = inEmptyNetwork(kOneNetwork, [&] {
    QEventLoop loop;  // this thread has none of its own
    no_route = connectTo(QHostAddress(QStringLiteral("192.0.2.1")), 6677);
    (void)std::system("ip route add prohibit 10.66.0.0/16");  // NOLINT(concurrency-mt-unsafe)
    no_host = connectTo(QHostAddress(QStringLiteral("10.66.0.1")), 6677);
  });
  if (!ran) {
    GTEST_SKIP() << "needs to make network namespaces, and iproute2";
  }
  EXPECT_EQ(no_route, ENETUNREACH);
  EXPECT_EQ(no_host, EACCES);
}

TEST(DiagnosisConnectTest, AFirewallsNoIsToldFromAComputerThatIsNotThere) {
  const QHostAddress server4(QStringLiteral("10.9.0.1"));
  const QHostAddress server6(QStringLiteral("fe80::1%eth0"));
  const QHostAddress router4(QStringLiteral("10.9.0.254"));
  const QHostAddress router6(QStringLiteral("fe80::fe"));
  for (const int code : {9, 10, 13}) {
    EXPECT_TRUE(isProhibition({false, code, router4}, server4)) << code;
  }
  for (const int code : {1, 5, 6}) {
    EXPECT_TRUE(isProhibition({true, code, router6}, server6)) << code;
  }
  EXPECT_FALSE(isProhibition({false, 1, router4}, server4)) << "host unreachable";
  EXPECT_FALSE(isProhibition({true, 3, router6}, server6)) << "address unreachable";
  EXPECT_TRUE(isProhibition({false, 1, server4}, server4)) << "who says that it is not there, is there";
  EXPECT_TRUE(isProhibition({true, 3, QHostAddress(QStringLiteral("fe80::1"))}, server6));
  EXPECT_FALSE(isProhibition({false, 3, server4}, server4)) << "nothing listens at the port";
  EXPECT_FALSE(isProhibition({true, 4, QHostAddress(QStringLiteral("fe80::1"))}, server6));
}

TEST(DiagnosisConnectTest, IsGivenUpWithItsObject) {
  const auto full = test::TcpListener::open(0);
  const FileDescriptor first = test::connectTcp(full.port);
  auto attempt = std::make_unique<ConnectAttempt>();
  bool told = false;
  QObject::connect(attempt.get(), &ConnectAttempt::finished, attempt.get(), [&] { told = true; });
  attempt->start(kLoopback, full.port, milliseconds(1));
  attempt.reset();
  EXPECT_FALSE(test::waitFor([&] { return told; }, 50));
}

// --- What answers --------------------------------------------------------------------------------------------

class DiagnosisHandshakeTest : public NetTest {
 protected:
  /// What is found on a connection of which `serve` is the other side, in a thread of its own.
  Answer meet(const std::function<void(FileDescriptor)>& serve, milliseconds deadline = seconds(10)) {
    const auto listener = test::TcpListener::open();
    auto served = std::async(std::launch::async, [&] { serve(listener.accept()); });
    const Answer answer = ask(listener.port, deadline);
    resultOfVoid(served);
    return answer;
  }

  Answer ask(quint16 port, milliseconds deadline = seconds(10)) {
    ConnectAttempt attempt;
    std::optional<int> connected;
    QObject::connect(&attempt, &ConnectAttempt::finished, &attempt, [&](int error) { connected = error; });
    attempt.start(kLoopback, port, seconds(10));
    EXPECT_TRUE(test::waitFor([&] { return connected.has_value(); }));
    HandshakeAttempt handshake(m_client_tls);
    std::vector<Answer> answers;
    QObject::connect(&handshake, &HandshakeAttempt::finished, &handshake,
                     [&](const Answer& answer) { answers.push_back(answer); });
    handshake.start(attempt.takeDescriptor(), deadline);
    EXPECT_TRUE(test::waitFor([&] { return !answers.empty(); }));
    EXPECT_EQ(answers.size(), 1U);
    return answers.empty() ? Answer() : answers.front();
  }

  static void resultOfVoid(std::future<void>& task) {
    EXPECT_TRUE(test::waitFor([&] { return task.wait_for(seconds(0)) == std::future_status::ready; }));
  }

  static void say(const FileDescriptor& to, std::string_view text) {
    EXPECT_EQ(::send(to.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }

  /// Reads what the client says, so that closing is not a reset.
  static void hear(const FileDescriptor& from) {
    char octets[4096];
    EXPECT_GT(::recv(from.get(), octets, sizeof(octets), 0), 0);
  }
};

TEST_F(DiagnosisHandshakeTest, ALandlineServerSaysWhoItIsAndSeesNoHello) {
  listen();
  const Answer answer = ask(m_listener->port());
  EXPECT_EQ(answer.kind, Answer::Kind::Landline) << answer.detail.toStdString();
  EXPECT_EQ(answer.peer, m_server_tls->own());
  ASSERT_TRUE(test::waitFor([&] { return m_accepted.size() == 1 && server().isClosed(); }));
  EXPECT_TRUE(server().isSecured());
  EXPECT_TRUE(server().messages.empty());
}

TEST_F(DiagnosisHandshakeTest, AWebServerIsOne) {
  const Answer answer = meet([](FileDescriptor client) {
    hear(client);
    say(client, "HTTP/1.1 400 Bad Request\r\nServer: tiny\r\n\r\n<html></html>");
  });
  EXPECT_EQ(answer.kind, Answer::Kind::Http);
  EXPECT_EQ(answer.detail, QStringLiteral("HTTP/1.1 400 Bad Request"));
}

TEST_F(DiagnosisHandshakeTest, ATextServerIsOneEvenWhereItSpeaksFirst) {
  const Answer answer = meet([](FileDescriptor client) { say(client, "Welcome to the tutorial!\nSay something.\n"); });
  EXPECT_EQ(answer.kind, Answer::Kind::Text);
  EXPECT_EQ(answer.detail, QStringLiteral("Welcome to the tutorial!"));
}

TEST_F(DiagnosisHandshakeTest, OtherOctetsAreShownInHex) {
  const Answer answer = meet([](FileDescriptor client) { say(client, std::string_view("\x00\x01\xff\x10", 4)); });
  EXPECT_EQ(answer.kind, Answer::Kind::Octets);
  EXPECT_EQ(answer.detail, QStringLiteral("00 01 ff 10"));
}

TEST_F(DiagnosisHandshakeTest, ALongFirstLineIsCut) {
  const Answer answer = meet([](FileDescriptor client) { say(client, std::string(2000, 'x')); });
  EXPECT_EQ(answer.kind, Answer::Kind::Text);
  EXPECT_LE(answer.detail.size(), 100);
}

TEST_F(DiagnosisHandshakeTest, ASilentOneIsToldAfterTheDeadline) {
  const Answer answer = meet([](FileDescriptor client) { test::readToEnd(client.get()); }, milliseconds(200));
  EXPECT_EQ(answer.kind, Answer::Kind::Silent);
}

TEST_F(DiagnosisHandshakeTest, ClosingAndResettingAreToldApart) {
  EXPECT_EQ(meet([](FileDescriptor client) { hear(client); }).kind, Answer::Kind::Closed);
  const Answer reset = meet([](FileDescriptor client) {
    hear(client);
    test::closeWithReset(std::move(client));
  });
  EXPECT_EQ(reset.kind, Answer::Kind::Reset);
}

TEST_F(DiagnosisHandshakeTest, TlsOfSomethingElseIsNotLandline) {
  const auto rsa = test::makeCertificate({"rsa", test::CertificateRecipe::Key::Rsa});
  const Answer web = meet([&](FileDescriptor client) { test::RawTls(std::move(client), {&rsa}).accept(); });
  EXPECT_EQ(web.kind, Answer::Kind::OtherTls);
  EXPECT_FALSE(web.detail.isEmpty());

  // A certificate like ours alone does not make a Landline server.
  const auto good = test::makeCertificate({"good"});
  const Answer does_not_ask = meet([&](FileDescriptor client) {
    test::RawTls tls(std::move(client), {&good, 0, false});
    EXPECT_TRUE(tls.accept());
    tls.read();
  });
  EXPECT_EQ(does_not_ask.kind, Answer::Kind::OtherTls);
  EXPECT_THAT(does_not_ask.detail.toStdString(), ::testing::HasSubstr("certificate"));
}

TEST_F(DiagnosisHandshakeTest, AnOlderTlsFailsAndSaysSo) {
  const auto good = test::makeCertificate({"good"});
  const Answer answer = meet([&](FileDescriptor client) {
    test::RawTls(std::move(client), {&good, TLS1_2_VERSION}).accept();
  });
  EXPECT_EQ(answer.kind, Answer::Kind::TlsFailed);
  EXPECT_FALSE(answer.detail.isEmpty());
}

TEST_F(DiagnosisHandshakeTest, AnAnswerThatStopsHalfWayIsNotSilence) {
  const Answer answer = meet(
      [](FileDescriptor client) {
        say(client, std::string_view("\x16\x03\x03\x40\x00", 5));
        test::readToEnd(client.get());
      },
      milliseconds(200));
  EXPECT_EQ(answer.kind, Answer::Kind::TlsFailed);
}

}  // namespace
}  // namespace landline::net
