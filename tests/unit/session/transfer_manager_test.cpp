// The states of transfers: two managers, a server's and a client's, that hear of each other through queued messages and
// meet on streams in memory.

#include "session/transfer_manager.h"

#include "transfer_fixture.h"
#include <QDir>
#include <QFile>
#include <QHash>

#include <condition_variable>
#include <limits>
#include <mutex>
#include <set>
#include <thread>

#include "session/data_acceptor.h"
#include "support/fake_clock.h"
#include "support/wait_for.h"

namespace landline::session {
namespace {

using Role = TransferManager::Role;
using State = TransferInfo::State;
using test::waitFor;

/// One node: a manager, and everything that it has said.
struct Side {
  Side(Role role, char digit, const Limits& limits, const Clock& clock, const QString& save_folder)
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
    });
    QObject::connect(&manager, &TransferManager::received, &manager,
                     [this](const TransferInfo& info) { received.append(info); });
    QObject::connect(&manager, &TransferManager::errorOccurred, &manager,
                     [this](const Error& error) { errors.append(error.code); });
    QObject::connect(&manager, &TransferManager::messageReady, &manager,
                     [this](const PeerId&, const wire::ControlMessage& message) { said.push_back(message); });
  }

  TransferInfo row(int number = 0) const { return rows.value(order.value(number)); }
  State state(int number = 0) const { return row(number).state; }

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
  QHash<QString, std::set<State>> states;
  QStringList order;
  QVector<TransferInfo> received;
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

class GatedStream final : public Stream {
 public:
  GatedStream(std::unique_ptr<Stream> stream, Gate& gate) : m_stream(std::move(stream)), m_gate(gate) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    pass(0);
    Result<std::size_t> count = m_stream->read(into, capacity);
    pass(count ? *count : 0);
    return count;
  }
  Result<void> write(std::string_view octets) override {
    pass(octets.size());
    return m_stream->write(octets);
  }
  Result<void> flush() override { return m_stream->flush(); }
  bool hasInput() override { return m_stream->hasInput(); }
  Result<void> finish() override { return m_stream->finish(); }
  void setSilenceLimit(std::chrono::milliseconds limit) override { m_stream->setSilenceLimit(limit); }
  void cancel() noexcept override {
    const std::lock_guard lock(m_gate.mutex);
    m_cancelled = true;
    m_stream->cancel();
    m_gate.changed.notify_all();
  }

 private:
  void pass(std::size_t octets) {
    std::unique_lock lock(m_gate.mutex);
    m_passed += octets;
    m_gate.changed.wait(lock, [this] { return m_cancelled || m_passed <= m_gate.hold_after; });
  }

  std::unique_ptr<Stream> m_stream;
  Gate& m_gate;
  std::size_t m_passed = 0;
  bool m_cancelled = false;
};

class TransferManagerTest : public TransferTest {
 protected:
  TransferManagerTest() {
    m_limits = Limits();
    m_limits.progress_interval = std::chrono::milliseconds(1);
    m_limits.goodbye = std::chrono::milliseconds(50);
  }

  ~TransferManagerTest() override {
    if (m_client) {
      m_client->manager.stop();
      m_server->manager.stop();
      m_client->manager.join();
    }
    m_connections.joinAll();
  }

  /// Builds both sides; `m_limits` holds from here on.
  void start() {
    m_server = std::make_unique<Side>(Role::Server, 'a', m_limits, m_clock, m_save_folder);
    m_client = std::make_unique<Side>(Role::Client, 'b', m_limits, m_clock, m_save_folder);
    link(*m_server, *m_client);
    link(*m_client, *m_server);
    m_client->manager.setConnector([this] { return connection(); });
  }

  /// Queued, as over a control connection.
  void link(Side& from, Side& to) {
    QObject::connect(
        &from.manager, &TransferManager::messageReady, &to.manager,
        [this, &from, &to](const PeerId& peer, const wire::ControlMessage& message) {
          if (peer == to.id && m_linked) {
            to.manager.handle(from.id, QStringLiteral("Name of the other"), message);
          }
        },
        Qt::QueuedConnection);
  }

