#include "wire/message_codec.h"
#include "wire/probe_kind.h"

// Each description is a row of the table in PROTOCOL.md, section "Control connection".
namespace landline::wire {

template <>
inline constexpr std::string_view kMessageName<Hello> = "hello";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Hello> message) {
  fields.protocol("protocol", message.protocol);
  fields.text("name", Form::Name, message.name);
  fields.text("app", Form::Label, message.app);
}

template <>
inline constexpr std::string_view kMessageName<Welcome> = "welcome";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Welcome> message) {
  fields.protocol("protocol", message.protocol);
  fields.text("name", Form::Name, message.name);
  fields.peer("you", message.you);
}

template <>
inline constexpr std::string_view kMessageName<Waiting> = "waiting";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Waiting> message) {
  fields.text("for", Form::Code, message.reason);
}

template <>
inline constexpr std::string_view kMessageName<Bye> = "bye";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Bye> message) {
  fields.text("code", Form::Code, message.code);
  fields.reason("reason", message.reason);
}

template <>
inline constexpr std::string_view kMessageName<Chat> = "chat";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Chat> message) {
  fields.text("id", Form::Uuid, message.id);
  fields.text("to", Form::Receiver, message.to);
  fields.chatText("text", message.text);
  fields.optionalPeer("from", message.from);
  fields.optionalMoment("at", message.at);
}

template <>
inline constexpr std::string_view kMessageName<Received> = "received";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Received> message) {
  fields.text("id", Form::Uuid, message.id);
  fields.peer("by", message.by);
}

template <>
inline constexpr std::string_view kMessageName<Joined> = "joined";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Joined> message) {
  fields.peer("id", message.id);
  fields.text("name", Form::Name, message.name);
  fields.text("address", Form::Address, message.address);
  fields.optionalFlag("plain", message.plain);
}

template <>
inline constexpr std::string_view kMessageName<Left> = "left";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Left> message) {
  fields.peer("id", message.id);
  fields.text("name", Form::Name, message.name);
}

template <>
inline constexpr std::string_view kMessageName<Renamed> = "renamed";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Renamed> message) {
  fields.peer("id", message.id);
  fields.text("name", Form::Name, message.name);
}

template <>
inline constexpr std::string_view kMessageName<Offer> = "offer";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Offer> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
  fields.peer("to", message.to);
  fields.text("title", Form::Anything, message.title);
  fields.nullableCount("files", message.files);
  fields.nullableCount("bytes", message.bytes);
  fields.texts("first", Form::Anything, kMostFirstNames, message.first);
  fields.optionalPeer("from", message.from);
}

template <>
inline constexpr std::string_view kMessageName<Accept> = "accept";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Accept> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
}

template <>
inline constexpr std::string_view kMessageName<Decline> = "decline";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Decline> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
  fields.optionalText("code", Form::Code, message.code);
  fields.optionalReason("reason", message.reason);
}

template <>
inline constexpr std::string_view kMessageName<Pause> = "pause";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Pause> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
  fields.optionalText("code", Form::Code, message.code);
}

template <>
inline constexpr std::string_view kMessageName<Continue> = "continue";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Continue> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
}

template <>
inline constexpr std::string_view kMessageName<Cancel> = "cancel";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Cancel> message) {
  fields.text("transfer", Form::Uuid, message.transfer);
  fields.optionalText("code", Form::Code, message.code);
  fields.optionalReason("reason", message.reason);
}

template <>
inline constexpr std::string_view kMessageName<Rejected> = "rejected";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Rejected> message) {
  fields.text("re", Form::Uuid, message.re);
  fields.text("code", Form::Code, message.code);
  fields.reason("reason", message.reason);
}

template <>
inline constexpr std::string_view kMessageName<Pong> = "pong";
template <typename Fields>
void describe(Fields&, typename Fields::template Ref<Pong>) {}

template <>
inline constexpr std::string_view kMessageName<Probe> = "probe";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Probe> message) {
  fields.text("id", Form::Uuid, message.id);
  fields.port("port", message.port);
}

template <>
inline constexpr std::string_view kMessageName<Probing> = "probing";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Probing> message) {
  fields.text("id", Form::Uuid, message.id);
  fields.port("port", message.port);
}

template <>
inline constexpr std::string_view kMessageName<Probed> = "probed";
template <typename Fields>
void describe(Fields& fields, typename Fields::template Ref<Probed> message) {
  fields.text("id", Form::Uuid, message.id);
  fields.list("heard", kMostHeardProbes, message.heard, [](auto& f, auto& heard) {
    describeProbeKind(f, heard.kind);
    f.text("interface", Form::Label, heard.interface_name);
  });
}

Result<ControlMessage> parseControl(std::string_view name, std::string_view body) {
  return codec::parse<ControlMessage>(name, body);
}

QByteArray encode(const ControlMessage& message) {
  return codec::encode(message);
}

std::string_view nameOf(const ControlMessage& message) {
  return codec::nameOf(message);
}

bool isName(const QString& name) {
  return brokenForm(Form::Name, name) == nullptr;
}

}  // namespace landline::wire
