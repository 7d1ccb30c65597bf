#include "server/chat_router.h"

#include <gtest/gtest.h>

#include <utility>

#include "support/fake_clock.h"
#include "support/session_values.h"

namespace landline::server {
namespace {

using session::Delivery;
using test::peerId;

/// A server with one member, 1, and one plain peer, 2.
class ChatRouterTest : public ::testing::Test {
 protected:
  ChatRouterTest()
      : m_router(m_own, m_members,
                 {[this](const PeerId& to, const wire::ControlMessage& message) {
                    m_one.append({to, message});
                  },
                  [this](const wire::ControlMessage& message, const PeerId& except) {
                    m_all.append({except, message});
                  }},
                 Limits(), m_clock) {
    m_members.add(peerId(1), QStringLiteral("desk-7"), QStringLiteral("192.168.1.1:50000"), 11, false);
    session::PeerInfo plain = test::peer(2, QStringLiteral("plain (192.168.1.2:50000)"));
    plain.plain = true;
    m_members.addPlain(plain);
    QObject::connect(&m_router, &ChatRouter::messageAdded, &m_router,
                     [this](const session::ChatMessage& message) { m_shown.append(message); });
    QObject::connect(&m_router, &ChatRouter::deliveryChanged, &m_router,
                     [this](const QString&, Delivery delivery, const Error&) { m_deliveries.append(delivery); });
  }

  wire::Chat chatTo(const QString& to) const { return {QStringLiteral("id-1"), to, QStringLiteral("hello"), {}, {}}; }

  /// What went to this peer alone and is such a message.
  template <typename Message>
  int countTo(const PeerId& peer) const {
    int count = 0;
    for (const auto& [to, message] : m_one) {
      count += to == peer && std::holds_alternative<Message>(message) ? 1 : 0;
    }
    return count;
  }

  PeerId m_own = peerId(0);
  Members m_members{Limits()};
  test::FakeClock m_clock;
  ChatRouter m_router;
  QVector<std::pair<PeerId, wire::ControlMessage>> m_one;
  QVector<std::pair<PeerId, wire::ControlMessage>> m_all;
  QVector<session::ChatMessage> m_shown;
  QVector<Delivery> m_deliveries;
};

TEST_F(ChatRouterTest, WhatAPlainPeerWritesIsSaidToEveryoneInItsName) {
  m_router.handle(peerId(2), chatTo(wire::kEveryone));
  ASSERT_EQ(m_all.size(), 1);
  EXPECT_EQ(m_all[0].first, peerId(2)) << "but not to itself";
  EXPECT_EQ(std::get<wire::Chat>(m_all[0].second).from, peerId(2));
  ASSERT_EQ(m_shown.size(), 1);
  EXPECT_EQ(m_shown[0].from_name, QStringLiteral("plain (192.168.1.2:50000)"));
}

TEST_F(ChatRouterTest, AMemberLearnsWhenAPlainPeerHasItsMessage) {
  m_router.handle(peerId(1), chatTo(peerId(2).hex()));
  EXPECT_EQ(countTo<wire::Chat>(peerId(2)), 1);
  EXPECT_EQ(countTo<wire::Received>(peerId(1)), 0) << "not before it was handed over";
  m_router.handle(peerId(2), wire::Received{QStringLiteral("id-1"), peerId(2)});
  EXPECT_EQ(countTo<wire::Received>(peerId(1)), 1);
}

TEST_F(ChatRouterTest, BadInput55_ARepeatIsAnsweredAgainButAPlainPeerGetsItOnce) {
  m_router.handle(peerId(1), chatTo(peerId(2).hex()));
  m_router.handle(peerId(1), chatTo(peerId(2).hex()));  // the answer is still to come
  EXPECT_EQ(countTo<wire::Received>(peerId(1)), 0);
  m_router.handle(peerId(2), wire::Received{QStringLiteral("id-1"), peerId(2)});
  m_router.handle(peerId(1), chatTo(peerId(2).hex()));  // it was lost
  EXPECT_EQ(countTo<wire::Chat>(peerId(2)), 1);
  EXPECT_EQ(countTo<wire::Received>(peerId(1)), 2);
}

TEST_F(ChatRouterTest, BadInput55_ARepeatOfWhatAPlainPeerDidNotGetIsTriedAgain) {
  m_router.handle(peerId(1), chatTo(peerId(2).hex()));
  m_router.handle(peerId(2), wire::Rejected{QStringLiteral("id-1"), codes::kBusy, QString()});
  EXPECT_EQ(countTo<wire::Rejected>(peerId(1)), 1);
  m_router.handle(peerId(1), chatTo(peerId(2).hex()));
  EXPECT_EQ(countTo<wire::Received>(peerId(1)), 0) << "nobody has it";
  EXPECT_EQ(countTo<wire::Chat>(peerId(2)), 2);
  m_router.handle(peerId(2), wire::Received{QStringLiteral("id-1"), peerId(2)});
  EXPECT_EQ(countTo<wire::Received>(peerId(1)), 1);
}

TEST_F(ChatRouterTest, TheServersOwnMessageToAPlainPeerIsReceiptedOrRejected) {
  m_router.sendOwn(QStringLiteral("a"), peerId(2).hex(), QStringLiteral("psst"));
  EXPECT_EQ(m_deliveries, QVector<Delivery>({Delivery::Sent}));
  m_router.handle(peerId(2), wire::Received{QStringLiteral("a"), peerId(2)});
  m_router.sendOwn(QStringLiteral("b"), peerId(2).hex(), QStringLiteral("psst"));
  m_router.handle(peerId(2), wire::Rejected{QStringLiteral("b"), codes::kSlowReader, QString()});
  EXPECT_EQ(m_deliveries, QVector<Delivery>({Delivery::Sent, Delivery::Received, Delivery::Sent, Delivery::Rejected}));
}

}  // namespace
}  // namespace landline::server
