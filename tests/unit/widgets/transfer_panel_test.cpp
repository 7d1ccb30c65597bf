#include "widgets/transfer_panel.h"

#include <QAction>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QProgressBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolBar>
#include <gtest/gtest.h>

#include <utility>

#include "models/transfer_model.h"
#include "support/fake_clock.h"
#include "support/transfers.h"
#include "widgets/conflict_combo.h"
#include "widgets/elided_label.h"
#include "widgets/transfer_actions.h"
#include "widgets/transfer_settings_dialog.h"

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
    actions.setOpener([this](const QUrl& url) { opened << url.toLocalFile(); });
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

  test::FakeClock clock;
  TransferModel model{clock};
  TransferPanel panel{model};
  TransferActions& actions = panel.actions();
  QTableView* view = panel.findChild<QTableView*>(QStringLiteral("transferView"));
  QProgressBar* bar = panel.findChild<QProgressBar*>(QStringLiteral("progressBar"));
  QStringList opened;
  QSignalSpy accepted{&actions, &TransferActions::acceptRequested};
  QSignalSpy declined{&actions, &TransferActions::declineRequested};
  QSignalSpy cancelled{&actions, &TransferActions::cancelRequested};
  QSignalSpy retried{&actions, &TransferActions::retryRequested};
  QSignalSpy paused{&actions, &TransferActions::pauseRequested};
  QSignalSpy continued{&actions, &TransferActions::continueRequested};
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
  EXPECT_EQ(accepted.at(0).at(2).value<session::AcceptChoice>().save_as, QString());
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

TEST_F(TransferPanelTest, SpacePausesWhatRunsAndContinuesWhatIsPaused) {
  add(upload(QStringLiteral("1"), State::Running));
  EXPECT_TRUE(action("pauseTransferAction")->isVisible());
  EXPECT_FALSE(action("continueTransferAction")->isVisible());
  press(Qt::Key_Space);
  ASSERT_EQ(paused.size(), 1);
  EXPECT_EQ(paused.at(0).at(0).value<PeerId>(), test::peerId('f'));
  TransferInfo info = upload(QStringLiteral("1"), State::Paused);
  info.paused_here = true;
  model.onTransferChanged(info);
  EXPECT_FALSE(action("pauseTransferAction")->isVisible());
  EXPECT_TRUE(action("continueTransferAction")->isVisible());
  press(Qt::Key_Space);
  ASSERT_EQ(continued.size(), 1);
  EXPECT_EQ(paused.size(), 1);
}

TEST_F(TransferPanelTest, ThePauseOfTheOtherSideIsNotOursToEnd) {
  TransferInfo info = upload(QStringLiteral("1"), State::Paused);
  info.paused_there = true;
  add(info);
  EXPECT_FALSE(enabled("continueTransferAction"));
  EXPECT_TRUE(enabled("pauseTransferAction")) << "this side may pause it, too";
  info.paused_here = true;
  model.onTransferChanged(info);
  EXPECT_TRUE(enabled("continueTransferAction"));
  EXPECT_FALSE(enabled("pauseTransferAction"));
}

TEST_F(TransferPanelTest, QueuedOnesCanGoFirstWhereTheyAreQueuedHere) {
  QSignalSpy top(&actions, &TransferActions::moveToTopRequested);
  TransferInfo info = upload(QStringLiteral("1"), State::Queued);
  add(info);
  action("moveTransferToTopAction")->trigger();
  EXPECT_EQ(top.size(), 1);
  info.queued_there = true;
  model.onTransferChanged(info);
  EXPECT_FALSE(enabled("moveTransferToTopAction"));
}

TEST_F(TransferPanelTest, APlainTransferCanOnlyBeCancelled) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.plain = true;
  add(info);
  EXPECT_TRUE(enabled("cancelTransferAction"));
  EXPECT_FALSE(enabled("pauseTransferAction"));
  EXPECT_FALSE(enabled("pauseAllAction"));
  info.state = State::Queued;
  add(info);
  EXPECT_FALSE(enabled("moveTransferToTopAction")) << "the desk keeps their order";
  press(Qt::Key_Space);
  EXPECT_TRUE(paused.isEmpty());
}

TEST_F(TransferPanelTest, APlainTransferIsTriedAgainOnlyWhileItsConnectionLasts) {
  bool here = true;
  actions.setPresence([&here](const PeerId& peer) { return here && peer == test::peerId('a'); });
  TransferInfo info = upload(QStringLiteral("1"), State::Failed);
  info.plain = true;
  add(info);
  EXPECT_TRUE(enabled("retryTransferAction"));
  EXPECT_TRUE(enabled("retryFailedAction"));
  here = false;
  actions.update();
  EXPECT_FALSE(enabled("retryTransferAction"));
  EXPECT_FALSE(enabled("retryFailedAction"));
  info.plain = false;
  add(info);
  EXPECT_TRUE(enabled("retryTransferAction")) << "others wait for who is away";
}

