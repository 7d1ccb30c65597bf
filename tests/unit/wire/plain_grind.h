#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/limits.h"

/// Tries a plain reader at every possible split point of its input; see grind.h.
namespace landline::wire::plain_grind {

/// What a plain reader made of its input, one line for each item, whatever portions the input came in:
///
///     text good morning
///     header a.txt 5
///     body hello          (joined; "body" alone where nothing of it came)
///     body end
using Story = std::vector<std::string>;

/// What the peer does: octets without a pause between them, and then the line is quiet, again and again. Whether the
/// last burst is followed by a quiet, too.
struct Script {
  std::vector<std::string> bursts;
  bool quiet_at_end = true;
};

enum class Answer { Take, Refuse };

struct Settings {
  bool takes_files = true;
  Answer answer = Answer::Take;
  Limits limits;
};

/// Plays `script` in portions of `portion` octets, the first one of each burst shorter where `first` is not 0, and
/// checks on the way what a reader must keep in any case.
Story play(const Script& script, std::size_t portion, std::size_t first = 0, const Settings& settings = {});

/// In one write for each burst, in two at every split point, and octet by octet: the story must be `expected` each
/// time.
void expectStory(const Script& script, const Story& expected, const Settings& settings = {});

/// All that a test with one burst needs.
inline void expectStory(const std::string& burst, const Story& expected, const Settings& settings = {}) {
  expectStory(Script{{burst}}, expected, settings);
}

/// `text` and behind it NUL and stale octets, 128 in all: what the C tutorial's client sends.
std::string buffer(std::string_view text, std::string_view stale = "of an older message that was longer than this one");

/// A string with the NULs that it has.
template <std::size_t N>
std::string octets(const char (&literal)[N]) {
  return {literal, N - 1};
}

}  // namespace landline::wire::plain_grind
