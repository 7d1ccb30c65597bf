#pragma once

#include <QLatin1String>
#include <QMetaType>
#include <QString>

#include <cstddef>

namespace landline {

/// What went wrong. `code` is stable and for programs (it goes over the wire, into `--json` events and to the
/// exit code); `detail` is one English sentence for people and logs that says what was wrong and with what.
/// The windows translate by code and show the detail beside it.
struct Error {
  QString code;
  QString detail;

  bool operator==(const Error& other) const { return code == other.code && detail == other.detail; }
  bool is(QLatin1String wanted) const { return code == wanted; }
};

/// The codes that the program itself gives. A peer may send others: they are shown as they are.
namespace codes {
/// A literal as QLatin1String at compile time; its own constructor calls strlen(), which clang does not take there.
template <std::size_t N>
constexpr QLatin1String code(const char (&literal)[N]) {
  return QLatin1String(literal, static_cast<int>(N - 1));
}

// Wire
inline constexpr QLatin1String kMalformed = code("malformed");    ///< header, frame or JSON is not as PROTOCOL.md says
inline constexpr QLatin1String kTooLarge = code("too-large");     ///< a size over its limit
inline constexpr QLatin1String kUnexpected = code("unexpected");  ///< a message that has no place in this state
inline constexpr QLatin1String kProtocolVersion = code("protocol-version");  ///< the other side speaks another version
inline constexpr QLatin1String kForged = code("forged");                     ///< a sender named as somebody else
// Connection
inline constexpr QLatin1String kUnreachable = code("unreachable");  ///< no connection could be made
inline constexpr QLatin1String kHostNotFound = code("host-not-found");
inline constexpr QLatin1String kConnectionRefused = code("connection-refused");
inline constexpr QLatin1String kConnectionLost = code("connection-lost");  ///< ended without a word
inline constexpr QLatin1String kTimeout = code("timeout");                 ///< the other side was silent for too long
inline constexpr QLatin1String kTls = code("tls");                         ///< the TLS handshake failed
inline constexpr QLatin1String kBadCertificate = code("bad-certificate");
inline constexpr QLatin1String kKeyChanged = code("key-changed");  ///< another key than the pinned one
inline constexpr QLatin1String kSlowReader = code("slow-reader");  ///< did not read what was sent to it
inline constexpr QLatin1String kTooManyConnections = code("too-many-connections");
inline constexpr QLatin1String kAddressInUse = code("address-in-use");
inline constexpr QLatin1String kAddressUnavailable = code("address-unavailable");  ///< no interface has this address
inline constexpr QLatin1String kPermission = code("permission");
// Membership (the codes of `bye`)
inline constexpr QLatin1String kKicked = code("kicked");
inline constexpr QLatin1String kDenied = code("denied");
inline constexpr QLatin1String kReplaced = code("replaced");  ///< the same key connected again
inline constexpr QLatin1String kClosing = code("closing");    ///< the other side stops or leaves
// Requests
inline constexpr QLatin1String kAbsent = code("absent");  ///< the peer that is named is not here
inline constexpr QLatin1String kUnknownTransfer = code("unknown-transfer");
inline constexpr QLatin1String kUnsupported = code("unsupported");
inline constexpr QLatin1String kTooMany = code("too-many");  ///< a queue is full
inline constexpr QLatin1String kUsage = code("usage");       ///< a command that makes no sense
// Transfers and files
inline constexpr QLatin1String kDeclined = code("declined");
inline constexpr QLatin1String kCancelled = code("cancelled");
inline constexpr QLatin1String kInterrupted = code("interrupted");  ///< the data connection ended too early
inline constexpr QLatin1String kBadTicket = code("bad-ticket");
inline constexpr QLatin1String kNoSpace = code("no-space");
inline constexpr QLatin1String kUnsafeName = code("unsafe-name");
inline constexpr QLatin1String kNotAFile = code("not-a-file");  ///< a folder, device or FIFO where a file is meant
inline constexpr QLatin1String kUnreadable = code("unreadable");
inline constexpr QLatin1String kChanged = code("changed");  ///< the source changed while it was read
inline constexpr QLatin1String kVanished = code("vanished");
inline constexpr QLatin1String kDigestMismatch = code("digest-mismatch");
inline constexpr QLatin1String kWriteFailed = code("write-failed");
inline constexpr QLatin1String kExists = code("exists");  ///< the name is taken and what is there is to be kept
inline constexpr QLatin1String kLinkOutside = code("link-outside");  ///< a link that leads out of the chosen folder
inline constexpr QLatin1String kQueued = code("queued");             ///< accepted, but others come first
inline constexpr QLatin1String kPaused = code("paused");
inline constexpr QLatin1String kBusy = code("busy");
inline constexpr QLatin1String kNoDisplay = code("no-display");
inline constexpr QLatin1String kInternal = code("internal");     ///< the operating system or a library failed us
inline constexpr QLatin1String kNoAnswer = code("no-answer");    ///< plain: no `ok` to `name&size` in time
inline constexpr QLatin1String kNotTaken = code("not-taken");    ///< plain: something else than `ok` was answered
inline constexpr QLatin1String kNoFolders = code("no-folders");  ///< plain: a folder was to be sent; only files can be
}  // namespace codes

}  // namespace landline

Q_DECLARE_METATYPE(landline::Error)
