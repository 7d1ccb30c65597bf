#include "console/options.h"

#include <QHostAddress>

#include <algorithm>

#include "console/command_line.h"
#include "console/paths.h"
#include "core/host_and_port.h"

namespace landline::console {

namespace {

constexpr int kLongestTimeout = 7 * 24 * 3600;

/// These have an answer of their own and no window for it.
constexpr const char* kErrandsWithoutWindow[] = {"discover", "doctor"};

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

/// What --discover and --doctor need and what they cannot be combined with.
void checkErrand(CommandLine& line, const ClientOptions& options) {
  for (const char* errand : kErrandsWithoutWindow) {
    for (const char* other : {"to", "message", "send", "stay", "plain"}) {
      line.require(!line.has(errand) || !line.has(other),
                   tr("--%1 and --%2 cannot be combined.").arg(QLatin1String(errand), QLatin1String(other)));
    }
  }
  line.require(!options.discover || !options.doctor,
               tr("--%1 and --%2 cannot be combined.").arg(QLatin1String("discover"), QLatin1String("doctor")));
  line.require(!options.discover || !options.connect,
               tr("--%1 and --%2 cannot be combined.").arg(QLatin1String("discover"), QLatin1String("connect")));
  line.require(!options.discover || options.common.discovery.value_or(true),
               tr("--discover makes no sense with --discovery off."));
  line.require(!options.doctor || options.connect, tr("--doctor needs --connect: it examines the way to one server."));
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
    for (const char* word : {"--headless", "--help", "-h", "--version", "-v", "--discover", "--doctor"}) {
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
  line.value("plain",
             tr("What unencrypted peers without Landline (netcat, a device) may do: off (the default), text, or text "
                "and files. With files, a text such as Q&A&2024 is taken for the announcement of a file."),
             QStringLiteral("off|text|files"));
  if (std::optional<Answer> answer = line.parse(arguments)) {
    return *answer;
  }
  ServerOptions options;
  options.common = line.common();
  options.access = line.choice<trust::Access>("access", {{"open", trust::Access::Open}, {"ask", trust::Access::Ask}});
  options.plain = line.choice<session::PlainMode>(
      "plain",
      {{"off", session::PlainMode::Off}, {"text", session::PlainMode::Text}, {"files", session::PlainMode::Files}});
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
  line.value("timeout", tr("With --headless: gives up after so many seconds; with --discover: looks for so long (3)."),
             tr("SECONDS"));
  line.flag("plain", tr("Connects without encryption to a plain text server: one that knows raw text, or name&size "
                        "and ok for files. Nothing that is sent or received so is private or verified."));
  line.flag("discover", tr("Lists the servers that are found on the local network, without a window, and leaves."));
  line.flag("doctor", tr("Says step by step whether and why the server of --connect cannot be reached, without a "
                         "window, and leaves."));
  if (std::optional<Answer> answer = line.parse(arguments, "send")) {
    return *answer;
  }
  ClientOptions options;
  options.discover = line.has("discover");
  options.doctor = line.has("doctor");
  options.plain = line.has("plain");
  options.common = line.common(options.discover || options.doctor);
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
  checkErrand(line, options);
  if (options.common.headless) {
    line.require(options.connect || options.discover,
                 tr("--headless needs --connect: without a window nobody can say where to."));
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
