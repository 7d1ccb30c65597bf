// The server's window: listening, peers, messages, and what it remembers.

#include "gui/server_window_fixture.h"
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTranslator>
#include <gtest/gtest.h>

#include "widgets/language.h"
#include "wire/messages.h"

namespace landline::server {
namespace {

using test::peerId;
using test::ServerWindowTest;
using test::waitFor;

TEST_F(ServerWindowTest, TellsTheNodeWhatItRemembers) {
  EXPECT_FALSE(node.name.isEmpty());
  EXPECT_FALSE(node.save_folder.isEmpty());
  EXPECT_EQ(node.access, trust::Access::Ask);
  EXPECT_EQ(node.accept_rule, session::AcceptRule::Ask);
  EXPECT_TRUE(node.listens.isEmpty());
}

TEST_F(ServerWindowTest, ListenTurnsIntoStopAndBack) {
  EXPECT_EQ(button("listenButton")->text(), QStringLiteral("Listen"));
  EXPECT_EQ(child<QLabel>("emptyStateText")->text(), QStringLiteral("Not listening. Nobody can connect yet."));
  listen();
  ASSERT_EQ(node.listens.size(), 1);
  EXPECT_EQ(node.listens.last().address, QString());
  EXPECT_EQ(node.listens.last().port, 6677);
  EXPECT_TRUE(child<QLabel>("stateLabel")->text().contains(QStringLiteral("192.168.1.8:6677")));
  EXPECT_FALSE(child<QSpinBox>("portSpin")->isEnabled());
  button("copyAddressButton")->click();
  EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("192.168.1.8:6677"));

  button("listenButton")->click();
  ASSERT_TRUE(waitFor([this] { return button("listenButton")->text() == QStringLiteral("Listen"); }));
  EXPECT_EQ(node.stops_listening, 1);
  EXPECT_TRUE(child<QSpinBox>("portSpin")->isEnabled());
}

TEST_F(ServerWindowTest, EmptyStateHasAButtonThatListens) {
  button("emptyStateButton")->click();
  ASSERT_TRUE(waitFor([this] { return node.listens.size() == 1; }));
}

TEST_F(ServerWindowTest, KeyListensOnceHoweverOftenItIsPressed) {
  QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
  QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);  // before the node could answer
  ASSERT_TRUE(waitFor([this] { return button("listenButton")->text() == QStringLiteral("Stop listening"); }));
  EXPECT_EQ(node.listens.size(), 1);
  EXPECT_EQ(node.stops_listening, 0);
}

TEST_F(ServerWindowTest, SpeaksChinese) {
  QCoreApplication& application = *QCoreApplication::instance();
  const QLocale before;
  widgets::installLanguage(application, QStringLiteral("zh_CN"));
  open();
  EXPECT_EQ(button("listenButton")->text(), QString::fromUtf8("\u5F00\u59CB\u76D1\u542C"));
  qDeleteAll(application.findChildren<QTranslator*>());
  QLocale::setDefault(before);
}

TEST_F(ServerWindowTest, PortInUseOffersTheNextOneWhichWorks) {
  node.port_in_use = 6677;
  button("listenButton")->click();
  auto* const help = button("messageBarButton");
  ASSERT_TRUE(waitFor([help] { return help->isVisible(); }));
  EXPECT_EQ(help->text(), QStringLiteral("Use 6678"));
  EXPECT_TRUE(child<QLabel>("messageBarText")->text().contains(QStringLiteral("6677")));
  EXPECT_TRUE(button("listenButton")->isEnabled());
  help->click();
  ASSERT_TRUE(waitFor([this] { return button("listenButton")->text() == QStringLiteral("Stop listening"); }));
  EXPECT_EQ(node.listens.last().port, 6678);
  EXPECT_EQ(child<QSpinBox>("portSpin")->value(), 6678);
  EXPECT_FALSE(help->isVisible());
}

TEST_F(ServerWindowTest, TypedAddressIsTakenAndNonsenseIsNot) {
  auto* const bind = child<QComboBox>("bindCombo");
  bind->setEditText(QStringLiteral("room 301"));
  button("listenButton")->click();
  ASSERT_TRUE(waitFor([this] { return child<QLabel>("messageBarText")->isVisible(); }));
  EXPECT_TRUE(node.listens.isEmpty());
  bind->setEditText(QStringLiteral("127.0.0.1"));
  listen();
  EXPECT_EQ(node.listens.last().address, QStringLiteral("127.0.0.1"));
}

TEST_F(ServerWindowTest, LocalAddressesAreOffered) {
  auto* const bind = child<QComboBox>("bindCombo");
  EXPECT_EQ(bind->itemText(0), QStringLiteral("All addresses"));
  EXPECT_GE(bind->findData(QStringLiteral("127.0.0.1")), 1);
}

