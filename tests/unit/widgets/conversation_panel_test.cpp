#include "widgets/conversation_panel.h"

#include <QAction>
#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/session_values.h"
#include "support/wait_for.h"
#include "widgets/composer.h"
#include "widgets/picture_saver.h"

namespace landline::widgets {
namespace {

using test::peer;
using test::peerId;
using test::waitFor;

class ConversationPanelTest : public ::testing::Test {
 protected:
  ConversationPanelTest() {
    m_conversations.onPeerJoined(peer(1, QStringLiteral("bob")));
    m_conversations.onPeerJoined(peer(2, QStringLiteral("carol")));
    m_panel.setOnline(true);
    m_panel.resize(800, 400);
    m_panel.show();
  }
  template <typename Widget>
  Widget* find(const char* name) const {
    return m_panel.findChild<Widget*>(QLatin1String(name));
  }
  void choose(int row) {
    auto* combo = find<QComboBox>("peerCombo");
    combo->setCurrentIndex(row);
    Q_EMIT combo->activated(row);
  }

  test::FakeClock m_clock;
  models::Conversations m_conversations{m_clock};
  ConversationPanel m_panel{m_conversations};
  Composer* m_composer = find<Composer>("messageEdit");
  QPushButton* m_send = find<QPushButton>("sendButton");
  QSignalSpy m_submitted{&m_panel, &ConversationPanel::messageSubmitted};
};

TEST_F(ConversationPanelTest, WhereThereIsNoEveryoneItSaysSoAndStillTalksToPeers) {
  m_composer->setPlainText(QStringLiteral("one"));
  m_panel.setNoEveryone(QStringLiteral("There is only the server."));
  EXPECT_FALSE(m_send->isEnabled());
  EXPECT_FALSE(m_panel.canSendFiles());
  EXPECT_EQ(find<QLabel>("composeHint")->text(), QStringLiteral("There is only the server."));
  choose(1);
  EXPECT_TRUE(m_panel.canSendFiles());
  EXPECT_FALSE(find<QLabel>("composeHint")->isVisible());
  choose(0);
  m_panel.setNoEveryone({});
  EXPECT_TRUE(m_panel.canSendFiles());
}

TEST_F(ConversationPanelTest, ComboboxAndListShowTheSamePeers) {
  auto* combo = find<QComboBox>("peerCombo");
  auto* list = find<QListView>("conversationList");
  ASSERT_EQ(combo->count(), 3);
  EXPECT_EQ(combo->itemText(0), QStringLiteral("Everyone"));
  EXPECT_TRUE(combo->itemText(1).contains(QStringLiteral("(192.168.1.1:50000)")));
  choose(2);
  EXPECT_EQ(m_conversations.current(), peerId(2).hex());
  EXPECT_EQ(list->currentIndex().row(), 2);
  list->setCurrentIndex(list->model()->index(1, 0));
  EXPECT_EQ(combo->currentIndex(), 1);
  EXPECT_EQ(m_conversations.current(), peerId(1).hex());
  m_conversations.onPeerJoined(peer(3, QStringLiteral("alice")));
  EXPECT_EQ(combo->count(), 4);
  EXPECT_EQ(combo->currentText(), combo->itemText(2)) << "the choice stays with its peer";
  EXPECT_EQ(list->currentIndex().row(), 2);
}

TEST_F(ConversationPanelTest, SendsToWhoIsChosenAndClears) {
  choose(1);
  QTest::keyClicks(m_composer, QStringLiteral("hello"));
  QTest::keyClick(m_composer, Qt::Key_Return);
  ASSERT_EQ(m_submitted.count(), 1);
  EXPECT_EQ(m_submitted.first().at(0).toString(), peerId(1).hex());
  EXPECT_EQ(m_submitted.first().at(1).toString(), QStringLiteral("hello"));
  EXPECT_TRUE(m_composer->toPlainText().isEmpty());
  QTest::keyClick(m_composer, Qt::Key_Return);
  EXPECT_EQ(m_submitted.count(), 1) << "nothing is not sent";
}

TEST_F(ConversationPanelTest, BadInput51_ATextThatIsTooLongIsToldBeforeSending) {
  m_composer->setPlainText(QString(16 * 1024, QLatin1Char('x')));
  EXPECT_TRUE(m_send->isEnabled());
  m_composer->setPlainText(QString(16 * 1024 - 1, QLatin1Char('x')) + QStringLiteral("é"));
  EXPECT_FALSE(m_send->isEnabled());
  EXPECT_TRUE(find<QLabel>("composeHint")->isVisible());
  QTest::keyClick(m_composer, Qt::Key_Return);
  EXPECT_EQ(m_submitted.count(), 0);
  EXPECT_FALSE(m_composer->toPlainText().isEmpty()) << "what was written is not lost";
}

TEST_F(ConversationPanelTest, SaysWhyNothingCanBeSent) {
  m_composer->setPlainText(QStringLiteral("draft"));
  m_panel.setOnline(false, QStringLiteral("Not connected."));
  EXPECT_FALSE(m_send->isEnabled());
  EXPECT_EQ(find<QLabel>("composeHint")->text(), QStringLiteral("Not connected."));
  m_panel.setOnline(true);
  choose(1);
  m_composer->setPlainText(QStringLiteral("x"));
  m_conversations.onPeerLeft(peer(1, QStringLiteral("bob")));
  EXPECT_FALSE(m_send->isEnabled());
  EXPECT_TRUE(find<QLabel>("composeHint")->text().contains(QStringLiteral("away")));
}

TEST_F(ConversationPanelTest, DraftsBelongToTheirConversationAndSurviveARestart) {
  QTemporaryDir folder;
  QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
  m_composer->setPlainText(QStringLiteral("to all"));
  choose(1);
  EXPECT_TRUE(m_composer->toPlainText().isEmpty());
  m_composer->setPlainText(QStringLiteral("to bob\nsecond line"));
  choose(0);
  EXPECT_EQ(m_composer->toPlainText(), QStringLiteral("to all"));
  m_panel.saveSettings(settings);

  models::Conversations later(m_clock);
  ConversationPanel panel(later);
  panel.restoreSettings(settings);
  auto* composer = panel.findChild<Composer*>(QStringLiteral("messageEdit"));
  EXPECT_EQ(composer->toPlainText(), QStringLiteral("to all"));
  later.onPeerJoined(peer(1, QStringLiteral("bob")));
  later.setCurrent(peerId(1).hex());
  EXPECT_EQ(composer->toPlainText(), QStringLiteral("to bob\nsecond line"));
}

TEST_F(ConversationPanelTest, FilesThatCannotGoAreRefusedInWords) {
  QSignalSpy sent(&m_panel, &ConversationPanel::filesSubmitted);
  QSignalSpy problem(&m_panel, &ConversationPanel::problemOccurred);
  const QStringList paths{QStringLiteral("/tmp/a"), QStringLiteral("/tmp/folder")};
  choose(1);
  m_panel.offerFiles(paths);
  ASSERT_EQ(sent.count(), 1) << "one batch";
  EXPECT_EQ(sent.first().at(0).toString(), peerId(1).hex());
  EXPECT_EQ(sent.first().at(1).toStringList(), paths);
  m_panel.setOnline(false, QStringLiteral("Not connected."));
  EXPECT_FALSE(m_panel.canSendFiles());
  m_panel.offerFiles(paths);
  EXPECT_EQ(sent.count(), 1);
  ASSERT_EQ(problem.count(), 1);
  EXPECT_EQ(problem.first().first().toString(), QStringLiteral("Not connected."));
}

TEST_F(ConversationPanelTest, AFolderIsChosenFromTheMenuOfTheButton) {
  QSignalSpy sent(&m_panel, &ConversationPanel::filesSubmitted);
  find<QAction>("attachFolderAction")->trigger();
  auto* const dialog = find<QFileDialog>("sendFolderDialog");
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(dialog->fileMode(), QFileDialog::Directory);
  Q_EMIT dialog->filesSelected({QStringLiteral("/srv"), QStringLiteral("/srv/photos")});  // as Qt 5 may say
  ASSERT_EQ(sent.count(), 1);
  EXPECT_EQ(sent.first().at(1).toStringList(), QStringList{QStringLiteral("/srv/photos")});
}

TEST_F(ConversationPanelTest, APastedPictureIsSentAsAFileToWhomItWasPastedFor) {
  QTemporaryDir folder;
  m_panel.setPictureFolder(folder.filePath(QStringLiteral("pictures")));
  QSignalSpy sent(&m_panel, &ConversationPanel::filesSubmitted);
  choose(1);
  QImage picture(8, 8, QImage::Format_RGB32);
  picture.fill(Qt::red);
  Q_EMIT m_composer->picturePasted(picture);
  choose(2);
  ASSERT_TRUE(waitFor([&] { return sent.count() == 1; }));
  EXPECT_EQ(sent.first().at(0).toString(), peerId(1).hex());
  const QString path = sent.first().at(1).toStringList().value(0);
  EXPECT_TRUE(path.endsWith(QStringLiteral(".png")));
  EXPECT_EQ(QImage(path).pixelColor(3, 3), QColor(Qt::red));
}

TEST_F(ConversationPanelTest, TheFilterNarrowsDownAndReturnGoesThere) {
  auto* filter = find<QLineEdit>("conversationFilter");
  m_panel.focusFilter();
  QTest::keyClicks(filter, QStringLiteral("CAR"));
  EXPECT_EQ(find<QListView>("conversationList")->model()->rowCount(), 1);
  EXPECT_EQ(m_conversations.current(), wire::kEveryone) << "typing chooses nothing";
  QTest::keyClick(filter, Qt::Key_Return);
  EXPECT_EQ(m_conversations.current(), peerId(2).hex());
  EXPECT_TRUE(filter->text().isEmpty());
}

TEST_F(ConversationPanelTest, AnEmptyConversationSaysWhatToDoNext) {
  m_panel.setEmptyState(QStringLiteral("Not listening."), QStringLiteral("Listen"));
  QSignalSpy action(&m_panel, &ConversationPanel::emptyStateAction);
  auto* button = find<QPushButton>("emptyStateButton");
  ASSERT_TRUE(button->isVisible());
  button->click();
  EXPECT_EQ(action.count(), 1);
  m_conversations.onMessageAdded(test::incoming(QStringLiteral("1"), 1, QStringLiteral("hi")));
  EXPECT_FALSE(button->isVisible());
  EXPECT_TRUE(find<QListView>("chatView")->isVisible());
}

TEST_F(ConversationPanelTest, EveryControlHasANameAndIsReachedByTab) {
  for (const char* name : {"conversationFilter", "conversationList", "chatView", "peerCombo", "messageEdit",
                           "sendFileButton", "sendButton"}) {
    auto* widget = find<QWidget>(name);
    ASSERT_NE(widget, nullptr) << name;
    EXPECT_FALSE(widget->accessibleName().isEmpty()) << name;
    EXPECT_TRUE((widget->focusPolicy() & Qt::TabFocus) != 0) << name;
  }
}

}  // namespace
}  // namespace landline::widgets
