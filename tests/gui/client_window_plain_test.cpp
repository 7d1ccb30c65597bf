// The client's window over a plain connection: the switch beside Connect, the mark that stands there all the time, and
// what is said of files that nobody verifies.

#include "gui/client_window_fixture.h"
#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <gtest/gtest.h>

#include "models/transfer_model.h"
#include "wire/messages.h"

namespace landline::client {
namespace {

using models::TransferModel;
using session::LinkState;
using session::TransferInfo;
using test::peerId;
using test::waitFor;
using Phase = LinkState::Phase;
using State = TransferInfo::State;

class ClientWindowPlainTest : public test::ClientWindowTest {
 protected:
  QCheckBox* check() const { return find<QCheckBox>("plainCheck"); }
  void type(const QString& host) const { find<QComboBox>("hostEdit")->setEditText(host); }

  LinkState plainState(Phase phase) const {
    LinkState result = state(phase);
    result.plain = true;
    result.own_name.clear();
    result.server_name = QStringLiteral("plain (192.168.1.8:6677)");
    return result;
  }
  void goOnlinePlain() {
    say(plainState(Phase::Connecting));
    say(plainState(Phase::Online));
    session::PeerInfo server = test::peer(1, QStringLiteral("plain (192.168.1.8:6677)"));
    server.is_server = true;
    server.plain = true;
    Q_EMIT m_node.peerJoined(server);
    QCoreApplication::processEvents();
  }
  TransferInfo plainUpload(State state) const {
    TransferInfo info;
    info.transfer = QStringLiteral("t");
    info.state = state;
    info.plain = true;
    info.peer = peerId(1);
    info.peer_name = QStringLiteral("plain (192.168.1.8:6677)");
    info.title = QStringLiteral("a.iso");
    info.files_total = 1;
    info.bytes_total = 1000;
    return info;
  }
  void show(const TransferInfo& info) {
    Q_EMIT m_node.transferChanged(info);
    QCoreApplication::sendPostedEvents();
    find<QTableView>("transferView")->selectRow(0);
  }
  bool enabled(const char* action) const { return find<QAction>(action)->isEnabled(); }
};

TEST_F(ClientWindowPlainTest, TheSwitchIsLabelledOffAtFirstAndRemembered) {
  EXPECT_FALSE(check()->isChecked());
  EXPECT_TRUE(check()->text().remove(QLatin1Char('&')).contains(QStringLiteral("unencrypted")));
  EXPECT_FALSE(check()->toolTip().isEmpty());
  check()->setChecked(true);
  m_window->close();
  openWindow();
  EXPECT_TRUE(check()->isChecked());
}

TEST_F(ClientWindowPlainTest, ConnectsPlainlyAndNeedsNoName) {
  type(QStringLiteral("192.168.1.8:8888"));
  find<QLineEdit>("nameEdit")->clear();
  check()->setChecked(true);
  EXPECT_FALSE(find<QLineEdit>("nameEdit")->isEnabled()) << "a plain server never hears it";
  click("connectButton");
  ASSERT_TRUE(waitFor([this] { return m_node.plain_connects.size() == 1; }));
  EXPECT_EQ(m_node.plain_connects.first().host, QStringLiteral("192.168.1.8"));
  EXPECT_EQ(m_node.plain_connects.first().port, 8888);
  EXPECT_TRUE(m_node.connects.isEmpty());
}

TEST_F(ClientWindowPlainTest, WithoutTheSwitchItConnectsEncrypted) {
  type(QStringLiteral("192.168.1.8"));
  find<QLineEdit>("nameEdit")->setText(QStringLiteral("desk-7"));
  check()->setChecked(true);
  check()->setChecked(false);
  EXPECT_TRUE(find<QLineEdit>("nameEdit")->isEnabled());
  click("connectButton");
  ASSERT_TRUE(waitFor([this] { return m_node.connects.size() == 1; }));
  EXPECT_TRUE(m_node.plain_connects.isEmpty());
}

TEST_F(ClientWindowPlainTest, TheCommandLineSwitchesForThisRunOnly) {
  client::ClientOverrides overrides;
  overrides.begin = true;
  overrides.address = QStringLiteral("192.168.1.9");
  overrides.port = 9999;
  overrides.plain = true;
  openWindow(overrides);
  ASSERT_TRUE(waitFor([this] { return m_node.plain_connects.size() == 1; }));
  EXPECT_EQ(m_node.plain_connects.first().host, QStringLiteral("192.168.1.9"));
  m_window->close();
  openWindow();
  EXPECT_FALSE(check()->isChecked());
}

TEST_F(ClientWindowPlainTest, SaysUnencryptedAsLongAsTheConnectionIsOpen) {
  say(plainState(Phase::Connecting));
  EXPECT_TRUE(text("stateText").contains(QStringLiteral("unencrypted")));
  EXPECT_FALSE(check()->isEnabled()) << "only while there is no connection";
  goOnlinePlain();
  EXPECT_EQ(text("stateText"), QStringLiteral("Connected to 192.168.1.8:6677: plain, unencrypted"));
  EXPECT_EQ(find<QLabel>("stateText")->accessibleName(), text("stateText"));
  const QImage plain_mark = find<QLabel>("stateIcon")->pixmap(Qt::ReturnByValue).toImage();
  say(state(Phase::Online));
  EXPECT_FALSE(text("stateText").contains(QStringLiteral("unencrypted")));
  EXPECT_NE(find<QLabel>("stateIcon")->pixmap(Qt::ReturnByValue).toImage(), plain_mark) << "not the lock";
  say(state(Phase::Idle));
  EXPECT_TRUE(check()->isEnabled());
}

TEST_F(ClientWindowPlainTest, TalksToTheServerAndToNobodyElse) {
  goOnlinePlain();
  auto* const to = find<QComboBox>("peerCombo");
  ASSERT_EQ(to->count(), 2) << "Everyone, and the server";
  EXPECT_EQ(to->currentIndex(), 1) << "the server is chosen by itself";
  find<QPlainTextEdit>("messageEdit")->setPlainText(QStringLiteral("hello"));
  click("sendButton");
  ASSERT_TRUE(waitFor([this] { return m_node.messages.size() == 1; }));
  EXPECT_EQ(m_node.messages.first().to, peerId(1).hex());
  choose(0);
  find<QPlainTextEdit>("messageEdit")->setPlainText(QStringLiteral("hello"));
  EXPECT_FALSE(find<QPushButton>("sendButton")->isEnabled());
  EXPECT_TRUE(text("composeHint").contains(QStringLiteral("nobody but the server")));
  say(state(Phase::Online));
  EXPECT_TRUE(find<QPushButton>("sendButton")->isEnabled()) << "over an encrypted connection there is everyone";
}

TEST_F(ClientWindowPlainTest, ALostConnectionIsToldAndNotMadeAgain) {
  type(QStringLiteral("192.168.1.8"));
  check()->setChecked(true);
  goOnlinePlain();
  Q_EMIT m_node.peerLeft(test::peer(1, QStringLiteral("plain (192.168.1.8:6677)")));
  LinkState lost = state(Phase::Idle);
  lost.error = {codes::kConnectionLost, QStringLiteral("The server reset it.")};
  say(lost);
  EXPECT_TRUE(barShows(QStringLiteral("The connection was lost.")));
  EXPECT_EQ(text("stateText"), QStringLiteral("Offline"));
  EXPECT_FALSE(find<QWidget>("retryButton")->isVisible());
  EXPECT_TRUE(m_node.plain_connects.isEmpty());
  click("messageBarButton");
  EXPECT_TRUE(waitFor([this] { return m_node.plain_connects.size() == 1; })) << "a person may";
}

TEST_F(ClientWindowPlainTest, AFileIsSentAndNotVerified) {
  goOnlinePlain();
  drop({QStringLiteral("/tmp/a.iso")});
  ASSERT_TRUE(waitFor([this] { return m_node.files.size() == 1; }));
  EXPECT_EQ(m_node.files.first().to, peerId(1).hex());
  show(plainUpload(State::Running));
  EXPECT_TRUE(enabled("cancelTransferAction"));
  EXPECT_FALSE(enabled("pauseTransferAction"));
  EXPECT_FALSE(enabled("pauseAllAction"));
  show(plainUpload(State::Done));
  const QAbstractItemModel* const rows = find<QTableView>("transferView")->model();
  EXPECT_EQ(rows->index(0, TransferModel::StatusColumn).data().toString(), QStringLiteral("sent, not verified"));
}

TEST_F(ClientWindowPlainTest, AFileIsTriedAgainOnlyOverTheSameConnection) {
  goOnlinePlain();
  show(plainUpload(State::Failed));
  EXPECT_TRUE(enabled("retryTransferAction"));
  Q_EMIT m_node.peerLeft(test::peer(1, QStringLiteral("plain (192.168.1.8:6677)")));
  say(state(Phase::Idle));
  EXPECT_FALSE(enabled("retryTransferAction"));
}

TEST_F(ClientWindowPlainTest, AFolderIsRefusedInWords) {
  goOnlinePlain();
  Q_EMIT m_node.errorOccurred({codes::kNoFolders, QStringLiteral("/tmp/photos is a folder.")});
  QCoreApplication::processEvents();
  EXPECT_TRUE(barShows(QStringLiteral("not folders")));
  EXPECT_TRUE(barShows(QStringLiteral("/tmp/photos")));
}

TEST_F(ClientWindowPlainTest, QuittingSaysWhatWillNotGoOn) {
  goOnlinePlain();
  show(plainUpload(State::Running));
  m_window->close();
  ASSERT_TRUE(m_window->isVisible());
  const auto* const question = find<QMessageBox>("quitQuestion");
  EXPECT_TRUE(question->informativeText().contains(QStringLiteral("have to be sent again: 1")));
}

}  // namespace
}  // namespace landline::client
