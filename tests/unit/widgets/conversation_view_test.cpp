#include "widgets/conversation_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

#include "models/display_text.h"
#include "support/session_values.h"
#include "support/wait_for.h"
#include "widgets/conflict_combo.h"
#include "widgets/conversation_delegate.h"
#include "widgets/palette_colors.h"

namespace landline::widgets {
namespace {

using models::ConversationModel;
using test::incoming;
using test::peerId;
using test::waitFor;

class ConversationViewTest : public ::testing::Test {
 protected:
  ConversationViewTest() {
    session::registerMetaTypes();
    m_view.resize(500, 400);
    m_view.setConversation(&m_model);
    m_view.show();
  }
  void add(int from, int count) {
    for (int n = from; n < from + count; ++n) {
      m_model.addMessage(incoming(QString::number(n), n % 3, QStringLiteral("message %1").arg(n)));
    }
  }
  void layOut() { QCoreApplication::processEvents(); }
  bool atEnd() const { return m_view.verticalScrollBar()->value() == m_view.verticalScrollBar()->maximum(); }
  ConversationRow row(int number, int width = 500) const {
    ConversationRow::Style style;
    style.font = m_view.font();
    style.width = width;
    style.offer_buttons = style.join_buttons = QSize(250, 30);
    return ConversationRow(m_model.index(number), style);
  }

