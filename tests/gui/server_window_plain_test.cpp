// The server's window and plain peers: the switch, and how they are marked.

#include "gui/server_window_fixture.h"
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <gtest/gtest.h>

#include "widgets/icons.h"
#include "wire/messages.h"

namespace landline::server {
namespace {

using session::PlainMode;
using test::peerId;
using test::ServerWindowTest;
using test::waitFor;
using widgets::Icon;

class ServerWindowPlainTest : public ServerWindowTest {
 protected:
  QComboBox* plain() const { return child<QComboBox>("plainCombo"); }
  QComboBox* to() const { return child<QComboBox>("peerCombo"); }

  void choose(PlainMode mode) const { plain()->setCurrentIndex(plain()->findData(static_cast<int>(mode))); }

  /// Row 1 of the combobox is a plain peer, row 2 is none.
  void joinBoth() {
    session::PeerInfo peer{peerId('b'), QStringLiteral("plain (192.168.1.20:50002)"),
                           QStringLiteral("192.168.1.20:50002")};
    peer.plain = true;
    Q_EMIT node.peerJoined(peer);
    join('a', QStringLiteral("tablet"));
    ASSERT_TRUE(waitFor([this] { return to()->count() == 3; }));
  }

  static QImage drawn(const QIcon& icon) { return icon.pixmap(16, 16).toImage(); }
};

TEST_F(ServerWindowPlainTest, TheyAreOffUntilSomebodySwitchesThemOnWhichIsRemembered) {
  EXPECT_EQ(node.plain_mode, PlainMode::Off);
  EXPECT_EQ(plain()->currentText(), QStringLiteral("Off"));
  choose(PlainMode::Text);
  ASSERT_TRUE(waitFor([this] { return node.plain_mode == PlainMode::Text; }));
  choose(PlainMode::Files);
  ASSERT_TRUE(waitFor([this] { return node.plain_mode == PlainMode::Files; }));
  node.plain_mode = PlainMode::Off;
  open();
  EXPECT_EQ(node.plain_mode, PlainMode::Files);
  EXPECT_EQ(plain()->currentText(), QStringLiteral("Text and files"));
}

TEST_F(ServerWindowPlainTest, TheCommandLineWinsForThisRun) {
  ServerOverrides overrides;
  overrides.plain = PlainMode::Text;
  open(overrides);
  EXPECT_EQ(node.plain_mode, PlainMode::Text);
  EXPECT_EQ(plain()->currentText(), QStringLiteral("Text"));
  open();
  EXPECT_EQ(node.plain_mode, PlainMode::Off);
}

TEST_F(ServerWindowPlainTest, TheSwitchWarnsInWords) {
  EXPECT_TRUE(plain()->toolTip().contains(QStringLiteral("Q&A&2024")));
  EXPECT_EQ(plain()->accessibleDescription(), plain()->toolTip());
  EXPECT_FALSE(plain()->accessibleName().isEmpty());
}

TEST_F(ServerWindowPlainTest, TheStateSaysThatNotEverythingIsEncrypted) {
  session::LinkState state = node.state(session::LinkState::Phase::Listening, 6677);
  Q_EMIT node.stateChanged(state);
  auto* const label = child<QLabel>("stateLabel");
  ASSERT_TRUE(waitFor([label] { return label->text().startsWith(QStringLiteral("Listening")); }));
  EXPECT_FALSE(label->text().contains(QStringLiteral("unencrypted")));
  state.plain_mode = PlainMode::Text;
  Q_EMIT node.stateChanged(state);
  EXPECT_TRUE(waitFor([label] { return label->text().contains(QStringLiteral("unencrypted")); }));
}

TEST_F(ServerWindowPlainTest, APlainPeerIsMarkedByIconAndText) {
  listen();
  joinBoth();
  EXPECT_TRUE(to()->itemText(1).contains(QStringLiteral("plain (192.168.1.20:50002)")));
  EXPECT_TRUE(to()->itemText(1).contains(QStringLiteral("unencrypted")));
  EXPECT_EQ(to()->itemText(1).count(QStringLiteral("192.168.1.20:50002")), 1) << "its address is its name";
  EXPECT_FALSE(to()->itemText(2).contains(QStringLiteral("unencrypted")));
  EXPECT_EQ(drawn(to()->itemIcon(0)), drawn(icon(Icon::Everyone)));
  EXPECT_EQ(drawn(to()->itemIcon(1)), drawn(icon(Icon::Unlocked)));
  EXPECT_EQ(drawn(to()->itemIcon(2)), drawn(icon(Icon::Peer)));
  EXPECT_NE(drawn(icon(Icon::Unlocked)), drawn(icon(Icon::Lock)));
  const QModelIndex listed = child<QListView>("conversationList")->model()->index(1, 0);
  EXPECT_TRUE(listed.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("unencrypted")));
  const QAbstractItemModelTester tester(to()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

TEST_F(ServerWindowPlainTest, APlainPeerIsTalkedToAndSentAwayLikeAnyOther) {
  listen();
  joinBoth();
  to()->setCurrentIndex(1);
  Q_EMIT to()->activated(1);
  auto* const disconnect = window->findChild<QAction*>(QStringLiteral("disconnectAction"));
  ASSERT_TRUE(waitFor([disconnect] { return disconnect->isEnabled(); }));
  disconnect->trigger();
  ASSERT_TRUE(waitFor([this] { return node.disconnected.size() == 1; }));
  EXPECT_EQ(node.disconnected.first(), peerId('b'));
}

TEST_F(ServerWindowPlainTest, TheLogSaysSo) {
  session::LinkState state = node.state(session::LinkState::Phase::Listening, 6677);
  state.plain_mode = PlainMode::Files;
  Q_EMIT node.stateChanged(state);
  joinBoth();
  const auto* const log = child<QTableView>("logView")->model();
  const auto logged = [log](const char* text) {
    for (int row = 0; row < log->rowCount(); ++row) {
      if (log->index(row, models::LogModel::TextColumn).data().toString().contains(QLatin1String(text))) {
        return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(waitFor([&] { return logged("Plain peers may send text and files, unencrypted."); }));
  EXPECT_TRUE(waitFor([&] { return logged("joined, unencrypted."); }));
}

}  // namespace
}  // namespace landline::server