  /// Called in the client's worker.
  UnopenedStream connection() {
    auto [near, far] = test::streamPair(m_to_server, m_to_client);
    auto server_end = std::make_shared<std::unique_ptr<Stream>>(std::make_unique<GatedStream>(std::move(far), m_gate));
    return {
        std::move(near), [this, server_end]() -> Result<void> {
          if (m_unreachable) {
            return Error{codes::kUnreachable, QStringLiteral("There is no way.")};
          }
          m_connections.start([this, server_end] {
            static_cast<void>(serveDataConnection(**server_end, m_client->id, *m_server->manager.tickets(), m_limits));
            server_end->reset();
          });
          return {};
        }};
  }

  void offerFromClient(const QString& path) { m_client->manager.offerFile(m_server->id, QStringLiteral("Room"), path); }
  void offerFromServer(const QString& path) { m_server->manager.offerFile(m_client->id, QStringLiteral("desk"), path); }
  Side& offererOf(bool up) { return up ? *m_client : *m_server; }
  Side& takerOf(bool up) { return up ? *m_server : *m_client; }
  void offer(bool up, const QString& path) { up ? offerFromClient(path) : offerFromServer(path); }

  /// The answer of whoever was offered the `number`th transfer of its list.
  void accept(Side& taker, int number = 0, const QString& save_as = QString()) {
    const TransferInfo row = taker.row(number);
    taker.manager.accept(row.peer, row.transfer, save_as);
  }

  bool bothReach(State state, int number = 0) {
    return waitFor([&] { return m_client->state(number) == state && m_server->state(number) == state; });
  }

  test::FakeClock m_clock;
  std::atomic<bool> m_unreachable{false};
  bool m_linked = true;
  Gate m_gate;
  test::PipeBehaviour m_to_server;
  test::PipeBehaviour m_to_client;
  WorkerThreads m_connections;
  std::unique_ptr<Side> m_server;
  std::unique_ptr<Side> m_client;
};

class TransferManagerBothWays : public TransferManagerTest, public ::testing::WithParamInterface<bool> {};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerBothWays, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Up" : "Down"; });

TEST_P(TransferManagerBothWays, AFileIsOfferedAcceptedAndStored) {
  const QByteArray octets = someOctets(300'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  EXPECT_EQ(offerer.state(), State::Offered);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  EXPECT_EQ(taker.state(), State::Offered);
  EXPECT_EQ(taker.row().title, QStringLiteral("a.bin"));
  EXPECT_EQ(taker.row().bytes_total, octets.size());
  EXPECT_EQ(taker.row().peer, offerer.id);
  accept(taker);
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(offerer.row().digest, digestOf(octets));
  EXPECT_EQ(taker.row().digest, digestOf(octets));
  EXPECT_EQ(taker.row().path, savedPath(QStringLiteral("a.bin")));
  EXPECT_EQ(offerer.row().bytes_done, octets.size());
  EXPECT_EQ(taker.row().bytes_done, octets.size());
  EXPECT_GT(taker.row().seconds, 0.0);
  EXPECT_FALSE(taker.row().identical);
  ASSERT_EQ(taker.received.size(), 1);
  EXPECT_EQ(taker.received.at(0).state, State::Done);
  EXPECT_TRUE(offerer.received.isEmpty());
  EXPECT_EQ(contentOf(taker.row().path), octets);
  EXPECT_EQ(offerer.changes_after_the_end + taker.changes_after_the_end, 0);
  EXPECT_EQ(m_server->manager.openCount() + m_client->manager.openCount(), 0);
  EXPECT_EQ(m_server->manager.runningCount() + m_client->manager.runningCount(), 0);
}

TEST_P(TransferManagerBothWays, ARuleAnswersForThePerson) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Done));
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::None);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Declined, 1));
  EXPECT_EQ(offererOf(GetParam()).row(1).error.code, QString(codes::kDeclined));
}

