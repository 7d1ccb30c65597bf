#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/command.h"
#include "wire/forms.h"
#include "wire/strict_json.h"

namespace landline::console {

/// Takes the keys of one command from its object, one after another; remembers the first thing that is wrong, which
/// finish() gives. What is wrong is returned as if it were not there.
class CommandKeys {
 public:
  /// Both must outlive this.
  CommandKeys(std::string_view command, const wire::JsonValue& object) : m_command(command), m_object(object) {}

  QString required(std::string_view key, wire::Form form = wire::Form::Anything) { return text(key, form, true); }
  QString optional(std::string_view key, wire::Form form = wire::Form::Anything) { return text(key, form, false); }
  std::optional<QString> optionalAnyText(std::string_view key);  ///< may be empty
  QStringList requiredList(std::string_view key);                ///< of strings that are not empty, at least one
  qint64 requiredFigure(std::string_view key);                   ///< 0 or more
  qint64 figure(std::string_view key, qint64 least, qint64 most, std::optional<qint64> otherwise);
  bool flag(std::string_view key, bool otherwise);
  std::optional<session::Conflict> conflict(std::string_view key, bool is_required);

  /// For a value that none of these takes; null where there is none.
  const wire::JsonValue* take(std::string_view key, bool is_required);
  void fail(std::string_view key, const std::string& what);

  /// After all keys were taken: `command`, or what is wrong.
  Result<Command> finish(Command command);

  static QString quoted(std::string_view text);

 private:
  QString text(std::string_view key, wire::Form form, bool is_required);

  std::string_view m_command;
  const wire::JsonValue& m_object;
  std::vector<std::string> m_known{"command"};
  QString m_wrong;
};

}  // namespace landline::console
