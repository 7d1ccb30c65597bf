// The network doctor with a real server: who is let in, by which connection, and what datagrams do on loopback.

#include "room.h"
#include <sys/socket.h>

#include <thread>

#include "models/doctor_text.h"
#include "session/doctor_findings.h"
#include "support/tls_peers.h"

namespace landline::test {
namespace {

using session::DoctorLine;
using session::DoctorReport;
using Step = DoctorLine::Step;
using Mark = DoctorLine::Mark;
namespace findings = session::findings;

class DoctorTest : public Room {
 protected:
  DoctorTest() {
    limits.doctor_connect = std::chrono::milliseconds(500);
    limits.doctor_handshake = std::chrono::milliseconds(500);
    limits.probe_spacing = std::chrono::milliseconds(20);
    limits.probe_listen = std::chrono::milliseconds(300);
    limits.probe_pause = std::chrono::milliseconds(400);
  }

  /// Runs the doctor of `client` against the server; the reports come into `report`.
  void begin(Client& client, const QString& host = QStringLiteral("127.0.0.1")) { begin(client, host, port); }
  void begin(Client& client, const QString& host, quint16 to) {
    report = {};
    if (!m_follows) {
      m_follows = QObject::connect(client.node, &client::ClientNode::diagnosisChanged, &client.seen(),
                                   [this](const DoctorReport& each) { report = each; });
    }
    tell(*client.node, [host, to](auto& node) { node.diagnose(host, to); });
  }

  bool finished() {
    return waitFor([this] { return report.finished; });
  }

  const DoctorLine* line(Step step) const {
    for (const DoctorLine& each : report.lines) {
      if (each.step == step) {
        return &each;
      }
    }
    return nullptr;
  }
  std::string codeOf(Step step) const {
    const DoctorLine* const found = line(step);
    return found != nullptr ? found->code.toStdString() : "no line";
  }
  bool isRunning(Step step, QLatin1String code) const {
    const DoctorLine* const found = line(step);
    return found != nullptr && found->mark == Mark::Running && found->code == code;
  }

  /// What people would read, for a failure's message.
  std::string text() const { return models::DoctorText::plainText(report).toStdString(); }

  DoctorReport report;
  QMetaObject::Connection m_follows;
};

TEST_F(DoctorTest, AllIsWellWithAnOpenServerAndItLeavesAgain) {
  startServer();
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_TRUE(models::isAllWell(report)) << text();
  EXPECT_EQ(codeOf(Step::Resolve), "is-address");
  EXPECT_EQ(codeOf(Step::Route), "route-local");
  EXPECT_EQ(line(Step::Route)->interface_name, QStringLiteral("lo"));
  EXPECT_EQ(codeOf(Step::Tcp), "accepted");
  EXPECT_EQ(codeOf(Step::Tls), "new-server");
  EXPECT_EQ(codeOf(Step::Admission), "let-in");
  EXPECT_EQ(line(Step::Admission)->values, QStringList(QStringLiteral("Room 301")));
  int heard = 0;
  for (const DoctorLine& each : report.lines) {
    heard += each.code == QLatin1String("heard") && each.interface_name == QStringLiteral("lo") ? 1 : 0;
  }
  EXPECT_EQ(heard, 6) << "three kinds, two directions\n" << text();
  EXPECT_TRUE(waitFor([this] { return server.seen().peers.isEmpty(); }));
  EXPECT_TRUE(client->seen().is(Phase::Idle));
}

TEST_F(DoctorTest, ANameIsLookedUp) {
  startServer();
  const auto client = makeClient();
  begin(*client, QStringLiteral("localhost"));
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Resolve), "resolved");
  EXPECT_EQ(line(Step::Resolve)->values.value(0), QStringLiteral("localhost"));
  EXPECT_EQ(codeOf(Step::Admission), "let-in") << text();
}

TEST_F(DoctorTest, WhoIsConnectedStaysConnected) {
  startServer();
  const auto client = join(QStringLiteral("desk-7"));
  const auto phases = client->seen().phases;
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_TRUE(models::isAllWell(report)) << text();
  EXPECT_EQ(codeOf(Step::Tls), "known-server");
  EXPECT_EQ(codeOf(Step::Admission), "already-in");
  EXPECT_EQ(client->seen().phases, phases);
  EXPECT_EQ(server.seen().peers.size(), 1);
  // By another name, too: what counts is who answers.
  begin(*client, QStringLiteral("localhost"));
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "already-in");
  EXPECT_EQ(client->seen().phases, phases);
}

TEST_F(DoctorTest, APersonDecidesMeanwhile) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return isRunning(Step::Admission, findings::kAsksPerson); }));
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  tell(*server.node, [id = client->node->id()](auto& hub) { hub.admit(id); });
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "let-in");
  EXPECT_TRUE(models::isAllWell(report)) << text();
}

