#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

/// JSON as this protocol reads it: see PROTOCOL.md, section "JSON rules".
namespace landline::wire {

inline constexpr int kLargestJsonDepth = 8;  ///< the outermost object is depth 1

struct JsonMember;

/// One value of a document that keeps every rule. Strings are UTF-8 without NUL.
struct JsonValue {
  enum class Kind { Null, Boolean, Integer, Fraction, String, Array, Object };

  Kind kind = Kind::Null;
  bool boolean = false;
  std::int64_t integer = 0;  ///< an integer literal within +-(2^53-1); the value of a Fraction is not kept
  std::string string;
  std::vector<JsonValue> elements;
  std::vector<JsonMember> members;  ///< by key, ascending, no key twice

  /// The member `key` of an object; null where there is none.
  const JsonValue* find(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

/// The one object that `body` consists of. Errors: `malformed` with the rule that is broken.
Result<JsonValue> parseStrictJson(std::string_view body);

}  // namespace landline::wire
