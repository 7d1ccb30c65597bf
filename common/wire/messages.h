#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>
#include <string_view>
#include <variant>

#include "core/limits.h"
#include "core/peer_id.h"
#include "core/result.h"

/// The messages of PROTOCOL.md, sections "Control connection" and "Data connection", as plain values. Each struct is
/// one message, each member one key of its JSON object; an optional member may be left out. Parsing checks
/// everything that can be checked without knowing the state of the conversation.
namespace landline::wire {

inline constexpr int kProtocolVersion = 1;

/// The `to` of a chat that is meant for every peer.
inline const QString kEveryone = QStringLiteral("*");

// --- Control connection --------------------------------------------------------------------------------------

struct Hello {
  int protocol = kProtocolVersion;
  QString name;
  QString app;
};
struct Welcome {
  int protocol = kProtocolVersion;
  QString name;
  PeerId you;
};
struct Waiting {
  QString reason;  ///< key `for`; "approval" is the only one so far
};
struct Bye {
  QString code;
  QString reason;
};
struct Chat {
  QString id;  ///< lower-case UUID without braces
  QString to;  ///< kEveryone or the hex form of a peer
  QString text;
  std::optional<PeerId> from;  ///< set by the server
  std::optional<qint64> at;    ///< set by the server; ms since 1970, UTC
};
struct Received {
  QString id;
  PeerId by;
};
struct Joined {
  PeerId id;
  QString name;
  QString address;
};
struct Left {
  PeerId id;
  QString name;
};
struct Renamed {
  PeerId id;
  QString name;
};
struct Offer {
  QString transfer;  ///< lower-case UUID without braces
  PeerId to;
  QString title;
  std::optional<qint64> files;  ///< null on the wire: not known yet
  std::optional<qint64> bytes;
  QStringList first;           ///< some of the names, at most 16
  std::optional<PeerId> from;  ///< set by the server when it passes the offer on
};
struct Accept {
  QString transfer;
};
struct Decline {
  QString transfer;
  QString code;    ///< may be empty
  QString reason;  ///< may be empty
};
struct Pause {
  QString transfer;
};
struct Continue {
  QString transfer;
};
struct Cancel {
  QString transfer;
  QString code;    ///< may be empty
  QString reason;  ///< may be empty
};
struct Ticket {
  QString transfer;
  QString ticket;  ///< 64 lower-case hex digits
};
struct Rejected {
  QString re;  ///< the UUID of the message or the transfer that was refused
  QString code;
  QString reason;
};
struct Ping {};
struct Pong {};

using ControlMessage = std::variant<Hello, Welcome, Waiting, Bye, Chat, Received, Joined, Left, Renamed, Offer, Accept,
                                    Decline, Pause, Continue, Cancel, Ticket, Rejected, Ping, Pong>;

// --- Data connection -----------------------------------------------------------------------------------------
// `Ticket` and `Ping` belong to both kinds.

struct Ready {};
struct ManifestEntry {
  enum class Kind { File, Directory };
  qint64 index = 0;
  QString path;  ///< relative, components parted by '/'
  qint64 size = 0;
  qint64 mtime = 0;  ///< ms since 1970, UTC
  Kind kind = Kind::File;
};
struct Manifest {
  qint64 page = 0;
  QVector<ManifestEntry> files;
  bool last = false;
  std::optional<qint64> files_total;  ///< required where `last` is true
  std::optional<qint64> bytes_total;
};
struct Have {
  qint64 index = 0;
  qint64 held = 0;
  qint64 block = 0;
  qint64 at = 0;
  QStringList digests;  ///< 32 lower-case hex digits each
};
struct SkipEntry {
  qint64 index = 0;
  QString code;
};
struct Want {
  qint64 page = 0;
  QVector<SkipEntry> skip;
};
struct FileStart {  ///< the message `file`
  qint64 index = 0;
  qint64 offset = 0;
};
struct Digest {
  qint64 index = 0;
  QString xxh128;  ///< 32 lower-case hex digits
};
struct Skip {
  qint64 index = 0;
  QString code;
};
struct Stored {
  QVector<qint64> indexes;
};
struct Failed {
  qint64 index = 0;
  QString code;
  QString reason;
};
struct End {  ///< the sender's has no counts, the receiver's has all three
  struct Counts {
    qint64 stored = 0;
    qint64 identical = 0;
    qint64 failed = 0;
  };
  std::optional<Counts> counts;
};

using DataMessage =
    std::variant<Ticket, Ready, Manifest, Have, Want, FileStart, Digest, Skip, Stored, Failed, End, Ping>;

/// The message in a complete frame's `name` (decoded, see header.h) and `body`. Errors: `malformed` with what is wrong
/// and in which message; `protocol-version` for a hello or welcome of another version.
Result<ControlMessage> parseControl(std::string_view name, std::string_view body);
Result<DataMessage> parseData(std::string_view name, std::string_view body);

/// The whole frame, header and body. Whoever fills a message keeps its limits; a body over 64 KiB is an empty result
/// and a programming error (asserted).
QByteArray encode(const ControlMessage& message);
QByteArray encode(const DataMessage& message);

/// The header name of a message, e.g. "hello".
std::string_view nameOf(const ControlMessage& message);
std::string_view nameOf(const DataMessage& message);

/// A new random identifier of a message or transfer.
QString newUuid();

}  // namespace landline::wire

Q_DECLARE_METATYPE(landline::wire::ControlMessage)