TEST_P(TransferManagerBothWays, SaveAsANameOrAFolder) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& taker = takerOf(GetParam());
  const QString folder = m_directory.filePath(QStringLiteral("elsewhere"));
  QDir().mkpath(folder);
  offer(GetParam(), path);
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 2; }));
  accept(taker, 0, folder + QStringLiteral("/b.bin"));
  accept(taker, 1, folder);
  ASSERT_TRUE(bothReach(State::Done, 0) && bothReach(State::Done, 1));
  EXPECT_EQ(taker.row(0).path, folder + QStringLiteral("/b.bin"));
  EXPECT_EQ(taker.row(1).path, folder + QStringLiteral("/a.bin"));
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerBothWays, WhatTheHistoryKnowsIsIdentical) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(1000));
  start();
  Side& taker = takerOf(GetParam());
  taker.manager.setAcceptRule(AcceptRule::All);
  taker.manager.setCopiesFrom([&](const PeerId& sender, const QString& folder, const QString& title) {
    EXPECT_EQ(sender, offererOf(GetParam()).id);
    EXPECT_EQ(folder, m_save_folder);
    EXPECT_EQ(title, QStringLiteral("a.bin"));
    return taker.received.isEmpty() ? QStringList() : QStringList{QStringLiteral("a.bin")};
  });
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Done, 0));
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Done, 1));
  EXPECT_TRUE(m_client->row(1).identical);
  EXPECT_TRUE(m_server->row(1).identical);
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
}

TEST_P(TransferManagerBothWays, DeclineAndRetry) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  taker.manager.decline(offerer.id, taker.order.at(0));
  ASSERT_TRUE(bothReach(State::Declined));
  EXPECT_EQ(offerer.row().error.code, QString(codes::kDeclined));
  taker.manager.retry(offerer.id, taker.order.at(0));
  EXPECT_EQ(taker.errors, QStringList{QString(codes::kUsage)}) << "only the offerer can";
  offerer.manager.retry(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 2; }));
  EXPECT_NE(taker.order.at(0), taker.order.at(1));
  accept(taker, 1);
  ASSERT_TRUE(bothReach(State::Done, 1));
  offerer.manager.retry(offerer.id, offerer.order.at(1));
  EXPECT_EQ(offerer.errors, QStringList{QString(codes::kUsage)}) << "it is done";
}

