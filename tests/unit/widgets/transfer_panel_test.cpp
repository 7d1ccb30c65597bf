#include "widgets/transfer_panel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolBar>
#include <gtest/gtest.h>

#include <utility>

#include "models/transfer_model.h"
#include "support/transfers.h"

namespace landline::widgets {
namespace {

using models::TransferModel;
using session::TransferInfo;
using State = TransferInfo::State;
using test::download;
using test::upload;

class TransferPanelTest : public ::testing::Test {
 protected:
  TransferPanelTest() {
    model.setOwnId(test::peerId('f'));
    panel.setOpener([this](const QUrl& url) { opened << url.toLocalFile(); });
    panel.resize(1000, 300);
    panel.show();
  }

  /// Adds the transfer and selects it.
  void add(const TransferInfo& info) {
    model.onTransferChanged(info);
    view->selectRow(0);
  }
  QAction* action(const char* name) const { return panel.findChild<QAction*>(QLatin1String(name)); }
  bool enabled(const char* name) const { return action(name)->isEnabled(); }
  void press(Qt::Key key) { QTest::keyClick(view, key); }

  TransferModel model;
  TransferPanel panel{model};
  QTableView* view = panel.findChild<QTableView*>(QStringLiteral("transferView"));
  QProgressBar* bar = panel.findChild<QProgressBar*>(QStringLiteral("progressBar"));
  QStringList opened;
  QSignalSpy accepted{&panel, &TransferPanel::acceptRequested};
  QSignalSpy declined{&panel, &TransferPanel::declineRequested};
  QSignalSpy cancelled{&panel, &TransferPanel::cancelRequested};
  QSignalSpy retried{&panel, &TransferPanel::retryRequested};
};

TEST_F(TransferPanelTest, SaysWhatToDoWhileThereIsNothing) {
  EXPECT_FALSE(view->isVisible());
  EXPECT_FALSE(bar->isVisible());
  add(upload(QStringLiteral("1"), State::Running));
  EXPECT_TRUE(view->isVisible());
  EXPECT_TRUE(bar->isVisible());
}

TEST_F(TransferPanelTest, OfferCanBeAcceptedAndDeclinedOnly) {
  add(download(QStringLiteral("1"), State::Offered));
  EXPECT_TRUE(enabled("acceptTransferAction"));
  EXPECT_TRUE(enabled("saveTransferAsAction"));
  EXPECT_TRUE(enabled("declineTransferAction"));
  EXPECT_FALSE(enabled("cancelTransferAction"));
  EXPECT_FALSE(enabled("retryTransferAction"));
  EXPECT_FALSE(enabled("openTransferAction"));
  action("acceptTransferAction")->trigger();
  ASSERT_EQ(accepted.size(), 1);
  EXPECT_EQ(accepted.at(0).at(0).value<PeerId>(), test::peerId('a'));
  EXPECT_EQ(accepted.at(0).at(1).toString(), QStringLiteral("1"));
  EXPECT_EQ(accepted.at(0).at(2).toString(), QString());
}

TEST_F(TransferPanelTest, ActionsFollowTheStateOfTheSelectedRow) {
  add(upload(QStringLiteral("1"), State::Running));
  EXPECT_TRUE(enabled("cancelTransferAction"));
  EXPECT_FALSE(enabled("retryTransferAction"));
  model.onTransferChanged(upload(QStringLiteral("1"), State::Failed));
  EXPECT_FALSE(enabled("cancelTransferAction"));
  EXPECT_TRUE(enabled("retryTransferAction"));
  EXPECT_TRUE(enabled("clearTransfersAction"));
}

TEST_F(TransferPanelTest, WhatFailedToArriveCannotBeOfferedAgainFromHere) {
  add(download(QStringLiteral("1"), State::Failed));
  EXPECT_FALSE(enabled("retryTransferAction"));
}

TEST_F(TransferPanelTest, DeleteCancelsWhatRunsAndDeclinesWhatIsOffered) {
  add(upload(QStringLiteral("1"), State::Running));
  press(Qt::Key_Delete);
  ASSERT_EQ(cancelled.size(), 1);
  EXPECT_EQ(cancelled.at(0).at(0).value<PeerId>(), test::peerId('f'));
  EXPECT_EQ(declined.size(), 0);
  add(download(QStringLiteral("2"), State::Offered));
  press(Qt::Key_Delete);
  EXPECT_EQ(cancelled.size(), 1);
  ASSERT_EQ(declined.size(), 1);
}

TEST_F(TransferPanelTest, SpaceGoesOnAndReturnIsTheObviousThing) {
  add(upload(QStringLiteral("1"), State::Cancelled));
  press(Qt::Key_Space);
  EXPECT_EQ(retried.size(), 1);
  add(download(QStringLiteral("2"), State::Offered));
  press(Qt::Key_Space);
  EXPECT_EQ(accepted.size(), 1);
  press(Qt::Key_Return);
  EXPECT_EQ(accepted.size(), 2);
}

TEST_F(TransferPanelTest, ButtonsAreReachableByTab) {
  auto* const tool_bar = panel.findChild<QToolBar*>(QStringLiteral("transferToolBar"));
  for (const char* name : {"acceptTransferAction", "openTransferAction", "clearTransfersAction"}) {
    const QWidget* const made = tool_bar->widgetForAction(action(name));
    ASSERT_NE(made, nullptr) << name;
    EXPECT_TRUE(made->focusPolicy() & Qt::TabFocus) << name;
  }
}

TEST_F(TransferPanelTest, ContextMenuHasWhatCanBeDone) {
  add(upload(QStringLiteral("1"), State::Running));
  Q_EMIT view->customContextMenuRequested(view->visualRect(model.index(0, 1)).center());
  auto* const menu = panel.findChild<QMenu*>(QStringLiteral("transferMenu"));
  ASSERT_NE(menu, nullptr);
  EXPECT_TRUE(menu->actions().contains(action("cancelTransferAction")));
  EXPECT_FALSE(menu->actions().contains(action("acceptTransferAction")));
  menu->close();
}

TEST_F(TransferPanelTest, EveryRowOfASelectionIsMeant) {
  add(upload(QStringLiteral("1"), State::Running));
  add(upload(QStringLiteral("2"), State::Done));
  add(upload(QStringLiteral("3"), State::Queued));
  view->selectAll();
  press(Qt::Key_Delete);
  EXPECT_EQ(cancelled.size(), 2);
}

TEST_F(TransferPanelTest, OpensAReceivedFileOnlyWhenAsked) {
  TransferInfo info = download(QStringLiteral("1"), State::Done);
  info.path = QStringLiteral("/srv/in/notes.txt");
  add(info);
  EXPECT_EQ(opened, QStringList());
  press(Qt::Key_Return);
  EXPECT_EQ(opened, QStringList{QStringLiteral("/srv/in/notes.txt")});
  action("showTransferAction")->trigger();
  EXPECT_EQ(opened.last(), QStringLiteral("/srv/in"));
}

TEST_F(TransferPanelTest, BadInput23_SuspiciousFileIsShownInItsFolderNeverOpened) {
  for (const char* name : {"run.sh", ".bashrc", "-rf", "game.desktop"}) {
    opened.clear();
    TransferInfo info = download(QLatin1String(name), State::Done);
    info.title = QLatin1String(name);
    info.path = QStringLiteral("/srv/in/") + info.title;
    add(info);
    EXPECT_FALSE(enabled("openTransferAction")) << name;
    EXPECT_TRUE(action("openTransferAction")->toolTip().contains(QStringLiteral("Not opened"))) << name;
    press(Qt::Key_Return);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(model.index(0, 1)).center());
    for (const QString& path : std::as_const(opened)) {
      EXPECT_EQ(path, QStringLiteral("/srv/in")) << name;
    }
  }
}

TEST_F(TransferPanelTest, ProgressBarTellsOfTheWholeBatch) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.bytes_done = 640;
  info.rate = 10;
  add(info);
  add(upload(QStringLiteral("2"), State::Queued));
  EXPECT_EQ(bar->value(), 320);
  EXPECT_TRUE(bar->text().contains(QStringLiteral("0 of 2"))) << bar->text().toStdString();
  EXPECT_TRUE(bar->text().contains(QStringLiteral("32%")));
  EXPECT_TRUE(bar->text().contains(QStringLiteral("2:16")));
}

TEST_F(TransferPanelTest, CopyGivesPathAndDigest) {
  TransferInfo info = download(QStringLiteral("1"), State::Done);
  info.path = QStringLiteral("/srv/in/notes.txt");
  info.digest = QString(32, QLatin1Char('9'));
  add(info);
  QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
  const QString text = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(text.contains(info.path) && text.contains(info.digest)) << text.toStdString();
}

TEST_F(TransferPanelTest, ProgressIsPaintedByTheStyle) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  add(info);
  view->clearSelection();
  const QRect cell = view->visualRect(model.index(0, TransferModel::ProgressColumn));
  const QImage none = view->viewport()->grab(cell).toImage();
  info.bytes_done = 1000;
  model.onTransferChanged(info);
  EXPECT_NE(view->viewport()->grab(cell).toImage(), none);
}

TEST_F(TransferPanelTest, ColumnWidthsSurviveARestart) {
  view->setColumnWidth(TransferModel::PeerColumn, 177);
  TransferPanel other(model);
  other.restoreState(panel.saveState());
  EXPECT_EQ(other.findChild<QTableView*>()->columnWidth(TransferModel::PeerColumn), 177);
}

}  // namespace
}  // namespace landline::widgets
