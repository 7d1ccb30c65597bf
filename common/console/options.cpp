#include "console/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

#include "console/exit_code.h"
#include "console/paths.h"
#include "core/host_and_port.h"
#include "wire/forms.h"

namespace landline::console {

namespace {

constexpr int kLongestTimeout = 7 * 24 * 3600;
constexpr qint64 kFastestLimit = qint64{1} << 40;  // octets per second

/// One command line while it is read: declares options, takes their values, remembers the first thing that is wrong.
class CommandLine {
  Q_DECLARE_TR_FUNCTIONS(landline::console)

 public:
  CommandLine(const QString& program, const QString& purpose) : m_program(program) {
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
    value("rate-limit",
          tr("With --headless: all transfers together move at most so many bytes per second; 0: no limit."),
          tr("BYTES[K|M|G]"));
    value("at-once",
          tr("With --headless: so many transfers run at once, 1 to %1; at most %2 of them with one peer.")
              .arg(kMostAtOnce)
              .arg(kMostAtOncePerPeer),
          tr("NUMBER"));
    value("language", tr("The language of the program: en or zh_CN."), QStringLiteral("en|zh_CN"));
  }

  void flag(const char* name, const QString& help) { m_parser.addOption({QString::fromLatin1(name), help}); }
  void value(const char* name, const QString& help, const QString& value_name) {
    m_parser.addOption({QString::fromLatin1(name), help, value_name});
  }

