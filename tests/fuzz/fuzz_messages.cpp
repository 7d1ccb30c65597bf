#include "fuzz_targets.h"

#include <string>
#include <variant>

#include "core/limits.h"
#include "wire/header.h"
#include "wire/messages.h"

namespace landline::fuzz {

namespace {

/// Sessions reject a text over its limit instead of passing it on; nothing promises that it can be encoded.
bool mayBePassedOn(const wire::ControlMessage& message) {
  const auto* chat = std::get_if<wire::Chat>(&message);
  return chat == nullptr || static_cast<std::size_t>(chat->text.toUtf8().size()) <= Limits{}.chat_text;
}
bool mayBePassedOn(const wire::DataMessage&) {
  return true;
}

template <typename Message, typename Parse>
void checkKind(std::string_view name, std::string_view body, Parse parse) {
  const Result<Message> message = parse(name, body);
  if (!message) {
    FUZZ_CHECK(!message.error().code.isEmpty());
    FUZZ_CHECK(!message.error().detail.isEmpty());
    return;
  }
  FUZZ_CHECK(wire::nameOf(*message) == name);
  if (!mayBePassedOn(*message)) {
    return;
  }
  const std::string frame = wire::encode(*message).toStdString();
  const std::size_t header_end = frame.find('\n');
  FUZZ_CHECK(header_end != std::string::npos);
  const Result<wire::Header> header = wire::parseHeader(std::string_view(frame).substr(0, header_end));
  FUZZ_CHECK(header.ok());
  FUZZ_CHECK(header->name == name);
  const std::string_view again = std::string_view(frame).substr(header_end + 1);
  FUZZ_CHECK(static_cast<std::int64_t>(again.size()) == header->size);
  const Result<Message> reread = parse(name, again);
  FUZZ_CHECK(reread.ok());
  FUZZ_CHECK(wire::encode(*reread).toStdString() == frame);
}

}  // namespace

void checkMessage(std::string_view name, std::string_view body) {
  checkKind<wire::ControlMessage>(name, body, wire::parseControl);
  checkKind<wire::DataMessage>(name, body, wire::parseData);
}

void messages(std::string_view input) {
  const std::size_t name_end = input.find('\n');
  // The frame decoder lets no larger body through.
  if (name_end == std::string_view::npos || input.size() - name_end - 1 > Limits{}.message_body) {
    return;
  }
  checkMessage(input.substr(0, name_end), input.substr(name_end + 1));
}

}  // namespace landline::fuzz
