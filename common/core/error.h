#pragma once

#include <QLatin1String>
#include <QMetaType>
#include <QString>

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
// Wire
inline constexpr QLatin1String kMalformed("malformed");    ///< header, frame or JSON is not as PROTOCOL.md says
inline constexpr QLatin1String kTooLarge("too-large");     ///< a size over its limit
inline constexpr QLatin1String kUnexpected("unexpected");  ///< a message that has no place in this state
inline constexpr QLatin1String kProtocolVersion("protocol-version");  ///< the other side speaks another version
inline constexpr QLatin1String kForged("forged");                     ///< a sender named as somebody else
// Connection
inline constexpr QLatin1String kUnreachable("unreachable");  ///< no connection could be made
inline constexpr QLatin1String kHostNotFound("host-not-found");
inline constexpr QLatin1String kConnectionRefused("connection-refused");
inline constexpr QLatin1String kConnectionLost("connection-lost");  ///< ended without a word
inline constexpr QLatin1String kTimeout("timeout");                 ///< the other side was silent for too long
inline constexpr QLatin1String kTls("tls");                         ///< the TLS handshake failed
inline constexpr QLatin1String kBadCertificate("bad-certificate");
inline constexpr QLatin1String kKeyChanged("key-changed");  ///< another key than the pinned one
inline constexpr QLatin1String kSlowReader("slow-reader");  ///< did not read what was sent to it
inline constexpr QLatin1String kTooManyConnections("too-many-connections");
inline constexpr QLatin1String kAddressInUse("address-in-use");
inline constexpr QLatin1String kAddressUnavailable("address-unavailable");  ///< no interface has this address
inline constexpr QLatin1String kPermission("permission");
// Membership (the codes of `bye`)
inline constexpr QLatin1String kKicked("kicked");
inline constexpr QLatin1String kDenied("denied");
inline constexpr QLatin1String kReplaced("replaced");  ///< the same key connected again
inline constexpr QLatin1String kClosing("closing");    ///< the other side stops or leaves
// Requests
inline constexpr QLatin1String kAbsent("absent");  ///< the peer that is named is not here
inline constexpr QLatin1String kUnknownTransfer("unknown-transfer");
inline constexpr QLatin1String kUnsupported("unsupported");
inline constexpr QLatin1String kTooMany("too-many");  ///< a queue is full
inline constexpr QLatin1String kUsage("usage");       ///< a command that makes no sense
// Transfers and files
inline constexpr QLatin1String kDeclined("declined");
inline constexpr QLatin1String kCancelled("cancelled");
inline constexpr QLatin1String kInterrupted("interrupted");  ///< the data connection ended too early
inline constexpr QLatin1String kBadTicket("bad-ticket");
inline constexpr QLatin1String kNoSpace("no-space");
inline constexpr QLatin1String kUnsafeName("unsafe-name");
inline constexpr QLatin1String kNotAFile("not-a-file");  ///< a folder, device or FIFO where a file is meant
inline constexpr QLatin1String kUnreadable("unreadable");
inline constexpr QLatin1String kChanged("changed");  ///< the source changed while it was read
inline constexpr QLatin1String kVanished("vanished");
inline constexpr QLatin1String kDigestMismatch("digest-mismatch");
inline constexpr QLatin1String kWriteFailed("write-failed");
inline constexpr QLatin1String kBusy("busy");
inline constexpr QLatin1String kInternal("internal");  ///< the operating system or a library failed us
}  // namespace codes

}  // namespace landline

Q_DECLARE_METATYPE(landline::Error)
