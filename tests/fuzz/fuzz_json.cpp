#include "fuzz_targets.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "wire/strict_json.h"
#include "wire/utf8.h"

namespace landline::fuzz {

namespace {

using wire::JsonMember;
using wire::JsonValue;

void compare(const JsonValue& ours, const QJsonValue& theirs, int depth) {
  // Scalars stand one deeper than what holds them.
  FUZZ_CHECK(depth <= wire::kLargestJsonDepth + 1);
  switch (ours.kind) {
    case JsonValue::Kind::Null:
      FUZZ_CHECK(theirs.isNull());
      break;
    case JsonValue::Kind::Boolean:
      FUZZ_CHECK(theirs.isBool() && theirs.toBool() == ours.boolean);
      break;
    case JsonValue::Kind::Integer:
      FUZZ_CHECK(theirs.isDouble() && theirs.toDouble() == static_cast<double>(ours.integer));
      break;
    case JsonValue::Kind::Fraction:
      FUZZ_CHECK(theirs.isDouble());
      break;
    case JsonValue::Kind::String:
      FUZZ_CHECK(theirs.isString() && theirs.toString() == wire::fromUtf8(ours.string));
      break;
    case JsonValue::Kind::Array: {
      FUZZ_CHECK(theirs.isArray());
      const QJsonArray elements = theirs.toArray();
      FUZZ_CHECK(static_cast<std::size_t>(elements.size()) == ours.elements.size());
      for (int i = 0; i < elements.size(); ++i) {
        compare(ours.elements[static_cast<std::size_t>(i)], elements.at(i), depth + 1);
      }
      break;
    }
    case JsonValue::Kind::Object: {
      FUZZ_CHECK(theirs.isObject());
      const QJsonObject members = theirs.toObject();
      FUZZ_CHECK(static_cast<std::size_t>(members.size()) == ours.members.size());
      for (const JsonMember& member : ours.members) {
        FUZZ_CHECK(ours.find(member.key) == &member.value);
        compare(member.value, members.value(wire::fromUtf8(member.key)), depth + 1);
      }
      break;
    }
  }
}

}  // namespace

void json(std::string_view input) {
  const Result<JsonValue> ours = wire::parseStrictJson(input);
  if (!ours) {
    FUZZ_CHECK(ours.error().is(codes::kMalformed));
    return;
  }
  FUZZ_CHECK(wire::isUtf8(input));
  QJsonParseError error;
  const QJsonDocument theirs =
      QJsonDocument::fromJson(QByteArray(input.data(), static_cast<int>(input.size())), &error);
  // Qt refuses a fraction that is too small for a double; for us it is a fraction like any other, of which none is
  // used.
  FUZZ_CHECK(error.error == QJsonParseError::NoError || error.error == QJsonParseError::IllegalNumber);
  // Qt drops U+FEFF at the beginning of a string, which makes other strings, and can make two keys one.
  if (error.error == QJsonParseError::NoError && input.find("\xEF\xBB\xBF") == std::string_view::npos) {
    compare(*ours, theirs.object(), 1);
  }
}

}  // namespace landline::fuzz
