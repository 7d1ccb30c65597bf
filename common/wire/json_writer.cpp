#include "wire/json_writer.h"

namespace landline::wire {

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

void JsonWriter::append(std::string_view octets) {
  m_text.append(octets.data(), static_cast<int>(octets.size()));
}

void JsonWriter::key(std::string_view name) {
  separate();
  m_text += '"';
  append(name);
  append("\":");
  m_first = true;  // the value follows the colon, not a comma
}

void JsonWriter::string(const QString& value) {
  separate();
  m_text += '"';
  const QByteArray utf8 = value.toUtf8();
  for (const char c : utf8) {
    switch (c) {
      case '"':
        append("\\\"");
        break;
      case '\\':
        append("\\\\");
        break;
      case '\b':
        append("\\b");
        break;
      case '\f':
        append("\\f");
        break;
      case '\n':
        append("\\n");
        break;
      case '\r':
        append("\\r");
        break;
      case '\t':
        append("\\t");
        break;
      case '\0':
        append("\xEF\xBF\xBD");
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr char kHex[] = "0123456789abcdef";
          append("\\u00");
          m_text += kHex[c >> 4];
          m_text += kHex[c & 0xF];
        } else {
          m_text += c;
        }
    }
  }
  m_text += '"';
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  m_text += QByteArray::number(static_cast<qlonglong>(value));
}

void JsonWriter::boolean(bool value) {
  separate();
  append(value ? "true" : "false");
}

void JsonWriter::null() {
  separate();
  append("null");
}

}  // namespace landline::wire