  /// The answer where there is nothing to run: help, version, or an unknown option. What belongs to no option is taken
  /// as more values of `rest_of`, where that was given: `--send *.jpg`.
  std::optional<Answer> parse(const QStringList& arguments, const char* rest_of = nullptr) {
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

  bool has(const char* name) const { return m_parser.isSet(QString::fromLatin1(name)); }
  QString text(const char* name) const { return m_parser.value(QString::fromLatin1(name)); }
  QStringList texts(const char* name) const { return m_parser.values(QString::fromLatin1(name)); }

  QStringList rest() const { return m_rest; }

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
  QString filled(const char* name) {
    if (has(name) && text(name).trimmed().isEmpty()) {
      fail(tr("--%1 needs a value that is not empty.").arg(QLatin1String(name)));
    }
    return text(name);
  }

  void require(bool condition, const QString& otherwise) {
    if (!condition) {
      fail(otherwise);
    }
  }

  void fail(const QString& what) {
    if (m_wrong.isEmpty()) {
      m_wrong = what;
    }
  }

  std::optional<Answer> failure() const {
    if (m_wrong.isEmpty()) {
      return std::nullopt;
    }
    return Answer{
        kExitUsage,
        QStringLiteral("%1: %2\n%3\n").arg(m_program, m_wrong, tr("%1 --help lists the options.").arg(m_program))};
  }

  CommonOptions common() {
    CommonOptions options;
    options.headless = has("headless");
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
    require(options.headless || !options.json, tr("--json needs --headless."));
    for (const char* name : {"conflict", "rate-limit", "at-once"}) {
      require(options.headless || !has(name),
              tr("--%1 needs --headless: the window has a setting for it.").arg(QLatin1String(name)));
    }
    const bool name_is_word = options.name == QLatin1String("everyone") || options.name == QLatin1String("server");
    require(!has("name") || (wire::brokenForm(wire::Form::Name, options.name) == nullptr && !name_is_word),
            tr("--name is not usable: it has to be 1 to 64 characters without control characters, and neither "
               "\"everyone\" nor \"server\"."));
    return options;
  }

 private:
  std::optional<qint64> rateLimit() {
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

  std::optional<int> atOnce() {
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

  QString m_program;
  QCommandLineParser m_parser;
  QStringList m_rest;
  QString m_wrong;
};

QString tr(const char* text) {
  return CommandLine::tr(text);
}

void takeListen(CommandLine& line, ServerOptions& options) {
  options.listen = line.has("listen");
  if (!options.listen) {
    return;
  }
  const QString given = line.text("listen");
  // A port alone is the common case.
  const bool port_alone = !given.contains(QLatin1Char(':'));
  const std::optional<HostAndPort> parsed =
      HostAndPort::parse(port_alone ? QLatin1Char(':') + given : given, HostAndPort::BareIpv6::Refused);
  const bool address_ok = parsed && parsed->port && (parsed->host.isEmpty() || !QHostAddress(parsed->host).isNull());
  if (!address_ok) {
    line.fail(tr("--listen is \"%1\"; it has to be PORT, ADDRESS:PORT or [IPV6]:PORT, with an IP address of this "
                 "computer and a port from 0 (any free one) to 65535.")
                  .arg(given));
    return;
  }
  options.address = parsed->host;
  options.port = *parsed->port;
}

void takeConnect(CommandLine& line, ClientOptions& options) {
  options.connect = line.has("connect");
  if (!options.connect) {
    return;
  }
  const std::optional<HostAndPort> parsed = HostAndPort::parse(line.text("connect"), HostAndPort::BareIpv6::Refused);
  if (!parsed || parsed->host.isEmpty() || parsed->port == 0) {
    line.fail(tr("--connect is \"%1\"; it has to be HOST, HOST:PORT or [IPV6]:PORT, with a port from 1 to 65535.")
                  .arg(line.text("connect")));
    return;
  }
  options.host = parsed->host;
  options.port = parsed->port.value_or(kDefaultPort);
}

void takeTimeout(CommandLine& line, ClientOptions& options) {
  if (!line.has("timeout")) {
    return;
  }
  bool is_number = false;
  const int seconds = line.text("timeout").toInt(&is_number);
  if (!is_number || seconds < 1 || seconds > kLongestTimeout) {
    line.fail(tr("--timeout is \"%1\"; it has to be a number of seconds from 1 to %2.")
                  .arg(line.text("timeout"))
                  .arg(kLongestTimeout));
    return;
  }
  options.timeout = std::chrono::seconds(seconds);
}

}  // namespace

void CommonOptions::applyTo(session::Node& node) const {
  if (conflict) {
    node.setConflict(*conflict);
  }
  if (rate_limit) {
    node.setRateLimit(*rate_limit);
  }
  if (at_once) {
    node.setTransfersAtOnce(std::min(*at_once, kMostAtOncePerPeer), *at_once);
  }
}

EarlyOptions earlyOptions(int argc, const char* const* argv) {
  EarlyOptions options;
  const QString language = QStringLiteral("--language");
  for (int i = 1; i < argc; ++i) {
    const QString argument = QString::fromLocal8Bit(argv[i]);
    if (argument == QLatin1String("--")) {
      break;
    }
    for (const char* word : {"--headless", "--help", "-h", "--version", "-v"}) {
      options.headless = options.headless || argument == QLatin1String(word);
    }
    if (argument == language && i + 1 < argc) {
      options.language = QString::fromLocal8Bit(argv[++i]);
    } else if (argument.startsWith(language + QLatin1Char('='))) {
      options.language = argument.mid(language.size() + 1);
    }
  }
  return options;
}

std::variant<ServerOptions, Answer> parseServerOptions(const QStringList& arguments) {
  CommandLine line(QStringLiteral("landline-server"),
                   tr("The server of Landline: people on a local network talk and pass files through it."));
  line.value("listen", tr("Listens at once; without an address on all of them, with port 0 on any free port."),
             tr("[ADDRESS:]PORT"));
  line.value("access", tr("Who may join: open (everybody) or ask (a person lets each new peer in once)."),
             QStringLiteral("open|ask"));
  if (std::optional<Answer> answer = line.parse(arguments)) {
    return *answer;
  }
  ServerOptions options;
  options.common = line.common();
  options.access = line.choice<trust::Access>("access", {{"open", trust::Access::Open}, {"ask", trust::Access::Ask}});
  takeListen(line, options);
  if (std::optional<Answer> answer = line.failure()) {
    return *answer;
  }
  return options;
}

std::variant<ClientOptions, Answer> parseClientOptions(const QStringList& arguments) {
  CommandLine line(QStringLiteral("landline-client"),
                   tr("The client of Landline: talks and passes files on a local network."));
  line.value("connect", tr("Connects at once; the port is %1 where none is given.").arg(kDefaultPort),
             tr("HOST[:PORT]"));
  line.value("to",
             tr("Whom --message and --send are for: a name, an id, everyone or server. Without it messages go to "
                "everyone, files to the server."),
             tr("NAME"));
  line.value("message", tr("With --headless: sends this text. May be given several times."), tr("TEXT"));
  line.value(
      "send",
      tr("With --headless: sends this file or folder. Several, behind it or each with its own --send, are one batch."),
      tr("PATH"));
  line.flag("stay", tr("With --headless: stays when everything is sent."));
  line.value("timeout", tr("With --headless: gives up after so many seconds."), tr("SECONDS"));
  if (std::optional<Answer> answer = line.parse(arguments, "send")) {
    return *answer;
  }
  ClientOptions options;
  options.common = line.common();
  options.to = line.filled("to");
  options.messages = line.texts("message");
  options.stay = line.has("stay");
  for (const QString& path : line.texts("send") + line.rest()) {
    line.require(!path.isEmpty(), tr("--send needs a value that is not empty."));
    options.files.append(absolutePath(path));
  }
  line.require(!options.messages.contains(QString()), tr("--message needs a value that is not empty."));
  takeConnect(line, options);
  takeTimeout(line, options);
  if (options.common.headless) {
    line.require(options.connect, tr("--headless needs --connect: without a window nobody can say where to."));
  } else {
    for (const char* name : {"to", "message", "send", "stay", "timeout"}) {
      line.require(!line.has(name), tr("--%1 needs --headless.").arg(QLatin1String(name)));
    }
  }
  if (std::optional<Answer> answer = line.failure()) {
    return *answer;
  }
  return options;
}

}  // namespace landline::console
