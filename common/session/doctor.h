#pragma once

#include <QElapsedTimer>
#include <QHostAddress>
#include <QObject>
#include <QTimer>
#include <QVector>

#include <memory>
#include <vector>

#include "core/limits.h"
#include "net/diagnosis_handshake.h"
#include "net/diagnosis_route.h"
#include "session/client_session.h"
#include "session/doctor_findings.h"
#include "trust/known_peers.h"

QT_BEGIN_NAMESPACE
class QHostInfo;
QT_END_NAMESPACE

namespace landline::net {
class ConnectAttempt;
}

namespace landline::session {

class DoctorDatagrams;
class DoctorEntry;

/// One run of the network doctor, "Why can't I connect?": resolves, looks at the route, connects, listens to what
/// answers, is let in, and tries datagrams. The first step that fails ends it; what comes after is not tried. Every
/// step has a deadline (Limits). Lives in the client's thread, never blocks it; its destructor ends the run.
class Doctor : public QObject {
  Q_OBJECT

 public:
  struct Tools {
    std::shared_ptr<const net::TlsContext> tls;
    const trust::KnownPeers& known;  ///< asked only: nothing is remembered
    ClientSession& session;          ///< see DoctorEntry
    ClientSession::Connector connector;
    QString name;  ///< to be known by at the server
    Limits limits;
  };

  /// What `tools` refers to must outlive this object.
  explicit Doctor(Tools tools, QObject* parent = nullptr);
  ~Doctor() override;

  /// Once. `host` is a name or an address (IPv6 with or without brackets).
  void start(const QString& host, quint16 port);

  /// Ends the run where it is: what runs becomes `cancelled`.
  void cancel();

  const DoctorReport& report() const { return m_report; }

 Q_SIGNALS:
  /// As lines come in and change; the last one is finished.
  void changed(const landline::session::DoctorReport& report);

 private:
  using Step = DoctorLine::Step;
  struct Candidate {
    QHostAddress address;
    net::Route route;
  };

  void resolve();
  void stopLookup();
  void onResolved(const QHostInfo& info);
  void findRoutes(const QVector<QHostAddress>& addresses);
  void connectNext();
  void onConnected(int system_error);
  void onAnswer(const net::HandshakeAttempt::Answer& answer);
  void judge(const PeerId& server);
  void enter(const PeerId& server);
  void onRefused(const Error& reason, bool was_waiting);
  void tryDatagrams();

  // The report
  void begin(Step step);
  void markLast(const findings::Finding& finding, const QStringList& values);
  void conclude(const findings::Finding& finding, const QStringList& values = {});
  void stopHere(const findings::Finding& finding, const QStringList& values = {});
  void finish();
  void showRoute(const net::Route& route);
  QString target(const QHostAddress& address) const;

  const Tools m_tools;
  DoctorReport m_report;
  QElapsedTimer m_clock;
  QTimer m_deadline;
  int m_lookup = -1;
  QVector<Candidate> m_candidates;
  int m_next = 0;           // the candidate that is tried, or was last
  QStringList m_failed;     // those before it, as they are shown
  int m_first_problem = 0;  // of errno.h: why the first of them failed

  // Parts of steps; each lives until the run is over.
  std::vector<std::unique_ptr<net::ConnectAttempt>> m_attempts;
  std::unique_ptr<net::HandshakeAttempt> m_handshake;
  std::unique_ptr<DoctorEntry> m_entry;
  std::unique_ptr<DoctorDatagrams> m_datagrams;
};

}  // namespace landline::session
