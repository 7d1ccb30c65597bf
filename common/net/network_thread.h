#pragma once

#include <QThread>

namespace landline::net {

/// A thread with an event loop, for objects that encrypt. QThread::wait() may return while the system still frees what
/// libraries keep for the thread (Qt detaches its threads); at the end of a program OpenSSL then may have gone first.
/// Here all that OpenSSL keeps for the thread is gone when wait() returns.
///
///     connect(&thread, &NetworkThread::ending, object, &QObject::deleteLater);  // not QThread::finished
class NetworkThread : public QThread {
  Q_OBJECT
 public:
  using QThread::QThread;

 Q_SIGNALS:
  /// In the thread, when its event loop has ended: the time to delete what lives there.
  void ending();

 private:
  void run() override;
};

}  // namespace landline::net
