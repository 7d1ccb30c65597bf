#include "models/conversation_model.h"

#include <QAbstractItemModelTester>
#include <QDate>
#include <QDateTime>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "support/session_values.h"

namespace landline::models {
namespace {

using test::incoming;
using test::outgoing;
using test::peerId;

QString id(int number) {
  return QString::number(number);
}

class ConversationModelTest : public ::testing::Test {
 protected:
  static ConversationModel::Bounds smallBounds() {
    ConversationModel::Bounds bounds;
    bounds.window = 10;
    bounds.fetch = 5;
    bounds.kept = 50;
    return bounds;
  }

  void addMany(int from, int count) {
    for (int n = from; n < from + count; ++n) {
      m_model.addMessage(incoming(id(n), 1, QStringLiteral("text %1").arg(n)));
    }
  }
  QString textAt(int row) const { return m_model.index(row).data(ConversationModel::TextRole).toString(); }
  QString lastText() const { return textAt(m_model.rowCount() - 1); }

  ConversationModel m_model{[](const PeerId&, const QString& name) { return name; }, smallBounds()};
  QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ConversationModelTest, ShowsAWindowOfTheNewest) {
  addMany(0, 45);
  EXPECT_LE(m_model.rowCount(), 20);
  EXPECT_EQ(m_model.kept(), 45);
  EXPECT_EQ(lastText(), QStringLiteral("text 44"));
  EXPECT_TRUE(m_model.canFetchOlder());
}

TEST_F(ConversationModelTest, FetchesOlderOnesUntilTheBeginning) {
  addMany(0, 45);
  m_model.setFollowing(false);
  const QPersistentModelIndex top = m_model.index(0);
  const QString top_text = textAt(0);
  m_model.fetchOlder();
  EXPECT_EQ(top.row(), 5);
  EXPECT_EQ(top.data(ConversationModel::TextRole).toString(), top_text);
  while (m_model.canFetchOlder()) {
    m_model.fetchOlder();
  }
  EXPECT_EQ(m_model.rowCount(), 45);
  EXPECT_EQ(textAt(0), QStringLiteral("text 0"));
  m_model.setFollowing(true);
  EXPECT_EQ(m_model.rowCount(), 10);
  EXPECT_EQ(lastText(), QStringLiteral("text 44"));
}

TEST_F(ConversationModelTest, WhatTheReaderLooksAtIsNotTakenAway) {
  addMany(0, 20);
  m_model.setFollowing(false);
  const QPersistentModelIndex top = m_model.index(0);
  addMany(20, 25);
  EXPECT_EQ(top.row(), 0);
}

TEST_F(ConversationModelTest, ForgetsTheOldestBeyondItsBound) {
  addMany(0, 200);
  EXPECT_EQ(m_model.kept(), 50);
  while (m_model.canFetchOlder()) {
    m_model.fetchOlder();
  }
  EXPECT_EQ(textAt(0), QStringLiteral("text 150"));
}

TEST_F(ConversationModelTest, ForgetsTheOldestAlsoWhereEverythingIsShown) {
  m_model.setFollowing(false);
  addMany(0, 50);
  ASSERT_EQ(m_model.rowCount(), 50);
  addMany(50, 10);
  EXPECT_EQ(m_model.kept(), 50);
  EXPECT_EQ(lastText(), QStringLiteral("text 59"));
}

TEST(ConversationModelBounds, TextIsBoundedToo) {
  ConversationModel::Bounds bounds;
  bounds.kept_text = 1000;
  ConversationModel model([](const PeerId&, const QString& name) { return name; }, bounds);
  for (int n = 0; n < 100; ++n) {
    model.addMessage(incoming(id(n), 1, QString(100, QLatin1Char('x'))));
  }
  EXPECT_EQ(model.kept(), 10);
}

TEST_F(ConversationModelTest, DeliveryChangesAreShownWithTheirReason) {
  m_model.addMessage(outgoing(id(1), QStringLiteral("hello")));
  const QModelIndex row = m_model.index(0);
  QSignalSpy changed(&m_model, &QAbstractItemModel::dataChanged);
  EXPECT_TRUE(m_model.setDelivery(id(1), session::Delivery::Rejected, {codes::kAbsent, QStringLiteral("gone")}));
  EXPECT_EQ(changed.count(), 1);
  EXPECT_EQ(row.data(ConversationModel::DeliveryRole).toInt(), static_cast<int>(session::Delivery::Rejected));
  EXPECT_TRUE(row.data(ConversationModel::ReasonRole).value<Error>().is(codes::kAbsent));
  EXPECT_FALSE(m_model.setDelivery(id(2), session::Delivery::Received, {}));
}

TEST_F(ConversationModelTest, DeliveryOfAMessageThatWasForgottenIsIgnored) {
  m_model.addMessage(outgoing(QStringLiteral("mine"), QStringLiteral("hello")));
  addMany(0, 100);
  EXPECT_FALSE(m_model.setDelivery(QStringLiteral("mine"), session::Delivery::Received, {}));
}

TEST_F(ConversationModelTest, ADayIsSaidWhereItBegins) {
  session::ChatMessage message = incoming(id(1), 1, QStringLiteral("a"));
  m_model.addMessage(message);
  message.at_ms += 60'000;
  m_model.addMessage(message);
  message.at_ms += 24 * 3'600'000;
  m_model.addMessage(message);
  EXPECT_TRUE(m_model.index(0).data(ConversationModel::DayRole).toDate().isValid());
  EXPECT_FALSE(m_model.index(1).data(ConversationModel::DayRole).toDate().isValid());
  EXPECT_EQ(m_model.index(2).data(ConversationModel::DayRole).toDate(),
            m_model.index(0).data(ConversationModel::DayRole).toDate().addDays(1));
}

TEST_F(ConversationModelTest, TheSameWriterContinuesWithinMinutes) {
  session::ChatMessage message = incoming(id(1), 1, QStringLiteral("a"));
  const auto continues = [this] {
    return m_model.index(m_model.rowCount() - 1).data(ConversationModel::ContinuesRole).toBool();
  };
  m_model.addMessage(message);
  EXPECT_FALSE(continues());
  message.at_ms += 1000;
  m_model.addMessage(message);
  EXPECT_TRUE(continues());
  message.at_ms += 600'000;
  m_model.addMessage(message);
  EXPECT_FALSE(continues());
  message.from = peerId(2);
  m_model.addMessage(message);
  EXPECT_FALSE(continues());
}

TEST_F(ConversationModelTest, AnOfferBecomesItsOutcomeInPlace) {
  session::TransferInfo offer = test::offer(QStringLiteral("t"), 1, QStringLiteral("hw.zip"));
  EXPECT_TRUE(m_model.setTransfer(offer, 1));
  EXPECT_TRUE(m_model.index(0).data(ConversationModel::PendingRole).toBool());
  offer.state = session::TransferInfo::State::Done;
  EXPECT_FALSE(m_model.setTransfer(offer, 2));
  ASSERT_EQ(m_model.rowCount(), 1);
  EXPECT_FALSE(m_model.index(0).data(ConversationModel::PendingRole).toBool());
  EXPECT_EQ(m_model.index(0).data(ConversationModel::TransferRole).value<session::TransferInfo>().state,
            session::TransferInfo::State::Done);
}

TEST_F(ConversationModelTest, ProgressIsToldByWholePercents) {
  session::TransferInfo info = test::offer(QStringLiteral("t"), 1, QStringLiteral("hw.zip"));
  info.state = session::TransferInfo::State::Running;
  info.bytes_total = 1'000'000;
  m_model.setTransfer(info, 1);
  QSignalSpy changed(&m_model, &QAbstractItemModel::dataChanged);
  for (info.bytes_done = 0; info.bytes_done < info.bytes_total; info.bytes_done += 1000) {
    m_model.setTransfer(info, 1);
  }
  EXPECT_EQ(changed.count(), 99);
}

TEST_F(ConversationModelTest, OwnFilesAreNoQuestion) {
  session::TransferInfo info = test::offer(QStringLiteral("t"), 1, QStringLiteral("a.iso"));
  info.direction = session::TransferInfo::Direction::Up;
  m_model.setTransfer(info, 1);
  EXPECT_TRUE(m_model.index(0).data(ConversationModel::OwnRole).toBool());
  EXPECT_FALSE(m_model.index(0).data(ConversationModel::PendingRole).toBool());
}

TEST_F(ConversationModelTest, AJoinRequestIsAnsweredOnce) {
  m_model.addJoinRequest({peerId(1), QStringLiteral("bob"), QStringLiteral("192.168.1.1:5")}, 1);
  EXPECT_TRUE(m_model.index(0).data(ConversationModel::PendingRole).toBool());
  m_model.setJoinAnswer(peerId(1), JoinAnswer::Denied);
  m_model.setJoinAnswer(peerId(1), JoinAnswer::Gone);
  EXPECT_EQ(m_model.index(0).data(ConversationModel::JoinAnswerRole).toInt(), static_cast<int>(JoinAnswer::Denied));
  m_model.addJoinRequest({peerId(1), QStringLiteral("bob"), {}}, 2);
  EXPECT_TRUE(m_model.index(1).data(ConversationModel::PendingRole).toBool());
}

TEST_F(ConversationModelTest, CopyOfOneIsItsTextOfSeveralWhoAndWhen) {
  const QString odd = QStringLiteral("<b>\x1b marks</b>");
  m_model.addMessage(incoming(id(1), 1, odd));
  m_model.addMessage(outgoing(id(2), QStringLiteral("second")));
  EXPECT_EQ(m_model.plainText({m_model.index(0)}), odd);
  const QStringList lines = m_model.plainText({m_model.index(1), m_model.index(0)}).split(QLatin1Char('\n'));
  ASSERT_EQ(lines.size(), 2);
  EXPECT_TRUE(lines.at(0).endsWith(QStringLiteral("peer 1: ") + odd));
  EXPECT_TRUE(lines.at(1).endsWith(QStringLiteral("You: second")));
}

TEST_F(ConversationModelTest, TheUnreadMarkStandsBeforeTheNextThatComesIn) {
  addMany(0, 2);
  m_model.markNextUnread();
  m_model.addMessage(outgoing(QStringLiteral("mine"), QStringLiteral("x")));
  addMany(2, 2);
  EXPECT_FALSE(m_model.index(2).data(ConversationModel::UnreadMarkRole).toBool());
  EXPECT_TRUE(m_model.index(3).data(ConversationModel::UnreadMarkRole).toBool());
  m_model.clearUnreadMark();
  EXPECT_FALSE(m_model.index(3).data(ConversationModel::UnreadMarkRole).toBool());
}

}  // namespace
}  // namespace landline::models
