#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTimer>
#include <QVector>

#include <memory>

#include "core/limits.h"
#include "net/datagram_probe.h"
#include "net/diagnosis_route.h"
#include "session/doctor_findings.h"
#include "wire/messages.h"

namespace landline::session {

class DoctorEntry;

/// The last step of the network doctor, with a server that it is let into: which datagrams get through, each direction
/// for itself. Asks the server to listen and to send (session/probe_desk.h), does the same, and compares.
class DoctorDatagrams : public QObject {
  Q_OBJECT

 public:
  /// `entry` must outlive this object; it is entered. `route` is the one to `server`.
  DoctorDatagrams(DoctorEntry& entry, const QHostAddress& server, const net::Route& route, const Limits& limits,
                  QObject* parent = nullptr);
  ~DoctorDatagrams() override;

  /// Once.
  void start();

 Q_SIGNALS:
  /// Once, never from within start(): a line for each kind, interface and direction; for each kind alone where nothing
  /// could be tried.
  void finished(const QVector<landline::session::DoctorLine>& lines);

 private:
  void ask();
  void onMessage(const wire::ControlMessage& message);
  void compare(const QVector<wire::HeardProbe>& heard_there);
  bool isWay(const net::ProbeInterface& interface) const;
  bool isShared(const net::ProbeInterface& interface, const QVector<wire::HeardProbe>& heard_there) const;
  findings::Finding whyUnheard(wire::ProbeKind kind, const net::ProbeInterface& interface, bool to_server,
                               bool is_shared) const;
  bool wasRefused(wire::ProbeKind kind, int interface) const;
  void giveUp(const findings::Finding& why, const QStringList& values = {});
  void finish(const QVector<DoctorLine>& lines);

  DoctorEntry& m_entry;
  const QHostAddress m_server;
  const net::Route m_route;
  const Limits m_limits;
  const QVector<net::ProbeInterface> m_interfaces;
  QString m_id;
  std::unique_ptr<net::DatagramProbe> m_probe;
  QTimer m_again;
  QTimer m_deadline;
  bool m_asked_again = false;
  bool m_answered = false;  // it has said `probing`
  bool m_told = false;      // ... and what it heard
  bool m_finished = false;
};

}  // namespace landline::session
