#include "samples.h"
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "wire/messages.h"
#include "wire/strict_json.h"

// The rules that each message adds to those of JSON: every key that must stand, its type, its form and its range.
namespace landline::wire {
namespace {

/// A sample's body with the value of one key put in place of another; an empty `value` takes the key out.
std::string withValue(const std::string& body, const std::string& key, const std::string& value) {
  const std::size_t begin = body.find('"' + key + "\":");
  EXPECT_NE(begin, std::string::npos) << key << " in " << body;
  const std::size_t value_begin = begin + key.size() + 3;
  std::size_t end = value_begin;
  bool in_string = false;
  for (int depth = 0; end < body.size(); ++end) {
    const char c = body[end];
    if (in_string) {
      end += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && depth-- == 0) {
      break;
    } else if (c == ',' && depth == 0) {
      break;
    }
  }
  if (!value.empty()) {
    return body.substr(0, value_begin) + value + body.substr(end);
  }
  std::string without = body.substr(0, begin) + body.substr(end);
  for (const char* comma : {"{,", ",,", ",}"}) {
    const std::size_t at = without.find(comma);
    if (at != std::string::npos) {
      without.erase(comma[0] == ',' ? at : at + 1, 1);
    }
  }
  return without;
}

bool isTaken(const ControlMessage& sample, const std::string& body) {
  return parseControl(nameOf(sample), body).ok();
}
bool isTaken(const DataMessage& sample, const std::string& body) {
  return parseData(nameOf(sample), body).ok();
}

/// Keys that may be left out, by message.
const std::map<std::string, std::vector<std::string>> kOptional = {
    {"chat", {"from", "at"}},       {"offer", {"from"}}, {"decline", {"code", "reason"}}, {"pause", {"code"}},
    {"cancel", {"code", "reason"}}, {"ping", {"slow"}},  {"stored", {"identical"}},       {"joined", {"plain"}},
};

bool isOptional(std::string_view message, const std::string& key) {
  const auto found = kOptional.find(std::string(message));
  return found != kOptional.end() && std::count(found->second.begin(), found->second.end(), key) > 0;
}

/// A literal of every JSON type; a key takes those of its own type only.
const std::vector<std::pair<JsonValue::Kind, std::string>> kOneOfEachType = {
    {JsonValue::Kind::Null, "null"},        {JsonValue::Kind::Boolean, "true"}, {JsonValue::Kind::Integer, "1"},
    {JsonValue::Kind::Fraction, "1.0"},     {JsonValue::Kind::String, "\"1\""}, {JsonValue::Kind::Array, "[true]"},
    {JsonValue::Kind::Object, "{\"1\":1}"},
};

template <typename Message>
void expectKeysAreRequiredAndTyped(const std::vector<samples::Sample<Message>>& all) {
  for (const samples::Sample<Message>& sample : all) {
    const Result<JsonValue> object = parseStrictJson(sample.body);
    ASSERT_TRUE(object);
    for (const JsonMember& member : object->members) {
      SCOPED_TRACE(std::string(sample.name) + ", key " + member.key);
      EXPECT_EQ(isTaken(sample.message, withValue(sample.body, member.key, {})),
                isOptional(nameOf(sample.message), member.key));
      for (const auto& [kind, literal] : kOneOfEachType) {
        if (kind != member.value.kind) {
          const bool nullable = nameOf(sample.message) == "offer" && (member.key == "files" || member.key == "bytes");
          const bool allowed = nullable && (kind == JsonValue::Kind::Null || kind == JsonValue::Kind::Integer);
          EXPECT_EQ(isTaken(sample.message, withValue(sample.body, member.key, literal)), allowed) << literal;
        }
      }
    }
  }
}

TEST(BadInput40_Messages, MissingKeysAndWrongTypesInControl) {
  expectKeysAreRequiredAndTyped(samples::control());
}
TEST(BadInput40_Messages, MissingKeysAndWrongTypesInData) {
  expectKeysAreRequiredAndTyped(samples::data());
}

/// Tries values for one key of the sample that is called `name`.
template <typename Message>
void expectValues(const std::vector<samples::Sample<Message>>& all, const std::string& name, const std::string& key,
                  const std::vector<std::string>& good, const std::vector<std::string>& bad) {
  for (const samples::Sample<Message>& sample : all) {
    if (sample.name != name) {
      continue;
    }
    for (const std::string& value : good) {
      EXPECT_TRUE(isTaken(sample.message, withValue(sample.body, key, value))) << name << " " << key << " " << value;
    }
    for (const std::string& value : bad) {
      EXPECT_FALSE(isTaken(sample.message, withValue(sample.body, key, value))) << name << " " << key << " " << value;
    }
    return;
  }
  FAIL() << "no sample is called " << name;
}

void control(const char* name, const char* key, const std::vector<std::string>& good,
             const std::vector<std::string>& bad) {
  expectValues(samples::control(), name, key, good, bad);
}

void data(const char* name, const char* key, const std::vector<std::string>& good,
          const std::vector<std::string>& bad) {
  expectValues(samples::data(), name, key, good, bad);
}

std::string text(std::size_t length, const std::string& of = "a") {
  std::string value = "\"";
  for (std::size_t i = 0; i < length; ++i) {
    value += of;
  }
  return value + '"';
}

std::string array(std::size_t length, const std::string& of) {
  std::string value = "[";
  for (std::size_t i = 0; i < length; ++i) {
    value += (i == 0 ? "" : ",") + of;
  }
  return value + ']';
}

const std::string kSchool = "\xF0\x9F\x8F\xAB";

TEST(BadInput40_Forms, Names) {
  for (const char* name : {"Hello", "Welcome", "Joined", "Left", "Renamed"}) {
    control(name, "name", {text(1), text(64), text(64, kSchool), "\"<b>&\"", "\"\\u202e\""},
            {text(0), text(65), text(65, kSchool), "\"a\\nb\"", "\"\\u001b\"", "\"\x7F\"", "\"\xC2\x85\""});
  }
  control("Hello", "app", {text(0), text(64)}, {text(65), "\"a\\u0001\""});
  control("Joined", "address", {text(0), text(128)}, {text(129), "\"\\n\""});
}

TEST(BadInput40_Forms, Uuids) {
  const std::vector<std::string> good = {"\"00000000-0000-0000-0000-000000000000\"",
                                         "\"6f9619ff-8b86-4d01-b42d-00cf4fc964ff\""};
  const std::vector<std::string> bad = {"\"\"",
                                        "\"6F9619FF-8B86-4D01-B42D-00CF4FC964FF\"",
                                        "\"{6f9619ff-8b86-4d01-b42d-00cf4fc964ff}\"",
                                        "\"6f9619ff8b864d01b42d00cf4fc964ff\"",
                                        "\"6f9619ff-8b86-4d01-b42d-00cf4fc964f\"",
                                        "\"6f9619ff-8b86-4d01-b42d-00cf4fc964ff0\"",
                                        "\"6f9619ff-8b86-4d01-b42d-00cf4fc964fg\"",
                                        "\"6f9619ff-8b86-4d01-b42d000cf4fc964ff\"",
                                        "\"-f9619ff-8b86-4d01-b42d-00cf4fc964ff\""};
  control("Chat", "id", good, bad);
  control("Received", "id", good, bad);
  control("Rejected", "re", good, bad);
  for (const char* name : {"Probe", "Probing", "Probed"}) {
    control(name, "id", good, bad);
  }
  for (const char* name : {"Offer", "Accept", "Decline", "Pause", "Continue", "Cancel", "Ticket"}) {
    control(name, "transfer", good, bad);
  }
  data("Ticket", "transfer", good, bad);
}

TEST(BadInput40_Forms, IdsAndSecrets) {
  const std::vector<std::string> good = {text(64, "0"), text(64, "f")};
  const std::vector<std::string> bad = {text(0),       text(63),      text(65),
                                        text(64, "F"), text(64, "g"), text(64, "\xC3\xA9")};
  control("Welcome", "you", good, bad);
  control("ChatPassedOn", "from", good, bad);
  control("Received", "by", good, bad);
  control("Joined", "id", good, bad);
  control("Left", "id", good, bad);
  control("Renamed", "id", good, bad);
  control("Offer", "to", good, bad);
  control("OfferNotCounted", "from", good, bad);
  control("Ticket", "ticket", good, bad);
  data("Ticket", "ticket", good, bad);
  control("Chat", "to", {"\"*\"", text(64)}, {text(0), "\"**\"", "\"everyone\"", text(63), text(64, "A")});
}

TEST(BadInput40_Forms, CodesAndReasons) {
  const std::vector<std::string> good = {"\"a\"", "\"no-space\"", text(64), "\"x9\""};
  const std::vector<std::string> bad = {"\"\"", "\"No\"", "\"a b\"", "\"a_b\"", text(65), "\"\xC3\xA9\"", "\"<b>\""};
  control("Waiting", "for", good, bad);
  for (const char* name : {"Bye", "DeclineForAReason", "Cancel", "Rejected"}) {
    control(name, "code", good, bad);
    control(name, "reason", {text(0), text(512), text(512, kSchool), "\"\\n\""}, {text(513), text(513, kSchool)});
  }
  control("PauseQueued", "code", good, bad);
  data("PingSlow", "slow", good, bad);
  data("Skip", "code", good, bad);
  data("Failed", "code", good, bad);
  data("Failed", "reason", {text(0), text(512)}, {text(513)});
  data("Want", "skip", {"[]", R"([{"index":0,"code":"x"}])"}, {R"([{"index":0,"code":""}])", R"([{"code":"x"}])"});
}

TEST(BadInput40_Forms, Integers) {
  const std::vector<std::string> good = {"0", "9007199254740991", "-0"};
  const std::vector<std::string> bad = {"-1", "9007199254740992", "1.0", "1e3", "1e300", "0.5", "\"1\"", "1E0"};
  control("Offer", "files", good, bad);
  control("Offer", "bytes", good, bad);
  control("ChatPassedOn", "at", {"-9007199254740991", "9007199254740991"}, {"-9007199254740992", "1.0", "null"});
  for (const char* key : {"page", "files_total", "bytes_total"}) {
    data("Manifest", key, good, bad);
  }
  for (const char* key : {"index", "held", "block", "at"}) {
    data("Have", key, good, bad);
  }
  data("Want", "page", good, bad);
  data("File", "index", good, bad);
  data("File", "offset", good, bad);
  data("Digest", "index", good, bad);
  data("Skip", "index", good, bad);
  data("Failed", "index", good, bad);
  for (const char* key : {"stored", "identical", "failed"}) {
    data("EndOfTheReceiver", key, good, bad);
  }
  for (const char* key : {"indexes", "identical"}) {
    data("StoredIdentical", key, {"[]", "[0]", "[9007199254740991]"}, {"[-1]", "[1.0]", "[null]", "[\"1\"]", "[[]]"});
  }
}

TEST(BadInput40_Forms, Ports) {
  for (const char* name : {"Probe", "Probing"}) {
    control(name, "port", {"1", "65535"}, {"0", "65536", "-1", "1.0", "4294967297", "9007199254740991"});
  }
}

TEST(BadInput40_Forms, Flags) {
  control("JoinedPlain", "plain", {"true", "false"}, {"0", "\"true\"", "null"});
}

TEST(BadInput40_Forms, HeardProbes) {
  const std::string heard = R"({"kind":"broadcast","interface":"eth0"})";
  control("Probed", "heard", {"[]", array(64, heard), R"([{"kind":"unicast","interface":"","new":1}])"},
          {array(65, heard), "[1]", "[[]]", R"([{"kind":"anycast","interface":""}])", R"([{"kind":"unicast"}])",
           R"([{"interface":""}])", R"([{"kind":"unicast","interface":)" + text(65) + "}]",
           R"([{"kind":"unicast","interface":"\u001b"}])"});
}

TEST(BadInput40_Forms, LongLists) {
  control("Offer", "first", {array(16, "\"\"")}, {array(17, "\"\"")});
  data("Have", "digests", {"[]", array(1024, text(32, "0"))},
       {array(1025, text(32, "0")), "[\"\"]", "[" + text(31) + "]", "[" + text(32, "A") + "]"});
  data("Want", "skip", {array(512, R"({"index":0,"code":"x"})")}, {array(513, R"({"index":0,"code":"x"})")});
  for (const char* key : {"indexes", "identical"}) {
    data("StoredIdentical", key, {array(512, "1")}, {array(513, "1")});
  }
}

std::string entry(std::size_t index) {
  return R"({"index":)" + std::to_string(index) + R"(,"path":"x","size":1,"mtime":0,"kind":"file"})";
}

std::string entries(std::size_t count) {
  std::string list = "[";
  for (std::size_t i = 0; i < count; ++i) {
    list += (i == 0 ? "" : ",") + entry(i);
  }
  return list + ']';
}

TEST(BadInput40_Forms, ManifestEntries) {
  data("Manifest", "files",
       {"[]", entries(512), R"([{"index":0,"path":"../x","size":0,"mtime":-1,"kind":"directory","new":{}}])"},
       {entries(513), "[1]", "[[]]", R"([{"index":0,"path":"x","size":1,"mtime":0,"kind":"directory"}])",
        R"([{"index":0,"path":"x","size":1,"mtime":0,"kind":"link"}])",
        R"([{"index":0,"path":"x","size":1,"mtime":0,"kind":1}])",
        R"([{"index":0,"path":"x","size":-1,"mtime":0,"kind":"file"}])",
        R"([{"index":0,"path":"x","size":1,"mtime":0.0,"kind":"file"}])",
        R"([{"index":0,"path":1,"size":1,"mtime":0,"kind":"file"}])", R"([{"index":0,"path":"x","size":1,"mtime":0}])",
        "[" + entry(1) + "," + entry(1) + "]", "[" + entry(2) + "," + entry(1) + "]"});
}

TEST(BadInput40_Forms, TheLastPageHasTotals) {
  EXPECT_FALSE(parseData("manifest", R"({"page":0,"files":[],"last":true})"));
  EXPECT_FALSE(parseData("manifest", R"({"page":0,"files":[],"last":true,"files_total":0})"));
  EXPECT_FALSE(parseData("manifest", R"({"page":0,"files":[],"last":true,"bytes_total":0})"));
  EXPECT_TRUE(parseData("manifest", R"({"page":0,"files":[],"last":true,"files_total":0,"bytes_total":0})"));
  EXPECT_TRUE(parseData("manifest", R"({"page":0,"files":[],"last":false})"));
}

TEST(BadInput40_Forms, ErrorsSayWhichMessageAndKey) {
  const QString detail = parseControl("hello", R"({"protocol":1,"name":5,"app":""})").error().detail;
  EXPECT_TRUE(detail.contains(QStringLiteral("hello"))) << detail.toStdString();
  EXPECT_TRUE(detail.contains(QStringLiteral("\"name\""))) << detail.toStdString();
}

}  // namespace
}  // namespace landline::wire