TEST_P(TransferManagerBothWays, BadInput29_MoreThanTheFreeSpaceIsDeclinedBeforeAnyData) {
  const QString path = m_directory.filePath(QStringLiteral("sparse"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_TRUE(file.resize(qint64{1} << 42));
  start();
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  accept(taker);
  ASSERT_TRUE(bothReach(State::Declined));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kNoSpace));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kNoSpace));
  EXPECT_EQ(taker.countSaid<wire::Accept>(), 0);
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerBothWays, AnOfferIsCancelledFromEitherSide) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  for (int number = 0; number < 2; ++number) {
    offer(GetParam(), path);
    ASSERT_TRUE(waitFor([&] { return taker.order.size() == number + 1; }));
    Side& who = number == 0 ? offerer : taker;
    who.manager.cancel(offerer.id, who.order.at(number));
    ASSERT_TRUE(bothReach(State::Cancelled, number));
    who.manager.cancel(offerer.id, who.order.at(number));
  }
  EXPECT_EQ(offerer.countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(taker.countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(offerer.countSaid<wire::Rejected>() + taker.countSaid<wire::Rejected>(), 0);
}

/// The data connection stops before the file is through, until the gate is opened.
class TransferManagerRunning : public TransferManagerBothWays {
 protected:
  void startRunning() {
    const QString path = writeSource(QStringLiteral("a.bin"), someOctets(3'000'000));
    m_gate.hold_after = 1'000'000;
    start();
    takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
    offer(GetParam(), path);
    ASSERT_TRUE(bothReach(State::Running));
  }
};
INSTANTIATE_TEST_SUITE_P(Ways, TransferManagerRunning, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Up" : "Down"; });

TEST_P(TransferManagerRunning, CancelledByTheOfferer) {
  startRunning();
  Side& offerer = offererOf(GetParam());
  offerer.manager.cancel(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerRunning, CancelledByTheTaker) {
  startRunning();
  Side& taker = takerOf(GetParam());
  taker.manager.cancel(offererOf(GetParam()).id, taker.order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(saved(), QStringList());
}

TEST_P(TransferManagerRunning, BadInput80_CancelledByBothAtOnce) {
  startRunning();
  const PeerId offerer = offererOf(GetParam()).id;
  m_client->manager.cancel(offerer, m_client->order.at(0));
  m_server->manager.cancel(offerer, m_server->order.at(0));
  ASSERT_TRUE(bothReach(State::Cancelled));
  EXPECT_EQ(m_client->countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(m_server->countSaid<wire::Cancel>(), 1);
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
}

TEST_P(TransferManagerRunning, GoesOnWithoutTheControlConnection) {
  startRunning();
  m_linked = false;
  m_client->manager.peerLeft(m_server->id);
  m_server->manager.peerLeft(m_client->id);
  EXPECT_EQ(m_client->state(), State::Running);
  EXPECT_EQ(m_server->state(), State::Running);
  m_gate.open();
  ASSERT_TRUE(bothReach(State::Done));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.bin")});
}

TEST_P(TransferManagerRunning, StopEndsIt) {
  startRunning();
  m_server->manager.stop();
  EXPECT_EQ(m_server->row().error.code, QString(codes::kClosing));
  ASSERT_TRUE(waitFor([&] { return m_client->state() == State::Failed; }));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(m_server->manager.openCount(), 0);
  offer(GetParam(), m_directory.filePath(QStringLiteral("a.bin")));
  EXPECT_EQ(m_server->order.size(), 1) << "nothing begins any more";
}

TEST_P(TransferManagerBothWays, BadInput27_ACutConnectionFailsOnBothSidesAndARetryIsWhole) {
  const QByteArray octets = someOctets(200'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  (GetParam() ? m_to_server : m_to_client).cut_after = 100'000;  // in the middle of the file
  start();
  Side& offerer = offererOf(GetParam());
  Side& taker = takerOf(GetParam());
  taker.manager.setAcceptRule(AcceptRule::All);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kInterrupted));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(m_client->changes_after_the_end + m_server->changes_after_the_end, 0);
  m_to_server = {};
  m_to_client = {};
  offerer.manager.retry(offerer.id, offerer.order.at(0));
  ASSERT_TRUE(bothReach(State::Done, 1));
  EXPECT_EQ(contentOf(taker.row(1).path), octets);
}

// It may be cut before anybody has seen it run: that is no reason to give out another ticket.
TEST_P(TransferManagerBothWays, ACutConnectionIsNotBegunAgainUnasked) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(200'000));
  (GetParam() ? m_to_server : m_to_client).cut_after = 100'000;
  m_limits.progress_interval = std::chrono::hours(1);
  start();
  takerOf(GetParam()).manager.setAcceptRule(AcceptRule::All);
  offer(GetParam(), path);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 1);
}

TEST_P(TransferManagerBothWays, TheOtherSideIsToldWhyItFailed) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(1000));
  start();
  Side& taker = takerOf(GetParam());
  offer(GetParam(), path);
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 1; }));
  ASSERT_TRUE(QFile::resize(path, 999));
  accept(taker);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kChanged));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kChanged));
}

TEST_P(TransferManagerBothWays, OneRunsTheOthersWaitTheirTurn) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(20'000));
  m_to_server.largest_read = 16;
  m_to_client.largest_read = 16;
  start();
  Side& taker = takerOf(GetParam());
  int most_running = 0;
  QStringList ended;
  QObject::connect(&taker.manager, &TransferManager::changed, &taker.manager, [&](const TransferInfo& info) {
    most_running = std::max(most_running, m_server->manager.runningCount());
    if (info.over()) {
      ended.append(info.transfer);
    }
  });
  for (int i = 0; i < 5; ++i) {
    offer(GetParam(), path);
  }
  ASSERT_TRUE(waitFor([&] { return taker.order.size() == 5; }));
  const int turns[] = {3, 0, 4, 1, 2};
  QStringList wanted;
  for (const int number : turns) {
    accept(taker, number);
    wanted.append(taker.order.at(number));
  }
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(bothReach(State::Done, i));
  }
  EXPECT_EQ(most_running, 1);
  EXPECT_EQ(ended, wanted);
}

