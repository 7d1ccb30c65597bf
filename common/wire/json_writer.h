#pragma once

#include <QString>

#include <cstdint>
#include <string>
#include <string_view>

namespace landline::wire {

/// Writes JSON in its one canonical form: no spaces, keys in the order in which they are brought, only what must be
/// escaped is escaped. Each value stands behind a key() or in an array; the caller closes what it opened.
class JsonWriter {
 public:
  /// Appends to `text`, which outlives this object.
  explicit JsonWriter(std::string& text) : m_text(text) {}

  void beginObject() { open('{'); }
  void endObject() { close('}'); }
  void beginArray() { open('['); }
  void endArray() { close(']'); }
  void key(std::string_view name);  ///< of letters, digits and '_': not escaped

  void string(const QString& value);  ///< NUL, which no message carries, is written as U+FFFD
  void integer(std::int64_t value);
  void boolean(bool value);
  void null();

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void escape(std::string_view utf8);

  std::string& m_text;
  bool m_first = true;  // nothing stands yet where the next value or key goes
};

}  // namespace landline::wire