  ConversationModel m_model{[](const PeerId&, const QString& name) { return name; }};
  ConversationView m_view;
};

TEST_F(ConversationViewTest, FollowsTheEndUntilTheReaderScrollsUp) {
  add(0, 200);
  ASSERT_TRUE(waitFor([this] { return m_view.verticalScrollBar()->maximum() > 0 && atEnd(); }));
  add(200, 10);
  ASSERT_TRUE(waitFor([this] { return atEnd(); }));
  m_view.verticalScrollBar()->setValue(m_view.verticalScrollBar()->maximum() / 2);
  EXPECT_FALSE(m_view.isFollowing());
  const int value = m_view.verticalScrollBar()->value();
  add(210, 10);
  layOut();
  EXPECT_EQ(m_view.verticalScrollBar()->value(), value);
  m_view.followEnd();
  EXPECT_TRUE(atEnd());
}

TEST_F(ConversationViewTest, OpensWhereTheUnreadBegins) {
  add(0, 100);
  m_model.markNextUnread();
  add(100, 100);
  m_view.setConversation(nullptr);
  m_view.setConversation(&m_model);
  EXPECT_EQ(m_view.visualRect(m_model.index(100)).top(), 0);
  EXPECT_FALSE(m_view.isFollowing());
}

TEST_F(ConversationViewTest, FetchesOlderOnesAndStaysWhereItIs) {
  add(0, 1500);
  ASSERT_TRUE(waitFor([this] { return m_view.verticalScrollBar()->maximum() > 0 && atEnd(); }));
  const int rows = m_model.rowCount();
  ASSERT_LE(rows, 600);
  const QPersistentModelIndex first = m_model.index(0);
  m_view.verticalScrollBar()->setValue(0);
  ASSERT_TRUE(waitFor([&] { return m_model.rowCount() > rows; }));
  EXPECT_EQ(m_view.visualRect(first).top(), 0);
  m_view.followEnd();
  ASSERT_TRUE(waitFor([&] { return m_model.rowCount() == ConversationModel::Bounds().window; }));
}

TEST_F(ConversationViewTest, ANewRowDoesNotMeasureTheOldOnesAgain) {
  add(0, 400);
  ASSERT_TRUE(waitFor([this] { return m_view.rows().measured() >= 400; }));
  const int measured = m_view.rows().measured();
  add(400, 1);
  ASSERT_TRUE(waitFor([&] { return m_view.rows().measured() > measured; }));
  EXPECT_LE(m_view.rows().measured() - measured, 2);
}

TEST_F(ConversationViewTest, BadInput52_ALongMessageIsLaidOutInBoundedLines) {
  QString text(QLatin1Char('Z'));
  for (int i = 0; i < 10'000; ++i) {
    text.append(QChar(0x0301 + i % 20));
  }
  m_model.addMessage(incoming(QStringLiteral("marks"), 1, text));
  m_model.addMessage(incoming(QStringLiteral("lines"), 1, QString(16 * 1024, QLatin1Char('\n'))));
  EXPECT_EQ(row(0).body().layout->text().size(), 1 + models::kMarksPerCharacter + 1);
  EXPECT_EQ(row(0).body().layout->lineCount(), 1);
  EXPECT_EQ(row(1).body().layout->lineCount(), models::kDisplayLines + 1);
}

TEST_F(ConversationViewTest, BadInput50_MarkupIsDrawnAsItIsWritten) {
  const QString text = QStringLiteral("<img src=file:///etc/passwd> <a href=x>y</a> &amp;");
  session::ChatMessage message = incoming(QStringLiteral("1"), 1, text);
  message.from_name = QStringLiteral("<b>bob</b>");
  m_model.addMessage(message);
  EXPECT_EQ(row(0).body().layout->text(), text);
  EXPECT_EQ(row(0).name().layout->text(), message.from_name);
}

TEST_F(ConversationViewTest, WrapsAndNeverPaintsOutsideItsWidth) {
  m_model.addMessage(incoming(QStringLiteral("1"), 1, QString(2000, QLatin1Char('w'))));
  session::TransferInfo offer = test::offer(QStringLiteral("t"), 1, QString(200, QLatin1Char('x')));
  m_model.setTransfer(offer, 1);
  for (const int width : {150, 320, 1000}) {
    for (int number = 0; number < 2; ++number) {
      const ConversationRow laid_out = row(number, width);
      EXPECT_LE(laid_out.bubble().right(), width);
      EXPECT_LE(laid_out.body().rect.right(), laid_out.bubble().right());
      EXPECT_GE(laid_out.height(), laid_out.bubble().bottom());
    }
  }
}

TEST_F(ConversationViewTest, ARejectedMessageSaysWhyInWords) {
  m_model.addMessage(test::outgoing(QStringLiteral("1"), QStringLiteral("x")));
  m_model.setDelivery(QStringLiteral("1"), session::Delivery::Rejected, {codes::kAbsent, {}});
  const ConversationRow rejected = row(0);
  EXPECT_TRUE(rejected.hasFailed());
  EXPECT_TRUE(rejected.hasMetaIcon());
  EXPECT_FALSE(rejected.note().isEmpty());
  EXPECT_TRUE(rejected.meta().contains(QStringLiteral("not delivered")));
}

TEST_F(ConversationViewTest, AnOfferIsAnsweredByItsButtons) {
  m_model.setTransfer(test::offer(QStringLiteral("t"), 7, QStringLiteral("hw.zip")), 1);
  layOut();
  QSignalSpy accepted(&m_view, &ConversationView::offerAccepted);
  QSignalSpy save_as(&m_view, &ConversationView::saveAsRequested);
  auto* accept = m_view.findChild<QPushButton*>(QStringLiteral("acceptButton"));
  ASSERT_NE(accept, nullptr);
  EXPECT_EQ(accept->accessibleName(), QStringLiteral("Accept hw.zip"));
  EXPECT_TRUE(m_view.viewport()->rect().contains(accept->mapTo(m_view.viewport(), accept->rect().center())));
  m_view.findChild<QPushButton*>(QStringLiteral("saveAsButton"))->click();
  EXPECT_EQ(save_as.count(), 1);
  accept->click();
  accept->click();
  ASSERT_EQ(accepted.count(), 1) << "answered once";
  EXPECT_EQ(accepted.first().at(0).value<PeerId>(), peerId(7));
  session::TransferInfo running = test::offer(QStringLiteral("t"), 7, QStringLiteral("hw.zip"));
  running.state = session::TransferInfo::State::Running;
  m_model.setTransfer(running, 1);
  EXPECT_TRUE(waitFor([this] { return m_view.findChild<QPushButton*>(QStringLiteral("acceptButton")) == nullptr; }));
}

TEST_F(ConversationViewTest, AnOfferOfABatchTellsCountSizeAndNames) {
  session::TransferInfo offer = test::offer(QStringLiteral("t"), 7, QStringLiteral("photos (+1)"));
  offer.files_total = 340;
  offer.first = QStringList{QStringLiteral("photos"), QStringLiteral("<b>notes</b>\u202E.txt")};
  m_model.setTransfer(offer, 1);
  const ConversationRow card = row(0);
  EXPECT_TRUE(card.body().layout->text().contains(QStringLiteral("340 files, 12.0 MB")));
  EXPECT_TRUE(card.more().layout->text().contains(QStringLiteral("<b>notes</b>.txt")));
  EXPECT_GE(card.more().rect.top(), card.body().rect.bottom());
  EXPECT_LE(card.more().rect.bottom(), card.buttonsRect().top());
  EXPECT_EQ(static_cast<int>(card.cardIcon()), static_cast<int>(Icon::Folder));
}

TEST_F(ConversationViewTest, TheRuleForNamesThatAreTakenIsProposedAndChosenOnTheCard) {
  m_view.setConflict(session::Conflict::Skip);
  m_model.setTransfer(test::offer(QStringLiteral("t"), 7, QStringLiteral("hw.zip")), 1);
  layOut();
  QSignalSpy accepted(&m_view, &ConversationView::offerAccepted);
  QSignalSpy save_as(&m_view, &ConversationView::saveAsRequested);
  auto* const rule = m_view.findChild<ConflictCombo*>(QStringLiteral("conflictCombo"));
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->conflict(), session::Conflict::Skip);
  EXPECT_TRUE(m_view.viewport()->rect().contains(rule->mapTo(m_view.viewport(), rule->rect().center())));
  rule->setConflict(session::Conflict::Overwrite);
  m_view.findChild<QPushButton*>(QStringLiteral("saveAsButton"))->click();
  ASSERT_EQ(save_as.count(), 1);
  EXPECT_EQ(save_as.first().at(1).value<session::Conflict>(), session::Conflict::Overwrite);
  m_view.findChild<QPushButton*>(QStringLiteral("acceptButton"))->click();
  ASSERT_EQ(accepted.count(), 1);
  EXPECT_EQ(accepted.first().at(2).value<session::AcceptChoice>().conflict, session::Conflict::Overwrite);
}

TEST_F(ConversationViewTest, SomebodyWhoAsksToJoinIsAnsweredByButtons) {
  m_model.addJoinRequest({peerId(3), QStringLiteral("dave"), QStringLiteral("192.168.1.3:1")}, 1);
  layOut();
  QSignalSpy denied(&m_view, &ConversationView::denyRequested);
  m_view.findChild<QPushButton*>(QStringLiteral("denyButton"))->click();
  ASSERT_EQ(denied.count(), 1);
  EXPECT_EQ(denied.first().first().value<PeerId>(), peerId(3));
}

TEST_F(ConversationViewTest, CopiesWhatIsSelected) {
  add(0, 3);
  m_view.selectAll();
  QTest::keyClick(&m_view, Qt::Key_C, Qt::ControlModifier);
  const QString copied = QGuiApplication::clipboard()->text();
  EXPECT_EQ(copied.count(QLatin1Char('\n')), 2);
  EXPECT_TRUE(copied.endsWith(QStringLiteral("message 2")));
}

TEST_F(ConversationViewTest, ReturnOnACardLeadsToItsButtons) {
  m_model.setTransfer(test::offer(QStringLiteral("t"), 7, QStringLiteral("hw.zip")), 1);
  layOut();
  QSignalSpy accepted(&m_view, &ConversationView::offerAccepted);
  m_view.setCurrentIndex(m_model.index(0));
  m_view.activateWindow();
  m_view.setFocus();
  QTest::keyClick(&m_view, Qt::Key_Return);
  auto* accept = m_view.findChild<QPushButton*>(QStringLiteral("acceptButton"));
  ASSERT_TRUE(waitFor([&] { return accept->hasFocus(); }));
  QTest::keyClick(accept, Qt::Key_Space);
  EXPECT_EQ(accepted.count(), 1);
}

TEST(DayText, SaysTodayAndYesterday) {
  const QDate today(2026, 11, 21);
  EXPECT_EQ(ConversationRow::dayText(today, today), QStringLiteral("Today"));
  EXPECT_EQ(ConversationRow::dayText(today.addDays(-1), today), QStringLiteral("Yesterday"));
  EXPECT_TRUE(ConversationRow::dayText(today.addDays(-2), today).contains(QStringLiteral("2026")));
}

TEST(PaletteColors, TextIsReadableInLightAndDark) {
  QPalette light(QColor(0xEF, 0xEF, 0xEF));
  QPalette dark(QColor(0x30, 0x30, 0x30));
  dark.setColor(QPalette::Base, QColor(0x1E, 0x1E, 0x1E));
  dark.setColor(QPalette::Text, QColor(0xEB, 0xEB, 0xEB));
  for (const QPalette& palette : {light, dark}) {
    const QColor base = palette.color(QPalette::Base);
    const QColor highlight = palette.color(QPalette::Highlight);
    const QColor text = palette.color(QPalette::Text);
    for (const QColor& fill : {base, blend(base, highlight, 0.2), blend(base, text, 0.08),
                               blend(blend(base, highlight, 0.2), highlight, 0.15)}) {
      EXPECT_GE(contrast(text, fill), 4.5);
      EXPECT_GE(contrast(mutedText(palette, fill), fill), 4.5);
      EXPECT_GE(contrast(readable(warningAccent(palette), palette, fill), fill), 4.5);
      EXPECT_GE(contrast(readable(highlight, palette, fill), fill), 4.5);
    }
  }
}

}  // namespace
}  // namespace landline::widgets
