#pragma once

#include <QHash>
#include <gtest/gtest.h>

#include <vector>

#include "session/relay_desk.h"
#include "support/fake_clock.h"
#include "support/wait_for.h"

namespace landline::session {

/// A desk, peers that are here, and everything that was said to each of them.
class RelayDeskTest : public ::testing::Test {
 protected:
  RelayDeskTest() {
    m_limits.resume_first = std::chrono::milliseconds(1);
    m_limits.resume_longest = std::chrono::milliseconds(4);
  }

  /// Called once the limits are as the test wants them.
  void open() {
    m_tickets = std::make_shared<TicketBook>(m_limits, m_clock);
    m_desk = std::make_unique<RelayDesk>(m_tickets, m_limits);
    QObject::connect(m_desk.get(), &RelayDesk::messageReady, m_desk.get(),
                     [this](const PeerId& to, const wire::ControlMessage& message) { m_said[to].push_back(message); });
    for (const PeerId& peer : {m_a, m_b, m_c}) {
      m_desk->peerBack(peer);
    }
  }

  static PeerId peerCalled(const char* name) { return PeerId::ofPublicKey(name); }

  static wire::Offer offerTo(const PeerId& to, const QString& transfer) {
    wire::Offer offer;
    offer.transfer = transfer;
    offer.to = to;
    offer.title = QStringLiteral("notes (+1)");
    offer.files = 2;
    offer.bytes = 1000;
    offer.first = QStringList{QStringLiteral("notes"), QStringLiteral("more")};
    return offer;
  }

  /// A new offer of `from` that the desk has passed on.
  QString offered(const PeerId& from, const PeerId& to) {
    const QString transfer = wire::newUuid();
    EXPECT_TRUE(m_desk->handle(from, offerTo(to, transfer)));
    EXPECT_EQ(last<wire::Offer>(to).transfer, transfer);
    return transfer;
  }

  QString accepted(const PeerId& from, const PeerId& to) {
    const QString transfer = offered(from, to);
    EXPECT_TRUE(m_desk->handle(to, wire::Accept{transfer}));
    return transfer;
  }

  template <typename Message>
  int count(const PeerId& to) const {
    int found = 0;
    for (const wire::ControlMessage& message : m_said.value(to)) {
      found += std::holds_alternative<Message>(message) ? 1 : 0;
    }
    return found;
  }

  /// What was said last of this kind; an empty one where there is none.
  template <typename Message>
  Message last(const PeerId& to) const {
    Message result;
    for (const wire::ControlMessage& message : m_said.value(to)) {
      if (const auto* found = std::get_if<Message>(&message)) {
        result = *found;
      }
    }
    return result;
  }

  int heard(const PeerId& peer) const { return static_cast<int>(m_said.value(peer).size()); }

  /// Shows the last ticket of `peer`: where it leads, null if it is worthless.
  std::shared_ptr<RelayRun> claim(const PeerId& peer) {
    const Result<Destination> destination = m_tickets->claim(peer, last<wire::Ticket>(peer));
    return destination ? std::get<std::shared_ptr<RelayRun>>(*destination) : nullptr;
  }

  /// Ends the run that `peer` has a ticket for as an interruption does.
  void interrupt(const PeerId& peer) {
    const std::shared_ptr<RelayRun> run = claim(peer);
    ASSERT_TRUE(run);
    run->refuse({codes::kConnectionLost, QStringLiteral("Cut.")});
  }

  bool waitForTickets(const PeerId& peer, int wanted) const {
    return test::waitFor([&] { return count<wire::Ticket>(peer) >= wanted; });
  }

  Limits m_limits;
  test::FakeClock m_clock;
  const PeerId m_a = peerCalled("a");
  const PeerId m_b = peerCalled("b");
  const PeerId m_c = peerCalled("c");
  QHash<PeerId, std::vector<wire::ControlMessage>> m_said;
  std::shared_ptr<TicketBook> m_tickets;
  std::unique_ptr<RelayDesk> m_desk;
};

}  // namespace landline::session
