#pragma once

#include "transfer_fixture.h"
#include <QDir>
#include <QFile>
#include <QHash>

#include <condition_variable>
#include <limits>
#include <mutex>
#include <set>
#include <thread>

#include "history/node_history.h"
#include "session/data_acceptor.h"
#include "session/transfer_manager.h"
#include "support/fake_clock.h"
#include "support/passing_stream.h"
#include "support/wait_for.h"

namespace landline::session {

/// One node of a test of TransferManager: a manager, and everything that it has said.
struct Side {
  Side(TransferManager::Role role, char digit, const Limits& limits, const Clock& clock, const QString& save_folder)
      : id(peerNamed(digit)), manager(role, id, limits, clock) {
    manager.setSaveFolder(save_folder);
    QObject::connect(&manager, &TransferManager::changed, &manager, [this](const TransferInfo& info) {
      if (rows.contains(info.transfer) && rows[info.transfer].over()) {
        ++changes_after_the_end;
      }
      if (!rows.contains(info.transfer)) {
        order.append(info.transfer);
      }
      rows[info.transfer] = info;
      states[info.transfer].insert(info.state);
      if (info.state == TransferInfo::State::Done && info.direction == TransferInfo::Direction::Down) {
        received.append(info);
      }
    });
    QObject::connect(&manager, &TransferManager::removed, &manager,
                     [this](const PeerId&, const QString& transfer) { removed.append(transfer); });
    QObject::connect(&manager, &TransferManager::filesFinished, &manager,
                     [this](const QString& transfer, const QVector<FileResult>& some) { files[transfer] += some; });
    QObject::connect(&manager, &TransferManager::errorOccurred, &manager,
                     [this](const Error& error) { errors.append(error.code); });
    QObject::connect(&manager, &TransferManager::messageReady, &manager,
                     [this](const PeerId&, const wire::ControlMessage& message) { said.push_back(message); });
  }

  TransferInfo row(int number = 0) const { return rows.value(order.value(number)); }
  TransferInfo::State state(int number = 0) const { return row(number).state; }

  template <typename Message>
  int countSaid() const {
    int count = 0;
    for (const wire::ControlMessage& message : said) {
      count += std::holds_alternative<Message>(message) ? 1 : 0;
    }
    return count;
  }
  template <typename Message>
  Message lastSaid() const {
    for (auto it = said.rbegin(); it != said.rend(); ++it) {
      if (const Message* message = std::get_if<Message>(&*it)) {
        return *message;
      }
    }
    return {};
  }

  PeerId id;
  TransferManager manager;
  QHash<QString, TransferInfo> rows;
  QHash<QString, std::set<TransferInfo::State>> states;
  QStringList order;
  QVector<TransferInfo> received;
  QStringList removed;
  QHash<QString, QVector<FileResult>> files;
  QStringList errors;
  std::vector<wire::ControlMessage> said;
  int changes_after_the_end = 0;
};

/// Where connections can be held up in the middle.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t hold_after = std::numeric_limits<std::size_t>::max();  // octets of one connection, both ways

  void open() {
    const std::lock_guard lock(mutex);
    hold_after = std::numeric_limits<std::size_t>::max();
    changed.notify_all();
  }
};

class GatedStream final : public test::PassingStream {
 public:
  GatedStream(std::unique_ptr<Stream> stream, Gate& gate) : PassingStream(std::move(stream)), m_gate(gate) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    pass(0);
    Result<std::size_t> count = next().read(into, capacity);
    pass(count ? *count : 0);
    return count;
  }
  Result<void> write(std::string_view octets) override {
    pass(octets.size());
    return next().write(octets);
  }
  void cancel() noexcept override {
    const std::lock_guard lock(m_gate.mutex);
    m_cancelled = true;
    next().cancel();
    m_gate.changed.notify_all();
  }

 private:
  void pass(std::size_t octets) {
    std::unique_lock lock(m_gate.mutex);
    m_passed += octets;
    m_gate.changed.wait(lock, [this] { return m_cancelled || m_passed <= m_gate.hold_after; });
  }

  Gate& m_gate;
  std::size_t m_passed = 0;
  bool m_cancelled = false;
};

