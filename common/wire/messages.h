#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/limits.h"
#include "core/peer_id.h"
#include "core/result.h"

/// The messages of PROTOCOL.md, sections "Control connection" and "Data connection", as plain values. Each struct is
/// one message, each member one key of its JSON object, in this order; an optional member may be left out. Parsing
/// checks everything that can be checked without knowing the state of the conversation: the forms named here are those
/// of PROTOCOL.md, section "JSON rules". Whoever fills a message keeps them too: encode() asserts it.
namespace landline::wire {

inline constexpr int kProtocolVersion = 1;

/// The most that a message lists, where it is not Limits::manifest_page_entries.
inline constexpr int kMostFirstNames = 16;
inline constexpr int kMostDigests = 1024;
inline constexpr int kMostHeardProbes = 64;

/// The `to` of a chat that is meant for every peer.
inline const QString kEveryone = QStringLiteral("*");

// --- Control connection --------------------------------------------------------------------------------------

struct Hello {
  int protocol = kProtocolVersion;
  QString name;  ///< see isName()
  QString app;   ///< program and version: at most 64 code points, no control characters
};
struct Welcome {
  int protocol = kProtocolVersion;
  QString name;  ///< of the server
  PeerId you;    ///< the ID under which the server knows the client
};
struct Waiting {
  QString reason;  ///< key `for`; "approval" is the only one so far
};
struct Bye {
  QString code;    ///< 1 to 64 lower-case letters, digits and hyphens, as every `code` that is not said to be optional
  QString reason;  ///< for people; encode() shortens it, as every `reason`, to 512 code points
};
struct Chat {
  QString id;    ///< lower-case UUID without braces
  QString to;    ///< kEveryone or the hex form of a peer
  QString text;  ///< its limit, Limits::chat_text, is not looked at here: a text over it is rejected, not malformed;
                 ///< encode() puts U+FFFD for control characters other than tab, LF and CR
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
  QString address;     ///< `host:port`, for people; at most 128 code points, may be empty
  bool plain = false;  ///< a plain peer: unencrypted, its ID made up by the server; on the wire only where true
};
struct Left {
  PeerId id;
  QString name;
};
struct Renamed {  ///< with a client's own ID: the name under which the others see it
  PeerId id;
  QString name;
};
struct Offer {
  QString transfer;  ///< lower-case UUID without braces
  PeerId to;
  QString title;                ///< for people: any text, not a safe name
  std::optional<qint64> files;  ///< null on the wire: not known yet
  std::optional<qint64> bytes;
  QStringList first;           ///< some of the names, at most kMostFirstNames
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
  QString code = {};  ///< `queued`: nobody paused it, others come first; may be empty
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
struct Ping {
  QString slow = {};  ///< data connection: what this side waits for, `disk` or `processor`; may be empty
};
struct Pong {};

/// The ways of a datagram that the network may let through or not.
enum class ProbeKind { Unicast, Broadcast, Multicast };

struct Probe {       ///< from a client: "which datagrams get through between us?"
  QString id;        ///< lower-case UUID without braces; the datagrams carry it
  quint16 port = 0;  ///< of UDP, where the client listens for the server's datagrams; never 0
};
struct Probing {  ///< from the server: it listens, and sends to the client
  QString id;
  quint16 port = 0;  ///< of UDP, where the server listens for the client's datagrams; never 0
};
struct HeardProbe {
  ProbeKind kind = ProbeKind::Unicast;
  QString interface_name;  ///< key `interface`: as the datagram said; at most 64 code points
};
struct Probed {  ///< from the server, at the end: which of the client's datagrams it heard
  QString id;
  QVector<HeardProbe> heard;  ///< at most kMostHeardProbes
};

using ControlMessage =
    std::variant<Hello, Welcome, Waiting, Bye, Chat, Received, Joined, Left, Renamed, Offer, Accept, Decline, Pause,
                 Continue, Cancel, Ticket, Rejected, Ping, Pong, Probe, Probing, Probed>;

// --- Data connection -----------------------------------------------------------------------------------------
// `Ticket` and `Ping` belong to both kinds.

struct Ready {};
struct ManifestEntry {
  enum class Kind { File, Directory };
  qint64 index = 0;
  QString path;      ///< relative, components parted by '/', as the peer says: not a safe name
  qint64 size = 0;   ///< 0 for a directory
  qint64 mtime = 0;  ///< ms since 1970, UTC; any integer from a peer
  Kind kind = Kind::File;
};
struct Manifest {
  qint64 page = 0;
  QVector<ManifestEntry> files;  ///< at most Limits::manifest_page_entries, indexes ascending
  bool last = false;
  std::optional<qint64> files_total;  ///< required where `last` is true
  std::optional<qint64> bytes_total;
};
struct Have {
  qint64 index = 0;
  qint64 held = 0;
  qint64 block = 0;
  qint64 at = 0;
  QStringList digests;  ///< 32 lower-case hex digits each, at most kMostDigests
};
struct SkipEntry {
  qint64 index = 0;
  QString code;
};
struct Want {
  qint64 page = 0;
  QVector<SkipEntry> skip;  ///< at most Limits::manifest_page_entries
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
  QVector<qint64> indexes;         ///< at most Limits::manifest_page_entries
  QVector<qint64> identical = {};  ///< those of them that the receiver had before; may be empty
};
struct Failed {
  qint64 index = 0;
  QString code;
  QString reason;
};
struct EndCounts {
  qint64 stored = 0;
  qint64 identical = 0;
  qint64 failed = 0;
};
struct End {  ///< the sender's has no counts, the receiver's has all three
  using Counts = EndCounts;
  std::optional<Counts> counts;
};

using DataMessage =
    std::variant<Ticket, Ready, Manifest, Have, Want, FileStart, Digest, Skip, Stored, Failed, End, Ping>;

/// The message in a complete frame's `name` (decoded, see header.h) and `body`. Errors: `malformed` with what is wrong
/// and in which message; `protocol-version` for a hello or welcome of another version.
Result<ControlMessage> parseControl(std::string_view name, std::string_view body);
Result<DataMessage> parseData(std::string_view name, std::string_view body);

/// The whole frame, header and body, always the same octets for the same message. A body over 64 KiB is an empty
/// result and a programming error (asserted).
QByteArray encode(const ControlMessage& message);
QByteArray encode(const DataMessage& message);

/// As encode(), behind what stands in `to` already: many small frames make one write.
void append(std::string& to, const DataMessage& message);

/// How many octets of JSON an entry of a manifest takes, without what parts it from the next one.
std::size_t encodedSize(const ManifestEntry& entry);

/// The header name of a message, e.g. "hello".
std::string_view nameOf(const ControlMessage& message);
std::string_view nameOf(const DataMessage& message);

/// Whether hello, welcome, joined and renamed can carry `name`: 1 to 64 code points, no control characters.
bool isName(const QString& name);

/// A new random identifier of a message or transfer.
QString newUuid();

}  // namespace landline::wire

Q_DECLARE_METATYPE(landline::wire::ControlMessage)
