#include "plain_fixture.h"
#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>

namespace landline::session {

namespace {

/// Header and body as a sender that waits for nothing writes them.
QByteArray atOneGo(const QByteArray& name, const QByteArray& body) {
  return name + '&' + QByteArray::number(body.size()) + '\n' + body;
}

}  // namespace

using PlainDeskReceive = PlainDeskTest;

TEST_F(PlainDeskReceive, TakesAFileInThreeSteps) {
  RawPeer peer = joinAndAcceptAll();
  const QByteArray octets = someOctets(3'000'000);
  ASSERT_TRUE(peer.write("photo.jpg&3000000"));  // no end: silence ends it
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(octets));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("photo.jpg")});
  EXPECT_EQ(content(QStringLiteral("photo.jpg")), octets);
  const TransferInfo done = row();
  EXPECT_TRUE(done.plain);
  EXPECT_EQ(done.direction, TransferInfo::Direction::Down);
  EXPECT_EQ(done.peer, m_peer);
  EXPECT_EQ(done.title, QStringLiteral("photo.jpg"));
  EXPECT_EQ(done.bytes_total, octets.size());
  EXPECT_EQ(done.bytes_done, octets.size());
  EXPECT_EQ(done.stored, 1);
  EXPECT_EQ(done.files_done, 1);
  EXPECT_EQ(done.path, m_save_folder + QStringLiteral("/photo.jpg"));
  EXPECT_EQ(done.digest.size(), 32);
  EXPECT_GT(done.seconds, 0);
  ASSERT_EQ(m_files.size(), 1);
  EXPECT_EQ(m_files[0].saved_as, done.path);
  EXPECT_EQ(m_changes_after_the_end, 0);
  EXPECT_TRUE(m_texts.isEmpty());
  EXPECT_TRUE(m_desk->has(m_peer));
}

TEST_F(PlainDeskReceive, BadInput33_TakesTextAndFilesOfOneWrite) {
  RawPeer peer = joinAndAcceptAll();
  const QByteArray body = someOctets(100'000);
  ASSERT_TRUE(
      peer.write("before\n" + atOneGo("a&b.bin", body) + "between\n" + atOneGo("\xC3\xA4.txt", "text") + "behind\n"));
  EXPECT_TRUE(hears({QStringLiteral("before"), QStringLiteral("between"), QStringLiteral("behind")}));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("a&b.bin")), body);
  EXPECT_EQ(content(QStringLiteral("\u00E4.txt")), QByteArray("text"));
  EXPECT_TRUE(peer.receives("okok"));
}

TEST_F(PlainDeskReceive, BadInput32_TakesSingleOctets) {
  m_limits.plain_quiet = std::chrono::seconds(3);  // none between these, however slow the machine
  RawPeer peer = joinAndAcceptAll();
  const QByteArray all = atOneGo("a.txt", "the body") + "and text\n";
  for (const char octet : all) {
    ASSERT_TRUE(peer.write(QByteArray(1, octet)));
    QCoreApplication::processEvents();
  }
  EXPECT_TRUE(hears({QStringLiteral("and text")}));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("the body"));
}

TEST_F(PlainDeskReceive, BadInput26_TakesAnEmptyFile) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("empty.txt&0"));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_TRUE(peer.receives("ok"));
  EXPECT_EQ(content(QStringLiteral("empty.txt")), QByteArray());
  ASSERT_TRUE(peer.write("text\n"));
  EXPECT_TRUE(hears({QStringLiteral("text")}));
}

TEST_F(PlainDeskReceive, BadInput28_ALongerBodyIsTextAgain) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("a.txt&4\nbodyand more\n"));
  EXPECT_TRUE(hears({QStringLiteral("and more")}));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("body"));
}

TEST_F(PlainDeskReceive, BadInput25_AnExistingNameGetsANumber) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "first")));
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "second")));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("first"));
  EXPECT_EQ(content(QStringLiteral("a (1).txt")), QByteArray("second"));
  EXPECT_EQ(row(1).renamed, 1);
}

