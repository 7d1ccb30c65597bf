#pragma once

#include <QHostAddress>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

#include "core/clock.h"
#include "core/limits.h"
#include "net/datagram_socket.h"
#include "net/host_interfaces.h"
#include "session/datagram_values.h"
#include "session/echo_guard.h"

namespace landline::session {

/// The one UDP socket of a node, for whatever a person wants to try with it: what node.h promises about datagrams. Best
/// effort and unencrypted. Lives in the node's thread. Datagrams and counts are told in groups, the first of them at
/// once, then every Limits::datagram_news; what is too much for a group is counted, sent and answered all the same.
class DatagramDesk : public QObject {
  Q_OBJECT

 public:
  /// `clock` must outlive the desk.
  DatagramDesk(const Limits& limits, const Clock& clock, QObject* parent = nullptr);

  /// Where address, port and sharing are as before only the rest changes; otherwise what was bound before is closed
  /// first. A group or an interface that cannot be had is told, and the rest holds.
  void bind(const DatagramSettings& settings);
  void close();
  /// Where nothing is bound, binds to a free port of all addresses first, without echo and groups; the rest as before.
  void send(const DatagramRequest& request);
  void stopRepeating();

 Q_SIGNALS:
  void stateChanged(const landline::session::DatagramState& state);
  void moved(const QVector<landline::session::Datagram>& datagrams);

 private:
  Error open(const DatagramSettings& settings);
  Error apply(const DatagramSettings& settings);
  Error applyGroups(const QVector<DatagramGroup>& wanted);
  Result<void> join(const DatagramGroup& group);
  void onReceived(const QHostAddress& from, quint16 port, const QByteArray& octets);
  Error sendNow(const QHostAddress& to, quint16 port, const QByteArray& octets, bool echo);
  void repeat();
  void learnOwnAddresses();
  bool isOwn(const QHostAddress& address) const;
  void note(Datagram datagram);
  void tellSoon();
  void tellNow(const Error& error = {});

  Limits m_limits;
  const Clock& m_clock;
  EchoGuard m_guard;
  net::DatagramSocket m_socket;
  std::unique_ptr<net::InterfaceWatcher> m_watcher;  // while bound
  QSet<QHostAddress> m_own;                          // this host's addresses

  DatagramState m_state;
  QVector<Datagram> m_news;
  qint64 m_news_octets = 0;
  bool m_has_news = false;
  QTimer m_tell;

  QTimer m_repeat;
  QHostAddress m_repeat_to;
  DatagramRequest m_repeated;
};

}  // namespace landline::session
