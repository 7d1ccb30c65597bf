#include "client_window_fixture.h"
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

namespace landline::test {
namespace {

TEST_F(ClientWindowTest, DatagramsNeedNoConnection) {
  find<QSpinBox>("datagramPortSpin")->setValue(0);
  find<QPushButton>("datagramBindButton")->click();
  ASSERT_TRUE(waitFor([this] { return m_node.datagram_binds.size() == 1; }));
  EXPECT_EQ(m_node.datagram_binds.first().port, 0);
  find<QPushButton>("datagramRepeatButton")->click();
  ASSERT_TRUE(waitFor([this] { return m_node.datagram_sends.size() == 1; }));
  EXPECT_GT(m_node.datagram_sends.first().interval_ms, 0);
  session::DatagramState state;
  state.bound = state.repeating = true;
  Q_EMIT m_node.datagramStateChanged(state);
  ASSERT_TRUE(waitFor([this] { return find<QPushButton>("datagramRepeatButton")->text() == QStringLiteral("Stop"); }));
  find<QPushButton>("datagramRepeatButton")->click();
  ASSERT_TRUE(waitFor([this] { return m_node.asked.contains(QStringLiteral("stopDatagrams")); }));
  Q_EMIT m_node.datagramsMoved({{true, QStringLiteral("192.168.1.20"), 6666, "Hi", 17, false}});
  ASSERT_TRUE(waitFor([this] { return find<QTableView>("datagramView")->model()->rowCount() == 1; }));
}

TEST_F(ClientWindowTest, WhatWasChosenForDatagramsIsRemembered) {
  find<QSpinBox>("datagramDestinationPortSpin")->setValue(7777);
  openWindow();
  EXPECT_EQ(find<QSpinBox>("datagramDestinationPortSpin")->value(), 7777);
  EXPECT_TRUE(m_node.datagram_binds.isEmpty());
}

}  // namespace
}  // namespace landline::test