TEST_F(PlainDeskReceive, OverwritesOrSkipsWhereThatIsWanted) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "first")));
  ASSERT_TRUE(reaches(State::Done, 0));
  m_desk->setConflict(Conflict::Overwrite);
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "second")));
  ASSERT_TRUE(reaches(State::Done, 1));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("second"));
  m_desk->setConflict(Conflict::Skip);
  ASSERT_TRUE(peer.write("a.txt&5"));
  ASSERT_TRUE(reaches(State::Declined, 2));
  EXPECT_EQ(row(2).error.code, QString(codes::kExists));
  EXPECT_TRUE(peer.receives("okokdeclined: a file of this name is here already\n"));
  EXPECT_EQ(saved(), QStringList{QStringLiteral("a.txt")});
}

// --- The end of the stream -------------------------------------------------------------------------------------------

TEST_F(PlainDeskReceive, BadInput35_BadInput27_AnEndAfterAnyOctetLeavesNothingOrAll) {
  start();
  m_desk->setAcceptRule(AcceptRule::All);
  const QByteArray all = atOneGo("a.txt", "the body") + "text\n";
  const int whole = all.size() - 5;
  for (int length = 0; length <= all.size(); ++length) {
    SCOPED_TRACE(length);
    m_left.clear();
    RawPeer peer = join();
    ASSERT_TRUE(peer.write(all.left(length)));
    peer.endWriting();
    ASSERT_TRUE(isLeft());
    EXPECT_TRUE(peer.seesEnd());
    EXPECT_EQ(saved().size(), length >= whole ? 1 : 0) << saved().join(QLatin1Char(' ')).toStdString();
    QFile::remove(m_save_folder + QStringLiteral("/a.txt"));
  }
  EXPECT_EQ(m_desk->openCount(), 0);
  EXPECT_EQ(m_changes_after_the_end, 0);
}

TEST_F(PlainDeskReceive, BadInput27_ABodyThatEndsEarlyLeavesNothing) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("big.bin&1000000"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(someOctets(999'999)));
  ASSERT_TRUE(test::waitFor([&] { return row().bytes_done == 999'999; }));
  ASSERT_EQ(saved().size(), 1);
  EXPECT_TRUE(files::isPartName(saved()[0]));
  peer.close();
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kConnectionLost));
  EXPECT_TRUE(isLeft());
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, BadInput27_ABodyThatStopsComingIsGivenUp) {
  m_limits.transfer_silence = std::chrono::milliseconds(80);
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("Q&A&2024\n"));
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kTimeout));
  EXPECT_TRUE(isLeft());
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, TakesAFileOfWhoDoesNotWaitForTheAnswerAndCloses) {
  RawPeer peer = joinAndAcceptAll();
  const QByteArray body = someOctets(100'000);
  ASSERT_TRUE(peer.write(atOneGo("a.bin", body)));
  peer.close();
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(content(QStringLiteral("a.bin")), body);
  EXPECT_TRUE(isLeft());
}

// --- Refused ---------------------------------------------------------------------------------------------------------

class PlainDeskUnsafeName : public PlainDeskTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(PlainDeskUnsafeName, BadInput11_BadInput12_BadInput13_BadInput24_IsRefusedAndTheConnectionStays) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(QByteArray(GetParam()) + "&4\n"));
  EXPECT_TRUE(peer.receives("declined: no file can be saved under this name\n"));
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.code, QString(codes::kUnsafeName));
  ASSERT_TRUE(peer.write("body\n"));
  EXPECT_TRUE(hears({QStringLiteral("body")}));
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(QDir(m_directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
            QStringList{QStringLiteral("save")});
}

INSTANTIATE_TEST_SUITE_P(Names, PlainDeskUnsafeName,
                         ::testing::Values("../x", "a/../../x", "..\\x", "/etc/x", "C:x", "\\\\host\\s", "file:///x",
                                           ".", "..", " ", "   ", "folder/x",
                                           ".landline-0123456789abcdef01234567.part"));

TEST_F(PlainDeskReceive, BadInput29_DeclinesWhatThereIsNoRoomForBeforeAnyData) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("huge.bin&9007199254740991\n"));
  EXPECT_TRUE(peer.receives("declined: there is no room for it\n"));
  ASSERT_TRUE(reaches(State::Declined));
  EXPECT_EQ(row().error.code, QString(codes::kNoSpace));
  EXPECT_EQ(saved(), QStringList());
  ASSERT_TRUE(peer.write("text\n"));
  EXPECT_TRUE(hears({QStringLiteral("text")}));
}

