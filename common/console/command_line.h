#pragma once

#include <QCommandLineParser>
#include <QCoreApplication>

#include <initializer_list>
#include <optional>
#include <utility>

#include "console/options.h"

namespace landline::console {

/// One command line while it is read: declares options, takes their values, remembers the first thing that is wrong.
/// Knows the options that both programs have; see parseServerOptions() for the order of the calls.
class CommandLine {
  Q_DECLARE_TR_FUNCTIONS(landline::console)

 public:
  CommandLine(const QString& program, const QString& purpose);

  void flag(const char* name, const QString& help);
  void value(const char* name, const QString& help, const QString& value_name);

  /// The answer where there is nothing to run: help, version, or an unknown option. What belongs to no option is taken
  /// as more values of `rest_of`, where that was given: `--send *.jpg`.
  std::optional<Answer> parse(const QStringList& arguments, const char* rest_of = nullptr);

  bool has(const char* name) const { return m_parser.isSet(QString::fromLatin1(name)); }
  QString text(const char* name) const { return m_parser.value(QString::fromLatin1(name)); }
  QStringList texts(const char* name) const { return m_parser.values(QString::fromLatin1(name)); }
  QStringList rest() const { return m_rest; }  ///< what belongs to no option

  /// The option's value, which must be one of `words`; nothing where it was not given.
  template <typename Value>
  std::optional<Value> choice(const char* name, const std::initializer_list<std::pair<const char*, Value>>& words) {
    if (!has(name)) {
      return std::nullopt;
    }
    QStringList allowed;
    for (const auto& [word, meaning] : words) {
      if (text(name) == QLatin1String(word)) {
        return meaning;
      }
      allowed.append(QLatin1String(word));
    }
    fail(tr("--%1 is \"%2\"; it has to be one of: %3.")
             .arg(QLatin1String(name), text(name), allowed.join(QStringLiteral(", "))));
    return std::nullopt;
  }

  /// A value that must not be empty, as `--save-dir ""` is a script's unset variable and not a wish.
  QString filled(const char* name);
  /// The same of an option that may be given several times.
  QStringList allFilled(const char* name);

  void require(bool condition, const QString& otherwise);
  void fail(const QString& what);
  std::optional<Answer> failure() const;  ///< a usage error, with the first thing that is wrong

  /// The values of the options that both programs have. `windowless`: an option of the program's own has the effect of
  /// --headless.
  CommonOptions common(bool windowless = false);

 private:
  std::optional<qint64> rateLimit();
  std::optional<int> atOnce();

  QString m_program;
  QCommandLineParser m_parser;
  QStringList m_rest;
  QString m_wrong;
};

}  // namespace landline::console
