// The client's window: a batch in each of its states, what can be done about it, and how transfers are run.

#include "gui/client_window_fixture.h"
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <gtest/gtest.h>

#include "models/conversation_model.h"
#include "models/transfer_model.h"
#include "models/transfer_text.h"
#include "widgets/conflict_combo.h"
#include "widgets/elided_label.h"
#include "widgets/result_dialog.h"
#include "widgets/transfer_settings_dialog.h"

namespace landline::client {
namespace {

using models::TransferModel;
using session::TransferInfo;
using test::peerId;
using test::waitFor;
using State = TransferInfo::State;
using Bottleneck = TransferInfo::Bottleneck;

class ClientWindowTransfersTest : public test::ClientWindowTest {
 protected:
  ClientWindowTransfersTest() { goOnline(); }

  /// A folder of 340 files on its way to the server.
  static TransferInfo batch(State state) {
    TransferInfo info;
    info.transfer = QStringLiteral("t");
    info.state = state;
    info.peer = peerId(1);
    info.peer_name = QStringLiteral("Room 301");
    info.title = QStringLiteral("photos");
    info.first = QStringList{QStringLiteral("photos")};
    info.files_total = 340;
    info.bytes_total = 1'200'000'000;
    return info;
  }
  void show(const TransferInfo& info) {
    Q_EMIT m_node.transferChanged(info);
    QCoreApplication::sendPostedEvents();
    transfers()->selectRow(0);
  }
  QTableView* transfers() const { return find<QTableView>("transferView"); }
  /// Without the isolates around names.
  static QString plain(QString text) { return text.remove(QChar(0x2068)).remove(QChar(0x2069)); }
  QString cell(int column) const { return plain(transfers()->model()->index(0, column).data().toString()); }
  QString card() const {
    const auto* const view = find<QListView>("chatView");
    const QModelIndex index = view->model()->index(0, 0);
    return plain(models::TransferText::status(
        index.data(models::ConversationModel::TransferRole).value<session::TransferInfo>()));
  }
  QAction* action(const char* name) const { return find<QAction>(name); }
};

TEST_F(ClientWindowTransfersTest, CountingIsShownWhileTheWalkRuns) {
  TransferInfo info = batch(State::Counting);
  info.files_total = 12;
  info.bytes_total = 4'000'000;
  show(info);
  EXPECT_EQ(cell(TransferModel::StatusColumn), QStringLiteral("counting the files"));
  EXPECT_EQ(cell(TransferModel::FilesColumn), QStringLiteral("12"));
  info.files_total = 340;
  show(info);
  EXPECT_EQ(cell(TransferModel::FilesColumn), QStringLiteral("340"));
  EXPECT_TRUE(action("cancelTransferAction")->isEnabled());
}

TEST_F(ClientWindowTransfersTest, ARunningBatchTellsFilesSpeedAndWhatLimitsIt) {
  TransferInfo info = batch(State::Running);
  info.files_done = 12;
  info.bytes_done = 480'000'000;
  info.rate = 38'000'000;
  info.seconds_left = 19;
  info.bottleneck = Bottleneck::ReceiverDisk;
  info.current = QStringLiteral("photos/a.jpg");
  show(info);
  EXPECT_EQ(cell(TransferModel::FilesColumn), QStringLiteral("12 of 340"));
  EXPECT_EQ(cell(TransferModel::ProgressColumn), QStringLiteral("40%"));
  EXPECT_EQ(cell(TransferModel::SpeedColumn), QStringLiteral("38.0 MB/s"));
  EXPECT_EQ(cell(TransferModel::TimeLeftColumn), QStringLiteral("0:19"));
  EXPECT_EQ(cell(TransferModel::StatusColumn), QStringLiteral("sending"));
  const QString line = plain(find<widgets::ElidedLabel>("transferDetails")->text());
  EXPECT_TRUE(line.contains(QStringLiteral("limited by: the disk at Room 301"))) << line.toStdString();
  EXPECT_TRUE(line.contains(QStringLiteral("photos/a.jpg"))) << line.toStdString();
  const QString tip = plain(transfers()->model()->index(0, 0).data(Qt::ToolTipRole).toString());
  EXPECT_TRUE(tip.contains(QStringLiteral("limited by: the disk at Room 301"))) << tip.toStdString();
  EXPECT_EQ(find<QProgressBar>("progressBar")->value(), 400);
  EXPECT_TRUE(find<QProgressBar>("progressBar")->text().contains(QStringLiteral("12 of 340")));
}

TEST_F(ClientWindowTransfersTest, EveryStateIsSaidInTheRowAndOnTheCard) {
  choose(1);
  struct Case {
    State state;
    bool here, there;
    const char* words;
  };
  for (const Case& one :
       {Case{State::Offered, false, false, "waiting for an answer"}, Case{State::Queued, false, false, "queued"},
        Case{State::Waiting, false, false, "waits for Room 301"}, Case{State::Paused, true, false, "paused by you"},
        Case{State::Paused, false, true, "paused by Room 301"}, Case{State::Paused, true, true, "paused by both"},
        Case{State::Verifying, false, false, "verifying"}}) {
    TransferInfo info = batch(one.state);
    info.paused_here = one.here;
    info.paused_there = one.there;
    show(info);
    EXPECT_EQ(cell(TransferModel::StatusColumn), QLatin1String(one.words));
    EXPECT_EQ(card(), QLatin1String(one.words));
    m_window->grab();  // paints icon and text
  }
}

TEST_F(ClientWindowTransfersTest, PauseAndContinueReachTheNode) {
  show(batch(State::Running));
  QTest::keyClick(transfers(), Qt::Key_Space);
  ASSERT_TRUE(waitFor([this] { return m_node.paused.size() == 1; }));
  EXPECT_EQ(m_node.paused.first().offerer, peerId(0)) << "what we offer is ours";
  TransferInfo paused = batch(State::Paused);
  paused.paused_here = true;
  show(paused);
  QTest::keyClick(transfers(), Qt::Key_Space);
  ASSERT_TRUE(waitFor([this] { return m_node.continued.size() == 1; }));
  EXPECT_EQ(m_node.continued.first().transfer, QStringLiteral("t"));
}

TEST_F(ClientWindowTransfersTest, TheQueueIsSteeredFromTheMenuOfAll) {
  TransferInfo info = batch(State::Queued);
  info.queue_place = 2;
  show(info);
  EXPECT_EQ(cell(TransferModel::StatusColumn), QStringLiteral("queued, 2nd"));
  action("moveTransferToTopAction")->trigger();
  ASSERT_TRUE(waitFor([this] { return m_node.moved_to_top.size() == 1; }));
  TransferInfo failed = batch(State::Failed);
  failed.transfer = QStringLiteral("u");
  show(failed);
  TransferInfo paused = batch(State::Paused);
  paused.transfer = QStringLiteral("v");
  paused.paused_here = true;
  show(paused);
  for (const char* name : {"pauseAllAction", "continueAllAction", "retryFailedAction", "clearTransfersAction"}) {
    action(name)->trigger();
  }
  ASSERT_TRUE(waitFor([this] { return m_node.asked.size() == 4; }));
  EXPECT_EQ(m_node.asked.join(QLatin1Char(' ')), QStringLiteral("pauseAll continueAll retryFailed clearFinished"));
  Q_EMIT m_node.transferRemoved(peerId(0), QStringLiteral("u"));
  EXPECT_TRUE(waitFor([this] { return transfers()->model()->rowCount() == 2; }));
}

TEST_F(ClientWindowTransfersTest, AnInterruptionCountsDownToTheNextTry) {
  TransferInfo info = batch(State::Waiting);
  info.retry_at_ms = m_clock.monotonicMs() + 4000;
  info.error = {codes::kConnectionLost, {}};
  show(info);
  EXPECT_EQ(cell(TransferModel::StatusColumn), QStringLiteral("interrupted, next try in 4 s"));
  m_clock.advance(3000);
  EXPECT_TRUE(
      waitFor([this] { return cell(TransferModel::StatusColumn) == QStringLiteral("interrupted, next try in 1 s"); }));
}

TEST_F(ClientWindowTransfersTest, TheResultOfAFinishedBatchOpensFromItsRow) {
  QFile list(m_folder.filePath(QStringLiteral("result.txt")));
  ASSERT_TRUE(list.open(QIODevice::WriteOnly) && list.write("failed photos/b.jpg unreadable\n") > 0);
  list.close();
  TransferInfo info = batch(State::Incomplete);
  info.stored = 337;
  info.failed = 3;
  info.result_path = list.fileName();
  show(info);
  EXPECT_EQ(cell(TransferModel::StatusColumn), QStringLiteral("337 of 340 stored, 3 failed"));
  QTest::keyClick(transfers(), Qt::Key_Return);
  auto* const result = find<widgets::ResultDialog>("resultDialog");
  ASSERT_NE(result, nullptr);
  EXPECT_TRUE(waitFor([result] { return result->plainText().contains(QStringLiteral("photos/b.jpg")); }));
  result->close();
  info.state = State::Done;
  info.stored = 337;
  info.identical = 3;
  info.failed = 0;
  show(info);
  EXPECT_EQ(cell(TransferModel::StatusColumn), QStringLiteral("done, 3 were there already"));
  EXPECT_TRUE(action("showResultAction")->isEnabled());
}

TEST_F(ClientWindowTransfersTest, AnOfferIsAcceptedOnItsCard) {
  Q_EMIT m_node.transferChanged(test::offer(QStringLiteral("t"), 1, QStringLiteral("hw.zip")));
  QCoreApplication::processEvents();
  EXPECT_TRUE(m_window->windowTitle().startsWith(QStringLiteral("(1)")));
  choose(1);
  QPushButton* accept = nullptr;
  ASSERT_TRUE(waitFor([&] {
    accept = m_window->findChild<QPushButton*>(QStringLiteral("acceptButton"));
    return accept != nullptr && accept->isVisible();
  }));
  find<widgets::ConflictCombo>("conflictCombo")->setConflict(session::Conflict::Skip);
  QTest::mouseClick(accept, Qt::LeftButton);
  ASSERT_TRUE(waitFor([this] { return m_node.accepted.size() == 1; }));
  EXPECT_EQ(m_node.accepted.first().offerer, peerId(1));
  EXPECT_EQ(m_node.accepted.first().transfer, QStringLiteral("t"));
  EXPECT_TRUE(m_node.accepted.first().save_as.isEmpty());
  EXPECT_EQ(m_node.accepted.first().conflict, session::Conflict::Skip);
}

TEST_F(ClientWindowTransfersTest, HowTransfersAreRunReachesTheNodeAndIsRemembered) {
  EXPECT_TRUE(waitFor([this] { return m_node.rate_limit == 0; }));
  EXPECT_EQ(m_node.at_once_per_peer, 2);
  EXPECT_EQ(m_node.at_once_in_all, 4);
  action("transferSettingsAction")->trigger();
  find<QDoubleSpinBox>("rateLimitSpin")->setValue(12.5);
  find<QSpinBox>("transfersPerPeerSpin")->setValue(4);
  find<QSpinBox>("transfersInAllSpin")->setValue(7);
  auto* const conflict =
      find<widgets::TransferSettingsDialog>("transferSettingsDialog")->findChild<widgets::ConflictCombo*>();
  conflict->setCurrentIndex(conflict->findData(static_cast<int>(session::Conflict::Overwrite)));
  ASSERT_TRUE(waitFor([this] { return m_node.conflict == session::Conflict::Overwrite; }));
  EXPECT_EQ(m_node.rate_limit, 12'500'000);
  m_node.rate_limit = -1;
  m_node.conflict = session::Conflict::Rename;

  openWindow();
  ASSERT_TRUE(waitFor([this] { return m_node.rate_limit == 12'500'000; }));
  EXPECT_EQ(m_node.at_once_per_peer, 4);
  EXPECT_EQ(m_node.at_once_in_all, 7);
  EXPECT_EQ(m_node.conflict, session::Conflict::Overwrite);
}

TEST_F(ClientWindowTransfersTest, QuittingWithRunningTransfersAsks) {
  show(batch(State::Running));
  QSignalSpy closed(m_window.get(), &ClientWindow::closed);
  m_window->close();
  auto* const question = find<QMessageBox>("quitQuestion");
  ASSERT_TRUE(m_window->isVisible());
  EXPECT_EQ(question->textFormat(), Qt::PlainText);
  for (QAbstractButton* const button : question->buttons()) {
    if (button->text() == QStringLiteral("Quit")) {
      button->click();
    }
  }
  EXPECT_TRUE(waitFor([&] { return closed.count() == 1; }));
}

TEST_F(ClientWindowTransfersTest, WhatIsPausedGoesOnAtTheNextStartAndIsNotAskedAbout) {
  TransferInfo paused = batch(State::Paused);
  paused.paused_here = true;
  show(paused);
  QSignalSpy closed(m_window.get(), &ClientWindow::closed);
  m_window->close();
  EXPECT_EQ(closed.count(), 1);
}

}  // namespace
}  // namespace landline::client
