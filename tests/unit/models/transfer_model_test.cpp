#include "models/transfer_model.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/transfers.h"
#include "support/wait_for.h"

namespace landline::models {
namespace {

using session::TransferInfo;
using State = TransferInfo::State;
using test::download;
using test::peerId;
using test::upload;

class TransferModelTest : public ::testing::Test {
 protected:
  QString shown(int row, int column) const { return model.index(row, column).data().toString(); }

  test::FakeClock clock;
  TransferModel model{clock};
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(TransferModelTest, NewestTransferIsOnTop) {
  model.onTransferChanged(upload(QStringLiteral("1"), State::Offered));
  model.onTransferChanged(upload(QStringLiteral("2"), State::Offered));
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.at(0).transfer, QStringLiteral("2"));
}

TEST_F(TransferModelTest, ChangeUpdatesTheRowInPlace) {
  model.onTransferChanged(upload(QStringLiteral("1"), State::Running));
  model.onTransferChanged(upload(QStringLiteral("2"), State::Running));
  const QPersistentModelIndex first = model.index(1, TransferModel::ProgressColumn);
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.bytes_done = 610;
  model.onTransferChanged(info);
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(first.data().toString(), QStringLiteral("61%"));
  EXPECT_EQ(first.data(TransferModel::PermilleRole).toInt(), 610);
  ASSERT_EQ(changed.size(), 1);
  EXPECT_EQ(changed.at(0).at(0).toModelIndex().row(), 1);
}

TEST_F(TransferModelTest, SameUuidOfTwoOfferersIsTwoTransfers) {
  TransferInfo other = download(QStringLiteral("1"), State::Offered);
  other.peer = peerId('b');
  model.onTransferChanged(download(QStringLiteral("1"), State::Offered));
  model.onTransferChanged(other);
  model.onTransferChanged(upload(QStringLiteral("1"), State::Offered));
  EXPECT_EQ(model.rowCount(), 3);
}

TEST_F(TransferModelTest, OffererIsThisNodeForWhatItSends) {
  model.setOwnId(peerId('f'));
  model.setOwnId({});  // an idle state knows no id: the last one stays
  model.onTransferChanged(download(QStringLiteral("1"), State::Offered));
  model.onTransferChanged(upload(QStringLiteral("2"), State::Offered));
  EXPECT_EQ(model.offerer(0), peerId('f'));
  EXPECT_EQ(model.offerer(1), peerId('a'));
}

TEST_F(TransferModelTest, FiguresThatAreNotKnownAreDashes) {
  model.onTransferChanged(upload(QStringLiteral("1"), State::Running));
  EXPECT_EQ(shown(0, TransferModel::SpeedColumn), QStringLiteral("-"));
  EXPECT_EQ(shown(0, TransferModel::TimeLeftColumn), QStringLiteral("-"));
}

TEST_F(TransferModelTest, StalledTransferSaysSoAndPromisesNoTime) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.rate = 0;
  info.seconds_left = 42;
  info.stalled = true;
  model.onTransferChanged(info);
  EXPECT_EQ(shown(0, TransferModel::StatusColumn), QStringLiteral("stalled"));
  EXPECT_EQ(shown(0, TransferModel::TimeLeftColumn), QStringLiteral("-"));
}

TEST_F(TransferModelTest, EmptyFileIsAtItsEndOnceDone) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.bytes_total = 0;
  model.onTransferChanged(info);
  EXPECT_EQ(model.index(0, 0).data(TransferModel::PermilleRole).toInt(), 0);
  info.state = State::Done;
  model.onTransferChanged(info);
  EXPECT_EQ(model.index(0, 0).data(TransferModel::PermilleRole).toInt(), 1000);
}

TEST_F(TransferModelTest, FailureGivesItsReasonInTheToolTip) {
  TransferInfo info = upload(QStringLiteral("1"), State::Failed);
  info.error = {codes::kNoSpace, QStringLiteral("12 MB are free")};
  model.onTransferChanged(info);
  EXPECT_TRUE(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("12 MB are free")));
}

TEST_F(TransferModelTest, BadInput50HtmlInNamesStaysLiteral) {
  TransferInfo info = download(QStringLiteral("1"), State::Offered);
  info.title = QStringLiteral("<img src=file:///etc/passwd>.txt");
  info.peer_name = QStringLiteral("<b>desk</b>");
  model.onTransferChanged(info);
  EXPECT_TRUE(shown(0, TransferModel::FileColumn).contains(info.title));
  EXPECT_TRUE(shown(0, TransferModel::PeerColumn).contains(info.peer_name));
  const QString tip = model.index(0, 0).data(Qt::ToolTipRole).toString();
  EXPECT_FALSE(tip.contains(QStringLiteral("<img")));
  EXPECT_TRUE(tip.contains(QStringLiteral("&lt;img")));
}

