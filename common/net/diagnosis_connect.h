#pragma once

#include <QElapsedTimer>
#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

#include "core/file_descriptor.h"

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace landline::net {

/// What came back for an attempt, "destination unreachable" of ICMP or ICMPv6.
struct UnreachableAnswer {
  bool ipv6 = false;
  int code = 0;  ///< as its kind of ICMP numbers them
  QHostAddress sender;
};

/// Whether it is a firewall's no to a connection to `tried`, and not the news that nobody is there: it says so, or
/// comes from that very computer. A refused port is neither.
bool isProhibition(const UnreachableAnswer& answer, const QHostAddress& tried);

/// One attempt to connect to one address, with the answer as exact as the system has it: QTcpSocket makes one error of
/// a network that has no route and a host that nobody answers for, and no error at all of a firewall that drops. Lives
/// in a thread with an event loop; its destructor cancels.
class ConnectAttempt : public QObject {
  Q_OBJECT

 public:
  explicit ConnectAttempt(QObject* parent = nullptr);
  ~ConnectAttempt() override;

  /// Once.
  void start(const QHostAddress& address, quint16 port, std::chrono::milliseconds deadline);

  /// The connection, non-blocking, in a slot of finished(0) or later.
  FileDescriptor takeDescriptor() { return std::move(m_socket); }

  /// How long it took.
  qint64 milliseconds() const { return m_milliseconds; }

  /// After finished(EACCES): who does not permit it is the other computer, or one on the way, not this one.
  bool isTurnedAway() const { return m_turned_away; }

 Q_SIGNALS:
  /// Once, never from within start(). 0: connected; else a number of errno.h, ETIMEDOUT where the deadline has passed,
  /// EACCES for every isProhibition(), of which the system makes several others.
  void finished(int system_error);

 private:
  void onWritable();
  void readRejection(int& problem);
  void finish(int system_error);

  FileDescriptor m_socket;
  QHostAddress m_tried;
  std::unique_ptr<QSocketNotifier> m_writable;
  QTimer m_deadline;
  QElapsedTimer m_clock;
  qint64 m_milliseconds = 0;
  bool m_turned_away = false;
};

}  // namespace landline::net
