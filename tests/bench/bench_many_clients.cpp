// Many clients of one server, in one process: real control connections with a key each, and nothing else. Prints one
// line of JSON:
//
//     bench_many_clients PORT SERVER_PID [CLIENTS [MESSAGES]]
//
// many_clients.py starts the server and calls it.

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "net/control_connection.h"
#include "net/tls_context.h"
#include "trust/identity.h"
#include "wire/messages.h"

using namespace landline;

namespace {

constexpr int kConnectingAtOnce = 6;  // below the server's limit of unauthenticated connections per address

/// One figure of /proc/PID/status in KiB, e.g. "VmRSS".
long statusKib(const QString& pid, const QByteArray& figure) {
  QFile file(QStringLiteral("/proc/%1/status").arg(pid));
  if (!file.open(QIODevice::ReadOnly)) {
    return -1;
  }
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (line.startsWith(figure + ':')) {
      return line.mid(figure.size() + 1).simplified().split(' ').first().toLong();
    }
  }
  return -1;
}

[[noreturn]] void giveUp(const Error& error) {
  std::fprintf(stderr, "%s: %s\n", qPrintable(error.code), qPrintable(error.detail));
  std::exit(1);
}

std::shared_ptr<const net::TlsContext> newContext() {
  const auto identity = trust::Identity::generate();
  if (!identity) {
    giveUp(identity.error());
  }
  auto context = net::TlsContext::create(*identity);
  if (!context) {
    giveUp(context.error());
  }
  return *context;
}

class Crowd : public QObject {
 public:
  Crowd(quint16 port, QString server_pid, int clients, int messages)
      : m_port(port), m_server_pid(std::move(server_pid)), m_count(clients), m_messages(messages) {
    for (int i = 0; i < clients; ++i) {
      m_contexts.push_back(newContext());
    }
    m_rss_before = statusKib(m_server_pid, "VmRSS");
    m_watch.start();
    for (int i = 0; i < std::min(kConnectingAtOnce, clients); ++i) {
      connectNext();
    }
  }

 private:
  void connectNext() {
    if (static_cast<int>(m_connections.size()) == m_count) {
      return;
    }
    const int number = static_cast<int>(m_connections.size());
    auto* connection = new net::ControlConnection(m_contexts[static_cast<std::size_t>(number)], Limits(), this);
    m_connections.push_back(connection);
    connect(connection, &net::ControlChannel::secured, this, [connection, number] {
      connection->send(
          wire::Hello{wire::kProtocolVersion, QStringLiteral("crowd-%1").arg(number), QStringLiteral("bench")});
    });
    connect(connection, &net::ControlChannel::messageReceived, this,
            [this, connection](const wire::ControlMessage& message) { onMessage(connection, message); });
    connect(connection, &net::ControlChannel::closed, this, [](const Error& reason) { giveUp(reason); });
    connection->connectTo(QStringLiteral("127.0.0.1"), m_port);
  }

  void onMessage(net::ControlConnection* connection, const wire::ControlMessage& message) {
    if (std::holds_alternative<wire::Welcome>(message)) {
      connection->setAdmitted();
      ++m_welcome;
      connectNext();
    } else if (std::holds_alternative<wire::Joined>(message)) {
      ++m_joined;
    } else if (const auto* chat = std::get_if<wire::Chat>(&message); chat != nullptr && chat->id == m_id) {
      onDelivered();
    }
    // Everybody has been told of everybody: the clients of each other, and of the server once.
    if (m_welcome == m_count && !m_measuring && m_joined >= static_cast<qint64>(m_count) * (m_count - 1)) {
      m_measuring = true;
      m_connect_ms = m_watch.elapsed();
      // Memory is read when the burst of announcements has settled.
      QTimer::singleShot(1000, this, [this] {
        m_rss_after = statusKib(m_server_pid, "VmRSS");
        say();
      });
    }
  }

  void say() {
    m_id = wire::newUuid();
    m_delivered = 0;
    m_watch.restart();
    wire::Chat chat;
    chat.id = m_id;
    chat.to = wire::kEveryone;
    chat.text = QStringLiteral("To everyone");
    m_connections.front()->send(chat);
  }

  void onDelivered() {
    const double now = static_cast<double>(m_watch.nsecsElapsed()) / 1e6;
    if (m_delivered++ == 0) {
      m_first_ms = now;
    }
    if (m_delivered < m_count - 1) {
      return;
    }
    m_spreads.push_back(now - m_first_ms);
    m_totals.push_back(now);
    if (static_cast<int>(m_spreads.size()) < m_messages) {
      QTimer::singleShot(20, this, [this] { say(); });
      return;
    }
    report();
  }

  void report() {
    std::sort(m_spreads.begin(), m_spreads.end());
    std::sort(m_totals.begin(), m_totals.end());
    std::printf(
        "{\"clients\":%d,\"messages\":%d,\"connect_ms\":%lld,\"spread_ms_median\":%.2f,\"spread_ms_worst\":%.2f,"
        "\"sent_to_last_ms_median\":%.2f,\"server_rss_before_kib\":%ld,\"server_rss_after_kib\":%ld,"
        "\"server_kib_per_peer\":%.1f}\n",
        m_count, m_messages, static_cast<long long>(m_connect_ms), m_spreads[m_spreads.size() / 2], m_spreads.back(),
        m_totals[m_totals.size() / 2], m_rss_before, m_rss_after,
        static_cast<double>(m_rss_after - m_rss_before) / m_count);
    std::fflush(stdout);
    std::_Exit(0);  // two hundred farewells are not what is measured
  }

  quint16 m_port;
  QString m_server_pid;
  int m_count;
  int m_messages;
  std::vector<std::shared_ptr<const net::TlsContext>> m_contexts;
  std::vector<net::ControlConnection*> m_connections;  // children of this
  QElapsedTimer m_watch;
  int m_welcome = 0;
  qint64 m_joined = 0;
  bool m_measuring = false;
  qint64 m_connect_ms = 0;
  long m_rss_before = 0;
  long m_rss_after = 0;
  QString m_id;
  int m_delivered = 0;
  double m_first_ms = 0;
  std::vector<double> m_spreads;
  std::vector<double> m_totals;
};

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() < 3) {
    std::fprintf(stderr, "usage: bench_many_clients PORT SERVER_PID [CLIENTS [MESSAGES]]\n");
    return 2;
  }
  const int clients = arguments.size() > 3 ? arguments[3].toInt() : 200;
  const int messages = arguments.size() > 4 ? arguments[4].toInt() : 50;
  const Crowd crowd(arguments[1].toUShort(), arguments[2], clients, messages);
  return QCoreApplication::exec();
}