TEST_F(PlainDeskReceive, DeclinesByRuleAndTakesWhatFollowsForText) {
  start();
  m_desk->setAcceptRule(AcceptRule::None);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4\nbody\n"));
  EXPECT_TRUE(peer.receives("declined: not wanted\n"));
  EXPECT_TRUE(reaches(State::Declined));
  EXPECT_TRUE(hears({QStringLiteral("body")}));
}

TEST_F(PlainDeskReceive, AHeaderIsTextWhereFilesAreSwitchedOff) {
  start();
  m_desk->setMode(PlainMode::Text);
  m_desk->setAcceptRule(AcceptRule::All);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("Q&A&2024\n"));
  EXPECT_TRUE(hears({QStringLiteral("Q&A&2024")}));
  m_desk->setMode(PlainMode::Files);
  ASSERT_TRUE(test::waitFor([&] { return peer.write("a.txt&0\n") && !m_order.isEmpty(); }));
  EXPECT_TRUE(reaches(State::Done));
}

TEST_F(PlainDeskReceive, SwitchingFilesOffDeclinesWhatWasNotAnswered) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4\n"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->setMode(PlainMode::Text);
  EXPECT_TRUE(reaches(State::Failed));
  EXPECT_TRUE(peer.receives("declined: no files are taken here\n"));
}

TEST_F(PlainDeskReceive, SaysWhenTheFolderCannotBeWrittenTo) {
  RawPeer peer = joinAndAcceptAll();
  m_desk->setSaveFolder(writeSource(QStringLiteral("no folder"), "a file"));
  ASSERT_TRUE(peer.write("a.txt&4\nbody"));
  EXPECT_TRUE(peer.receives("declined: it cannot be saved\n"));
  EXPECT_TRUE(reaches(State::Declined));
}

// --- Asked -----------------------------------------------------------------------------------------------------------

TEST_F(PlainDeskReceive, AsksAPersonAndSavesWhereItIsTold) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4"));
  ASSERT_TRUE(reaches(State::Offered));
  EXPECT_EQ(m_desk->openCount(), 1);
  EXPECT_EQ(m_desk->runningCount(), 0);
  const QString path = m_directory.filePath(QStringLiteral("another name.txt"));
  EXPECT_TRUE(m_desk->accept(m_peer, row().transfer, {path}));
  ASSERT_TRUE(peer.receives("ok"));
  EXPECT_EQ(m_desk->runningCount(), 1);
  ASSERT_TRUE(peer.write("body"));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(row().path, path);
  EXPECT_EQ(saved(), QStringList());
  EXPECT_EQ(m_desk->openCount(), 0);
}

TEST_F(PlainDeskReceive, IsNotReadFromWhileAPersonIsAsked) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.bin&100000000\n"));
  ASSERT_TRUE(reaches(State::Offered));
  const QByteArray block(256 * 1024, 'x');
  qint64 went = 0;
  // The pipe is full when nothing goes for a while in which whoever reads would have read a lot.
  ASSERT_FALSE(test::waitFor(
      [&] {
        went += qMax<qint64>(peer.offer(block), 0);
        return went > 16 * 1024 * 1024;
      },
      300));
  EXPECT_LT(went, 2 * 1024 * 1024);
  m_desk->decline(m_peer, row().transfer);
  EXPECT_TRUE(peer.receives("declined: not wanted\n"));
  EXPECT_TRUE(reaches(State::Declined));
}

TEST_F(PlainDeskReceive, AcceptingWhatIsNotThereAnyMoreFails) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.bin&10\n"));
  ASSERT_TRUE(reaches(State::Offered));
  ASSERT_TRUE(peer.write("half"));
  peer.close();
  EXPECT_TRUE(m_desk->accept(m_peer, row().transfer, {}));
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kConnectionLost));
  EXPECT_TRUE(isLeft());
  EXPECT_EQ(saved(), QStringList());
  EXPECT_TRUE(m_desk->accept(m_peer, row().transfer, {}));
  EXPECT_EQ(m_errors, QStringList{QString(codes::kUsage)});
}

