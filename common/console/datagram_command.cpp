#include "console/datagram_command.h"

#include <limits>
#include <utility>

#include "session/datagram_text.h"
#include "wire/utf8.h"

namespace landline::console {

namespace {

using session::DatagramGroup;
using wire::JsonMember;
using wire::JsonValue;

constexpr qint64 kLargestPort = 65'535;

QVector<DatagramGroup> groupsOf(CommandKeys& keys) {
  QVector<DatagramGroup> groups;
  const JsonValue* list = keys.take("groups", false);
  if (list == nullptr) {
    return groups;
  }
  const char* const wanted = "has to be a list of objects with a \"group\" and perhaps an \"interface\"";
  if (list->kind != JsonValue::Kind::Array) {
    keys.fail("groups", wanted);
    return groups;
  }
  for (const JsonValue& element : list->elements) {
    DatagramGroup group;
    if (element.kind != JsonValue::Kind::Object || element.find("group") == nullptr) {
      keys.fail("groups", wanted);
      return groups;
    }
    for (const JsonMember& member : element.members) {
      if ((member.key != "group" && member.key != "interface") || member.value.kind != JsonValue::Kind::String) {
        keys.fail("groups", wanted);
        return groups;
      }
      (member.key == "group" ? group.group : group.interface_name) = wire::fromUtf8(member.value.string);
    }
    groups.append(group);
  }
  return groups;
}

}  // namespace

Result<Command> datagramBindCommand(CommandKeys keys) {
  const session::DatagramSettings usual;
  DatagramCommand command;
  command.action = DatagramCommand::Action::Bind;
  session::DatagramSettings& settings = command.settings;
  settings.address = keys.optionalAnyText("address").value_or(usual.address);
  settings.port = static_cast<quint16>(keys.figure("port", 0, kLargestPort, usual.port));
  settings.shared = keys.flag("shared", usual.shared);
  settings.echo = keys.flag("echo", usual.echo);
  settings.groups = groupsOf(keys);
  settings.ttl = static_cast<int>(keys.figure("ttl", 0, 255, usual.ttl));
  settings.loopback = keys.flag("loopback", usual.loopback);
  settings.interface_name = keys.optionalAnyText("interface").value_or(usual.interface_name);
  return keys.finish(std::move(command));
}

Result<Command> datagramSendCommand(CommandKeys keys) {
  DatagramCommand command;
  command.action = DatagramCommand::Action::Send;
  session::DatagramRequest& request = command.request;
  request.address = keys.required("address");
  request.port = static_cast<quint16>(keys.figure("port", 1, kLargestPort, std::nullopt));
  request.interval_ms = static_cast<int>(keys.figure("interval_ms", 0, std::numeric_limits<int>::max(), 0));
  const std::optional<QString> text = keys.optionalAnyText("text");
  const std::optional<QString> hex = keys.optionalAnyText("hex");
  if (text.has_value() == hex.has_value()) {
    keys.fail(text ? "hex" : "text", text ? "cannot stand beside \"text\"" : "is missing, or \"hex\"");
  } else if (text) {
    request.octets = text->toUtf8();
  } else if (Result<QByteArray> octets = session::octetsFromHex(*hex)) {
    request.octets = *octets;
  } else {
    keys.fail("hex", "has to be pairs of hex digits. " + octets.error().detail.toStdString());
  }
  if (request.octets.size() > session::kMostDatagramOctets) {
    keys.fail(text ? "text" : "hex", "has to be of at most " + std::to_string(session::kMostDatagramOctets) +
                                         " octets, which is all that fits");
  }
  return keys.finish(std::move(command));
}

Result<Command> datagramCloseCommand(CommandKeys keys) {
  DatagramCommand command;
  command.action = DatagramCommand::Action::Close;
  return keys.finish(std::move(command));
}

Result<Command> datagramStopCommand(CommandKeys keys) {
  DatagramCommand command;
  command.action = DatagramCommand::Action::Stop;
  return keys.finish(std::move(command));
}

}  // namespace landline::console
