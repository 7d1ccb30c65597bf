#include "plain_fixture.h"
#include <QCoreApplication>

namespace landline::session {

using PlainDeskSend = PlainDeskTest;

TEST_F(PlainDeskSend, SendsAFileInThreeSteps) {
  RawPeer peer = join();
  const QByteArray octets = someOctets(3'000'000);
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a&b.bin"), octets)});
  EXPECT_EQ(row().state, State::Queued);
  ASSERT_TRUE(peer.receives("a&b.bin&3000000"));
  ASSERT_TRUE(reaches(State::Offered));
  EXPECT_EQ(row().bytes_total, octets.size());
  peer.forget();
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(peer.receives(octets));
  ASSERT_TRUE(reaches(State::Done));
  const TransferInfo done = row();
  EXPECT_TRUE(done.plain);
  EXPECT_EQ(done.direction, TransferInfo::Direction::Up);
  EXPECT_EQ(done.bytes_done, octets.size());
  EXPECT_EQ(done.stored, 1);
  EXPECT_EQ(done.digest.size(), 32);
  EXPECT_EQ(m_changes_after_the_end, 0);
  EXPECT_TRUE(m_texts.isEmpty());
  ASSERT_EQ(m_files.size(), 1);
}

TEST_F(PlainDeskSend, IsNotDoneBeforeTheOtherSidesSystemHasAll) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), someOctets(50'000))});
  ASSERT_TRUE(peer.receives("a.bin&50000"));
  ASSERT_TRUE(peer.write("ok"));
  // The pipe holds all of it, and nobody reads.
  ASSERT_TRUE(reaches(State::Verifying));
  EXPECT_FALSE(test::waitFor([&] { return row().over(); }, 100));
  peer.received();
  EXPECT_TRUE(reaches(State::Done));
}

TEST_F(PlainDeskSend, FailsWhereTheConnectionBreaksBeforeThat) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), someOctets(50'000))});
  ASSERT_TRUE(peer.receives("a.bin&50000"));
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(reaches(State::Verifying));
  peer.close();
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kConnectionLost));
}

TEST_F(PlainDeskSend, SendsOneAfterTheOtherWithTextBetween) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "first"), writeSource(QStringLiteral("empty"), ""),
                         writeSource(QStringLiteral("b.txt"), "second")});
  ASSERT_TRUE(peer.receives("a.txt&5"));
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("hello"));
  EXPECT_EQ(row(1).state, State::Queued);
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(peer.receives("a.txt&5firsthello\nempty&0"));
  ASSERT_TRUE(peer.write("ok\n"));
  ASSERT_TRUE(peer.receives("a.txt&5firsthello\nempty&0b.txt&6"));
  ASSERT_TRUE(peer.write(QByteArray("ok").leftJustified(128, '\0')));
  ASSERT_TRUE(peer.receives("a.txt&5firsthello\nempty&0b.txt&6second"));
  ASSERT_TRUE(reaches(State::Done, 2));
  ASSERT_TRUE(peer.write("got all\n"));
  EXPECT_TRUE(hears({QStringLiteral("got all")}));
}

class PlainDeskOk : public PlainDeskTest, public ::testing::WithParamInterface<std::vector<QByteArray>> {};

TEST_P(PlainDeskOk, IsUnderstoodHoweverItComes) {
  m_limits.plain_quiet = std::chrono::seconds(3);  // none between the parts, however slow the machine
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(peer.receives("a.txt&4"));
  for (const QByteArray& part : GetParam()) {
    ASSERT_TRUE(peer.write(part));
    QCoreApplication::processEvents();
  }
  EXPECT_TRUE(peer.receives("a.txt&4body"));
  EXPECT_TRUE(reaches(State::Done));
  ASSERT_TRUE(peer.write("text\n"));
  EXPECT_TRUE(test::waitFor([&] { return m_texts.contains(QStringLiteral("text")); }));
}

