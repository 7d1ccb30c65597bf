#pragma once

#include <QLatin1String>

#include "core/error.h"
#include "session/doctor_values.h"

/// Everything that the network doctor can find, with the mark that it stands for: what is listed here, and nothing
/// else, becomes a DoctorLine, and models/doctor_text.h has words for each. `values` beside a finding says what its
/// line carries in DoctorLine::values, in this order.
namespace landline::session::findings {

struct Finding {
  QLatin1String code;
  DoctorLine::Mark mark;
};

// What makes a run "not all well" is Bad (it stops you) and Warning (it works, but something does not as it should).
inline constexpr DoctorLine::Mark kGood = DoctorLine::Mark::Good;
inline constexpr DoctorLine::Mark kWarning = DoctorLine::Mark::Warning;
inline constexpr DoctorLine::Mark kBad = DoctorLine::Mark::Bad;
inline constexpr DoctorLine::Mark kNotTried = DoctorLine::Mark::NotTried;

// --- Any step
inline constexpr Finding kSkipped{codes::code("not-tried"), kNotTried};    ///< because of an earlier step
inline constexpr Finding kCancelled{codes::code("cancelled"), kNotTried};  ///< a person ended the run

// --- Resolve
inline constexpr Finding kIsAddress{codes::code("is-address"), kGood};  ///< values: the address
inline constexpr Finding kResolved{codes::code("resolved"), kGood};     ///< values: name, addresses, ms
inline constexpr Finding kNoServer{codes::kUsage, kBad};                ///< no host or port was given
inline constexpr Finding kNotAHost{codes::code("not-a-host"), kBad};    ///< values: 0.0.0.0, a group, a broadcast
inline constexpr Finding kNoScope{codes::code("no-scope"), kBad};       ///< values: a link-local address
inline constexpr Finding kHostNotFound{codes::kHostNotFound, kBad};     ///< values: name
inline constexpr Finding kLookupTimeout{codes::kTimeout, kBad};         ///< values: name, seconds

// --- Route; `interface_name` of the line is set where there is one
inline constexpr Finding kRouteLocal{codes::code("route-local"), kGood};          ///< values: address
inline constexpr Finding kRouteDirect{codes::code("route-direct"), kGood};        ///< values: interface, own address
inline constexpr Finding kRouteRouter{codes::code("route-router"), kGood};        ///< values: interface, own, router
inline constexpr Finding kRouteTunnel{codes::code("route-tunnel"), kGood};        ///< values: interface, own address
inline constexpr Finding kRouteUnknown{codes::code("route-unknown"), kNotTried};  ///< the system does not say
inline constexpr Finding kOffline{codes::code("offline"), kBad};                  ///< no interface is up
inline constexpr Finding kNoRoute{codes::code("no-route"), kBad};                 ///< values: address
inline constexpr Finding kRouteForbidden{codes::kPermission, kBad};               ///< values: address

// --- Tcp; values: `address:port`, then as said
inline constexpr Finding kAccepted{codes::code("accepted"), kGood};                ///< ms
inline constexpr Finding kAcceptedAfter{codes::code("accepted-after"), kWarning};  ///< the addresses that failed
inline constexpr Finding kRefused{codes::kConnectionRefused, kBad};
inline constexpr Finding kDropped{codes::kTimeout, kBad};        ///< seconds
inline constexpr Finding kNoHost{codes::code("no-host"), kBad};  ///< nobody answers in its network, or a router says so
inline constexpr Finding kTcpNoRoute{codes::code("no-route"), kBad};
inline constexpr Finding kTcpForbidden{codes::kPermission, kBad};        ///< this computer's own firewall
inline constexpr Finding kTurnedAway{codes::code("turned-away"), kBad};  ///< a firewall there or on the way says so
inline constexpr Finding kReset{codes::code("reset"), kBad};             ///< accepted, and cut before a word was said
inline constexpr Finding kUnreachable{codes::kUnreachable, kBad};        ///< what the system says

// --- Tls
inline constexpr Finding kKnownServer{codes::code("known-server"), kGood};  ///< values: fingerprint, name
inline constexpr Finding kNewServer{codes::code("new-server"), kGood};      ///< values: fingerprint
inline constexpr Finding kKeyChanged{codes::kKeyChanged, kBad};             ///< values: presented, known fingerprint
inline constexpr Finding kOwnKey{codes::code("own-key"), kBad};             ///< values: fingerprint
inline constexpr Finding kHttp{codes::code("http"), kBad};                  ///< values: the first line
inline constexpr Finding kPlainText{codes::code("plain-text"), kBad};       ///< values: the first line
inline constexpr Finding kOtherOctets{codes::code("other-octets"), kBad};   ///< values: the first octets, hex
inline constexpr Finding kOtherTls{codes::kBadCertificate, kBad};           ///< values: why it is not Landline
inline constexpr Finding kTlsFailed{codes::kTls, kBad};                     ///< values: what the library says
inline constexpr Finding kSilent{codes::kTimeout, kBad};                    ///< values: seconds
inline constexpr Finding kClosedAtOnce{codes::kConnectionLost, kBad};       ///< closed without a word

// --- Admission
inline constexpr Finding kLetIn{codes::code("let-in"), kGood};              ///< values: the server's name
inline constexpr Finding kAlreadyIn{codes::code("already-in"), kGood};      ///< values: the server's name
inline constexpr Finding kNobodyDecided{codes::code("waiting"), kWarning};  ///< values: seconds
inline constexpr Finding kDenied{codes::kDenied, kBad};                     ///< values: the server's reason
inline constexpr Finding kFull{codes::kTooManyConnections, kBad};
inline constexpr Finding kOtherVersion{codes::kProtocolVersion, kBad};  ///< values: the reason
inline constexpr Finding kReplaced{codes::kReplaced, kWarning};
inline constexpr Finding kServerStops{codes::kClosing, kBad};
inline constexpr Finding kNoWelcome{codes::kTimeout, kBad};  ///< values: seconds
inline constexpr Finding kCutOff{codes::kConnectionLost, kBad};
inline constexpr Finding kOtherServer{codes::kKeyChanged, kBad};      ///< another one than a moment ago
inline constexpr Finding kNotLetIn{codes::code("not-let-in"), kBad};  ///< values: code, reason

// --- Unicast, Broadcast, Multicast; `interface_name` and `to_server` of the line are set
inline constexpr Finding kHeard{codes::code("heard"), kGood};
inline constexpr Finding kNotHeard{codes::code("not-heard"), kWarning};
inline constexpr Finding kUnsendable{codes::code("unsendable"), kWarning};        ///< values: what the system says
inline constexpr Finding kOtherNetwork{codes::code("other-network"), kNotTried};  ///< a router is between
inline constexpr Finding kNotShared{codes::code("not-shared"),
                                    kNotTried};                    ///< not the way to the server; nothing got through
inline constexpr Finding kCannot{codes::kUnsupported, kNotTried};  ///< the interface has no such datagrams
inline constexpr Finding kNoSocket{codes::code("no-socket"), kWarning};   ///< values: what the system says
inline constexpr Finding kNoProbes{codes::code("no-probes"), kNotTried};  ///< the server did not answer
inline constexpr Finding kProbesBusy{codes::kBusy, kNotTried};
inline constexpr Finding kProbesCut{codes::kConnectionLost, kWarning};  ///< the server went away meanwhile

/// While a step runs its code is empty, or this: Admission, a person at the server decides.
inline constexpr QLatin1String kAsksPerson = codes::code("waiting");

/// A finding where it may stand.
struct Place {
  DoctorLine::Step step;
  Finding finding;
};

using Step = DoctorLine::Step;

// clang-format off
inline constexpr Place kAll[] = {
    {Step::Resolve, kIsAddress}, {Step::Resolve, kResolved}, {Step::Resolve, kNoServer}, {Step::Resolve, kNotAHost},
    {Step::Resolve, kNoScope}, {Step::Resolve, kHostNotFound}, {Step::Resolve, kLookupTimeout},
    {Step::Resolve, kCancelled},
    {Step::Route, kRouteLocal}, {Step::Route, kRouteDirect}, {Step::Route, kRouteRouter}, {Step::Route, kRouteTunnel},
    {Step::Route, kRouteUnknown}, {Step::Route, kOffline}, {Step::Route, kNoRoute}, {Step::Route, kRouteForbidden},
    {Step::Route, kSkipped}, {Step::Route, kCancelled},
    {Step::Tcp, kAccepted}, {Step::Tcp, kAcceptedAfter}, {Step::Tcp, kRefused}, {Step::Tcp, kDropped},
    {Step::Tcp, kNoHost}, {Step::Tcp, kTcpNoRoute}, {Step::Tcp, kTcpForbidden}, {Step::Tcp, kTurnedAway},
    {Step::Tcp, kReset}, {Step::Tcp, kUnreachable}, {Step::Tcp, kSkipped}, {Step::Tcp, kCancelled},
    {Step::Tls, kKnownServer}, {Step::Tls, kNewServer}, {Step::Tls, kKeyChanged}, {Step::Tls, kOwnKey},
    {Step::Tls, kHttp}, {Step::Tls, kPlainText}, {Step::Tls, kOtherOctets}, {Step::Tls, kOtherTls},
    {Step::Tls, kTlsFailed}, {Step::Tls, kSilent}, {Step::Tls, kClosedAtOnce}, {Step::Tls, kSkipped},
    {Step::Tls, kCancelled},
    {Step::Admission, kLetIn}, {Step::Admission, kAlreadyIn}, {Step::Admission, kNobodyDecided},
    {Step::Admission, kDenied}, {Step::Admission, kFull}, {Step::Admission, kOtherVersion},
    {Step::Admission, kReplaced}, {Step::Admission, kServerStops}, {Step::Admission, kNoWelcome},
    {Step::Admission, kCutOff}, {Step::Admission, kOtherServer}, {Step::Admission, kNotLetIn},
    {Step::Admission, kSkipped}, {Step::Admission, kCancelled},
    {Step::Unicast, kHeard}, {Step::Unicast, kNotHeard}, {Step::Unicast, kUnsendable}, {Step::Unicast, kNoSocket},
    {Step::Unicast, kNoProbes}, {Step::Unicast, kProbesBusy}, {Step::Unicast, kProbesCut}, {Step::Unicast, kSkipped},
    {Step::Unicast, kCancelled},
    {Step::Broadcast, kHeard}, {Step::Broadcast, kNotHeard}, {Step::Broadcast, kUnsendable},
    {Step::Broadcast, kOtherNetwork}, {Step::Broadcast, kNotShared}, {Step::Broadcast, kCannot},
    {Step::Broadcast, kNoSocket}, {Step::Broadcast, kNoProbes}, {Step::Broadcast, kProbesBusy},
    {Step::Broadcast, kProbesCut}, {Step::Broadcast, kSkipped}, {Step::Broadcast, kCancelled},
    {Step::Multicast, kHeard}, {Step::Multicast, kNotHeard}, {Step::Multicast, kUnsendable},
    {Step::Multicast, kOtherNetwork}, {Step::Multicast, kNotShared}, {Step::Multicast, kCannot},
    {Step::Multicast, kNoSocket}, {Step::Multicast, kNoProbes}, {Step::Multicast, kProbesBusy},
    {Step::Multicast, kProbesCut}, {Step::Multicast, kSkipped}, {Step::Multicast, kCancelled},
};
// clang-format on

}  // namespace landline::session::findings
