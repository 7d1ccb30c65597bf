// The client's window: connecting, messages, files, and what it remembers.

#include "gui/client_window_fixture.h"
#include <QAction>
#include <QFileDialog>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <gtest/gtest.h>

#include "wire/messages.h"

namespace landline::client {
namespace {

using session::LinkState;
using test::ClientWindowTest;
using test::peerId;
using test::waitFor;
using Phase = LinkState::Phase;

TEST_F(ClientWindowTest, ConnectAsksTheNodeAndRemembersWhatWasTyped) {
  find<QComboBox>("hostEdit")->setEditText(QStringLiteral(" lab.local:7000 "));
  find<QLineEdit>("nameEdit")->setText(QStringLiteral("desk-7"));
  click("connectButton");
  ASSERT_TRUE(waitFor([this] { return m_node.connects.size() == 1; }));
  EXPECT_EQ(m_node.connects.first().host, QStringLiteral("lab.local"));
  EXPECT_EQ(m_node.connects.first().port, 7000);
  EXPECT_EQ(m_node.connects.first().name, QStringLiteral("desk-7"));
  LinkState online = state(Phase::Online);
  online.address = QStringLiteral("lab.local");
  online.port = 7000;
  say(online);
  m_window->close();
  openWindow();
  EXPECT_EQ(find<QComboBox>("hostEdit")->currentText(), QStringLiteral("lab.local"));
  EXPECT_EQ(find<QComboBox>("hostEdit")->itemText(0), QStringLiteral("lab.local:7000"));
  EXPECT_EQ(find<QSpinBox>("portSpin")->value(), 7000);
  EXPECT_EQ(find<QLineEdit>("nameEdit")->text(), QStringLiteral("desk-7"));
}

TEST_F(ClientWindowTest, AServerThatIsMissingIsAskedForInWords) {
  for (const char* host : {"", "  ", "no host", "a:b", "[::1", "host:99999"}) {
    find<QComboBox>("hostEdit")->setEditText(QLatin1String(host));
    click("connectButton");
    EXPECT_TRUE(barShows(QStringLiteral("which server"))) << host;
    click("messageBarDismiss");
  }
  QCoreApplication::processEvents();
  EXPECT_TRUE(m_node.connects.isEmpty());
}

TEST_F(ClientWindowTest, EveryStateIsSaidInWordsAndTheButtonFits) {
  EXPECT_EQ(text("stateText"), QStringLiteral("Offline"));
  auto* const button = find<QPushButton>("connectButton");
  say(state(Phase::Connecting));
  EXPECT_EQ(text("stateText"), QStringLiteral("Connecting to 192.168.1.8:6677..."));
  EXPECT_EQ(button->text(), QStringLiteral("Cancel"));
  EXPECT_FALSE(find<QComboBox>("hostEdit")->isEnabled());
  say(state(Phase::Waiting));
  EXPECT_TRUE(text("stateText").startsWith(QStringLiteral("Waiting for approval")));
  say(state(Phase::Online));
  EXPECT_TRUE(text("stateText").contains(QStringLiteral("Room 301")));
  EXPECT_TRUE(text("stateText").contains(QStringLiteral("desk-7")));
  EXPECT_EQ(button->text(), QStringLiteral("Disconnect"));
  click("connectButton");
  ASSERT_TRUE(waitFor([this] { return m_node.disconnects == 1; }));
  say(state(Phase::Idle));
  EXPECT_EQ(button->text(), QStringLiteral("Connect"));
  EXPECT_TRUE(find<QComboBox>("hostEdit")->isEnabled());
}

TEST_F(ClientWindowTest, ALostConnectionCountsDownAndIsTriedAtOnceOnRequest) {
  LinkState retrying = state(Phase::Retrying);
  retrying.retry_at_ms = m_clock.monotonicMs() + 7000;
  retrying.error = {codes::kConnectionLost, {}};
  say(retrying);
  EXPECT_TRUE(text("stateText").contains(QStringLiteral("7 s")));
  EXPECT_TRUE(find<QWidget>("messageBar")->isVisible());
  m_clock.advance(4500);
  EXPECT_TRUE(waitFor([this] { return text("stateText").contains(QStringLiteral("3 s")); }));
  click("retryButton");
  ASSERT_TRUE(waitFor([this] { return m_node.retries == 1; }));
  say(state(Phase::Online));
  EXPECT_FALSE(find<QWidget>("messageBar")->isVisible()) << "what it told is over";
  EXPECT_FALSE(find<QWidget>("retryButton")->isVisible());
}

TEST_F(ClientWindowTest, AWrongHostIsToldWithinTheWindowWithAButtonThatHelps) {
  LinkState idle = state(Phase::Idle);
  idle.error = {codes::kHostNotFound, QStringLiteral("no such host <b>x</b>")};
  say(idle);
  ASSERT_TRUE(find<QWidget>("messageBar")->isVisible());
  EXPECT_EQ(find<QLabel>("messageBarText")->textFormat(), Qt::PlainText);
  click("messageBarButton");
  EXPECT_FALSE(find<QWidget>("messageBar")->isVisible());
  idle.error = {codes::kConnectionRefused, {}};
  say(idle);
  find<QComboBox>("hostEdit")->setEditText(QStringLiteral("h"));
  find<QLineEdit>("nameEdit")->setText(QStringLiteral("n"));
  click("messageBarButton");
  EXPECT_TRUE(waitFor([this] { return m_node.connects.size() == 1; })) << "tried again";
}

TEST_F(ClientWindowTest, BadInput45_AChangedKeyIsABlockingQuestionThatNamesBoth) {
  LinkState changed = state(Phase::KeyChanged);
  changed.known = peerId(8);
  changed.server = peerId(9);
  say(changed);
  ASSERT_TRUE(find<QWidget>("keyChangedPage")->isVisible());
  EXPECT_FALSE(find<QWidget>("connectButton")->isVisible());
  EXPECT_FALSE(find<QWidget>("chatView")->isVisible());
  EXPECT_FALSE(find<QAction>("connectAction")->isEnabled());
  const auto digits = [this](const char* label) {
    return text(label).remove(QLatin1Char(' ')).remove(QLatin1Char('\n'));
  };
  EXPECT_EQ(digits("knownKeyText"), peerId(8).hex());
  EXPECT_EQ(digits("presentedKeyText"), peerId(9).hex());
  EXPECT_TRUE(text("keyChangedText").contains(QStringLiteral("192.168.1.8:6677")));
  m_window->activateWindow();
  EXPECT_TRUE(waitFor([this] { return find<QPushButton>("refuseKeyButton")->hasFocus(); })) << "the safe answer";
  click("refuseKeyButton");
  ASSERT_TRUE(waitFor([this] { return m_node.disconnects == 1; }));
  EXPECT_TRUE(m_node.trusted.isEmpty());
  click("trustKeyButton");
  ASSERT_TRUE(waitFor([this] { return m_node.trusted.size() == 1; }));
  EXPECT_EQ(m_node.trusted.first(), peerId(9));
  say(state(Phase::Connecting));
  EXPECT_FALSE(find<QWidget>("keyChangedPage")->isVisible());
}

TEST_F(ClientWindowTest, TypesAndSendsAMessage) {
  auto* const edit = find<QPlainTextEdit>("messageEdit");
  QTest::keyClicks(edit, QStringLiteral("hello"));
  EXPECT_FALSE(find<QPushButton>("sendButton")->isEnabled()) << "not connected";
  goOnline();
  EXPECT_EQ(edit->toPlainText(), QStringLiteral("hello")) << "the draft stays";
  click("sendButton");
  ASSERT_TRUE(waitFor([this] { return m_node.messages.size() == 1; }));
  EXPECT_EQ(m_node.messages.first().to, wire::kEveryone);
  EXPECT_EQ(m_node.messages.first().text, QStringLiteral("hello"));
  session::ChatMessage message = test::outgoing(m_node.messages.first().id, QStringLiteral("hello"));
  Q_EMIT m_node.messageAdded(message);
  ASSERT_TRUE(waitFor([this] { return find<QListView>("chatView")->model()->rowCount() == 1; }));
  QTest::keyClicks(edit, QStringLiteral("again"));
  QTest::keyClick(edit, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return m_node.messages.size() == 2; }));
  EXPECT_NE(m_node.messages.at(0).id, m_node.messages.at(1).id);
}

