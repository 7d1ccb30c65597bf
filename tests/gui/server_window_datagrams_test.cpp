#include "server_window_fixture.h"
#include <QComboBox>
#include <QLineEdit>
#include <QTabWidget>

#include "widgets/datagram_panel.h"
#include "widgets/hint_line.h"

namespace landline::test {
namespace {

TEST_F(ServerWindowTest, DatagramsAreSentAndShownInATab) {
  auto* const tabs = child<QTabWidget>("tabs");
  auto* const panel = window->findChild<widgets::DatagramPanel*>();
  ASSERT_NE(panel, nullptr);
  for (int i = 0; i < tabs->count(); ++i) {
    if (tabs->tabText(i) == QStringLiteral("Datagrams")) {
      tabs->setCurrentIndex(i);
    }
  }
  EXPECT_TRUE(panel->isVisible());
  EXPECT_TRUE(node.datagram_binds.isEmpty()) << "nothing is bound unasked";

  button("datagramBindButton")->click();
  ASSERT_TRUE(waitFor([this] { return node.datagram_binds.size() == 1; }));
  EXPECT_EQ(node.datagram_binds.first().port, 6666);
  session::DatagramState state;
  state.bound = true;
  state.address = QStringLiteral("::");
  state.port = 6666;
  Q_EMIT node.datagramStateChanged(state);
  ASSERT_TRUE(waitFor([this] { return button("datagramBindButton")->text() == QStringLiteral("Close"); }));

  child<QLineEdit>("datagramEdit")->setText(QStringLiteral("Hello"));
  button("datagramSendButton")->click();
  ASSERT_TRUE(waitFor([this] { return node.datagram_sends.size() == 1; }));
  EXPECT_EQ(node.datagram_sends.first().octets, QByteArray("Hello"));
  Q_EMIT node.datagramsMoved({{true, QStringLiteral("192.168.1.20"), 6666, "Hi", 17, false}});
  auto* const view = child<QTableView>("datagramView");
  ASSERT_TRUE(waitFor([view] { return view->model()->rowCount() == 1; }));

  button("datagramBindButton")->click();
  ASSERT_TRUE(waitFor([this] { return node.asked.contains(QStringLiteral("closeDatagrams")); }));
}

TEST_F(ServerWindowTest, WhatGoesWrongWithDatagramsIsToldInTheirTab) {
  session::DatagramState state;
  state.error = {codes::kAddressInUse, QStringLiteral("bind: Address already in use")};
  Q_EMIT node.datagramStateChanged(state);
  auto* const problem = child<widgets::HintLine>("datagramProblem");
  ASSERT_TRUE(waitFor([problem] { return problem->text().contains(QStringLiteral("in use")); }));
  EXPECT_FALSE(child<QWidget>("messageBar")->isVisible());
}

}  // namespace
}  // namespace landline::test
