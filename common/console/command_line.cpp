#include "console/command_line.h"

#include <QRegularExpression>

#include "console/exit_code.h"
#include "wire/forms.h"

namespace landline::console {

namespace {
constexpr qint64 kFastestLimit = qint64{1} << 40;  // octets per second
}

CommandLine::CommandLine(const QString& program, const QString& purpose) : m_program(program) {
  m_parser.setApplicationDescription(purpose);
  m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
  m_parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, tr("Shows this help.")});
  m_parser.addOption({{QStringLiteral("v"), QStringLiteral("version")}, tr("Shows the version.")});
  flag("headless", tr("Runs without a window."));
  flag("json", tr("With --headless: events and commands are lines of JSON, for scripts."));
  value("profile", tr("Keeps key, known peers and settings in this folder."), tr("DIR"));
  value("name", tr("The name that others see, at most 64 characters."), tr("NAME"));
  value("accept", tr("What to do with files that are offered: ask, all or none."), QStringLiteral("ask|all|none"));
  value("save-dir", tr("Saves received files in this folder."), tr("DIR"));
  value("conflict",
        tr("With --headless: what to do where a received file's name is taken by another file: rename (the default), "
           "overwrite or skip."),
        QStringLiteral("rename|overwrite|skip"));
  value("rate-limit", tr("With --headless: all transfers together move at most so many bytes per second; 0: no limit."),
        tr("BYTES[K|M|G]"));
  value("at-once",
        tr("With --headless: so many transfers run at once, 1 to %1; at most %2 of them with one peer.")
            .arg(kMostAtOnce)
            .arg(kMostAtOncePerPeer),
        tr("NUMBER"));
  value("language", tr("The language of the program: en or zh_CN."), QStringLiteral("en|zh_CN"));
  value("discovery", tr("Whether servers are announced and found on the local network: on or off."),
        QStringLiteral("on|off"));
  value("discover-on",
        tr("Announces or looks for servers on this network interface, too, though it is left out by default (VPN, "
           "container). May be given several times."),
        tr("INTERFACE"));
}

void CommandLine::flag(const char* name, const QString& help) {
  m_parser.addOption({QString::fromLatin1(name), help});
}

void CommandLine::value(const char* name, const QString& help, const QString& value_name) {
  m_parser.addOption({QString::fromLatin1(name), help, value_name});
}

std::optional<Answer> CommandLine::parse(const QStringList& arguments, const char* rest_of) {
  const bool understood = m_parser.parse(arguments);
  // Before anything else: who asks for help may have got the rest wrong.
  if (has("help")) {
    return Answer{kExitDone, m_parser.helpText()};
  }
  if (has("version")) {
    return Answer{
        kExitDone,
        QStringLiteral("%1 %2 (Qt %3)\n").arg(m_program, QLatin1String(LANDLINE_VERSION), QLatin1String(qVersion()))};
  }
  if (!understood) {
    fail(m_parser.errorText());
  } else if (rest_of != nullptr && has(rest_of)) {
    m_rest = m_parser.positionalArguments();
  } else if (!m_parser.positionalArguments().isEmpty()) {
    fail(tr("There is no place for \"%1\": every value belongs to an option.")
             .arg(m_parser.positionalArguments().constFirst()));
  }
  return failure();
}

QString CommandLine::filled(const char* name) {
  const QStringList all = allFilled(name);
  return all.isEmpty() ? QString() : all.constLast();
}

QStringList CommandLine::allFilled(const char* name) {
  const QStringList all = texts(name);
  for (const QString& each : all) {
    require(!each.trimmed().isEmpty(), tr("--%1 needs a value that is not empty.").arg(QLatin1String(name)));
  }
  return all;
}

void CommandLine::require(bool condition, const QString& otherwise) {
  if (!condition) {
    fail(otherwise);
  }
}

void CommandLine::fail(const QString& what) {
  if (m_wrong.isEmpty()) {
    m_wrong = what;
  }
}