TEST_F(TransferManagerTest, BadInput84_BothDirectionsRunAtOnce) {
  const QByteArray octets = someOctets(2'000'000);
  const QString path = writeSource(QStringLiteral("a.bin"), octets);
  start();
  m_client->manager.setAcceptRule(AcceptRule::All);
  m_server->manager.setAcceptRule(AcceptRule::All);
  for (int i = 0; i < 3; ++i) {
    offerFromClient(path);
    offerFromServer(path);
  }
  ASSERT_TRUE(waitFor([&] { return m_client->received.size() == 3 && m_server->received.size() == 3; }));
  EXPECT_EQ(saved().size(), 6);
  for (const QString& name : saved()) {
    EXPECT_EQ(contentOf(savedPath(name)), octets);
  }
}

TEST_F(TransferManagerTest, AnUnreachableServerIsToldOnBothSides) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  m_unreachable = true;
  start();
  m_server->manager.setAcceptRule(AcceptRule::All);
  offerFromClient(path);
  ASSERT_TRUE(bothReach(State::Failed));
  EXPECT_EQ(m_client->row().error.code, QString(codes::kUnreachable));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kUnreachable));
}

TEST_F(TransferManagerTest, ATicketThatNobodyShowsEndsTheTransferAndLetsTheNextRun) {
  m_limits.ticket_life = std::chrono::milliseconds(20);
  start();
  m_server->manager.setAcceptRule(AcceptRule::All);
  m_linked = false;  // the client never hears of it
  const wire::Offer offer{wire::newUuid(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  EXPECT_EQ(m_server->manager.tickets()->size(), 1);
  ASSERT_TRUE(waitFor([&] { return m_server->state() == State::Failed; }));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kTimeout));
  EXPECT_EQ(m_server->lastSaid<wire::Cancel>().code, QString(codes::kTimeout));
  EXPECT_EQ(m_server->manager.tickets()->size(), 0);
}

