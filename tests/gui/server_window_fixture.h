#pragma once

#include <QCoreApplication>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <memory>

#include "server/server_window.h"
#include "support/fake_clock.h"
#include "support/fake_server_node.h"
#include "support/transfers.h"
#include "support/wait_for.h"

namespace landline::test {

/// A window over a fake node, in one thread: calls between them are queued as they would be between two.
class ServerWindowTest : public ::testing::Test {
 protected:
  ServerWindowTest() {
    session::registerMetaTypes();
    open();
  }

  void open(const server::ServerOverrides& overrides = {}) {
    window.reset();
    window =
        std::make_unique<server::ServerWindow>(node, clock, folder.filePath(QStringLiteral("window.ini")), overrides);
    window->show();
    node.name.clear();
    EXPECT_TRUE(waitFor([this] { return !node.name.isEmpty(); }));
  }

  template <typename Widget>
  Widget* child(const char* name) const {
    Widget* const found = window->findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  QPushButton* button(const char* name) const { return child<QPushButton>(name); }

  void listen() {
    button("listenButton")->click();
    ASSERT_TRUE(waitFor([this] { return button("listenButton")->text() == QStringLiteral("Stop listening"); }));
  }
  void join(char digit, const QString& name) {
    Q_EMIT node.peerJoined({peerId(digit), name, QStringLiteral("192.168.1.20:50001"), false});
  }
  void show(const session::TransferInfo& info) {
    Q_EMIT node.transferChanged(info);
    ASSERT_TRUE(waitFor([this] { return transfers()->model()->rowCount() > 0; }));
    QCoreApplication::sendPostedEvents();
  }
  QTableView* transfers() const { return child<QTableView>("transferView"); }
  QString cell(int row, int column) const { return transfers()->model()->index(row, column).data().toString(); }

  QTemporaryDir folder;
  FakeClock clock;
  FakeServerNode node;
  std::unique_ptr<server::ServerWindow> window;
};

}  // namespace landline::test
