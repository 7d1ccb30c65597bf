#include "session/probe_desk.h"

#include <QHostAddress>

#include <utility>

#include "core/host_and_port.h"

namespace landline::session {

namespace {

constexpr quint16 kLowestPort = 1024;  // below, services listen that could be misled

QHostAddress hostOf(const QString& address) {
  const auto parsed = HostAndPort::parse(address, HostAndPort::BareIpv6::Taken);
  return parsed ? QHostAddress(parsed->host) : QHostAddress();
}

}  // namespace

ProbeDesk::ProbeDesk(const Limits& limits, const Clock& clock, QObject* parent)
    : QObject(parent), m_limits(limits), m_clock(clock) {}

ProbeDesk::~ProbeDesk() = default;

void ProbeDesk::handle(const PeerId& peer, const QString& address, const wire::Probe& probe) {
  const auto reject = [&](const Error& why) {
    Q_EMIT messageReady(peer, wire::Rejected{probe.id, why.code, why.detail});
  };
  const QHostAddress host = hostOf(address);
  const Error against = reasonAgainst(peer, probe);
  if (!against.code.isEmpty() || host.isNull()) {
    reject(host.isNull() ? Error{codes::kInternal, QStringLiteral("The address of the peer is not known.")} : against);
    return;
  }
  m_last_request.insert(peer, m_clock.monotonicMs());
  auto datagrams = std::make_unique<net::DatagramProbe>(probe.id, net::probeInterfaces(host));
  if (const Result<void> opened = datagrams->open(probe.port); !opened) {
    reject({codes::kInternal, QStringLiteral("The server cannot listen for datagrams: %1").arg(opened.error().detail)});
    return;
  }
  Q_EMIT messageReady(peer, wire::Probing{probe.id, datagrams->port()});
  datagrams->send(host, probe.port, m_limits.probe_spacing);
  auto end = std::make_unique<QTimer>();
  end->setSingleShot(true);
  connect(end.get(), &QTimer::timeout, this, [this, peer] { finish(peer); });
  end->start(m_limits.probe_listen);
  m_running[peer] = {probe.id, std::move(datagrams), std::move(end)};
}

Error ProbeDesk::reasonAgainst(const PeerId& peer, const wire::Probe& probe) {
  forgetOldRequests(m_clock.monotonicMs());
  if (probe.port < kLowestPort) {
    return {codes::kUsage, QStringLiteral("Datagrams are sent to ports from %1 on only.").arg(kLowestPort)};
  }
  if (m_running.count(peer) != 0 || m_last_request.contains(peer) ||
      static_cast<int>(m_running.size()) >= m_limits.probes_at_once) {
    return {codes::kBusy, QStringLiteral("The server has just probed the network. Try again in some seconds.")};
  }
  return {};
}

void ProbeDesk::forgetOldRequests(qint64 now) {
  for (auto it = m_last_request.begin(); it != m_last_request.end();) {
    it = now - *it >= m_limits.probe_pause.count() ? m_last_request.erase(it) : std::next(it);
  }
}

void ProbeDesk::finish(const PeerId& peer) {
  const auto found = m_running.find(peer);
  if (found == m_running.end()) {
    return;
  }
  wire::Probed answer{found->second.id, {}};
  for (const net::DatagramProbe::Heard& heard : found->second.probe->heard()) {
    answer.heard.append({heard.kind, heard.label});
  }
  found->second.end.release()->deleteLater();  // this is its own signal
  m_running.erase(found);
  Q_EMIT messageReady(peer, answer);
}

void ProbeDesk::peerLeft(const PeerId& peer) {
  m_running.erase(peer);
}

void ProbeDesk::stop() {
  m_running.clear();
}

}  // namespace landline::session