TEST_F(TransferModelTest, BadInput53NamesAreIsolatedAndCannotReorder) {
  TransferInfo info = download(QStringLiteral("1"), State::Offered);
  info.title = QStringLiteral("photo\u202Egpj.exe");
  model.onTransferChanged(info);
  const QString title = shown(0, TransferModel::FileColumn);
  EXPECT_FALSE(title.contains(QChar(0x202E)));
  EXPECT_TRUE(title.startsWith(QChar(0x2068)) && title.endsWith(QChar(0x2069)));
}

TEST_F(TransferModelTest, LongTitleKeepsItsExtension) {
  TransferInfo info = download(QStringLiteral("1"), State::Offered);
  info.title = QString(250, QLatin1Char('x')) + QStringLiteral(".exe");
  model.onTransferChanged(info);
  const QString title = shown(0, TransferModel::FileColumn);
  EXPECT_LT(title.size(), 80);
  EXPECT_TRUE(title.contains(QStringLiteral(".exe")));
}

TEST_F(TransferModelTest, TotalsAreOfTheBatchAndNeverGoBackWhenAFileEnds) {
  TransferInfo first = upload(QStringLiteral("1"), State::Running);
  first.bytes_done = 500;
  first.rate = 100;
  first.files_total = 10;
  first.files_done = 4;
  TransferInfo second = upload(QStringLiteral("2"), State::Queued);
  second.bytes_total = 3000;
  second.files_total = 3;
  model.onTransferChanged(first);
  model.onTransferChanged(second);
  EXPECT_EQ(model.totals().transfers, 2);
  EXPECT_EQ(model.totals().files, 13);
  EXPECT_EQ(model.totals().files_done, 4);
  EXPECT_EQ(model.totals().bytes_total, 4000);
  EXPECT_EQ(model.totals().bytes_done, 500);
  EXPECT_EQ(model.totals().seconds_left, 35);

  first.state = State::Done;
  model.onTransferChanged(first);
  EXPECT_EQ(model.totals().transfers_done, 1);
  EXPECT_EQ(model.totals().files_done, 10);
  EXPECT_EQ(model.totals().bytes_done, 1000);
  EXPECT_TRUE(model.totals().active());

  second.state = State::Done;
  model.onTransferChanged(second);
  EXPECT_FALSE(model.totals().active());
  EXPECT_EQ(model.totals().bytes_done, 4000);

  model.onTransferChanged(upload(QStringLiteral("3"), State::Running));  // a new batch
  EXPECT_EQ(model.totals().transfers, 1);
  EXPECT_EQ(model.totals().bytes_total, 1000);
}

TEST_F(TransferModelTest, FailedCancelledAndUnansweredOnesAreNotInTheTotals) {
  model.onTransferChanged(upload(QStringLiteral("1"), State::Running));
  model.onTransferChanged(upload(QStringLiteral("2"), State::Offered));
  model.onTransferChanged(upload(QStringLiteral("3"), State::Running));
  model.onTransferChanged(upload(QStringLiteral("3"), State::Failed));
  EXPECT_EQ(model.totals().transfers, 1);
  EXPECT_EQ(model.unfinished(), 2);
}

TEST_F(TransferModelTest, TotalsStaySaneWhenAPeerCountsMoreThanItAnnounced) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.bytes_done = 5000;
  model.onTransferChanged(info);
  EXPECT_EQ(model.totals().bytes_done, 1000);
  EXPECT_EQ(model.index(0, 0).data(TransferModel::PermilleRole).toInt(), 1000);
}

TEST_F(TransferModelTest, WhatIsPausedKeepsItsShareOfTheTotalsButPromisesNoTime) {
  TransferInfo running = upload(QStringLiteral("1"), State::Running);
  running.rate = 100;
  model.onTransferChanged(running);
  model.onTransferChanged(upload(QStringLiteral("2"), State::Running));
  TransferInfo paused = upload(QStringLiteral("2"), State::Paused);
  paused.paused_here = true;
  paused.bytes_done = 400;
  model.onTransferChanged(paused);
  EXPECT_EQ(model.totals().transfers, 2);
  EXPECT_EQ(model.totals().bytes_done, 400);
  EXPECT_EQ(model.totals().bytes_total, 2000);
  EXPECT_EQ(model.totals().seconds_left, 10) << "of the running one";
}

TEST_F(TransferModelTest, WhatWaitsForAPeerThatIsAwayBeginsNoTotals) {
  model.onTransferChanged(upload(QStringLiteral("1"), State::Waiting));
  EXPECT_EQ(model.totals().transfers, 0);
  EXPECT_EQ(model.atWork(), 0);
  EXPECT_EQ(model.unfinished(), 1);
}

