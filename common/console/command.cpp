#include "console/command.h"

#include <QLatin1String>

#include <string>
#include <string_view>
#include <utility>

#include "console/command_keys.h"
#include "console/datagram_command.h"

namespace landline::console {

namespace {

using wire::JsonValue;

template <TransferCommand::Action action>
Result<Command> transferCommand(CommandKeys keys) {
  TransferCommand command;
  command.action = action;
  command.transfer = keys.required("transfer", wire::Form::Uuid);
  if (action == TransferCommand::Action::Accept) {
    command.save_as = keys.optional("save_as");
    command.conflict = keys.conflict("conflict", false);
  }
  return keys.finish(std::move(command));
}

template <QueueCommand::Action action>
Result<Command> queueCommand(CommandKeys keys) {
  return keys.finish(QueueCommand{action});
}

template <PeerCommand::Action action>
Result<Command> peerCommand(CommandKeys keys) {
  return keys.finish(PeerCommand{action, keys.required("peer")});
}

Result<Command> trustCommand(CommandKeys keys) {
  const QString id = keys.required("id", wire::Form::Secret);
  return keys.finish(TrustCommand{PeerId::fromHex(id).value_or(PeerId())});
}

Result<Command> conflictCommand(CommandKeys keys) {
  return keys.finish(ConflictCommand{keys.conflict("rule", true).value_or(session::Conflict::Rename)});
}

Result<Command> rateLimitCommand(CommandKeys keys) {
  return keys.finish(RateLimitCommand{keys.requiredFigure("octets_per_second")});
}

Result<Command> quitCommand(CommandKeys keys) {
  return keys.finish(QuitCommand{});
}

Result<Command> messageCommand(CommandKeys keys) {
  MessageCommand command;
  command.to = keys.required("to");
  command.text = keys.required("text");
  command.id = keys.optional("id", wire::Form::Uuid);
  return keys.finish(std::move(command));
}

Result<Command> sendCommand(CommandKeys keys) {
  SendCommand command;
  command.to = keys.required("to");
  command.paths = keys.requiredList("paths");
  return keys.finish(std::move(command));
}

constexpr std::pair<const char*, Result<Command> (*)(CommandKeys)> kCommands[] = {
    {"message", messageCommand},
    {"send", sendCommand},
    {"accept", transferCommand<TransferCommand::Action::Accept>},
    {"decline", transferCommand<TransferCommand::Action::Decline>},
    {"cancel", transferCommand<TransferCommand::Action::Cancel>},
    {"retry", transferCommand<TransferCommand::Action::Retry>},
    {"pause", transferCommand<TransferCommand::Action::Pause>},
    {"continue", transferCommand<TransferCommand::Action::Continue>},
    {"move-to-top", transferCommand<TransferCommand::Action::MoveToTop>},
    {"pause-all", queueCommand<QueueCommand::Action::PauseAll>},
    {"continue-all", queueCommand<QueueCommand::Action::ContinueAll>},
    {"retry-failed", queueCommand<QueueCommand::Action::RetryFailed>},
    {"clear-finished", queueCommand<QueueCommand::Action::ClearFinished>},
    {"conflict", conflictCommand},
    {"rate-limit", rateLimitCommand},
    {"admit", peerCommand<PeerCommand::Action::Admit>},
    {"deny", peerCommand<PeerCommand::Action::Deny>},
    {"disconnect", peerCommand<PeerCommand::Action::Disconnect>},
    {"trust", trustCommand},
    {"datagram-bind", datagramBindCommand},
    {"datagram-send", datagramSendCommand},
    {"datagram-close", datagramCloseCommand},
    {"datagram-stop", datagramStopCommand},
    {"quit", quitCommand},
};

}  // namespace

Result<Command> parseCommand(const QByteArray& line) {
  const Result<JsonValue> object =
      wire::parseStrictJson(std::string_view(line.constData(), static_cast<std::size_t>(line.size())));
  if (!object) {
    return object.error();
  }
  const JsonValue* name = object->find("command");
  if (name == nullptr || name->kind != JsonValue::Kind::String) {
    return Error{codes::kUsage, QStringLiteral("A line has to have the key \"command\" with a string.")};
  }
  const std::string& word = name->string;
  for (const auto& [known, read] : kCommands) {
    if (word == known) {
      return read(CommandKeys(word, *object));
    }
  }
  QStringList words;
  for (const auto& [known, read] : kCommands) {
    words.append(QLatin1String(known));
  }
  return Error{codes::kUsage, QStringLiteral("%1 is not a command. There are: %2.")
                                  .arg(CommandKeys::quoted(word), words.join(QStringLiteral(", ")))};
}

}  // namespace landline::console
