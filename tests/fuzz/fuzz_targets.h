#pragma once

#include <string_view>

/// What is fuzzed: functions that take any octets and end the program (see FUZZ_CHECK) where a promise of the
/// layers below does not hold. With LANDLINE_FUZZ each becomes a libFuzzer program of its name; test_fuzz_corpus
/// replays the inputs in corpus/NAME through the same functions.
namespace landline::fuzz {

/// The frame decoder: the same frames whatever the portions, never over a limit; then each message as both kinds.
/// The first octet says how: bit 0 pieces are taken, bit 1 admitted, the others the length of the portions.
void frame(std::string_view input);

/// The typed messages: the name up to the first LF, then the body.
void messages(std::string_view input);

/// The strict JSON reader against Qt's: what we take, Qt takes too and finds the same in it.
void json(std::string_view input);

/// A path as a manifest may have it: what becomes of it lies below the save folder, whatever it is.
void path(std::string_view input);

/// The plain reader: the same items whatever the portions. The first octet says how: bit 0 files are taken, bit 1 so
/// are their bodies, the others the length of the portions. The octet 0xF5 is a quiet, and so is the end.
void plain(std::string_view input);

/// A datagram of discovery or of a probe.
void announcement(std::string_view input);

/// Takes `name` and `body` as a message of both kinds; one that is taken keeps its octets from the first encoding on.
void checkMessage(std::string_view name, std::string_view body);

[[noreturn]] void fail(const char* promise, const char* file, int line);

}  // namespace landline::fuzz

#define FUZZ_CHECK(promise)                                 \
  do {                                                      \
    if (!(promise)) {                                       \
      ::landline::fuzz::fail(#promise, __FILE__, __LINE__); \
    }                                                       \
  } while (false)
