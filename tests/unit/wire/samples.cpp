#include "samples.h"

namespace landline::wire::samples {

namespace {

QString latin1(const char* text) {
  return QString::fromLatin1(text);
}

/// JSON in which 'P', 'U' and 'D' alone between quotes stand for the peer, the UUID and the digest above.
std::string filled(std::string body) {
  const auto replace = [&](const std::string& what, const std::string& with) {
    for (std::size_t at = body.find(what); at != std::string::npos; at = body.find(what, at + with.size())) {
      body.replace(at, what.size(), with);
    }
  };
  replace("\"P\"", '"' + std::string(kPeer) + '"');
  replace("\"U\"", '"' + std::string(kUuid) + '"');
  replace("\"D\"", '"' + std::string(kDigest) + '"');
  return body;
}

template <typename Message>
std::string encoded(const std::vector<Sample<Message>>& samples) {
  std::string stream;
  for (const Sample<Message>& sample : samples) {
    stream += encode(sample.message).toStdString();
  }
  return stream;
}

}  // namespace

PeerId peer() {
  return *PeerId::fromHex(latin1(kPeer));
}
QString uuid() {
  return latin1(kUuid);
}

std::vector<Sample<ControlMessage>> control() {
  const QString name = QStringLiteral("desk-7");
  std::vector<Sample<ControlMessage>> all = {
      {"Hello", Hello{1, name, QStringLiteral("landline/0.1")},
       R"({"protocol":1,"name":"desk-7","app":"landline/0.1"})"},
      {"HelloInChinese", Hello{1, QStringLiteral(u"\u6559\u5BA4 \U0001F3EB"), {}},
       "{\"protocol\":1,\"name\":\"\xE6\x95\x99\xE5\xAE\xA4 \xF0\x9F\x8F\xAB\",\"app\":\"\"}"},
      {"Welcome", Welcome{1, QStringLiteral("Room 301"), peer()}, R"({"protocol":1,"name":"Room 301","you":"P"})"},
      {"Waiting", Waiting{QStringLiteral("approval")}, R"({"for":"approval"})"},
      {"Bye", Bye{codes::kKicked, QStringLiteral("Enough.")}, R"({"code":"kicked","reason":"Enough."})"},
      {"Chat", Chat{uuid(), kEveryone, QStringLiteral("good morning"), {}, {}},
       R"({"id":"U","to":"*","text":"good morning"})"},
      {"ChatPassedOn", Chat{uuid(), latin1(kPeer), QStringLiteral("a \"quoted\"\\\nline\t"), peer(), 1735689600000},
       R"({"id":"U","to":"P","text":"a \"quoted\"\\\nline\t","from":"P","at":1735689600000})"},
      {"ChatBefore1970", Chat{uuid(), kEveryone, {}, peer(), -1},
       R"({"id":"U","to":"*","text":"","from":"P","at":-1})"},
      {"Received", Received{uuid(), peer()}, R"({"id":"U","by":"P"})"},
      {"Joined", Joined{peer(), name, QStringLiteral("[fe80::1%eth0]:6677")},
       R"({"id":"P","name":"desk-7","address":"[fe80::1%eth0]:6677"})"},
      {"JoinedPlain", Joined{peer(), QStringLiteral("plain (10.0.0.7:40312)"), QStringLiteral("10.0.0.7:40312"), true},
       R"-({"id":"P","name":"plain (10.0.0.7:40312)","address":"10.0.0.7:40312","plain":true})-"},
      {"Left", Left{peer(), name}, R"({"id":"P","name":"desk-7"})"},
      {"Renamed", Renamed{peer(), name}, R"({"id":"P","name":"desk-7"})"},
      {"Offer", Offer{uuid(), peer(), QStringLiteral("notes.txt"), 1, 5, {QStringLiteral("notes.txt")}, {}},
       R"({"transfer":"U","to":"P","title":"notes.txt","files":1,"bytes":5,"first":["notes.txt"]})"},
      {"OfferNotCounted", Offer{uuid(), peer(), QStringLiteral("src"), {}, {}, {}, peer()},
       R"({"transfer":"U","to":"P","title":"src","files":null,"bytes":null,"first":[],"from":"P"})"},
      {"Accept", Accept{uuid()}, R"({"transfer":"U"})"},
      {"Decline", Decline{uuid(), {}, {}}, R"({"transfer":"U"})"},
      {"DeclineForAReason", Decline{uuid(), codes::kNoSpace, QStringLiteral("5 B left")},
       R"({"transfer":"U","code":"no-space","reason":"5 B left"})"},
      {"Pause", Pause{uuid()}, R"({"transfer":"U"})"},
      {"PauseQueued", Pause{uuid(), codes::kQueued}, R"({"transfer":"U","code":"queued"})"},
      {"Continue", Continue{uuid()}, R"({"transfer":"U"})"},
      {"Cancel", Cancel{uuid(), codes::kChanged, QStringLiteral("It grew.")},
       R"({"transfer":"U","code":"changed","reason":"It grew."})"},
      {"Ticket", Ticket{uuid(), latin1(kPeer)}, R"({"transfer":"U","ticket":"P"})"},
      {"Rejected", Rejected{uuid(), codes::kAbsent, {}}, R"({"re":"U","code":"absent","reason":""})"},
      {"Ping", Ping{}, "{}"},
      {"Pong", Pong{}, "{}"},
      {"Probe", Probe{uuid(), 40001}, R"({"id":"U","port":40001})"},
      {"Probing", Probing{uuid(), 65535}, R"({"id":"U","port":65535})"},
      {"Probed", Probed{uuid(), {{ProbeKind::Unicast, {}}, {ProbeKind::Multicast, QStringLiteral("eth0")}}},
       R"({"id":"U","heard":[{"kind":"unicast","interface":""},{"kind":"multicast","interface":"eth0"}]})"},
      {"ProbedNothing", Probed{uuid(), {}}, R"({"id":"U","heard":[]})"},
  };
  for (Sample<ControlMessage>& sample : all) {
    sample.body = filled(std::move(sample.body));
  }
  return all;
}