TEST_F(ServerWindowTest, ComboboxOfPeersIsInStepWithTheList) {
  listen();
  auto* const combo = child<QComboBox>("peerCombo");
  const auto* const list = child<QListView>("conversationList")->model();
  ASSERT_EQ(combo->count(), 1);
  join('a', QStringLiteral("desk-7"));
  join('b', QStringLiteral("desk-9"));
  ASSERT_TRUE(waitFor([combo] { return combo->count() == 3; }));
  EXPECT_EQ(list->rowCount(), 3);
  EXPECT_TRUE(combo->itemText(1).contains(QStringLiteral("desk-7")));
  EXPECT_TRUE(combo->itemText(1).contains(QStringLiteral("192.168.1.20:50001")));
  Q_EMIT node.peerLeft({peerId('a'), QStringLiteral("desk-7"), {}, false});
  ASSERT_TRUE(waitFor([combo] { return combo->count() == 2; }));
  EXPECT_EQ(list->rowCount(), combo->count());
}

TEST_F(ServerWindowTest, TypedMessageIsSentToWhomTheComboboxSays) {
  listen();
  join('a', QStringLiteral("desk-7"));
  auto* const combo = child<QComboBox>("peerCombo");
  ASSERT_TRUE(waitFor([combo] { return combo->count() == 2; }));
  auto* const edit = window->findChild<QWidget*>(QStringLiteral("messageEdit"));
  QTest::keyClicks(edit, QStringLiteral("good morning"));
  button("sendButton")->click();
  ASSERT_TRUE(waitFor([this] { return node.messages.size() == 1; }));
  EXPECT_EQ(node.messages.at(0).to, QString(wire::kEveryone));
  EXPECT_EQ(node.messages.at(0).text, QStringLiteral("good morning"));

  combo->setCurrentIndex(1);
  Q_EMIT combo->activated(1);
  QTest::keyClicks(edit, QStringLiteral("psst"));
  QTest::keyClick(edit, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return node.messages.size() == 2; }));
  EXPECT_EQ(node.messages.at(1).to, peerId('a').hex());
  EXPECT_NE(node.messages.at(0).id, node.messages.at(1).id);
}

TEST_F(ServerWindowTest, BadInput50_HtmlInNamesIsLiteral) {
  listen();
  const QString name = QStringLiteral("<img src=file:///etc/passwd>");
  join('a', name);
  auto* const combo = child<QComboBox>("peerCombo");
  ASSERT_TRUE(waitFor([combo] { return combo->count() == 2; }));
  EXPECT_TRUE(combo->itemText(1).contains(name));
  Q_EMIT node.errorOccurred({QStringLiteral("odd"), name});
  ASSERT_TRUE(waitFor([this] { return child<QLabel>("messageBarText")->isVisible(); }));
  EXPECT_TRUE(child<QLabel>("messageBarText")->text().contains(name));
  for (const QLabel* label : window->findChildren<QLabel*>()) {
    if (label->text().contains(QLatin1String("<img"))) {
      EXPECT_EQ(label->textFormat(), Qt::PlainText) << label->objectName().toStdString();
    }
  }
}

TEST_F(ServerWindowTest, PeerWhoseConversationIsShownCanBeDisconnected) {
  listen();
  join('a', QStringLiteral("desk-7"));
  auto* const combo = child<QComboBox>("peerCombo");
  ASSERT_TRUE(waitFor([combo] { return combo->count() == 2; }));
  auto* const action = child<QAction>("disconnectAction");
  EXPECT_FALSE(action->isEnabled());
  combo->setCurrentIndex(1);
  Q_EMIT combo->activated(1);
  ASSERT_TRUE(waitFor([action] { return action->isEnabled(); }));
  action->trigger();
  ASSERT_TRUE(waitFor([this] { return node.disconnected.size() == 1; }));
  EXPECT_EQ(node.disconnected.at(0), peerId('a'));
}

TEST_F(ServerWindowTest, ChoicesReachTheNodeAndSurviveARestart) {
  child<QComboBox>("accessCombo")->setCurrentIndex(1);
  child<QComboBox>("acceptCombo")->setCurrentIndex(2);
  child<QSpinBox>("portSpin")->setValue(7000);
  auto* const name = child<QLineEdit>("nameEdit");
  name->setText(QStringLiteral("Room 301"));
  QTest::keyClick(name, Qt::Key_Return);
  auto* const save = child<QLineEdit>("saveFolderEdit");
  save->setText(folder.filePath(QStringLiteral("in")));
  QTest::keyClick(save, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return node.save_folder == folder.filePath(QStringLiteral("in")); }));
  EXPECT_EQ(node.name, QStringLiteral("Room 301"));
  EXPECT_EQ(node.access, trust::Access::Open);
  EXPECT_EQ(node.accept_rule, session::AcceptRule::None);
  window->resize(933, 777);
  window->close();

  node.save_folder.clear();
  open();
  EXPECT_EQ(node.name, QStringLiteral("Room 301"));
  EXPECT_EQ(node.access, trust::Access::Open);
  EXPECT_EQ(node.accept_rule, session::AcceptRule::None);
  EXPECT_EQ(node.save_folder, folder.filePath(QStringLiteral("in")));
  EXPECT_EQ(child<QSpinBox>("portSpin")->value(), 7000);
  EXPECT_EQ(window->size(), QSize(933, 777));
}

