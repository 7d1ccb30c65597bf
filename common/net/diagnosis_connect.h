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

 Q_SIGNALS:
  /// Once, never from within start(). 0: connected; else a number of errno.h, ETIMEDOUT where the deadline has passed.
  void finished(int system_error);

 private:
  void onWritable();
  void finish(int system_error);

  FileDescriptor m_socket;
  std::unique_ptr<QSocketNotifier> m_writable;
  QTimer m_deadline;
  QElapsedTimer m_clock;
  qint64 m_milliseconds = 0;
};

}  // namespace landline::net