TEST_F(ClientWindowTest, BadInput51_ATextThatIsTooLongStaysAndIsTold) {
  goOnline();
  find<QPlainTextEdit>("messageEdit")->setPlainText(QString(6000, QChar(0x738B)));  // three octets each
  EXPECT_FALSE(find<QPushButton>("sendButton")->isEnabled());
  EXPECT_TRUE(text("composeHint").contains(QStringLiteral("Too long")));
}

TEST_F(ClientWindowTest, BadInput57_AnInputMethodsReturnDoesNotSend) {
  goOnline();
  auto* const edit = find<QPlainTextEdit>("messageEdit");
  QInputMethodEvent composing(QStringLiteral("ni"), {});
  QCoreApplication::sendEvent(edit, &composing);
  QTest::keyClick(edit, Qt::Key_Return);
  QInputMethodEvent committed;
  committed.setCommitString(QStringLiteral("你"));
  QCoreApplication::sendEvent(edit, &committed);
  QTest::keyClick(edit, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return !m_node.messages.isEmpty(); }));
  ASSERT_EQ(m_node.messages.size(), 1);
  EXPECT_EQ(m_node.messages.first().text, QStringLiteral("你"));
}

TEST_F(ClientWindowTest, BadInput50_52_53_HostileTextIsHarmless) {
  const QString evil = QStringLiteral("<img src=file:///etc/passwd><a href='x'>");
  LinkState online = state(Phase::Online);
  online.server_name = evil + QChar(0x202E);
  say(online);
  EXPECT_TRUE(text("stateText").contains(evil));
  EXPECT_FALSE(text("stateText").contains(QChar(0x202E)));
  EXPECT_EQ(find<QLabel>("stateText")->textFormat(), Qt::PlainText);
  Q_EMIT m_node.peerJoined(test::peer(2, QStringLiteral("alice")));
  Q_EMIT m_node.peerJoined(test::peer(3, QStringLiteral("аlice")));  // Cyrillic а
  session::ChatMessage message = test::incoming(QStringLiteral("1"), 2, evil + QString(10'000, QChar(0x0301)));
  Q_EMIT m_node.messageAdded(message);
  auto* const view = find<QListView>("chatView");
  ASSERT_TRUE(waitFor([&] { return view->isVisible() && view->model()->rowCount() == 1; }));
  const QString shown = view->model()->index(0, 0).data(models::ConversationModel::TextRole).toString();
  EXPECT_TRUE(shown.startsWith(evil.left(10)));
  EXPECT_LT(shown.size(), evil.size() + 20);
  auto* const combo = find<QComboBox>("peerCombo");
  EXPECT_TRUE(combo->itemText(1).contains(peerId(2).fingerprint()));
  EXPECT_TRUE(combo->itemText(2).contains(peerId(3).fingerprint()));
  m_window->grab();  // paints all of it
}

TEST_F(ClientWindowTest, ADroppedFileGoesToTheServer) {
  goOnline();
  choose(1);
  drop({QStringLiteral("/tmp/a b.txt"), QStringLiteral("/tmp/c.txt")});
  ASSERT_TRUE(waitFor([this] { return m_node.files.size() == 1; }));
  EXPECT_EQ(m_node.files.first().to, peerId(1).hex());
  EXPECT_EQ(m_node.files.first().paths, QStringList({QStringLiteral("/tmp/a b.txt"), QStringLiteral("/tmp/c.txt")}));
}

TEST_F(ClientWindowTest, FilesAndFoldersGoToWhoIsChosenAsOneBatch) {
  goOnline();
  drop({QStringLiteral("/srv/photos/"), QStringLiteral("/tmp/a.txt"), QStringLiteral("/tmp/a.txt")});
  ASSERT_TRUE(waitFor([this] { return m_node.files.size() == 1; }));
  EXPECT_EQ(m_node.files.first().to, QString(wire::kEveryone));
  EXPECT_EQ(m_node.files.first().paths, QStringList({QStringLiteral("/srv/photos"), QStringLiteral("/tmp/a.txt")}));
  choose(2);
  drop({QStringLiteral("/srv/photos")});
  ASSERT_TRUE(waitFor([this] { return m_node.files.size() == 2; }));
  EXPECT_EQ(m_node.files.last().to, peerId(2).hex()) << "another client";
}

TEST_F(ClientWindowTest, FoldersHaveAKeyOfTheirOwn) {
  EXPECT_FALSE(find<QAction>("sendFolderAction")->isEnabled());
  goOnline();
  m_window->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  auto* const dialog = find<QFileDialog>("sendFolderDialog");
  ASSERT_NE(dialog, nullptr);
  dialog->close();
  ASSERT_TRUE(waitFor([this] { return !m_window->findChild<QFileDialog*>(QStringLiteral("sendFolderDialog")); }));
  m_window->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
  EXPECT_NE(m_window->findChild<QFileDialog*>(QStringLiteral("sendFilesDialog")), nullptr);
}

TEST_F(ClientWindowTest, NothingIsSentWhileOffline) {
  drop({QStringLiteral("/tmp/a.txt")});
  QCoreApplication::processEvents();
  EXPECT_TRUE(m_node.files.isEmpty());
  EXPECT_TRUE(barShows(QStringLiteral("Not connected")));
}

TEST_F(ClientWindowTest, ErrorsAreToldInTheBar) {
  Q_EMIT m_node.errorOccurred({codes::kNotAFile, QStringLiteral("/tmp is a folder.")});
  EXPECT_TRUE(waitFor([this] { return barShows(QStringLiteral("/tmp is a folder.")); }));
}

TEST_F(ClientWindowTest, TheRuleForFilesReachesTheNodeAndIsRemembered) {
  auto* const rule = find<QComboBox>("acceptRuleCombo");
  rule->setCurrentIndex(1);
  Q_EMIT rule->activated(1);
  ASSERT_TRUE(waitFor([this] { return m_node.accept_rule == session::AcceptRule::All; }));
  m_node.accept_rule = session::AcceptRule::Ask;
  openWindow();
  EXPECT_TRUE(waitFor([this] { return m_node.accept_rule == session::AcceptRule::All; }));
}

TEST_F(ClientWindowTest, TheCommandLineConnectsAtOnce) {
  ClientOverrides overrides;
  overrides.address = QStringLiteral("::1");
  overrides.port = quint16{7777};
  overrides.name = QStringLiteral("cli");
  overrides.begin = true;
  openWindow(overrides);
  ASSERT_TRUE(waitFor([this] { return m_node.connects.size() == 1; }));
  EXPECT_EQ(m_node.connects.first().host, QStringLiteral("::1"));
  EXPECT_EQ(m_node.connects.first().port, 7777);
}

TEST_F(ClientWindowTest, TheCommandLineIsNotRememberedUnlessItIsChanged) {
  find<QComboBox>("hostEdit")->setEditText(QStringLiteral("lab.local"));
  find<QLineEdit>("nameEdit")->setText(QStringLiteral("desk-7"));
  ClientOverrides overrides;
  overrides.address = QStringLiteral("::1");
  overrides.port = quint16{7777};
  overrides.name = QStringLiteral("cli");
  overrides.accept_rule = session::AcceptRule::All;
  overrides.save_folder = m_folder.filePath(QStringLiteral("cli"));
  overrides.begin = true;
  openWindow(overrides);
  ASSERT_TRUE(waitFor([this] { return m_node.connects.size() == 1; }));
  EXPECT_EQ(m_node.connects.first().name, QStringLiteral("cli"));
  EXPECT_EQ(m_node.save_folder, *overrides.save_folder);
  EXPECT_EQ(m_node.accept_rule, session::AcceptRule::All);
  find<QSpinBox>("portSpin")->setValue(7778);

  openWindow();
  EXPECT_EQ(find<QComboBox>("hostEdit")->currentText(), QStringLiteral("lab.local"));
  EXPECT_EQ(find<QSpinBox>("portSpin")->value(), 7778);
  EXPECT_EQ(find<QLineEdit>("nameEdit")->text(), QStringLiteral("desk-7"));
  EXPECT_TRUE(waitFor([this] { return m_node.accept_rule == session::AcceptRule::Ask; }));
  EXPECT_NE(m_node.save_folder, *overrides.save_folder);
}

TEST_F(ClientWindowTest, KeysLeadWhereTheySay) {
  goOnline();
  m_window->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
  EXPECT_TRUE(find<QLineEdit>("conversationFilter")->hasFocus());
  QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
  EXPECT_TRUE(find<QWidget>("transferView")->hasFocus() || !find<QWidget>("transferView")->isVisible());
  QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
  EXPECT_TRUE(find<QLineEdit>("conversationFilter")->hasFocus());
  QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
  EXPECT_TRUE(waitFor([this] { return m_node.disconnects == 1; }));
  QTest::keyClick(m_window.get(), Qt::Key_F1);
  ASSERT_NE(m_window->findChild<QDialog*>(QStringLiteral("keysDialog")), nullptr);
}

}  // namespace
}  // namespace landline::client
