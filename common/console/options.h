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
inline constexpr int kMostAtOnce = 16;        ///< transfers that may run at once ...
inline constexpr int kMostAtOncePerPeer = 4;  ///< ... with one peer

/// What has to be known before there is an application object: whether it may need a display, and which language the
/// answers to a bad command line are in. Never fails; parse...Options() judges.
struct EarlyOptions {
  bool headless = false;  ///< --headless, --help, --version, --discover or --doctor
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
  std::optional<bool> discovery;
  QStringList discover_on;  ///< also used although left out by default; imply `discovery`

  // Without a window only; a window has its own settings.
  std::optional<session::Conflict> conflict;
  std::optional<qint64> rate_limit;  ///< octets per second; 0: none
  std::optional<int> at_once;        ///< transfers, 1 to kMostAtOnce

  session::AcceptRule acceptRule() const { return accept.value_or(session::AcceptRule::Ask); }
  session::Conflict conflictRule() const { return conflict.value_or(session::Conflict::Rename); }

  /// Tells a node what was given of conflict, rate_limit and at_once. In the node's thread.
  void applyTo(session::Node& node) const;
};

struct ServerOptions {
  CommonOptions common;
  bool listen = false;  ///< --listen was given
  QString address;      ///< a literal IP address; empty: all
  quint16 port = kDefaultPort;
  std::optional<trust::Access> access;
  std::optional<session::PlainMode> plain;
};

struct ClientOptions {
  CommonOptions common;
  bool connect = false;  ///< --connect was given; without a window it must be
  QString host;
  quint16 port = kDefaultPort;
  QString to;  ///< empty: `everyone` for messages, `server` for files
  QStringList messages;
  QStringList files;  ///< absolute paths of files and folders: one batch
  bool stay = false;
  std::optional<std::chrono::seconds> timeout;
  bool plain = false;     ///< connect to a plain server: unencrypted
  bool discover = false;  ///< list the servers nearby, then leave. No window: `common.headless` is true
  bool doctor = false;    ///< examine the way to `host`, then leave. No window; `connect` is true
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
