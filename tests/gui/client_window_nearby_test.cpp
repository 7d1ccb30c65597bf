// The client's window and the servers nearby.

#include "gui/client_window_fixture.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <gtest/gtest.h>

#include "models/server_model.h"

namespace landline::client {
namespace {

using session::FoundServer;
using test::peerId;
using test::waitFor;
using Phase = session::LinkState::Phase;

class NearbyTest : public test::ClientWindowTest {
 protected:
  NearbyTest() { find<QLineEdit>("nameEdit")->setText(QStringLiteral("desk-7")); }

  void foundServer(int number, const char* name, const char* address, bool known = false) {
    Q_EMIT m_node.serverFound({peerId(number), QString::fromUtf8(name), {QLatin1String(address)}, known});
    QCoreApplication::processEvents();
  }
  QListView* view() const { return find<QListView>("nearbyView"); }
  void doubleClick(int row) {
    const QPoint place = view()->visualRect(view()->model()->index(row, 0)).center();
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, place);
  }
  bool connectedTo(int number) const {
    return waitFor([&] { return m_node.found_servers.size() == 1; }) && m_node.found_servers.first() == peerId(number);
  }
};

TEST_F(NearbyTest, ADoubleClickFillsInTheServerAndConnectsToThatVeryOne) {
  foundServer(1, "Room 301", "192.168.1.8:7000");
  ASSERT_TRUE(view()->isVisible());
  doubleClick(0);
  ASSERT_TRUE(connectedTo(1));
  EXPECT_EQ(m_node.found_connects.first().host, QStringLiteral("192.168.1.8"));
  EXPECT_EQ(m_node.found_connects.first().port, 7000);
  EXPECT_EQ(m_node.found_connects.first().name, QStringLiteral("desk-7"));
  EXPECT_EQ(find<QComboBox>("hostEdit")->currentText(), QStringLiteral("192.168.1.8"));
  EXPECT_EQ(find<QSpinBox>("portSpin")->value(), 7000);
  EXPECT_TRUE(m_node.connects.isEmpty());
}

TEST_F(NearbyTest, ReturnConnectsToo) {
  foundServer(1, "Room 301", "[fe80::8%eth0]:6677");
  view()->setFocus();
  view()->setCurrentIndex(view()->model()->index(0, 0));
  QTest::keyClick(view(), Qt::Key_Return);
  ASSERT_TRUE(connectedTo(1));
  EXPECT_EQ(m_node.found_connects.first().host, QStringLiteral("fe80::8%eth0"));
}

TEST_F(NearbyTest, TheContextMenuConnectsAndCopies) {
  foundServer(1, "Room 301", "192.168.1.8:6677");
  Q_EMIT view()->customContextMenuRequested(view()->visualRect(view()->model()->index(0, 0)).center());
  auto* const menu = find<QMenu>("nearbyMenu");
  ASSERT_NE(menu, nullptr);
  ASSERT_EQ(menu->actions().size(), 3);
  menu->actions()[1]->trigger();
  EXPECT_EQ(QApplication::clipboard()->text(), QStringLiteral("192.168.1.8:6677"));
  menu->actions()[2]->trigger();
  EXPECT_EQ(QApplication::clipboard()->text(), peerId(1).hex());
  menu->actions()[0]->trigger();
  EXPECT_TRUE(connectedTo(1));
  menu->close();
}

TEST_F(NearbyTest, TheContextMenuDoesNotConnectToTheServerThatIsConnected) {
  foundServer(1, "Room 301", "192.168.1.8:6677");
  goOnline();
  Q_EMIT view()->customContextMenuRequested(view()->visualRect(view()->model()->index(0, 0)).center());
  auto* const menu = find<QMenu>("nearbyMenu");
  ASSERT_NE(menu, nullptr);
  EXPECT_FALSE(menu->actions()[0]->isEnabled());
  EXPECT_TRUE(menu->actions()[1]->isEnabled());
  menu->close();
}

TEST_F(NearbyTest, WithoutANameItIsAskedForFirst) {
  find<QLineEdit>("nameEdit")->clear();
  foundServer(1, "Room 301", "192.168.1.8:6677");
  doubleClick(0);
  EXPECT_TRUE(barShows(QStringLiteral("what you want to be called")));
  QCoreApplication::processEvents();
  EXPECT_TRUE(m_node.found_servers.isEmpty());
}

TEST_F(NearbyTest, OnlineADoubleClickAsksBeforeItLeavesTheServer) {
  foundServer(1, "Room 301", "192.168.1.8:6677");
  foundServer(2, "Room 302", "192.168.1.9:6677");
  goOnline();
  EXPECT_TRUE(view()->model()->index(0, 0).data(models::ServerModel::CurrentRole).toBool());
  doubleClick(0);
  EXPECT_FALSE(barShows(QStringLiteral("another server"))) << "it is this one";
  doubleClick(1);
  EXPECT_TRUE(barShows(QStringLiteral("Room 302")));
  QCoreApplication::processEvents();
  EXPECT_TRUE(m_node.found_servers.isEmpty());
  click("messageBarButton");
  EXPECT_TRUE(connectedTo(2));
}

TEST_F(NearbyTest, EmptyItSaysWhatToDo) {
  EXPECT_TRUE(find<QLabel>("nearbyEmptyText")->isVisible());
  EXPECT_FALSE(find<QPushButton>("nearbyEmptyButton")->isVisible());
  foundServer(1, "Room 301", "192.168.1.8:6677");
  EXPECT_FALSE(find<QLabel>("nearbyEmptyText")->isVisible());
  Q_EMIT m_node.serverLost(peerId(1));
  QCoreApplication::processEvents();
  EXPECT_TRUE(find<QLabel>("nearbyEmptyText")->isVisible());
  find<QSpinBox>("portSpin")->setFocus();
  click("addByAddressButton");
  EXPECT_TRUE(find<QComboBox>("hostEdit")->hasFocus());
}

TEST_F(NearbyTest, EverythingIsReachedByTabFromTopToBottom) {
  foundServer(1, "Room 301", "192.168.1.8:6677");
  m_window->activateWindow();
  ASSERT_TRUE(waitFor([this] { return m_window->isActiveWindow(); }));
  find<QPushButton>("connectButton")->setFocus();
  QStringList reached;
  for (int i = 0; i < 8; ++i) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    reached.append(QApplication::focusWidget()->objectName());
  }
  EXPECT_EQ(
      reached.join(QLatin1Char(' ')).toStdString(),
      "nearbyOptions nearbyView addByAddressButton conversationFilter conversationList emptyStateButton peerCombo "
      "messageEdit");
}

