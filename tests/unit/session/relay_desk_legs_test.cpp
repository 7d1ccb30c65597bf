#include "relay_desk_fixture.h"
#include <QHostAddress>

#include <future>

#include "net/listener.h"
#include "session/data_acceptor.h"

// Relayed transfers with real data connections: the desk, the ticket book and the acceptor as the server has them.
namespace landline::session {
namespace {

using std::chrono::milliseconds;
using test::waitFor;

std::shared_ptr<const net::TlsContext> newTls() {
  return *net::TlsContext::create(*trust::Identity::generate());
}

/// One client: who it is, and its data connection.
struct Client {
  std::shared_ptr<const net::TlsContext> tls = newTls();
  PeerId id = tls->own();
  std::unique_ptr<net::DataStream> stream;
};

class RelayLegsTest : public RelayDeskTest {
 protected:
  void openPort() {
    open();
    for (const Client* client : {&m_left, &m_right, &m_stranger}) {
      m_desk->peerBack(client->id);
    }
    m_acceptor = std::make_unique<DataAcceptor>(m_server_tls, m_limits, m_tickets);
    m_listener = std::make_unique<net::Listener>(m_limits, std::make_shared<net::ConnectionGate>(m_limits));
    m_listener->onData = [this](net::Incoming incoming) { m_acceptor->accept(std::move(incoming)); };
    ASSERT_TRUE(m_listener->listen(QHostAddress(QHostAddress::LocalHost), 0));
  }

  void TearDown() override {
    m_listener.reset();
    if (m_desk) {
      m_desk->stop();
    }
    m_acceptor.reset();
  }

