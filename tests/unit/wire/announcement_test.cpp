#include "wire/announcement.h"

#include "samples.h"
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace landline::wire {
namespace {

const std::string kId(samples::kPeer);
const std::string kUuid(samples::kUuid);
const std::string kGood = R"({"landline":1,"id":")" + kId + R"(","name":"Room 301","port":6677,"kind":"server"})";
const std::string kProbe = R"({"landline":1,"probe":")" + kUuid + R"(","kind":"broadcast","interface":"eth0"})";

void expectRefused(const std::string& datagram, QLatin1String code = codes::kMalformed) {
  SCOPED_TRACE(datagram);
  const Result<Discovery> discovery = parseDiscovery(datagram);
  ASSERT_FALSE(discovery);
  EXPECT_EQ(discovery.error().code.toStdString(), code.latin1());
  EXPECT_FALSE(discovery.error().detail.isEmpty());
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, what.size(), with);
}

TEST(Announcement, RoundTrips) {
  const Announcement announcement{samples::peer(), QStringLiteral("Room 301"), 6677, QStringLiteral("server")};
  EXPECT_EQ(encodeAnnouncement(announcement).toStdString(), kGood);
  const Result<Discovery> parsed = parseDiscovery(kGood);
  ASSERT_TRUE(parsed) << parsed.error().detail.toStdString();
  const Announcement& read = std::get<Announcement>(*parsed);
  EXPECT_EQ(read.id, samples::peer());
  EXPECT_EQ(read.name, QStringLiteral("Room 301"));
  EXPECT_EQ(read.port, 6677);
  EXPECT_EQ(read.kind, QStringLiteral("server"));
}

TEST(Announcement, GoodbyeAndQueryRoundTrip) {
  const std::string goodbye = encodeGoodbye(samples::peer()).toStdString();
  EXPECT_EQ(goodbye, R"({"landline":1,"id":")" + kId + R"(","kind":"goodbye"})");
  EXPECT_EQ(std::get<Goodbye>(*parseDiscovery(goodbye)).id, samples::peer());
  const std::string query = encodeQuery().toStdString();
  EXPECT_EQ(query.substr(0, 31), R"({"landline":1,"kind":"query"}  )");
  EXPECT_TRUE(std::holds_alternative<Query>(*parseDiscovery(query)));
}

TEST(Announcement, BadInput88_AnAnswerIsNeverLargerThanItsQuery) {
  const QByteArray query = encodeQuery();
  EXPECT_EQ(query.size(), 512);
  for (const QString& c : {QStringLiteral("\""), QStringLiteral("\\"), QStringLiteral(u"\U0001F3EB")}) {
    const Announcement largest{samples::peer(), c.repeated(64), 65535, QString(64, QLatin1Char('x'))};
    const QByteArray octets = encodeAnnouncement(largest);
    EXPECT_LE(octets.size(), query.size());
    EXPECT_EQ(std::get<Announcement>(*parseDiscovery(octets.toStdString())).name, largest.name);
  }
  // Whoever asks with less gets nothing, and neither does one who asks with more.
  const std::string text = query.toStdString();
  expectRefused(text.substr(0, 511));
  expectRefused(R"({"landline":1,"kind":"query"})");
  expectRefused(text + ' ', codes::kTooLarge);
}

TEST(Announcement, UnknownKeysAndKindsAreTaken) {
  const std::string more = replaced(kGood, "\"id\"", "\"later\":[{}],\"id\"");
  EXPECT_TRUE(std::holds_alternative<Announcement>(*parseDiscovery(more)));
  const Result<Discovery> other = parseDiscovery(replaced(kGood, "\"server\"", "\"relay-2\""));
  EXPECT_EQ(std::get<Announcement>(*other).kind, QStringLiteral("relay-2"));
}

TEST(Announcement, BadInput86_RandomOctetsAndSizes) {
  expectRefused("");
  expectRefused(std::string(65'507, ' '), codes::kTooLarge);
  expectRefused(std::string(512, '\0'));
  std::mt19937 engine(86);
  for (int i = 0; i < 2'000; ++i) {
    std::string octets(engine() % 512, '\0');
    for (char& c : octets) {
      c = static_cast<char>(engine());
    }
    EXPECT_FALSE(parseDiscovery(octets));
    EXPECT_FALSE(parseProbeDatagram(octets));
  }
}

TEST(Announcement, BadInput89_PortZeroAndOthersThatAreNone) {
  for (const char* port : {"0", "65536", "-1", "6677.0", "\"6677\"", "null", "true", "4294973973"}) {
    expectRefused(replaced(kGood, "6677", port));
  }
  EXPECT_TRUE(parseDiscovery(replaced(kGood, "6677", "65535")));
}

TEST(Announcement, BadInput40_91_ReadAsStrictlyAsAMessage) {
  expectRefused(replaced(kGood, "\"name\"", "\"id\":\"" + kId + "\",\"name\""));
  expectRefused(replaced(kGood, "9f86", "9F86"));
  expectRefused(replaced(kGood, "9f86", "9f8"));
  expectRefused(replaced(kGood, "Room 301", ""));
  expectRefused(replaced(kGood, "Room 301", "a\\u0000b"));
  expectRefused(replaced(kGood, "Room 301", "a\\nb"));
  expectRefused(replaced(kGood, "Room 301", "\\ud800"));
  expectRefused(replaced(kGood, "Room 301", "\xFF"));
  expectRefused(replaced(kGood, "Room 301", std::string(65, 'x')));
  expectRefused(replaced(kGood, "server", "Server!"));
  expectRefused(replaced(kGood, ",\"kind\":\"server\"", ""));
  expectRefused(replaced(kGood, "\"id\":\"" + kId + "\",", ""));
  expectRefused(replaced(kGood, "\"landline\":1,", ""));
  expectRefused("[" + kGood + "]");
  expectRefused("\xEF\xBB\xBF" + kGood);
  expectRefused(kGood + kGood);
  expectRefused(kGood + std::string(1, '\0'));
  expectRefused(R"({"landline":1,"kind":"goodbye"})");
  expectRefused(R"({"landline":1,"kind":"goodbye","id":"x"})");
}

TEST(Announcement, BadInput10_AnotherVersion) {
  expectRefused(replaced(kGood, "\"landline\":1", "\"landline\":2"), codes::kProtocolVersion);
  expectRefused(replaced(encodeQuery().toStdString(), "1", "0"), codes::kProtocolVersion);
  expectRefused(replaced(kGood, "\"landline\":1", "\"landline\":\"1\""));
}

TEST(Announcement, BadInput35_EveryBeginningIsRefused) {
  for (const std::string& whole : {kGood, encodeGoodbye(samples::peer()).toStdString(), encodeQuery().toStdString()}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      expectRefused(whole.substr(0, length));
    }
  }
  for (std::size_t length = 0; length < kProbe.size(); ++length) {
    EXPECT_FALSE(parseProbeDatagram(std::string_view(kProbe).substr(0, length))) << length;
  }
}

TEST(Announcement, BadInput36_AFlippedBitIsRefusedOrHarmless) {
  std::size_t taken = 0;
  for (std::size_t bit = 0; bit < 8 * kGood.size(); ++bit) {
    std::string flipped = kGood;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    if (const Result<Discovery> parsed = parseDiscovery(flipped)) {
      ++taken;
      const Announcement& read = std::get<Announcement>(*parsed);
      EXPECT_FALSE(read.id.isNull());
      EXPECT_TRUE(isName(read.name));
      EXPECT_NE(read.port, 0);
      EXPECT_TRUE(parseDiscovery(encodeAnnouncement(read).toStdString()));
    }
  }
  EXPECT_GT(taken, 0u);
  EXPECT_LT(taken, 8 * kGood.size() / 2);
}

TEST(ProbeDatagram, RoundTrips) {
  for (const auto& [kind, word] :
       {std::pair(ProbeKind::Unicast, "unicast"), std::pair(ProbeKind::Broadcast, "broadcast"),
        std::pair(ProbeKind::Multicast, "multicast")}) {
    const ProbeDatagram probe{samples::uuid(), kind, QStringLiteral("eth0")};
    const std::string octets = encodeProbeDatagram(probe).toStdString();
    EXPECT_EQ(octets, replaced(kProbe, "broadcast", word));
    const Result<ProbeDatagram> read = parseProbeDatagram(octets);
    ASSERT_TRUE(read) << read.error().detail.toStdString();
    EXPECT_EQ(read->id, probe.id);
    EXPECT_EQ(read->kind, kind);
    EXPECT_EQ(read->interface_name, probe.interface_name);
  }
  const ProbeDatagram largest{samples::uuid(), ProbeKind::Multicast, QStringLiteral(u"\U0001F3EB").repeated(64)};
  EXPECT_LE(encodeProbeDatagram(largest).size(), kLargestAnnouncement);
}

TEST(ProbeDatagram, BadInput86_RefusesEverythingElse) {
  const auto expect_refused = [](const std::string& datagram, QLatin1String code = codes::kMalformed) {
    const Result<ProbeDatagram> probe = parseProbeDatagram(datagram);
    ASSERT_FALSE(probe) << datagram;
    EXPECT_EQ(probe.error().code.toStdString(), code.latin1()) << datagram;
  };
  expect_refused(kGood);
  expect_refused(replaced(kProbe, "broadcast", "anycast"));
  expect_refused(replaced(kProbe, "6f96", "6F96"));
  expect_refused(replaced(kProbe, "eth0", "a\\u001b"));
  expect_refused(replaced(kProbe, "eth0", std::string(65, 'x')));
  expect_refused(replaced(kProbe, ",\"interface\":\"eth0\"", ""));
  expect_refused(kProbe + std::string(512, ' '), codes::kTooLarge);
  expect_refused(replaced(kProbe, "\"landline\":1", "\"landline\":3"), codes::kProtocolVersion);
  // And discovery does not take a probe for a server.
  expectRefused(kProbe);
}

}  // namespace
}  // namespace landline::wire
