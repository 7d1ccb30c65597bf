#include "console/command.h"

#include <QLatin1String>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "wire/forms.h"
#include "wire/strict_json.h"
#include "wire/utf8.h"

namespace landline::console {

namespace {

using wire::JsonMember;
using wire::JsonValue;

QString quoted(std::string_view text) {
  return QLatin1Char('"') + wire::fromUtf8(text) + QLatin1Char('"');
}

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

/// Takes the keys of one command from its object; remembers the first thing that is wrong.
class Keys {
 public:
  Keys(std::string_view command, const JsonValue& object) : m_command(command), m_object(object) {}

  QString required(std::string_view key, wire::Form form = wire::Form::Anything) { return text(key, form, true); }
  QString optional(std::string_view key, wire::Form form = wire::Form::Anything) { return text(key, form, false); }

  QStringList requiredList(std::string_view key) {
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

  qint64 requiredFigure(std::string_view key) {
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

  std::optional<session::Conflict> conflict(std::string_view key, bool is_required) {
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

  /// After all keys were taken: `command`, or what is wrong.
  Result<Command> finish(Command command) {
    for (const JsonMember& member : m_object.members) {
      if (std::find(m_known.begin(), m_known.end(), member.key) == m_known.end()) {
        fail(member.key, "does not belong to it");
      }
    }
    return m_wrong.isEmpty() ? Result<Command>(std::move(command)) : Result<Command>(Error{codes::kUsage, m_wrong});
  }

 private:
  const JsonValue* take(std::string_view key, bool is_required) {
    m_known.emplace_back(key);
    const JsonValue* value = m_object.find(key);
    if (value == nullptr && is_required) {
      fail(key, "is missing");
    }
    return value;
  }

  QString text(std::string_view key, wire::Form form, bool is_required) {
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

  void fail(std::string_view key, const std::string& what) {
    if (m_wrong.isEmpty()) {
      m_wrong = QStringLiteral("In the command %1 the key %2 %3.")
                    .arg(quoted(m_command), quoted(key), QString::fromStdString(what));
    }
  }

  std::string_view m_command;
  const JsonValue& m_object;
  std::vector<std::string> m_known{"command"};
  QString m_wrong;
};

template <TransferCommand::Action action>
Result<Command> transferCommand(Keys keys) {
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
Result<Command> queueCommand(Keys keys) {
  return keys.finish(QueueCommand{action});
}

template <PeerCommand::Action action>
Result<Command> peerCommand(Keys keys) {
  return keys.finish(PeerCommand{action, keys.required("peer")});
}

Result<Command> trustCommand(Keys keys) {
  const QString id = keys.required("id", wire::Form::Secret);
  return keys.finish(TrustCommand{PeerId::fromHex(id).value_or(PeerId())});
}

Result<Command> conflictCommand(Keys keys) {
  return keys.finish(ConflictCommand{keys.conflict("rule", true).value_or(session::Conflict::Rename)});
}

Result<Command> rateLimitCommand(Keys keys) {
  return keys.finish(RateLimitCommand{keys.requiredFigure("octets_per_second")});
}

Result<Command> quitCommand(Keys keys) {
  return keys.finish(QuitCommand{});
}

Result<Command> messageCommand(Keys keys) {
  MessageCommand command;
  command.to = keys.required("to");
  command.text = keys.required("text");
  command.id = keys.optional("id", wire::Form::Uuid);
  return keys.finish(std::move(command));
}

Result<Command> sendCommand(Keys keys) {
  SendCommand command;
  command.to = keys.required("to");
  command.paths = keys.requiredList("paths");
  return keys.finish(std::move(command));
}

constexpr std::pair<const char*, Result<Command> (*)(Keys)> kCommands[] = {
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
      return read(Keys(word, *object));
    }
  }
  QStringList words;
  for (const auto& [known, read] : kCommands) {
    words.append(QLatin1String(known));
  }
  return Error{
      codes::kUsage,
      QStringLiteral("%1 is not a command. There are: %2.").arg(quoted(word), words.join(QStringLiteral(", ")))};
}

}  // namespace landline::console