TEST_F(ServerWindowTest, RemembersAlsoWhenTheProcessEndsWithoutClosingIt) {
  child<QSpinBox>("portSpin")->setValue(7002);
  window->resize(911, 744);
  open();  // destroys the first one
  EXPECT_EQ(child<QSpinBox>("portSpin")->value(), 7002);
  EXPECT_EQ(window->size(), QSize(911, 744));
}

TEST_F(ServerWindowTest, CommandLineWinsOverWhatIsRemembered) {
  ServerOverrides overrides;
  overrides.port = quint16{7001};
  overrides.address = QStringLiteral("127.0.0.1");
  overrides.name = QStringLiteral("lab");
  overrides.begin = true;
  open(overrides);
  ASSERT_TRUE(waitFor([this] { return node.listens.size() == 1; }));
  EXPECT_EQ(node.listens.at(0).port, 7001);
  EXPECT_EQ(node.listens.at(0).address, QStringLiteral("127.0.0.1"));
  EXPECT_EQ(node.name, QStringLiteral("lab"));
}

TEST_F(ServerWindowTest, CommandLineIsNotRememberedInPlaceOfAChoice) {
  child<QSpinBox>("portSpin")->setValue(7000);
  auto* const name = child<QLineEdit>("nameEdit");
  name->setText(QStringLiteral("Room 301"));
  QTest::keyClick(name, Qt::Key_Return);
  ServerOverrides overrides;
  overrides.port = quint16{0};
  overrides.address = QStringLiteral("127.0.0.1");
  overrides.name = QStringLiteral("lab");
  overrides.access = trust::Access::Open;
  overrides.accept_rule = session::AcceptRule::All;
  overrides.save_folder = folder.filePath(QStringLiteral("lab"));
  overrides.begin = true;
  open(overrides);
  ASSERT_TRUE(waitFor([this] { return node.listens.size() == 1; }));
  EXPECT_EQ(node.listens.at(0).port, 0);
  EXPECT_EQ(node.save_folder, *overrides.save_folder);
  Q_EMIT node.stateChanged(node.state(session::LinkState::Phase::Listening, 40001));
  ASSERT_TRUE(waitFor([this] { return child<QSpinBox>("portSpin")->value() == 40001; }));

  open();
  EXPECT_EQ(child<QSpinBox>("portSpin")->value(), 7000);
  EXPECT_EQ(child<QComboBox>("bindCombo")->currentText(), QStringLiteral("All addresses"));
  EXPECT_EQ(node.name, QStringLiteral("Room 301"));
  EXPECT_EQ(node.access, trust::Access::Ask);
  EXPECT_EQ(node.accept_rule, session::AcceptRule::Ask);
  EXPECT_NE(node.save_folder, *overrides.save_folder);
}

TEST_F(ServerWindowTest, WhatIsChangedAfterTheCommandLineIsRemembered) {
  ServerOverrides overrides;
  overrides.port = quint16{7001};
  overrides.name = QStringLiteral("lab");
  overrides.accept_rule = session::AcceptRule::All;
  open(overrides);
  child<QSpinBox>("portSpin")->setValue(7002);
  child<QComboBox>("acceptCombo")->setCurrentIndex(2);
  open();
  EXPECT_EQ(child<QSpinBox>("portSpin")->value(), 7002);
  EXPECT_EQ(node.accept_rule, session::AcceptRule::None);
  EXPECT_NE(node.name, QStringLiteral("lab"));
}

TEST_F(ServerWindowTest, OnlyTheTroubleWithListeningIsOverWhenItListens) {
  Q_EMIT node.errorOccurred({codes::kInternal, QStringLiteral("known peers")});
  auto* const text = child<QLabel>("messageBarText");
  ASSERT_TRUE(waitFor([text] { return text->isVisible(); }));
  Q_EMIT node.stateChanged(node.state(session::LinkState::Phase::Listening, 6677));
  ASSERT_TRUE(waitFor([this] { return button("listenButton")->text() == QStringLiteral("Stop listening"); }));
  EXPECT_TRUE(text->isVisible());
}

TEST_F(ServerWindowTest, LogTellsWhoComesAndGoes) {
  listen();
  join('a', QStringLiteral("desk-7"));
  auto* const log = child<QTableView>("logView");
  ASSERT_TRUE(waitFor([log] { return log->model()->rowCount() >= 2; }));
  const QString last =
      log->model()->index(log->model()->rowCount() - 1, models::LogModel::TextColumn).data().toString();
  EXPECT_TRUE(last.contains(QStringLiteral("desk-7"))) << last.toStdString();
}

TEST_F(ServerWindowTest, EveryControlHasANameForScreenReadersAndIsReachable) {
  for (const char* name :
       {"bindCombo", "portSpin", "nameEdit", "accessCombo", "acceptCombo", "listenButton", "saveFolderEdit",
        "peerCombo", "messageEdit", "transferView", "interfaceView", "logView", "progressBar"}) {
    const auto* const widget = window->findChild<QWidget*>(QLatin1String(name));
    ASSERT_NE(widget, nullptr) << name;
    EXPECT_FALSE(widget->accessibleName().isEmpty()) << name;
  }
}

}  // namespace
}  // namespace landline::server
