#include "wire/field_reader.h"

#include "wire/header.h"
#include "wire/messages.h"

namespace landline::wire {

namespace {

QString latin1(std::string_view text) {
  return QString::fromLatin1(text.data(), static_cast<int>(text.size()));
}

}  // namespace

void FieldReader::refuse(std::string_view key, const QString& expected) {
  if (!failed()) {
    m_error = Error{codes::kMalformed,
                    QStringLiteral("message %1: \"%2\" must be %3").arg(latin1(m_where), latin1(key), expected)};
  }
}

void FieldReader::require(bool holds, const char* rule) {
  if (!holds && !failed()) {
    m_error = Error{codes::kMalformed, QStringLiteral("message %1: %2").arg(latin1(m_where), QLatin1String(rule))};
  }
}

const JsonValue* FieldReader::required(std::string_view key) {
  const JsonValue* value = m_object.find(key);
  if (value == nullptr && !failed()) {
    m_error =
        Error{codes::kMalformed, QStringLiteral("message %1: \"%2\" is missing").arg(latin1(m_where), latin1(key))};
  }
  return value;
}

const JsonValue* FieldReader::array(std::string_view key, int most) {
  const JsonValue* from = required(key);
  if (from == nullptr) {
    return nullptr;
  }
  if (from->kind != JsonValue::Kind::Array || from->elements.size() > static_cast<std::size_t>(most)) {
    refuse(key, QStringLiteral("an array of at most %1").arg(most));
    return nullptr;
  }
  return from;
}

void FieldReader::readText(std::string_view key, const JsonValue& from, Form form, QString& value) {
  if (from.kind != JsonValue::Kind::String) {
    return refuse(key, QStringLiteral("a string"));
  }
  value = fromUtf8(from.string);
  if (const char* expected = brokenForm(form, value)) {
    refuse(key, QLatin1String(expected));
  }
}

void FieldReader::readPeer(std::string_view key, const JsonValue& from, PeerId& value) {
  QString hex;
  readText(key, from, Form::Secret, hex);
  value = PeerId::fromHex(hex).value_or(PeerId());
}

void FieldReader::readInteger(std::string_view key, const JsonValue& from, std::int64_t smallest, qint64& value) {
  if (from.kind != JsonValue::Kind::Integer) {
    return refuse(key, QStringLiteral("an integer"));
  }
  if (from.integer < smallest) {
    return refuse(key, QStringLiteral("at least %1").arg(smallest));
  }
  value = from.integer;
}

void FieldReader::protocol(std::string_view key, int& version) {
  qint64 spoken = 0;
  count(key, spoken);
  if (!failed() && spoken != kProtocolVersion) {
    m_error = Error{codes::kProtocolVersion,
                    QStringLiteral("the other side speaks version %1 of the protocol, this side version %2")
                        .arg(spoken)
                        .arg(kProtocolVersion)};
  }
  version = kProtocolVersion;
}

void FieldReader::text(std::string_view key, Form form, QString& value) {
  if (const JsonValue* from = required(key)) {
    readText(key, *from, form, value);
  }
}

void FieldReader::optionalText(std::string_view key, Form form, QString& value) {
  if (const JsonValue* from = optional(key)) {
    readText(key, *from, form, value);
  }
}

void FieldReader::peer(std::string_view key, PeerId& value) {
  if (const JsonValue* from = required(key)) {
    readPeer(key, *from, value);
  }
}

void FieldReader::optionalPeer(std::string_view key, std::optional<PeerId>& value) {
  if (const JsonValue* from = optional(key)) {
    readPeer(key, *from, value.emplace());
  }
}

void FieldReader::count(std::string_view key, qint64& value) {
  if (const JsonValue* from = required(key)) {
    readInteger(key, *from, 0, value);
  }
}

void FieldReader::optionalCount(std::string_view key, std::optional<qint64>& value) {
  if (const JsonValue* from = optional(key)) {
    readInteger(key, *from, 0, value.emplace());
  }
}

void FieldReader::nullableCount(std::string_view key, std::optional<qint64>& value) {
  const JsonValue* from = required(key);
  if (from != nullptr && from->kind != JsonValue::Kind::Null) {
    readInteger(key, *from, 0, value.emplace());
  }
}

void FieldReader::moment(std::string_view key, qint64& value) {
  if (const JsonValue* from = required(key)) {
    readInteger(key, *from, -kLargestSize, value);
  }
}

void FieldReader::optionalMoment(std::string_view key, std::optional<qint64>& value) {
  if (const JsonValue* from = optional(key)) {
    readInteger(key, *from, -kLargestSize, value.emplace());
  }
}

void FieldReader::port(std::string_view key, quint16& value) {
  qint64 number = 0;
  count(key, number);
  if (!failed() && (number < 1 || number > 65535)) {
    return refuse(key, QStringLiteral("a port, 1 to 65535"));
  }
  value = static_cast<quint16>(number);
}

void FieldReader::readFlag(std::string_view key, const JsonValue& from, bool& value) {
  if (from.kind != JsonValue::Kind::Boolean) {
    return refuse(key, QStringLiteral("true or false"));
  }
  value = from.boolean;
}

void FieldReader::flag(std::string_view key, bool& value) {
  if (const JsonValue* from = required(key)) {
    readFlag(key, *from, value);
  }
}

void FieldReader::optionalFlag(std::string_view key, bool& value) {
  if (const JsonValue* from = optional(key)) {
    readFlag(key, *from, value);
  }
}

void FieldReader::texts(std::string_view key, Form form, int most, QStringList& values) {
  if (const JsonValue* from = array(key, most)) {
    for (const JsonValue& element : from->elements) {
      QString value;
      readText(key, element, form, value);
      values.push_back(value);
    }
  }
}

void FieldReader::counts(std::string_view key, int most, QVector<qint64>& values) {
  if (const JsonValue* from = array(key, most)) {
    for (const JsonValue& element : from->elements) {
      qint64 value = 0;
      readInteger(key, element, 0, value);
      values.push_back(value);
    }
  }
}

void FieldReader::optionalCounts(std::string_view key, int most, QVector<qint64>& values) {
  if (optional(key) != nullptr) {
    counts(key, most, values);
  }
}

}  // namespace landline::wire