TEST_F(DoctorTest, APersonSaysNo) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  tell(*server.node, [id = client->node->id()](auto& hub) { hub.deny(id); });
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "denied");
  EXPECT_EQ(codeOf(Step::Multicast), "not-tried");
  EXPECT_FALSE(models::isAllWell(report));
}

TEST_F(DoctorTest, NobodyDecides) {
  limits.doctor_person = std::chrono::milliseconds(150);
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "waiting");
  EXPECT_EQ(line(Step::Admission)->mark, Mark::Warning);
  EXPECT_FALSE(models::isAllWell(report));
  EXPECT_TRUE(waitFor([this] { return server.seen().requests.isEmpty(); })) << "it has left";
}

TEST_F(DoctorTest, WhoWaitsKeepsItsPlace) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  connectClient(*client, QStringLiteral("desk-7"));
  ASSERT_TRUE(waitFor([&] { return client->seen().is(Phase::Waiting) && server.seen().requests.size() == 1; }));
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return isRunning(Step::Admission, findings::kAsksPerson); }));
  EXPECT_TRUE(client->seen().is(Phase::Waiting)) << "a second connection would have replaced it";
  tell(*server.node, [id = client->node->id()](auto& hub) { hub.admit(id); });
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "already-in") << text();
  EXPECT_TRUE(client->seen().is(Phase::Online));
  EXPECT_EQ(server.seen().requests.size(), 0);
}

TEST_F(DoctorTest, WhoConnectsMeanwhileIsNotPushedOut) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return isRunning(Step::Admission, findings::kAsksPerson); }));
  connectClient(*client, QStringLiteral("desk-7"));
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "replaced");
  EXPECT_TRUE(waitFor([&] { return client->seen().is(Phase::Waiting) && server.seen().requests.size() == 1; }));
}

TEST_F(DoctorTest, ALostConnectionIsTriedAgainAtOnce) {
  limits.reconnect_first = std::chrono::hours(1);
  startServer();
  const auto client = join(QStringLiteral("desk-7"));
  tell(*server.node, [](auto& hub) { hub.stopListening(); });
  ASSERT_TRUE(waitFor([&] { return client->seen().is(Phase::Retrying); }));
  listen(port);
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "already-in") << text();
  EXPECT_TRUE(client->seen().is(Phase::Online));
}

TEST_F(DoctorTest, NothingListens) {
  startServer();
  const auto client = makeClient();
  server.stop();
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Tcp), "connection-refused");
  EXPECT_EQ(codeOf(Step::Tls), "not-tried");
  EXPECT_EQ(report.lines.size(), 8) << "every step is named\n" << text();
}

TEST_F(DoctorTest, AFirewallThatDropsIsToldByTheDeadline) {
  const auto full = TcpListener::open(0);
  const FileDescriptor first = connectTcp(full.port);
  const auto client = makeClient();
  begin(*client, QStringLiteral("127.0.0.1"), full.port);
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Tcp), "timeout");
  EXPECT_EQ(line(Step::Tcp)->values.value(1), QStringLiteral("0.5"));
}

TEST_F(DoctorTest, AnotherProgramIsToldByWhatItSays) {
  const auto listener = TcpListener::open();
  std::thread web([&] {
    const FileDescriptor client = listener.accept();
    constexpr char kAnswer[] = "HTTP/1.0 400 Bad request\r\n\r\n";
    EXPECT_GT(::send(client.get(), kAnswer, sizeof(kAnswer) - 1, MSG_NOSIGNAL), 0);
    readToEnd(client.get());
  });
  const auto client = makeClient();
  begin(*client, QStringLiteral("127.0.0.1"), listener.port);
  EXPECT_TRUE(finished());
  web.join();
  EXPECT_EQ(codeOf(Step::Tcp), "accepted");
  EXPECT_EQ(codeOf(Step::Tls), "http");
  EXPECT_EQ(line(Step::Tls)->values, QStringList(QStringLiteral("HTTP/1.0 400 Bad request")));
}

TEST_F(DoctorTest, AConnectionThatIsCutIsAMatterOfTheConnection) {
  const auto listener = TcpListener::open();
  std::thread cutter([&] { closeWithReset(listener.accept()); });
  const auto client = makeClient();
  begin(*client, QStringLiteral("127.0.0.1"), listener.port);
  EXPECT_TRUE(finished());
  cutter.join();
  EXPECT_EQ(codeOf(Step::Tcp), "reset") << text();
  EXPECT_EQ(codeOf(Step::Tls), "not-tried");
}