TEST_F(TransferModelTest, AnIncompleteBatchIsOverInTheTotals) {
  TransferInfo info = upload(QStringLiteral("1"), State::Running);
  info.files_total = 100;
  model.onTransferChanged(info);
  info.state = State::Incomplete;
  info.stored = 97;
  info.failed = 3;
  model.onTransferChanged(info);
  EXPECT_FALSE(model.totals().active());
  EXPECT_TRUE(model.hasFinished());
}

TEST_F(TransferModelTest, NothingIsShownAsProgressBeforeItBegins) {
  for (const State state : {State::Counting, State::Offered}) {
    model.onTransferChanged(upload(QStringLiteral("1"), state));
    EXPECT_EQ(shown(0, TransferModel::ProgressColumn), QString());
  }
}

TEST_F(TransferModelTest, CountingShowsTheNumbersGrow) {
  TransferInfo info = upload(QStringLiteral("1"), State::Counting);
  info.files_total = 12'345;
  info.bytes_total = 3'200'000'000;
  model.onTransferChanged(info);
  EXPECT_EQ(shown(0, TransferModel::FilesColumn), QLocale().toString(12'345));
  EXPECT_EQ(shown(0, TransferModel::SizeColumn), QStringLiteral("3.2 GB"));
  EXPECT_EQ(model.atWork(), 1);
}

TEST_F(TransferModelTest, AnInterruptionCountsDown) {
  TransferInfo info = upload(QStringLiteral("1"), State::Waiting);
  info.retry_at_ms = clock.monotonicMs() + 4000;
  model.onTransferChanged(info);
  EXPECT_EQ(shown(0, TransferModel::StatusColumn), QStringLiteral("interrupted, next try in 4 s"));
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  clock.advance(2500);
  ASSERT_TRUE(test::waitFor([&] { return changed.size() > 0; }));
  EXPECT_EQ(changed.first().first().toModelIndex().column(), TransferModel::StatusColumn);
  EXPECT_EQ(shown(0, TransferModel::StatusColumn), QStringLiteral("interrupted, next try in 2 s"));
  EXPECT_EQ(model.atWork(), 1) << "it goes on by itself";
}

TEST_F(TransferModelTest, RemovedRowsGoAndTheOthersAreStillFound) {
  model.setOwnId(peerId('f'));
  model.onTransferChanged(upload(QStringLiteral("1"), State::Done));
  model.onTransferChanged(upload(QStringLiteral("2"), State::Running));
  model.onTransferChanged(download(QStringLiteral("3"), State::Failed));
  EXPECT_TRUE(model.hasFinished());
  model.onTransferRemoved(peerId('f'), QStringLiteral("1"));
  model.onTransferRemoved(peerId('a'), QStringLiteral("3"));
  model.onTransferRemoved(peerId('a'), QStringLiteral("2"));  // the same UUID of another offerer
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(model.at(0).transfer, QStringLiteral("2"));
  EXPECT_FALSE(model.hasFinished());

  model.onTransferChanged(upload(QStringLiteral("2"), State::Done));
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(model.at(0).state, State::Done);
}

TEST_F(TransferModelTest, WhatIsOverTellsItsAverageOfWhatWasSent) {
  TransferInfo info = upload(QStringLiteral("1"), State::Done);
  info.bytes_total = info.bytes_done = 50'000'000;
  info.bytes_found = 30'000'000;
  info.seconds = 2;
  model.onTransferChanged(info);
  EXPECT_EQ(shown(0, TransferModel::SpeedColumn), QStringLiteral("10.0 MB/s"));
}

TEST_F(TransferModelTest, CountsWhatQuittingWouldLose) {
  model.onTransferChanged(upload(QStringLiteral("1"), State::Running));
  TransferInfo info = upload(QStringLiteral("2"), State::Running);
  info.plain = true;
  model.onTransferChanged(info);
  EXPECT_EQ(model.atWork(), 2);
  EXPECT_EQ(model.plainAtWork(), 1);
  info.state = State::Done;
  model.onTransferChanged(info);
  EXPECT_EQ(model.plainAtWork(), 0);
}

// Without the tester, which looks at every row after every change.
TEST(TransferModelBoundTest, FinishedRowsAreBoundedAndUnfinishedOnesStay) {
  const test::FakeClock clock;
  TransferModel model(clock);
  model.onTransferChanged(upload(QStringLiteral("first"), State::Running));
  for (int i = 0; i < TransferModel::kMostRows + 10; ++i) {
    model.onTransferChanged(upload(QString::number(i), State::Done));
  }
  EXPECT_EQ(model.rowCount(), TransferModel::kMostRows);
  EXPECT_EQ(model.at(model.rowCount() - 1).transfer, QStringLiteral("first"));
}

}  // namespace
}  // namespace landline::models
