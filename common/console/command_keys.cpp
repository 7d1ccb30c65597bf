#include "console/command_keys.h"

#include <algorithm>
#include <utility>

#include "wire/utf8.h"

namespace landline::console {

namespace {

using wire::JsonMember;
using wire::JsonValue;

std::optional<session::Conflict> conflictNamed(const QString& word) {
  constexpr std::pair<const char*, session::Conflict> kRules[] = {{"rename", session::Conflict::Rename},
                                                                  {"overwrite", session::Conflict::Overwrite},
                                                                  {"skip", session::Conflict::Skip}};
  for (const auto& [known, rule] : kRules) {
    if (word == QLatin1String(known)) {
      return rule;
    }
  }
  return std::nullopt;
}

}  // namespace

QString CommandKeys::quoted(std::string_view text) {
  return QLatin1Char('"') + wire::fromUtf8(text) + QLatin1Char('"');
}

const JsonValue* CommandKeys::take(std::string_view key, bool is_required) {
  m_known.emplace_back(key);
  const JsonValue* value = m_object.find(key);
  if (value == nullptr && is_required) {
    fail(key, "is missing");
  }
  return value;
}

void CommandKeys::fail(std::string_view key, const std::string& what) {
  if (m_wrong.isEmpty()) {
    m_wrong = QStringLiteral("In the command %1 the key %2 %3.")
                  .arg(quoted(m_command), quoted(key), QString::fromStdString(what));
  }
}

QString CommandKeys::text(std::string_view key, wire::Form form, bool is_required) {
  const JsonValue* value = take(key, is_required);
  if (value == nullptr) {
    return {};
  }
  if (value->kind != JsonValue::Kind::String || value->string.empty()) {
    fail(key, "has to be a string that is not empty");
    return {};
  }
  QString result = wire::fromUtf8(value->string);
  if (const char* wanted = wire::brokenForm(form, result)) {
    fail(key, std::string("has to be ") + wanted);
  }
  return result;
}

std::optional<QString> CommandKeys::optionalAnyText(std::string_view key) {
  const JsonValue* value = take(key, false);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->kind != JsonValue::Kind::String) {
    fail(key, "has to be a string");
    return std::nullopt;
  }
  return wire::fromUtf8(value->string);
}

QStringList CommandKeys::requiredList(std::string_view key) {
  QStringList result;
  const JsonValue* value = take(key, true);
  if (value == nullptr) {
    return result;
  }
  if (value->kind != JsonValue::Kind::Array || value->elements.empty()) {
    fail(key, "has to be a list of strings, at least one");
    return result;
  }
  for (const JsonValue& element : value->elements) {
    if (element.kind != JsonValue::Kind::String || element.string.empty()) {
      fail(key, "has to hold strings that are not empty");
      return result;
    }
    result.append(wire::fromUtf8(element.string));
  }
  return result;
}

qint64 CommandKeys::requiredFigure(std::string_view key) {
  const JsonValue* value = take(key, true);
  if (value == nullptr) {
    return 0;
  }
  if (value->kind != JsonValue::Kind::Integer || value->integer < 0) {
    fail(key, "has to be a whole number, 0 or more");
    return 0;
  }
  return value->integer;
}

qint64 CommandKeys::figure(std::string_view key, qint64 least, qint64 most, std::optional<qint64> otherwise) {
  const JsonValue* value = take(key, !otherwise);
  if (value == nullptr) {
    return otherwise.value_or(least);
  }
  if (value->kind != JsonValue::Kind::Integer || value->integer < least || value->integer > most) {
    fail(key, "has to be a whole number, " + std::to_string(least) + " to " + std::to_string(most));
    return least;
  }
  return value->integer;
}

bool CommandKeys::flag(std::string_view key, bool otherwise) {
  const JsonValue* value = take(key, false);
  if (value == nullptr) {
    return otherwise;
  }
  if (value->kind != JsonValue::Kind::Boolean) {
    fail(key, "has to be true or false");
    return otherwise;
  }
  return value->boolean;
}

std::optional<session::Conflict> CommandKeys::conflict(std::string_view key, bool is_required) {
  const QString word = text(key, wire::Form::Anything, is_required);
  if (word.isEmpty()) {
    return std::nullopt;
  }
  const std::optional<session::Conflict> rule = conflictNamed(word);
  if (!rule) {
    fail(key, "has to be one of: rename, overwrite, skip");
  }
  return rule;
}

Result<Command> CommandKeys::finish(Command command) {
  for (const JsonMember& member : m_object.members) {
    if (std::find(m_known.begin(), m_known.end(), member.key) == m_known.end()) {
      fail(member.key, "does not belong to it");
    }
  }
  return m_wrong.isEmpty() ? Result<Command>(std::move(command)) : Result<Command>(Error{codes::kUsage, m_wrong});
}

}  // namespace landline::console