TEST_F(DoctorTest, AChangedKeyIsToldAndNothingIsSaidToIt) {
  startServer();
  const auto client = join(QStringLiteral("desk-7"));
  tell(*client->node, [](auto& node) { node.disconnectFromServer(); });
  ASSERT_TRUE(waitFor([&] { return client->seen().is(Phase::Idle); }));
  server.stop();
  server = {};
  startServer();  // a new profile, the same port
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Tls), "key-changed") << text();
  EXPECT_EQ(codeOf(Step::Admission), "not-tried");
  EXPECT_TRUE(server.seen().peers.isEmpty());
}

TEST_F(DoctorTest, ACopiedProfileIsTold) {
  const auto client = makeClient();
  server::HubOptions options;
  options.limits = limits;
  options.name = QStringLiteral("Room 301");
  server.run(server::Hub::create(*Profile::open(client->profile()), options));
  listen(0);
  begin(*client);
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Tls), "own-key");
}

TEST_F(DoctorTest, WhatMakesNoSenseAsAServerIsToldWithoutAPacket) {
  const auto client = makeClient();
  const std::vector<std::pair<const char*, const char*>> expected{{"", "usage"},
                                                                  {"0.0.0.0", "not-a-host"},
                                                                  {"239.1.2.3", "not-a-host"},
                                                                  {"255.255.255.255", "not-a-host"},
                                                                  {"[::]", "not-a-host"},
                                                                  {"fe80::1", "no-scope"},
                                                                  {"no such host.invalid", "host-not-found"}};
  for (const auto& [host, code] : expected) {
    begin(*client, QLatin1String(host), 6677);
    ASSERT_TRUE(finished()) << host;
    EXPECT_EQ(codeOf(Step::Resolve), code) << host;
    EXPECT_EQ(codeOf(Step::Tcp), "not-tried") << host;
  }
}

TEST_F(DoctorTest, ItIsStoppedAtAnyTime) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  tell(*client->node, [](auto& node) { node.cancelDiagnosis(); });
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Admission), "cancelled");
  EXPECT_FALSE(models::isAllWell(report));
  EXPECT_TRUE(waitFor([this] { return server.seen().requests.isEmpty(); }));
}

TEST_F(DoctorTest, ASecondRunDropsTheFirst) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  begin(*client, QStringLiteral("0.0.0.0"));
  ASSERT_TRUE(finished());
  EXPECT_EQ(codeOf(Step::Resolve), "not-a-host");
  EXPECT_TRUE(waitFor([this] { return server.seen().requests.isEmpty(); }));
}

TEST_F(DoctorTest, TheProgramEndsWhileItRuns) {
  startServer(trust::Access::Ask);
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([this] { return server.seen().requests.size() == 1; }));
  client->stop();
  EXPECT_TRUE(waitFor([this] { return server.seen().requests.isEmpty(); }));
}

TEST_F(DoctorTest, RunAgainAtOnceTheServerIsAskedAgainInAMoment) {
  startServer();
  const auto client = join(QStringLiteral("desk-7"));
  for (int i = 0; i < 2; ++i) {
    begin(*client);
    ASSERT_TRUE(finished());
    EXPECT_EQ(codeOf(Step::Unicast), "heard") << i << "\n" << text();
  }
}

TEST_F(DoctorTest, AServerThatDoesNotTellWhatItHeardIsNotSaidToHearNothing) {
  limits.probe_listen = std::chrono::hours(1);
  startServer();
  limits.probe_listen = std::chrono::milliseconds(50);  // of the client, which does not wait so long
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(finished());
  int lines = 0;
  for (const DoctorLine& each : report.lines) {
    if (each.step >= Step::Unicast) {
      ++lines;
      EXPECT_EQ(each.code.toStdString(), each.to_server ? "no-probes" : "heard");
    }
  }
  EXPECT_EQ(lines, 6) << text();
  EXPECT_TRUE(models::isAllWell(report)) << text();
}

TEST_F(DoctorTest, WhoWritesToItMeanwhileIsToldThatNobodyIsThere) {
  limits.probe_listen = std::chrono::milliseconds(2'000);  // it is there for so long
  startServer();
  const auto talker = join(QStringLiteral("desk-9"));
  const auto client = makeClient();
  begin(*client);
  ASSERT_TRUE(waitFor([&] { return talker->seen().peers.size() == 2; }));
  const QString id = say(*talker->node, client->node->id().hex(), QStringLiteral("Are you there?"));
  EXPECT_TRUE(waitFor([&] { return talker->seen().deliveries.value(id) == session::Delivery::Rejected; }));
  EXPECT_EQ(talker->seen().rejections.value(id).code, codes::kAbsent);
  ASSERT_TRUE(finished());
  EXPECT_TRUE(models::isAllWell(report)) << text();
}

}  // namespace
}  // namespace landline::test
