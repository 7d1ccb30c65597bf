#pragma once

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <gtest/gtest.h>

#include <memory>

#include "client/client_window.h"
#include "support/fake_client_node.h"
#include "support/fake_clock.h"
#include "support/session_values.h"
#include "support/wait_for.h"

namespace landline::test {

/// A window over a fake node, in one thread: calls between them are queued as they would be between two.
class ClientWindowTest : public ::testing::Test {
 protected:
  ClientWindowTest() {
    session::registerMetaTypes();
    openWindow();
  }

  void openWindow(const client::ClientOverrides& overrides = {}) {
    m_window.reset();
    m_window = std::make_unique<client::ClientWindow>(m_node, m_clock, settingsPath(), overrides);
    m_window->show();
  }
  QString settingsPath() const { return m_folder.filePath(QStringLiteral("window.ini")); }

  template <typename Widget>
  Widget* find(const char* name) const {
    Widget* const widget = m_window->findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(widget, nullptr) << name;
    return widget;
  }
  void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
  QString text(const char* label) const { return find<QLabel>(label)->text(); }
  bool barShows(const QString& part) const {
    return find<QWidget>("messageBar")->isVisible() && text("messageBarText").contains(part);
  }

  /// What the node says, and the window has heard.
  void say(const session::LinkState& state) {
    Q_EMIT m_node.stateChanged(state);
    QCoreApplication::processEvents();
  }
  session::LinkState state(session::LinkState::Phase phase) const {
    session::LinkState result;
    result.phase = phase;
    result.address = QStringLiteral("192.168.1.8");
    result.port = 6677;
    result.own = peerId(0);
    result.own_name = QStringLiteral("desk-7");
    result.server = peerId(1);
    result.server_name = QStringLiteral("Room 301");
    return result;
  }
  void goOnline() {
    say(state(session::LinkState::Phase::Online));
    session::PeerInfo server = peer(1, QStringLiteral("Room 301"));
    server.is_server = true;
    Q_EMIT m_node.peerJoined(server);
    Q_EMIT m_node.peerJoined(peer(2, QStringLiteral("desk-9")));
    QCoreApplication::processEvents();
  }
  void choose(int row) {
    auto* const combo = find<QComboBox>("peerCombo");
    combo->setCurrentIndex(row);
    Q_EMIT combo->activated(row);
  }
  void drop(const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) {
      urls.append(QUrl::fromLocalFile(path));
    }
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    EXPECT_EQ(enter.dropAction(), Qt::CopyAction);
    EXPECT_TRUE(find<QWidget>("dropOverlay")->isVisible()) << "the target lights up";
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &event);
    EXPECT_FALSE(find<QWidget>("dropOverlay")->isVisible());
  }

  QTemporaryDir m_folder;
  FakeClock m_clock;
  FakeClientNode m_node;
  std::unique_ptr<client::ClientWindow> m_window;
};

}  // namespace landline::test
