#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

#include "core/clock.h"
#include "core/limits.h"
#include "core/peer_id.h"
#include "net/datagram_probe.h"
#include "wire/messages.h"

namespace landline::session {

/// The server's side of probing which datagrams get through (PROTOCOL.md, "Probes"). It sends a bounded handful of
/// small datagrams, and only to the address that the member's own connection comes from and to the networks that this
/// computer is in; to ports from 1024 on; for one request of a peer at a time, and not again for Limits::probe_pause.
/// So nobody makes it an amplifier, nor a way to shout at somebody else.
class ProbeDesk : public QObject {
  Q_OBJECT

 public:
  /// `clock` must outlive the desk.
  ProbeDesk(const Limits& limits, const Clock& clock, QObject* parent = nullptr);
  ~ProbeDesk() override;

  /// From a member whose control connection comes from `address` (`host:port`). Refused by `rejected`: `busy`,
  /// `usage`, `internal`.
  void handle(const PeerId& peer, const QString& address, const wire::Probe& probe);

  void peerLeft(const PeerId& peer);
  void stop();

 Q_SIGNALS:
  void messageReady(const landline::PeerId& to, const landline::wire::ControlMessage& message);

 private:
  struct Running {
    QString id;
    std::unique_ptr<net::DatagramProbe> probe;
    std::unique_ptr<QTimer> end;
  };

  Error reasonAgainst(const PeerId& peer, const wire::Probe& probe);
  void finish(const PeerId& peer);
  void forgetOldRequests(qint64 now);

  const Limits m_limits;
  const Clock& m_clock;
  std::map<PeerId, Running> m_running;
  QHash<PeerId, qint64> m_last_request;  // monotonic ms; of the last Limits::probe_pause only
};

}  // namespace landline::session