TEST_F(PlainDeskReceive, AcceptingWhatIsAllThereWorksThoughTheSenderIsGone) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.bin&4\nbody"));
  ASSERT_TRUE(reaches(State::Offered));
  peer.close();
  EXPECT_TRUE(m_desk->accept(m_peer, row().transfer, {}));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(content(QStringLiteral("a.bin")), QByteArray("body"));
  EXPECT_TRUE(isLeft());
}

TEST_F(PlainDeskReceive, WhatCameWhileAPersonWasAskedIsNoBodyOfAHeaderWithoutEnd) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&5"));
  ASSERT_TRUE(reaches(State::Offered));
  ASSERT_TRUE(peer.write("hello?\n"));  // no sender that waits for `ok` says so
  m_desk->accept(m_peer, row().transfer, {});
  EXPECT_TRUE(peer.receives("declined: something else came before the answer\n"));
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kUnexpected));
  EXPECT_TRUE(hears({QStringLiteral("hello?")}));
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, WhatCameWhileAPersonWasAskedIsTheBodyOfAHeaderWithAnEnd) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&5\n"));
  ASSERT_TRUE(reaches(State::Offered));
  ASSERT_TRUE(peer.write("hello"));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("hello"));
}

TEST_F(PlainDeskReceive, TextToTheSenderWaitsUntilTheFileIsThere) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("hello"));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(peer.receives("ok"));
  EXPECT_FALSE(m_delivered.contains(QStringLiteral("1")));
  ASSERT_TRUE(peer.write("body"));
  EXPECT_TRUE(peer.receives("okhello\n"));
  EXPECT_TRUE(reaches(State::Done));
}

TEST_F(PlainDeskReceive, ASilenceFollowsTheAnswerWhereNoBodyDoes) {
  m_limits.plain_quiet = std::chrono::milliseconds(200);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("empty.txt&0\n"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QStringLiteral("hello"));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(peer.receives("ok"));
  const qint64 answered = m_clock.monotonicMs();
  EXPECT_TRUE(peer.receives("okhello\n"));
  EXPECT_GT(m_clock.monotonicMs() - answered, 100);
}

TEST_F(PlainDeskReceive, TooMuchTextThatWaitsForAFileIsRefusedAndThePeerStays) {
  m_limits.unsent_control_data = 64 * 1024;
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4"));
  ASSERT_TRUE(reaches(State::Offered));
  for (int i = 0; i < 20; ++i) {
    m_desk->sendText(m_peer, QString::number(i), {}, QString(10'000, QLatin1Char('x')));
  }
  ASSERT_TRUE(test::waitFor([&] { return m_delivered.contains(QStringLiteral("19")); }));
  EXPECT_EQ(m_not_delivered[QStringLiteral("19")], QString(codes::kBusy));
  EXPECT_TRUE(m_left.isEmpty());
}

TEST_F(PlainDeskReceive, CancellingInTheMiddleEndsTheConnection) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("a.bin&1000000\n"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(someOctets(1000)));
  EXPECT_TRUE(m_desk->cancel(m_peer, row().transfer));
  ASSERT_TRUE(reaches(State::Cancelled));
  EXPECT_TRUE(peer.seesEnd());
  EXPECT_TRUE(isLeft());
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, KickingInTheMiddleLeavesNothing) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("a.bin&1000000\n"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(someOctets(1000)));
  m_desk->disconnectPeer(m_peer, {codes::kKicked, QString()});
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_EQ(row().error.code, QString(codes::kKicked));
  EXPECT_TRUE(peer.seesEnd());
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceive, StoppingInTheMiddleLeavesNothing) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write("a.bin&1000000\n"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(someOctets(1000)));
  m_desk->stop();
  m_desk->join();
  EXPECT_EQ(row().state, State::Failed);
  EXPECT_EQ(row().error.code, QString(codes::kClosing));
  EXPECT_EQ(saved(), QStringList());
}

// --- Progress, results -----------------------------------------------------------------------------------------------