std::optional<Answer> CommandLine::failure() const {
  if (m_wrong.isEmpty()) {
    return std::nullopt;
  }
  return Answer{
      kExitUsage,
      QStringLiteral("%1: %2\n%3\n").arg(m_program, m_wrong, tr("%1 --help lists the options.").arg(m_program))};
}

CommonOptions CommandLine::common(bool windowless) {
  CommonOptions options;
  options.headless = windowless || has("headless");
  options.json = has("json");
  options.profile = filled("profile");
  options.name = filled("name");
  options.save_folder = filled("save-dir");
  options.accept = choice<session::AcceptRule>(
      "accept",
      {{"ask", session::AcceptRule::Ask}, {"all", session::AcceptRule::All}, {"none", session::AcceptRule::None}});
  options.language = choice<QString>("language", {{"en", QStringLiteral("en")}, {"zh_CN", QStringLiteral("zh_CN")}})
                         .value_or(QString());
  options.conflict = choice<session::Conflict>("conflict", {{"rename", session::Conflict::Rename},
                                                            {"overwrite", session::Conflict::Overwrite},
                                                            {"skip", session::Conflict::Skip}});
  options.rate_limit = rateLimit();
  options.at_once = atOnce();
  options.discovery = choice<bool>("discovery", {{"on", true}, {"off", false}});
  options.discover_on = allFilled("discover-on");
  require(options.headless || !options.json, tr("--json needs --headless."));
  for (const char* name : {"conflict", "rate-limit", "at-once"}) {
    require(options.headless || !has(name),
            tr("--%1 needs --headless: the window has a setting for it.").arg(QLatin1String(name)));
  }
  require(options.discover_on.isEmpty() || options.discovery.value_or(true),
          tr("--discover-on makes no sense with --discovery off."));
  if (!options.discover_on.isEmpty() && !options.discovery) {
    options.discovery = true;  // what else could be meant: a client without a window looks for none by itself
  }
  const bool name_is_word = options.name == QLatin1String("everyone") || options.name == QLatin1String("server");
  require(!has("name") || (wire::brokenForm(wire::Form::Name, options.name) == nullptr && !name_is_word),
          tr("--name is not usable: it has to be 1 to 64 characters without control characters, and neither "
             "\"everyone\" nor \"server\"."));
  return options;
}

std::optional<qint64> CommandLine::rateLimit() {
  if (!has("rate-limit")) {
    return std::nullopt;
  }
  static const QRegularExpression form(QStringLiteral("^(\\d{1,12})([KMG]?)$"),
                                       QRegularExpression::CaseInsensitiveOption);
  const QRegularExpressionMatch match = form.match(text("rate-limit"));
  const auto unit = QStringLiteral("KMG").indexOf(match.captured(2), 0, Qt::CaseInsensitive);
  const int shift = match.captured(2).isEmpty() ? 0 : 10 * (static_cast<int>(unit) + 1);
  const qint64 figure = match.captured(1).toLongLong();
  if (!match.hasMatch() || figure > (kFastestLimit >> shift)) {
    fail(tr("--rate-limit is \"%1\"; it has to be a number of bytes per second, perhaps with K, M or G behind it "
            "(1024, 1024K, 1024M), of at most 1024G; 0 means no limit.")
             .arg(text("rate-limit")));
    return std::nullopt;
  }
  return figure << shift;
}

std::optional<int> CommandLine::atOnce() {
  if (!has("at-once")) {
    return std::nullopt;
  }
  bool is_number = false;
  const int count = text("at-once").toInt(&is_number);
  if (!is_number || count < 1 || count > kMostAtOnce) {
    fail(tr("--at-once is \"%1\"; it has to be a number from 1 to %2.").arg(text("at-once")).arg(kMostAtOnce));
    return std::nullopt;
  }
  return count;
}

}  // namespace landline::console
