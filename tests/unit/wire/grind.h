#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/limits.h"
#include "wire/frame_decoder.h"

/// Tries a decoder at every possible split point of its input, after the parsegrind and failgrind of Boost.Beast.
namespace landline::wire::grind {

/// What a decoder made of its input, one line for each event, whatever portions the input came in:
///
///     message hello {"protocol":1}
///     piece ./a.txt 5          piece octets hello           piece end
///     failed malformed
using Story = std::vector<std::string>;

struct Outcome {
  Story story;
  bool at_boundary = false;
  Error error;  ///< the last event's, where it failed
};

struct Settings {
  FrameDecoder::Pieces pieces = FrameDecoder::Pieces::Taken;
  bool admitted = true;
  Limits limits;
};

/// Brings `portions` to a new decoder and checks on the way what every stream must keep: the contract of NeedMore, of
/// views and of Failed, the sizes of messages and pieces, and their limits.
Outcome decode(const std::vector<std::string_view>& portions, const Settings& settings = {});

/// `octets` in one write, in two at every split point, and one by one: the story must be `expected` each time.
void expectStory(std::string_view octets, const Story& expected, const Settings& settings = {});

/// As above; the story must end with a failure of this code, and each time of the same detail.
void expectFailure(std::string_view octets, QLatin1String code, const Settings& settings = {});

}  // namespace landline::wire::grind