INSTANTIATE_TEST_SUITE_P(Forms, PlainDeskOk,
                         ::testing::Values(std::vector<QByteArray>{"ok"}, std::vector<QByteArray>{"o", "k"},
                                           std::vector<QByteArray>{"ok\n"}, std::vector<QByteArray>{"ok", "\n"},
                                           std::vector<QByteArray>{"ok\r\n"},
                                           std::vector<QByteArray>{QByteArray("ok\0", 3)},
                                           std::vector<QByteArray>{"ok" + QByteArray(1, '\0') + QByteArray(125, 's')},
                                           std::vector<QByteArray>{"Ann: I said something before\nok\n"}));

TEST_F(PlainDeskSend, TellsWhatElseWasAnswered) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(peer.receives("a.txt&4"));
  ASSERT_TRUE(peer.write("okay\n"));
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kNotTaken));
  EXPECT_TRUE(row().error.detail.contains(QStringLiteral("okay")));
  EXPECT_EQ(m_texts, QStringList{QStringLiteral("okay")});
  EXPECT_TRUE(m_desk->has(m_peer));
  EXPECT_EQ(peer.received(), QByteArray("a.txt&4"));
}

TEST_F(PlainDeskSend, IsDeclinedInWords) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(peer.receives("a.txt&4"));
  ASSERT_TRUE(peer.write("declined: there is no room for it\n"));
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.code, QString(codes::kDeclined));
  EXPECT_EQ(row().error.detail, QStringLiteral("there is no room for it"));
  EXPECT_TRUE(m_texts.isEmpty());
}

TEST_F(PlainDeskSend, GoesOnWithTheNextWhereOneIsDeclined) {
  RawPeer peer = join();
  m_desk->offer(m_peer,
                {writeSource(QStringLiteral("a.txt"), "first"), writeSource(QStringLiteral("b.txt"), "second")});
  ASSERT_TRUE(peer.receives("a.txt&5"));
  ASSERT_TRUE(peer.write("declined: not wanted\n"));
  ASSERT_TRUE(reaches(State::Declined));
  ASSERT_TRUE(peer.receives("a.txt&5b.txt&6"));
  ASSERT_TRUE(peer.write("ok"));
  EXPECT_TRUE(peer.receives("a.txt&5b.txt&6second"));
  EXPECT_TRUE(reaches(State::Done, 1));
}

TEST_F(PlainDeskSend, DoesNotGoOnWhereAnOkMayStillCome) {
  RawPeer peer = join();
  m_desk->offer(m_peer,
                {writeSource(QStringLiteral("a.txt"), "first"), writeSource(QStringLiteral("b.txt"), "second")});
  ASSERT_TRUE(peer.receives("a.txt&5"));
  ASSERT_TRUE(peer.write("wait\n"));
  ASSERT_TRUE(reaches(State::Failed, 1));
  EXPECT_EQ(row(0).error.code, QString(codes::kNotTaken));
  EXPECT_EQ(row(1).error.code, QString(codes::kNoAnswer));
  EXPECT_TRUE(row(1).error.detail.contains(QStringLiteral("may still come"))) << row(1).error.detail.toStdString();
  EXPECT_EQ(peer.received(), QByteArray("a.txt&5"));
}

TEST_F(PlainDeskSend, WhatCameBeforeTheHeaderLeftIsNoAnswerToIt) {
  m_limits.plain_quiet = std::chrono::milliseconds(500);  // for so long the header waits behind the text
  RawPeer peer = join();
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("here it comes"));
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(peer.receives("here it comes\n"));
  ASSERT_TRUE(peer.write("declined: the last one\n"));
  EXPECT_TRUE(hears({QStringLiteral("declined: the last one")}));
  ASSERT_TRUE(peer.receives("here it comes\na.txt&4"));
  ASSERT_TRUE(peer.write("ok"));
  EXPECT_TRUE(peer.receives("here it comes\na.txt&4body"));
  EXPECT_TRUE(reaches(State::Done));
}

