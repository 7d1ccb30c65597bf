#include "server/network.h"

#include <utility>

#include "net/connection_gate.h"

namespace landline::server {

namespace {

/// Runs `call` in the thread of `target`, later; not at all if `target` is gone by then.
template <typename Call>
void post(QObject* target, Call call) {
  QMetaObject::invokeMethod(target, std::move(call), Qt::QueuedConnection);
}

}  // namespace

Network::Network(std::shared_ptr<const net::TlsContext> tls, const Limits& limits, int io_threads, OnIncoming on_data,
                 OnIncoming on_plain, QObject* parent)
    : QObject(parent) {
  for (int i = 0; i < io_threads; ++i) {
    IoThread io;
    io.thread = std::make_unique<net::NetworkThread>();
    io.thread->setObjectName(QStringLiteral("io-%1").arg(i));
    io.worker = new IoWorker(tls, limits);
    io.worker->moveToThread(io.thread.get());
    connect(io.thread.get(), &net::NetworkThread::ending, io.worker, &QObject::deleteLater);
    connect(io.worker, &IoWorker::helloReceived, this, &Network::helloReceived);
    connect(io.worker, &IoWorker::messageReceived, this, &Network::messageReceived);
    connect(io.worker, &IoWorker::messagesDropped, this, &Network::messagesDropped);
    connect(io.worker, &IoWorker::ended, this, &Network::ended);
    connect(io.worker, &IoWorker::drained, this, [this] {
      if (--m_undrained == 0) {
        join();
        Q_EMIT stopped();
      }
    });
    m_threads.push_back(std::move(io));
  }

  m_listener = new net::Listener(limits, std::make_shared<net::ConnectionGate>(limits));
  m_listener->onData = std::move(on_data);
  m_listener->onPlain = std::move(on_plain);
  m_listener->onControl = [this](net::Incoming incoming) {
    const quint64 connection = ++m_last_connection;
    IoWorker* worker = workerOf(connection);
    // A queued call wants a copyable one; the descriptor is handed over, not copied.
    auto handed_over = std::make_shared<net::Incoming>(std::move(incoming));
    post(worker, [worker, connection, handed_over = std::move(handed_over)] {
      worker->adopt(connection, std::move(*handed_over));
    });
  };
  m_listener->moveToThread(m_threads.front().thread.get());
  connect(m_threads.front().thread.get(), &net::NetworkThread::ending, m_listener, &QObject::deleteLater);

  for (const IoThread& io : m_threads) {
    io.thread->start();
  }
}

Network::~Network() {
  join();
}

void Network::listen(const QHostAddress& address, quint16 port) {
  post(m_listener, [this, address, port] {
    const Result<void> result = m_listener->listen(address, port);
    const quint16 actual = m_listener->port();
    post(this, [this, result, address, actual] {
      if (result) {
        Q_EMIT listening(address, actual);
      } else {
        Q_EMIT listenFailed(result.error());
      }
    });
  });
}

void Network::stopListening(const Error& reason) {
  post(m_listener, [this, reason] {
    m_listener->stop();
    // From here on the listener hands nothing on, and what it handed on before is ahead of these calls.
    for (const IoThread& io : m_threads) {
      IoWorker* worker = io.worker;
      post(worker, [worker, reason] { worker->endAll(reason); });
    }
    post(this, [this] { Q_EMIT portClosed(); });
  });
}

void Network::setTakesPlainPeers(bool takes) {
  post(m_listener, [this, takes] { m_listener->setTakesPlainPeers(takes); });
}

void Network::takeBack(net::Incoming incoming) {
  auto handed_over = std::make_shared<net::Incoming>(std::move(incoming));
  // By way of our own thread, which alone knows whether the listener is still there.
  post(this, [this, handed_over = std::move(handed_over)] {
    if (!m_joined) {
      post(m_listener, [this, handed_over] { m_listener->takeBack(std::move(*handed_over)); });
    }
  });
}

void Network::admit(quint64 connection, const QVector<QByteArray>& frames) {
  IoWorker* worker = workerOf(connection);
  post(worker, [worker, connection, frames] { worker->admit(connection, frames); });
}

void Network::wait(quint64 connection) {
  IoWorker* worker = workerOf(connection);
  post(worker, [worker, connection] { worker->wait(connection); });
}

void Network::send(quint64 connection, const QByteArray& frame) {
  IoWorker* worker = workerOf(connection);
  post(worker, [worker, connection, frame] { worker->send(connection, frame); });
}

void Network::sendToMembers(const QByteArray& frame, quint64 except) {
  for (const IoThread& io : m_threads) {
    IoWorker* worker = io.worker;
    post(worker, [worker, frame, except] { worker->sendToMembers(frame, except); });
  }
}

void Network::end(quint64 connection, const Error& reason) {
  IoWorker* worker = workerOf(connection);
  post(worker, [worker, connection, reason] { worker->end(connection, reason); });
}

void Network::stop(const Error& reason) {
  m_undrained = m_threads.size();
  post(m_listener, [this, reason] {
    m_listener->stop();
    for (const IoThread& io : m_threads) {
      IoWorker* worker = io.worker;
      post(worker, [worker, reason] { worker->drain(reason); });
    }
  });
}

void Network::join() {
  m_joined = true;
  for (IoThread& io : m_threads) {
    io.thread->quit();
    io.thread->wait();
  }
}

}  // namespace landline::server