TEST_F(TransferPanelTest, TheWholeListIsPausedContinuedRetriedAndCleared) {
  const std::pair<const char*, void (TransferActions::*)()> all[] = {
      {"pauseAllAction", &TransferActions::pauseAllRequested},
      {"continueAllAction", &TransferActions::continueAllRequested},
      {"retryFailedAction", &TransferActions::retryFailedRequested},
      {"clearTransfersAction", &TransferActions::clearFinishedRequested}};
  for (const auto& [name, unused] : all) {
    EXPECT_FALSE(enabled(name)) << name;
  }
  add(upload(QStringLiteral("1"), State::Running));
  TransferInfo info = upload(QStringLiteral("2"), State::Paused);
  info.paused_here = true;
  add(info);
  add(upload(QStringLiteral("3"), State::Incomplete));
  view->clearSelection();
  auto* const queue = panel.findChild<QMenu*>(QStringLiteral("queueMenu"));
  for (const auto& [name, wanted] : all) {
    QSignalSpy asked(&actions, wanted);
    EXPECT_TRUE(enabled(name)) << name;
    EXPECT_TRUE(queue->actions().contains(action(name))) << name;
    action(name)->trigger();
    EXPECT_EQ(asked.size(), 1) << name;
  }
}

TEST_F(TransferPanelTest, AnOfferIsAcceptedWithTheUsualRuleForNamesThatAreTaken) {
  panel.setChoices({session::Conflict::Skip, 2, 4, 0});
  add(download(QStringLiteral("1"), State::Offered));
  press(Qt::Key_Space);
  ASSERT_EQ(accepted.size(), 1);
  EXPECT_EQ(accepted.at(0).at(2).value<session::AcceptChoice>().conflict, session::Conflict::Skip);
}

TEST_F(TransferPanelTest, SaveAsAsksForANameOrForABatchAFolder) {
  for (const int files : {1, 5}) {
    TransferInfo info = download(QString::number(files), State::Offered);
    info.files_total = files;
    add(info);
    action("saveTransferAsAction")->trigger();
    auto* const dialog = panel.findChild<QFileDialog*>(QStringLiteral("saveAsDialog"));
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->acceptMode() == QFileDialog::AcceptSave, files == 1);
    EXPECT_EQ(dialog->fileMode() == QFileDialog::Directory, files != 1);
    Q_EMIT dialog->fileSelected(QStringLiteral("/srv/elsewhere"));
    EXPECT_EQ(accepted.last().at(2).value<session::AcceptChoice>().save_as, QStringLiteral("/srv/elsewhere"));
    delete dialog;
  }
}

TEST_F(TransferPanelTest, SettingsHoldAtOnce) {
  panel.setChoices({session::Conflict::Rename, 2, 4, 1'234'567});
  QSignalSpy changed(&panel, &TransferPanel::choicesChanged);
  panel.showSettings();
  auto* const dialog = panel.findChild<TransferSettingsDialog*>();
  ASSERT_NE(dialog, nullptr);
  const auto last = [&] { return changed.last().first().value<models::TransferChoices>(); };
  dialog->findChild<QSpinBox*>(QStringLiteral("transfersInAllSpin"))->setValue(16);
  ASSERT_EQ(changed.size(), 1);
  EXPECT_EQ(last().in_all, 16);
  EXPECT_EQ(last().rate_limit, 1'234'567) << "shown rounded, but not changed";
  dialog->findChild<QDoubleSpinBox*>(QStringLiteral("rateLimitSpin"))->setValue(2.5);
  EXPECT_EQ(last().rate_limit, 2'500'000);
  dialog->findChild<QDoubleSpinBox*>(QStringLiteral("rateLimitSpin"))->setValue(0);
  EXPECT_EQ(last().rate_limit, 0);
  EXPECT_EQ(dialog->findChild<QDoubleSpinBox*>(QStringLiteral("rateLimitSpin"))->text(), QStringLiteral("no limit"));
  auto* const conflict = dialog->findChild<ConflictCombo*>();
  conflict->setCurrentIndex(conflict->findText(QStringLiteral("Overwrite")));
  EXPECT_EQ(last().conflict, session::Conflict::Overwrite);
  EXPECT_EQ(panel.choices(), last());
}

TEST_F(TransferPanelTest, TheLineBelowTellsOfWhatRunsOrIsSelected) {
  auto* const line = panel.findChild<ElidedLabel*>(QStringLiteral("transferDetails"));
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.bottleneck = TransferInfo::Bottleneck::Network;
  model.onTransferChanged(info);
  EXPECT_TRUE(line->text().contains(QStringLiteral("limited by: the network"))) << "the only one that runs";
  EXPECT_EQ(line->accessibleName(), line->text());
  TransferInfo failed = upload(QStringLiteral("2"), State::Failed);
  failed.error = {codes::kUnreadable, QStringLiteral("<b>a.txt</b>")};
  add(failed);
  EXPECT_TRUE(line->text().contains(QStringLiteral("cannot be read")));
  EXPECT_TRUE(line->text().contains(QStringLiteral("<b>a.txt</b>")));
  EXPECT_FALSE(line->toolTip().contains(QStringLiteral("<b>")));
}

TEST_F(TransferPanelTest, ButtonsAreReachableByTab) {
  auto* const tool_bar = panel.findChild<QToolBar*>(QStringLiteral("transferToolBar"));
  for (const char* name : {"acceptTransferAction", "pauseTransferAction", "openTransferAction", "showResultAction"}) {
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
  info.files_total = 10;
  add(info);
  info = upload(QStringLiteral("2"), State::Queued);
  info.files_total = 2;
  add(info);
  EXPECT_EQ(bar->value(), 320);
  EXPECT_TRUE(bar->text().contains(QStringLiteral("0 of 12"))) << bar->text().toStdString();
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
