#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>

#include "session/node.h"
#include "trust/admission.h"

/// The command lines of both programs, checked strictly: a value that makes no sense is a usage error that says what is
/// allowed. Nothing here has effects; the README documents every option.
namespace landline::console {

inline constexpr quint16 kDefaultPort = 6677;

/// What has to be known before there is an application object: whether it may need a display, and which language the
/// answers to a bad command line are in. Never fails; parse...Options() judges.
struct EarlyOptions {
  bool headless = false;  ///< --headless, --help or --version
  QString language;
};
EarlyOptions earlyOptions(int argc, const char* const* argv);

/// An option that was not given is empty: a window then uses what it remembers.
struct CommonOptions {
  bool headless = false;
  bool json = false;
  QString profile;  ///< empty: Profile::defaultDirectory()
  QString name;
  std::optional<session::AcceptRule> accept;
  QString save_folder;
  QString language;  ///< "en" or "zh_CN", else empty

  session::AcceptRule acceptRule() const { return accept.value_or(session::AcceptRule::Ask); }
};

struct ServerOptions {
  CommonOptions common;
  bool listen = false;  ///< --listen was given
  QString address;      ///< a literal IP address; empty: all
  quint16 port = kDefaultPort;
  std::optional<trust::Access> access;
};

struct ClientOptions {
  CommonOptions common;
  bool connect = false;  ///< --connect was given; without a window it must be
  QString host;
  quint16 port = kDefaultPort;
  QString to;  ///< empty: `everyone` for messages, `server` for files
  QStringList messages;
  QStringList files;  ///< absolute paths
  bool stay = false;
  std::optional<std::chrono::seconds> timeout;
};

/// The program has nothing more to do: main() prints `text` (to standard output where the code is kExitDone, else to
/// standard error) and returns `exit_code`.
struct Answer {
  int exit_code = 0;
  QString text;
};

/// `arguments` begin with the program's name, as QCoreApplication::arguments() does. Needs an application object.
std::variant<ServerOptions, Answer> parseServerOptions(const QStringList& arguments);
std::variant<ClientOptions, Answer> parseClientOptions(const QStringList& arguments);

}  // namespace landline::console
