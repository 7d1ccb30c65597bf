#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

#include "core/peer_id.h"
#include "core/result.h"
#include "session/node.h"

/// The commands of a script: one JSON object a line, `{"command":"message","to":"everyone","text":"Hello"}`. Read as
/// strictly as the wire is, and stricter: a key that the command does not have is an error too, as it is a slip of the
/// pen that would otherwise go unseen.
namespace landline::console {

struct MessageCommand {
  QString to;
  QString text;
  QString id;  ///< a UUID of the script's choosing, or empty
};
struct SendCommand {
  QString to;
  QStringList paths;
};
struct TransferCommand {
  enum class Action { Accept, Decline, Cancel, Retry, Pause, Continue, MoveToTop };
  Action action = Action::Accept;
  QString transfer;
  QString save_as;                            ///< Accept only; may be empty
  std::optional<session::Conflict> conflict;  ///< Accept only
};
struct QueueCommand {
  enum class Action { PauseAll, ContinueAll, RetryFailed, ClearFinished };
  Action action = Action::PauseAll;
};
struct ConflictCommand {
  session::Conflict rule = session::Conflict::Rename;
};
struct RateLimitCommand {
  qint64 octets_per_second = 0;  ///< 0: no limit
};
struct PeerCommand {
  enum class Action { Admit, Deny, Disconnect };
  Action action = Action::Admit;
  QString peer;  ///< name or 64 hex digits
};
struct TrustCommand {
  PeerId id;
};
struct DatagramCommand {
  enum class Action { Bind, Send, Close, Stop };
  Action action = Action::Bind;
  session::DatagramSettings settings;  ///< Bind only
  session::DatagramRequest request;    ///< Send only
};
struct QuitCommand {};

using Command = std::variant<MessageCommand, SendCommand, TransferCommand, QueueCommand, ConflictCommand,
                             RateLimitCommand, PeerCommand, TrustCommand, DatagramCommand, QuitCommand>;

/// Errors: `malformed` (not JSON), `usage` (not a command, a key missing, too many or of a wrong type).
Result<Command> parseCommand(const QByteArray& line);

}  // namespace landline::console