/// A server's manager and a client's that hear of each other through queued messages and meet on streams in memory.
class TransferManagerTest : public TransferTest {
 protected:
  TransferManagerTest() {
    m_limits = Limits();
    m_limits.progress_interval = std::chrono::milliseconds(1);
    m_limits.resume_first = std::chrono::milliseconds(5);
    m_limits.resume_longest = std::chrono::milliseconds(40);
  }

  ~TransferManagerTest() override {
    if (m_client) {
      m_client->manager.stop();
      m_server->manager.stop();
      m_client->manager.join();
    }
    m_connections->joinAll();
  }

  /// Builds both sides; `m_limits` holds from here on.
  void start() {
    startServer();
    startClient();
    linkBoth();
    meet();
  }
  void startServer() {
    m_server = std::make_unique<Side>(TransferManager::Role::Server, 'a', m_limits, *m_time, m_save_folder);
    const std::lock_guard lock(m_mutex);
    m_tickets = m_server->manager.tickets();
  }
  void startClient() {
    m_client = std::make_unique<Side>(TransferManager::Role::Client, 'b', m_limits, *m_time, m_save_folder);
    m_client->manager.setConnector([this] { return connection(); });
  }
  void linkBoth() {
    link(*m_server, *m_client);
    link(*m_client, *m_server);
  }

  /// Both sides remember from now on: files that came, transfers that are not over, results.
  void remember(Side& side) { history::NodeHistory(side.manager, *m_time).open(*Profile::open(profileOf(side))); }
  QString profileOf(const Side& side) const {
    return m_directory.filePath(QStringLiteral("profile ") + side.id.fingerprint());
  }
  void startRemembering() {
    startServer();
    startClient();
    linkBoth();
    remember(*m_server);
    remember(*m_client);
    meet();
  }

  /// The program ends and starts again; the other side notices.
  void restart(const Side& side) {
    const bool is_server = &side == m_server.get();
    part();
    if (is_server) {
      m_server.reset();
      closeConnections();
      startServer();
    } else {
      m_client.reset();
      startClient();
    }
    linkBoth();
    remember(is_server ? *m_server : *m_client);
  }

  /// No thread of a server that has ended holds a part any more.
  void closeConnections() {
    auto connections = std::make_shared<WorkerThreads>();
    {
      const std::lock_guard lock(m_mutex);
      connections.swap(m_connections);
    }
    connections->joinAll();
  }

  /// The control connection is lost, and there again.
  void part() {
    m_linked = false;
    ++m_connection;
    m_client->manager.peerLeft(m_server->id);
    m_server->manager.peerLeft(m_client->id);
  }
  void meet() {
    m_linked = true;
    m_server->manager.peerBack(m_client->id, QStringLiteral("desk"));
    m_client->manager.peerBack(m_server->id, QStringLiteral("Room"));
  }

  /// Queued, as over a control connection: what is under way when it is lost does not arrive.
  void link(Side& from, Side& to) {
    QObject::connect(&from.manager, &TransferManager::messageReady, &to.manager,
                     [this, &from, &to](const PeerId& peer, const wire::ControlMessage& message) {
                       if (peer != to.id || !m_linked) {
                         return;
                       }
                       QMetaObject::invokeMethod(
                           &to.manager,
                           [this, &from, &to, message, connection = m_connection] {
                             if (m_linked && connection == m_connection) {
                               to.manager.handle(from.id, QStringLiteral("Name of the other"), message);
                             }
                           },
                           Qt::QueuedConnection);
                     });
  }

