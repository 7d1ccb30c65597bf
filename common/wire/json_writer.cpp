#include "wire/json_writer.h"

#include <charconv>
#include <iterator>

namespace landline::wire {

namespace {

/// ASCII that stands for itself in JSON: most of what is written, and written fast.
bool isPlain(QChar c) {
  return c.unicode() >= 0x20 && c.unicode() < 0x80 && c != QLatin1Char('"') && c != QLatin1Char('\\');
}

}  // namespace

void JsonWriter::open(char bracket) {
  separate();
  m_text += bracket;
  m_first = true;
}

void JsonWriter::close(char bracket) {
  m_text += bracket;
  m_first = false;
}

void JsonWriter::separate() {
  if (!m_first) {
    m_text += ',';
  }
  m_first = false;
}

void JsonWriter::key(std::string_view name) {
  separate();
  m_text += '"';
  m_text += name;
  m_text += "\":";
  m_first = true;  // the value follows the colon, not a comma
}

void JsonWriter::string(const QString& value) {
  separate();
  m_text += '"';
  int plain = 0;
  while (plain < value.size() && isPlain(value[plain])) {
    m_text += value[plain++].toLatin1();
  }
  if (plain < value.size()) {
    const QByteArray utf8 = value.mid(plain).toUtf8();
    escape({utf8.constData(), static_cast<std::size_t>(utf8.size())});
  }
  m_text += '"';
}

void JsonWriter::escape(std::string_view utf8) {
  for (const char c : utf8) {
    switch (c) {
      case '"':
        m_text += "\\\"";
        break;
      case '\\':
        m_text += "\\\\";
        break;
      case '\b':
        m_text += "\\b";
        break;
      case '\f':
        m_text += "\\f";
        break;
      case '\n':
        m_text += "\\n";
        break;
      case '\r':
        m_text += "\\r";
        break;
      case '\t':
        m_text += "\\t";
        break;
      case '\0':
        m_text += "\xEF\xBF\xBD";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr char kHex[] = "0123456789abcdef";
          m_text += "\\u00";
          m_text += kHex[c >> 4];
          m_text += kHex[c & 0xF];
        } else {
          m_text += c;
        }
    }
  }
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  char digits[20];  // 2^63 has 19, and a sign
  const std::to_chars_result end = std::to_chars(std::begin(digits), std::end(digits), value);
  m_text.append(digits, end.ptr);
}

void JsonWriter::boolean(bool value) {
  separate();
  m_text += value ? "true" : "false";
}

void JsonWriter::null() {
  separate();
  m_text += "null";
}

}  // namespace landline::wire