TEST_F(PlainDeskReceive, ShowsSpeedAndTimeLeftAndKeepsToTheLimit) {
  start();
  m_desk->setAcceptRule(AcceptRule::All);
  const auto limit = std::make_shared<RateLimit>();
  limit->set(2'000'000);
  m_desk->setRateLimit(limit);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.bin&3000000\n"));
  ASSERT_TRUE(peer.receives("ok"));
  bool shown = false;
  const qint64 begin = m_clock.monotonicMs();
  QByteArray octets = someOctets(3'000'000);
  ASSERT_TRUE(test::waitFor([&] {
    octets.remove(0, static_cast<int>(qMax<qint64>(peer.offer(octets.left(100'000)), 0)));
    shown = shown || (row().rate > 0 && row().seconds_left >= 0);
    return row().state == State::Done;
  }));
  EXPECT_TRUE(shown);
  EXPECT_GT(m_clock.monotonicMs() - begin, 1000);
  EXPECT_TRUE(m_states[row().transfer].count(State::Running) > 0);
}

TEST_F(PlainDeskReceive, CancellingReachesAThreadThatWaitsForTheLimit) {
  start();
  m_desk->setAcceptRule(AcceptRule::All);
  const auto limit = std::make_shared<RateLimit>();
  limit->set(1000);
  m_desk->setRateLimit(limit);
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.bin&100000\n"));
  ASSERT_TRUE(peer.receives("ok"));
  ASSERT_TRUE(peer.write(someOctets(50'000)));
  ASSERT_TRUE(test::waitFor([&] { return limit->waiting() > 0; }));
  m_desk->disconnectPeer(m_peer, {codes::kKicked, QString()});
  EXPECT_TRUE(reaches(State::Failed));
  EXPECT_TRUE(isLeft());
}

TEST_F(PlainDeskReceive, WritesAResult) {
  RawPeer peer = joinAndAcceptAll();
  m_desk->setResultsFolder(m_directory.path());
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "body")));
  ASSERT_TRUE(reaches(State::Done));
  QFile result(row().result_path);
  ASSERT_TRUE(result.open(QIODevice::ReadOnly));
  const QByteArray text = result.readAll();
  EXPECT_TRUE(text.contains("a.txt")) << text.constData();
  EXPECT_TRUE(text.contains("1 stored")) << text.constData();
}

TEST_F(PlainDeskReceive, ForgetsWhatIsClearedAndKnowsOnlyItsOwn) {
  RawPeer peer = joinAndAcceptAll();
  ASSERT_TRUE(peer.write(atOneGo("a.txt", "body")));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_TRUE(m_desk->owns(row().transfer));
  EXPECT_FALSE(m_desk->owns(QStringLiteral("another")));
  EXPECT_FALSE(m_desk->accept(m_peer, QStringLiteral("another"), {}));
  EXPECT_FALSE(m_desk->decline(m_peer, QStringLiteral("another")));
  EXPECT_FALSE(m_desk->cancel(m_peer, QStringLiteral("another")));
  EXPECT_FALSE(m_desk->retry(m_peer, QStringLiteral("another")));
  m_desk->clearFinished();
  EXPECT_EQ(m_removed, QStringList{row().transfer});
  EXPECT_FALSE(m_desk->owns(row().transfer));
}

TEST_F(PlainDeskReceive, BadInput62_KeepsABoundedNumberOfRefusedOffers) {
  m_limits.plain_quiet = std::chrono::milliseconds(1);
  start();
  m_desk->setAcceptRule(AcceptRule::None);
  RawPeer peer = join();
  constexpr int kOffers = PlainDesk::kRemembered + 20;
  ASSERT_TRUE(peer.write(QByteArray("x&5\n").repeated(kOffers) + "the end\n"));
  // Thousands of rounds between two threads: the loop runs without the pauses of waitFor().
  QEventLoop loop;
  QTimer reading;
  QObject::connect(&reading, &QTimer::timeout, &loop, [&] { peer.received(); });
  QObject::connect(m_desk.get(), &PlainDesk::textReceived, &loop, &QEventLoop::quit);
  QTimer::singleShot(60'000, &loop, &QEventLoop::quit);
  reading.start(5);
  loop.exec();
  EXPECT_EQ(m_texts, QStringList{QStringLiteral("the end")});
  EXPECT_EQ(m_order.size(), kOffers);
  EXPECT_EQ(m_removed.size(), 20);
}

}  // namespace landline::session