  /// Called in the client's worker.
  UnopenedStream connection() {
    const bool is_cut = m_cuts.fetch_sub(1) > 0;
    auto [near, far] =
        test::streamPair(is_cut ? m_to_server : test::PipeBehaviour(), is_cut ? m_to_client : test::PipeBehaviour());
    auto server_end = std::make_shared<std::unique_ptr<Stream>>(std::make_unique<GatedStream>(std::move(far), m_gate));
    return {std::move(near), [this, server_end]() -> Result<void> {
              if (m_unreachable) {
                return Error{codes::kUnreachable, QStringLiteral("There is no way.")};
              }
              currentConnections()->start([this, server_end, tickets = currentTickets(), client = peerNamed('b')] {
                static_cast<void>(serveDataConnection(**server_end, client, *tickets, m_limits));
                server_end->reset();
              });
              return {};
            }};
  }

  void offerFromClient(const QStringList& paths) {
    m_client->manager.offer(m_server->id, QStringLiteral("Room"), paths);
  }
  void offerFromServer(const QStringList& paths) {
    m_server->manager.offer(m_client->id, QStringLiteral("desk"), paths);
  }
  Side& offererOf(bool up) { return up ? *m_client : *m_server; }
  Side& takerOf(bool up) { return up ? *m_server : *m_client; }
  void offer(bool up, const QStringList& paths) { up ? offerFromClient(paths) : offerFromServer(paths); }
  void offerFromClient(const QString& path) { offerFromClient(QStringList{path}); }
  void offerFromServer(const QString& path) { offerFromServer(QStringList{path}); }
  void offer(bool up, const QString& path) { offer(up, QStringList{path}); }

  /// The answer of whoever was offered the `number`th transfer of its list.
  void accept(Side& taker, int number = 0, const QString& save_as = QString()) {
    const TransferInfo row = taker.row(number);
    taker.manager.accept(row.peer, row.transfer, {save_as});
  }

  std::shared_ptr<WorkerThreads> currentConnections() {
    const std::lock_guard lock(m_mutex);
    return m_connections;
  }
  std::shared_ptr<TicketBook> currentTickets() {
    const std::lock_guard lock(m_mutex);
    return m_tickets;
  }

  bool bothReach(TransferInfo::State state, int number = 0) {
    return test::waitFor([&] {
      return m_client->order.size() > number && m_server->order.size() > number && m_client->state(number) == state &&
             m_server->state(number) == state;
    });
  }

  test::FakeClock m_clock;
  SystemClock m_system_clock;
  const Clock* m_time = &m_system_clock;  ///< or &m_clock, where a test moves the time
  std::atomic<bool> m_unreachable{false};
  std::atomic<int> m_cuts{std::numeric_limits<int>::max()};  ///< how many connections behave as m_to_... say
  std::mutex m_mutex;
  std::shared_ptr<TicketBook> m_tickets;
  bool m_linked = true;
  int m_connection = 0;
  Gate m_gate;
  test::PipeBehaviour m_to_server;
  test::PipeBehaviour m_to_client;
  std::shared_ptr<WorkerThreads> m_connections = std::make_shared<WorkerThreads>();
  std::unique_ptr<Side> m_server;
  std::unique_ptr<Side> m_client;
};

/// Each test in both directions: `true` is from the client to the server.
class TransferManagerBothWays : public TransferManagerTest, public ::testing::WithParamInterface<bool> {
 protected:
  Side& offerer() { return offererOf(GetParam()); }
  Side& taker() { return takerOf(GetParam()); }
  void offer(const QString& path) { TransferManagerTest::offer(GetParam(), path); }
  void offer(const QStringList& paths) { TransferManagerTest::offer(GetParam(), paths); }
  bool offered(int count = 1) {
    return test::waitFor([&] { return taker().order.size() == count; });
  }

  /// The data connection stops in the middle of the file, until the gate is opened.
  void startRunning() {
    m_octets = someOctets(3'000'000);
    const QString path = writeSource(QStringLiteral("a.bin"), m_octets);
    m_gate.hold_after = 1'000'000;
    start();
    taker().manager.setAcceptRule(AcceptRule::All);
    offer(path);
    ASSERT_TRUE(bothReach(TransferInfo::State::Running));
  }
  QByteArray m_octets;
};

inline std::string wayName(const ::testing::TestParamInfo<bool>& tested) {
  return tested.param ? "Up" : "Down";
}

}  // namespace landline::session
