#include "session/doctor.h"

#include <QHostInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "net/diagnosis_connect.h"
#include "net/host_interfaces.h"
#include "net/socket_address.h"
#include "session/doctor_datagrams.h"
#include "session/doctor_entry.h"

namespace landline::session {

using findings::Finding;
using Answer = net::HandshakeAttempt::Answer;
using net::Route;

namespace {

QString inSeconds(Limits::Milliseconds time) {
  return QString::number(static_cast<double>(time.count()) / 1000.0);
}

bool isNoHost(const QHostAddress& address) {
  return address.isMulticast() || address.isBroadcast() || address == QHostAddress(QHostAddress::AnyIPv4) ||
         address == QHostAddress(QHostAddress::AnyIPv6);
}

bool needsScope(const QHostAddress& address) {
  return address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal() && address.scopeId().isEmpty();
}

bool isOffline() {
  const auto interfaces = net::hostInterfaces();
  return std::none_of(interfaces.cbegin(), interfaces.cend(), [](const net::HostInterface& interface) {
    return !interface.loopback && interface.up && interface.running && !interface.addresses.isEmpty();
  });
}

}  // namespace

Doctor::Doctor(Tools tools, QObject* parent) : QObject(parent), m_tools(std::move(tools)), m_deadline(this) {
  m_deadline.setSingleShot(true);
}

Doctor::~Doctor() {
  stopLookup();
}

void Doctor::stopLookup() {
  m_deadline.stop();
  if (m_lookup >= 0) {
    QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
  }
}

void Doctor::start(const QString& host, quint16 port) {
  const QString trimmed = host.trimmed();
  const bool in_brackets = trimmed.startsWith(QLatin1Char('[')) && trimmed.endsWith(QLatin1Char(']'));
  m_report.host = in_brackets ? trimmed.mid(1, trimmed.size() - 2) : trimmed;
  m_report.port = port;
  begin(Step::Resolve);
  resolve();
}

// --- Name --------------------------------------------------------------------------------------------------------

void Doctor::resolve() {
  const QString& host = m_report.host;
  if (host.isEmpty() || m_report.port == 0) {
    stopHere(findings::kNoServer);
    return;
  }
  if (const QHostAddress address(host); !address.isNull()) {
    if (isNoHost(address)) {
      stopHere(findings::kNotAHost, {host});
    } else if (needsScope(address)) {
      stopHere(findings::kNoScope, {host});
    } else {
      conclude(findings::kIsAddress, {host});
      findRoutes({address});
    }
    return;
  }
  m_clock.start();
  connect(&m_deadline, &QTimer::timeout, this, [this] {
    stopLookup();
    stopHere(findings::kLookupTimeout, {m_report.host, inSeconds(m_tools.limits.doctor_lookup)});
  });
  m_deadline.start(m_tools.limits.doctor_lookup);
  m_lookup = QHostInfo::lookupHost(host, this, [this](const QHostInfo& info) { onResolved(info); });
}

void Doctor::onResolved(const QHostInfo& info) {
  if (m_lookup < 0) {
    return;  // too late, or cancelled
  }
  m_lookup = -1;
  m_deadline.stop();
  QVector<QHostAddress> addresses;
  QStringList shown;
  for (const QHostAddress& address : info.addresses()) {
    if (!addresses.contains(address) && addresses.size() < m_tools.limits.doctor_addresses) {
      addresses.append(address);
      shown.append(address.toString());
    }
  }
  if (addresses.isEmpty()) {
    stopHere(findings::kHostNotFound, {m_report.host});
    return;
  }
  conclude(findings::kResolved, {m_report.host, shown.join(QStringLiteral(", ")), QString::number(m_clock.elapsed())});
  findRoutes(addresses);
}

// --- Route -------------------------------------------------------------------------------------------------------

void Doctor::findRoutes(const QVector<QHostAddress>& addresses) {
  begin(Step::Route);
  Error first_problem;
  for (const QHostAddress& address : addresses) {
    if (const Result<Route> route = net::routeTo(address)) {
      m_candidates.append({address, *route});
    } else if (first_problem.code.isEmpty()) {
      first_problem = route.error();
    }
  }
  if (!m_candidates.isEmpty()) {
    showRoute(m_candidates.first().route);
    begin(Step::Tcp);
    connectNext();
    return;
  }
  const QStringList values{addresses.first().toString()};
  if (first_problem.is(codes::kPermission)) {
    stopHere(findings::kRouteForbidden, values);
  } else {
    stopHere(isOffline() ? findings::kOffline : findings::kNoRoute, values);
  }
}

void Doctor::showRoute(const Route& route) {
  const auto line = std::find_if(m_report.lines.begin(), m_report.lines.end(),
                                 [](const DoctorLine& each) { return each.step == Step::Route; });
  const auto set = [&](const Finding& finding, const QStringList& values) {
    *line = {Step::Route, finding.mark, route.interface_name, true, finding.code, values};
  };
  const QString own = route.own.toString();
  switch (route.kind) {
    case Route::Kind::Local:
      set(findings::kRouteLocal, {});
      break;
    case Route::Kind::Direct:
      set(findings::kRouteDirect, {route.interface_name, own});
      break;
    case Route::Kind::Router:
      set(findings::kRouteRouter, {route.interface_name, own, route.router.toString()});
      break;
    case Route::Kind::Tunnel:
      set(findings::kRouteTunnel, {route.interface_name, own});
      break;
    case Route::Kind::Unknown:
      set(findings::kRouteUnknown, {});
      break;
  }
  Q_EMIT changed(m_report);
}

// --- Connection --------------------------------------------------------------------------------------------------

void Doctor::connectNext() {
  m_attempts.push_back(std::make_unique<net::ConnectAttempt>());
  net::ConnectAttempt* const attempt = m_attempts.back().get();
  connect(attempt, &net::ConnectAttempt::finished, this, &Doctor::onConnected);
  attempt->start(m_candidates.at(m_next).address, m_report.port, m_tools.limits.doctor_connect);
}

void Doctor::onConnected(int system_error) {
  const Candidate& candidate = m_candidates.at(m_next);
  if (system_error != 0) {
    m_failed.append(target(candidate.address));
    m_first_problem = m_first_problem == 0 ? system_error : m_first_problem;
    if (++m_next < m_candidates.size()) {
      connectNext();
      return;
    }
    const QString first = m_failed.first();
    switch (m_first_problem) {
      case ECONNREFUSED:
        return stopHere(findings::kRefused, {first});
      case ETIMEDOUT:
        return stopHere(findings::kDropped, {first, inSeconds(m_tools.limits.doctor_connect)});
      case EHOSTUNREACH:
      case EHOSTDOWN:
        return stopHere(findings::kNoHost, {first});
      case ENETUNREACH:
        return stopHere(findings::kTcpNoRoute, {first});
      case EACCES:
      case EPERM:
        return stopHere(m_attempts.front()->isTurnedAway() ? findings::kTurnedAway : findings::kTcpForbidden, {first});
      case ECONNRESET:
        return stopHere(findings::kReset, {first});
      default:
        return stopHere(findings::kUnreachable, {first, QString::fromLocal8Bit(std::strerror(m_first_problem))});
    }
  }
  const QString there = target(candidate.address);
  const auto& attempt = m_attempts.back();
  if (m_failed.isEmpty()) {
    conclude(findings::kAccepted, {there, QString::number(attempt->milliseconds())});
  } else {
    conclude(findings::kAcceptedAfter, {there, m_failed.join(QStringLiteral(", "))});
    showRoute(candidate.route);
  }
  begin(Step::Tls);
  m_handshake = std::make_unique<net::HandshakeAttempt>(m_tools.tls);
  connect(m_handshake.get(), &net::HandshakeAttempt::finished, this, &Doctor::onAnswer);
  m_handshake->start(attempt->takeDescriptor(), m_tools.limits.doctor_handshake);
}

// --- What answers ------------------------------------------------------------------------------------------------

void Doctor::onAnswer(const Answer& answer) {
  switch (answer.kind) {
    case Answer::Kind::Landline:
      return judge(answer.peer);
    case Answer::Kind::OtherTls:
      return stopHere(findings::kOtherTls, {answer.detail});
    case Answer::Kind::TlsFailed:
      return stopHere(findings::kTlsFailed, {answer.detail});
    case Answer::Kind::Http:
      return stopHere(findings::kHttp, {answer.detail});
    case Answer::Kind::Text:
      return stopHere(findings::kPlainText, {answer.detail});
    case Answer::Kind::Octets:
      return stopHere(findings::kOtherOctets, {answer.detail});
    case Answer::Kind::Silent:
      return stopHere(findings::kSilent, {inSeconds(m_tools.limits.doctor_handshake)});
    case Answer::Kind::Closed:
      return stopHere(findings::kClosedAtOnce);
    case Answer::Kind::Reset:
      // It belongs to the connection, not to what answers: nothing did.
      m_report.lines.removeLast();
      return stopHere(findings::kReset, {target(m_candidates.at(m_next).address)});
  }
}

void Doctor::judge(const PeerId& server) {
  using Verdict = trust::KnownPeers::Verdict;
  const QString fingerprint = server.fingerprint();
  if (server == m_tools.tls->own()) {
    return stopHere(findings::kOwnKey, {fingerprint});
  }
  const auto judgement = m_tools.known.judge(trust::KnownPeers::addressOf(m_report.host, m_report.port), server);
  switch (judgement.verdict) {
    case Verdict::Changed:
      return stopHere(findings::kKeyChanged, {fingerprint, judgement.known.fingerprint()});
    case Verdict::Known:
      conclude(findings::kKnownServer, {fingerprint, judgement.known_name});
      break;
    case Verdict::FirstUse:
      conclude(findings::kNewServer, {fingerprint});
      break;
  }
  enter(server);
}

// --- Admission ---------------------------------------------------------------------------------------------------

void Doctor::enter(const PeerId& server) {
  begin(Step::Admission);
  m_entry = std::make_unique<DoctorEntry>(
      m_tools.session, m_tools.connector,
      DoctorEntry::Server{m_report.host, m_report.port, m_candidates.at(m_next).address.toString(), server},
      m_tools.name, m_tools.limits);
  connect(m_entry.get(), &DoctorEntry::waiting, this, [this] {
    m_report.lines.last().code = findings::kAsksPerson;
    Q_EMIT changed(m_report);
  });
  connect(m_entry.get(), &DoctorEntry::entered, this, [this](const QString& name, bool was_in) {
    conclude(was_in ? findings::kAlreadyIn : findings::kLetIn, {name});
    tryDatagrams();
  });
  connect(m_entry.get(), &DoctorEntry::failed, this, &Doctor::onRefused);
  m_entry->start();
}

void Doctor::onRefused(const Error& reason, bool was_waiting) {
  const Limits& limits = m_tools.limits;
  if (was_waiting && reason.is(codes::kTimeout)) {
    return stopHere(findings::kNobodyDecided, {inSeconds(limits.doctor_person)});
  }
  if (reason.is(codes::kTimeout)) {
    return stopHere(findings::kNoWelcome, {inSeconds(limits.connect)});
  }
  for (const Finding& each : {findings::kDenied, findings::kOtherVersion}) {
    if (reason.is(each.code)) {
      return stopHere(each, {reason.detail});
    }
  }
  for (const Finding& each :
       {findings::kFull, findings::kReplaced, findings::kServerStops, findings::kCutOff, findings::kOtherServer}) {
    if (reason.is(each.code)) {
      return stopHere(each);
    }
  }
  stopHere(findings::kNotLetIn, {reason.code, reason.detail});
}

// --- Datagrams ---------------------------------------------------------------------------------------------------

void Doctor::tryDatagrams() {
  const Candidate& candidate = m_candidates.at(m_next);
  const int before = static_cast<int>(m_report.lines.size());
  begin(Step::Unicast);
  begin(Step::Broadcast);
  begin(Step::Multicast);
  m_datagrams = std::make_unique<DoctorDatagrams>(*m_entry, candidate.address, candidate.route, m_tools.limits);
  connect(m_datagrams.get(), &DoctorDatagrams::finished, this, [this, before](const QVector<DoctorLine>& lines) {
    m_report.lines.resize(before);
    m_report.lines += lines;
    finish();
  });
  m_datagrams->start();
}

// --- The report --------------------------------------------------------------------------------------------------

void Doctor::begin(Step step) {
  DoctorLine line;
  line.step = step;
  m_report.lines.append(line);
  Q_EMIT changed(m_report);
}

void Doctor::markLast(const Finding& finding, const QStringList& values) {
  DoctorLine& line = m_report.lines.last();
  line.mark = finding.mark;
  line.code = finding.code;
  line.values = values;
}

void Doctor::conclude(const Finding& finding, const QStringList& values) {
  markLast(finding, values);
  Q_EMIT changed(m_report);
}

void Doctor::stopHere(const Finding& finding, const QStringList& values) {
  markLast(finding, values);
  for (int step = static_cast<int>(m_report.lines.last().step) + 1; step <= static_cast<int>(Step::Multicast); ++step) {
    const Finding& skipped = findings::kSkipped;
    m_report.lines.append({static_cast<Step>(step), skipped.mark, {}, true, skipped.code, {}});
  }
  finish();
}

void Doctor::cancel() {
  if (m_report.finished) {
    return;
  }
  stopLookup();
  m_attempts.clear();
  m_handshake.reset();
  m_datagrams.reset();
  m_entry.reset();
  for (DoctorLine& line : m_report.lines) {
    if (line.mark == DoctorLine::Mark::Running) {
      line.mark = findings::kCancelled.mark;
      line.code = findings::kCancelled.code;
    }
  }
  finish();
}

void Doctor::finish() {
  m_report.finished = true;
  Q_EMIT changed(m_report);
  // Leaves the server; not at once, as one of these may be what has called.
  QTimer::singleShot(0, this, [this] {
    m_datagrams.reset();
    m_entry.reset();
  });
}

QString Doctor::target(const QHostAddress& address) const {
  return net::displayAddress(address, m_report.port);
}

}  // namespace landline::session
