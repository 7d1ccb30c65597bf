#include "wire/strict_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include "wire/header.h"

namespace landline::wire {

namespace {

Error malformed(const QString& rule) {
  return {codes::kMalformed, QStringLiteral("JSON: ") + rule};
}

/// Takes the events of nlohmann's parser, which sees to the grammar, to UTF-8 and to surrogates, and adds the rules
/// that JSON leaves open. Returning false ends the parse.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  const QString& brokenRule() const { return m_broken_rule; }
  JsonValue takeRoot() { return std::move(m_root); }

  bool null() override { return add(JsonValue()); }

  bool boolean(bool value) override {
    JsonValue added;
    added.kind = JsonValue::Kind::Boolean;
    added.boolean = value;
    return add(std::move(added));
  }

  bool number_integer(number_integer_t value) override {
    return value < -kLargestSize ? refuse(QStringLiteral("an integer beyond 2^53-1")) : addInteger(value);
  }

  bool number_unsigned(number_unsigned_t value) override {
    return value > static_cast<number_unsigned_t>(kLargestSize) ? refuse(QStringLiteral("an integer beyond 2^53-1"))
                                                                : addInteger(static_cast<std::int64_t>(value));
  }

  bool number_float(number_float_t, const string_t& literal) override {
    // What does not fit 64 bits comes here too.
    if (literal.find_first_of(".eE") == string_t::npos) {
      return refuse(QStringLiteral("an integer beyond 2^53-1"));
    }
    JsonValue added;
    added.kind = JsonValue::Kind::Fraction;
    return add(std::move(added));
  }

  bool string(string_t& value) override {
    if (value.find('\0') != string_t::npos) {
      return refuse(QStringLiteral("a NUL in a string"));
    }
    JsonValue added;
    added.kind = JsonValue::Kind::String;
    added.string = std::move(value);
    return add(std::move(added));
  }

  bool binary(binary_t&) override { return refuse(QStringLiteral("not text")); }

  bool start_object(std::size_t) override { return open(JsonValue::Kind::Object); }

  bool key(string_t& value) override {
    if (value.find('\0') != string_t::npos) {
      return refuse(QStringLiteral("a NUL in a key"));
    }
    m_open.back()->members.push_back({std::move(value), {}});
    return true;
  }

  bool end_object() override {
    std::vector<JsonMember>& members = m_open.back()->members;
    std::sort(members.begin(), members.end(), [](const JsonMember& a, const JsonMember& b) { return a.key < b.key; });
    const auto twice = std::adjacent_find(members.cbegin(), members.cend(),
                                          [](const JsonMember& a, const JsonMember& b) { return a.key == b.key; });
    if (twice != members.cend()) {
      return refuse(QStringLiteral("the key %1 stands twice").arg(inQuotes(twice->key)));
    }
    m_open.pop_back();
    return true;
  }

  bool start_array(std::size_t) override { return open(JsonValue::Kind::Array); }

  bool end_array() override {
    m_open.pop_back();
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return refuse(QStringLiteral("not well-formed at octet %1").arg(position));
  }

 private:
  bool refuse(const QString& rule) {
    m_broken_rule = rule;
    return false;
  }

  bool addInteger(std::int64_t value) {
    JsonValue added;
    added.kind = JsonValue::Kind::Integer;
    added.integer = value;
    return add(std::move(added));
  }

  bool add(JsonValue value) {
    if (m_open.empty()) {
      return refuse(QStringLiteral("not an object"));
    }
    place(std::move(value));
    return true;
  }

  bool open(JsonValue::Kind kind) {
    if (m_open.empty()) {
      if (kind != JsonValue::Kind::Object) {
        return refuse(QStringLiteral("not an object"));
      }
      m_root.kind = kind;
      m_open.push_back(&m_root);
      return true;
    }
    if (m_open.size() == static_cast<std::size_t>(kLargestJsonDepth)) {
      return refuse(QStringLiteral("nested deeper than %1").arg(kLargestJsonDepth));
    }
    JsonValue opened;
    opened.kind = kind;
    m_open.push_back(&place(std::move(opened)));
    return true;
  }

  JsonValue& place(JsonValue value) {
    JsonValue& parent = *m_open.back();
    if (parent.kind == JsonValue::Kind::Array) {
      parent.elements.push_back(std::move(value));
      return parent.elements.back();
    }
    JsonValue& place = parent.members.back().value;
    place = std::move(value);
    return place;
  }

  JsonValue m_root;
  std::vector<JsonValue*> m_open;  // outermost first; stays valid: only the innermost one grows
  QString m_broken_rule;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto at = std::lower_bound(members.cbegin(), members.cend(), key,
                                   [](const JsonMember& member, std::string_view k) { return member.key < k; });
  return at != members.cend() && at->key == key ? &at->value : nullptr;
}

Result<JsonValue> parseStrictJson(std::string_view body) {
  // Two things that nlohmann's parser forgives: it skips a BOM and takes a NUL for the end of the text.
  if (body.substr(0, 3) == "\xEF\xBB\xBF") {
    return malformed(QStringLiteral("a byte order mark"));
  }
  if (body.find('\0') != std::string_view::npos) {
    return malformed(QStringLiteral("a NUL"));
  }
  TreeBuilder builder;
  if (!nlohmann::json::sax_parse(body.begin(), body.end(), &builder)) {
    return malformed(builder.brokenRule());
  }
  return builder.takeRoot();
}

}  // namespace landline::wire
