#include "widgets/message_bar.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <gtest/gtest.h>

namespace landline::widgets {
namespace {

class MessageBarTest : public ::testing::Test {
 protected:
  QLabel* label() const { return m_bar.findChild<QLabel*>(QStringLiteral("messageBarText")); }
  QPushButton* button() const { return m_bar.findChild<QPushButton*>(QStringLiteral("messageBarButton")); }

  MessageBar m_bar;
};

TEST_F(MessageBarTest, IsThereOnlyWhileThereIsSomethingToSay) {
  EXPECT_TRUE(m_bar.isHidden());
  m_bar.showError(QStringLiteral("Port 6677 is in use."));
  EXPECT_FALSE(m_bar.isHidden());
  EXPECT_TRUE(button()->isHidden()) << "no button without help";
  EXPECT_TRUE(m_bar.accessibleName().contains(QStringLiteral("Port 6677 is in use.")));
  m_bar.findChild<QToolButton*>(QStringLiteral("messageBarDismiss"))->click();
  EXPECT_TRUE(m_bar.isHidden());
  EXPECT_TRUE(m_bar.text().isEmpty());
}

TEST_F(MessageBarTest, TheButtonHelpsOnceAndMayShowTheNextMessage) {
  int helped = 0;
  m_bar.showError(QStringLiteral("a"), QStringLiteral("Use 6678"), [&] {
    ++helped;
    m_bar.showNotice(QStringLiteral("b"), QStringLiteral("More"), [&helped] { helped += 10; });
  });
  button()->click();
  EXPECT_EQ(helped, 1);
  EXPECT_EQ(m_bar.text(), QStringLiteral("b"));
  button()->click();
  EXPECT_EQ(helped, 11);
  EXPECT_TRUE(m_bar.isHidden());
}

TEST_F(MessageBarTest, BadInput50_WhatAPeerSaysIsPlainAndShort) {
  m_bar.showError(QStringLiteral("<img src=file:///etc/passwd>") + QChar(0x1B) + QString(5000, QLatin1Char('x')));
  EXPECT_EQ(label()->textFormat(), Qt::PlainText);
  EXPECT_TRUE(label()->text().startsWith(QStringLiteral("<img src=file:///etc/passwd>") + QChar(0x241B)));
  EXPECT_LT(label()->text().size(), 1000);
}

}  // namespace
}  // namespace landline::widgets
