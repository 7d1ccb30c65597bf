#include "models/conversations.h"

#include <QSignalSpy>
#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/session_values.h"

namespace landline::models {
namespace {

using test::incoming;
using test::outgoing;
using test::peer;
using test::peerId;

class ConversationsTest : public ::testing::Test {
 protected:
  ConversationsTest() {
    m_conversations.onPeerJoined(peer(1, QStringLiteral("bob")));
    m_conversations.onPeerJoined(peer(2, QStringLiteral("carol")));
  }

  int rows(const QString& key) { return m_conversations.conversation(key).rowCount(); }
  int unread(const QString& key) const { return m_conversations.peers().unread(key); }
  bool listed(const QString& key) const { return m_conversations.peers().rowOf(key) >= 0; }

  const QString m_bob = peerId(1).hex();
  const QString m_carol = peerId(2).hex();
  const QString m_me = peerId(0).hex();
  test::FakeClock m_clock;
  Conversations m_conversations{m_clock};
};

TEST_F(ConversationsTest, EachMessageGoesWhereItBelongs) {
  m_conversations.onMessageAdded(incoming(QStringLiteral("1"), 1, QStringLiteral("to all")));
  m_conversations.onMessageAdded(incoming(QStringLiteral("2"), 1, QStringLiteral("to me"), m_me));
  m_conversations.onMessageAdded(outgoing(QStringLiteral("3"), QStringLiteral("to carol"), m_carol));
  EXPECT_EQ(rows(wire::kEveryone), 1);
  EXPECT_EQ(rows(m_bob), 1);
  EXPECT_EQ(rows(m_carol), 1);
}

TEST_F(ConversationsTest, CountsWhatNobodyHasSeen) {
  QSignalSpy attention(&m_conversations, &Conversations::attentionWanted);
  m_conversations.onMessageAdded(incoming(QStringLiteral("1"), 1, QStringLiteral("seen")));
  EXPECT_EQ(m_conversations.unreadTotal(), 0);
  m_conversations.onMessageAdded(incoming(QStringLiteral("2"), 1, QStringLiteral("a"), m_me));
  m_conversations.onMessageAdded(incoming(QStringLiteral("3"), 1, QStringLiteral("b"), m_me));
  m_conversations.onMessageAdded(outgoing(QStringLiteral("4"), QStringLiteral("own"), m_bob));
  EXPECT_EQ(unread(m_bob), 2);
  EXPECT_EQ(m_conversations.unreadTotal(), 2);
  EXPECT_EQ(attention.count(), 2);
  const QModelIndex first = m_conversations.conversation(m_bob).index(0);
  EXPECT_TRUE(first.data(ConversationModel::UnreadMarkRole).toBool());
  m_conversations.setCurrent(m_bob);
  EXPECT_EQ(m_conversations.unreadTotal(), 0);
  EXPECT_TRUE(first.data(ConversationModel::UnreadMarkRole).toBool()) << "the mark shows where to read on";
  m_conversations.setCurrent(wire::kEveryone);
  EXPECT_FALSE(first.data(ConversationModel::UnreadMarkRole).toBool());
}

TEST_F(ConversationsTest, NothingIsReadWhileThePersonIsAway) {
  m_conversations.setAttentive(false);
  m_conversations.onMessageAdded(incoming(QStringLiteral("1"), 1, QStringLiteral("a")));
  EXPECT_EQ(unread(wire::kEveryone), 1);
  m_conversations.setAttentive(true);
  EXPECT_EQ(unread(wire::kEveryone), 0);
}

TEST_F(ConversationsTest, DeliveryFindsItsMessage) {
  m_conversations.onMessageAdded(outgoing(QStringLiteral("3"), QStringLiteral("x"), m_carol));
  const QModelIndex row = m_conversations.conversation(m_carol).index(0);
  const auto delivery = [&row] {
    return static_cast<session::Delivery>(row.data(ConversationModel::DeliveryRole).toInt());
  };
  m_conversations.onDeliveryChanged(QStringLiteral("3"), session::Delivery::Sent, {});
  EXPECT_EQ(delivery(), session::Delivery::Sent);
  m_conversations.onDeliveryChanged(QStringLiteral("3"), session::Delivery::Received, {});
  EXPECT_EQ(delivery(), session::Delivery::Received);
  m_conversations.onDeliveryChanged(QStringLiteral("unknown"), session::Delivery::Received, {});
}

TEST_F(ConversationsTest, WhoLeavesStaysListedOnlyWithAConversation) {
  m_conversations.onMessageAdded(incoming(QStringLiteral("1"), 1, QStringLiteral("a"), m_me));
  m_conversations.onPeerLeft(peer(1, QStringLiteral("bob")));
  m_conversations.onPeerLeft(peer(2, QStringLiteral("carol")));
  EXPECT_TRUE(listed(m_bob));
  EXPECT_FALSE(m_conversations.peers().isPresent(m_bob));
  EXPECT_FALSE(listed(m_carol));
  m_conversations.onPeerJoined(peer(1, QStringLiteral("bob")));
  EXPECT_TRUE(m_conversations.peers().isPresent(m_bob));
  EXPECT_EQ(rows(m_bob), 1);
}

TEST_F(ConversationsTest, TheOneOnTheScreenStaysListed) {
  m_conversations.setCurrent(m_carol);
  m_conversations.onPeerLeft(peer(2, QStringLiteral("carol")));
  EXPECT_TRUE(listed(m_carol));
  EXPECT_EQ(m_conversations.current(), m_carol);
}

TEST_F(ConversationsTest, TheLongestAwayAreForgotten) {
  for (int n = 10; n < 10 + Conversations::kAwayKept + 20; ++n) {
    m_conversations.onPeerJoined(peer(n, QStringLiteral("p%1").arg(n)));
    m_conversations.onMessageAdded(incoming(QString::number(n), n, QStringLiteral("x"), m_me));
    m_conversations.onPeerLeft(peer(n, QStringLiteral("p%1").arg(n)));
  }
  EXPECT_EQ(m_conversations.peers().rowCount(), 1 + 2 + Conversations::kAwayKept);
  EXPECT_FALSE(listed(peerId(10).hex()));
  EXPECT_EQ(m_conversations.unreadTotal(), Conversations::kAwayKept) << "what was forgotten is not counted";
}

TEST_F(ConversationsTest, EverybodyIsAwayWhileNothingIsConnected) {
  m_conversations.onMessageAdded(incoming(QStringLiteral("1"), 1, QStringLiteral("a"), m_me));
  session::LinkState state;
  state.phase = session::LinkState::Phase::Retrying;
  m_conversations.onStateChanged(state);
  EXPECT_FALSE(m_conversations.peers().isPresent(m_bob));
  EXPECT_FALSE(listed(m_carol));
}

TEST_F(ConversationsTest, FilesAreCardsOfTheirPeerAndCountAsUnreadOnce) {
  session::TransferInfo offer = test::offer(QStringLiteral("t"), 1, QStringLiteral("hw.zip"));
  m_conversations.onTransferChanged(offer);
  EXPECT_EQ(rows(m_bob), 1);
  EXPECT_EQ(unread(m_bob), 1);
  offer.state = session::TransferInfo::State::Running;
  m_conversations.onTransferChanged(offer);
  EXPECT_EQ(rows(m_bob), 1);
  EXPECT_EQ(unread(m_bob), 1);
  offer.direction = session::TransferInfo::Direction::Up;
  m_conversations.onTransferChanged(offer);
  EXPECT_EQ(rows(m_bob), 2) << "the same UUID the other way is another transfer";
  EXPECT_EQ(unread(m_bob), 1);
}

TEST_F(ConversationsTest, JoinRequestsAreCardsOfEveryone) {
  const auto answer = [this](int row) {
    return static_cast<JoinAnswer>(
        m_conversations.conversation(wire::kEveryone).index(row).data(ConversationModel::JoinAnswerRole).toInt());
  };
  m_conversations.onJoinRequested({peerId(7), QStringLiteral("dave"), QStringLiteral("192.168.1.7:1")});
  EXPECT_EQ(answer(0), JoinAnswer::Pending);
  m_conversations.onJoinRequestGone(peerId(7));
  EXPECT_EQ(answer(0), JoinAnswer::Gone);
  m_conversations.onJoinRequested({peerId(7), QStringLiteral("dave"), {}});
  m_conversations.onPeerJoined(peer(7, QStringLiteral("dave")));
  EXPECT_EQ(answer(1), JoinAnswer::Admitted);
  m_conversations.onPeerLeft(peer(7, QStringLiteral("dave")));
  m_conversations.onJoinRequested({peerId(7), QStringLiteral("dave"), {}});
  m_conversations.noteJoinAnswer(peerId(7), false);
  m_conversations.onJoinRequestGone(peerId(7));
  EXPECT_EQ(answer(2), JoinAnswer::Denied);
}

TEST_F(ConversationsTest, WhatComesFromSomebodyWhoHasGoneIsShown) {
  m_conversations.onMessageAdded(incoming(QStringLiteral("1"), 9, QStringLiteral("late"), m_me));
  EXPECT_TRUE(listed(peerId(9).hex()));
  EXPECT_FALSE(m_conversations.peers().isPresent(peerId(9).hex()));
}

}  // namespace
}  // namespace landline::models
