#include "models/doctor_text_table.h"

#include <QCoreApplication>

#include "session/doctor_findings.h"

namespace landline::models {

namespace {

namespace f = session::findings;
using Step = session::DoctorLine::Step;
using Direction = DoctorEntryText::Direction;

DoctorEntryText words(Step step, const f::Finding& finding, const char* sentence, const char* advice = "",
                      Direction direction = Direction::Either) {
  return {step, finding.code, direction, sentence, advice};
}

QVector<DoctorEntryText> name() {
  return {
      words(Step::Resolve, f::kIsAddress,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 is an address: no name has to be looked up.")),
      words(Step::Resolve, f::kResolved, QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 is %2 (%3 ms).")),
      words(Step::Resolve, f::kNoServer,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "It is not said which server, or at which port."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Write the server's name or address and its port at the top of the window. The usual port is 6677.")),
      words(Step::Resolve, f::kNotAHost,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 is not the address of a single computer."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "0.0.0.0 and :: are what a server listens on. Use an address that the server's window shows.")),
      words(Step::Resolve, f::kNoScope,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "%1 is valid in one network only, and it is not said in which."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Write the interface behind it, for example %1%eth0, or use the server's IPv4 address.")),
      words(Step::Resolve, f::kHostNotFound,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "No computer is known by the name %1."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Check the spelling. Or use the address that the server's window shows: in many local networks "
                "names of computers are not known.")),
      words(Step::Resolve, f::kLookupTimeout,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Nobody said within %2 s what the name %1 stands for."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "The name server of this network does not answer. Use the address that the server's window shows.")),
  };
}

QVector<DoctorEntryText> route() {
  return {
      words(Step::Route, f::kRouteLocal,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server is on this computer itself.")),
      words(Step::Route, f::kRouteDirect,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "In the same network, through %1 (own address %2).")),
      words(Step::Route, f::kRouteRouter,
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "In another network: through %1 (own address %2) and the router %3. Broadcasts do not get there.")),
      words(Step::Route, f::kRouteTunnel,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Through %1 (own address %2), which is a VPN or another tunnel.")),
      words(Step::Route, f::kRouteUnknown,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "This system does not say which way it takes."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Nothing has to be done.")),
      words(Step::Route, f::kOffline,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "This computer is not connected to any network."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Plug in the cable, or join the Wi-Fi that the server is in.")),
      words(Step::Route, f::kNoRoute,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "From this computer no way leads to %1."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "The server is in a network that this computer is not in. Join the same network or VPN, or use "
                "another address of the server.")),
      words(Step::Route, f::kRouteForbidden,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "A rule on this computer forbids connections to %1."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Look at its routes, its VPN and its firewall, or ask whoever looks after it.")),
  };
}

QVector<DoctorEntryText> connection() {
  return {
      words(Step::Tcp, f::kAccepted,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 takes the connection (%2 ms).")),
      words(Step::Tcp, f::kAcceptedAfter,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "%1 takes the connection, but %2, which has the same name, does not."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Connect to %1 itself: by its name it takes long, or fails.")),
      words(Step::Tcp, f::kRefused,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The computer is there, but nothing listens at %1."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Press Listen in the server's window, and compare the port. If it does listen, a firewall turns the "
                "connection away.")),
      words(Step::Tcp, f::kDropped, QT_TRANSLATE_NOOP("landline::models::DoctorText", "No answer from %1 within %2 s."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Is the other computer on, and this its address? If so, a firewall drops the connection: allow "
                "Landline in the firewall of the server's computer. Guest Wi-Fi often keeps computers apart, too.")),
      words(Step::Tcp, f::kNoHost,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "No computer answers at the address of %1."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "It is off, in another network, or has got another address meanwhile: compare with what the "
                "server's window shows.")),
      words(Step::Tcp, f::kTcpNoRoute,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "From this computer no way leads to %1."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Join the network or VPN that the server is in.")),
      words(
          Step::Tcp, f::kTcpForbidden,
          QT_TRANSLATE_NOOP("landline::models::DoctorText", "This computer itself does not permit a connection to %1."),
          QT_TRANSLATE_NOOP("landline::models::DoctorText", "Allow Landline in this computer's firewall.")),
      words(
          Step::Tcp, f::kTurnedAway,
          QT_TRANSLATE_NOOP("landline::models::DoctorText", "A firewall turns the connection to %1 away."),
          QT_TRANSLATE_NOOP(
              "landline::models::DoctorText",
              "Allow Landline in the firewall of the server's computer. If that is done, it is a firewall on the way: "
              "ask whoever looks after the network.")),
      words(Step::Tcp, f::kReset,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 took the connection and cut it at once."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "The server may have too many connections: try again in a minute. Else a firewall or a proxy "
                "between the two cuts it, or another program uses this port.")),
      words(Step::Tcp, f::kUnreachable, QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 cannot be reached: %2."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Check the address and the network.")),
  };
}

QVector<DoctorEntryText> server() {
  return {
      words(
          Step::Tls, f::kKnownServer,
          QT_TRANSLATE_NOOP("landline::models::DoctorText", "It is a Landline server that is known here: %2, key %1.")),
      words(Step::Tls, f::kNewServer,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "It is a Landline server, seen for the first time: key %1.")),
      words(Step::Tls, f::kKeyChanged,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Another server answers than before: its key is %1, known is %2."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "If the server was set up anew or has got another address, connect and decide about the key. If "
                "not, somebody may pretend to be it: ask at the server what its key is.")),
      words(Step::Tls, f::kOwnKey,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server has the same key as this client (%1)."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "The profile was copied. Start one of the two with a profile of its own (--profile).")),
      words(Step::Tls, f::kHttp,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "A web server answers there, not Landline: \"%1\"."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Check the port: the server's window shows it, the usual one is 6677.")),
      words(Step::Tls, f::kPlainText,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Something answers in plain text, not Landline: \"%1\"."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "If it is a plain text server, connect with the switch for plain connections. Else check the port.")),
      words(Step::Tls, f::kOtherOctets,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Another program answers there, not Landline (%1)."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Check the port: the server's window shows it, the usual one is 6677.")),
      words(
          Step::Tls, f::kOtherTls,
          QT_TRANSLATE_NOOP("landline::models::DoctorText", "An encrypted server answers there, but not Landline: %1"),
          QT_TRANSLATE_NOOP("landline::models::DoctorText", "Check the port: a web or mail server may use this one.")),
      words(Step::Tls, f::kTlsFailed,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The encrypted connection does not come about: %1."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Is it a Landline server, and of a version like this one? Something between the two that looks into "
                "encrypted connections breaks them, too.")),
      words(Step::Tls, f::kSilent,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "The connection is taken, but nothing answers within %1 s."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "If it is a plain text server, which waits to be talked to, connect with the switch for plain "
                "connections. If it is Landline, it hangs: start it again.")),
      words(Step::Tls, f::kClosedAtOnce,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The connection is closed at once, without a word."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "The server may have too many connections: try again in a minute. Else it is not Landline.")),
  };
}

QVector<DoctorEntryText> admission() {
  return {
      words(Step::Admission, f::kLetIn, QT_TRANSLATE_NOOP("landline::models::DoctorText", "%1 lets this computer in.")),
      words(Step::Admission, f::kAlreadyIn,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "This client is connected to %1.")),
      words(Step::Admission, f::kNobodyDecided,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "A person at the server has to let this computer in, and nobody "
                              "did within %1 s."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Connect, and ask somebody at the server to press Let in.")),
      words(Step::Admission, f::kDenied,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server does not let this computer in: \"%1\"."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Ask whoever runs the server. It can let everybody in, or take a refusal back.")),
      words(Step::Admission, f::kFull, QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server is full."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Try again when somebody has left.")),
      words(Step::Admission, f::kOtherVersion,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "The server runs a version that does not understand this one: "
                              "\"%1\"."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Install the same version on both computers.")),
      words(Step::Admission, f::kReplaced,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Meanwhile another program has connected with this client's key."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "If that was this client itself, run the doctor again. If not, the key may have been copied.")),
      words(Step::Admission, f::kServerStops,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "The server stops just now, or its owner ended the connection."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Try again when it listens.")),
      words(Step::Admission, f::kNoWelcome,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server does not answer within %1 s."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "It may be very busy, or hang. Try again, or start it again.")),
      words(Step::Admission, f::kCutOff,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "The connection was cut while this computer asked to be let in."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Run the doctor again. If it happens each time, the network or the server is to blame.")),
      words(Step::Admission, f::kOtherServer,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Another server answers than a moment ago."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Two computers have the same address, or somebody interferes. Ask whoever looks after the network.")),
      words(Step::Admission, f::kNotLetIn,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server does not let this computer in (%1): %2"),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Ask whoever runs the server.")),
  };
}

// One for all three kinds: the title of the line says which.
QVector<DoctorEntryText> datagrams() {
  constexpr Step kAny = Step::Unicast;
  return {
      words(kAny, f::kHeard, QT_TRANSLATE_NOOP("landline::models::DoctorText", "They arrive.")),
      words(kAny, f::kNotHeard, QT_TRANSLATE_NOOP("landline::models::DoctorText", "None of them reach the server."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Allow UDP in the firewall of the server's computer. Some switches and Wi-Fi routers drop broadcasts "
                "and multicasts: servers are then not found by themselves, connecting by address still works."),
            Direction::ToServer),
      words(kAny, f::kNotHeard, QT_TRANSLATE_NOOP("landline::models::DoctorText", "None of them reach this computer."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "Allow UDP in this computer's firewall. Some switches and Wi-Fi routers drop broadcasts and "
                "multicasts: servers are then not found by themselves, connecting by address still works."),
            Direction::FromServer),
      words(kAny, f::kUnsendable,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "This computer refuses to send them."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Look at its firewall and its routes.")),
      words(kAny, f::kOtherNetwork,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "A router is between, and it does not pass them on. That is as it should be."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Servers there are not found by themselves: connect by address.")),
      words(kAny, f::kNotShared,
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Nothing is heard: the server is not in the network of this interface, or they "
                              "are dropped."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText",
                              "Nothing has to be done: the connection takes another way.")),
      words(kAny, f::kCannot, QT_TRANSLATE_NOOP("landline::models::DoctorText", "This interface cannot do that."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Nothing has to be done: tunnels and the like cannot.")),
      words(kAny, f::kNoSocket, QT_TRANSLATE_NOOP("landline::models::DoctorText", "No datagrams can be tried: %1."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Close other programs, and try again.")),
      words(kAny, f::kNoProbes,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server does not take part in this."),
            QT_TRANSLATE_NOOP(
                "landline::models::DoctorText",
                "It may be of an older version. Connecting, talking and sending files do not need datagrams.")),
      words(kAny, f::kProbesBusy,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The server is trying this with others just now."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Run the doctor again in some seconds.")),
      words(kAny, f::kProbesCut,
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "The connection to the server was lost meanwhile."),
            QT_TRANSLATE_NOOP("landline::models::DoctorText", "Run the doctor again.")),
  };
}

QVector<DoctorEntryText> withoutResult() {
  QVector<DoctorEntryText> result;
  for (const Step step : {Step::Resolve, Step::Route, Step::Tcp, Step::Tls, Step::Admission, Step::Unicast}) {
    if (step != Step::Resolve) {  // what to try is said where the problem is
      result << words(step, f::kSkipped,
                      QT_TRANSLATE_NOOP("landline::models::DoctorText", "Not tried, because of the problem above."));
    }
    result << words(step, f::kCancelled, QT_TRANSLATE_NOOP("landline::models::DoctorText", "Stopped before its end."),
                    QT_TRANSLATE_NOOP("landline::models::DoctorText", "Run the doctor again."));
  }
  return result;
}

}  // namespace

const QVector<DoctorEntryText>& doctorTexts() {
  static const QVector<DoctorEntryText> texts =
      name() + route() + connection() + server() + admission() + datagrams() + withoutResult();
  return texts;
}

}  // namespace landline::models
