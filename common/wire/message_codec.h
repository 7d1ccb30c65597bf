#pragma once

#include <string>
#include <utility>
#include <variant>

#include "wire/field_reader.h"
#include "wire/field_writer.h"
#include "wire/header.h"
#include "wire/messages.h"

/// How a family of messages (a variant of structs) becomes frames and back. A message is described once, by
///
///     template <> inline constexpr std::string_view kMessageName<Chat> = "chat";
///     template <typename Fields> void describe(Fields& fields, typename Fields::template Ref<Chat> chat);
///
/// where `Fields` is a FieldReader or a FieldWriter. The calls within stand in the order of the keys in PROTOCOL.md.
namespace landline::wire {

template <typename Message>
inline constexpr std::string_view kMessageName{};

// The two messages that belong to both kinds of connection.

template <>
inline constexpr std::string_view kMessageName<Ticket> = "ticket";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Ticket> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
  fields.text("ticket", Form::Secret, message.ticket);
}

template <>
inline constexpr std::string_view kMessageName<Ping> = "ping";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Ping> message) {
  fields.optionalText("slow", Form::Code, message.slow);
}

namespace codec {

template <typename Message, typename Variant>
Result<Variant> parseBody(std::string_view body) {
  const Result<JsonValue> object = parseStrictJson(body);
  if (!object) {
    const std::string name(kMessageName<Message>);
    return Error{object.error().code,
                 QStringLiteral("message %1: %2").arg(QString::fromStdString(name), object.error().detail)};
  }
  Message message;
  std::optional<Error> error;
  FieldReader reader(*object, kMessageName<Message>, error);
  describe(reader, message);
  if (error) {
    return *error;
  }
  return Variant(std::move(message));
}

template <typename Variant, std::size_t... I>
Result<Variant> parseNamed(std::string_view name, std::string_view body, std::index_sequence<I...>) {
  using Parser = Result<Variant> (*)(std::string_view);
  struct Known {
    std::string_view name;
    Parser parse;
  };
  constexpr Known kKnown[] = {{kMessageName<std::variant_alternative_t<I, Variant>>,
                               parseBody<std::variant_alternative_t<I, Variant>, Variant>}...};
  for (const Known& known : kKnown) {
    if (known.name == name) {
      return known.parse(body);
    }
  }
  return Error{codes::kMalformed, QStringLiteral("no message has the name %1").arg(inQuotes(name))};
}

template <typename Variant>
Result<Variant> parse(std::string_view name, std::string_view body) {
  return parseNamed<Variant>(name, body, std::make_index_sequence<std::variant_size_v<Variant>>());
}

template <typename Variant>
std::string_view nameOf(const Variant& message) {
  return std::visit([](const auto& m) { return kMessageName<std::decay_t<decltype(m)>>; }, message);
}

/// Appends the frame of `message`; nothing where its body is over 64 KiB.
template <typename Variant>
void append(std::string& to, const Variant& message) {
  const std::size_t begin = to.size();
  JsonWriter json(to);
  json.beginObject();
  FieldWriter writer(json);
  std::visit([&](const auto& m) { describe(writer, m); }, message);
  json.endObject();
  constexpr std::size_t kLargestBody = Limits{}.message_body;
  const std::size_t size = to.size() - begin;
  Q_ASSERT_X(size <= kLargestBody, "encode", "a message over 64 KiB");
  if (size > kLargestBody) {
    to.resize(begin);
    return;
  }
  // The header says the size, so it is made last; names of messages need no encoding.
  to.insert(begin, std::string(nameOf(message)) + '&' + std::to_string(size) + '\n');
}

template <typename Variant>
QByteArray encode(const Variant& message) {
  std::string frame;
  append(frame, message);
  return {frame.data(), static_cast<int>(frame.size())};
}

}  // namespace codec

}  // namespace landline::wire