TEST_F(NearbyTest, TheSwitchIsToldAndRemembered) {
  ASSERT_TRUE(waitFor([this] { return m_node.discovery.has_value(); }));
  EXPECT_TRUE(m_node.discovery->on);
  find<QAction>("discoveryAction")->trigger();
  ASSERT_TRUE(waitFor([this] { return !m_node.discovery->on; }));
  EXPECT_TRUE(text("nearbyEmptyText").contains(QStringLiteral("switched off")));
  m_window->close();
  m_node.discovery.reset();
  openWindow();
  ASSERT_TRUE(waitFor([this] { return m_node.discovery.has_value(); }));
  EXPECT_FALSE(m_node.discovery->on);
  click("nearbyEmptyButton");
  EXPECT_TRUE(waitFor([this] { return m_node.discovery->on; }));
}

TEST_F(NearbyTest, AKeyThatWasAnnouncedOnlyIsAskedAboutInOtherWords) {
  session::LinkState asked = state(Phase::KeyChanged);
  asked.known = peerId(3);
  asked.error = {codes::kForged, {}};
  say(asked);
  EXPECT_TRUE(text("keyChangedText").contains(QStringLiteral("than the server that you chose")));
  asked.error = {codes::kKeyChanged, {}};
  say(asked);
  EXPECT_TRUE(text("keyChangedText").contains(QStringLiteral("trusted so far")));
}

}  // namespace
}  // namespace landline::client