TEST_F(TransferManagerTest, BadInput62_OffersAreBounded) {
  start();
  m_linked = false;
  wire::Offer offer{QString(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  for (int i = 0; i < 10'000; ++i) {
    offer.transfer = wire::newUuid();
    m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  }
  EXPECT_EQ(m_server->order.size(), m_limits.queued_offers_per_peer);
  EXPECT_EQ(m_server->countSaid<wire::Rejected>(), 10'000 - m_limits.queued_offers_per_peer);
  EXPECT_EQ(m_server->lastSaid<wire::Rejected>().code, QString(codes::kTooMany));
  EXPECT_EQ(m_server->lastSaid<wire::Rejected>().re, offer.transfer);
  // Another peer is not affected.
  m_server->manager.handle(peerNamed('c'), QStringLiteral("other"), wire::Offer(offer));
  EXPECT_EQ(m_server->order.size(), m_limits.queued_offers_per_peer + 1);
}

TEST_F(TransferManagerTest, MoreOffersThanTheQueueTakesWaitAtTheOfferer) {
  m_limits.queued_offers_per_peer = 3;
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  for (int i = 0; i < 10; ++i) {
    offerFromClient(path);
  }
  EXPECT_EQ(m_client->countSaid<wire::Offer>(), 3);
  ASSERT_TRUE(waitFor([&] { return m_server->order.size() == 3; }));
  m_server->manager.setAcceptRule(AcceptRule::All);
  for (int i = 0; i < 3; ++i) {
    accept(*m_server, i);
  }
  ASSERT_TRUE(waitFor([&] { return m_server->received.size() == 10; }));
  EXPECT_EQ(m_server->countSaid<wire::Rejected>(), 0);
}

TEST_F(TransferManagerTest, ARepeatedOfferGetsTheSameAnswerAndNobodyIsAskedTwice) {
  start();
  m_linked = false;
  const wire::Offer offer{wire::newUuid(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  const auto repeat = [&] { m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer); };
  repeat();
  repeat();
  EXPECT_EQ(m_server->order.size(), 1);
  EXPECT_TRUE(m_server->said.empty());
  accept(*m_server);
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 1);
  repeat();
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 2);
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 1);
  m_server->manager.cancel(m_client->id, offer.transfer);
  repeat();
  EXPECT_EQ(m_server->countSaid<wire::Cancel>(), 2);
  EXPECT_EQ(m_server->state(), State::Cancelled);
}

TEST_F(TransferManagerTest, WhatWasAcceptedBeforeTheConnectionWasLostIsNotAskedAgain) {
  start();
  m_linked = false;
  const wire::Offer offer{wire::newUuid(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  accept(*m_server);
  m_server->manager.peerLeft(m_client->id);
  EXPECT_EQ(m_server->state(), State::Failed);
  EXPECT_EQ(m_server->row().error.code, QString(codes::kConnectionLost));
  EXPECT_EQ(m_server->manager.tickets()->size(), 0);
  m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  EXPECT_EQ(m_server->state(), State::Queued);
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 2);
  EXPECT_EQ(m_server->countSaid<wire::Ticket>(), 2);
}

TEST_F(TransferManagerTest, OpenOffersFailWhenThePeerLeaves) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  offerFromClient(path);
  ASSERT_TRUE(waitFor([&] { return m_server->order.size() == 1; }));
  m_client->manager.peerLeft(m_server->id);
  m_server->manager.peerLeft(m_client->id);
  EXPECT_EQ(m_client->row().error.code, QString(codes::kConnectionLost));
  EXPECT_EQ(m_server->row().error.code, QString(codes::kConnectionLost));
  m_client->manager.retry(m_client->id, m_client->order.at(0));
  EXPECT_EQ(m_client->errors, QStringList{QString(codes::kAbsent)});
  m_client->manager.peerBack(m_server->id, QStringLiteral("Room"));
  m_client->manager.retry(m_client->id, m_client->order.at(0));
  ASSERT_TRUE(waitFor([&] { return m_server->order.size() == 2; }));
}

TEST_F(TransferManagerTest, WhatHasNoPlaceIsRejected) {
  start();
  m_linked = false;
  const QString id = wire::newUuid();
  const auto codeFor = [&](const wire::ControlMessage& message) {
    m_server->said.clear();
    EXPECT_TRUE(m_server->manager.handle(m_client->id, QStringLiteral("desk"), message));
    EXPECT_EQ(m_server->said.size(), 1U);
    EXPECT_EQ(m_server->lastSaid<wire::Rejected>().re, id);
    return m_server->lastSaid<wire::Rejected>().code;
  };
  EXPECT_EQ(codeFor(wire::Accept{id}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Decline{id, {}, {}}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Cancel{id, {}, {}}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Ticket{id, QString(64, QLatin1Char('0'))}), QString(codes::kUnknownTransfer));
  EXPECT_EQ(codeFor(wire::Pause{id}), QString(codes::kUnsupported));
  EXPECT_EQ(codeFor(wire::Continue{id}), QString(codes::kUnsupported));
  // Relayed, several files, of unknown size
  EXPECT_EQ(codeFor(wire::Offer{id, peerNamed('c'), QStringLiteral("x"), 1, 10, {}, {}}), QString(codes::kUnsupported));
  EXPECT_EQ(codeFor(wire::Offer{id, m_server->id, QStringLiteral("x"), 1, 10, {}, peerNamed('c')}),
            QString(codes::kUnsupported));
  EXPECT_EQ(codeFor(wire::Offer{id, m_server->id, QStringLiteral("x"), 2, 10, {}, {}}), QString(codes::kUnsupported));
  EXPECT_EQ(codeFor(wire::Offer{id, m_server->id, QStringLiteral("x"), 1, {}, {}, {}}), QString(codes::kUnsupported));
  EXPECT_TRUE(m_server->order.isEmpty());
  // Not about transfers
  EXPECT_FALSE(m_server->manager.handle(m_client->id, QString(), wire::Ping{}));
  EXPECT_FALSE(m_server->manager.handle(m_client->id, QString(), wire::Rejected{id, QStringLiteral("x"), {}}));
}

TEST_F(TransferManagerTest, BadInput37_APeerCannotTouchTheTransfersOfAnother) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  offerFromServer(path);
  offerFromClient(path);
  ASSERT_TRUE(waitFor([&] { return m_server->order.size() == 2; }));
  const PeerId stranger = peerNamed('c');
  for (const QString& transfer : m_server->order) {
    m_server->said.clear();
    m_server->manager.handle(stranger, QString(), wire::Accept{transfer});
    m_server->manager.handle(stranger, QString(), wire::Cancel{transfer, {}, {}});
    m_server->manager.handle(stranger, QString(), wire::Decline{transfer, {}, {}});
    EXPECT_EQ(m_server->countSaid<wire::Rejected>(), 3);
    EXPECT_EQ(m_server->lastSaid<wire::Rejected>().code, QString(codes::kUnknownTransfer));
  }
  EXPECT_EQ(m_server->state(0), State::Offered);
  EXPECT_EQ(m_server->state(1), State::Offered);
}