std::vector<Sample<DataMessage>> data() {
  using Kind = ManifestEntry::Kind;
  const ManifestEntry folder{0, QStringLiteral("src"), 0, -62135596800000, Kind::Directory};
  const ManifestEntry file{7, QStringLiteral(u"src/\uFEFFmain.c"), 9007199254740991, 0, Kind::File};
  std::vector<Sample<DataMessage>> all = {
      {"Ticket", Ticket{uuid(), latin1(kPeer)}, R"({"transfer":"U","ticket":"P"})"},
      {"Ready", Ready{}, "{}"},
      {"Manifest", Manifest{0, {folder, file}, true, 2, 9007199254740991},
       "{\"page\":0,\"files\":["
       "{\"index\":0,\"path\":\"src\",\"size\":0,\"mtime\":-62135596800000,\"kind\":\"directory\"},"
       "{\"index\":7,\"path\":\"src/\xEF\xBB\xBFmain.c\",\"size\":9007199254740991,\"mtime\":0,\"kind\":\"file\"}],"
       "\"last\":true,\"files_total\":2,\"bytes_total\":9007199254740991}"},
      {"ManifestPage", Manifest{3, {}, false, {}, {}}, R"({"page":3,"files":[],"last":false})"},
      {"Have", Have{7, 4194305, 4194304, 0, {latin1(kDigest), latin1(kDigest)}},
       R"({"index":7,"held":4194305,"block":4194304,"at":0,"digests":["D","D"]})"},
      {"Want", Want{0, {{7, codes::kUnsafeName}}}, R"({"page":0,"skip":[{"index":7,"code":"unsafe-name"}]})"},
      {"WantAll", Want{0, {}}, R"({"page":0,"skip":[]})"},
      {"File", FileStart{7, 0}, R"({"index":7,"offset":0})"},
      {"Digest", Digest{7, latin1(kDigest)}, R"({"index":7,"xxh128":"D"})"},
      {"Skip", Skip{7, codes::kVanished}, R"({"index":7,"code":"vanished"})"},
      {"Stored", Stored{{0, 7}}, R"({"indexes":[0,7]})"},
      {"StoredIdentical", Stored{{0, 7}, {7}}, R"({"indexes":[0,7],"identical":[7]})"},
      {"Failed", Failed{7, codes::kDigestMismatch, QStringLiteral("?")},
       R"({"index":7,"code":"digest-mismatch","reason":"?"})"},
      {"EndOfTheSender", End{}, "{}"},
      {"EndOfTheReceiver", End{End::Counts{1, 2, 3}}, R"({"stored":1,"identical":2,"failed":3})"},
      {"Ping", Ping{}, "{}"},
      {"PingSlow", Ping{QStringLiteral("disk")}, R"({"slow":"disk"})"},
  };
  for (Sample<DataMessage>& sample : all) {
    sample.body = filled(std::move(sample.body));
  }
  return all;
}

std::string controlStream() {
  return encoded(control());
}

std::string dataStream() {
  const std::string messages = encoded(data());
  const std::string pieces = "./a&b%0A.txt&5\nhello./empty&0\n./src/\xC3\xA9&3\n";
  const std::string like_a_header = std::string("\n\0&", 3);
  return messages + pieces + like_a_header + messages;
}

}  // namespace landline::wire::samples
