#include "wire/field_writer.h"

namespace landline::wire {

void FieldWriter::text(std::string_view key, [[maybe_unused]] Form form, const QString& value) {
  Q_ASSERT_X(brokenForm(form, value) == nullptr, "encode", brokenForm(form, value));
  m_json.key(key);
  m_json.string(value);
}

void FieldWriter::chatText(std::string_view key, const QString& value) {
  QString text = value;
  for (QChar& c : text) {
    const bool kept = c == QLatin1Char('\t') || c == QLatin1Char('\n') || c == QLatin1Char('\r');
    if (c.unicode() < 0x20 && !kept) {
      c = QChar(QChar::ReplacementCharacter);
    }
  }
  m_json.key(key);
  m_json.string(text);
}

void FieldWriter::reason(std::string_view key, const QString& value) {
  text(key, Form::Reason, shortened(value));
}

void FieldWriter::optionalText(std::string_view key, Form form, const QString& value) {
  if (!value.isEmpty()) {
    text(key, form, value);
  }
}

void FieldWriter::optionalReason(std::string_view key, const QString& value) {
  if (!value.isEmpty()) {
    reason(key, value);
  }
}

void FieldWriter::peer(std::string_view key, const PeerId& value) {
  text(key, Form::Secret, value.hex());
}

void FieldWriter::optionalPeer(std::string_view key, const std::optional<PeerId>& value) {
  if (value) {
    peer(key, *value);
  }
}

void FieldWriter::count(std::string_view key, qint64 value) {
  m_json.key(key);
  m_json.integer(value);
}

void FieldWriter::optionalCount(std::string_view key, const std::optional<qint64>& value) {
  if (value) {
    count(key, *value);
  }
}

void FieldWriter::nullableCount(std::string_view key, const std::optional<qint64>& value) {
  if (value) {
    return count(key, *value);
  }
  m_json.key(key);
  m_json.null();
}

void FieldWriter::flag(std::string_view key, bool value) {
  m_json.key(key);
  m_json.boolean(value);
}

void FieldWriter::optionalFlag(std::string_view key, bool value) {
  if (value) {
    flag(key, value);
  }
}

void FieldWriter::texts(std::string_view key, Form /*form*/, [[maybe_unused]] int most, const QStringList& values) {
  Q_ASSERT(values.size() <= most);
  m_json.key(key);
  m_json.beginArray();
  for (const QString& value : values) {
    m_json.string(value);
  }
  m_json.endArray();
}

void FieldWriter::counts(std::string_view key, [[maybe_unused]] int most, const QVector<qint64>& values) {
  Q_ASSERT(values.size() <= most);
  m_json.key(key);
  m_json.beginArray();
  for (const qint64 value : values) {
    m_json.integer(value);
  }
  m_json.endArray();
}

void FieldWriter::optionalCounts(std::string_view key, int most, const QVector<qint64>& values) {
  if (!values.isEmpty()) {
    counts(key, most, values);
  }
}

}  // namespace landline::wire
