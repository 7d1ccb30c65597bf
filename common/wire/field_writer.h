#pragma once

#include <QStringList>
#include <QVector>

#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/peer_id.h"
#include "wire/forms.h"
#include "wire/json_writer.h"

namespace landline::wire {

/// Writes the members of one message as the keys of one JSON object; the counterpart of FieldReader, call by call.
class FieldWriter {
 public:
  template <typename T>
  using Ref = const T&;

  explicit FieldWriter(JsonWriter& json) : m_json(json) {}

  void protocol(std::string_view key, int version) { count(key, version); }
  void text(std::string_view key, Form form, const QString& value);
  /// Control characters other than tab, LF and CR are written as U+FFFD, so that a text that keeps its limit fits a
  /// body whatever it is made of: no octet then takes more than three.
  void chatText(std::string_view key, const QString& value);
  void reason(std::string_view key, const QString& value);  ///< shortened to its limit
  void optionalText(std::string_view key, Form form, const QString& value);
  void optionalReason(std::string_view key, const QString& value);
  void peer(std::string_view key, const PeerId& value);
  void optionalPeer(std::string_view key, const std::optional<PeerId>& value);
  void count(std::string_view key, qint64 value);
  void optionalCount(std::string_view key, const std::optional<qint64>& value);
  void nullableCount(std::string_view key, const std::optional<qint64>& value);
  void moment(std::string_view key, qint64 value) { count(key, value); }
  void optionalMoment(std::string_view key, const std::optional<qint64>& value) { optionalCount(key, value); }
  void port(std::string_view key, quint16 value) { count(key, value); }
  void flag(std::string_view key, bool value);
  void optionalFlag(std::string_view key, bool value);  ///< false: left out
  void texts(std::string_view key, Form form, int most, const QStringList& values);
  void counts(std::string_view key, int most, const QVector<qint64>& values);
  void optionalCounts(std::string_view key, int most, const QVector<qint64>& values);  ///< empty: left out

  template <typename Enum>
  struct Word {
    std::string_view word;
    Enum value;
  };
  template <typename Enum>
  void oneOf(std::string_view key, std::initializer_list<Word<Enum>> words, const Enum& value) {
    for (const Word<Enum>& word : words) {
      if (word.value == value) {
        m_json.key(key);
        m_json.string(QString::fromLatin1(word.word.data(), static_cast<int>(word.word.size())));
      }
    }
  }

  template <typename T, typename Describe>
  void list(std::string_view key, int /*most*/, const QVector<T>& values, Describe describe) {
    m_json.key(key);
    m_json.beginArray();
    for (const T& value : values) {
      m_json.beginObject();
      describe(*this, value);
      m_json.endObject();
    }
    m_json.endArray();
  }

  template <typename T, typename Describe>
  void group(std::initializer_list<std::string_view> /*keys*/, const std::optional<T>& value, Describe describe) {
    if (value) {
      describe(*this, *value);
    }
  }

  void require([[maybe_unused]] bool holds, [[maybe_unused]] const char* rule) { Q_ASSERT_X(holds, "encode", rule); }

 private:
  JsonWriter& m_json;
};

}  // namespace landline::wire
