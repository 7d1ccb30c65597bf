#include "session/doctor_datagrams.h"

#include <algorithm>
#include <utility>

#include "session/doctor_entry.h"

namespace landline::session {

using findings::Finding;
using wire::ProbeKind;

namespace {

constexpr std::pair<ProbeKind, DoctorLine::Step> kKinds[] = {
    {ProbeKind::Unicast, DoctorLine::Step::Unicast},
    {ProbeKind::Broadcast, DoctorLine::Step::Broadcast},
    {ProbeKind::Multicast, DoctorLine::Step::Multicast},
};

bool canDo(const net::ProbeInterface& interface, ProbeKind kind) {
  switch (kind) {
    case ProbeKind::Unicast:
      return true;
    case ProbeKind::Broadcast:
      return !interface.broadcast.isNull();
    case ProbeKind::Multicast:
      return interface.multicast;
  }
  return false;
}

}  // namespace

DoctorDatagrams::DoctorDatagrams(DoctorEntry& entry, const QHostAddress& server, const net::Route& route,
                                 const Limits& limits, QObject* parent)
    : QObject(parent),
      m_entry(entry),
      m_server(server),
      m_route(route),
      m_limits(limits),
      m_interfaces(net::probeInterfaces(server).mid(0, net::DatagramProbe::kMostInterfaces)),
      m_again(this),
      m_deadline(this) {
  m_again.setSingleShot(true);
  connect(&m_again, &QTimer::timeout, this, &DoctorDatagrams::ask);
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this, [this] {
    if (m_answered) {
      compare({});  // what has come here is known all the same
    } else {
      giveUp(findings::kNoProbes);
    }
  });
  connect(&entry, &DoctorEntry::messageReceived, this, &DoctorDatagrams::onMessage);
  connect(&entry, &DoctorEntry::lost, this, [this] { giveUp(findings::kProbesCut); });
}

DoctorDatagrams::~DoctorDatagrams() = default;

void DoctorDatagrams::start() {
  m_again.start(0);
}

void DoctorDatagrams::ask() {
  if (m_interfaces.isEmpty()) {
    giveUp(findings::kNoSocket, {QStringLiteral("no interface leads to the server")});
    return;
  }
  m_id = wire::newUuid();
  m_probe = std::make_unique<net::DatagramProbe>(m_id, m_interfaces);
  if (const Result<void> opened = m_probe->open(); !opened) {
    giveUp(findings::kNoSocket, {opened.error().detail});
    return;
  }
  m_deadline.start(2 * m_limits.probe_listen + m_limits.doctor_connect);
  m_entry.send(wire::Probe{m_id, m_probe->port()});
}

void DoctorDatagrams::onMessage(const wire::ControlMessage& message) {
  if (m_finished) {
    return;
  }
  if (const auto* probing = std::get_if<wire::Probing>(&message); probing != nullptr && probing->id == m_id) {
    m_answered = true;
    m_probe->send(m_server, probing->port, m_limits.probe_spacing);
  } else if (const auto* probed = std::get_if<wire::Probed>(&message); probed != nullptr && probed->id == m_id) {
    m_told = true;
    compare(probed->heard);
  } else if (const auto* rejected = std::get_if<wire::Rejected>(&message);
             rejected != nullptr && rejected->re == m_id) {
    const bool is_busy = rejected->code == codes::kBusy;
    if (is_busy && !m_asked_again) {
      m_asked_again = true;  // it allows a request again soon: whoever runs the doctor twice need not know
      m_deadline.stop();
      m_again.start(m_limits.probe_pause);
    } else {
      giveUp(is_busy ? findings::kProbesBusy : findings::kNoProbes);
    }
  }
}

void DoctorDatagrams::compare(const QVector<wire::HeardProbe>& heard_there) {
  QVector<DoctorLine> lines;
  for (const auto& [kind, step] : kKinds) {
    for (const net::ProbeInterface& interface : m_interfaces) {
      if (kind == ProbeKind::Unicast && !isWay(interface)) {
        continue;
      }
      const bool is_shared = isShared(interface, heard_there);
      const auto here = [&, wanted = kind](const net::DatagramProbe::Heard& heard) {
        // Unicast to one of this computer's own addresses comes by loopback, whatever interface the address is of.
        return heard.kind == wanted && (wanted == ProbeKind::Unicast || heard.interface == interface.index);
      };
      const auto there = [&, wanted = kind](const wire::HeardProbe& heard) {
        return heard.kind == wanted && heard.interface_name == interface.name;
      };
      const auto& heard_here = m_probe->heard();
      for (const bool to_server : {true, false}) {
        const bool heard = to_server ? std::any_of(heard_there.cbegin(), heard_there.cend(), there)
                                     : std::any_of(heard_here.cbegin(), heard_here.cend(), here);
        const Finding finding = heard ? findings::kHeard : whyUnheard(kind, interface, to_server, is_shared);
        lines.append({step, finding.mark, interface.name, to_server, finding.code, {}});
      }
    }
  }
  finish(lines);
}

/// Whether it leads to the server.
bool DoctorDatagrams::isWay(const net::ProbeInterface& interface) const {
  return interface.index == m_interfaces.first().index;
}

/// Whether both sides are in this interface's network: it is the way to the server, or something came through it to
/// many, whatever it was and in whichever direction.
bool DoctorDatagrams::isShared(const net::ProbeInterface& interface,
                               const QVector<wire::HeardProbe>& heard_there) const {
  const auto& heard_here = m_probe->heard();
  return isWay(interface) ||
         std::any_of(heard_there.cbegin(), heard_there.cend(),
                     [&](const auto& each) { return each.interface_name == interface.name; }) ||
         std::any_of(heard_here.cbegin(), heard_here.cend(), [&](const auto& each) {
           return each.kind != ProbeKind::Unicast && each.interface == interface.index;
         });
}

Finding DoctorDatagrams::whyUnheard(ProbeKind kind, const net::ProbeInterface& interface, bool to_server,
                                    bool is_shared) const {
  if (!canDo(interface, kind)) {
    return findings::kCannot;
  }
  if (to_server && !m_told) {
    return findings::kNoProbes;
  }
  if (!is_shared) {
    return findings::kNotShared;
  }
  if (kind != ProbeKind::Unicast && m_route.kind == net::Route::Kind::Router && isWay(interface)) {
    return findings::kOtherNetwork;
  }
  return to_server && wasRefused(kind, interface.index) ? findings::kUnsendable : findings::kNotHeard;
}

bool DoctorDatagrams::wasRefused(ProbeKind kind, int interface) const {
  const auto& unsent = m_probe->unsent();
  return std::any_of(unsent.cbegin(), unsent.cend(),
                     [&](const auto& each) { return each.kind == kind && each.interface == interface; });
}

void DoctorDatagrams::giveUp(const Finding& why, const QStringList& values) {
  QVector<DoctorLine> lines;
  for (const auto& [kind, step] : kKinds) {
    lines.append({step, why.mark, QString(), true, why.code, values});
  }
  finish(lines);
}

void DoctorDatagrams::finish(const QVector<DoctorLine>& lines) {
  if (!m_finished) {
    m_finished = true;
    m_deadline.stop();
    m_again.stop();
    Q_EMIT finished(lines);
  }
}

}  // namespace landline::session
