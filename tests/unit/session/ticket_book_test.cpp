#include "session/ticket_book.h"

#include "transfer_fixture.h"
#include <QSet>
#include <gtest/gtest.h>

#include <thread>

#include "session/data_acceptor.h"
#include "session/transfer_job.h"
#include "support/fake_clock.h"
#include "support/memory_stream.h"

namespace landline::session {
namespace {

const QString kTransfer = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000001");
const QString kOther = QStringLiteral("0b1f2c3d-0000-4000-8000-000000000002");

class TicketBookTest : public ::testing::Test {
 protected:
  std::shared_ptr<TransferJob> job() {
    return std::make_shared<TransferJob>(SendTask{}, m_limits, [this](const TransferOutcome&) { ++m_ended; });
  }

  /// What becomes of a connection of `presenter` on which `say` is all that is said.
  Result<void> connectAs(const PeerId& presenter, const std::function<void(FrameStream&)>& say) {
    auto [client, server] = test::streamPair();
    std::thread other([&, end = std::move(client)]() mutable {
      FrameStream frames(*end, m_limits);
      say(frames);
      static_cast<void>(end->finish());
      const Result<FrameStream::Event> event = frames.next();
      m_got_an_answer = event && event->kind != FrameStream::Kind::Closed;
      end.reset();
    });
    const Result<void> served = serveDataConnection(*server, presenter, m_tickets, m_limits, [this] { ++m_claimed; });
    server.reset();
    other.join();
    return served;
  }

  Limits m_limits;
  test::FakeClock m_clock;
  TicketBook m_tickets{m_limits, m_clock};
  const PeerId m_peer = peerNamed('a');
  int m_ended = 0;
  int m_claimed = 0;
  bool m_got_an_answer = false;
};

TEST_F(TicketBookTest, ATicketIsGoodOnce) {
  const std::shared_ptr<TransferJob> wanted = job();
  const QString ticket = m_tickets.issue(m_peer, kTransfer, wanted);
  EXPECT_EQ(ticket.size(), 64);
  const Result<Destination> claimed = m_tickets.claim(m_peer, {kTransfer, ticket});
  ASSERT_TRUE(claimed.ok());
  EXPECT_EQ(*claimed, Destination(wanted));
  EXPECT_FALSE(m_tickets.claim(m_peer, {kTransfer, ticket}).ok());
  EXPECT_FALSE(m_tickets.withdraw(ticket));
  EXPECT_EQ(m_tickets.size(), 0);
}

TEST_F(TicketBookTest, TicketsDiffer) {
  QSet<QString> tickets;
  for (int i = 0; i < 100; ++i) {
    tickets.insert(m_tickets.issue(m_peer, kTransfer, job()));
  }
  EXPECT_EQ(tickets.size(), 100);
}

TEST_F(TicketBookTest, ATicketExpires) {
  const QString ticket = m_tickets.issue(m_peer, kTransfer, job());
  m_clock.advance(m_limits.ticket_life.count() + 1);
  EXPECT_EQ(m_tickets.claim(m_peer, {kTransfer, ticket}).error().code, QString(codes::kBadTicket));
  EXPECT_TRUE(m_tickets.withdraw(ticket));
}

TEST_F(TicketBookTest, AWithdrawnTicketIsWorthless) {
  const QString ticket = m_tickets.issue(m_peer, kTransfer, job());
  EXPECT_TRUE(m_tickets.withdraw(ticket));
  EXPECT_FALSE(m_tickets.claim(m_peer, {kTransfer, ticket}).ok());
}

TEST_F(TicketBookTest, BadInput37_AForeignTicketOrTransferEndsTheConnectionWithoutAWord) {
  const QString ticket = m_tickets.issue(m_peer, kTransfer, job());
  const wire::Ticket shown[] = {{kTransfer, QString(64, QLatin1Char('0'))}, {kOther, ticket}};
  for (const wire::Ticket& wrong : shown) {
    const Result<void> served = connectAs(m_peer, [&](FrameStream& frames) { ASSERT_TRUE(frames.write(wrong)); });
    ASSERT_FALSE(served.ok());
    EXPECT_EQ(served.error().code, QString(codes::kBadTicket));
    EXPECT_FALSE(m_got_an_answer);
  }
  EXPECT_EQ(m_ended, 0);
  EXPECT_EQ(m_claimed, 0);
  EXPECT_TRUE(m_tickets.claim(m_peer, {kTransfer, ticket}).ok()) << "the rightful owner is not harmed";
}

TEST_F(TicketBookTest, BadInput46_ATicketOfAnotherIdentityEndsTheConnectionWithoutAWord) {
  const QString ticket = m_tickets.issue(m_peer, kTransfer, job());
  const Result<void> served = connectAs(peerNamed('b'), [&](FrameStream& frames) {
    ASSERT_TRUE(frames.write(wire::Ticket{kTransfer, ticket}));
  });
  ASSERT_FALSE(served.ok());
  EXPECT_EQ(served.error().code, QString(codes::kBadTicket));
  EXPECT_FALSE(m_got_an_answer);
  EXPECT_EQ(m_claimed, 0);
  EXPECT_TRUE(m_tickets.claim(m_peer, {kTransfer, ticket}).ok());
}

TEST_F(TicketBookTest, BadInput39_AnythingButATicketEndsTheConnection) {
  EXPECT_EQ(connectAs(m_peer, [](FrameStream& frames) { ASSERT_TRUE(frames.write(wire::Ready{})); }).error().code,
            QString(codes::kUnexpected));
  EXPECT_EQ(connectAs(m_peer, [](FrameStream& frames) { writePiece(frames, kTransfer, "x"); }).error().code,
            QString(codes::kUnexpected));
  EXPECT_EQ(connectAs(m_peer, [](FrameStream& frames) { ASSERT_TRUE(frames.writeOctets("ticket&")); }).error().code,
            QString(codes::kInterrupted));
  EXPECT_EQ(connectAs(m_peer, [](FrameStream&) {}).error().code, QString(codes::kInterrupted));
  EXPECT_EQ(m_ended, 0);
}

TEST_F(TicketBookTest, SilenceAfterTheHandshakeEndsTheConnection) {
  m_limits.handshake = std::chrono::milliseconds(20);
  auto [client, server] = test::streamPair();
  EXPECT_EQ(serveDataConnection(*server, m_peer, m_tickets, m_limits).error().code, QString(codes::kTimeout));
}

TEST_F(TicketBookTest, AGoodTicketRunsTheJob) {
  const QString ticket = m_tickets.issue(m_peer, kTransfer, job());
  const Result<void> served = connectAs(m_peer, [&](FrameStream& frames) {
    ASSERT_TRUE(frames.write(wire::Ticket{kTransfer, ticket}));
  });
  EXPECT_TRUE(served.ok());
  EXPECT_TRUE(m_got_an_answer);
  EXPECT_EQ(m_claimed, 1);
  EXPECT_EQ(m_ended, 1);
}

}  // namespace
}  // namespace landline::session