TEST_F(TransferManagerTest, BadInput39_AClientRefusesATicketThatItDoesNotWaitFor) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  offerFromClient(path);
  offerFromServer(path);
  ASSERT_TRUE(waitFor([&] { return m_client->order.size() == 2; }));
  for (const QString& transfer : m_client->order) {
    m_client->manager.handle(m_server->id, QString(), wire::Ticket{transfer, QString(64, QLatin1Char('0'))});
    EXPECT_EQ(m_client->lastSaid<wire::Rejected>().re, transfer);
    EXPECT_EQ(m_client->lastSaid<wire::Rejected>().code, QString(codes::kUnexpected));
  }
  EXPECT_EQ(m_client->manager.runningCount(), 0);
}

TEST_F(TransferManagerTest, ARejectedOfferFails) {
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(10));
  start();
  m_linked = false;
  offerFromClient(path);
  EXPECT_TRUE(m_client->manager.handle(m_server->id, QString(),
                                       wire::Rejected{m_client->order.at(0), QString(codes::kTooMany), {}}));
  EXPECT_EQ(m_client->state(), State::Failed);
  EXPECT_EQ(m_client->row().error.code, QString(codes::kTooMany));
}

TEST_F(TransferManagerTest, BadInput11_12_13_22_24_AnUnsafeTitleIsDeclinedAtOnce) {
  start();
  m_linked = false;
  m_server->manager.setAcceptRule(AcceptRule::All);
  const QStringList titles{QStringLiteral("../x"),
                           QStringLiteral("/etc/x"),
                           QStringLiteral(".."),
                           QStringLiteral("a\nb"),
                           QStringLiteral("a") + QChar(0x202E) + QStringLiteral("gnp.exe"),
                           QStringLiteral(".landline-0123456789abcdef01234567.part"),
                           QString(100'000, QLatin1Char('a'))};
  for (const QString& title : titles) {
    m_server->manager.handle(m_client->id, QStringLiteral("desk"),
                             wire::Offer{wire::newUuid(), m_server->id, title, 1, 10, {}, {}});
    EXPECT_EQ(m_server->lastSaid<wire::Decline>().code, QString(codes::kUnsafeName));
  }
  EXPECT_EQ(m_server->countSaid<wire::Decline>(), titles.size());
  EXPECT_EQ(m_server->countSaid<wire::Accept>(), 0);
}

TEST_F(TransferManagerTest, WhatCannotBeOfferedIsSaid) {
  start();
  offerFromClient(m_directory.filePath(QStringLiteral("not there")));
  offerFromClient(m_directory.path());
  EXPECT_EQ(m_client->errors, (QStringList{QString(codes::kVanished), QString(codes::kNotAFile)}));
  EXPECT_TRUE(m_client->order.isEmpty());
  m_client->manager.cancel(m_client->id, wire::newUuid());
  EXPECT_EQ(m_client->errors.last(), QString(codes::kUnknownTransfer));
}

TEST_F(TransferManagerTest, FinishedTransfersAreForgottenAtLast) {
  start();
  m_linked = false;
  m_server->manager.setAcceptRule(AcceptRule::None);
  wire::Offer offer{QString(), m_server->id, QStringLiteral("x"), 1, 10, {}, {}};
  QStringList offered;
  for (int i = 0; i < TransferManager::kRemembered + 1; ++i) {
    offer.transfer = wire::newUuid();
    offered.append(offer.transfer);
    m_server->manager.handle(m_client->id, QStringLiteral("desk"), offer);
  }
  const auto cancelled = [&](const QString& transfer) {
    m_server->said.clear();
    m_server->manager.handle(m_client->id, QString(), wire::Cancel{transfer, {}, {}});
    return m_server->said.empty();
  };
  EXPECT_FALSE(cancelled(offered.first()));
  EXPECT_TRUE(cancelled(offered.at(1)));
  EXPECT_TRUE(cancelled(offered.last()));
}

}  // namespace
}  // namespace landline::session
