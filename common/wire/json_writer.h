#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <string_view>

namespace landline::wire {

/// Writes JSON in its one canonical form: no spaces, keys in the order in which they are brought, only what must be
/// escaped is escaped. Each value stands behind a key() or in an array; the caller closes what it opened.
class JsonWriter {
 public:
  void beginObject() { open('{'); }
  void endObject() { close('}'); }
  void beginArray() { open('['); }
  void endArray() { close(']'); }
  void key(std::string_view name);  ///< of letters, digits and '_': not escaped

  void string(const QString& value);  ///< NUL, which no message carries, is written as U+FFFD
  void integer(std::int64_t value);
  void boolean(bool value);
  void null();

  const QByteArray& text() const { return m_text; }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void append(std::string_view octets);

  QByteArray m_text;
  bool m_first = true;  // nothing stands yet where the next value or key goes
};

}  // namespace landline::wire
