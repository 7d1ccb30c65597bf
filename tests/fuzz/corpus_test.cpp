#include "fuzz_targets.h"
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "wire/messages.h"

// Replays what fuzzing has found, and the inputs that it starts from, through the fuzzed functions.
namespace landline::fuzz {
namespace {

std::string contentOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::filesystem::path> filesOf(const std::string& target) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(LANDLINE_FUZZ_CORPUS "/" + target)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Replays each input as it is, and cut off after every octet where it is short: a break ends the program.
void replay(const std::string& target, void (*function)(std::string_view)) {
  constexpr std::size_t kShort = 2000;
  const std::vector<std::filesystem::path> files = filesOf(target);
  EXPECT_GE(files.size(), 20u) << "the corpus is not there";
  for (const std::filesystem::path& path : files) {
    SCOPED_TRACE(path.filename().string());
    const std::string input = contentOf(path);
    function(input);
    for (std::size_t length = 0; input.size() <= kShort && length < input.size(); ++length) {
      function(std::string_view(input).substr(0, length));
    }
  }
}

TEST(FuzzCorpus, Frame) {
  replay("frame", frame);
}
TEST(FuzzCorpus, Messages) {
  replay("messages", messages);
}
TEST(FuzzCorpus, Json) {
  replay("json", json);
}

TEST(FuzzCorpus, Path) {
  replay("path", path);
}

TEST(FuzzCorpus, Plain) {
  replay("plain", plain);
}

TEST(FuzzCorpus, Announcement) {
  replay("announcement", announcement);
}

template <typename Message, std::size_t... I>
std::set<std::string> namesOf(std::index_sequence<I...>) {
  return {std::string(wire::nameOf(Message(std::in_place_index<I>)))...};
}

template <typename Message>
std::set<std::string> namesOf() {
  return namesOf<Message>(std::make_index_sequence<std::variant_size_v<Message>>());
}

TEST(FuzzCorpus, HasAGoodInputForEveryMessage) {
  std::set<std::string> control = namesOf<wire::ControlMessage>();
  std::set<std::string> data = namesOf<wire::DataMessage>();
  for (const std::filesystem::path& path : filesOf("messages")) {
    const std::string input = contentOf(path);
    const std::size_t name_end = std::min(input.find('\n'), input.size());
    const std::string name = input.substr(0, name_end);
    const std::string body = input.substr(std::min(name_end + 1, input.size()));
    if (wire::parseControl(name, body)) {
      control.erase(name);
    }
    if (wire::parseData(name, body)) {
      data.erase(name);
    }
  }
  EXPECT_EQ(control, std::set<std::string>());
  EXPECT_EQ(data, std::set<std::string>());
}

TEST(FuzzCheck, EndsTheProgramWhereAPromiseIsBroken) {
  EXPECT_DEATH(FUZZ_CHECK(1 + 1 == 3), "does not hold: 1 \\+ 1 == 3");
}

}  // namespace
}  // namespace landline::fuzz
