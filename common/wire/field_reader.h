#pragma once

#include <QStringList>
#include <QVector>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/peer_id.h"
#include "core/result.h"
#include "wire/forms.h"
#include "wire/strict_json.h"

namespace landline::wire {

/// Fills the members of one message from one JSON object. It has the same calls as FieldWriter, so that one
/// description of a message (see message_codec.h) serves both. The first thing that is wrong is kept in `error`;
/// whatever is read after it means nothing.
class FieldReader {
 public:
  template <typename T>
  using Ref = T&;

  /// `where` names the object in errors, e.g. "chat"; both are kept by reference.
  FieldReader(const JsonValue& object, std::string_view where, std::optional<Error>& error)
      : m_object(object), m_where(where), m_error(error) {}

  void protocol(std::string_view key, int& version);
  void text(std::string_view key, Form form, QString& value);
  void chatText(std::string_view key, QString& value) { text(key, Form::Anything, value); }
  void reason(std::string_view key, QString& value) { text(key, Form::Reason, value); }
  void optionalText(std::string_view key, Form form, QString& value);  ///< left out: empty
  void optionalReason(std::string_view key, QString& value) { optionalText(key, Form::Reason, value); }
  void peer(std::string_view key, PeerId& value);
  void optionalPeer(std::string_view key, std::optional<PeerId>& value);
  void count(std::string_view key, qint64& value);  ///< 0 to 2^53-1
  void optionalCount(std::string_view key, std::optional<qint64>& value);
  void nullableCount(std::string_view key, std::optional<qint64>& value);  ///< the key must stand, null for none
  void moment(std::string_view key, qint64& value);                        ///< ms since 1970, negative before
  void optionalMoment(std::string_view key, std::optional<qint64>& value);
  void port(std::string_view key, quint16& value);  ///< 1 to 65535
  void flag(std::string_view key, bool& value);
  void optionalFlag(std::string_view key, bool& value);  ///< left out: false
  void texts(std::string_view key, Form form, int most, QStringList& values);
  void counts(std::string_view key, int most, QVector<qint64>& values);
  void optionalCounts(std::string_view key, int most, QVector<qint64>& values);  ///< left out: empty

  /// One of a few words, each standing for a value.
  template <typename Enum>
  struct Word {
    std::string_view word;
    Enum value;
  };
  template <typename Enum>
  void oneOf(std::string_view key, std::initializer_list<Word<Enum>> words, Enum& value);

  /// An array of objects, each as `describe(FieldReader&, T&)` says.
  template <typename T, typename Describe>
  void list(std::string_view key, int most, QVector<T>& values, Describe describe);

  /// Keys of this same object that stand all together or not at all.
  template <typename T, typename Describe>
  void group(std::initializer_list<std::string_view> keys, std::optional<T>& value, Describe describe);

  /// A rule that needs more than one member.
  void require(bool holds, const char* rule);

 private:
  const JsonValue* required(std::string_view key);
  const JsonValue* optional(std::string_view key) const { return m_object.find(key); }
  const JsonValue* array(std::string_view key, int most);
  void readText(std::string_view key, const JsonValue& from, Form form, QString& value);
  void readPeer(std::string_view key, const JsonValue& from, PeerId& value);
  void readFlag(std::string_view key, const JsonValue& from, bool& value);
  void readInteger(std::string_view key, const JsonValue& from, std::int64_t smallest, qint64& value);
  void refuse(std::string_view key, const QString& expected);
  bool failed() const { return m_error.has_value(); }

  const JsonValue& m_object;
  std::string_view m_where;
  std::optional<Error>& m_error;
};

template <typename Enum>
void FieldReader::oneOf(std::string_view key, std::initializer_list<Word<Enum>> words, Enum& value) {
  const JsonValue* from = required(key);
  if (from == nullptr) {
    return;
  }
  for (const Word<Enum>& word : words) {
    if (from->kind == JsonValue::Kind::String && from->string == word.word) {
      value = word.value;
      return;
    }
  }
  refuse(key, QStringLiteral("one of the words that PROTOCOL.md names"));
}

template <typename T, typename Describe>
void FieldReader::list(std::string_view key, int most, QVector<T>& values, Describe describe) {
  const JsonValue* from = array(key, most);
  if (from == nullptr) {
    return;
  }
  values.reserve(static_cast<int>(from->elements.size()));
  for (const JsonValue& element : from->elements) {
    if (element.kind != JsonValue::Kind::Object) {
      return refuse(key, QStringLiteral("objects"));
    }
    FieldReader reader(element, m_where, m_error);
    T value;
    describe(reader, value);
    if (failed()) {
      return;
    }
    values.push_back(std::move(value));
  }
}

template <typename T, typename Describe>
void FieldReader::group(std::initializer_list<std::string_view> keys, std::optional<T>& value, Describe describe) {
  bool any = false;
  for (const std::string_view key : keys) {
    any = any || optional(key) != nullptr;
  }
  if (any) {
    describe(*this, value.emplace());
  }
}

}  // namespace landline::wire
