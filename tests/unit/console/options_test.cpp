#include "console/options.h"

#include "fake_node.h"
#include <QDir>
#include <gtest/gtest.h>

#include "console/exit_code.h"

namespace landline::console {
namespace {

QStringList arguments(const char* program, const std::vector<const char*>& rest) {
  QStringList result{QString::fromLatin1(program)};
  for (const char* each : rest) {
    result.append(QString::fromUtf8(each));
  }
  return result;
}

ServerOptions server(const std::vector<const char*>& rest) {
  const auto parsed = parseServerOptions(arguments("landline-server", rest));
  if (const Answer* answer = std::get_if<Answer>(&parsed)) {
    ADD_FAILURE() << answer->text.toStdString();
    return {};
  }
  return std::get<ServerOptions>(parsed);
}

ClientOptions client(const std::vector<const char*>& rest) {
  const auto parsed = parseClientOptions(arguments("landline-client", rest));
  if (const Answer* answer = std::get_if<Answer>(&parsed)) {
    ADD_FAILURE() << answer->text.toStdString();
    return {};
  }
  return std::get<ClientOptions>(parsed);
}

template <typename Options>
Answer answerIn(const std::variant<Options, Answer>& parsed) {
  const Answer* answer = std::get_if<Answer>(&parsed);
  return answer != nullptr ? *answer : Answer{-1, QStringLiteral("it was taken")};
}

Answer serverAnswer(const std::vector<const char*>& rest) {
  return answerIn(parseServerOptions(arguments("landline-server", rest)));
}

Answer clientAnswer(const std::vector<const char*>& rest) {
  return answerIn(parseClientOptions(arguments("landline-client", rest)));
}

TEST(Options, OfNothingAreAllUnset) {
  const ServerOptions options = server({});
  EXPECT_FALSE(options.listen);
  EXPECT_FALSE(options.access);
  EXPECT_FALSE(options.common.accept);
  EXPECT_EQ(options.common.acceptRule(), session::AcceptRule::Ask);
  EXPECT_EQ(options.port, 6677);
  EXPECT_FALSE(client({}).connect);
}

TEST(Options, OfTheServerAreTaken) {
  const ServerOptions options =
      server({"--headless", "--json", "--profile", "/p", "--listen", "127.0.0.1:0", "--name", "Room 301", "--access",
              "open", "--accept", "all", "--save-dir=/s", "--language", "zh_CN"});
  EXPECT_TRUE(options.common.headless);
  EXPECT_TRUE(options.common.json);
  EXPECT_EQ(options.common.profile, QStringLiteral("/p"));
  EXPECT_EQ(options.common.name, QStringLiteral("Room 301"));
  EXPECT_EQ(options.common.accept, session::AcceptRule::All);
  EXPECT_EQ(options.common.save_folder, QStringLiteral("/s"));
  EXPECT_EQ(options.common.language, QStringLiteral("zh_CN"));
  EXPECT_TRUE(options.listen);
  EXPECT_EQ(options.address, QStringLiteral("127.0.0.1"));
  EXPECT_EQ(options.port, 0);
  EXPECT_EQ(options.access, trust::Access::Open);
}

TEST(Options, OfTheClientAreTaken) {
  const ClientOptions options =
      client({"--headless", "--connect", "room-301:7000", "--to", "desk-9", "--message", "one", "--message", "two",
              "--send", "here.txt", "--send", "/there", "--stay", "--timeout", "30"});
  EXPECT_TRUE(options.connect);
  EXPECT_EQ(options.host, QStringLiteral("room-301"));
  EXPECT_EQ(options.port, 7000);
  EXPECT_EQ(options.to, QStringLiteral("desk-9"));
  EXPECT_EQ(options.messages, QStringList({QStringLiteral("one"), QStringLiteral("two")}));
  EXPECT_EQ(options.files,
            QStringList({QDir::current().absoluteFilePath(QStringLiteral("here.txt")), QStringLiteral("/there")}));
  EXPECT_TRUE(options.stay);
  EXPECT_EQ(options.timeout, std::chrono::seconds(30));
}

TEST(Options, OfPlainPeersAreTaken) {
  EXPECT_FALSE(server({}).plain);
  EXPECT_EQ(server({"--plain", "off"}).plain, session::PlainMode::Off);
  EXPECT_EQ(server({"--plain", "text"}).plain, session::PlainMode::Text);
  EXPECT_EQ(server({"--headless", "--plain", "files"}).plain, session::PlainMode::Files);
  EXPECT_FALSE(client({}).plain);
  EXPECT_TRUE(client({"--plain", "--headless", "--connect", "a:9000", "--message", "x", "--send", "y"}).plain);
}

TEST(Options, OfDiscoveryAreTaken) {
  EXPECT_FALSE(server({}).common.discovery);
  EXPECT_TRUE(server({}).common.discover_on.isEmpty());
  EXPECT_EQ(server({"--discovery", "off"}).common.discovery, false);
  const CommonOptions options = client({"--discovery", "on", "--discover-on", "tun0", "--discover-on", "br-1"}).common;
  EXPECT_EQ(options.discovery, true);
  EXPECT_EQ(options.discover_on, QStringList({QStringLiteral("tun0"), QStringLiteral("br-1")}));
  EXPECT_FALSE(client({"--headless", "--connect", "a"}).common.discovery);
  EXPECT_EQ(client({"--headless", "--connect", "a", "--discover-on", "tun0"}).common.discovery, true)
      << "an interface is named in order to be used";
}

TEST(Options, DiscoverAndDoctorHaveNoWindow) {
  const ClientOptions discover = client({"--discover", "--json", "--timeout", "5"});
  EXPECT_TRUE(discover.discover);
  EXPECT_TRUE(discover.common.headless);
  EXPECT_FALSE(discover.connect);
  EXPECT_EQ(discover.timeout, std::chrono::seconds(5));
  const ClientOptions doctor = client({"--doctor", "--connect", "room"});
  EXPECT_TRUE(doctor.doctor);
  EXPECT_TRUE(doctor.common.headless);
  EXPECT_EQ(doctor.host, QStringLiteral("room"));
  EXPECT_FALSE(client({"--headless", "--connect", "a"}).discover);
}

TEST(Options, SendTakesWhatFollowsIt) {
  const ClientOptions options = client({"--headless", "--connect", "a", "--send", "/one", "/two/", "/x/../three"});
  EXPECT_EQ(options.files, QStringList({QStringLiteral("/one"), QStringLiteral("/two"), QStringLiteral("/three")}));
}

TEST(Options, OfTransfersAreTaken) {
  const CommonOptions options =
      server({"--headless", "--conflict", "skip", "--rate-limit", "5M", "--at-once", "6"}).common;
  EXPECT_EQ(options.conflict, session::Conflict::Skip);
  EXPECT_EQ(options.rate_limit, 5 << 20);
  EXPECT_EQ(options.at_once, 6);
  test::FakeNode node;
  options.applyTo(node);
  EXPECT_EQ(node.calls, QStringList({QStringLiteral("setConflict 2"), QStringLiteral("setRateLimit 5242880"),
                                     QStringLiteral("setTransfersAtOnce 4 6")}));
  test::FakeNode untouched;
  server({"--headless"}).common.applyTo(untouched);
  EXPECT_TRUE(untouched.calls.isEmpty());
}

TEST(Options, ARateLimitHasUnits) {
  const auto limit = [](const char* text) { return *server({"--headless", "--rate-limit", text}).common.rate_limit; };
  EXPECT_EQ(limit("0"), 0);
  EXPECT_EQ(limit("999"), 999);
  EXPECT_EQ(limit("2k"), 2048);
  EXPECT_EQ(limit("3M"), 3 << 20);
  EXPECT_EQ(limit("1024G"), qint64{1} << 40);
}

TEST(Options, ListenTakesAPortOrAnAddressWithOne) {
  EXPECT_EQ(server({"--listen", "7000"}).port, 7000);
  EXPECT_EQ(server({"--listen", "7000"}).address, QString());
  EXPECT_EQ(server({"--listen", "[::1]:7000"}).address, QStringLiteral("::1"));
  EXPECT_EQ(server({"--listen", "0.0.0.0:65535"}).port, 65535);
}

TEST(Options, ConnectKnowsTheDefaultPort) {
  EXPECT_EQ(client({"--connect", "room"}).port, 6677);
  EXPECT_EQ(client({"--connect", "[::1]"}).host, QStringLiteral("::1"));
  EXPECT_EQ(client({"--connect", "[fe80::1]:7"}).port, 7);
}

class BadServerLine : public ::testing::TestWithParam<std::pair<std::vector<const char*>, const char*>> {};

TEST_P(BadServerLine, IsAUsageErrorThatSaysWhatIsAllowed) {
  const Answer answer = serverAnswer(GetParam().first);
  EXPECT_EQ(answer.exit_code, kExitUsage);
  EXPECT_TRUE(answer.text.contains(QLatin1String(GetParam().second))) << answer.text.toStdString();
  EXPECT_TRUE(answer.text.contains(QLatin1String("--help")));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadServerLine,
    ::testing::Values(std::pair(std::vector<const char*>{"--listen", "65536"}, "65535"),
                      std::pair(std::vector<const char*>{"--listen", "-1"}, "65535"),
                      std::pair(std::vector<const char*>{"--listen", "+5"}, "65535"),
                      std::pair(std::vector<const char*>{"--listen", ""}, "65535"),
                      std::pair(std::vector<const char*>{"--listen", "room:6677"}, "IP address"),
                      std::pair(std::vector<const char*>{"--listen", "::1:6677"}, "[IPV6]"),
                      std::pair(std::vector<const char*>{"--access", "all"}, "open, ask"),
                      std::pair(std::vector<const char*>{"--accept", "yes"}, "ask, all, none"),
                      std::pair(std::vector<const char*>{"--language", "tlh"}, "en, zh_CN"),
                      std::pair(std::vector<const char*>{"--json"}, "--headless"),
                      std::pair(std::vector<const char*>{"--rate-limit", "1M"}, "--headless"),
                      std::pair(std::vector<const char*>{"--conflict", "keep"}, "rename, over"),
                      std::pair(std::vector<const char*>{"--at-once", "0"}, "from 1 to 16"),
                      std::pair(std::vector<const char*>{"--at-once", "17"}, "from 1 to 16"),
                      std::pair(std::vector<const char*>{"--rate-limit", "1.5M"}, "1024G"),
                      std::pair(std::vector<const char*>{"--rate-limit", "-1"}, "1024G"),
                      std::pair(std::vector<const char*>{"--rate-limit", "1025G"}, "1024G"),
                      std::pair(std::vector<const char*>{"--name", "everyone"}, "neither"),
                      std::pair(std::vector<const char*>{"--name", "a\tb"}, "control"),
                      std::pair(std::vector<const char*>{"--name", ""}, "not empty"),
                      std::pair(std::vector<const char*>{"--profile", " "}, "not empty"),
                      std::pair(std::vector<const char*>{"--plain", "yes"}, "off, text, files"),
                      std::pair(std::vector<const char*>{"--discovery", "1"}, "on, off"),
                      std::pair(std::vector<const char*>{"--discover-on", ""}, "not empty"),
                      std::pair(std::vector<const char*>{"--discover-on", "tun0", "--discovery", "off"}, "no sense"),
                      std::pair(std::vector<const char*>{"--discover"}, "discover"),
                      std::pair(std::vector<const char*>{"--connect", "x"}, "connect"),
                      std::pair(std::vector<const char*>{"--save-dir"}, "save-dir"),
                      std::pair(std::vector<const char*>{"file.txt"}, "file.txt")));

class BadClientLine : public ::testing::TestWithParam<std::pair<std::vector<const char*>, const char*>> {};

TEST_P(BadClientLine, IsAUsageErrorThatSaysWhatIsAllowed) {
  const Answer answer = clientAnswer(GetParam().first);
  EXPECT_EQ(answer.exit_code, kExitUsage);
  EXPECT_TRUE(answer.text.contains(QLatin1String(GetParam().second))) << answer.text.toStdString();
}

INSTANTIATE_TEST_SUITE_P(
    All, BadClientLine,
    ::testing::Values(std::pair(std::vector<const char*>{"--headless"}, "--connect"),
                      std::pair(std::vector<const char*>{"--connect", "room:0"}, "from 1 to 65535"),
                      std::pair(std::vector<const char*>{"--connect", ":7"}, "HOST"),
                      std::pair(std::vector<const char*>{"--connect", "a b:7"}, "HOST"),
                      std::pair(std::vector<const char*>{"--connect", "fe80::1"}, "[IPV6]"),
                      std::pair(std::vector<const char*>{"--connect", "[::1"}, "[IPV6]"),
                      std::pair(std::vector<const char*>{"--connect", "[room]:7"}, "[IPV6]"),
                      std::pair(std::vector<const char*>{"--message", "x"}, "--headless"),
                      std::pair(std::vector<const char*>{"--stay"}, "--headless"),
                      std::pair(std::vector<const char*>{"--headless", "--connect", "a", "--timeout", "0"}, "from 1"),
                      std::pair(std::vector<const char*>{"--headless", "--connect", "a", "--timeout", "5s"}, "seconds"),
                      std::pair(std::vector<const char*>{"--headless", "--connect", "a", "--send", ""}, "not empty"),
                      std::pair(std::vector<const char*>{"--headless", "--connect", "a", "--message", ""}, "not empty"),
                      std::pair(std::vector<const char*>{"--plain", "text"}, "no place"),
                      std::pair(std::vector<const char*>{"--doctor"}, "--connect"),
                      std::pair(std::vector<const char*>{"--doctor", "--connect", "a", "--discover"}, "combined"),
                      std::pair(std::vector<const char*>{"--doctor", "--connect", "a", "--plain"}, "combined"),
                      std::pair(std::vector<const char*>{"--discover", "--connect", "a"}, "combined"),
                      std::pair(std::vector<const char*>{"--discover", "--message", "x"}, "combined"),
                      std::pair(std::vector<const char*>{"--discover", "--stay"}, "combined"),
                      std::pair(std::vector<const char*>{"--discover", "--discovery", "off"}, "no sense")));

TEST(Options, ANameOver64CharactersIsAUsageError) {
  const QByteArray longest(64, 'n');
  EXPECT_EQ(server({"--name", longest.constData()}).common.name.size(), 64);
  const QByteArray too_long(65, 'n');
  EXPECT_EQ(serverAnswer({"--name", too_long.constData()}).exit_code, kExitUsage);
}

TEST(Options, HelpListsEveryOptionEvenWhenTheRestIsWrong) {
  const Answer answer = clientAnswer({"--help", "--nonsense"});
  EXPECT_EQ(answer.exit_code, kExitDone);
  for (const char* option :
       {"--headless", "--json",     "--profile",  "--connect",    "--name",     "--to",          "--message",
        "--send",     "--accept",   "--conflict", "--rate-limit", "--at-once",  "--save-dir",    "--stay",
        "--timeout",  "--language", "--plain",    "--discovery",  "--discover", "--discover-on", "--doctor"}) {
    EXPECT_TRUE(answer.text.contains(QLatin1String(option))) << option;
  }
  EXPECT_TRUE(serverAnswer({"--help"}).text.contains(QLatin1String("--plain <off|text|files>")));
}

TEST(Options, VersionNamesTheProgram) {
  const Answer answer = serverAnswer({"--version"});
  EXPECT_EQ(answer.exit_code, kExitDone);
  EXPECT_TRUE(answer.text.startsWith(QLatin1String("landline-server " LANDLINE_VERSION " (Qt ")));
}

TEST(EarlyOptions, SayWhetherADisplayIsNeeded) {
  const auto early = [](std::vector<const char*> argv) {
    argv.insert(argv.begin(), "landline");
    return earlyOptions(static_cast<int>(argv.size()), argv.data());
  };
  EXPECT_FALSE(early({}).headless);
  EXPECT_FALSE(early({"--name", "x"}).headless);
  EXPECT_TRUE(early({"--headless"}).headless);
  EXPECT_TRUE(early({"--help"}).headless);
  EXPECT_TRUE(early({"-v"}).headless);
  EXPECT_TRUE(early({"--discover"}).headless);
  EXPECT_TRUE(early({"--doctor", "--connect", "a"}).headless);
  EXPECT_FALSE(early({"--discovery", "on"}).headless);
  EXPECT_FALSE(early({"--", "--headless"}).headless);
  EXPECT_EQ(early({"--language", "zh_CN"}).language, QStringLiteral("zh_CN"));
  EXPECT_EQ(early({"--language=en"}).language, QStringLiteral("en"));
  EXPECT_EQ(early({"--language"}).language, QString());
}

}  // namespace
}  // namespace landline::console
