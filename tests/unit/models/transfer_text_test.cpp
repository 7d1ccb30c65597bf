// What is said of a transfer in words.

#include "models/transfer_text.h"

#include <gtest/gtest.h>

#include "support/transfers.h"

namespace landline::models {
namespace {

using session::TransferInfo;
using State = TransferInfo::State;
using Bottleneck = TransferInfo::Bottleneck;
using test::download;
using test::upload;

/// Without the isolates around names.
QString plain(QString text) {
  return text.remove(QChar(0x2068)).remove(QChar(0x2069));
}

QString status(const TransferInfo& info, qint64 now_ms = -1) {
  return plain(TransferText::status(info, now_ms));
}

TransferInfo batch(State state) {
  TransferInfo info = upload(QStringLiteral("1"), state);
  info.files_total = 100;
  return info;
}

TEST(TransferTextTest, EveryStateHasItsOwnWords) {
  QStringList words;
  for (int state = 0; state <= static_cast<int>(State::Failed); ++state) {
    words << status(upload(QStringLiteral("1"), static_cast<State>(state)));
    EXPECT_FALSE(words.last().isEmpty()) << state;
  }
  EXPECT_EQ(words.removeDuplicates(), 0);
}

TEST(TransferTextTest, AnOfferAsksTheReceiverAndWaitsForTheOther) {
  EXPECT_EQ(status(download(QStringLiteral("1"), State::Offered)), QStringLiteral("accept?"));
  EXPECT_EQ(status(upload(QStringLiteral("1"), State::Offered)), QStringLiteral("waiting for an answer"));
}

TEST(TransferTextTest, PausesAreToldApart) {
  TransferInfo info = batch(State::Paused);
  info.paused_here = true;
  EXPECT_EQ(status(info), QStringLiteral("paused by you"));
  info.paused_there = true;
  EXPECT_EQ(status(info), QStringLiteral("paused by both"));
  info.paused_here = false;
  EXPECT_EQ(status(info), QStringLiteral("paused by desk-7"));
  info.paused_here = true;
  info.error = {codes::kNoSpace, {}};
  EXPECT_EQ(status(info), QStringLiteral("paused, the disk is full"));
}

TEST(TransferTextTest, TheQueueTellsItsPlaces) {
  TransferInfo info = batch(State::Queued);
  EXPECT_EQ(status(info), QStringLiteral("queued"));
  const std::pair<int, const char*> places[] = {{1, "queued, next"},  {2, "queued, 2nd"},   {3, "queued, 3rd"},
                                                {4, "queued, 4th"},   {11, "queued, 11th"}, {12, "queued, 12th"},
                                                {13, "queued, 13th"}, {21, "queued, 21st"}, {112, "queued, 112th"}};
  for (const auto& [place, words] : places) {
    info.queue_place = place;
    EXPECT_EQ(status(info), QLatin1String(words));
  }
  info.queued_there = true;
  EXPECT_EQ(status(info), QStringLiteral("queued at desk-7"));
}

TEST(TransferTextTest, WaitingTellsForWhatAndHowLong) {
  TransferInfo info = batch(State::Waiting);
  EXPECT_EQ(status(info), QStringLiteral("waits for desk-7"));
  info.retry_at_ms = 10'000;
  EXPECT_EQ(status(info, 6'100), QStringLiteral("interrupted, next try in 4 s"));
  EXPECT_EQ(status(info, 10'000), QStringLiteral("interrupted, is tried again"));
  EXPECT_EQ(status(info), QStringLiteral("interrupted, is tried again")) << "a card counts nothing down";
}

TEST(TransferTextTest, ResumingIsSaidUntilSomethingNewIsSent) {
  TransferInfo info = batch(State::Running);
  EXPECT_EQ(status(info), QStringLiteral("sending"));
  info.bytes_done = info.bytes_found = 630;
  EXPECT_EQ(status(info), QStringLiteral("resuming at 63 %"));
  info.bytes_done = 631;
  EXPECT_EQ(status(info), QStringLiteral("sending"));
  EXPECT_EQ(status(download(QStringLiteral("1"), State::Running)), QStringLiteral("receiving"));
}

TEST(TransferTextTest, DoneTellsWhatHappenedBesides) {
  TransferInfo info = batch(State::Done);
  info.stored = 100;
  EXPECT_EQ(status(info), QStringLiteral("done"));
  info.identical = 3;
  EXPECT_EQ(status(info), QStringLiteral("done, 3 were there already"));
  info.identical = 1;
  info.renamed = 2;
  info.skipped = 4;
  EXPECT_EQ(status(info), QStringLiteral("done, 1 was there already, 2 renamed, 4 skipped"));
  TransferInfo same = batch(State::Done);
  same.identical = 100;
  EXPECT_EQ(status(same), QStringLiteral("done, all were there already"));
  same.identical = 1;
  EXPECT_EQ(status(same), QStringLiteral("done, was there already"));
}

TEST(TransferTextTest, OverThePlainWireNothingIsCalledVerified) {
  TransferInfo sent = upload(QStringLiteral("1"), State::Done);
  TransferInfo received = download(QStringLiteral("2"), State::Done);
  EXPECT_EQ(status(sent), QStringLiteral("done")) << "this word says: verified";
  sent.plain = received.plain = true;
  sent.stored = received.stored = received.renamed = 1;
  EXPECT_EQ(status(sent), QStringLiteral("sent, not verified"));
  EXPECT_EQ(status(received), QStringLiteral("received, not verified, 1 renamed"));
  sent.state = received.state = State::Verifying;
  EXPECT_EQ(status(sent), QStringLiteral("sending"));
  EXPECT_EQ(status(received), QStringLiteral("saving"));
  sent.state = State::Incomplete;
  sent.files_total = 3;
  sent.failed = 2;
  EXPECT_EQ(status(sent), QStringLiteral("1 of 3 sent, not verified, 2 failed"));
}

TEST(TransferTextTest, AnIncompleteBatchCountsWhatIsMissing) {
  TransferInfo info = batch(State::Incomplete);
  info.stored = 97;
  info.failed = 3;
  EXPECT_EQ(status(info), QStringLiteral("97 of 100 stored, 3 failed"));
}

TEST(TransferTextTest, TheBottleneckIsNamedFromThisSide) {
  TransferInfo up = upload(QStringLiteral("1"), State::Running);
  TransferInfo down = download(QStringLiteral("1"), State::Running);
  EXPECT_EQ(TransferText::bottleneck(up), QString());
  up.bottleneck = down.bottleneck = Bottleneck::SenderDisk;
  EXPECT_EQ(plain(TransferText::bottleneck(up)), QStringLiteral("limited by: the disk here"));
  EXPECT_EQ(plain(TransferText::bottleneck(down)), QStringLiteral("limited by: the disk at desk-7"));
  up.bottleneck = down.bottleneck = Bottleneck::ReceiverDisk;
  EXPECT_EQ(plain(TransferText::bottleneck(up)), QStringLiteral("limited by: the disk at desk-7"));
  EXPECT_EQ(plain(TransferText::bottleneck(down)), QStringLiteral("limited by: the disk here"));
  QStringList words;
  for (const Bottleneck what : {Bottleneck::Network, Bottleneck::SenderDisk, Bottleneck::ReceiverDisk,
                                Bottleneck::Processor, Bottleneck::OtherSide, Bottleneck::RateLimit}) {
    up.bottleneck = what;
    words << TransferText::bottleneck(up);
  }
  EXPECT_EQ(words.removeDuplicates(), 0);
  up.state = State::Paused;
  EXPECT_EQ(TransferText::bottleneck(up), QString()) << "nothing runs";
}

TEST(TransferTextTest, FilesAreCountedOnceItHasBegun) {
  TransferInfo info = batch(State::Offered);
  EXPECT_EQ(TransferText::files(info), QStringLiteral("100"));
  info.state = State::Running;
  info.files_done = 12;
  EXPECT_EQ(TransferText::files(info), QStringLiteral("12 of 100"));
  info.state = State::Done;
  info.files_done = 100;
  EXPECT_EQ(TransferText::files(info), QStringLiteral("100"));
  info = upload(QStringLiteral("1"), State::Running);
  info.files_total = 1;
  EXPECT_EQ(TransferText::files(info), QStringLiteral("1"));
  info = batch(State::Running);
  info.files_total = -1;
  EXPECT_EQ(TransferText::files(info), QStringLiteral("-"));
}

TEST(TransferTextTest, AnOfferTellsCountSizeAndFirstNames) {
  TransferInfo info = batch(State::Offered);
  info.bytes_total = 1'200'000'000;
  EXPECT_EQ(TransferText::offer(info), QStringLiteral("100 files, 1.2 GB"));
  info.files_total = 1;
  EXPECT_EQ(TransferText::offer(info), QStringLiteral("1.2 GB"));
  info.first = QStringList{QStringLiteral("notes.txt")};
  EXPECT_EQ(TransferText::firstNames(info), QString()) << "the title says as much";
  info.first << QStringLiteral("photos");
  EXPECT_EQ(plain(TransferText::firstNames(info)), QStringLiteral("notes.txt, photos"));
  for (int i = 0; i < 14; ++i) {
    info.first << QStringLiteral("more %1").arg(i);
  }
  EXPECT_EQ(plain(TransferText::firstNames(info)),
            QStringLiteral("notes.txt, photos, more 0, more 1, more 2 and others"));
}

TEST(TransferTextTest, BadInput52NamesOfAnOfferCannotReorderOrFloodTheCard) {
  TransferInfo info = batch(State::Offered);
  info.first = QStringList{QStringLiteral("a\u202Etxt.exe"), QString(4000, QLatin1Char('x')), QStringLiteral("b\nc")};
  const QString names = TransferText::firstNames(info);
  EXPECT_FALSE(names.contains(QChar(0x202E)));
  EXPECT_FALSE(names.contains(QLatin1Char('\n')));
  EXPECT_LT(names.size(), 200);
}

TEST(TransferTextTest, DetailsTellWhatWasNotSentAgain) {
  TransferInfo info = batch(State::Running);
  info.files_done = 12;
  info.bytes_done = 800;
  info.bytes_found = 300;
  info.bottleneck = Bottleneck::Network;
  info.current = QStringLiteral("photos/a.jpg");
  EXPECT_EQ(plain(TransferText::details(info).join(QLatin1Char('|'))),
            QStringLiteral("files: 12 of 100|800 bytes of 1.0 kB|300 bytes did not have to be sent again|"
                           "limited by: the network|photos/a.jpg"));
}

TEST(TransferTextTest, NoFiguresBeforeItBegins) {
  EXPECT_EQ(TransferText::details(batch(State::Offered)), QStringList());
}

TEST(TransferTextTest, TheAverageIsOfWhatWasSentAndNeedsSomethingToMeasure) {
  TransferInfo info = batch(State::Done);
  info.bytes_done = 50'000'000;
  info.bytes_found = 30'000'000;
  info.seconds = 2;
  EXPECT_EQ(averageRate(info), 10'000'000);
  info.state = State::Running;
  EXPECT_LT(averageRate(info), 0);
  info.state = State::Done;
  info.bytes_found = 49'999'997;
  EXPECT_LT(averageRate(info), 0) << "three octets tell nothing";
}

TEST(TransferTextTest, AtWorkIsWhatQuittingWouldInterrupt) {
  int at_work = 0;
  for (int state = 0; state <= static_cast<int>(State::Failed); ++state) {
    at_work += isAtWork(upload(QStringLiteral("1"), static_cast<State>(state))) ? 1 : 0;
  }
  EXPECT_EQ(at_work, 4) << "counting, queued, running, verifying";
  TransferInfo retrying = upload(QStringLiteral("1"), State::Waiting);
  retrying.retry_at_ms = 1;
  EXPECT_TRUE(isAtWork(retrying));
}

}  // namespace
}  // namespace landline::models