TEST_F(PlainDeskSend, TellsThatNoOkCame) {
  m_limits.plain_answer = std::chrono::milliseconds(100);
  RawPeer peer = join();
  const QString path = writeSource(QStringLiteral("a.txt"), "body");
  m_desk->offer(m_peer, {path});
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kNoAnswer));
  EXPECT_TRUE(m_desk->has(m_peer));
  // Its `ok` could be meant for either.
  m_desk->retry(m_peer, row().transfer);
  ASSERT_TRUE(reaches(State::Failed, 1));
  EXPECT_EQ(row(1).error.code, QString(codes::kNoAnswer));
  EXPECT_TRUE(peer.receives("a.txt&4"));
  // Now it is clear that it reads on.
  ASSERT_TRUE(peer.write("what was that?\n"));
  ASSERT_TRUE(hears({QStringLiteral("what was that?")}));
  m_desk->retryFailed();
  EXPECT_TRUE(peer.receives("a.txt&4a.txt&4"));
}

class PlainDeskLateOk : public PlainDeskTest, public ::testing::WithParamInterface<QByteArray> {};

TEST_P(PlainDeskLateOk, EndsTheConnection) {
  m_limits.plain_answer = std::chrono::milliseconds(50);
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(reaches(State::Failed));
  ASSERT_TRUE(peer.write(GetParam()));  // it waits for four octets, and the next text must not become them
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kUnexpected));
  EXPECT_TRUE(m_texts.isEmpty());
}

INSTANTIATE_TEST_SUITE_P(Forms, PlainDeskLateOk,
                         ::testing::Values(QByteArray("ok"), QByteArray("ok\n"), QByteArray("ok\r\n"),
                                           QByteArray("ok").leftJustified(128, '\0'), QByteArray("\nok\n")));

TEST_F(PlainDeskSend, TellsThatTheOtherSideLeftInsteadOfAnswering) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body"), writeSource(QStringLiteral("b.txt"), "body")});
  ASSERT_TRUE(peer.receives("a.txt&4"));
  peer.close();
  ASSERT_TRUE(reaches(State::Failed, 0));
  EXPECT_TRUE(reaches(State::Failed, 1));
  EXPECT_EQ(row(1).error.code, QString(codes::kConnectionLost));
  EXPECT_TRUE(isLeft());
  m_desk->retry(m_peer, row().transfer);
  EXPECT_EQ(m_errors, QStringList{QString(codes::kAbsent)});
}

TEST_F(PlainDeskSend, BadInput58_EndsAReaderThatStopsInTheMiddle) {
  m_limits.silence = std::chrono::milliseconds(100);
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), someOctets(5'000'000))});
  ASSERT_TRUE(peer.receives("a.bin&5000000"));
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kSlowReader));
  EXPECT_TRUE(isLeft());
}

TEST_F(PlainDeskSend, BadInput30_EndsTheConnectionWhereTheSourceChanges) {
  RawPeer peer = join();
  const QString path = writeSource(QStringLiteral("a.bin"), someOctets(5'000'000));
  m_desk->offer(m_peer, {path});
  ASSERT_TRUE(peer.receives("a.bin&5000000"));
  peer.forget();
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(reaches(State::Running));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::Append));
  file.write("more");
  file.close();
  EXPECT_TRUE(peer.seesEnd());
  EXPECT_LT(peer.received().size(), 5'000'000);
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kChanged));
}

TEST_F(PlainDeskSend, RefusesWhatIsNoFile) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {m_save_folder, m_directory.filePath(QStringLiteral("nothing")),
                         writeSource(QStringLiteral("two\nlines"), "x"), writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(reaches(State::Failed, 0));
  EXPECT_EQ(row(0).error.code, QString(codes::kNoFolders));
  ASSERT_TRUE(reaches(State::Failed, 1));
  EXPECT_EQ(row(1).error.code, QString(codes::kVanished));
  ASSERT_TRUE(reaches(State::Failed, 2));
  EXPECT_EQ(row(2).error.code, QString(codes::kUnsafeName));
  EXPECT_TRUE(peer.receives("a.txt&4"));
}

