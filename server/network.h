#pragma once

#include <QHostAddress>
#include <QObject>
#include <QVector>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "core/limits.h"
#include "net/listener.h"
#include "net/network_thread.h"
#include "net/tls_context.h"
#include "server/io_worker.h"

namespace landline::server {

/// The hub's hands: the I/O threads with their control connections, and the listener (in the first of them). Lives in
/// the hub's thread. A connection is a number here; which thread runs it follows from the number.
class Network : public QObject {
  Q_OBJECT

 public:
  /// Runs in an I/O thread whenever a connection of another kind arrives.
  using OnIncoming = std::function<void(net::Incoming)>;

  Network(std::shared_ptr<const net::TlsContext> tls, const Limits& limits, int io_threads, OnIncoming on_data,
          OnIncoming on_plain, QObject* parent = nullptr);
  ~Network() override;

  /// Answered by listening() or listenFailed().
  void listen(const QHostAddress& address, quint16 port);

  /// Closes the port, then ends every connection with `reason`. Answered by portClosed().
  void stopListening(const Error& reason);

  void setTakesPlainPeers(bool takes);

  /// From any thread: a connection that was taken for a plain peer and is none. See net::Listener::takeBack().
  void takeBack(net::Incoming incoming);

  void admit(quint64 connection, const QVector<QByteArray>& frames);
  void wait(quint64 connection);
  void send(quint64 connection, const QByteArray& frame);
  void sendToMembers(const QByteArray& frame, quint64 except);
  void end(quint64 connection, const Error& reason);

  /// Closes the port and ends every connection; stopped() follows when all of them are closed and the threads have
  /// ended. Nothing works afterwards.
  void stop(const Error& reason);

 Q_SIGNALS:
  void listening(const QHostAddress& address, quint16 port);
  void listenFailed(const landline::Error& error);
  void portClosed();
  void helloReceived(quint64 connection, const landline::PeerId& peer, const QString& name, const QString& address);
  void messageReceived(quint64 connection, const landline::wire::ControlMessage& message);
  void messagesDropped(quint64 connection, int count);
  void ended(quint64 connection, const landline::Error& reason);
  void stopped();

 private:
  struct IoThread {
    std::unique_ptr<net::NetworkThread> thread;
    IoWorker* worker = nullptr;  // lives in `thread`, deleted when it ends
  };

  IoWorker* workerOf(quint64 connection) const { return m_threads[connection % m_threads.size()].worker; }
  void join();

  std::vector<IoThread> m_threads;
  net::Listener* m_listener = nullptr;  // lives in the first I/O thread, deleted when it ends
  std::atomic<quint64> m_last_connection{0};
  std::size_t m_undrained = 0;
  bool m_joined = false;
};

}  // namespace landline::server
