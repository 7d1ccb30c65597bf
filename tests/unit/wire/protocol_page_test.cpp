#include "grind.h"
#include "plain_grind.h"
#include "samples.h"
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "core/limits.h"
#include "wire/announcement.h"
#include "wire/messages.h"
#include "wire/plain_text.h"
#include "wire/strict_json.h"

// PROTOCOL.md, its constants and the code say the same thing: what can be read back from the page is checked here.
namespace landline::wire {
namespace {

std::vector<std::string> pageLines() {
  std::ifstream page(LANDLINE_PROTOCOL_PAGE);
  std::vector<std::string> lines;
  for (std::string line; std::getline(page, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The lines of the fenced block that is called `kind`.
std::vector<std::string> block(const std::string& kind) {
  std::vector<std::string> lines;
  bool inside = false;
  for (const std::string& line : pageLines()) {
    if (line == "```" + kind) {
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      lines.push_back(line);
    }
  }
  return lines;
}

/// The number that a row of a table gives for `what`, times 1000 where it is in seconds.
long long figure(const std::string& what) {
  for (const std::string& line : pageLines()) {
    const std::string begin = "| " + what + " | ";
    if (line.rfind(begin, 0) == 0) {
      const long long number = std::stoll(line.substr(begin.size()));
      return line.find(" s |") != std::string::npos ? number * 1000 : number;
    }
  }
  ADD_FAILURE() << "the page has no row \"" << what << "\"";
  return -1;
}

long long octets(std::size_t count) {
  return static_cast<long long>(count);
}

TEST(ProtocolPage, LimitsAreThoseOfTheCode) {
  const Limits limits;
  EXPECT_EQ(figure("header line, its LF not counted"), octets(limits.header_line));
  EXPECT_EQ(figure("body of a message"), octets(limits.message_body));
  EXPECT_EQ(figure("body of a message on a control connection before `welcome`"),
            octets(limits.message_body_before_admission));
  EXPECT_EQ(figure("piece of a file"), limits.file_piece);
  EXPECT_EQ(figure("chat text"), octets(limits.chat_text));
  EXPECT_EQ(figure("messages (`chat`) of one peer that are passed on at once"), limits.chat_at_once);
  EXPECT_EQ(figure("messages of one peer that are passed on per second after these"), limits.chat_per_second);
  EXPECT_EQ(figure("messages of one peer that wait for it"), limits.chat_waiting);
  EXPECT_EQ(figure("texts of one peer that wait for it, together"), octets(limits.chat_waiting_octets));
  EXPECT_EQ(figure("name of a peer"), limits.name_code_points);
  EXPECT_EQ(figure("entries of a page (`manifest`, `want`), indexes of a `stored`"), limits.manifest_page_entries);
  EXPECT_EQ(figure("open pages"), limits.open_manifest_pages);
  EXPECT_EQ(figure("blocks of the files of a page together"), limits.manifest_page_blocks);
  EXPECT_EQ(figure("digests of a `have`"), kMostDigests);
  EXPECT_EQ(figure("names in `first` of an offer"), kMostFirstNames);
  EXPECT_EQ(figure("depth of JSON, the outermost object counted"), kLargestJsonDepth);
  EXPECT_EQ(figure("from the connection to a valid `hello`, or on a data connection `ticket`"),
            limits.handshake.count());
  EXPECT_EQ(figure("unauthenticated connections in all"), limits.unauthenticated_connections);
  EXPECT_EQ(figure("unauthenticated connections from one address"), limits.unauthenticated_per_address);
  EXPECT_EQ(figure("control connections and plain peers from one address at once"), limits.arrivals_at_once);
  EXPECT_EQ(figure("control connections and plain peers from one address per second after these"),
            limits.arrivals_per_second);
  EXPECT_EQ(figure("unsent octets kept for a reader"), octets(limits.unsent_control_data));
  EXPECT_EQ(figure("silence on a control connection before `ping`"), limits.heartbeat.count());
  EXPECT_EQ(figure("silence, or no progress in sending, before a control connection is closed"),
            limits.silence.count());
  EXPECT_EQ(figure("life of a ticket"), limits.ticket_life.count());
  EXPECT_EQ(figure("interval of `ping` on a data connection while a side is busy"), limits.transfer_ping.count());
  EXPECT_EQ(figure("silence on a data connection before it is closed"), limits.transfer_silence.count());
  EXPECT_EQ(figure("open offers of one peer"), limits.queued_offers_per_peer);
}

TEST(ProtocolPage, LimitsOfPlainPeersAndDatagramsAreThoseOfTheCode) {
  const Limits limits;
  EXPECT_EQ(figure("plain message; a longer one is cut into several"), octets(limits.plain_message));
  EXPECT_EQ(figure("header of a plain file, its end not counted"), octets(limits.header_line));
  EXPECT_EQ(figure("a fixed buffer in a plain burst"), kPlainBuffer);
  EXPECT_EQ(figure("silence that ends a plain message, and a burst"), limits.plain_quiet.count());
  EXPECT_EQ(figure("silence from the connection on, after which it counts as a plain one"),
            limits.plain_first_octet.count());
  EXPECT_EQ(figure("from the header of a plain file to `ok`"), limits.plain_answer.count());
  EXPECT_EQ(figure("plain peers at once"), limits.plain_peers);
  EXPECT_EQ(figure("plain peers from one address at once"), limits.plain_peers_per_address);
  EXPECT_EQ(figure("datagram of discovery or of a probe; a query has exactly so many"), kLargestAnnouncement);
  EXPECT_EQ(figure("interval of the first announcements"), limits.announce_first.count());
  EXPECT_EQ(figure("interval of later announcements"), limits.announce.count());
  EXPECT_EQ(figure("time without an announcement after which a server is gone"), limits.server_vanished.count());
  EXPECT_EQ(figure("entries in `heard` of `probed`"), kMostHeardProbes);
}

/// The row of a table that begins with `name` in code marks, within the section `heading`.
std::string row(const std::string& heading, const std::string& name) {
  bool inside = false;
  for (const std::string& line : pageLines()) {
    if (line.rfind("## ", 0) == 0) {
      inside = line == "## " + heading;
    }
    if (inside && line.rfind("| `" + name + "` |", 0) == 0) {
      return line;
    }
  }
  return {};
}

template <typename Message>
void expectKeysStandInOrder(const std::string& heading, const std::vector<samples::Sample<Message>>& all) {
  const std::regex key("\"([a-z0-9_]+)\":");
  for (const samples::Sample<Message>& sample : all) {
    const std::string line = row(heading, std::string(nameOf(sample.message)));
    ASSERT_FALSE(line.empty()) << nameOf(sample.message) << " has no row in \"" << heading << "\"";
    std::size_t at = 0;
    std::set<std::string> seen;  // the second entry of a list has the same keys as the first
    for (std::sregex_iterator it(sample.body.begin(), sample.body.end(), key), end; it != end; ++it) {
      const std::string mark = '`' + (*it)[1].str() + '`';
      if (seen.insert(mark).second) {
        at = line.find(mark, at);
        ASSERT_NE(at, std::string::npos) << mark << " in the row of " << nameOf(sample.message);
      }
    }
  }
}

TEST(ProtocolPage, EveryControlMessageHasItsRowWithItsKeysInOrder) {
  expectKeysStandInOrder("Control connection", samples::control());
}

TEST(ProtocolPage, EveryDataMessageHasItsRowWithItsKeysInOrder) {
  expectKeysStandInOrder("Data connection", samples::data());
}

/// The octets that the side `mark` ("C" or "S") sends in the example session.
std::string sentBy(char mark, const std::string& kind, int& frames) {
  std::string stream;
  const std::vector<std::string> lines = block(kind);
  EXPECT_GE(lines.size(), 20u);
  for (std::size_t i = 0; i + 1 < lines.size(); i += 2) {
    EXPECT_EQ(lines[i].substr(1, 2), "> ");
    if (lines[i][0] == mark) {
      stream += lines[i].substr(3) + '\n' + lines[i + 1];
      ++frames;
    }
  }
  return stream;
}

void expectDecodes(const std::string& kind, FrameDecoder::Pieces pieces) {
  for (const char mark : {'C', 'S'}) {
    int frames = 0;
    const std::string stream = sentBy(mark, kind, frames);
    grind::Settings settings;
    settings.pieces = pieces;
    const grind::Outcome outcome = grind::decode({stream}, settings);
    EXPECT_TRUE(outcome.error.code.isEmpty()) << outcome.error.detail.toStdString();
    EXPECT_TRUE(outcome.at_boundary);
    for (const std::string& line : outcome.story) {
      frames -= line.rfind("message ", 0) == 0 || line == "piece end" ? 1 : 0;
      if (line.rfind("message ", 0) != 0) {
        continue;
      }
      const std::string name = line.substr(8, line.find(' ', 8) - 8);
      const std::string body = line.substr(8 + name.size() + 1);
      const std::string header = name + '&' + std::to_string(body.size()) + '\n';
      if (pieces == FrameDecoder::Pieces::Refused) {
        const Result<ControlMessage> message = parseControl(name, body);
        ASSERT_TRUE(message) << message.error().detail.toStdString();
        EXPECT_EQ(encode(*message).toStdString(), header + body);
      } else {
        const Result<DataMessage> message = parseData(name, body);
        ASSERT_TRUE(message) << message.error().detail.toStdString();
        EXPECT_EQ(encode(*message).toStdString(), header + body);
      }
    }
    EXPECT_EQ(frames, 0);
  }
}

TEST(ProtocolPage, TheExampleSessionIsOne) {
  expectDecodes("control", FrameDecoder::Pieces::Refused);
  expectDecodes("data", FrameDecoder::Pieces::Taken);
}

TEST(ProtocolPage, ThePlainDumpIsOne) {
  plain_grind::Script script;
  script.bursts.emplace_back();
  for (const std::string& line : block("plain")) {
    if (line == "P> <quiet>") {
      script.bursts.emplace_back();
    } else if (line.rfind("P> ", 0) == 0) {
      script.bursts.back() += std::regex_replace(line.substr(3), std::regex("\\\\n"), "\n");
    }
  }
  plain_grind::expectStory(
      script, {"text hello, is anybody there?", "header notes.txt 5", "body hello", "body end", "text that was it"});
}

TEST(ProtocolPage, TheDatagramsAreThoseOfTheCode) {
  const std::vector<std::string> datagrams = block("discovery");
  ASSERT_EQ(datagrams.size(), 3u);
  const Result<Discovery> server = parseDiscovery(datagrams[0]);
  ASSERT_TRUE(server) << server.error().detail.toStdString();
  EXPECT_EQ(encodeAnnouncement(std::get<Announcement>(*server)).toStdString(), datagrams[0]);
  const Result<Discovery> goodbye = parseDiscovery(datagrams[1]);
  ASSERT_TRUE(goodbye) << goodbye.error().detail.toStdString();
  EXPECT_EQ(encodeGoodbye(std::get<Goodbye>(*goodbye).id).toStdString(), datagrams[1]);
  EXPECT_EQ(encodeQuery().toStdString(), datagrams[2] + std::string(483, ' '));

  const std::vector<std::string> probes = block("probe");
  ASSERT_EQ(probes.size(), 1u);
  const Result<ProbeDatagram> probe = parseProbeDatagram(probes[0]);
  ASSERT_TRUE(probe) << probe.error().detail.toStdString();
  EXPECT_EQ(encodeProbeDatagram(*probe).toStdString(), probes[0]);
}

TEST(ProtocolPage, NamesThePlacesOfDiscovery) {
  std::string page;
  for (const std::string& line : pageLines()) {
    page += line + '\n';
  }
  for (const std::string& place :
       {std::string(kDiscoveryGroup4), std::string(kDiscoveryGroup6), "port " + std::to_string(kDiscoveryPort),
        std::string("padded with spaces to exactly 512 octets")}) {
    EXPECT_NE(page.find(place), std::string::npos) << place;
  }
}

}  // namespace
}  // namespace landline::wire