TEST_F(PlainDeskSend, RefusesWhatCannotBegin) {
  RawPeer peer = join();
  const QString path = writeSource(QStringLiteral("a.txt"), "body");
  m_desk->offer(PeerId::ofPublicKey("nobody"), {path});
  m_desk->offer(m_peer, {});
  QStringList many;
  for (int i = 0; i <= PlainDesk::kQueuedOffers; ++i) {
    many.append(path);
  }
  m_desk->offer(m_peer, many);
  m_desk->setMode(PlainMode::Text);
  m_desk->offer(m_peer, {path});
  EXPECT_EQ(m_errors, (QStringList{codes::kAbsent, codes::kUsage, codes::kTooMany, codes::kUnsupported}));
  EXPECT_TRUE(m_order.isEmpty());
}

TEST_F(PlainDeskSend, FailsAsUnsupportedWhereFilesAreSwitchedOffBeforeTheAnswer) {
  RawPeer peer = join();
  m_desk->offer(m_peer,
                {writeSource(QStringLiteral("a.txt"), "asked"), writeSource(QStringLiteral("b.txt"), "in line")});
  ASSERT_TRUE(peer.receives("a.txt&5"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->setMode(PlainMode::Text);
  ASSERT_TRUE(reaches(State::Failed, 0));
  ASSERT_TRUE(reaches(State::Failed, 1));
  EXPECT_EQ(row(0).error.code, QString(codes::kUnsupported));
  EXPECT_EQ(row(1).error.code, QString(codes::kUnsupported));
  ASSERT_TRUE(peer.write("no\n"));
  EXPECT_TRUE(hears({QStringLiteral("no")})) << "the connection stays";
}

TEST_F(PlainDeskSend, IsCancelledInEveryState) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), someOctets(5'000'000)),
                         writeSource(QStringLiteral("b.bin"), "x"), writeSource(QStringLiteral("c.bin"), "x")});
  EXPECT_TRUE(m_desk->cancel(m_peer, row(1).transfer));  // in line
  EXPECT_EQ(row(1).state, State::Cancelled);
  ASSERT_TRUE(peer.receives("a.bin&5000000"));
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(reaches(State::Running));
  m_desk->cancel(m_peer, row(0).transfer);  // in the middle of its octets
  ASSERT_TRUE(reaches(State::Cancelled));
  EXPECT_TRUE(isLeft());
  EXPECT_TRUE(peer.seesEnd());
  EXPECT_LT(peer.received().size(), 5'000'000);
  EXPECT_TRUE(row(2).over());
  m_desk->cancel(m_peer, row(0).transfer);  // over: nothing
  EXPECT_EQ(m_changes_after_the_end, 0);
}

TEST_F(PlainDeskSend, IsCancelledBeforeTheAnswerAndTheConnectionStays) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.txt"), "body")});
  ASSERT_TRUE(peer.receives("a.txt&4"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->cancel(m_peer, row().transfer);
  ASSERT_TRUE(reaches(State::Cancelled));
  ASSERT_TRUE(peer.write("declined: not wanted\n"));
  EXPECT_TRUE(hears({QStringLiteral("declined: not wanted")}));
  EXPECT_TRUE(m_desk->has(m_peer));
}

TEST_F(PlainDeskSend, StopDoesNotWriteTextIntoABody) {
  RawPeer peer = join();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("a.bin"), someOctets(5'000'000))});
  ASSERT_TRUE(peer.receives("a.bin&5000000"));
  ASSERT_TRUE(peer.write("ok"));
  ASSERT_TRUE(reaches(State::Running));
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("never in the file"));
  m_desk->stop();
  m_desk->join();
  EXPECT_EQ(row().error.code, QString(codes::kClosing));
  EXPECT_TRUE(peer.seesEnd());
  EXPECT_FALSE(peer.received().contains("never in the file"));
}

}  // namespace landline::session