  template <typename Function>
  static auto inThread(Function function) {
    auto task = std::async(std::launch::async, std::move(function));
    EXPECT_TRUE(waitFor([&task] { return task.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
    return task.get();
  }

  static QByteArray frame(const wire::DataMessage& message) { return wire::encode(message); }
  static std::string_view octetsOf(const QByteArray& octets) {
    return {octets.constData(), static_cast<std::size_t>(octets.size())};
  }

  /// A new data connection of `client` on which `ticket` was shown, and `more` behind it.
  void show(Client& client, const wire::Ticket& ticket, const QByteArray& more = {}) {
    client.stream = std::make_unique<net::DataStream>(client.tls, m_limits);
    const Result<void> shown = inThread([&] {
      Result<void> result =
          client.stream->connectTo(QHostAddress(QHostAddress::LocalHost), m_listener->port(), m_server_tls->own());
      const QByteArray said = frame(ticket) + more;
      result = result ? client.stream->write(octetsOf(said)) : result;
      return result ? client.stream->flush() : result;
    });
    ASSERT_TRUE(shown) << qPrintable(shown.error().detail);
  }

  void showOwn(Client& client) { show(client, last<wire::Ticket>(client.id)); }

  /// Until the ticket of `client` was taken.
  bool waitUntilClaimed(int tickets_left) const {
    return waitFor([&] { return m_tickets->size() == tickets_left; });
  }

  /// What comes next, `size` octets of it; fewer where the connection ends before. How it ends is put behind them.
  static std::string read(Client& client, std::size_t size) {
    return inThread([&] {
      std::string all;
      while (all.size() < size) {
        std::string portion(size - all.size(), '\0');
        const Result<std::size_t> got = client.stream->read(portion.data(), portion.size());
        if (!got || *got == 0) {
          return all + (got ? "|" : "!" + got.error().code.toStdString());
        }
        all.append(portion, 0, *got);
      }
      return all;
    });
  }

  static void write(Client& client, std::string_view octets) {
    ASSERT_TRUE(inThread([&] {
      const Result<void> written = client.stream->write(octets);
      return written ? client.stream->flush() : written;
    }));
  }

  static std::string ready() {
    const QByteArray octets = frame(wire::Ready{});
    return {octets.constData(), static_cast<std::size_t>(octets.size())};
  }

  /// Both have shown their tickets and read `ready`.
  QString relayed() {
    const QString transfer = accepted(m_left.id, m_right.id);
    bothReady();
    return transfer;
  }

  void bothReady() {
    showOwn(m_left);
    showOwn(m_right);
    EXPECT_EQ(read(m_left, ready().size()), ready());
    EXPECT_EQ(read(m_right, ready().size()), ready());
  }

  const std::shared_ptr<const net::TlsContext> m_server_tls = newTls();
  Client m_left;
  Client m_right;
  Client m_stranger;
  std::unique_ptr<DataAcceptor> m_acceptor;
  std::unique_ptr<net::Listener> m_listener;
};

TEST_F(RelayLegsTest, NobodyIsReadyBeforeBothAreThere) {
  openPort();
  accepted(m_left.id, m_right.id);
  showOwn(m_left);
  ASSERT_TRUE(waitUntilClaimed(1));
  EXPECT_FALSE(m_left.stream->hasInput());
  showOwn(m_right);
  EXPECT_EQ(read(m_left, ready().size()), ready());
  EXPECT_EQ(read(m_right, ready().size()), ready());
}

TEST_F(RelayLegsTest, OctetsPassUnparsedAndTheirEndIsTheEndOfTheTransfer) {
  openPort();
  relayed();
  write(m_left, "&&& no frame \n");
  EXPECT_EQ(read(m_right, 14), "&&& no frame \n");
  write(m_right, "an answer");
  EXPECT_EQ(read(m_left, 9), "an answer");
  ASSERT_TRUE(inThread([this] { return m_left.stream->finish(); }));
  EXPECT_EQ(read(m_right, 1), "|");
  EXPECT_EQ(m_desk->openCount(), 1) << "the other direction is open";
  ASSERT_TRUE(inThread([this] { return m_right.stream->finish(); }));
  EXPECT_EQ(read(m_left, 1), "|");
  EXPECT_TRUE(waitFor([this] { return m_desk->openCount() == 0; }));
  EXPECT_EQ(count<wire::Ticket>(m_left.id), 1);
}

TEST_F(RelayLegsTest, AnInterruptedTransferRunsAgainOnNewTickets) {
  openPort();
  relayed();
  m_left.stream.reset();
  EXPECT_EQ(read(m_right, 1), "!connection-lost");
  ASSERT_TRUE(waitForTickets(m_right.id, 2));
  bothReady();
  write(m_right, "again");
  EXPECT_EQ(read(m_left, 5), "again");
}

TEST_F(RelayLegsTest, BadInput46_TheTicketOfTheOtherSideIsNoTicket) {
  openPort();
  accepted(m_left.id, m_right.id);
  for (Client* thief : {&m_right, &m_stranger}) {
    show(*thief, last<wire::Ticket>(m_left.id));
    EXPECT_EQ(read(*thief, 1), "!connection-lost") << "without a word";
  }
  EXPECT_EQ(m_tickets->size(), 2);
  bothReady();
}

TEST_F(RelayLegsTest, BadInput39_WhoSpeaksBeforeReadyIsOutAndBothTryAgain) {
  openPort();
  accepted(m_left.id, m_right.id);
  show(m_left, last<wire::Ticket>(m_left.id), QByteArray("manifest&9"));
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  ASSERT_TRUE(waitForTickets(m_right.id, 2));

  showOwn(m_left);
  ASSERT_TRUE(waitUntilClaimed(1));
  write(m_left, "m");  // not with the ticket, but while it waits
  showOwn(m_right);
  EXPECT_EQ(read(m_right, 1), "!connection-lost");
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  ASSERT_TRUE(waitForTickets(m_right.id, 3));
  bothReady();
}

TEST_F(RelayLegsTest, BadInput35_ALegThatIsGoneBeforeTheOtherCameIsNoticed) {
  openPort();
  accepted(m_left.id, m_right.id);
  showOwn(m_left);
  ASSERT_TRUE(waitUntilClaimed(1));
  m_left.stream.reset();
  showOwn(m_right);
  EXPECT_EQ(read(m_right, 1), "!connection-lost");
  ASSERT_TRUE(waitForTickets(m_right.id, 2));
  bothReady();
}

TEST_F(RelayLegsTest, ALegWaitsNoLongerThanATicketLives) {
  m_limits.ticket_life = milliseconds(300);
  openPort();
  accepted(m_left.id, m_right.id);
  showOwn(m_left);
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  EXPECT_TRUE(waitForTickets(m_left.id, 2));
}

TEST_F(RelayLegsTest, APauseEndsBothConnectionsAtOnce) {
  openPort();
  const QString transfer = relayed();
  EXPECT_TRUE(m_desk->handle(m_left.id, wire::Pause{transfer}));
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  EXPECT_EQ(read(m_right, 1), "!connection-lost");
  EXPECT_EQ(m_desk->runningCount(), 0);
  EXPECT_TRUE(m_desk->handle(m_left.id, wire::Continue{transfer}));
  bothReady();
}

TEST_F(RelayLegsTest, APeerThatLeftMayFinishWhatRuns) {
  openPort();
  relayed();
  m_desk->peerLeft(m_left.id);
  write(m_left, "still going");
  EXPECT_EQ(read(m_right, 11), "still going");
  m_left.stream.reset();
  EXPECT_EQ(read(m_right, 1), "!connection-lost");
  EXPECT_TRUE(waitFor([this] { return m_desk->openCount() == 0; })) << "it will be offered again";
  EXPECT_EQ(count<wire::Ticket>(m_right.id), 1);
}

TEST_F(RelayLegsTest, APeerThatIsCutOffIsOutAtOnce) {
  openPort();
  relayed();
  m_desk->cut(m_left.id);
  m_acceptor->cut(m_left.id);
  m_desk->peerLeft(m_left.id);
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  EXPECT_EQ(read(m_right, 1), "!connection-lost");

  // One that waits for its fellow, too.
  m_desk->peerBack(m_left.id);
  accepted(m_left.id, m_right.id);
  showOwn(m_left);
  ASSERT_TRUE(waitUntilClaimed(1));
  m_desk->cut(m_left.id);
  m_desk->peerLeft(m_left.id);
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  EXPECT_EQ(m_tickets->size(), 0);
}

TEST_F(RelayLegsTest, WhatRunsIsNoOpenOfferAnyMore) {
  m_limits.queued_offers_per_peer = 1;
  openPort();
  relayed();
  offered(m_left.id, m_right.id);  // the clients may have ended the first one already
  EXPECT_TRUE(m_desk->handle(m_left.id, offerTo(m_right.id, wire::newUuid())));
  EXPECT_EQ(last<wire::Rejected>(m_left.id).code, codes::kTooMany);
}

TEST_F(RelayLegsTest, TheAcceptorCanStopWhileARelayRuns) {
  openPort();
  relayed();
  m_acceptor->stop();
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  EXPECT_EQ(read(m_right, 1), "!connection-lost");
}

TEST_F(RelayLegsTest, BadInput82_TheDeskMayGoBeforeItsRuns) {
  openPort();
  relayed();
  m_desk.reset();
  EXPECT_EQ(read(m_left, 1), "!connection-lost");
  m_acceptor->stop();
}

}  // namespace
}  // namespace landline::session
