#pragma once

#include <QByteArray>
#include <QString>

#include <string_view>
#include <variant>

#include "core/peer_id.h"
#include "core/result.h"
#include "wire/messages.h"

/// The datagrams of finding servers and of probing the network: PROTOCOL.md, sections "Discovery" and "Probes". Each is
/// one JSON object, read as strictly as a message. Nothing that they say is proven: TLS decides who a server is.
namespace landline::wire {

inline constexpr quint16 kDiscoveryPort = 6678;
inline constexpr char kDiscoveryGroup4[] = "239.255.66.77";
inline constexpr char kDiscoveryGroup6[] = "ff02::6677";

/// The most octets of one of these datagrams, and exactly those of a query: no answer is larger than its question.
inline constexpr int kLargestAnnouncement = 512;

/// "Here is a server": unasked, or as the answer to a query.
struct Announcement {
  PeerId id;
  QString name;                             ///< see isName(); not safe as markup
  quint16 port = 0;                         ///< of TCP, at the address that the datagram came from; never 0
  QString kind = QStringLiteral("server");  ///< a CODE, neither "query" nor "goodbye"; lists leave others out
};
/// "It stops."
struct Goodbye {
  PeerId id;
};
/// "Which servers are there?" Answered to the address and port that it came from.
struct Query {};

using Discovery = std::variant<Announcement, Goodbye, Query>;

QByteArray encodeAnnouncement(const Announcement& announcement);
QByteArray encodeGoodbye(const PeerId& id);
QByteArray encodeQuery();  ///< kLargestAnnouncement octets

/// Errors: `too-large` for more than kLargestAnnouncement octets, `protocol-version` for another number than ours,
/// `malformed` with what is wrong, a query of another length included.
Result<Discovery> parseDiscovery(std::string_view datagram);

/// One try whether datagrams get through; see Probe in messages.h.
struct ProbeDatagram {
  QString id;  ///< of the Probe
  ProbeKind kind = ProbeKind::Unicast;
  QString interface_name;  ///< of the sender's, by which it left; at most 64 code points, may be empty
};

QByteArray encodeProbeDatagram(const ProbeDatagram& probe);

/// Errors as parseDiscovery()'s.
Result<ProbeDatagram> parseProbeDatagram(std::string_view datagram);

}  // namespace landline::wire
