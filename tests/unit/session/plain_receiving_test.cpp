// What happens while a file is asked about, on its way, and afterwards.

#include "plain_fixture.h"
#include <QEventLoop>
#include <QTimer>

namespace landline::session {

using PlainDeskReceiving = PlainDeskTest;

TEST_F(PlainDeskReceiving, AsksAPersonAndSavesWhereItIsTold) {
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

TEST_F(PlainDeskReceiving, IsNotReadFromWhileAPersonIsAsked) {
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

TEST_F(PlainDeskReceiving, AcceptingWhatIsNotThereAnyMoreFails) {
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

TEST_F(PlainDeskReceiving, AcceptingWhatIsAllThereWorksThoughTheSenderIsGone) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.bin&4\nbody"));
  ASSERT_TRUE(reaches(State::Offered));
  peer.close();
  EXPECT_TRUE(m_desk->accept(m_peer, row().transfer, {}));
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(content(QStringLiteral("a.bin")), QByteArray("body"));
  EXPECT_TRUE(isLeft());
}

TEST_F(PlainDeskReceiving, WhatCameWhileAPersonWasAskedIsNoBodyOfAHeaderWithoutEnd) {
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

TEST_F(PlainDeskReceiving, WhatCameWhileAPersonWasAskedIsTheBodyOfAHeaderWithAnEnd) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&5\n"));
  ASSERT_TRUE(reaches(State::Offered));
  ASSERT_TRUE(peer.write("hello"));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("hello"));
}

TEST_F(PlainDeskReceiving, WhatCameWhileAPersonWasAskedIsTheBodyOfAHeaderInABuffer) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write(QByteArray("a.txt&5\0", 8) + QByteArray(120, 's')));
  ASSERT_TRUE(reaches(State::Offered));
  ASSERT_TRUE(peer.write("hello"));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(reaches(State::Done)) << peer.received().constData();
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("hello"));
}

TEST_F(PlainDeskReceiving, WhatCameWhileAPersonWasAskedIsTheRestOfABodyThatBeginsWithNul) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write(QByteArray("a.txt&5\n\0hel", 12)));
  ASSERT_TRUE(reaches(State::Offered));
  ASSERT_TRUE(peer.write("l"));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(reaches(State::Done)) << peer.received().constData();
  EXPECT_EQ(content(QStringLiteral("a.txt")), QByteArray("\0hell", 5));
}

TEST_F(PlainDeskReceiving, WhoVanishesIsNotAskedAboutAnyMore) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("a.txt&4\n"));
  ASSERT_TRUE(reaches(State::Offered));
  peer.close();
  ASSERT_TRUE(isLeft());
  EXPECT_EQ(m_why.code, QString(codes::kConnectionLost));
  EXPECT_EQ(row().state, State::Failed);
  EXPECT_EQ(row().error.code, QString(codes::kConnectionLost));
}

TEST_F(PlainDeskReceiving, AnEmptyFileIsAskedAboutThoughTheSenderIsGone) {
  RawPeer peer = join();
  ASSERT_TRUE(peer.write("empty&0\n"));
  ASSERT_TRUE(reaches(State::Offered));
  peer.close();
  ASSERT_FALSE(test::waitFor([&] { return !m_left.isEmpty(); }, 100));
  m_desk->accept(m_peer, row().transfer, {});
  ASSERT_TRUE(reaches(State::Done));
  EXPECT_TRUE(isLeft());
}

TEST_F(PlainDeskReceiving, AnAnswerWaitsUntilTheOtherSideHasSeenTheEndOfTheHeaderThatGaveWay) {
  m_limits.plain_quiet = std::chrono::milliseconds(150);
  start();
  m_desk->setAcceptRule(AcceptRule::None);
  RawPeer peer = join();
  const qint64 began = m_clock.monotonicMs();
  m_desk->offer(m_peer, {writeSource(QStringLiteral("down.txt"), "body")});
  ASSERT_TRUE(peer.receives("down.txt&4"));
  ASSERT_TRUE(peer.write("up.txt&4\nx"));
  ASSERT_TRUE(peer.receives("down.txt&4declined: not wanted\n"));
  EXPECT_GE(m_clock.monotonicMs() - began, 3 * m_limits.plain_quiet.count());
}

TEST_F(PlainDeskReceiving, CancellingBeforeAnAcceptedFileBeginsDeclinesIt) {
  RawPeer peer = join(QStringLiteral("192.0.2.7:4711"), 8 * 1024);
  // The answer has to wait for a text that has begun to leave, and cannot.
  m_desk->sendText(m_peer, QStringLiteral("1"), {}, QString(100'000, QLatin1Char('x')));
  char first = 0;
  ASSERT_TRUE(test::waitFor([&] { return ::recv(peer.descriptor(), &first, 1, MSG_PEEK) == 1; }));
  ASSERT_TRUE(peer.write("a.txt&4\n"));
  ASSERT_TRUE(reaches(State::Offered));
  m_desk->accept(m_peer, row().transfer, {});
  EXPECT_TRUE(m_desk->cancel(m_peer, row().transfer));
  ASSERT_TRUE(reaches(State::Cancelled));
  EXPECT_TRUE(peer.receives(QByteArray(100'000, 'x') + "\ndeclined: not wanted\n"));
  EXPECT_TRUE(m_desk->has(m_peer)) << "nothing of a body has to follow";
  EXPECT_EQ(saved(), QStringList());
}

TEST_F(PlainDeskReceiving, TextToTheSenderWaitsUntilTheFileIsThere) {
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

TEST_F(PlainDeskReceiving, ASilenceFollowsTheAnswerWhereNoBodyDoes) {
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

TEST_F(PlainDeskReceiving, TooMuchTextThatWaitsForAFileIsRefusedAndThePeerStays) {
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

TEST_F(PlainDeskReceiving, CancellingInTheMiddleEndsTheConnection) {
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

TEST_F(PlainDeskReceiving, KickingInTheMiddleLeavesNothing) {
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

TEST_F(PlainDeskReceiving, StoppingInTheMiddleLeavesNothing) {
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

TEST_F(PlainDeskReceiving, ShowsSpeedAndTimeLeftAndKeepsToTheLimit) {
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

TEST_F(PlainDeskReceiving, CancellingReachesAThreadThatWaitsForTheLimit) {
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

TEST_F(PlainDeskReceiving, WritesAResult) {
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

TEST_F(PlainDeskReceiving, ForgetsWhatIsClearedAndKnowsOnlyItsOwn) {
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

TEST_F(PlainDeskReceiving, BadInput62_KeepsABoundedNumberOfRefusedOffers) {
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
